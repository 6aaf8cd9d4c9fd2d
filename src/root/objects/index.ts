export type { AxisRecord } from "./axis.ts";
export { type GraphErrors, type GraphRecord, meanErrors } from "./graph.ts";
export {
  type CellOptions,
  type ErrorOptions,
  type HistogramRecord,
  histogramErrors,
  histogramShape,
  histogramValues,
  histogramVariances,
  type ProfileRecord,
  profileCounts,
  type TH1Record,
  type TH2Record,
  type TH3Record,
  type TProfileRecord,
} from "./histogram.ts";
export { type MatrixRecord, matrixValues } from "./matrix.ts";
export type {
  ContainerRecord,
  EfficiencyRecord,
  ListRecord,
  MapRecord,
  NamedRecord,
  OtherRecord,
  ParameterRecord,
  RootObject,
  TextRecord,
} from "./record.ts";
export type { Members, NumberArray, PlainObject, RootValue } from "./value.ts";
