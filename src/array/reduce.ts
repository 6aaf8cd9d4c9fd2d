import { UnsupportedError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { asList, atLists, depthOf, resolveAxis } from "./axis.ts";
import { loadDeep, rangeOf } from "./broadcast.ts";
import { flattenAll, presentOnly } from "./flatten.ts";
import { type Layout, type LoadedLayout, loaded } from "./layout.ts";
import type { Scalar } from "./promote.ts";
import { count as counting, extreme, type Reducer, sum as summing, truthOf } from "./reducers.ts";
import { takeLayout } from "./select.ts";

/** Options of reductions. */
export interface ReduceOptions {
  /** 0 the outermost axis, -1 the innermost; `null` (default) reduces all to one value. */
  readonly axis?: number | null | undefined;
  /** Not supported yet. */
  readonly keepdims?: boolean | undefined;
}

/** Options of reductions that have no result for an empty list. */
export interface ExtremeOptions extends ReduceOptions {
  /** Whether an empty list gives a missing value (default), or the least or greatest value. */
  readonly maskIdentity?: boolean | undefined;
}

/** Reduction to one value, or along one axis. */
interface Reduction<Options extends ReduceOptions, Value> {
  (array: AwkwardArray, options?: Options & { readonly axis?: null | undefined }): Value;
  (array: AwkwardArray, options: Options & { readonly axis: number }): AwkwardArray;
}

/**
 * Sum. Of lists in the order of the list, of a flat array pairwise, both in the column's own
 * precision: the bits of Awkward and NumPy. bool and signed integers sum to int64 (BigInt when it
 * leaves), unsigned ones to uint64; they wrap. Missing values are left out.
 *
 * @see awkward.sum
 */
export const sum: Reduction<ReduceOptions, number | bigint> = reduction(() => summing);
/** Whether any element differs from 0. @see awkward.any */
export const any: Reduction<ReduceOptions, boolean> = reduction(() => truthOf("any"));
/** Whether each element differs from 0; true of an empty list. @see awkward.all */
export const all: Reduction<ReduceOptions, boolean> = reduction(() => truthOf("all"));
/**
 * Largest element; of an empty list missing (`null`). NaN is passed over in lists, and wins in a
 * flat array, as in Awkward.
 * @see awkward.max
 */
export const max: Reduction<ExtremeOptions, Scalar | null> = reduction(({ maskIdentity = true }) =>
  extreme("max", maskIdentity),
);
/** Smallest element; otherwise as {@link max}. @see awkward.min */
export const min: Reduction<ExtremeOptions, Scalar | null> = reduction(({ maskIdentity = true }) =>
  extreme("min", maskIdentity),
);
/** Number of elements that are not missing, as int64; of all as a number. @see awkward.count */
export const count: Reduction<ReduceOptions, number> = reduction(() => counting);

/**
 * Length of each list at `axis` (1 by default), as int64; for axis 0 the length of the array.
 *
 * @throws UsageError when the array is not so deep
 * @see awkward.num
 */
export function num(array: AwkwardArray, options: { readonly axis: 0 }): number;
export function num(array: AwkwardArray, options?: { readonly axis?: number }): AwkwardArray;
export function num(
  array: AwkwardArray,
  { axis = 1 }: { readonly axis?: number } = {},
): AwkwardArray | number {
  checkArray(array, "num");
  const layout = loadDeep(array.layout);
  const level = resolveAxis(axis, depthOf(layout));
  if (level === 0) return array.length;
  return scope(
    () => new AwkwardArray(atLists(layout, level, (list) => counting.lists(list.offsets))),
  );
}

function reduction<Options extends ReduceOptions, Value>(
  reducer: (options: Options) => Reducer,
): Reduction<Options, Value> {
  const run = (array: AwkwardArray, options = {} as Options): AwkwardArray | Value => {
    const { name, lists, whole } = reducer(options);
    checkArray(array, name);
    if (options.keepdims) throw new UnsupportedError("keepdims is not supported yet", "keepdims");
    const layout = loadDeep(array.layout);
    const { axis = null } = options;
    const depth = depthOf(layout);
    const level = axis === null ? null : resolveAxis(axis, depth);
    if (level === null || depth === 1) {
      return scope(() => whole(flattenAll(layout)) as Value);
    }
    return scope(() => new AwkwardArray(along(layout, level, depth, lists)));
  };
  return run as Reduction<Options, Value>;
}

type ReduceLists = Reducer["lists"];

function along(layout: LoadedLayout, axis: number, depth: number, reduce: ReduceLists): Layout {
  if (axis === depth - 1) {
    return atLists(layout, axis, (list) => {
      const { offsets, content } = presentOnly(list);
      return reduce(offsets, content);
    });
  }
  if (depth > 2) {
    throw new UnsupportedError(`axis ${axis} of ${depth} cannot be reduced yet`, "axis");
  }
  const { offsets, content } = presentOnly(asList(layout));
  const across = transpose(offsets);
  const taken = takeLayout({ kind: "flat", data: content }, across.index);
  return reduce(across.offsets, flattenAll(loaded(taken)));
}

/** Lists of the first, second … elements of all lists, in the order of the lists. */
function transpose(offsets: Column<"int32">): {
  offsets: Column<"int32">;
  index: Column<"int32">;
} {
  const n = offsets.length - 1;
  const { start, stop } = rangeOf(offsets);
  const longest = kernels.array_longest(offsets.address, n);
  const columns = reserve("int32", longest + 1);
  const cursor = reserve("int32", longest + 1);
  const index = reserve("int32", stop - start);
  kernels.array_transpose(
    offsets.address,
    columns.address,
    cursor.address,
    index.address,
    n,
    longest,
  );
  return { offsets: columns, index };
}
