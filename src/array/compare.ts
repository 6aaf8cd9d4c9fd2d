import { Column, reserve } from "../wasm/column.ts";
import { type DType, isFloat, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { truth } from "./convert.ts";
import {
  BLOCK,
  block,
  type Operand,
  type Prepared,
  prepare,
  signless,
  typeOfOperand,
} from "./operand.ts";
import { commonType, fits, isIntegral, ufuncTypes } from "./promote.ts";

export type Comparison = "equal" | "not_equal" | "less" | "less_equal";
export type Logic = "and" | "or" | "xor";

/**
 * Elementwise comparison of flat operands; columns of integers compare by value whatever their dtypes.
 *
 * @throws OverflowError for an integer that the column's dtype cannot hold, as Awkward does
 */
export function compare(op: Comparison, a: Operand, b: Operand, n: number): Column<"bool"> {
  ufuncTypes(op, [typeOfOperand(a), typeOfOperand(b)]);
  return scope(() => {
    const out = reserve("bool", n);
    const [left, right] = comparable(a, b);
    const args = (x: Prepared, y: Prepared) =>
      [x.column.address, x.step, y.column.address, y.step, out.address, n] as const;
    const types = `${left}_${right}` as const;
    const call = args(prepare(a, left), prepare(b, right));
    if (types === "uint64_uint64") {
      if (op === "equal" || op === "not_equal") kernels[`array_${op}_i64`](...call);
      else kernels[`array_${op}_u64_u64`](...call);
    } else if (types === "int64_uint64") kernels[`array_${op}_i64_u64`](...call);
    else if (types === "uint64_int64") kernels[`array_${op}_u64_i64`](...call);
    else kernels[`array_${op}_${signless(left)}`](...call);
    return out;
  });
}

/** The dtypes in which two operands compare by value. */
function comparable(a: Operand, b: Operand): [DType, DType] {
  const floating = (operand: Operand): boolean =>
    operand instanceof Column
      ? isFloat(operand.dtype)
      : typeof operand !== "boolean" && !isIntegral(operand);
  if (floating(a) || floating(b)) {
    const dtype = commonType([typeOfOperand(a), typeOfOperand(b)]);
    return [dtype, dtype];
  }
  const own = (operand: Operand, other: Operand): DType => {
    if (operand instanceof Column) return operand.dtype;
    // Of the same kind as the column: equal bits are equal values, four at a time.
    const unsigned = other instanceof Column && other.dtype === "uint64";
    if (unsigned && fits(operand, "uint64")) return "uint64";
    return fits(operand, "int32") ? "int32" : fits(operand, "int64") ? "int64" : "uint64";
  };
  const [left, right] = [own(a, b), own(b, a)];
  const wide = (dtype: DType): DType => (dtype === "uint64" ? "uint64" : "int64");
  const narrow = (dtype: DType): boolean => dtype !== "uint32" && itemSize(dtype) <= 4;
  return narrow(left) && narrow(right) ? ["int32", "int32"] : [wide(left), wide(right)];
}

/** Elementwise logic; what is not bool counts as true where it differs from 0. */
export function logic(op: Logic, a: Operand, b: Operand, n: number): Column<"bool"> {
  return scope(() => {
    const side = (operand: Operand): [Column, number] =>
      operand instanceof Column
        ? [truth(operand) as unknown as Column, BLOCK]
        : [block(isTrue(operand.valueOf()), "bool"), 0];
    const [left, stepLeft] = side(a);
    const [right, stepRight] = side(b);
    const out = reserve("bool", n);
    kernels[`array_${op}`](left.address, stepLeft, right.address, stepRight, out.address, n);
    return out;
  });
}

/** Python's truth, by which NaN is true. */
function isTrue(value: number | bigint | boolean): boolean {
  return value !== 0 && value !== 0n && value !== false;
}
