import { UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { atLists, depthOf, resolveAxis } from "./axis.ts";
import { loadDeep, rangeOf } from "./broadcast.ts";
import {
  columnsOf,
  type FlatLayout,
  type Layout,
  type ListLayout,
  lazy,
  lengthOf,
  loaded,
  type RecordLayout,
} from "./layout.ts";
import { knownOptions } from "./option-names.ts";
import { sliceLayout, takeLayout } from "./select.ts";
import { share, shareColumn, tidy } from "./share.ts";

/** A Python slice along an axis. */
export interface SliceOptions {
  /** 0 (default) the outermost axis, 1 the lists within, negative from the innermost. */
  readonly axis?: number | undefined;
  /** First element; from the end if negative; the first, or for a negative step the last, by default. */
  readonly start?: number | null | undefined;
  /** Element before which the slice ends; from the end if negative; all by default. */
  readonly stop?: number | null | undefined;
  /** Distance from one element to the next, not 0; 1 by default. */
  readonly step?: number | null | undefined;
}

/** Bounds and step of a slice, as the kernels take them. */
export interface Range {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

const LARGEST = 2 ** 31 - 1;
const LOWEST = -(2 ** 31);

/**
 * A Python slice with its omitted bounds filled in.
 * @throws UsageError for a bound that is no integer, or a step of 0
 */
export function rangeOfOptions({ start, stop, step }: SliceOptions): Range {
  const by = step ?? 1;
  const from = start ?? (by > 0 ? 0 : LARGEST);
  const to = stop ?? (by > 0 ? LARGEST : LOWEST);
  for (const value of [from, to, by]) {
    if (!Number.isInteger(value)) throw new UsageError(`${value} is no bound of a slice`);
  }
  if (by === 0) throw new UsageError("the step of a slice cannot be 0");
  const clamp = (value: number): number => Math.min(Math.max(value, LOWEST + 1), LARGEST);
  const end = stop === undefined || stop === null ? to : clamp(to);
  return { start: clamp(from), stop: end, step: clamp(by) };
}

/**
 * Elements `start:stop:step` along an axis, as Python slices a list: `slice(x, { axis: 1, stop: 4 })`
 * keeps the first four elements of each list. Memory is shared where nothing is left out.
 *
 * @throws UsageError when the array is not so deep
 * @see awkward.Array.__getitem__
 */
export function slice<Given extends AwkwardArray>(array: Given, options?: SliceOptions): Given;
export function slice(array: AwkwardArray, options: SliceOptions = {}): AwkwardArray {
  checkArray(array, "slice");
  const { axis = 0 } = knownOptions(options, ["axis", "start", "stop", "step"], "slice");
  const range = rangeOfOptions(options);
  if (axis === 0) {
    const { layout } = array;
    return scope(() => new AwkwardArray(sliceOuter(layout, range), array));
  }
  const layout = loadDeep(array.layout);
  const level = resolveAxis(axis, depthOf(layout));
  return scope(() => new AwkwardArray(sliceAt(layout, level, range), array));
}

/** A slice of the axis `level`, loaded down to there. */
export function sliceAt(layout: Layout, level: number, range: Range): Layout {
  if (level === 0) return sliceOuter(layout, range);
  return atLists(layout, level, (list, size) => sliceLists(list, range, size));
}

function sliceOuter(layout: Layout, { start, stop, step }: Range): Layout {
  const { address } = columnOf("int32", [0, lengthOf(layout)]);
  const cut = reserve("int32", 2);
  const count = kernels.array_range_offsets(address, cut.address, 1, start, stop, step);
  if (count === 0) return sliceLayout(layout, 0, 0);
  const index = reserve("int32", count);
  kernels.array_range_index(address, index.address, 1, start, stop, step);
  const first = index.view()[0];
  return step === 1 ? sliceLayout(layout, first, first + count) : takeLayout(layout, index);
}

function sliceLists(list: ListLayout, { start, stop, step }: Range, size?: number): Layout {
  const length = list.offsets.length - 1;
  const offsets = reserve("int32", length + 1);
  const { address } = list.offsets;
  const count = kernels.array_range_offsets(address, offsets.address, length, start, stop, step);
  const range = rangeOf(list.offsets);
  if (size === undefined && step === 1 && count === range.stop - range.start) {
    return { kind: "list", offsets: shareColumn(list.offsets), content: share(list.content) };
  }
  const own = { start, stop, step };
  if (size === undefined && start === 0 && step === 1 && stop >= 0) {
    return { kind: "list", offsets, ...heads(list, offsets, count, own) };
  }
  const content = takeLayout(list.content, rangeIndex(list.offsets, count, own));
  if (size === undefined) return { kind: "list", offsets, content };
  return { kind: "regular", size: length === 0 ? 0 : count / length, length, content };
}

function rangeIndex(offsets: Column<"int32">, count: number, range: Range): Column<"int32"> {
  const { start, stop, step } = range;
  const index = reserve("int32", count);
  const length = offsets.length - 1;
  kernels.array_range_index(offsets.address, index.address, length, start, stop, step);
  return index;
}

/**
 * The first elements of lists: numbers are copied; fields of records only when they are used, since
 * some operations can read them where they are.
 */
function heads(
  list: ListLayout,
  offsets: Column<"int32">,
  count: number,
  range: Range,
): Pick<ListLayout, "content" | "heads"> {
  const content = loaded(list.content);
  if (content.kind === "flat") return { content: copyHeads(list.offsets, offsets, content, count) };
  if (content.kind !== "record") {
    return { content: takeLayout(content, rangeIndex(list.offsets, count, range)) };
  }
  const from = shareColumn(list.offsets);
  const record = share(content) as RecordLayout;
  const contents = record.contents.map((field) => {
    const starts = shareColumn(from);
    const lengths = shareColumn(offsets);
    const needed = (): Iterable<Column> => [
      starts as unknown as Column,
      lengths as unknown as Column,
      ...columnsOf(field, "owned"),
    ];
    const make = (): Layout => {
      const now = loaded(field);
      return tidy(() =>
        now.kind === "flat"
          ? copyHeads(starts, lengths, now, count)
          : takeLayout(now, rangeIndex(starts, count, range)),
      );
    };
    return lazy(count, needed, make, undefined, { held: () => columnsOf(field) });
  });
  return {
    content: { ...record, contents, length: count },
    heads: { offsets: from, content: record },
  };
}

function copyHeads(
  starts: Column<"int32">,
  lengths: Column<"int32">,
  { data }: FlatLayout,
  count: number,
): FlatLayout {
  const out = reserve(data.dtype, count);
  kernels.array_copy_heads(
    starts.address,
    lengths.address,
    data.address,
    out.address,
    starts.length - 1,
    31 - Math.clz32(itemSize(data.dtype)),
  );
  return { kind: "flat", data: out };
}
