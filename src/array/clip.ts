import type { Column } from "../wasm/column.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { broadcastAll, flatColumns, type Input } from "./broadcast.ts";
import { convert } from "./convert.ts";
import type { ArrayLike } from "./elementwise.ts";
import { loadAll } from "./load.ts";
import { type Operand, typeOfOperand } from "./operand.ts";
import { fits, isInteger, isIntegral, isScalar, ufuncTypes } from "./promote.ts";
import { rectangular } from "./rectangle.ts";
import { share, shareColumn } from "./share.ts";
import { binary } from "./ufunc.ts";

/** The least or largest value: a number, an array, or none. */
export type ClipBound = ArrayLike | null;

/**
 * The numbers, those below `low` replaced by `low`, those above `high` by `high`; NaN if one of the
 * three is NaN. As NumPy's function it takes regular arrays only: for lists of varying length use
 * `minimum` and `maximum`.
 *
 * @throws ShapeError for lists of different lengths
 * @see numpy.clip
 */
export function clip(array: AwkwardArray, low: ClipBound, high: ClipBound): AwkwardArray {
  checkArray(array, "clip");
  const given = [array, low, high].map((one) =>
    one instanceof AwkwardArray ? loadAll(one.layout) : one,
  );
  return scope(() => {
    const inputs = given
      .filter((one) => one !== null)
      .map((one): Input => (isScalar(one) ? one : rectangular(one, "clip")));
    const [layout] = broadcastAll(
      inputs,
      (now, length) => {
        if (!now.every((one) => isScalar(one) || one.kind === "flat")) return undefined;
        const [data, ...bounds] = flatColumns(now, length);
        const least = low === null ? null : bounds[0];
        const most = high === null ? null : bounds[bounds.length - 1];
        return [{ kind: "flat", data: clipColumn(data as Column, least, most, length) }];
      },
      { allowRecords: false, name: "clip" },
    );
    return new AwkwardArray(share(layout), { metadata: array.metadata });
  });
}

function clipColumn(data: Column, low: Operand | null, high: Operand | null, n: number): Column {
  const { dtype } = data;
  // Bounds beyond the dtype bind nothing.
  const binds = (bound: Operand, below: boolean): boolean =>
    !(isInteger(dtype) && isScalar(bound) && typeof bound !== "boolean" && isIntegral(bound)) ||
    fits(bound, dtype) ||
    bound < 0 !== below;
  const least = low !== null && binds(low, true) ? low : null;
  const most = high !== null && binds(high, false) ? high : null;
  const operands = [data, least, most].filter((one): one is Operand => one !== null);
  const { result } = ufuncTypes("maximum", operands.map(typeOfOperand));
  let now = result === dtype ? shareColumn(data) : convert(data, result);
  if (least !== null) now = binary("maximum", now, least, n);
  if (most !== null) now = binary("minimum", now, most, n);
  return now;
}
