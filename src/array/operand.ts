import { Column, reserve } from "../wasm/column.ts";
import { type DType, isBig, isFloat, itemSize } from "../wasm/dtype.ts";
import { convert } from "./convert.ts";
import type { Scalar } from "./promote.ts";

/** A flat operand: a column, or one value for all. */
export type Operand = Column | Scalar;

/** Bytes that a kernel takes at a time, and the size of a block that stands for a scalar. */
export const BLOCK = 64;

/** An operand as a kernel takes it: address of its first element, bytes from block to block. */
export interface Prepared {
  readonly column: Column;
  /** 64 for a column, 0 for a block that stands for all. */
  readonly step: number;
}

/** What the rules of dtypes look at: the dtype of a column, a scalar itself. */
export function typeOfOperand(operand: Operand): DType | Scalar {
  return operand instanceof Column ? operand.dtype : operand;
}

/** A column of one block, filled with a scalar. */
export function block(scalar: Scalar, dtype: DType): Column {
  const column = reserve(dtype, BLOCK / itemSize(dtype));
  const view = column.view();
  if (view instanceof BigInt64Array || view instanceof BigUint64Array) {
    view.fill(BigInt(scalar.valueOf()));
  } else view.fill(Number(scalar));
  return column;
}

/** An operand in the dtype that a kernel computes in; temporaries are left to the scope. */
export function prepare(operand: Operand, dtype: DType): Prepared {
  return operand instanceof Column
    ? { column: convert(operand, dtype), step: BLOCK }
    : { column: block(operand, dtype), step: 0 };
}

/** Small integers are computed as int32 and cut back, which wraps as they would. */
export function computeType(dtype: DType): DType {
  if (isFloat(dtype) || itemSize(dtype) === 8) return dtype;
  return dtype === "uint32" ? dtype : "int32";
}

/** The kernels' spelling of dtypes for which the sign makes no difference. */
export function signless(dtype: DType): "f32" | "f64" | "i32" | "i64" {
  if (isFloat(dtype)) return dtype === "float32" ? "f32" : "f64";
  return isBig(dtype) ? "i64" : "i32";
}
