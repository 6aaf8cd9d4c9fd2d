export { type AllcloseOptions, allclose } from "./allclose.ts";
export type { Factor } from "./arithmetic.ts";
export type { CellValues } from "./assign.ts";
export {
  type Axis,
  type AxisNaming,
  axisExtent,
  axisSize,
  type BooleanAxis,
  booleanAxis,
  type CategoryOptions,
  type IntCategoryAxis,
  type IntegerAxis,
  type IntervalOptions,
  intCategoryAxis,
  integerAxis,
  type Metadata,
  type RegularAxis,
  type RegularOptions,
  regularAxis,
  type StrCategoryAxis,
  strCategoryAxis,
  type VariableAxis,
  variableAxis,
} from "./axis.ts";
export { type Band, type BandMethod, type BandOptions, systematicBand } from "./band.ts";
export type { HistBuilder, HistOptions } from "./builder.ts";
export type { SortOptions } from "./categories.ts";
export { fromColumns } from "./columns.ts";
export {
  type AxisTraits,
  axisCenters,
  axisEdges,
  axisTraits,
  axisValue,
  axisWidths,
} from "./edges.ts";
export type { HistJson, JsonNumber } from "./exchange.ts";
export type { FillOptions, FillValues } from "./fill.ts";
export { Hist } from "./hist.ts";
export {
  type AxisSelection,
  at,
  type BinIndex,
  type BinRange,
  loc,
  overflow,
  type Pick,
  type Place,
  pick,
  type Rebin,
  rebin,
  type Sum,
  sum,
  underflow,
} from "./locators.ts";
export { type RecordNaming, toRecord } from "./record.ts";
export { fromRecord } from "./root.ts";
export type { Selection } from "./selection.ts";
export type { Numbers, Values } from "./source.ts";
export { Stack } from "./stack.ts";
export type { StorageKind } from "./storage.ts";
export type { FlowOptions } from "./sum.ts";
export { type HistTable, toCsv, toTable } from "./table.ts";
export { type Transform, transform } from "./transform.ts";
export type { UhiHistogram, UhiOptions } from "./uhi.ts";
export type { UhiAxis, WriterInfo } from "./uhi-axis.ts";
export { readUhi, writeUhi } from "./uhi-file.ts";
export type { UhiStorage, UhiStorageType } from "./uhi-storage.ts";
