import { scope } from "../wasm/scope.ts";
import { AwkwardArray, AwkwardRecord, checkArray, type Element, type Records } from "./array.ts";
import { type ElementOrPart, elementOf, isPart } from "./element.ts";
import { fieldOf, fieldsOfLayout } from "./field.ts";
import { type Layout, lengthOf, loaded } from "./layout.ts";
import { loadAll, loadDeep } from "./load.ts";
import { maskOf } from "./mask.ts";
import { hasListsOf, maskLists } from "./mask-lists.ts";
import { pick } from "./pick.ts";
import { filterLayout, sliceLayout } from "./select.ts";
import { share } from "./share.ts";
import type { SliceOptions } from "./slice.ts";
import { headsOf, type Item, loadItem } from "./slice-item.ts";

/** What selects along an axis: a range, a mask, positions. Records keep their fields, and an axis stays. */
type Selection = Omit<SliceOptions, "axis"> | AwkwardArray | readonly number[];

/**
 * Awkward's slices: `get(x, 2)`, `get(x, {}, 0)` the first of each list, `get(x, { stop: 5 }, "pt")`,
 * `get(x, mask)` with a flat mask or a jagged one, `get(x, [3, 1])`, positions that may be missing,
 * `ak.ellipsis`, `ak.newaxis`. Items apply to one axis after another, from the outermost; field names
 * may stand anywhere. Several flat or regular arrays of positions are NumPy's advanced indexing; an
 * array of lists picks within the lists.
 *
 * @throws PositionError for a position that is not there, lists that do not fit, more items than
 *   axes; DTypeError for what is no position; ShapeError for arrays that do not go together
 * @see awkward.Array.__getitem__
 */
export function get<Given extends AwkwardArray>(
  array: Given,
  selection: Selection,
  ...within: readonly (Selection | number)[]
): Given;
export function get(array: Records, item: Exclude<Item, number>): Records;
export function get(array: AwkwardArray, item: Exclude<Item, number>): AwkwardArray;
export function get(array: AwkwardArray, ...items: readonly Item[]): Element;
export function get(array: AwkwardArray, ...items: readonly Item[]): Element {
  checkArray(array, "get");
  const { layout } = array;
  if (items.length === 0) return array;
  const [only] = items;
  if (items.length === 1) {
    if (typeof only === "string") return new AwkwardArray(fieldOf(layout, only), array);
    if (typeof only === "number") return array.at(only);
    if (isNames(only)) return new AwkwardArray(fieldsOfLayout(layout, only), array);
    const mask = fastMask(only, layout);
    if (mask !== undefined) return scope(() => new AwkwardArray(mask(), array));
  }
  const lazy = loadDeep(layout);
  const name = items.findIndex((item) => typeof item === "string" || isNames(item));
  if (name >= 0 && hasLazy(lazy)) {
    // Fields that are neither named nor in memory are not looked at.
    const own = get(array, items[name] as string);
    return get(own, ...items.filter((_, i) => i !== name));
  }
  const base = loadAll(layout);
  const given = items.map(loadItem);
  let value: ElementOrPart = null;
  const part = scope(() => {
    const wrapped: Layout = {
      kind: "regular",
      size: lengthOf(base),
      length: 1,
      content: base,
    };
    const out = loaded(pick(wrapped, headsOf(given), undefined));
    if (lengthOf(out) === 0) {
      const nothing = "content" in out ? sliceLayout(out.content, 0, 0) : sliceLayout(out, 0, 0);
      return new AwkwardArray(nothing, array);
    }
    value = elementOf(out, 0);
    if (!isPart(value)) return undefined;
    const own = new AwkwardArray(share(value.layout), array);
    return value.kind === "record" ? new AwkwardRecord(own) : own;
  });
  return part ?? (value as Element);
}

function isNames(item: Item): item is readonly string[] {
  return Array.isArray(item) && item.length > 0 && item.every((one) => typeof one === "string");
}

/** A mask of an axis or of lists, applied without loading the fields of records. */
function fastMask(item: Item, layout: Layout): (() => Layout) | undefined {
  if (!(item instanceof AwkwardArray)) return undefined;
  const mask = loadDeep(item.layout);
  if (mask.kind === "list") {
    const base = loadDeep(layout);
    return hasListsOf(mask, base) ? () => maskLists(base, mask) : undefined;
  }
  if (mask.kind !== "flat" || mask.data.dtype !== "bool") return undefined;
  if (lengthOf(mask) !== lengthOf(layout)) return undefined;
  const counted = maskOf(mask, lengthOf(layout));
  return () => {
    const { column, kept } = counted();
    return filterLayout(layout, column, kept);
  };
}

/** Whether any fields are not in memory yet. */
function hasLazy(layout: Layout): boolean {
  if (layout.kind === "lazy") return true;
  if (layout.kind === "record" || layout.kind === "union") return layout.contents.some(hasLazy);
  return "content" in layout && hasLazy(layout.content);
}
