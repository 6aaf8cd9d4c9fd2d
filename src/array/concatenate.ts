import { AxisError, ShapeError, UnsupportedError, UsageError } from "../errors.ts";
import { reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { broadcastAll } from "./broadcast.ts";
import { minmaxDepth, posAxis } from "./depth.ts";
import type { ArrayLike } from "./elementwise.ts";
import { filledLayout } from "./filled.ts";
import { joinContents, joinLists } from "./join-lists.ts";
import {
  type Layout,
  type ListLayout,
  type LoadedLayout,
  lengthOf,
  loaded,
  type RegularLayout,
} from "./layout.ts";
import { listsOf } from "./lists.ts";
import { loadAll } from "./load.ts";
import { merge, unionOf } from "./merge.ts";
import { mergeable } from "./mergeable.ts";
import { regularOffsets } from "./offsets.ts";
import { knownOptions } from "./option-names.ts";
import { isScalar, type Scalar } from "./promote.ts";
import { takeLayout } from "./select.ts";
import { presentPositions } from "./union.ts";

/** Options of {@link concatenate}. */
export interface ConcatenateOptions {
  /** 0 (default) the outermost axis, 1 the lists within, negative from the innermost. */
  readonly axis?: number | undefined;
  /** Whether booleans join numbers (default), instead of being another type beside them. */
  readonly mergebool?: boolean | undefined;
}

/**
 * The elements of several arrays one after another: of the arrays themselves, or list by list. Numbers
 * take the dtype that NumPy promotes them to; arrays of different types become values of several
 * types. At an inner axis a number stands for a list of one.
 *
 * @throws ShapeError for arrays of different lengths or not deep enough; AxisError for an axis that is
 *   not there
 * @see awkward.concatenate
 */
export function concatenate<Given extends AwkwardArray>(
  arrays: readonly Given[],
  options?: ConcatenateOptions,
): Given;
export function concatenate(
  arrays: readonly ArrayLike[],
  options?: ConcatenateOptions,
): AwkwardArray;
export function concatenate(
  arrays: readonly ArrayLike[],
  options: ConcatenateOptions = {},
): AwkwardArray {
  const { axis = 0, mergebool = true } = knownOptions(
    options,
    ["axis", "mergebool"],
    "concatenate",
  );
  const inputs = arrays.map((array) => {
    if (isScalar(array)) return array;
    checkArray(array, "concatenate");
    return loadAll(array.layout);
  });
  const layouts = inputs.filter((input): input is LoadedLayout => !isScalar(input));
  if (layouts.length === 0) throw new UsageError("concatenate takes at least one array");
  const first = arrays.find((array): array is AwkwardArray => array instanceof AwkwardArray);
  const { behavior, metadata } = first as AwkwardArray;
  const level = posAxis(layouts[0], axis, 1);
  const deepest = Math.max(...layouts.map((layout) => minmaxDepth(layout)[1]));
  if (level === undefined || !(level >= 0 && level < deepest)) {
    throw new AxisError(`axis=${axis} is beyond the depth of these arrays (${deepest})`);
  }
  if (layouts.some((layout) => posAxis(layout, axis, 1) !== level)) {
    throw new ShapeError(`the arrays are not of the same depth, from which axis=${axis} counts`);
  }
  return scope(() => {
    const made = level === 0 ? joined(inputs, mergebool) : within(inputs, level, mergebool);
    return new AwkwardArray(made, { behavior, metadata });
  });
}

function joined(inputs: readonly (LoadedLayout | Scalar)[], mergebool: boolean): Layout {
  const layouts = inputs.map((input) => (isScalar(input) ? filledLayout(input, 1) : input));
  const batches: Layout[][] = [];
  for (const layout of layouts) {
    const last = batches.at(-1);
    if (last !== undefined && mergeable(last[last.length - 1], layout, mergebool)) {
      last.push(layout);
    } else batches.push([layout]);
  }
  const contents = batches.map(merge);
  if (contents.length === 1) {
    const [only] = contents;
    const now = loaded(only);
    return now.kind === "union" ? unionOf(now, { mergebool, parameters: now.parameters }) : only;
  }
  if (contents.length > 128) throw new UnsupportedError("more than 128 types", "union");
  const n = contents.reduce((sum, layout) => sum + lengthOf(layout), 0);
  const tags = reserve("int8", n);
  const index = reserve("int32", n);
  let at = 0;
  for (const [tag, layout] of contents.entries()) {
    const length = lengthOf(layout);
    tags
      .slice(at, at + length)
      .view()
      .fill(tag);
    kernels.array_iota(index.slice(at, at + length).address, length);
    at += length;
  }
  return unionOf({ tags, index, contents }, { mergebool });
}

/** List by list, at the axis `level`. */
function within(
  inputs: readonly (LoadedLayout | Scalar)[],
  level: number,
  mergebool: boolean,
): Layout {
  const [layout] = broadcastAll(
    inputs,
    (given, length, depth) => {
      const arrays = given.filter((one): one is LoadedLayout => !isScalar(one));
      if (arrays.some((one) => minmaxDepth(one)[1] === 1)) {
        throw new ShapeError(`an array is not deep enough to be joined at axis=${level}`);
      }
      if (depth !== level) return undefined;
      const now = given.map((one) => (isScalar(one) ? one : emptyForMissing(one)));
      if (now.every((one) => isScalar(one) || one.kind === "regular")) {
        return [joinRegular(now as (RegularLayout | Scalar)[], length, mergebool)];
      }
      if (now.every((one) => isScalar(one) || one.kind === "list" || one.kind === "regular")) {
        const lists = now.map((one) =>
          isScalar(one) ? oneEach(one, length) : (one as ListLayout | RegularLayout),
        );
        return [joinLists(lists, length, mergebool)];
      }
      return undefined;
    },
    { rightBroadcast: false, name: "concatenate" },
  );
  return layout;
}

/** A missing list is an empty one. */
function emptyForMissing(layout: LoadedLayout): LoadedLayout {
  if (layout.kind !== "option") return layout;
  const content = loaded(layout.content);
  if (content.kind !== "list" && content.kind !== "regular") return layout;
  const { index, positions } = presentPositions(layout.index);
  const lists = listsOf(loaded(takeLayout(content, positions)) as typeof content);
  const offsets = reserve("int32", index.length + 1);
  kernels.array_offsets_or_empty(
    index.address,
    lists.offsets.address,
    offsets.address,
    index.length,
  );
  return { kind: "list", offsets, content: lists.content };
}

/** A number as one list of one for each list. */
function oneEach(value: Scalar, length: number): RegularLayout {
  return { kind: "regular", size: 1, length, content: filledLayout(value, length) };
}

function joinRegular(
  inputs: readonly (RegularLayout | Scalar)[],
  length: number,
  mergebool: boolean,
): Layout {
  const all = inputs.map((one) => (isScalar(one) ? oneEach(one, length) : one));
  const size = all.reduce((sum, one) => sum + one.size, 0);
  const offsets = regularOffsets(length, size);
  const content = joinContents(all, offsets, length, mergebool);
  return { kind: "regular", size, length, content };
}
