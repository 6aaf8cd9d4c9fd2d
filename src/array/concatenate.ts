import { ShapeError, UnsupportedError, UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { asList } from "./axis.ts";
import { rangeOf } from "./broadcast.ts";
import { convert } from "./convert.ts";
import { isLeaf, type Layout, type LoadedLayout, lengthOf, loaded, nameOf } from "./layout.ts";
import { promote } from "./promote.ts";
import { sliceLayout } from "./select.ts";

/**
 * The elements of several arrays one after another (axis 0). Numbers take the dtype that NumPy
 * promotes them to, lists must be equally deep, records have the same fields.
 *
 * @throws ShapeError for arrays of different structure
 * @see awkward.concatenate
 */
export function concatenate(
  arrays: readonly AwkwardArray[],
  { axis = 0 }: { readonly axis?: number } = {},
): AwkwardArray {
  if (arrays.length === 0) throw new UsageError("concatenate takes at least one array");
  for (const array of arrays) checkArray(array, "concatenate");
  if (axis !== 0) {
    throw new UnsupportedError(`arrays are joined along axis 0 only, not ${axis} yet`, "axis");
  }
  const layouts = arrays.map((array) => loadAll(array.layout));
  const { behavior, metadata } = arrays[0];
  return scope(() => new AwkwardArray(join(layouts), { behavior, metadata }));
}

/** Everything in memory, the fields of records too. */
function loadAll(layout: Layout): LoadedLayout {
  const now = loaded(layout);
  if (isLeaf(now)) return now;
  if (now.kind === "record") return { ...now, contents: now.contents.map(loadAll) };
  if (now.kind === "list") {
    return { kind: "list", offsets: now.offsets, content: loadAll(now.content) };
  }
  return { ...now, content: loadAll(now.content) };
}

function join(layouts: readonly Layout[]): Layout {
  const now = layouts.map(loaded);
  if (now.some(({ kind }) => kind === "option")) return joinOptions(now);
  const first = now[0];
  const different = now.find(({ kind }) => isNested(kind) !== isNested(first.kind));
  if (different !== undefined || (first.kind === "record" && !now.every(sameFields(first)))) {
    throw new ShapeError("arrays of different structure cannot be joined");
  }
  if (first.kind === "record") {
    const contents = first.fields.map((name) =>
      join(
        now.map((layout) => {
          const record = layout as typeof first;
          const content = record.contents[record.fields.indexOf(name)];
          return sliceLayout(content, 0, record.length);
        }),
      ),
    );
    return { ...first, contents, length: total(now) };
  }
  if (first.kind === "flat") {
    return { kind: "flat", data: joinColumns(now.map((layout) => (layout as typeof first).data)) };
  }
  if (first.kind === "string" || first.kind === "union" || first.kind === "empty") {
    throw new UnsupportedError(`${nameOf(first)} cannot be joined yet`, "concatenate");
  }
  if (first.kind === "regular") {
    const { size } = first;
    if (now.every((layout) => layout.kind === "regular" && layout.size === size)) {
      const contents = now.map((layout) =>
        sliceLayout((layout as typeof first).content, 0, lengthOf(layout) * size),
      );
      return { kind: "regular", size, length: total(now), content: join(contents) };
    }
  }
  return joinLists(now);
}

function isNested(kind: LoadedLayout["kind"]): string {
  return kind === "regular" ? "list" : kind;
}

function sameFields(first: { readonly fields: readonly string[] }) {
  return (layout: LoadedLayout): boolean =>
    layout.kind === "record" &&
    layout.fields.length === first.fields.length &&
    first.fields.every((name) => layout.fields.includes(name));
}

function total(layouts: readonly Layout[]): number {
  return layouts.reduce((sum, layout) => sum + lengthOf(layout), 0);
}

function joinColumns(columns: readonly Column[]): Column {
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

function joinLists(layouts: readonly LoadedLayout[]): Layout {
  const lists = layouts.map(asList);
  const offsets = reserve("int32", total(lists) + 1);
  offsets.view()[0] = 0;
  let [at, elements] = [0, 0];
  const contents = lists.map((list) => {
    const { start, stop } = rangeOf(list.offsets);
    const { address, length } = list.offsets;
    const to = offsets.slice(at, at + length).address;
    kernels.array_shift_offsets(address, to, length, elements - start);
    at += length - 1;
    elements += stop - start;
    return sliceLayout(list.content, start, stop);
  });
  if (elements > 2 ** 31 - 1) {
    throw new UnsupportedError(`${elements} elements are more than 2^31`, "size");
  }
  return { kind: "list", offsets, content: join(contents) };
}

function joinOptions(layouts: readonly LoadedLayout[]): Layout {
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
  return { kind: "option", index, content: join(contents) };
}
