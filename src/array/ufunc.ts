import { UnsupportedError, UsageError } from "../errors.ts";
import { Column, reserve } from "../wasm/column.ts";
import { type DType, isBig, isFloat, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { convert, truth } from "./convert.ts";
import {
  checkFits,
  fits,
  isIntegral,
  isUnsigned,
  promote,
  promoteScalar,
  type Scalar,
} from "./promote.ts";

/** A flat operand: a column, or one value for all. */
export type Operand = Column | Scalar;

export type Arithmetic = "add" | "subtract" | "multiply" | "divide" | "minimum" | "maximum";
export type Comparison = "equal" | "not_equal" | "less" | "less_equal";
export type Logic = "and" | "or" | "xor";

/** Bytes that a kernel takes at a time, and the size of a block that stands for a scalar. */
const BLOCK = 64;

type Compute = "f32" | "f64" | "i32" | "i64";

/** The dtype that arithmetic between two operands gives. */
function resultType(a: Operand, b: Operand): DType {
  if (a instanceof Column && b instanceof Column) return promote(a.dtype, b.dtype);
  if (a instanceof Column) return promoteScalar(a.dtype, b as Scalar);
  if (b instanceof Column) return promoteScalar(b.dtype, a);
  throw new UsageError("at least one operand must be an array");
}

/** A column of one block, filled with a scalar. */
function block(scalar: Scalar, dtype: DType): Column {
  const column = reserve(dtype, BLOCK / itemSize(dtype));
  const view = column.view();
  if (view instanceof BigInt64Array || view instanceof BigUint64Array) view.fill(BigInt(scalar));
  else view.fill(Number(scalar));
  return column;
}

/** An operand as a kernel takes it: a column of the dtype it computes in, and its step. */
function prepare(operand: Operand, dtype: DType): [Column, number] {
  return operand instanceof Column ? [convert(operand, dtype), BLOCK] : [block(operand, dtype), 0];
}

/** Small integers are computed as int32 and cut back, which wraps as they would. */
function computeType(dtype: DType): DType {
  if (isFloat(dtype) || itemSize(dtype) === 8) return dtype;
  return dtype === "uint32" ? dtype : "int32";
}

function suffix(dtype: DType): Compute {
  if (isFloat(dtype)) return dtype === "float32" ? "f32" : "f64";
  return isBig(dtype) ? "i64" : "i32";
}

/**
 * Elementwise arithmetic on flat operands of `n` elements, with NumPy's dtypes: integers wrap,
 * `divide` gives floats.
 */
export function arithmetic(op: Arithmetic, a: Operand, b: Operand, n: number): Column {
  let dtype = resultType(a, b);
  if (op === "divide" && !isFloat(dtype)) dtype = "float64";
  if (dtype === "bool") return boolArithmetic(op, a, b, n);
  for (const operand of [a, b]) {
    if (!(operand instanceof Column) && isIntegral(operand)) checkFits(operand, dtype);
  }
  return scope(() => {
    const compute = computeType(dtype);
    const [left, stepLeft] = prepare(a, compute);
    const [right, stepRight] = prepare(b, compute);
    const out = reserve(compute, n);
    const args = [left.address, stepLeft, right.address, stepRight, out.address, n] as const;
    if (op === "divide") kernels[`array_divide_${compute === "float32" ? "f32" : "f64"}`](...args);
    else if (op === "minimum" || op === "maximum") kernels[extreme(op, compute)](...args);
    else kernels[`array_${op}_${suffix(compute)}`](...args);
    return compute === dtype ? out : convert(out, dtype);
  });
}

function extreme(
  op: "minimum" | "maximum",
  dtype: DType,
): `array_${"minimum" | "maximum"}_${Compute | "u32" | "u64"}` {
  if (dtype === "uint32") return `array_${op}_u32`;
  return dtype === "uint64" ? `array_${op}_u64` : `array_${op}_${suffix(dtype)}`;
}

/** NumPy's arithmetic of bool is logic. */
function boolArithmetic(op: Arithmetic, a: Operand, b: Operand, n: number): Column {
  if (op === "subtract") {
    throw new UsageError("bool has no subtraction; use ak.xor, or make integers of one side");
  }
  return logic(op === "add" || op === "maximum" ? "or" : "and", a, b, n);
}

/** Elementwise comparison of flat operands; integers compare by value whatever their dtypes. */
export function compare(op: Comparison, a: Operand, b: Operand, n: number): Column<"bool"> {
  return scope(() => {
    const out = reserve("bool", n);
    const [left, right] = comparable(a, b);
    if (left === undefined || right === undefined) return constant(op, a, b, out);
    const args = (x: [Column, number], y: [Column, number]) =>
      [x[0].address, x[1], y[0].address, y[1], out.address, n] as const;
    const types = `${left}_${right}` as const;
    const call = args(prepare(a, left), prepare(b, right));
    if (types === "uint64_uint64") {
      if (op === "equal" || op === "not_equal") kernels[`array_${op}_i64`](...call);
      else kernels[`array_${op}_u64_u64`](...call);
    } else if (types === "int64_uint64") kernels[`array_${op}_i64_u64`](...call);
    else if (types === "uint64_int64") kernels[`array_${op}_u64_i64`](...call);
    else kernels[`array_${op}_${suffix(left)}`](...call);
    return out;
  });
}

/**
 * The dtypes in which two operands compare by value; undefined for a scalar beyond all integers.
 */
function comparable(a: Operand, b: Operand): [DType | undefined, DType | undefined] {
  const floating = (operand: Operand): boolean =>
    operand instanceof Column
      ? isFloat(operand.dtype)
      : typeof operand === "number" && !isIntegral(operand);
  if (floating(a) || floating(b)) {
    const dtype = resultType(a, b);
    return [dtype, dtype];
  }
  const own = (operand: Operand, other: Operand): DType | undefined => {
    if (operand instanceof Column) return operand.dtype;
    // Of the same kind as the column: equal bits are equal values, four at a time.
    const unsigned = other instanceof Column && other.dtype === "uint64";
    if (unsigned && fits(operand, "uint64")) return "uint64";
    return (["int32", "int64", "uint64"] as const).find((dtype) => fits(operand, dtype));
  };
  const [left, right] = [own(a, b), own(b, a)];
  if (left === undefined || right === undefined) return [left, right];
  const wide = (dtype: DType): DType => (dtype === "uint64" ? "uint64" : "int64");
  const narrow = (dtype: DType): boolean => dtype !== "uint32" && itemSize(dtype) <= 4;
  return narrow(left) && narrow(right) ? ["int32", "int32"] : [wide(left), wide(right)];
}

/** Compares integers with a scalar beyond them all. */
function constant(op: Comparison, a: Operand, b: Operand, out: Column<"bool">): Column<"bool"> {
  const ascending = a instanceof Column ? Number(b) > 0 : Number(a) < 0;
  const holds = op === "not_equal" || (op !== "equal" && ascending);
  out.view().fill(holds ? 1 : 0);
  return out;
}

/** Elementwise logic; what is not bool counts as true where it differs from 0. */
export function logic(op: Logic, a: Operand, b: Operand, n: number): Column<"bool"> {
  return scope(() => {
    const side = (operand: Operand): [Column, number] =>
      operand instanceof Column
        ? [truth(operand) as unknown as Column, BLOCK]
        : [block(operand !== 0 && operand !== 0n && operand !== false, "bool"), 0];
    const [left, stepLeft] = side(a);
    const [right, stepRight] = side(b);
    const out = reserve("bool", n);
    kernels[`array_${op}`](left.address, stepLeft, right.address, stepRight, out.address, n);
    return out;
  });
}

/** -a; unsigned integers wrap. */
export function negate(a: Column): Column {
  if (a.dtype === "bool") throw new UsageError("bool has no negative; use ak.not");
  if (isUnsigned(a.dtype)) return arithmetic("subtract", 0, a, a.length);
  return arithmetic("multiply", a, -1, a.length);
}

/** |a|, of the same dtype; the lowest integer stays as it is. */
export function magnitude(a: Column): Column {
  if (a.dtype === "bool" || isUnsigned(a.dtype)) return convert(a, a.dtype);
  return scope(() => {
    const compute = computeType(a.dtype);
    const value = convert(a, compute);
    const out = reserve(compute, a.length);
    kernels[`array_absolute_${suffix(compute)}`](value.address, out.address, a.length);
    return convert(out, a.dtype);
  });
}

/**
 * Square root: float32 of float32 and of 16-bit integers, else float64.
 * @throws UnsupportedError for bool and 8-bit integers, whose root NumPy gives as float16
 */
export function squareRoot(a: Column): Column {
  if (itemSize(a.dtype) === 1) {
    throw new UnsupportedError(
      `the square root of ${a.dtype} is float16 in NumPy, which is not supported; convert first`,
      "float16",
    );
  }
  const dtype = a.dtype === "float32" || itemSize(a.dtype) === 2 ? "float32" : "float64";
  return scope(() => {
    const value = convert(a, dtype);
    const out = reserve<DType>(dtype, a.length);
    kernels[`array_sqrt_${suffix(dtype) as "f32" | "f64"}`](value.address, out.address, a.length);
    return out;
  });
}
