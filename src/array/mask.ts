import { ShapeError, UsageError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { type Layout, type LoadedLayout, lengthOf, loaded } from "./layout.ts";

/** A mask of a flat axis with the number of its true entries. */
export interface Mask {
  readonly column: Column<"bool">;
  readonly kept: number;
}

/** What may help where a mask is something else. */
const HINTS: Partial<Record<LoadedLayout["kind"], string>> = {
  list: "; ak.get(array, mask) selects within lists",
  regular: "; ak.get(array, mask) selects within lists",
  option: "; ak.fillNone(mask, false) says what the missing ones mean",
};

/**
 * Checks that a layout can select among `length` elements. Loading and checking come first; the
 * function returned counts.
 *
 * @throws ShapeError for another length, UsageError for anything but bool
 */
export function maskOf(layout: Layout, length: number): () => Mask {
  const now = loaded(layout);
  if (now.kind !== "flat" || now.data.dtype !== "bool") {
    const what = now.kind === "flat" ? now.data.dtype : `${now.kind}s`;
    const hint = HINTS[now.kind] ?? "";
    throw new UsageError(`a mask of this axis is a flat array of bool, not of ${what}${hint}`);
  }
  if (lengthOf(now) !== length) {
    throw new ShapeError(
      `a mask of ${lengthOf(now)} for ${length} elements`,
      length,
      lengthOf(now),
    );
  }
  const column = now.data as unknown as Column<"bool">;
  return () => ({ column, kept: kernels.array_count_true(column.address, length) });
}
