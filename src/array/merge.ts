import { ShapeError, UnsupportedError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { asList } from "./axis.ts";
import { convert } from "./convert.ts";
import {
  type Layout,
  type LoadedLayout,
  lengthOf,
  loaded,
  type RecordLayout,
  type StringLayout,
  type UnionLayout,
} from "./layout.ts";
import { rangeOf } from "./offsets.ts";
import { missingWhere } from "./option.ts";
import { promote } from "./promote.ts";
import { sliceLayout, takeLayout } from "./select.ts";
import { share } from "./share.ts";

// Arrays one after another in one layout, and values of several types: Awkward's `_mergemany` and
// `UnionArray.simplified`. Temporaries are left to the scope of the caller; nothing lazy inside.

/** The most types of which the values of an array can be. */
const MAX_TYPES = 127;

/** Whether values of two layouts can lie in one without values of several types. */
export function mergeable(a: Layout, b: Layout, mergebool: boolean): boolean {
  const [left, right] = [loaded(a), loaded(b)];
  if (left.kind === "empty" || right.kind === "empty") return true;
  if (left.kind === "union" || right.kind === "union") return true;
  if (left.kind === "option") return mergeable(left.content, right, mergebool);
  if (right.kind === "option") return mergeable(left, right.content, mergebool);
  switch (left.kind) {
    case "flat":
      if (right.kind !== "flat") return false;
      return mergebool || (left.data.dtype === "bool") === (right.data.dtype === "bool");
    case "string":
      return right.kind === "string" && (left.bytes ?? false) === (right.bytes ?? false);
    case "list":
    case "regular":
      if (right.kind !== "list" && right.kind !== "regular") return false;
      return mergeable(left.content, right.content, mergebool);
    case "record":
      return right.kind === "record" && recordsMergeable(left, right, mergebool);
    default:
      return left satisfies never;
  }
}

function recordsMergeable(a: RecordLayout, b: RecordLayout, mergebool: boolean): boolean {
  return (
    a.name === b.name &&
    (a.tuple ?? false) === (b.tuple ?? false) &&
    a.fields.length === b.fields.length &&
    a.fields.every((field, i) => {
      const at = b.fields.indexOf(field);
      return at >= 0 && mergeable(a.contents[i], b.contents[at], mergebool);
    })
  );
}

/**
 * The elements of layouts one after another. Numbers take the dtype that NumPy promotes them to,
 * records the order of fields of the first.
 *
 * @param layouts  each mergeable with those before it
 * @throws ShapeError for those that are not
 */
export function merge(layouts: readonly Layout[]): Layout {
  const all = layouts.map(loaded);
  const now = all.filter(({ kind }) => kind !== "empty");
  if (now.length <= 1) return share(now[0] ?? all[0]);
  if (now.some(({ kind }) => kind === "union")) return mergeUnions(now);
  if (now.some(({ kind }) => kind === "option")) return mergeOptions(now);
  const [first] = now;
  switch (first.kind) {
    case "flat":
      return { kind: "flat", data: joinColumns(columnsOfKind(now)) };
    case "string":
      return mergeStrings(now);
    case "record":
      return mergeRecords(first, now);
    case "list":
    case "regular":
      return mergeLists(now);
    default:
      throw different();
  }
}

function different(): ShapeError {
  return new ShapeError("arrays of different structure cannot be joined");
}

function columnsOfKind(layouts: readonly LoadedLayout[]): Column[] {
  return layouts.map((layout) => {
    if (layout.kind !== "flat") throw different();
    return layout.data;
  });
}

function total(layouts: readonly Layout[]): number {
  return layouts.reduce((sum, layout) => sum + lengthOf(layout), 0);
}

/** Columns one after another, in the dtype they promote to. */
export function joinColumns(columns: readonly Column[]): Column {
  const dtype = columns.map((column) => column.dtype).reduce(promote);
  const parts = columns.map((column) => convert(column, dtype));
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const out = reserve(dtype, length);
  let at = 0;
  for (const part of parts) {
    (out.view() as Float64Array).set(part.view() as Float64Array, at);
    at += part.length;
  }
  return out;
}

/** Offsets of lists one after another, from 0, and the parts of their contents that are reached. */
function joinOffsets(
  all: readonly Column<"int32">[],
  part: (which: number, start: number, stop: number) => void,
): Column<"int32"> {
  const offsets = reserve("int32", all.reduce((sum, one) => sum + one.length - 1, 0) + 1);
  offsets.view()[0] = 0;
  let [at, elements] = [0, 0];
  all.forEach((own, which) => {
    const { start, stop } = rangeOf(own);
    const to = offsets.slice(at, at + own.length).address;
    kernels.array_shift_offsets(own.address, to, own.length, elements - start);
    at += own.length - 1;
    elements += stop - start;
    part(which, start, stop);
  });
  if (elements > 2 ** 31 - 1) {
    throw new UnsupportedError(`${elements} elements are more than 2^31`, "size");
  }
  return offsets;
}

function mergeStrings(layouts: readonly LoadedLayout[]): StringLayout {
  const strings = layouts.map((layout) => {
    if (layout.kind !== "string") throw different();
    return layout;
  });
  const parts: Column[] = [];
  const offsets = joinOffsets(
    strings.map((one) => one.offsets),
    (which, start, stop) => {
      parts.push(strings[which].data.slice(start, stop) as unknown as Column);
    },
  );
  const data = joinColumns(parts) as unknown as Column<"uint8">;
  return { ...strings[0], offsets, data };
}

function mergeLists(layouts: readonly LoadedLayout[]): Layout {
  const [first] = layouts;
  if (first.kind === "regular") {
    const { size } = first;
    if (layouts.every((layout) => layout.kind === "regular" && layout.size === size)) {
      const contents = layouts.map((layout) =>
        sliceLayout((layout as typeof first).content, 0, lengthOf(layout) * size),
      );
      return { kind: "regular", size, length: total(layouts), content: merge(contents) };
    }
  }
  const lists = layouts.map((layout) => {
    if (layout.kind !== "list" && layout.kind !== "regular") throw different();
    return asList(layout);
  });
  const contents: Layout[] = [];
  const offsets = joinOffsets(
    lists.map((list) => list.offsets),
    (which, start, stop) => contents.push(sliceLayout(lists[which].content, start, stop)),
  );
  return { kind: "list", offsets, content: merge(contents) };
}

function mergeRecords(first: RecordLayout, layouts: readonly LoadedLayout[]): Layout {
  const records = layouts.map((layout) => {
    if (layout.kind !== "record" || layout.fields.length !== first.fields.length) {
      throw different();
    }
    return layout;
  });
  const contents = first.fields.map((name) =>
    merge(
      records.map((record) => {
        const at = record.fields.indexOf(name);
        if (at < 0) throw different();
        return sliceLayout(record.contents[at], 0, record.length);
      }),
    ),
  );
  const name = records.every((record) => record.name === first.name) ? first.name : undefined;
  return { ...first, contents, name, length: total(layouts) };
}

function mergeOptions(layouts: readonly LoadedLayout[]): Layout {
  const index = reserve("int32", total(layouts));
  let [at, elements] = [0, 0];
  const contents = layouts.map((layout) => {
    const length = lengthOf(layout);
    const to = index.slice(at, at + length).address;
    at += length;
    if (layout.kind === "option") {
      kernels.array_shift_index(layout.index.address, to, length, elements);
      elements += lengthOf(layout.content);
      return layout.content;
    }
    kernels.array_iota(to, length);
    kernels.array_shift_index(to, to, length, elements);
    elements += length;
    return layout;
  });
  return missingWhere(index, merge(contents));
}

function mergeUnions(layouts: readonly LoadedLayout[]): Layout {
  const tags = reserve("int8", total(layouts));
  const index = reserve("int32", tags.length);
  let at = 0;
  layouts.forEach((layout, tag) => {
    const length = lengthOf(layout);
    tags.view().fill(tag, at, at + length);
    kernels.array_iota(index.slice(at, at + length).address, length);
    at += length;
  });
  return simplifyUnion({ kind: "union", tags, index, contents: layouts }, true);
}

/**
 * Values of as few types as can be: unions within unions are dissolved, contents that can lie
 * together are joined; what is left is of several types, or of one and no union any more.
 *
 * @param mergebool  whether bool joins numbers
 */
export function simplifyUnion(union: UnionLayout, mergebool: boolean): Layout {
  const n = union.tags.length;
  const contents: Layout[] = [];
  /** Where the elements of a content go: a tag, and what to add to their positions. */
  const place = (content: Layout): { tag: number; shift: number } => {
    for (const [tag, have] of contents.entries()) {
      if (have === content) return { tag, shift: 0 };
      if (!mergeable(have, content, mergebool)) continue;
      const shift = lengthOf(have);
      contents[tag] = merge([have, content]);
      return { tag, shift };
    }
    if (contents.length >= MAX_TYPES) {
      throw new UnsupportedError(`values of more than ${MAX_TYPES} types`, "union");
    }
    contents.push(content);
    return { tag: contents.length - 1, shift: 0 };
  };
  const tags = reserve("int8", n);
  const index = reserve("int32", n);
  union.contents.forEach((content, which) => {
    const now = loaded(content);
    const from = [union.tags.address, union.index.address, n, which] as const;
    if (now.kind === "union") {
      const places = now.contents.map(place);
      const newTags = columnOf(
        "int32",
        places.map(({ tag }) => tag),
      );
      const shifts = columnOf(
        "int32",
        places.map(({ shift }) => shift),
      );
      kernels.array_retag_inner(
        ...from,
        now.tags.address,
        now.index.address,
        newTags.address,
        shifts.address,
        tags.address,
        index.address,
      );
    } else {
      const { tag, shift } = place(now);
      kernels.array_retag(...from, tag, shift, tags.address, index.address);
    }
  });
  if (contents.length === 1) return takeLayout(contents[0], index);
  const missing = contents.some((content) => content.kind === "option");
  const kept = missing ? contents.map(present) : contents.map(share);
  return { kind: "union", tags, index, contents: kept };
}

/** The same elements as values that may be missing. */
export function present(layout: Layout): Layout {
  const now = loaded(layout);
  if (now.kind === "option") return share(now);
  const index = reserve("int32", lengthOf(now));
  kernels.array_iota(index.address, index.length);
  return { kind: "option", index, content: share(now) };
}

/** The elements of one type of a union, at given positions of it. */
export function project(union: UnionLayout, tag: number, positions: Column<"int32">): Layout {
  const reached = reserve("int32", positions.length);
  const { index } = union;
  kernels.array_gather_32(index.address, positions.address, reached.address, positions.length);
  return takeLayout(union.contents[tag], reached);
}

/** Where the elements of one type lie. */
export function positionsOfTag(tags: Column<"int8">, tag: number): Column<"int32"> {
  const n = tags.length;
  const out = reserve("int32", kernels.array_count_tag(tags.address, n, tag));
  kernels.array_positions_of_tag(tags.address, out.address, n, tag);
  return out;
}

/** A position for each element among those of its type, in their order. */
export function numberTags(tags: Column<"int8">): Column<"int32"> {
  const next = reserve("int32", 128);
  next.view().fill(0);
  const out = reserve("int32", tags.length);
  kernels.array_number_tags(tags.address, next.address, out.address, tags.length);
  return out;
}
