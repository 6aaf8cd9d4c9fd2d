import { DTypeError, OverflowError, UnsupportedError } from "../errors.ts";
import { type DType, isFloat, itemSize } from "../wasm/dtype.ts";
import { Float } from "./value.ts";

/** A number that is not in a column: weak, as a Python scalar beside a NumPy array. */
export type Scalar = number | bigint | boolean | Float;

/** Whether a value is one that stands for all elements. */
export function isScalar(value: unknown): value is Scalar {
  const type = typeof value;
  return type === "number" || type === "bigint" || type === "boolean" || value instanceof Float;
}

const kinds: Record<DType, "bool" | "signed" | "unsigned" | "float"> = {
  bool: "bool",
  int8: "signed",
  int16: "signed",
  int32: "signed",
  int64: "signed",
  uint8: "unsigned",
  uint16: "unsigned",
  uint32: "unsigned",
  uint64: "unsigned",
  float32: "float",
  float64: "float",
};

/** Signed or unsigned, 1 to 8 bytes. */
export function isInteger(dtype: DType): boolean {
  return kinds[dtype] === "signed" || kinds[dtype] === "unsigned";
}

export function isUnsigned(dtype: DType): boolean {
  return kinds[dtype] === "unsigned";
}

/**
 * The dtype of arithmetic between two columns.
 * @see numpy.result_type
 */
export function promote(a: DType, b: DType): DType {
  if (a === b) return a;
  const [kindA, kindB] = [kinds[a], kinds[b]];
  if (kindA === "bool") return b;
  if (kindB === "bool") return a;
  if (kindA === "float" || kindB === "float") {
    const exact = (dtype: DType): boolean => dtype === "float32" || itemSize(dtype) <= 2;
    return exact(a) && exact(b) ? "float32" : "float64";
  }
  if (kindA === kindB) return itemSize(a) >= itemSize(b) ? a : b;
  const signed = kindA === "signed" ? a : b;
  const unsigned = kindA === "signed" ? b : a;
  if (itemSize(signed) > itemSize(unsigned)) return signed;
  if (unsigned === "uint8") return "int16";
  if (unsigned === "uint16") return "int32";
  return unsigned === "uint32" ? "int64" : "float64";
}

/** Whether a scalar is an integer in the sense of {@link commonType}. */
export function isIntegral(scalar: Scalar): scalar is number | bigint {
  return typeof scalar === "bigint" || (typeof scalar === "number" && Number.isSafeInteger(scalar));
}

/** The dtype of an array of one scalar: bool, int64 or float64, and uint64 where int64 is too small. */
export function scalarType(scalar: Scalar): DType {
  if (typeof scalar === "boolean") return "bool";
  if (!isIntegral(scalar)) return "float64";
  return fits(scalar, "int64") || !fits(scalar, "uint64") ? "int64" : "uint64";
}

/** Operands by what they do to the common dtype. */
function split(operands: readonly (DType | Scalar)[]): {
  /** Dtypes of columns; a boolean is one of bool. */
  readonly strong: readonly DType[];
  readonly integers: readonly (number | bigint)[];
  readonly floats: boolean;
} {
  const strong: DType[] = [];
  const integers: (number | bigint)[] = [];
  let floats = false;
  for (const operand of operands) {
    if (typeof operand === "string") strong.push(operand);
    else if (typeof operand === "boolean") strong.push("bool");
    else if (isIntegral(operand)) integers.push(operand);
    else floats = true;
  }
  return { strong, integers, floats };
}

/**
 * The dtype of several operands together. Scalars are weak, as Python's are in NumPy 2: they take the
 * dtype of the columns, unless they are of a higher kind. JavaScript has one kind of number: an
 * integral one (`2`, also written `2.0`) counts as Python's int, any other, and `float(2)`, as float;
 * a BigInt as int. Scalars alone are int64 or float64.
 * @see numpy.result_type
 */
export function commonType(operands: readonly (DType | Scalar)[]): DType {
  const { strong, integers, floats } = split(operands);
  const dtype = strong.length > 0 ? strong.reduce(promote) : "bool";
  if (floats) return isFloat(dtype) ? dtype : "float64";
  if (integers.length === 0 || dtype !== "bool") return dtype;
  return strong.length > 0 ? "int64" : integers.map(scalarType).reduce(promote);
}

/** Whether an integral scalar is a value of an integer dtype. */
export function fits(scalar: Scalar, dtype: DType): boolean {
  const bits = BigInt(8 * itemSize(dtype));
  const value = BigInt(Number.isSafeInteger(scalar) ? (scalar as number) : (scalar as bigint));
  const low = isUnsigned(dtype) ? 0n : -(1n << (bits - 1n));
  const high = isUnsigned(dtype) ? 1n << bits : 1n << (bits - 1n);
  return value >= low && value < high;
}

/**
 * @throws OverflowError when an integral scalar is no value of an integer dtype
 */
export function checkFits(scalar: Scalar, dtype: DType): void {
  if (isInteger(dtype) && isIntegral(scalar) && !fits(scalar, dtype)) {
    throw new OverflowError(`${scalar} is out of bounds for ${dtype}`, dtype, scalar);
  }
}

/**
 * The smallest floating-point dtype that holds every value of a dtype (the largest one for 64-bit
 * integers).
 *
 * @throws UnsupportedError for bool and 8-bit integers, which NumPy takes to float16
 */
export function floatType(dtype: DType): DType {
  if (itemSize(dtype) === 1) {
    throw new UnsupportedError(
      `functions of ${dtype} are float16 in NumPy, which is not supported; convert first`,
      "float16",
    );
  }
  return dtype === "float32" || itemSize(dtype) === 2 ? "float32" : "float64";
}

/** The smallest floating-point dtype that all operands can be cast to without loss. */
function realType(operands: readonly (DType | Scalar)[]): DType {
  const { strong, integers, floats } = split(operands);
  if (floats || strong.length === 0) return floatType(commonType(operands));
  // As many bytes as an integer has whose values it holds.
  const width = (dtype: DType): number => (dtype === "float32" ? 2 : itemSize(dtype));
  const widest = strong.reduce((wide, next) => (width(next) > width(wide) ? next : wide));
  const onlyBool = strong.every((dtype) => dtype === "bool");
  return integers.length > 0 && onlyBool ? "float64" : floatType(widest);
}

/**
 * How a function's dtypes follow from its operands':
 * - numeric: all are of the common dtype, as is the result;
 * - signed: the same, but not for bool; narrow: bool becomes int8;
 * - quotient: integers become float64; real: the smallest floating-point dtype for each operand;
 * - double: float64 always;
 * - bits: bool and integers; shift: integers, bool becomes int8; whole: integers only;
 * - comparison, test: bool of anything.
 */
type Rule =
  | "numeric"
  | "signed"
  | "narrow"
  | "quotient"
  | "real"
  | "double"
  | "bits"
  | "shift"
  | "whole"
  | "comparison"
  | "test";

/** NumPy's names of the elementwise functions. */
export type UfuncName =
  | "add"
  | "multiply"
  | "maximum"
  | "minimum"
  | "fmax"
  | "fmin"
  | "absolute"
  | "floor"
  | "ceil"
  | "trunc"
  | "conjugate"
  | "subtract"
  | "negative"
  | "positive"
  | "sign"
  | "floor_divide"
  | "remainder"
  | "fmod"
  | "power"
  | "square"
  | "reciprocal"
  | "true_divide"
  | "float_power"
  | "arctan2"
  | "hypot"
  | "copysign"
  | "nextafter"
  | "heaviside"
  | "logaddexp"
  | "exp"
  | "exp2"
  | "expm1"
  | "log"
  | "log2"
  | "log10"
  | "log1p"
  | "sqrt"
  | "cbrt"
  | "sin"
  | "cos"
  | "tan"
  | "arcsin"
  | "arccos"
  | "arctan"
  | "sinh"
  | "cosh"
  | "tanh"
  | "arcsinh"
  | "arccosh"
  | "arctanh"
  | "deg2rad"
  | "rad2deg"
  | "rint"
  | "spacing"
  | "fabs"
  | "bitwise_and"
  | "bitwise_or"
  | "bitwise_xor"
  | "invert"
  | "left_shift"
  | "right_shift"
  | "gcd"
  | "lcm"
  | "equal"
  | "not_equal"
  | "less"
  | "less_equal"
  | "greater"
  | "greater_equal"
  | "logical_and"
  | "logical_or"
  | "logical_xor"
  | "logical_not"
  | "isnan"
  | "isinf"
  | "isfinite"
  | "signbit";

const rules: Readonly<Record<UfuncName, Rule>> = {
  add: "numeric",
  multiply: "numeric",
  maximum: "numeric",
  minimum: "numeric",
  fmax: "numeric",
  fmin: "numeric",
  absolute: "numeric",
  floor: "numeric",
  ceil: "numeric",
  trunc: "numeric",
  conjugate: "numeric",
  subtract: "signed",
  negative: "signed",
  positive: "signed",
  sign: "signed",
  floor_divide: "narrow",
  remainder: "narrow",
  fmod: "narrow",
  power: "narrow",
  square: "narrow",
  reciprocal: "narrow",
  true_divide: "quotient",
  float_power: "double",
  arctan2: "real",
  hypot: "real",
  copysign: "real",
  nextafter: "real",
  heaviside: "real",
  logaddexp: "real",
  exp: "real",
  exp2: "real",
  expm1: "real",
  log: "real",
  log2: "real",
  log10: "real",
  log1p: "real",
  sqrt: "real",
  cbrt: "real",
  sin: "real",
  cos: "real",
  tan: "real",
  arcsin: "real",
  arccos: "real",
  arctan: "real",
  sinh: "real",
  cosh: "real",
  tanh: "real",
  arcsinh: "real",
  arccosh: "real",
  arctanh: "real",
  deg2rad: "real",
  rad2deg: "real",
  rint: "real",
  spacing: "real",
  fabs: "real",
  bitwise_and: "bits",
  bitwise_or: "bits",
  bitwise_xor: "bits",
  invert: "bits",
  left_shift: "shift",
  right_shift: "shift",
  gcd: "whole",
  lcm: "whole",
  equal: "comparison",
  not_equal: "comparison",
  less: "comparison",
  less_equal: "comparison",
  greater: "comparison",
  greater_equal: "comparison",
  logical_and: "test",
  logical_or: "test",
  logical_xor: "test",
  logical_not: "test",
  isnan: "test",
  isinf: "test",
  isfinite: "test",
  signbit: "test",
};

/** What a function computes in, and what it gives. */
export interface UfuncTypes {
  readonly compute: DType;
  readonly result: DType;
}

/**
 * The dtypes of an elementwise function of columns and scalars: the one source of NumPy 2's rules.
 *
 * @throws DTypeError where NumPy has no such function (TypeError); OverflowError for an integer that
 *   the result's dtype does not hold; UnsupportedError where NumPy gives float16
 */
export function ufuncTypes(name: UfuncName, operands: readonly (DType | Scalar)[]): UfuncTypes {
  const rule = rules[name];
  const common = commonType(operands);
  const same = (dtype: DType): UfuncTypes => {
    for (const operand of operands) if (typeof operand !== "string") checkFits(operand, dtype);
    return { compute: dtype, result: dtype };
  };
  const refused = (): DTypeError =>
    new DTypeError(`${name} is not defined for ${describe(operands)}${advice(name, common)}`);
  switch (rule) {
    case "numeric":
      return same(common);
    case "signed":
      if (common === "bool") throw refused();
      return same(common);
    case "narrow":
      return same(common === "bool" ? "int8" : common);
    case "quotient":
      return same(isFloat(common) ? common : "float64");
    case "double":
      return same("float64");
    case "real":
      return same(realType(operands));
    case "bits":
      if (isFloat(common)) throw refused();
      return same(common);
    case "shift":
      if (isFloat(common)) throw refused();
      return same(common === "bool" ? "int8" : common);
    case "whole":
      if (!isInteger(common)) throw refused();
      return same(common);
    case "comparison":
      return { ...same(common), result: "bool" };
    case "test":
      return { compute: common, result: "bool" };
    default:
      return rule satisfies never;
  }
}

function describe(operands: readonly (DType | Scalar)[]): string {
  return operands.map((one) => (typeof one === "string" ? one : String(one))).join(" and ");
}

/** What to call instead. */
function advice(name: UfuncName, common: DType): string {
  if (common !== "bool") return "; convert to integers first";
  if (name === "subtract") return "; use xor, or make integers of one side";
  if (name === "negative") return "; use not";
  return "; convert to integers first";
}
