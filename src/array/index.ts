export {
  type Attributes,
  AwkwardArray as Array,
  AwkwardRecord as Record,
  type Element,
  type Metadata,
  type RecordArray,
} from "./array.ts";
export type { Behavior } from "./behavior.ts";
export { concatenate } from "./concatenate.ts";
export {
  type ArrayLike,
  absolute,
  add,
  divide,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd as and,
  logicalNot as not,
  logicalOr as or,
  logicalXor as xor,
  maximum,
  minimum,
  multiply,
  negative,
  notEqual,
  sqrt,
  subtract,
} from "./elementwise.ts";
export type { ListValue } from "./export.ts";
export { flatten } from "./flatten.ts";
export {
  array,
  fromColumn,
  fromIter,
  fromTypedArray,
  type NestedValue,
  toList,
  toTypedArray,
} from "./from.ts";
export { get, type Item } from "./get.ts";
export type {
  EmptyLayout,
  FlatLayout,
  Layout,
  LazyLayout,
  ListLayout,
  OptionLayout,
  RecordLayout,
  RegularLayout,
  StringLayout,
  UnionLayout,
} from "./layout.ts";
export { type AxisOptions, dropNone, fillNone, isNone } from "./missing.ts";
export type { Scalar } from "./promote.ts";
export {
  all,
  any,
  count,
  type ExtremeOptions,
  max,
  min,
  num,
  type ReduceOptions,
  sum,
} from "./reduce.ts";
export { type SliceOptions, slice } from "./slice.ts";
export {
  arcsinh,
  arctan2,
  cos,
  cosh,
  exp,
  log,
  log1p,
  sin,
  sinh,
  tan,
} from "./transcendental.ts";
export { fields, withField, type ZipOptions, zip } from "./zip.ts";
