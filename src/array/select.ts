import { ShapeError, UnsupportedError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import {
  type Layout,
  type ListLayout,
  lazy,
  lengthOf,
  type StringLayout,
  type UnionLayout,
  unreachable,
} from "./layout.ts";
import { share, shareColumn, tidy } from "./share.ts";

// These functions leave temporaries to the scope that their caller opens.

/** Bits of an element, as kernel names spell them. */
function bitsOf(column: Column): 8 | 16 | 32 | 64 {
  return (itemSize(column.dtype) * 8) as 8 | 16 | 32 | 64;
}

/**
 * Elements `start` to `stop - 1` of the outermost axis, sharing memory.
 *
 * @param start  0 <= start <= stop
 * @param stop  at most the length
 */
export function sliceLayout(layout: Layout, start: number, stop: number): Layout {
  switch (layout.kind) {
    case "flat":
      return { ...layout, data: layout.data.slice(start, stop) };
    case "list":
      return {
        kind: "list",
        offsets: layout.offsets.slice(start, stop + 1),
        content: share(layout.content),
        parameters: layout.parameters,
        width: layout.width,
      };
    case "regular": {
      const { size } = layout;
      const content = sliceLayout(layout.content, start * size, stop * size);
      return { ...layout, length: stop - start, content };
    }
    case "record": {
      const contents = layout.contents.map((content) => sliceLayout(content, start, stop));
      return { ...layout, contents, length: stop - start };
    }
    case "option":
      return {
        ...layout,
        index: layout.index.slice(start, stop),
        content: share(layout.content),
      };
    case "string":
      return {
        ...layout,
        offsets: layout.offsets.slice(start, stop + 1),
        data: shareColumn(layout.data),
      };
    case "union":
      return {
        ...layout,
        tags: layout.tags.slice(start, stop),
        index: layout.index.slice(start, stop),
        contents: layout.contents.map(share),
      };
    case "empty":
      return layout;
    case "lazy":
      if (start === 0 && stop === layout.length) return share(layout);
      return lazy(
        stop - start,
        () => [],
        () => sliceLayout(layout.load(), start, stop),
        layout.behavior,
        layout,
      );
    default:
      return unreachable(layout);
  }
}

/**
 * Elements whose mask is true; lazy parts stay lazy.
 *
 * @param mask  one entry per element
 * @param kept  number of true entries
 */
export function filterLayout(layout: Layout, mask: Column<"bool">, kept: number): Layout {
  switch (layout.kind) {
    case "flat":
      return { ...layout, data: compact(layout.data, mask, kept) };
    case "list":
      return filterLists(layout, mask, kept);
    case "record": {
      const contents = layout.contents.map((content) => filterLayout(content, mask, kept));
      return { ...layout, contents, length: kept };
    }
    case "option": {
      const index = compact(layout.index as unknown as Column, mask, kept);
      return { ...layout, index: index as Column<"int32">, content: share(layout.content) };
    }
    case "lazy": {
      const own = shareColumn(mask);
      const needed = (): Iterable<Column> => [own as unknown as Column];
      const make = (): Layout => {
        const now = layout.load();
        return tidy(() => filterLayout(now, own, kept));
      };
      return lazy(kept, needed, make, layout.behavior, layout);
    }
    case "string":
      return asStrings(layout, filterLayout(asBytes(layout), mask, kept));
    case "union":
      return overUnion(layout, (column) => compact(column, mask, kept));
    case "empty":
      return layout;
    case "regular":
      return takeLayout(layout, positions(mask, kept));
    default:
      return unreachable(layout);
  }
}

/** Strings as lists of bytes. */
function asBytes({ offsets, data }: StringLayout): ListLayout {
  return { kind: "list", offsets, content: { kind: "flat", data: data as unknown as Column } };
}

function asStrings(like: StringLayout, list: Layout): StringLayout {
  const { offsets, content } = list as ListLayout;
  return { ...like, offsets, data: flatData(content) as Column<"uint8"> };
}

function flatData(layout: Layout): Column {
  if (layout.kind !== "flat") throw new Error("strings are lists of bytes");
  return layout.data;
}

/** Other elements of a union: the contents stay as they are. */
function overUnion(union: UnionLayout, choose: (column: Column) => Column): UnionLayout {
  return {
    ...union,
    tags: choose(union.tags as unknown as Column) as Column<"int8">,
    index: choose(union.index as unknown as Column) as Column<"int32">,
    contents: union.contents.map(share),
  };
}

/** The true positions of a mask. */
export function positions(mask: Column<"bool">, kept: number): Column<"int32"> {
  const index = reserve("int32", kept);
  kernels.array_positions(mask.address, index.address, mask.length);
  return index;
}

function compact(data: Column, mask: Column<"bool">, kept: number): Column {
  const out = reserve(data.dtype, kept);
  kernels[`array_compact_${bitsOf(data)}`](data.address, mask.address, out.address, mask.length);
  return out;
}

function filterLists(list: ListLayout, mask: Column<"bool">, kept: number): ListLayout {
  const n = mask.length;
  const offsets = reserve("int32", kept + 1);
  const total = kernels.array_filter_offsets(
    mask.address,
    list.offsets.address,
    offsets.address,
    n,
  );
  const { content, parameters } = list;
  if (content.kind === "flat") {
    const data = reserve(content.data.dtype, total);
    kernels.array_filter_lists(
      mask.address,
      list.offsets.address,
      content.data.address,
      data.address,
      n,
      31 - Math.clz32(itemSize(data.dtype)),
    );
    return { kind: "list", offsets, content: { ...content, data }, parameters };
  }
  const view = list.offsets.view();
  const [start, stop] = [view[0], view[n]];
  const elements = reserve("bool", stop - start);
  kernels.array_repeat_8(mask.address, list.offsets.address, elements.address, n);
  const reached = sliceLayout(content, start, stop);
  return { kind: "list", offsets, content: filterLayout(reached, elements, total), parameters };
}

/**
 * Elements at the given positions; lazy parts stay lazy.
 *
 * @param index  positions from 0, all of them there
 */
export function takeLayout(layout: Layout, index: Column<"int32">): Layout {
  const n = index.length;
  switch (layout.kind) {
    case "flat":
      return { ...layout, data: gather(layout.data, index) };
    case "list": {
      const offsets = reserve("int32", n + 1);
      const total = kernels.array_gather_offsets(
        index.address,
        layout.offsets.address,
        offsets.address,
        n,
      );
      if (total > 2 ** 31 - 1) {
        throw new UnsupportedError(`${total} elements are more than 2^31`, "size");
      }
      const elements = reserve("int32", total);
      kernels.array_gather_lists(index.address, layout.offsets.address, elements.address, n);
      const content = takeLayout(layout.content, elements);
      return { kind: "list", offsets, content, parameters: layout.parameters };
    }
    case "regular": {
      const { size } = layout;
      const offsets = reserve("int32", layout.length + 1);
      kernels.array_regular_offsets(offsets.address, layout.length, size);
      const list = takeLayout({ kind: "list", offsets, content: layout.content }, index);
      return { ...layout, length: n, content: (list as ListLayout).content };
    }
    case "record": {
      const contents = layout.contents.map((content) => takeLayout(content, index));
      return { ...layout, contents, length: n };
    }
    case "option": {
      const taken = gather(layout.index as unknown as Column, index) as Column<"int32">;
      return { ...layout, index: taken, content: share(layout.content) };
    }
    case "string":
      return asStrings(layout, takeLayout(asBytes(layout), index));
    case "union":
      return overUnion(layout, (column) => gather(column, index));
    case "empty":
      return layout;
    case "lazy": {
      const own = shareColumn(index);
      const needed = (): Iterable<Column> => [own as unknown as Column];
      const make = (): Layout => {
        const now = layout.load();
        return tidy(() => takeLayout(now, own));
      };
      return lazy(n, needed, make, layout.behavior, layout);
    }
    default:
      return unreachable(layout);
  }
}

function gather(data: Column, index: Column<"int32">): Column {
  const out = reserve(data.dtype, index.length);
  const kernel = kernels[`array_gather_${bitsOf(data)}`];
  kernel(data.address, index.address, out.address, index.length);
  return out;
}

/** Element `i` once for each element of list `i`, as a compact array. */
export function repeat(layout: Layout, offsets: Column<"int32">): Layout {
  const n = offsets.length - 1;
  if (lengthOf(layout) < n) {
    throw new ShapeError(`${lengthOf(layout)} elements for ${n} lists`, n, lengthOf(layout));
  }
  const view = offsets.view();
  const total = view[n] - view[0];
  if (layout.kind === "flat") {
    const { data } = layout;
    const out = reserve(data.dtype, total);
    const kernel = kernels[`array_repeat_${bitsOf(data)}`];
    kernel(data.address, offsets.address, out.address, n);
    return { ...layout, data: out };
  }
  const count = reserve("int32", n);
  kernels.array_iota(count.address, n);
  const index = reserve("int32", total);
  kernels.array_repeat_32(count.address, offsets.address, index.address, n);
  return takeLayout(layout, index);
}
