import { convert } from "../../array/convert.ts";
import { DTypeError, OverflowError } from "../../errors.ts";
import { type Column, reserve } from "../../wasm/column.ts";
import { type DType, isFloat } from "../../wasm/dtype.ts";
import { kernels } from "../../wasm/instance.ts";

/** Bytes of operands that a comparison takes in a step. */
const STEP = 64;

/**
 * Numbers as another dtype, where integers must stay what they are: a file is no place to find out that
 * 3e9 became something else. A column of that dtype is taken as it is; floating-point numbers are rounded.
 *
 * @param where  what is written, for messages
 * @param start  first element that counts
 * @param stop  end of the elements that count: others may be anything
 * @throws OverflowError on a number beyond the dtype, DTypeError on one that is not whole
 */
export function exactly<D extends DType>(
  column: Column,
  dtype: D,
  where: string,
  start = 0,
  stop: number = column.length,
): Column<D> {
  const out = convert(column, dtype);
  if (column.dtype === dtype || isFloat(dtype) || dtype === "bool") return out;
  // Both as float64: two integers of different bits cannot agree there but beyond 2^53, where narrow
  // dtypes do not reach and wide ones differ by their sign.
  const given = convert(column, "float64");
  const stored = convert(out as unknown as Column, "float64");
  const differs = reserve("bool", column.length);
  const n = column.length;
  kernels.array_not_equal_f64(given.address, STEP, stored.address, STEP, differs.address, n);
  const count = kernels.array_count_true(differs.address, n);
  const at = count === 0 ? -1 : differs.view().subarray(start, stop).indexOf(1);
  const value = at < 0 ? 0 : given.view()[start + at];
  for (const temporary of [given, stored, differs]) temporary.dispose();
  if (at < 0) return out;
  out.dispose();
  const message = `${where} has the type "${dtype}", which cannot hold ${value} (its number ${at})`;
  if (Number.isInteger(value)) throw new OverflowError(message, dtype, value);
  throw new DTypeError(`${message}: round first, or write a branch of floating-point numbers`);
}
