export {
  type Attributes,
  AwkwardArray as Array,
  AwkwardRecord as Record,
  type Element,
  type Metadata,
  type RecordArray,
  type Records,
} from "./array.ts";
export type { Behavior } from "./behavior.ts";
export { type BroadcastArraysOptions, broadcastArrays } from "./broadcast-arrays.ts";
export type { BufferSource } from "./buffer-reader.ts";
export { argcartesian, type CartesianOptions, cartesian, type Factors } from "./cartesian.ts";
export { type ClipBound, clip } from "./clip.ts";
export { type CloseOptions, isClose } from "./close.ts";
export { argcombinations, type CombinationsOptions, combinations } from "./combinations.ts";
export { type ConcatenateOptions, concatenate } from "./concatenate.ts";
export { corr, covar, linearFit } from "./correlation.ts";
export type { ArrayLike } from "./elementwise.ts";
export {
  type AlmostEqualOptions,
  type ArrayEqualOptions,
  almostEqual,
  arrayEqual,
} from "./equality.ts";
export type { ListValue } from "./export.ts";
export { compile, type Expression, evaluate } from "./expression/expression.ts";
export type { ExpressionSource } from "./expression/names.ts";
export { flatten, ravel } from "./flatten.ts";
export type { Form, FormRecord, IndexWidth } from "./form.ts";
export {
  array,
  fromColumn,
  fromIter,
  fromTypedArray,
  type NestedValue,
  toList,
  toTypedArray,
} from "./from.ts";
export { type FromBuffersOptions, fromBuffers } from "./from-buffers.ts";
export { type FromJsonOptions, fromJson } from "./from-json.ts";
export {
  absolute,
  add,
  arccos,
  arccosh,
  arcsin,
  arcsinh,
  arctan,
  arctan2,
  arctanh,
  bitwiseAnd,
  bitwiseOr,
  bitwiseXor,
  cbrt,
  ceil,
  copysign,
  cos,
  cosh,
  deg2rad,
  divide,
  divmod,
  equal,
  exp,
  exp2,
  expm1,
  fabs,
  floatPower,
  floor,
  floorDivide,
  fmax,
  fmin,
  fmod,
  gcd,
  greater,
  greaterEqual,
  heaviside,
  hypot,
  invert,
  isfinite,
  isinf,
  isnan,
  lcm,
  ldexp,
  leftShift,
  less,
  lessEqual,
  log,
  log1p,
  log2,
  log10,
  logaddexp,
  logicalAnd as and,
  logicalNot as not,
  logicalOr as or,
  logicalXor as xor,
  maximum,
  minimum,
  multiply,
  negative,
  nextafter,
  notEqual,
  positive,
  power,
  rad2deg,
  reciprocal,
  remainder,
  rightShift,
  rint,
  sign,
  signbit,
  sin,
  sinh,
  spacing,
  sqrt,
  square,
  subtract,
  tan,
  tanh,
  trunc,
} from "./functions.ts";
export { get } from "./get.ts";
export type {
  EmptyLayout,
  FlatLayout,
  Layout,
  LazyLayout,
  ListLayout,
  OptionLayout,
  Parameters,
  RecordLayout,
  RegularLayout,
  StringLayout,
  UnionLayout,
} from "./layout.ts";
export { localIndex } from "./local-index.ts";
export {
  type AxisOptions,
  dropNone,
  type Filling,
  fillNone,
  isNone,
  mask,
  nanToNone,
} from "./missing.ts";
export {
  nanargmax,
  nanargmin,
  nanmax,
  nanmean,
  nanmin,
  nanprod,
  nanstd,
  nansum,
  nanvar,
} from "./nan-ignoring.ts";
export { num } from "./num.ts";
export { firsts, type PadOptions, padNone, singletons } from "./pad.ts";
export { parameters } from "./parameters-of.ts";
export type { ShowOptions } from "./print.ts";
export type { Scalar } from "./promote.ts";
export {
  all,
  any,
  argmax,
  argmin,
  count,
  countNonzero,
  type ExtremeOptions,
  max,
  min,
  prod,
  type ReduceOptions,
  type Reduction,
  sum,
} from "./reduce.ts";
export { fromRegular, type ListAxis, toPacked, toRegular } from "./regular.ts";
export { runLengths } from "./run-lengths.ts";
export { type SliceOptions, slice } from "./slice.ts";
export { ellipsis, type Item, newaxis } from "./slice-item.ts";
export { argsort, type SortOptions, sort } from "./sort.ts";
export {
  type MeanOptions,
  mean,
  moment,
  ptp,
  softmax,
  std,
  type VarianceOptions,
  variance as var,
} from "./statistics.ts";
export * as str from "./str/str.ts";
export { type Buffers, toBuffers } from "./to-buffers.ts";
export { type ToJsonOptions, toJson } from "./to-json.ts";
export { type Counts, unflatten } from "./unflatten.ts";
export { Float, float, Tuple, tuple } from "./value.ts";
export {
  fullLike,
  type LikeOptions,
  type NanToNumOptions,
  nanToNum,
  onesLike,
  round,
  valuesAstype,
  zerosLike,
} from "./values.ts";
export { type WhereOptions, where } from "./where.ts";
export { fields, isTuple, withField, withName, withoutField } from "./with-field.ts";
export {
  type RecordOptions,
  unzip,
  type ZipOptions,
  type Zipped,
  zip,
  zipNoBroadcast,
} from "./zip.ts";
