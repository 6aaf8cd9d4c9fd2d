import { ShapeError, UnsupportedError, UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, AwkwardRecord, checkArray, type Element } from "./array.ts";
import { atLists, depthOf, resolveAxis } from "./axis.ts";
import { checkSameLists, compactContent, loadDeep, rangeOf } from "./broadcast.ts";
import { elementOf, isPart } from "./element.ts";
import {
  fieldOf,
  isLeaf,
  type Layout,
  type ListLayout,
  lengthOf,
  loaded,
  nameOf,
} from "./layout.ts";
import { maskOf } from "./mask.ts";
import { filterLayout, takeLayout } from "./select.ts";
import { share, shareColumn } from "./share.ts";
import { type Range, rangeOfOptions, type SliceOptions, sliceAt } from "./slice.ts";
import { positionColumn, resolvePositions } from "./take.ts";

/**
 * One item of a slice: a position, a range (`{}` is all), positions, a mask (bool), a field name or
 * several.
 */
export type Item =
  | number
  | Omit<SliceOptions, "axis">
  | AwkwardArray
  | readonly number[]
  | string
  | readonly string[];

/** What an item does to an axis, with what it needs already in memory. */
type Step = (layout: Layout, axis: number) => { layout: Layout; axis: number };

/**
 * Awkward's slices: `get(x, 2)`, `get(x, {}, 0)` the first of each list, `get(x, { stop: 5 }, "pt")`,
 * `get(x, mask)` with a flat mask or a jagged one, `get(x, [3, 1])`. Items apply to one axis after
 * another, from the outermost; field names may stand anywhere.
 *
 * @throws ShapeError for a position that is not there, or a mask of other lengths; UnsupportedError
 *   for masks and positions below the outermost axis
 * @see awkward.Array.__getitem__
 */
export function get(array: AwkwardArray, item: Exclude<Item, number>): AwkwardArray;
export function get(array: AwkwardArray, ...items: readonly Item[]): Element;
export function get(array: AwkwardArray, ...items: readonly Item[]): Element {
  checkArray(array, "get");
  let { layout } = array;
  const rest: Exclude<Item, string | readonly string[]>[] = [];
  for (const item of items) {
    if (typeof item === "string") layout = fieldOf(layout, item);
    else if (isNames(item)) layout = selectFields(layout, item);
    else rest.push(item);
  }
  if (rest.length === 0) return new AwkwardArray(layout, array);
  const base = rest.length === 1 && isOuter(rest[0]) ? layout : loadDeep(layout);
  const [only] = rest;
  if (rest.length === 1 && typeof only === "number") {
    return new AwkwardArray(base, array).at(only);
  }
  const steps = rest.map((item, i) => step(item, i, rest.length, base));
  const whole = steps[0];
  let element: Element = null;
  let scalar = false;
  const made = scope(() => {
    let now = { layout: base, axis: 0 };
    for (const one of [whole, ...steps.slice(1)]) {
      if (now.axis < 0) throw new UsageError("more positions than axes");
      now = one(now.layout, now.axis);
    }
    if (now.axis === -1 && lengthOf(now.layout) === 1) {
      const value = elementOf(now.layout, 0);
      if (!isPart(value)) {
        scalar = true;
        element = value;
        return undefined;
      }
      const part = new AwkwardArray(share(value.layout), array);
      return value.kind === "record" ? new AwkwardRecord(part) : part;
    }
    return new AwkwardArray(now.layout, array);
  });
  return scalar ? element : (made ?? null);
}

function isNames(item: Item): item is readonly string[] {
  return Array.isArray(item) && item.length > 0 && item.every((one) => typeof one === "string");
}

/** Items that leave what lies within alone, so that it may stay lazy. */
function isOuter(item: Item): boolean {
  return (
    typeof item === "number" ||
    Array.isArray(item) ||
    !(item instanceof AwkwardArray) ||
    depthOf(item.layout) === 1
  );
}

/** Records of some of the fields, in the order asked for. */
function selectFields(layout: Layout, names: readonly string[]): Layout {
  const now = loaded(layout);
  if (now.kind === "record") {
    const contents = names.map((name) => fieldOf(now, name));
    return { ...now, fields: names, contents };
  }
  if (isLeaf(now)) throw new UsageError(`${nameOf(now)} have no fields`);
  const content = selectFields(now.content, names);
  return now.kind === "list"
    ? { kind: "list", offsets: now.offsets, content }
    : { ...now, content };
}

function step(item: Item, i: number, count: number, base: Layout): Step {
  if (typeof item === "number") return (layout, axis) => position(layout, axis, item);
  if (item instanceof AwkwardArray) return arrayStep(item, i, count, base);
  if (Array.isArray(item)) return positionsStep(positionColumn(item as number[]), i);
  const range: Range = rangeOfOptions(item as SliceOptions);
  return (layout, axis) => {
    resolveAxis(axis, depthOf(layout));
    return { layout: sliceAt(layout, axis, range), axis: axis + 1 };
  };
}

function outermostOnly(i: number): void {
  if (i > 0) {
    throw new UnsupportedError(
      "masks and positions below the outermost axis are not supported yet; use a jagged mask alone",
      "slices",
    );
  }
}

function positionsStep(index: Column | readonly number[], i: number): Step {
  outermostOnly(i);
  return (layout) => ({
    layout: takeLayout(layout, resolvePositions(index, lengthOf(layout))),
    axis: 1,
  });
}

function arrayStep(item: AwkwardArray, i: number, count: number, base: Layout): Step {
  outermostOnly(i);
  if (depthOf(item.layout) > 1) {
    if (count > 1) {
      throw new UnsupportedError("a jagged mask stands alone in a slice", "slices");
    }
    const mask = loadDeep(item.layout);
    return (layout) => ({ layout: maskLists(layout, mask), axis: 1 });
  }
  const now = loaded(item.layout);
  if (now.kind === "flat" && now.data.dtype === "bool") {
    const mask = maskOf(now, lengthOf(base));
    return (layout) => {
      const { column, kept } = mask();
      return { layout: filterLayout(layout, column, kept), axis: 1 };
    };
  }
  return positionsStep(positionColumn(item), i);
}

/** One position of an axis, which goes away. */
function position(layout: Layout, axis: number, item: number): { layout: Layout; axis: number } {
  if (!Number.isInteger(item)) throw new UsageError(`${item} is no position`);
  if (axis === 0) {
    const length = lengthOf(layout);
    const index = resolvePositions([item], length);
    const one = loaded(takeLayout(layout, index));
    if (one.kind === "list" || one.kind === "regular") {
      const content =
        one.kind === "list" ? compactContent(one) : (one as { content: Layout }).content;
      return { layout: content, axis: 0 };
    }
    return { layout: one, axis: -1 };
  }
  resolveAxis(axis, depthOf(layout));
  return {
    layout: atLists(layout, axis, ({ offsets, content }) => {
      const n = offsets.length - 1;
      const index = reserve("int32", n);
      const status = kernels.array_item_index(offsets.address, index.address, n, item);
      if (status !== 0) {
        throw new ShapeError(`no element ${item} in list ${status - 1}, which is too short`);
      }
      return takeLayout(content, index);
    }),
    axis,
  };
}

/** Keeps the elements of lists whose entry in a mask of the same lists is true. */
function maskLists(layout: Layout, mask: Layout): Layout {
  const [lists, masks] = [loaded(layout), loaded(mask)];
  if (lists.kind !== "list" || masks.kind !== "list") {
    throw new UsageError("a jagged mask selects in lists that vary in length as it does");
  }
  const n = lists.offsets.length - 1;
  if (lengthOf(masks) !== n) {
    throw new ShapeError(`a mask of ${lengthOf(masks)} lists for ${n}`, n, lengthOf(masks));
  }
  checkSameLists(lists.offsets, masks.offsets, "the array", "the mask");
  const inner = loaded(compactContent(masks));
  const content = compactContent(lists);
  if (inner.kind === "list") {
    const offsets = rebased(lists);
    return { kind: "list", offsets, content: maskLists(content, inner) };
  }
  const { start, stop } = rangeOf(lists.offsets);
  const { column, kept } = maskOf(inner, stop - start)();
  const offsets = reserve("int32", n + 1);
  kernels.array_mask_offsets(lists.offsets.address, column.address, offsets.address, n);
  return { kind: "list", offsets, content: filterLayout(content, column, kept) };
}

function rebased({ offsets }: ListLayout): Column<"int32"> {
  if (rangeOf(offsets).start === 0) return shareColumn(offsets);
  const out = reserve("int32", offsets.length);
  kernels.array_rebase_offsets(offsets.address, out.address, offsets.length);
  return out;
}
