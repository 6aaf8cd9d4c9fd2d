import { type Column, reserve } from "../wasm/column.ts";
import { type DType, isFloat, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { compare, logic } from "./compare.ts";
import { convert, suffixes, truth } from "./convert.ts";
import { computeType, signless } from "./operand.ts";
import { isUnsigned, ufuncTypes } from "./promote.ts";
import { shareColumn } from "./share.ts";
import { binary } from "./ufunc.ts";

/** NumPy's names, and those of the kernels of float64. */
const functions = {
  exp: "exp",
  exp2: "exp2",
  expm1: "expm1",
  log: "log",
  log2: "log2",
  log10: "log10",
  log1p: "log1p",
  cbrt: "cbrt",
  sin: "sin",
  cos: "cos",
  tan: "tan",
  arcsin: "asin",
  arccos: "acos",
  arctan: "atan",
  sinh: "sinh",
  cosh: "cosh",
  tanh: "tanh",
  arcsinh: "asinh",
  arccosh: "acosh",
  arctanh: "atanh",
} as const;

/** Functions that are computed in float64 whatever the dtype. */
export type FunctionName = keyof typeof functions;
/** Functions that round to whole numbers. */
export type RoundingName = "rint" | "floor" | "ceil" | "trunc";
/** Questions about one number. */
export type TestName = "isnan" | "isinf" | "isfinite" | "signbit";

/** NumPy's names of the functions of one operand. */
export type UnaryName =
  | FunctionName
  | RoundingName
  | TestName
  | "negative"
  | "positive"
  | "absolute"
  | "fabs"
  | "sign"
  | "square"
  | "reciprocal"
  | "sqrt"
  | "invert"
  | "logical_not"
  | "deg2rad"
  | "rad2deg"
  | "spacing";

/**
 * A function of each element, with NumPy's dtypes.
 *
 * @throws DTypeError where NumPy has none for the dtype; UnsupportedError where it gives float16
 */
export function unary(name: UnaryName, a: Column): Column {
  const { compute, result } = ufuncTypes(name, [a.dtype]);
  return scope(() => {
    switch (name) {
      case "negative":
        return negate(a);
      case "positive":
        return shareColumn(a);
      case "absolute":
        return magnitude(a);
      case "fabs":
        return magnitude(convert(a, compute));
      case "sign":
        return isUnsigned(a.dtype) ? binary("minimum", a, 1, a.length) : direct("sign", a);
      case "square": {
        const value = convert(a, compute);
        return binary("multiply", value, value, a.length);
      }
      case "reciprocal":
        return reciprocal(convert(a, compute));
      case "rint":
      case "floor":
      case "ceil":
      case "trunc":
        return isFloat(a.dtype) ? direct(name, a) : convert(a, result);
      case "sqrt": {
        const out = reserve(compute, a.length);
        const type = compute === "float32" ? "f32" : "f64";
        kernels[`array_sqrt_${type}`](convert(a, compute).address, out.address, a.length);
        return out;
      }
      case "invert":
        if (a.dtype === "bool") return logic("xor", a, true, a.length) as unknown as Column;
        return binary("bitwise_xor", a, isUnsigned(a.dtype) ? largest(a.dtype) : -1, a.length);
      case "logical_not":
        return logic("xor", truth(a) as unknown as Column, true, a.length) as unknown as Column;
      case "isnan":
      case "isinf":
      case "isfinite":
      case "signbit":
        return test(name, a) as unknown as Column;
      case "deg2rad":
        return binary("multiply", convert(a, compute), Math.PI / 180, a.length);
      case "rad2deg":
        return binary("multiply", convert(a, compute), 180 / Math.PI, a.length);
      case "spacing":
        return spacing(convert(a, compute));
      default: {
        const out = reserve<DType>("float64", a.length);
        const from = convert(a, "float64");
        kernels[`math_${functions[name]}_f64`](from.address, out.address, a.length);
        return convert(out, result);
      }
    }
  });
}

/** The largest value of an integer dtype without sign. */
function largest(dtype: DType): bigint {
  return (1n << BigInt(8 * itemSize(dtype))) - 1n;
}

/** A kernel for this very dtype. */
function direct(name: "sign" | RoundingName, a: Column): Column {
  const out = reserve(a.dtype, a.length);
  const type = suffixes[a.dtype] as "f32" | "f64";
  kernels[`array_${name}_${type}`](a.address, out.address, a.length);
  return out;
}

/** -a; integers wrap, with or without sign. */
function negate(a: Column): Column {
  const out = reserve(a.dtype, a.length);
  const sizes = { 1: "i8", 2: "i16", 4: "i32", 8: "i64" } as const;
  const type = isFloat(a.dtype)
    ? signless(a.dtype)
    : sizes[itemSize(a.dtype) as keyof typeof sizes];
  kernels[`array_negative_${type}`](a.address, out.address, a.length);
  return out;
}

/** |a|, of the same dtype; the lowest integer stays as it is. */
function magnitude(a: Column): Column {
  if (a.dtype === "bool" || isUnsigned(a.dtype)) return shareColumn(a);
  const compute = computeType(a.dtype);
  const value = convert(a, compute);
  const out = reserve(compute, a.length);
  kernels[`array_absolute_${signless(compute)}`](value.address, out.address, a.length);
  return convert(out, a.dtype);
}

/** 1 / a, of integers cut to a whole number: the lowest integer of 0. */
function reciprocal(a: Column): Column {
  if (isFloat(a.dtype)) return binary("true_divide", 1, a, a.length);
  const wide = convert(a, "float64");
  return convert(binary("true_divide", 1, wide, a.length), a.dtype);
}

function test(name: TestName, a: Column): Column<"bool"> {
  const out = reserve("bool", a.length);
  if (isFloat(a.dtype)) {
    const type = a.dtype === "float32" ? "f32" : "f64";
    kernels[`array_${name}_${type}`](a.address, out.address, a.length);
  } else if (name === "signbit" && a.dtype !== "bool" && !isUnsigned(a.dtype)) {
    return compare("less", a, 0, a.length);
  } else out.view().fill(name === "isfinite" ? 1 : 0);
  return out;
}

/** The distance to the next number away from 0, with the sign of a; of -0 as of 0. */
function spacing(a: Column): Column {
  const n = a.length;
  const away = binary("copysign", Number.POSITIVE_INFINITY, binary("add", a, 0, n), n);
  return binary("subtract", binary("nextafter", a, away, n), a, n);
}
