import { PositionError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { type Layout, type LoadedLayout, lengthOf, loaded, nameOf } from "./layout.ts";
import { listsOf } from "./lists.ts";
import { compactContent, rangeOf } from "./offsets.ts";
import { takeLayout } from "./select.ts";
import type { Jagged } from "./slice-item.ts";
import { optionOf, presentPositions } from "./union.ts";

/** Lists of positions, one for each list that is sliced; offsets begin at 0. */
export type JaggedLists = Jagged & { readonly kind: "list" };

/**
 * Picks within the lists of a layout, one list of positions for each; what remains of a slice is done
 * by `rest` to the elements that are picked. Temporaries are left to the scope.
 *
 * @throws PositionError for lists that do not fit, and positions that are not there
 * @see awkward.contents.Content._getitem_next_jagged
 */
export function pickJagged(
  layout: Layout,
  slice: JaggedLists,
  rest: (content: Layout) => Layout,
): Layout {
  const now = loaded(layout);
  const n = slice.offsets.length - 1;
  switch (now.kind) {
    case "list":
    case "regular":
    case "string":
      checkLength(now, n);
      return pickLists(now, slice, rest);
    case "record": {
      // As in Awkward, the records lose their name here.
      const contents = now.contents.map((content) =>
        pickJagged(trim(content, now.length), slice, rest),
      );
      const { fields, length, tuple } = now;
      return { kind: "record", fields, contents, length, tuple };
    }
    case "option": {
      checkLength(now, n);
      const { index, positions } = presentPositions(now.index);
      const content = takeLayout(now.content, positions);
      const out = pickJagged(content, takeLists(slice, positionsOfPresent(now.index)), rest);
      return optionOf(index, out, now.parameters);
    }
    case "flat":
    case "empty":
      throw new PositionError(`there are too many levels of positions: ${nameOf(now)} are reached`);
    case "union":
      throw new PositionError("lists of positions do not apply to values of several types");
    default:
      return now satisfies never;
  }
}

function trim(layout: Layout, length: number): Layout {
  if (lengthOf(layout) === length) return layout;
  const all = reserve("int32", length);
  kernels.array_iota(all.address, length);
  return takeLayout(layout, all);
}

function checkLength(layout: LoadedLayout, n: number): void {
  if (lengthOf(layout) === n) return;
  throw new PositionError(
    `${n} lists of positions do not fit ${lengthOf(layout)} lists`,
    lengthOf(layout),
    n,
  );
}

/** Numbers of the entries of an index that are not missing. */
function positionsOfPresent(index: Column<"int32">): Column<"int32"> {
  const n = index.length;
  const mask = reserve("bool", n);
  kernels.array_is_present(index.address, mask.address, n);
  const out = reserve("int32", kernels.array_count_true(mask.address, n));
  kernels.array_positions(mask.address, out.address, n);
  return out;
}

/** The lists of positions at some places. */
export function takeLists(slice: JaggedLists, places: Column<"int32">): JaggedLists {
  const n = places.length;
  const offsets = reserve("int32", n + 1);
  const total = kernels.array_gather_offsets(
    places.address,
    slice.offsets.address,
    offsets.address,
    n,
  );
  const index = reserve("int32", total);
  kernels.array_gather_lists(places.address, slice.offsets.address, index.address, n);
  return { kind: "list", offsets, content: takeJagged(slice.content, index) };
}

function takeJagged(slice: Jagged, index: Column<"int32">): Jagged {
  if (slice.kind === "list") return takeLists(slice, index);
  const out = reserve("int32", index.length);
  kernels.array_gather_32(slice.index.address, index.address, out.address, index.length);
  if (slice.kind === "flat") return { kind: "flat", index: out };
  const { index: order, positions } = presentPositions(out);
  return { kind: "option", index: order, content: takeJagged(slice.content, positions) };
}

function pickLists(
  layout: LoadedLayout & { kind: "list" | "regular" | "string" },
  slice: JaggedLists,
  rest: (content: Layout) => Layout,
): Layout {
  const lists = listsOf(layout);
  const n = lists.offsets.length - 1;
  const { content } = slice;
  if (content.kind === "list") {
    sameLengths(lists.offsets, slice.offsets);
    const inner = pickJagged(compactContent(lists), content, rest);
    const { parameters } = layout;
    return { kind: "list", offsets: slice.offsets, content: inner, parameters };
  }
  if (content.kind === "flat") {
    const picked = reserve("int32", content.index.length);
    const status = kernels.array_pick_jagged(
      lists.offsets.address,
      slice.offsets.address,
      content.index.address,
      picked.address,
      n,
    );
    if (status !== 0) throw outside(lists.offsets, status - 1);
    const elements = takeLayout(lists.content, picked);
    return { kind: "list", offsets: slice.offsets, content: rest(elements) };
  }
  const without = presentOffsets(slice.offsets, content.index);
  const present: JaggedLists = { kind: "list", offsets: without, content: content.content };
  const out =
    content.content.kind === "list"
      ? pickLists(presentElements(lists, slice.offsets, content.index, without), present, rest)
      : pickLists(layout, present, rest);
  const elements = loaded(out);
  if (elements.kind !== "list") throw new Error("lists give lists");
  const option = optionOf(content.index, elements.content, layout.parameters);
  const { parameters } = layout;
  return { kind: "list", offsets: slice.offsets, content: option, parameters };
}

function outside(offsets: Column<"int32">, i: number): PositionError {
  const view = offsets.view();
  return new PositionError(
    `a position is not in list ${i}, which has ${view[i + 1] - view[i]} elements`,
  );
}

function sameLengths(a: Column<"int32">, b: Column<"int32">): void {
  const status = kernels.array_compare_lists(a.address, b.address, a.length - 1);
  if (status === 0) return;
  const i = status - 1;
  const [lists, picks] = [a.view(), b.view()];
  throw new PositionError(
    `${picks[i + 1] - picks[i]} lists of positions for the ${lists[i + 1] - lists[i]} of list ${i}`,
  );
}

/** Offsets of lists without their missing elements. */
function presentOffsets(offsets: Column<"int32">, index: Column<"int32">): Column<"int32"> {
  const mask = reserve("bool", index.length);
  kernels.array_is_present(index.address, mask.address, index.length);
  const out = reserve("int32", offsets.length);
  kernels.array_mask_offsets(offsets.address, mask.address, out.address, offsets.length - 1);
  return out;
}

/** The elements of lists for which there is a list of positions. */
function presentElements(
  lists: { readonly offsets: Column<"int32">; readonly content: Layout },
  picks: Column<"int32">,
  index: Column<"int32">,
  offsets: Column<"int32">,
): LoadedLayout & { kind: "list" } {
  sameLengths(lists.offsets, picks);
  const { start } = rangeOf(lists.offsets);
  const places = positionsOfPresent(index);
  kernels.array_shift_index(places.address, places.address, places.length, start);
  return { kind: "list", offsets, content: takeLayout(lists.content, places) };
}
