import { UnsupportedError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import type { Layout, ListLayout, RegularLayout } from "./layout.ts";
import { listsOf } from "./lists.ts";
import { unionOf } from "./merge.ts";
import { compactContent } from "./offsets.ts";
import { sliceLayout } from "./select.ts";

/** Lists of several arrays joined list by list. Temporaries are left to the scope. */
export function joinLists(
  all: readonly (ListLayout | RegularLayout)[],
  length: number,
  mergebool: boolean,
): ListLayout {
  const offsets = reserve("int32", length + 1);
  offsets.view().fill(0);
  for (const one of all) {
    const { address } = listsOf(one).offsets;
    const total = kernels.array_add_offsets(offsets.address, address, offsets.address, length);
    if (total > 2 ** 31 - 1) {
      throw new UnsupportedError(`${total} elements are more than 2^31`, "size");
    }
  }
  return { kind: "list", offsets, content: joinContents(all, offsets, length, mergebool) };
}

/** The elements of the lists of several arrays, list by list. */
export function joinContents(
  lists: readonly (ListLayout | RegularLayout)[],
  offsets: Column<"int32">,
  length: number,
  mergebool: boolean,
): Layout {
  const n = offsets.view()[length];
  const [tags, index] = [reserve("int8", n), reserve("int32", n)];
  const ends = reserve("int32", length);
  ends.view().fill(0);
  if (lists.length > 128) throw new UnsupportedError("more than 128 arrays", "union");
  const contents = lists.map((one, tag) => {
    const list = listsOf(one);
    kernels.array_union_lists(
      list.offsets.address,
      ends.address,
      offsets.address,
      tags.address,
      index.address,
      length,
      tag,
    );
    return one.kind === "regular"
      ? sliceLayout(one.content, 0, length * one.size)
      : compactContent(list);
  });
  return unionOf({ tags, index, contents }, { mergebool });
}
