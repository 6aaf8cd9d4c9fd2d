import { reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { type Layout, lengthOf, loaded } from "./layout.ts";
import { maskOf } from "./mask.ts";
import { compactContent, rangeOf, rebase } from "./offsets.ts";
import { filterLayout } from "./select.ts";

/**
 * Whether a mask has the lists of a layout, down to its own bools, none of them missing.
 */
export function hasListsOf(mask: Layout, layout: Layout): boolean {
  const [masks, lists] = [loaded(mask), loaded(layout)];
  if (masks.kind === "flat") return masks.data.dtype === "bool";
  if (masks.kind !== "list" || lists.kind !== "list") return false;
  const [a, b] = [lists.offsets, masks.offsets];
  if (a.length !== b.length) return false;
  const same = a.address === b.address;
  if (!same && kernels.array_compare_lists(a.address, b.address, a.length - 1) !== 0) return false;
  // Inner lists that lie elsewhere in the content are left to the general way.
  const inner = loaded(masks.content);
  if (inner.kind === "flat") return inner.data.dtype === "bool";
  const [first, second] = [rangeOf(a), rangeOf(b)];
  const whole = first.start === 0 && second.start === 0;
  return (
    whole &&
    lengthOf(lists.content) === first.stop &&
    lengthOf(inner) === second.stop &&
    hasListsOf(inner, lists.content)
  );
}

/**
 * The elements of lists whose entry in a mask of the same lists is true; fields that are not in memory
 * stay so. Temporaries are left to the scope.
 */
export function maskLists(layout: Layout, mask: Layout): Layout {
  const [lists, masks] = [loaded(layout), loaded(mask)];
  if (lists.kind !== "list" || masks.kind !== "list") throw new Error("masks have the same lists");
  const n = lists.offsets.length - 1;
  const inner = loaded(compactContent(masks));
  const content = compactContent(lists);
  if (inner.kind === "list") {
    const { parameters } = lists;
    const offsets = rebase(lists.offsets);
    return { kind: "list", offsets, content: maskLists(content, inner), parameters };
  }
  const { start, stop } = rangeOf(lists.offsets);
  const { column, kept } = maskOf(inner, stop - start)();
  const offsets = reserve("int32", n + 1);
  kernels.array_mask_offsets(lists.offsets.address, column.address, offsets.address, n);
  return { kind: "list", offsets, content: filterLayout(content, column, kept) };
}
