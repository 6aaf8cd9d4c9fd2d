import { UsageError } from "../../errors.ts";
import { type Column, reserve } from "../../wasm/column.ts";
import { kernels } from "../../wasm/instance.ts";
import { AwkwardArray } from "../array.ts";
import { atLists, depthOf } from "../axis.ts";
import { loadDeep, rangeOf, rebase } from "../broadcast.ts";
import { convert } from "../convert.ts";
import { get } from "../get.ts";
import { type Layout, loaded, nameOf } from "../layout.ts";
import { fillNone } from "../missing.ts";
import { isInteger } from "../promote.ts";
import { takeLayout } from "../select.ts";
import { slice } from "../slice.ts";
import { isLiteral, type Literal } from "./literal.ts";
import { optional } from "./missing.ts";

/** A position of no list, for an index that is missing. */
const NOWHERE = 2n ** 62n;

/**
 * `array[index]` in the list of each event: one element, missing where the list is too short, for
 * a number or a column of integers; the elements for which a mask of the same lists is true.
 */
export function itemOf(array: Layout, index: Layout | Literal): Layout {
  if (depthOf(array) < 2) {
    throw new UsageError(
      "there are no lists to take elements of: this is one value for each event",
    );
  }
  if (isLiteral(index)) return literalItem(array, index);
  const now = loadDeep(index);
  if (depthOf(now) > 1) {
    const order = now.kind === "list" ? loaded(now.content) : now;
    if (now.kind === "list" && order.kind === "flat" && isInteger(order.data.dtype)) {
      return itemsOfLists(array, now.offsets, order.data);
    }
    return get(new AwkwardArray(array), new AwkwardArray(now)).layout;
  }
  const inner = now.kind === "option" ? loaded(now.content) : now;
  if (inner.kind !== "flat") throw new UsageError(`an index is a number, not ${nameOf(inner)}`);
  const { dtype } = inner.data;
  if (dtype === "bool") {
    throw new UsageError(
      "a mask of events cannot select in lists: leave events out by a cut, or compare lists",
    );
  }
  if (!isInteger(dtype)) throw new UsageError(`an index is an integer, not ${dtype}`);
  const lists = loaded(array);
  if (lists.kind !== "list" && lists.kind !== "regular") {
    throw new UsageError("lists that may be missing take a number as index, not a column");
  }
  return atLists(lists, 1, ({ offsets, content }) => {
    const filled =
      now.kind === "option" ? loaded(fillNone(new AwkwardArray(now), NOWHERE).layout) : inner;
    const items = convert((filled as { data: Column }).data, "int64");
    const n = offsets.length - 1;
    if (items.length !== n) throw new UsageError(`${items.length} positions for ${n} lists`);
    const found = reserve("int32", n);
    kernels.array_items_or_missing(offsets.address, items.address, found.address, n);
    return optional(found, content);
  });
}

/** Elements of each list in the order of positions that its own list of them gives. */
function itemsOfLists(array: Layout, at: Column<"int32">, positions: Column): Layout {
  return atLists(array, 1, ({ offsets, content }) => {
    const n = offsets.length - 1;
    if (at.length !== offsets.length) {
      throw new UsageError(`positions of ${at.length - 1} lists for ${n} lists`);
    }
    const items = convert(positions, "int64");
    const { start, stop } = rangeOf(at);
    const index = reserve("int32", stop - start);
    const status = kernels.array_items_of_lists(
      offsets.address,
      at.address,
      items.address,
      index.address,
      n,
    );
    if (status !== 0) throw new UsageError(`list ${status - 1} has no element at such a position`);
    return { kind: "list", offsets: rebase(at), content: takeLayout(content, index) };
  });
}

function literalItem(array: Layout, index: Literal): Layout {
  if (typeof index !== "bigint") throw new UsageError(`an index is an integer, not ${index}`);
  const item = Number(BigInt.asIntN(32, index));
  if (BigInt(item) !== index) throw new UsageError(`${index} is no position`);
  const now = loaded(array);
  const lists = now.kind === "option" ? loaded(now.content) : now;
  const made = atLists(lists, 1, ({ offsets, content }) => {
    const n = offsets.length - 1;
    const found = reserve("int32", n);
    kernels.array_item_or_missing(offsets.address, found.address, n, item);
    return optional(found, content);
  });
  return now.kind === "option" ? optional(now.index, made) : made;
}

/** `array[start:stop:step]` of the list of each event. */
export function rangeOfLists(array: Layout, bounds: readonly (number | undefined)[]): Layout {
  if (depthOf(array) < 2) {
    throw new UsageError("there are no lists to take a range of: this is one value for each event");
  }
  const [start, stop, step] = bounds;
  return slice(new AwkwardArray(array), { axis: 1, start, stop, step }).layout;
}
