export { type AssetLocations, setAssets } from "./assets.ts";
export { type BinErrors, binErrors, type ErrorMethod } from "./bin-errors.ts";
export { type Binned1D, binned, type Flow } from "./binned.ts";
export { DEFAULT_COLORS } from "./colors.ts";
export {
  type Compared,
  type ComparisonKind,
  type ComparisonOptions,
  compare,
  comparisonPanel,
} from "./comparison.ts";
export { type CutflowOptions, cutflow, type YieldOptions, yieldHist } from "./cutflow.ts";
export { Figure } from "./figure.ts";
export type { AxisLook, FigureContent, FigureSize, Panel, TopAxis } from "./figure-content.ts";
export { type FigureOptions, figure } from "./figure-of.ts";
export type { RegionsConfig } from "./fits/channel-axis.ts";
export { dataMcOfConfig, type TemplatesFigure, templatesOfConfig } from "./fits/config-figures.ts";
export { type CorrelationOptions, correlationMatrix } from "./fits/correlation-matrix.ts";
export {
  type DataMcContent,
  type DataMcLook,
  type DataMcOptions,
  dataMc,
  dataMcFigure,
  dataMcOfChannels,
} from "./fits/data-mc.ts";
export { type LimitPlotOptions, limit } from "./fits/limit.ts";
export { type GridModel, type ModifierGridOptions, modifierGrid } from "./fits/modifier-grid.ts";
export { type PullsOptions, pulls } from "./fits/pulls.ts";
export { type RankingPlotOptions, ranking } from "./fits/ranking.ts";
export { type ScanPlotOptions, scan } from "./fits/scan.ts";
export {
  type TemplatesOptions,
  type TemplateVariations,
  type TemplateYields,
  templates,
} from "./fits/templates.ts";
export {
  type Curve,
  type FuncMarkOptions,
  type FuncplotOptions,
  funcMarks,
  funcplot,
} from "./funcplot.ts";
export { type HistMarkOptions, type HistType, histMarks } from "./hist-marks.ts";
export { type Hist2dplotOptions, hist2dplot } from "./hist2dplot.ts";
export { type HistplotOptions, histplot } from "./histplot.ts";
export type { ExperimentLabel } from "./label.ts";
export type * from "./marks.ts";
export type { PageDrawing } from "./page.ts";
export type { PaletteName } from "./palettes.ts";
export { type PlotVarsOptions, plotVars, type VarHists, type VariableBins } from "./plot-vars.ts";
export type { PngOptions } from "./png.ts";
export { type Interval, poissonInterval } from "./poisson.ts";
export type { RootObject } from "./root-object.ts";
export { type StackOptions, stack } from "./stack.ts";
export type { StyleName } from "./styles.ts";
export type { SvgOptions } from "./svg.ts";
