import { DTypeError, ShapeError, UnsupportedError, UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { type DType, isFloat } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import type { AwkwardArray } from "./array.ts";
import { asList } from "./axis.ts";
import { convert } from "./convert.ts";
import { toList } from "./export.ts";
import { type LoadedLayout, loaded, nameOf } from "./layout.ts";
import { loadDeep } from "./load.ts";
import { rangeOf, rebase } from "./offsets.ts";
import { isInteger } from "./promote.ts";
import { filterLayout, sliceLayout, takeLayout } from "./select.ts";
import { type Range, rangeOfOptions, type SliceOptions } from "./slice.ts";
import { presentPositions } from "./union.ts";

/** In {@link get}: as many whole axes as there is room for, Python's `...`. */
export const ellipsis: unique symbol = Symbol("...");

/** In {@link get}: a new axis of one element, NumPy's `newaxis`. */
export const newaxis: unique symbol = Symbol("newaxis");

/**
 * One item of a slice: a position, a range (`{}` is all), positions, a mask (bool), a field name or
 * several, {@link ellipsis} or {@link newaxis}.
 */
export type Item =
  | number
  | Omit<SliceOptions, "axis">
  | AwkwardArray
  | readonly number[]
  | string
  | readonly string[]
  | typeof ellipsis
  | typeof newaxis;

/** Positions or a mask within lists, as nested as the lists are: bools are positions already. */
export type Jagged =
  | { readonly kind: "flat"; readonly index: Column<"int32"> }
  | { readonly kind: "list"; readonly offsets: Column<"int32">; readonly content: Jagged }
  | { readonly kind: "option"; readonly index: Column<"int32">; readonly content: Jagged };

/** What a slice does to one axis, with all it needs in memory. */
export type Head =
  | { readonly kind: "at"; readonly at: number }
  | { readonly kind: "range"; readonly range: Range }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "fields"; readonly names: readonly string[] }
  | { readonly kind: "ellipsis" }
  | { readonly kind: "newaxis" }
  | Positions
  | { readonly kind: "jagged"; readonly slice: Jagged & { readonly kind: "list" } }
  | { readonly kind: "missing"; readonly slice: Jagged & { readonly kind: "option" } };

/** NumPy's advanced indexing: positions in any number of dimensions, flattened. */
export interface Positions {
  readonly kind: "positions";
  readonly index: Column<"int32">;
  readonly shape: readonly number[];
}

/** A NumPy array in a slice before it is broadcast with the others. */
interface Numbers {
  readonly kind: "numbers";
  readonly data: Column;
  readonly shape: readonly number[];
}

/** Items with their arrays loaded: to be called before a scope is opened. */
export function loadItem(item: Item): Item | LoadedLayout {
  const kind = typeof item;
  if (item === null || !["number", "string", "object", "symbol"].includes(kind)) {
    const hint = item === null ? ": a new axis is ak.newaxis" : "";
    throw new UsageError(
      `a slice has positions, ranges, arrays and names, not ${String(item)}${hint}`,
    );
  }
  return typeof item === "object" && "layout" in item ? loadDeep(item.layout) : item;
}

/**
 * The items of a slice in one form: flat and regular arrays broadcast with each other and with the
 * integers, as NumPy's advanced indexing has it. Temporaries are left to the scope.
 *
 * @throws DTypeError for arrays of anything but integers and bools; ShapeError for arrays that do not
 *   broadcast, or that mix Awkward's and NumPy's ways
 * @see awkward._slicing.prepare_advanced_indexing
 */
export function headsOf(items: readonly (Item | LoadedLayout)[]): Head[] {
  const given = items.map(normalised);
  const arrays = given.filter((head) => head.kind === "numbers");
  const own = given.filter(({ kind }) => kind === "jagged" || kind === "missing").length;
  const positions = given.filter(({ kind }) => kind === "at").length;
  if (own > 1 || (own === 1 && arrays.length + positions > 0)) {
    throw new ShapeError(
      "positions with missing values or lists in them cannot stand beside other positions in a slice: " +
        "slice several times",
    );
  }
  if (given.filter(({ kind }) => kind === "ellipsis").length > 1) {
    throw new UsageError("a slice has one ellipsis at most");
  }
  const shape = arrays.map((array) => array.shape).reduce(broadcastShapes, []);
  const heads = given.flatMap((head): Head[] => {
    if (head.kind === "numbers") return positionsOf(broadcastTo(head, shape));
    if (head.kind === "at" && arrays.length > 0) return positionsOf(filled(head.at, shape));
    return [head];
  });
  checkAdjacent(heads);
  return heads;
}

/** Between arrays stands nothing but arrays. */
function checkAdjacent(heads: readonly Head[]): void {
  const kinds = heads.map(({ kind }) => {
    if (kind === "positions") return "a";
    return kind === "range" || kind === "ellipsis" || kind === "newaxis" ? "-" : " ";
  });
  if (/a.*-.*a/.test(kinds.join(""))) {
    throw new ShapeError(
      "arrays of positions in a slice stand side by side, without ranges between",
    );
  }
}

function normalised(item: Item | LoadedLayout): Head | Numbers {
  if (item === ellipsis) return { kind: "ellipsis" };
  if (item === newaxis) return { kind: "newaxis" };
  if (typeof item === "number") {
    if (!Number.isInteger(item)) throw new DTypeError(`${item} is no position`);
    return { kind: "at", at: Math.min(Math.max(item, -(2 ** 31)), 2 ** 31 - 1) };
  }
  if (typeof item === "string") return { kind: "field", name: item };
  if (isPlain(item)) return plain(item);
  if (typeof item === "object" && "kind" in item) return ofLayout(item);
  return { kind: "range", range: rangeOfOptions(item as SliceOptions) };
}

function isPlain(item: object | symbol): item is readonly (string | number)[] {
  return Array.isArray(item);
}

function plain(item: readonly unknown[]): Head | Numbers {
  if (item.length > 0 && item.every((one) => typeof one === "string")) {
    return { kind: "fields", names: item };
  }
  if (item.length > 0 && item.every((one) => typeof one === "boolean")) {
    return numbers(columnOf("bool", item) as unknown as Column);
  }
  const bad = item.find((one) => !Number.isInteger(one));
  if (item.some((one) => Array.isArray(one))) {
    throw new DTypeError(
      "a list of positions is of numbers: nested lists of them are an ak.array (of BigInts, as [[0n], []])",
    );
  }
  if (bad !== undefined) throw new DTypeError(`${String(bad)} is no position`);
  return numbers(columnOf("int64", item as readonly number[]) as unknown as Column);
}

function numbers(data: Column, shape: readonly number[] = [data.length]): Numbers {
  if (data.dtype !== "bool" && !isInteger(data.dtype)) {
    throw noPositions(data.dtype);
  }
  return { kind: "numbers", data, shape };
}

function noPositions(dtype: DType): DTypeError {
  const hint = isFloat(dtype)
    ? ' (ak.valuesAstype(…, "int64") makes integers of whole numbers)'
    : "";
  return new DTypeError(`positions are integers or bools, not ${dtype}${hint}`);
}

function ofLayout(layout: LoadedLayout): Head | Numbers {
  switch (layout.kind) {
    case "flat":
      return numbers(layout.data);
    case "empty":
      return numbers(reserve("int64", 0) as unknown as Column);
    case "string":
      return { kind: "fields", names: toList(layout) as string[] };
    case "regular": {
      const shape: number[] = [layout.length];
      let now: LoadedLayout = layout;
      while (now.kind === "regular") {
        shape.push(now.size);
        now = loaded(now.content);
      }
      if (now.kind === "flat") {
        const count = shape.reduce((product, size) => product * size, 1);
        return numbers(now.data.slice(0, count), shape);
      }
      break;
    }
    default:
  }
  const slice = jagged(layout);
  if (slice.kind === "list") return { kind: "jagged", slice };
  if (slice.kind === "option") return { kind: "missing", slice };
  return { kind: "positions", index: slice.index, shape: [slice.index.length] };
}

/** Positions within lists; bools at the innermost become positions, counted within their lists. */
function jagged(layout: LoadedLayout): Jagged {
  switch (layout.kind) {
    case "empty":
      return { kind: "flat", index: reserve("int32", 0) };
    case "flat":
      if (layout.data.dtype === "bool" || isInteger(layout.data.dtype)) {
        return { kind: "flat", index: narrow(layout.data) };
      }
      throw noPositions(layout.data.dtype);
    case "list":
    case "regular":
      return jaggedLists(layout);
    case "option": {
      const { index, positions } = presentPositions(layout.index);
      const content = loaded(takeLayout(layout.content, positions));
      if (content.kind === "flat" && content.data.dtype === "bool") {
        const mask = content.data as unknown as Column<"bool">;
        const { picked, order } = trueOrMissing(index, mask);
        return { kind: "option", index: order, content: { kind: "flat", index: picked } };
      }
      return { kind: "option", index, content: jagged(content) };
    }
    default:
      throw new DTypeError(`${nameOf(layout)} are no positions`);
  }
}

function jaggedLists(layout: LoadedLayout & { kind: "list" | "regular" }): Jagged {
  const list = asList(layout);
  const { start, stop } = rangeOf(list.offsets);
  const offsets = rebase(list.offsets);
  const content = loaded(sliceLayout(list.content, start, stop));
  const n = offsets.length - 1;
  if (content.kind === "flat" && content.data.dtype === "bool") {
    const mask = content.data as unknown as Column<"bool">;
    const index = reserve("int32", kernels.array_count_true(mask.address, mask.length));
    const kept = reserve("int32", n + 1);
    kernels.array_mask_offsets(offsets.address, mask.address, kept.address, n);
    kernels.array_true_within(offsets.address, mask.address, index.address, n);
    return { kind: "list", offsets: kept, content: { kind: "flat", index } };
  }
  if (content.kind === "option") {
    const { index, positions } = presentPositions(content.index);
    const inner = loaded(takeLayout(content.content, positions));
    if (inner.kind === "flat" && inner.data.dtype === "bool") {
      const mask = inner.data as unknown as Column<"bool">;
      const { kept, order, picked } = trueOrMissing(index, mask);
      const local = reserve("int32", index.length);
      kernels.array_number_within(offsets.address, local.address, n);
      const within = reserve("int32", picked.length);
      kernels.array_gather_32(local.address, picked.address, within.address, picked.length);
      const lists = reserve("int32", n + 1);
      kernels.array_mask_offsets(offsets.address, kept.address, lists.address, n);
      const missing: Jagged = {
        kind: "option",
        index: order,
        content: { kind: "flat", index: within },
      };
      return { kind: "list", offsets: lists, content: missing };
    }
  }
  return { kind: "list", offsets, content: jagged(content) };
}

/** The true entries of a mask with missing ones, and where they stand among both. */
function trueOrMissing(
  index: Column<"int32">,
  mask: Column<"bool">,
): { kept: Column<"bool">; picked: Column<"int32">; order: Column<"int32"> } {
  const n = index.length;
  const kept = reserve("bool", n);
  const [picked, order] = [reserve("int32", n), reserve("int32", n)];
  const count = kernels.array_true_or_missing(
    index.address,
    mask.address,
    kept.address,
    picked.address,
    order.address,
    n,
  );
  const both = kernels.array_count_true(kept.address, n);
  return { kept, picked: picked.slice(0, count), order: order.slice(0, both) };
}

/** Positions of any width; what lies outside of 32 bits is nowhere anyway. */
function narrow(data: Column): Column<"int32"> {
  const wide = convert(data, "int64");
  const out = reserve("int32", data.length);
  kernels.array_saturate_i64(wide.address, out.address, data.length);
  return out;
}

function filled(at: number, shape: readonly number[]): Numbers {
  const count = shape.reduce((product, size) => product * size, 1);
  const data = reserve("int32", count);
  data.view().fill(at);
  return { kind: "numbers", data: data as unknown as Column, shape };
}

function broadcastShapes(a: readonly number[], b: readonly number[]): readonly number[] {
  const n = Math.max(a.length, b.length);
  return Array.from({ length: n }, (_, i) => {
    const [x, y] = [a[a.length - n + i] ?? 1, b[b.length - n + i] ?? 1];
    if (x !== y && x !== 1 && y !== 1) {
      throw new ShapeError(
        `positions of shapes (${a.join(", ")}) and (${b.join(", ")}) do not broadcast`,
        a,
        b,
      );
    }
    return x === 1 ? y : x;
  });
}

function broadcastTo(given: Numbers, shape: readonly number[]): Numbers {
  const same = given.shape.length === shape.length && given.shape.every((n, i) => n === shape[i]);
  if (same) return given;
  const count = shape.reduce((product, size) => product * size, 1);
  const strides: number[] = [];
  let step = 1;
  for (let i = 1; i <= shape.length; i++) {
    const own = given.shape[given.shape.length - i] ?? 1;
    strides.unshift(own === 1 ? 0 : step);
    step *= own;
  }
  const [sizes, steps] = [columnOf("int32", shape), columnOf("int32", strides)];
  const index = reserve("int32", count);
  kernels.array_broadcast_index(index.address, sizes.address, steps.address, shape.length, count);
  const taken = takeLayout({ kind: "flat", data: given.data }, index);
  if (taken.kind !== "flat") throw new UnsupportedError("positions are numbers", "slices");
  return { kind: "numbers", data: taken.data, shape };
}

/** Positions as they are; of a mask those that are true, one array for each of its dimensions. */
function positionsOf({ data, shape }: Numbers): Positions[] {
  if (data.dtype !== "bool") return [{ kind: "positions", index: narrow(data), shape }];
  const mask = data as unknown as Column<"bool">;
  const count = kernels.array_count_true(mask.address, mask.length);
  const all = reserve("int32", mask.length);
  kernels.array_iota(all.address, mask.length);
  const kept = filterLayout({ kind: "flat", data: all as unknown as Column }, mask, count) as {
    readonly data: Column<"int32">;
  };
  if (shape.length === 1) return [{ kind: "positions", index: kept.data, shape: [count] }];
  return shape.map((size, i) => {
    const below = shape.slice(i + 1).reduce((product, one) => product * one, 1);
    const index = reserve("int32", count);
    kernels.array_digit(kept.data.address, index.address, count, below, size);
    return { kind: "positions", index, shape: [count] };
  });
}
