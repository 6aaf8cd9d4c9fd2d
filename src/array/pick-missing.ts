import { PositionError, UnsupportedError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { type Layout, type LoadedLayout, lengthOf, loaded, type RegularLayout } from "./layout.ts";
import { listsOf } from "./lists.ts";
import { compactContent } from "./offsets.ts";
import { type JaggedLists, pickJagged } from "./pick-jagged.ts";
import type { Head } from "./slice-item.ts";
import { optionOf } from "./union.ts";

/** What remains of a slice, after some more heads. */
type Rest = (layout: Layout, first: readonly Head[]) => Layout;

/**
 * Picks at positions of which some are missing, and within lists of positions that may be missing.
 * Temporaries are left to the scope.
 *
 * @param rest  what remains of the slice
 * @throws PositionError for lists that do not fit, and beside other arrays of positions
 * @see awkward.contents.Content._getitem_next_missing
 */
export function pickMissing(
  layout: LoadedLayout,
  head: Head & { kind: "missing" },
  advanced: Column<"int32"> | undefined,
  rest: Rest,
): Layout {
  const { index, content } = head.slice;
  const { parameters } = layout;
  if (layout.kind === "empty") throw new PositionError("this array is empty and of no known type");
  if (advanced !== undefined) {
    throw new PositionError("positions with missing values do not mix with other positions");
  }
  if (content.kind === "list") {
    if (lengthOf(layout) !== 1 || (layout.kind !== "regular" && layout.kind !== "list")) {
      throw new UnsupportedError("lists of positions that may be missing stand first", "slices");
    }
    const lists = compactContent(listsOf(layout));
    if (lengthOf(lists) < index.length) {
      throw new PositionError(
        `${index.length} lists of positions do not fit ${lengthOf(lists)} lists`,
      );
    }
    const offsets = reserve("int32", index.length + 1);
    const { address } = content.offsets;
    kernels.array_offsets_or_empty(index.address, address, offsets.address, index.length);
    const slice: JaggedLists = { kind: "list", offsets, content: content.content };
    const out = pickJagged(lists, slice, (picked) => rest(picked, []));
    const order = reserve("int32", index.length);
    kernels.array_iota(order.address, index.length);
    kernels.array_join_missing(index.address, order.address, index.length);
    return ofSize(optionOf(order, out, parameters), index.length, parameters);
  }
  if (content.kind === "option") throw new UnsupportedError("missing missing positions", "slices");
  const positions: Head = {
    kind: "positions",
    index: content.index,
    shape: [content.index.length],
  };
  const next = loaded(rest(layout, [positions]));
  if (next.kind === "regular") return spread(next, index, parameters);
  if (next.kind === "record") {
    const contents = next.contents.map((one) => {
      const regular = loaded(one);
      if (regular.kind !== "regular") throw notRegular();
      return spread(regular, index, parameters);
    });
    const { length } = next;
    return { ...next, contents, length: contents.length === 0 ? length : lengthOf(contents[0]) };
  }
  throw notRegular();
}

function notRegular(): UnsupportedError {
  return new UnsupportedError(
    "positions with missing values below an axis that may be missing",
    "slices",
  );
}

/** The elements picked, and the missing between them. */
function spread(
  picked: RegularLayout,
  index: Column<"int32">,
  parameters: LoadedLayout["parameters"],
): RegularLayout {
  const times = Math.max(picked.length, 1);
  const n = index.length;
  const order = reserve("int32", n * times);
  kernels.array_repeat_missing(index.address, order.address, n, times, picked.size);
  return ofSize(optionOf(order, picked.content, parameters), n, parameters);
}

function ofSize(
  content: Layout,
  size: number,
  parameters: LoadedLayout["parameters"],
): RegularLayout {
  const length = size === 0 ? 1 : lengthOf(content) / size;
  return { kind: "regular", size, length, content, parameters };
}
