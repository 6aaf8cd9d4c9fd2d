import { UnsupportedError, UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { type Bins, groupByPosition, withoutMissing } from "./bins.ts";
import { convert, suffixes } from "./convert.ts";
import { depthsOf, levelFromEnd } from "./depth.ts";
import {
  type Layout,
  type LoadedLayout,
  lengthOf,
  loaded,
  nameOf,
  type StringLayout,
} from "./layout.ts";
import { loadDeep } from "./load.ts";
import { compactContent, rangeOf, rebase, regularOffsets } from "./offsets.ts";
import { missingWhere } from "./option.ts";
import { knownOptions } from "./option-names.ts";
import { presentElements } from "./present.ts";
import { sliceLayout, takeLayout } from "./select.ts";
import { share } from "./share.ts";

/** Lists longer than this are sorted by other kernels. */
const LONG = 64;

/** Options of {@link sort} and {@link argsort}. */
export interface SortOptions {
  /** Which lists are put in order: -1 (default) the innermost, 0 the array itself. */
  readonly axis?: number | undefined;
  /** From the smallest (default) or from the greatest. */
  readonly ascending?: boolean | undefined;
  /** Accepted for the sake of the peer: sorts are always stable. */
  readonly stable?: boolean | undefined;
}

/**
 * The elements of each list in order: NaN first, whichever way; missing values last; text by its bytes.
 * Over an outer axis, elements at the same position of their lists change places. Of records each field
 * is sorted on its own. Regular lists become lists of varying length, as in Awkward.
 *
 * @throws AxisError for an axis that is not there
 * @throws UsageError for values of several types
 * @see awkward.sort
 */
export function sort(array: AwkwardArray, options: SortOptions = {}): AwkwardArray {
  return ordered(array, options, "sort");
}

/**
 * The places in its list of the elements of each list in order, as int64; equal elements stay in order.
 * Otherwise as {@link sort}.
 *
 * @throws AxisError for an axis that is not there
 * @throws UsageError for values of several types
 * @throws UnsupportedError for records
 * @see awkward.argsort
 */
export function argsort(array: AwkwardArray, options: SortOptions = {}): AwkwardArray {
  return ordered(array, options, "argsort");
}

interface Plan {
  readonly what: "sort" | "argsort";
  readonly descending: boolean;
}

function ordered(
  array: AwkwardArray,
  options: SortOptions,
  what: "sort" | "argsort",
): AwkwardArray {
  checkArray(array, what);
  const { axis = -1, ascending = true } = knownOptions(
    options,
    ["axis", "ascending", "stable"],
    what,
  );
  const layout = loadDeep(array.layout);
  const level = levelFromEnd(layout, axis);
  const plan: Plan = { what, descending: !ascending };
  return scope(() => {
    const offsets = columnOf("int32", [0, lengthOf(layout)]);
    const sorted = arrange({ offsets, content: layout }, level, plan);
    return new AwkwardArray(sorted, what === "sort" ? array : {});
  });
}

/**
 * Elements of the same number and kind, in order within their bins if the level is theirs; or else each
 * with its inner lists in order.
 */
function arrange(bins: Bins, level: number, plan: Plan): Layout {
  const { content } = bins;
  const { least, branches } = depthsOf(content);
  const mine = !branches && least === level;
  switch (content.kind) {
    case "empty":
      if (plan.what === "sort") return content;
      return { kind: "flat", data: reserve("int64", 0) as unknown as Column };
    case "flat":
      return { kind: "flat", data: arrangeColumn(bins, content.data, plan) };
    case "string":
      return arrangeStrings(bins, content, plan);
    case "option": {
      if (mine && !content.unmasked) return missingLast(bins, level, plan);
      const { index, content: present } = presentElements(content);
      const sorted = arrange({ ...bins, content: present }, level, plan);
      return content.unmasked ? sorted : missingWhere(index, sorted);
    }
    case "list":
    case "regular": {
      const n = lengthOf(content);
      const offsets =
        content.kind === "list" ? rebase(content.offsets) : regularOffsets(n, content.size);
      const inner = loaded(
        content.kind === "list"
          ? compactContent(content)
          : sliceLayout(content.content, 0, n * content.size),
      );
      const from = content.content;
      const unmasked = from.kind === "option" && from.unmasked;
      const marked = (now: LoadedLayout): LoadedLayout =>
        now.kind === "option" ? { ...now, unmasked } : now;
      if (!mine) {
        const sorted = arrange({ offsets, content: marked(inner) }, level, plan);
        return { kind: "list", offsets, content: sorted };
      }
      const grouped = groupByPosition(bins.offsets, offsets, inner);
      const sorted = arrange({ ...grouped, content: marked(grouped.content) }, level - 1, plan);
      const back = reserve("int32", grouped.index.length);
      kernels.array_invert(grouped.index.address, back.address, back.length);
      return { kind: "list", offsets, content: takeLayout(sorted, back) };
    }
    case "record": {
      if (plan.what === "argsort") {
        throw new UnsupportedError(
          `records have no order: sort by one of the fields ${content.fields.join(", ")}`,
          "argsort",
        );
      }
      // Awkward leaves nothing of records without fields.
      if (content.fields.length === 0) {
        return { kind: "flat", data: reserve("int64", 0) as unknown as Column };
      }
      const contents = content.contents.map((field) =>
        arrange({ ...bins, content: loaded(sliceLayout(field, 0, content.length)) }, level, plan),
      );
      return { ...content, contents };
    }
    case "union":
      if (content.tags.length > 0) {
        throw new UsageError(`${plan.what} cannot compare ${nameOf(content)}`);
      }
      if (plan.what === "sort") return share(content);
      return { kind: "flat", data: reserve("int64", 0) as unknown as Column };
    default:
      return content satisfies never;
  }
}

/** Numbers in order, or their places. */
function arrangeColumn(bins: Bins, data: Column, { what, descending }: Plan): Column {
  const { offsets } = bins;
  const { dtype } = data;
  const wide = itemSize(dtype) < 4 ? convert(data, "int32") : data;
  if (what === "sort") return convert(sortColumn(offsets, wide, descending), dtype) as Column;
  return placed(bins, argsortColumn(offsets, wide, descending));
}

/** Element types that kernels sort. */
type Sorted = "i32" | "u32" | "i64" | "u64" | "f32" | "f64";

function sortColumn(offsets: Column<"int32">, data: Column, descending: boolean): Column {
  const type = suffixes[data.dtype] as Sorted;
  const n = offsets.length - 1;
  const { start, stop } = rangeOf(offsets);
  const out = reserve(data.dtype, stop - start);
  const [lists, content, flag] = [offsets.address, data.address, Number(descending)];
  const long = kernels[`array_sort_${type}`](lists, content, out.address, n, flag);
  if (long > 0) {
    const scratch = reserve(data.dtype, kernels.array_longest(lists, n));
    const kernel = kernels[`array_sort_long_${type}`];
    kernel(lists, content, out.address, scratch.address, n, flag);
  }
  return out as Column;
}

function argsortColumn(offsets: Column<"int32">, data: Column, descending: boolean): Column {
  const type = suffixes[data.dtype] as Sorted;
  const n = offsets.length - 1;
  const { start, stop } = rangeOf(offsets);
  const out = reserve("int64", stop - start);
  const scratch = reserve(data.dtype, LONG);
  const [lists, content, flag] = [offsets.address, data.address, Number(descending)];
  const kernel = kernels[`array_argsort_${type}`];
  if (kernel(lists, content, out.address, scratch.address, n, flag) > 0) {
    const longest = kernels.array_longest(lists, n);
    const keys = reserve(data.dtype, 2 * longest);
    const places = reserve("int64", longest);
    kernels[`array_argsort_long_${type}`](
      lists,
      content,
      out.address,
      keys.address,
      places.address,
      n,
      longest,
      flag,
    );
  }
  return out as unknown as Column;
}

/** Places of old in place of those among the elements that were sorted. */
function placed({ offsets, positions }: Bins, places: Column): Column {
  if (positions !== undefined) {
    kernels.array_places_of_old(
      offsets.address,
      positions.address,
      places.address,
      offsets.length - 1,
    );
  }
  return places;
}

/** Text in the order of its bytes, or its places. */
function arrangeStrings(bins: Bins, text: StringLayout, { what, descending }: Plan): Layout {
  const { offsets } = bins;
  const n = offsets.length - 1;
  const count = lengthOf(text);
  const longest = kernels.array_longest(offsets.address, n);
  const scratch = reserve("int32", longest);
  const index = reserve("int32", count);
  kernels.array_order_strings(
    offsets.address,
    text.offsets.address,
    text.data.address,
    index.address,
    scratch.address,
    n,
    Number(descending),
  );
  if (what === "sort") return takeLayout(text, index);
  const places = reserve("int64", count);
  kernels.array_places_in_bins(offsets.address, index.address, places.address, n);
  return { kind: "flat", data: placed(bins, places as unknown as Column) };
}

/** What is there in order, then what is missing, in each bin. */
function missingLast(bins: Bins, level: number, plan: Plan): Layout {
  const option = bins.content;
  if (option.kind !== "option") throw new Error("only an option misses elements");
  const argsort = plan.what === "argsort";
  const present = withoutMissing(bins, option, argsort);
  const sorted = arrange(present, level, plan);
  const n = bins.offsets.length - 1;
  const index = reserve("int32", option.index.length);
  kernels.array_missing_last(bins.offsets.address, present.offsets.address, index.address, n);
  if (!argsort || sorted.kind !== "flat") return missingWhere(index, sorted);
  // Places have no missing values: those of the missing elements follow.
  const out = reserve("int64", option.index.length);
  kernels.array_places_missing_last(
    bins.offsets.address,
    option.index.address,
    index.address,
    sorted.data.address,
    out.address,
    n,
  );
  return { kind: "flat", data: out as unknown as Column };
}
