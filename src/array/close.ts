import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { isFloat, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray } from "./array.ts";
import { type ArrayLike, elementwise } from "./elementwise.ts";
import { prepare } from "./operand.ts";
import { knownOptions } from "./option-names.ts";
import { promote, scalarType } from "./promote.ts";

/** How near numbers are to count as equal. */
export interface CloseOptions {
  /** Relative to the second number (1e-5). */
  readonly rtol?: number | undefined;
  /** Absolute (1e-8). */
  readonly atol?: number | undefined;
  /** Whether NaN is close to NaN (false). */
  readonly equalNan?: boolean | undefined;
}

/**
 * Whether |a - b| <= atol + rtol |b|, as bool.
 * @see awkward.isclose
 */
export function isClose(a: ArrayLike, b: ArrayLike, options: CloseOptions = {}): AwkwardArray {
  knownOptions(options, ["rtol", "atol", "equalNan"], "isClose");
  return scope(() =>
    elementwise(
      [strong(a), strong(b)],
      ([x, y], n) => closeColumns(x as Column, y as Column, n, options),
      { name: "isClose" },
    ),
  );
}

/** Scalars count as arrays of one here, of int64 or float64. */
function strong(value: ArrayLike): ArrayLike {
  if (value instanceof AwkwardArray) return value;
  const dtype = scalarType(value);
  return new AwkwardArray({ kind: "flat", data: columnOf(dtype, [value.valueOf()]) as Column });
}

/** Whether each pair of numbers of two columns is close, as bool. */
export function closeColumns(
  x: Column,
  y: Column,
  n: number,
  { rtol = 1e-5, atol = 1e-8, equalNan = false }: CloseOptions,
): Column {
  return scope(() => {
    // The second operand is made floating-point first: numpy's result_type(y, 1.0).
    const dtype = promote(x.dtype, isFloat(y.dtype) ? y.dtype : "float64");
    const [left, right] = [prepare(x, dtype), prepare(y, dtype)];
    const out = reserve("bool", n);
    kernels.array_close(
      itemSize(dtype),
      left.column.address,
      left.step,
      right.column.address,
      right.step,
      out.address,
      n,
      rtol,
      atol,
      Number(equalNan),
    );
    return out as unknown as Column;
  });
}
