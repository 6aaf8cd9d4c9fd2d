import { UnsupportedError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import {
  type FlatLayout,
  type Layout,
  type ListLayout,
  loaded,
  type RecordLayout,
  type RegularLayout,
} from "./layout.ts";
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
  const direct = joinAlike(lists, lists.map(elementsOf), offsets, length);
  if (direct !== undefined) return direct;
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
    return elementsOf(one);
  });
  return unionOf({ tags, index, contents }, { mergebool });
}

function elementsOf(one: ListLayout | RegularLayout): Layout {
  return one.kind === "regular"
    ? sliceLayout(one.content, 0, one.length * one.size)
    : compactContent(one);
}

/** Numbers of one dtype, or records of such, copied without an index; nothing for other contents. */
function joinAlike(
  lists: readonly (ListLayout | RegularLayout)[],
  contents: readonly Layout[],
  offsets: Column<"int32">,
  length: number,
): Layout | undefined {
  const all = contents.map(loaded);
  const [first] = all;
  if (all.some(({ parameters }) => parameters !== undefined)) return undefined;
  if (first.kind === "flat") {
    const { dtype } = first.data;
    if (!all.every((one): one is FlatLayout => one.kind === "flat" && one.data.dtype === dtype)) {
      return undefined;
    }
    const data = reserve(dtype, offsets.view()[length]) as Column;
    const ends = reserve("int32", length);
    ends.view().fill(0);
    const size = itemSize(dtype);
    for (const [k, one] of all.entries()) {
      const from = listsOf(lists[k]).offsets.address;
      kernels.array_join(
        size,
        one.data.address,
        from,
        ends.address,
        offsets.address,
        data.address,
        length,
      );
    }
    return { kind: "flat", data };
  }
  if (first.kind !== "record") return undefined;
  const { kind, fields, name, tuple, behavior } = first;
  const records = all.filter((one): one is RecordLayout => one.kind === "record");
  const alike =
    records.length === all.length &&
    records.every(
      (one) =>
        one.name === name &&
        (one.tuple ?? false) === (tuple ?? false) &&
        one.fields.length === fields.length &&
        one.fields.every((field, i) => field === fields[i]),
    );
  if (!alike) return undefined;
  const made: Layout[] = [];
  for (const i of fields.keys()) {
    const parts = records.map((one) => sliceLayout(one.contents[i], 0, one.length));
    const content = joinAlike(lists, parts, offsets, length);
    if (content === undefined) return undefined;
    made.push(content);
  }
  return { kind, fields, contents: made, length: offsets.view()[length], name, tuple, behavior };
}
