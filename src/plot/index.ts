export { type AssetLocations, setAssets } from "./assets.ts";
export { DEFAULT_COLORS } from "./colors.ts";
export { Figure } from "./figure.ts";
export type { PngOptions } from "./png.ts";
export { type Interval, poissonInterval } from "./poisson.ts";
export type { RootObject } from "./root-object.ts";
export { type StackOptions, stack } from "./stack.ts";
export type { ExperimentLabel, FigureSize } from "./stack-canvas.ts";
export type { SvgOptions } from "./svg.ts";
