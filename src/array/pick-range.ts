import { type Column, reserve } from "../wasm/column.ts";
import { itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { type Layout, type ListLayout, type LoadedLayout, loaded } from "./layout.ts";
import { listsOf } from "./lists.ts";
import { rangeOf, rebase, regularOffsets } from "./offsets.ts";
import { takeLayout } from "./select.ts";
import { share } from "./share.ts";
import type { Range } from "./slice.ts";

/** What remains of a slice, for the elements in the range, and the lists that these are in. */
type Rest = (content: Layout, offsets: () => Column<"int32">) => Layout;

/**
 * Elements `start:stop:step` of each list. Temporaries are left to the scope.
 * @see awkward.contents.ListOffsetArray._getitem_next
 */
export function pickRange(
  layout: LoadedLayout & { kind: "list" | "regular" | "string" },
  range: Range,
  rest: Rest,
): Layout {
  const lists = listsOf(layout);
  if (layout.kind === "regular") {
    const size = countOf(layout.size, range);
    const whole = size === layout.size && range.step === 1;
    const picked = whole ? share(layout.content) : elements(lists, range);
    const content = rest(picked, () => regularOffsets(layout.length, size));
    return { ...layout, size, content };
  }
  const { start, stop, step } = range;
  const n = lists.offsets.length - 1;
  const offsets = reserve("int32", n + 1);
  const { address } = lists.offsets;
  const count = kernels.array_range_offsets(address, offsets.address, n, start, stop, step);
  const all = rangeOf(lists.offsets);
  let picked: Layout;
  let own = offsets;
  if (step === 1 && count === all.stop - all.start) {
    own = lists.offsets;
    picked = share(lists.content);
    if (all.start > 0) {
      own = rebase(lists.offsets);
      const whole = reserve("int32", count);
      kernels.array_iota(whole.address, count);
      kernels.array_shift_offsets(whole.address, whole.address, count, all.start);
      picked = takeLayout(lists.content, whole);
    } else own = lists.offsets.slice(0, n + 1);
  } else picked = elements(lists, range, offsets, count);
  const content = rest(picked, () => own);
  const { parameters } = layout;
  if (layout.kind === "string" && content.kind === "flat" && content.data.dtype === "uint8") {
    const data = content.data as unknown as Column<"uint8">;
    return { ...layout, offsets: own, data, size: undefined };
  }
  return { kind: "list", offsets: own, content, parameters };
}

/** How many elements of `size` a range takes. */
function countOf(size: number, { start, stop, step }: Range): number {
  const bound = (value: number, least: number, most: number): number =>
    Math.min(Math.max(value < 0 ? value + size : value, least), most);
  if (step > 0) {
    const [from, to] = [bound(start, 0, size), bound(stop, 0, size)];
    return to > from ? Math.ceil((to - from) / step) : 0;
  }
  const from = bound(start, -1, size - 1);
  const to = stop === -(2 ** 31) ? -1 : bound(stop, -1, size - 1);
  return from > to ? Math.ceil((from - to) / -step) : 0;
}

function elements(
  { offsets, content }: ListLayout,
  { start, stop, step }: Range,
  lengths?: Column<"int32">,
  count?: number,
): Layout {
  const n = offsets.length - 1;
  let own = lengths;
  let total = count;
  if (own === undefined || total === undefined) {
    own = reserve("int32", n + 1);
    total = kernels.array_range_offsets(offsets.address, own.address, n, start, stop, step);
  }
  const now = loaded(content);
  if (now.kind === "flat" && start === 0 && step === 1) {
    const data = reserve(now.data.dtype, total);
    const scale = 31 - Math.clz32(itemSize(data.dtype));
    const [from, to] = [now.data.address, data.address];
    kernels.array_copy_heads(offsets.address, own.address, from, to, n, scale);
    return { ...now, data };
  }
  const index = reserve("int32", total);
  kernels.array_range_index(offsets.address, index.address, n, start, stop, step);
  return takeLayout(now, index);
}
