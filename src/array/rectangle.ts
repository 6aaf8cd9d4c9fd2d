import { ShapeError, UnsupportedError, UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import type { DType } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { type Layout, type LoadedLayout, lengthOf, loaded, nameOf } from "./layout.ts";
import { compactContent } from "./offsets.ts";
import { missingWhere } from "./option.ts";
import { sliceLayout, takeLayout } from "./select.ts";

/**
 * An array as NumPy could have it: lists of one size at each level, numbers of which some may be
 * missing within. Lists of varying length count where they happen to be of one. Temporaries are left
 * to the scope.
 *
 * @throws ShapeError for lists of different lengths, UsageError for records and text
 * @see awkward.to_numpy
 */
export function rectangular(layout: Layout, what: string): LoadedLayout {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
      return now;
    case "empty":
      return { kind: "flat", data: reserve<DType>("float64", 0) };
    case "regular": {
      const reached = sliceLayout(now.content, 0, now.size * now.length);
      return { ...now, content: rectangular(reached, what) };
    }
    case "list": {
      const length = lengthOf(now);
      const size = sizeOf(now.offsets, what);
      return { kind: "regular", size, length, content: rectangular(compactContent(now), what) };
    }
    case "option": {
      // Lists that are behind what is missing do not count.
      const { length } = now.index;
      const kept = kernels.array_count_present(now.index.address, length);
      const index = reserve("int32", length);
      index.view().set(now.index.view());
      const there = reserve("int32", kept);
      kernels.array_number_present(index.address, there.address, length);
      return missingWithin(index, rectangular(takeLayout(now.content, there), what));
    }
    default:
      throw new UsageError(`${what} takes arrays of numbers, not of ${nameOf(now)}`);
  }
}

/** The one length of all lists; 0 of none. @throws ShapeError naming the first that differs */
function sizeOf(offsets: Column<"int32">, what: string): number {
  const n = offsets.length - 1;
  if (n === 0) return 0;
  const view = offsets.view();
  const size = view[1] - view[0];
  const same = reserve("int32", n + 1);
  kernels.array_regular_offsets(same.address, n, size);
  const status = kernels.array_compare_lists(offsets.address, same.address, n);
  if (status === 0) return size;
  const [at, now] = [status - 1, offsets.view()];
  const other = now[at + 1] - now[at];
  throw new ShapeError(
    `${what} takes regular arrays: list 0 has ${size} elements, list ${at} has ${other}`,
    size,
    other,
  );
}

/** Missing lists are lists of missing values. */
function missingWithin(index: Column<"int32">, content: LoadedLayout): LoadedLayout {
  if (content.kind !== "regular") return missingWhere(index, content);
  const { size } = content;
  const n = index.length;
  if (n * size > 2 ** 31 - 1) throw new UnsupportedError(`${n} lists of ${size}`, "size");
  const inner = reserve("int32", n * size);
  kernels.array_spread_index(index.address, inner.address, n, size);
  return {
    kind: "regular",
    size,
    length: n,
    content: missingWithin(inner, loaded(content.content)),
  };
}
