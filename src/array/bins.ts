import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { type Layout, type LoadedLayout, loaded, type OptionLayout } from "./layout.ts";
import { regularOffsets } from "./offsets.ts";
import { flattenAll, presence } from "./present-values.ts";
import { filterLayout, takeLayout } from "./select.ts";

/**
 * Runs of elements that a reduction makes one value of, or a sort puts in order: bin b is
 * `content[offsets[b] .. offsets[b + 1])`. Temporaries are left to the caller's scope.
 */
export interface Bins {
  /** From 0 to the length of the content, unless the content is flat. i32[n + 1] */
  readonly offsets: Column<"int32">;
  readonly content: LoadedLayout;
  /**
   * What place in its bin each element had before others were dropped or moved; as it lies by
   * default. i32[elements]
   */
  readonly positions?: Column<"int32"> | undefined;
}

/** The bins without the missing elements, whose places are kept in mind if `places`. */
export function withoutMissing(bins: Bins, option: OptionLayout, places: boolean): Bins {
  const { index } = option;
  const n = bins.offsets.length - 1;
  const mask = presence(index);
  const offsets = reserve("int32", n + 1);
  const kept = kernels.array_mask_offsets(bins.offsets.address, mask.address, offsets.address, n);
  const compact = (column: Column<"int32">): Column<"int32"> => {
    const flat: Layout = { kind: "flat", data: column as unknown as Column };
    return flattenAll(filterLayout(flat, mask, kept)) as Column<"int32">;
  };
  const content = loaded(takeLayout(option.content, compact(index)));
  const positions = places ? compact(placesOf(bins)) : undefined;
  return { offsets, content, positions };
}

/** The place of each element in its bin, of old. */
function placesOf({ offsets, positions }: Bins): Column<"int32"> {
  if (positions !== undefined) return positions;
  const view = offsets.view();
  const out = reserve("int32", view[view.length - 1] - view[0]);
  kernels.array_local_positions(offsets.address, out.address, offsets.length - 1);
  return out;
}

/** Bins of the elements at the same position of the lists in one bin. */
export interface Grouped extends Bins {
  /** Groups of each bin: bin b has groups[b] to groups[b + 1] - 1. i32[n + 1] */
  readonly groups: Column<"int32">;
  /** Where the elements were. i32[elements] */
  readonly index: Column<"int32">;
}

/**
 * The first, second … elements of all lists in each bin. The places are those of the lists in their
 * bin.
 *
 * @param lists  offsets of the lists that the bins hold, from 0; or their size
 * @param content  of the lists
 */
export function groupByPosition(
  bins: Column<"int32">,
  lists: Column<"int32"> | number,
  content: Layout,
): Grouped {
  const n = bins.length - 1;
  if (typeof lists === "number") {
    const groups = regularOffsets(n, lists);
    const count = bins.view()[n] * lists;
    const offsets = reserve("int32", n * lists + 1);
    const index = reserve("int32", count);
    const positions = reserve("int32", count);
    kernels.array_group_regular(
      bins.address,
      offsets.address,
      index.address,
      positions.address,
      n,
      lists,
    );
    return { groups, offsets, index, positions, content: loaded(takeLayout(content, index)) };
  }
  const groups = reserve("int32", n + 1);
  const total = kernels.array_group_counts(bins.address, lists.address, groups.address, n);
  const count = lists.view()[lists.length - 1];
  const offsets = reserve("int32", total + 1);
  const index = reserve("int32", count);
  const positions = reserve("int32", count);
  kernels.array_group(
    bins.address,
    lists.address,
    groups.address,
    offsets.address,
    index.address,
    positions.address,
    n,
  );
  return { groups, offsets, index, positions, content: loaded(takeLayout(content, index)) };
}
