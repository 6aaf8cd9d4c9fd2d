import { ShapeError, UnsupportedError, UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import {
  isLeaf,
  type Layout,
  type ListLayout,
  type LoadedLayout,
  lengthOf,
  loaded,
  nameOf,
} from "./layout.ts";
import { combineOptions } from "./option.ts";
import type { Scalar } from "./promote.ts";
import { repeat, sliceLayout } from "./select.ts";
import { shareColumn } from "./share.ts";

/** What takes part in a broadcast: an array, or one value for all. */
export type Input = Layout | Scalar;

/** Makes the innermost layout from those of the inputs, all of `length`. */
export type Leaf = (inputs: readonly (LoadedLayout | Scalar)[], length: number) => Layout;

export function isScalar(input: Input): input is Scalar {
  return typeof input !== "object";
}

function isLayout<L extends Layout>(input: L | Scalar): input is L {
  return typeof input === "object";
}

/**
 * Walks arrays of different nesting together, as Awkward broadcasts: lists must have equal lengths;
 * a number beside a list stands for each of its elements; an array of one element stands for any
 * number of them. Regular dimensions follow NumPy: they are aligned at the last axis.
 *
 * @param inputs  at least one array
 * @param leaf  called once, where no input has lists or missing values any more, or at `depth` 0
 * @param depth  levels to walk; all by default
 * @throws ShapeError naming the first list that differs
 *
 * Temporaries are left to the scope that the caller opens, after `loadDeep` of the inputs.
 */
export function broadcast(inputs: readonly Input[], leaf: Leaf, depth: number = Infinity): Layout {
  const layouts = inputs.map((input) => (isScalar(input) ? input : loadDeep(input)));
  const aligned = alignRegular(layouts);
  const lengths = aligned.filter(isLayout).map(lengthOf);
  if (lengths.length === 0) throw new UsageError("at least one argument must be an array");
  const length = lengths.find((one) => one !== 1) ?? 1;
  const equal = aligned.map((input, i) => {
    if (isScalar(input) || lengthOf(input) === length) return input;
    if (lengthOf(input) === 1) return repeatOne(input, length);
    throw new ShapeError(
      `cannot broadcast arrays of lengths ${length} and ${lengthOf(input)} (argument ${i})`,
      length,
      lengthOf(input),
    );
  });
  return walk(equal, length, leaf, depth);
}

/** Everything in memory, but for the fields of records, so that no later step loads. */
export function loadDeep(layout: Layout): LoadedLayout {
  const now = loaded(layout);
  if (isLeaf(now) || now.kind === "record") return now;
  if (now.kind === "list") {
    const { offsets, content, parameters, width } = now;
    return { kind: "list", offsets, content: loadDeep(content), parameters, width };
  }
  return { ...now, content: loadDeep(now.content) };
}

function walk(
  inputs: readonly (LoadedLayout | Scalar)[],
  length: number,
  leaf: Leaf,
  depth: number,
): Layout {
  const arrays = inputs.filter(isLayout);
  if (depth <= 1) return leaf(inputs, length);
  if (arrays.some((input) => input.kind === "option")) {
    const { index, contents, kept } = combineOptions(inputs, length);
    return { kind: "option", index, content: walk(contents, kept, leaf, depth) };
  }
  if (arrays.some((input) => input.kind === "list")) return walkLists(inputs, leaf, depth);
  if (arrays.some((input) => input.kind === "regular")) {
    return walkRegular(inputs, length, leaf, depth);
  }
  return leaf(inputs, length);
}

/** A list structure of offsets and content that begin at 0. */
function walkLists(inputs: readonly (LoadedLayout | Scalar)[], leaf: Leaf, depth: number): Layout {
  const lists = inputs.map((input) =>
    !isScalar(input) && input.kind === "regular" ? regularToList(input) : input,
  );
  const first = lists.findIndex((input) => !isScalar(input) && input.kind === "list");
  const { offsets } = lists[first] as ListLayout;
  const contents = lists.map((input, i) => {
    if (isScalar(input)) return input;
    if (input.kind !== "list") return loadDeep(repeat(input, offsets));
    if (i !== first) checkSameLists(offsets, input.offsets, first, i);
    return loadDeep(compactContent(input));
  });
  const { start, stop } = rangeOf(offsets);
  const content = walk(contents, stop - start, leaf, depth - 1);
  return { kind: "list", offsets: rebase(offsets), content };
}

function walkRegular(
  inputs: readonly (LoadedLayout | Scalar)[],
  length: number,
  leaf: Leaf,
  depth: number,
): Layout {
  const sizes = inputs.map((input) =>
    !isScalar(input) && input.kind === "regular" ? input.size : 1,
  );
  const size = sizes.find((one) => one !== 1) ?? 1;
  const contents = inputs.map((input, i) => {
    if (isScalar(input)) return input;
    if (sizes[i] !== 1 && sizes[i] !== size) {
      throw new ShapeError(
        `cannot broadcast lists of ${size} with lists of ${sizes[i]}`,
        size,
        sizes[i],
      );
    }
    const content = input.kind === "regular" ? input.content : input;
    const all = sliceLayout(content, 0, length * sizes[i]);
    if (sizes[i] === size) return loadDeep(all);
    const offsets = regularOffsets(length, size);
    return loadDeep(repeat(all, offsets));
  });
  return { kind: "regular", size, length, content: walk(contents, length * size, leaf, depth - 1) };
}

/**
 * NumPy's rule, which Awkward follows where no list varies in length: missing outer dimensions are
 * dimensions of one.
 */
function alignRegular(inputs: readonly (LoadedLayout | Scalar)[]): (LoadedLayout | Scalar)[] {
  const arrays = inputs.filter(isLayout);
  const depths = arrays.map(regularDepth);
  const deepest = Math.max(...depths);
  // NaN where any list varies in length.
  if (!(deepest > 1)) return [...inputs];
  return inputs.map((input) => {
    if (isScalar(input)) return input;
    let now: LoadedLayout = input;
    for (let have = regularDepth(input); have < deepest; have++) {
      now = { kind: "regular", size: lengthOf(now), length: 1, content: now };
    }
    return now;
  });
}

/** Dimensions of a regular array; NaN where lists vary in length or values may be missing. */
function regularDepth(layout: Layout): number {
  if (isLeaf(layout) || layout.kind === "record") return 1;
  return layout.kind === "regular" ? 1 + regularDepth(layout.content) : Number.NaN;
}

function regularToList(layout: LoadedLayout & { kind: "regular" }): ListLayout {
  return {
    kind: "list",
    offsets: regularOffsets(layout.length, layout.size),
    content: layout.content,
  };
}

/** Offsets of `length` lists of `size`. */
export function regularOffsets(length: number, size: number): Column<"int32"> {
  if (length * size > 2 ** 31 - 1) {
    throw new UnsupportedError(`${length} lists of ${size} are more than 2^31 elements`, "size");
  }
  const offsets = reserve("int32", length + 1);
  kernels.array_regular_offsets(offsets.address, length, size);
  return offsets;
}

/** First and last offset. */
export function rangeOf(offsets: Column<"int32">): { start: number; stop: number } {
  const view = offsets.view();
  return { start: view[0], stop: view[view.length - 1] };
}

/** The same lists with offsets that begin at 0. */
export function rebase(offsets: Column<"int32">): Column<"int32"> {
  if (rangeOf(offsets).start === 0) return shareColumn(offsets);
  const out = reserve("int32", offsets.length);
  kernels.array_rebase_offsets(offsets.address, out.address, offsets.length);
  return out;
}

/** The content that the lists reach, without what lies before and behind. */
export function compactContent(list: ListLayout): Layout {
  const { start, stop } = rangeOf(list.offsets);
  return sliceLayout(list.content, start, stop);
}

/** @throws ShapeError naming the first list that differs */
export function checkSameLists(
  a: Column<"int32">,
  b: Column<"int32">,
  nameA: number | string,
  nameB: number | string,
): void {
  if (a.address === b.address && a.length === b.length) return;
  const n = a.length - 1;
  const status = kernels.array_compare_lists(a.address, b.address, n);
  if (status === 0) return;
  const i = status - 1;
  const count = (offsets: Column<"int32">): number => {
    const view = offsets.view();
    return view[i + 1] - view[i];
  };
  throw new ShapeError(
    `cannot broadcast lists of different lengths: list ${i} has ${count(a)} elements in ` +
      `argument ${nameA} and ${count(b)} in argument ${nameB}`,
    count(a),
    count(b),
  );
}

function repeatOne(layout: Layout, length: number): LoadedLayout {
  const offsets = reserve("int32", 2);
  offsets.view().set([0, length]);
  return loadDeep(repeat(layout, offsets));
}

/** The columns of a leaf's inputs. @throws UsageError for records */
export function flatColumns(
  inputs: readonly (LoadedLayout | Scalar)[],
  length: number,
): (Column | Scalar)[] {
  return inputs.map((input) => {
    if (isScalar(input)) return input;
    if (input.kind === "flat")
      return input.data.length === length ? input.data : input.data.slice(0, length);
    throw new UsageError(`numbers are needed here, not ${nameOf(input)}`);
  });
}
