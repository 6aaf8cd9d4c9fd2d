import { ShapeError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";

/** All pairs of the elements of two lists of each event. */
export interface Pairs {
  /** i32[elements of the first + 1]: the pairs of each of its elements. */
  readonly offsets: Column<"int32">;
  /** Where the first and the second of each pair are in the contents of the lists. */
  readonly positions: readonly [Column<"int32">, Column<"int32">];
}

/**
 * @param a  offsets of the first lists
 * @param b  offsets of the second, as many
 * @throws ShapeError for more than 2^31 - 1 pairs
 */
export function pairsOf(a: Column<"int32">, b: Column<"int32">): Pairs {
  const n = a.length - 1;
  const view = a.view();
  const offsets = reserve("int32", view[n] - view[0] + 1);
  const status = kernels.vector_pair_offsets(a.address, b.address, offsets.address, n);
  if (status !== 0) {
    throw new ShapeError(`more than 2^31 pairs up to event ${status - 1}: take fewer at a time`);
  }
  const count = offsets.at(offsets.length - 1) as number;
  const [left, right] = [reserve("int32", count), reserve("int32", count)];
  kernels.vector_pair_positions(a.address, b.address, left.address, right.address, n);
  return { offsets, positions: [left, right] };
}
