import { DTypeError, PositionError, UnsupportedError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { minmaxDepth } from "./depth.ts";
import { fieldOf, fieldsOfLayout } from "./field.ts";
import {
  type Layout,
  type LoadedLayout,
  lengthOf,
  loaded,
  nameOf,
  type RecordLayout,
  type RegularLayout,
} from "./layout.ts";
import { listsOf } from "./lists.ts";
import { unionOf } from "./merge.ts";
import { compactContent } from "./offsets.ts";
import { type JaggedLists, pickJagged, takeLists } from "./pick-jagged.ts";
import { pickMissing } from "./pick-missing.ts";
import { pickRange } from "./pick-range.ts";
import { sliceLayout, takeLayout } from "./select.ts";
import { share } from "./share.ts";
import type { Head, Positions } from "./slice-item.ts";
import { optionOf, presentPositions, projected } from "./union.ts";

/**
 * For each element in hand which of the positions of NumPy's advanced indexing it belongs to; the next
 * array of positions is read there. i32, one per element.
 */
export type Advanced = Column<"int32"> | undefined;

type Lists = LoadedLayout & { kind: "list" | "regular" | "string" };

/**
 * Applies a slice to the second axis of a layout and those below: each list of it is sliced alike.
 * Temporaries are left to the scope.
 *
 * @throws PositionError for positions that are not there, and more of them than there are axes
 * @see awkward.contents.Content._getitem_next
 */
export function pick(layout: Layout, heads: readonly Head[], advanced: Advanced): Layout {
  const [head, ...tail] = heads;
  if (head === undefined) return share(layout);
  const now = loaded(layout);
  switch (head.kind) {
    case "field":
      return pick(fieldOf(now, head.name), tail, advanced);
    case "fields": {
      const inner = tail.filter((one) => one.kind === "field" || one.kind === "fields");
      const names = inner.map((one) => (one.kind === "field" ? one.name : one.names));
      const others = tail.filter((one) => one.kind !== "field" && one.kind !== "fields");
      return pick(fieldsOfLayout(now, head.names, names), others, advanced);
    }
    case "newaxis": {
      const content = pick(now, tail, advanced);
      return { kind: "regular", size: 1, length: lengthOf(content), content };
    }
    case "ellipsis":
      return pickEllipsis(now, tail, advanced);
    case "missing":
      return pickMissing(now, head, advanced, (layout, first) =>
        pick(layout, [...first, ...tail], advanced),
      );
    default:
      return pickAxis(now, head, tail, advanced);
  }
}

function pickEllipsis(layout: LoadedLayout, tail: readonly Head[], advanced: Advanced): Layout {
  const [least, most] = minmaxDepth(layout);
  const used = tail.filter(({ kind }) => kind === "at" || kind === "range" || kind === "positions");
  const rest = used.length;
  if (tail.length === 0 || (least - 1 === rest && most - 1 === rest)) {
    return pick(layout, tail, advanced);
  }
  if (rest === least - 1 || rest === most - 1) {
    throw new PositionError("an ellipsis is ambiguous where parts have different numbers of axes");
  }
  // Past the innermost axis there is no more room.
  if (most < 1 || layout.kind === "flat" || layout.kind === "empty") {
    throw new PositionError(`a slice of ${rest} axes is too many here`);
  }
  const all: Head = { kind: "range", range: { start: 0, stop: 2 ** 31 - 1, step: 1 } };
  return pick(layout, [all, { kind: "ellipsis" }, ...tail], advanced);
}

type AxisHead = Exclude<Head, { kind: "field" | "fields" | "newaxis" | "ellipsis" | "missing" }>;

function pickAxis(
  layout: LoadedLayout,
  head: AxisHead,
  tail: readonly Head[],
  advanced: Advanced,
): Layout {
  switch (layout.kind) {
    case "list":
    case "regular":
    case "string":
      return pickLists(layout, head, tail, advanced);
    case "option": {
      const { index, positions } = presentPositions(layout.index);
      const content = takeLayout(layout.content, positions);
      const own = advanced === undefined ? undefined : present(advanced, layout.index);
      return optionOf(index, pick(content, [head, ...tail], own), layout.parameters);
    }
    case "record":
      return pickRecord(layout, head, tail, advanced);
    case "union": {
      const { tags, parameters } = layout;
      const { parts, place, positions } = projected(layout);
      const contents = parts.map((part, tag) => {
        const own = advanced === undefined ? undefined : gather(advanced, positions[tag]);
        return pick(part, [head, ...tail], own);
      });
      return unionOf({ tags, index: place, contents }, { parameters });
    }
    case "empty":
      if (head.kind === "positions" && head.index.length === 0) return layout;
      throw new PositionError("this array is empty and of no known type: it has no axis to slice");
    case "flat":
      throw new PositionError(
        `there are more items in the slice than axes: ${nameOf(layout)} are reached`,
      );
    default:
      return layout satisfies never;
  }
}

function gather(column: Column<"int32">, index: Column<"int32">): Column<"int32"> {
  if (column.length === 0) return column;
  const out = reserve("int32", index.length);
  kernels.array_gather_32(column.address, index.address, out.address, index.length);
  return out;
}

/** The entries of those elements that are not missing. */
function present(column: Column<"int32">, index: Column<"int32">): Column<"int32"> {
  const n = index.length;
  const mask = reserve("bool", n);
  kernels.array_is_present(index.address, mask.address, n);
  const places = reserve("int32", kernels.array_count_true(mask.address, n));
  kernels.array_positions(mask.address, places.address, n);
  return gather(column, places);
}

function pickRecord(
  record: RecordLayout,
  head: AxisHead,
  tail: readonly Head[],
  advanced: Advanced,
): Layout {
  const { fields, tuple } = record;
  if (fields.length === 0) throw new DTypeError("records without fields have no axis to slice");
  const contents = record.contents.map((content) =>
    pick(sliceLayout(content, 0, record.length), [head], advanced),
  );
  const named = head.kind === "range" || head.kind === "jagged" || advanced === undefined;
  const { name, behavior, parameters } = record;
  const own = named ? { name, behavior, parameters } : {};
  const length = lengthOf(contents[0]);
  return pick({ kind: "record", fields, contents, length, tuple, ...own }, tail, advanced);
}

function pickLists(
  layout: Lists,
  head: AxisHead,
  tail: readonly Head[],
  advanced: Advanced,
): Layout {
  if (head.kind === "positions" && layout.kind === "regular")
    checkPositions(head.index, layout.size);
  switch (head.kind) {
    case "at": {
      const { offsets, content } = listsOf(layout);
      const n = offsets.length - 1;
      const index = reserve("int32", n);
      const status = kernels.array_item_index(offsets.address, index.address, n, head.at);
      if (status !== 0) throw outside(offsets, status - 1, head.at);
      return pick(takeLayout(content, index), tail, advanced);
    }
    case "range":
      return pickRange(layout, head.range, (content, offsets) => {
        if (tail.length === 0) return content;
        const spread = advanced !== undefined && advanced.length > 0;
        return pick(content, tail, spread ? repeated(advanced, offsets()) : advanced);
      });
    case "positions":
      return advanced !== undefined && advanced.length > 0
        ? pickEach(layout, head, tail, advanced)
        : pickGrid(layout, head, tail, advanced);
    case "jagged":
      return pickExpanded(layout, head.slice, tail, advanced);
    default:
      return head satisfies never;
  }
}

/** Positions in lists of one size are all there, even where no list is. */
function checkPositions(index: Column<"int32">, size: number): void {
  const offsets = columnOf("int32", [0, size]);
  const [places, order] = [reserve("int32", index.length), reserve("int32", index.length)];
  const [from, to] = [offsets.address, places.address];
  const status = kernels.array_pick_grid(from, index.address, to, order.address, 1, index.length);
  if (status !== 0) throw outsideOf(index, offsets, 0);
}

function outside(offsets: Column<"int32">, i: number, position: number): PositionError {
  const view = offsets.view();
  return new PositionError(
    `no element ${position} in list ${i}, which has ${view[i + 1] - view[i]} elements`,
    view[i + 1] - view[i],
    position,
  );
}

/** Each entry once for each element of its list. */
function repeated(column: Column<"int32">, offsets: Column<"int32">): Column<"int32"> {
  const n = offsets.length - 1;
  const out = reserve("int32", offsets.view()[n] - offsets.view()[0]);
  kernels.array_repeat_32(column.address, offsets.address, out.address, n);
  return out;
}

/** The first array of positions: all of them of each list. */
function pickGrid(
  layout: Lists,
  { index, shape }: Positions,
  tail: readonly Head[],
  advanced: Advanced,
): Layout {
  const { offsets, content } = listsOf(layout);
  const n = offsets.length - 1;
  const count = index.length;
  if (n * count > 2 ** 31 - 1) {
    throw new UnsupportedError(`${count} positions of ${n} lists are more than 2^31`, "size");
  }
  const [places, order] = [reserve("int32", n * count), reserve("int32", n * count)];
  const status = kernels.array_pick_grid(
    offsets.address,
    index.address,
    places.address,
    order.address,
    n,
    count,
  );
  if (status !== 0) throw outsideOf(index, offsets, status - 1);
  const out = pick(takeLayout(content, places), tail, order);
  return advanced === undefined ? wrapped(out, shape, n) : out;
}

/** The first of the positions that is not in a list. */
function outsideOf(index: Column<"int32">, offsets: Column<"int32">, i: number): PositionError {
  const lists = offsets.view();
  const size = lists[i + 1] - lists[i];
  const bad = index.view().find((position) => position >= size || position < -size);
  return outside(offsets, i, bad ?? 0);
}

/** A further array of positions: each element takes the one that belongs to it. */
function pickEach(
  layout: Lists,
  { index }: Positions,
  tail: readonly Head[],
  advanced: Column<"int32">,
): Layout {
  const { offsets, content } = listsOf(layout);
  const n = offsets.length - 1;
  const [have, own] = [advanced.length, index.length];
  if (layout.kind === "regular" && layout.numpy && have !== own && have !== 1 && own !== 1) {
    throw new PositionError(
      `arrays of ${have} and ${own} positions do not go together in a NumPy array`,
    );
  }
  const places = reserve("int32", n);
  const status = kernels.array_pick_each(
    offsets.address,
    index.address,
    advanced.address,
    places.address,
    n,
  );
  if (status !== 0) {
    throw outside(offsets, status - 1, index.view()[advanced.view()[status - 1]]);
  }
  return pick(takeLayout(content, places), tail, advanced);
}

/** Elements in the dimensions of an array of positions. */
function wrapped(layout: Layout, shape: readonly number[], outer: number): Layout {
  let out = layout;
  for (let i = shape.length - 1; i >= 0; i--) {
    const size = shape[i];
    const zeros = i > 0 ? shape[i - 1] : outer;
    const length = size === 0 ? zeros : Math.trunc(lengthOf(out) / size);
    out = { kind: "regular", size, length, content: out };
  }
  return out;
}

/** The same lists of positions for the elements of each list. */
function pickExpanded(
  layout: Lists,
  slice: JaggedLists,
  tail: readonly Head[],
  advanced: Advanced,
): Layout {
  if (advanced !== undefined) {
    throw new PositionError("lists of positions do not mix with arrays of positions");
  }
  const lists = listsOf(layout);
  const n = lists.offsets.length - 1;
  const count = slice.offsets.length - 1;
  const status =
    layout.kind === "regular" && layout.size !== count
      ? 1
      : kernels.array_check_lengths(lists.offsets.address, n, count);
  if (status !== 0) {
    const view = lists.offsets.view();
    const size = n === 0 ? (layout as RegularLayout).size : view[status] - view[status - 1];
    const where = n === 1 ? `${size} lists` : `the ${size} of list ${status - 1}`;
    throw new PositionError(`${count} lists of positions do not fit ${where}`, size, count);
  }
  let all = slice;
  if (n !== 1) {
    const places = reserve("int32", n * count);
    kernels.array_tile(places.address, n, count);
    all = takeLists(slice, places);
  }
  const content = pickJagged(compactContent(lists), all, (picked) => pick(picked, tail, undefined));
  const { parameters } = layout;
  const length =
    layout.kind === "regular" || count === 0 ? n : Math.trunc(lengthOf(content) / count);
  return { kind: "regular", size: count, length, content, parameters };
}
