import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { elementOf } from "./element.ts";
import { loadDeep } from "./load.ts";
import { knownOptions } from "./option-names.ts";
import type { Scalar } from "./promote.ts";
import { reduceLayout } from "./reduce-layout.ts";
import {
  count as counting,
  countNonzero as countingNonzero,
  extreme,
  prod as multiplying,
  place,
  type Reducer,
  sum as summing,
  truthOf,
} from "./reducers.ts";

/** Options of reductions. */
export interface ReduceOptions {
  /** 0 the outermost axis, -1 the innermost; `null` (default) reduces all to one value. */
  readonly axis?: number | null | undefined;
  /** Whether each result is a list of one, so that it broadcasts with the array (no by default). */
  readonly keepdims?: boolean | undefined;
  /**
   * Whether a list of nothing gives a missing value: no for counts, sums and truth, yes for the
   * largest and smallest and their places.
   */
  readonly maskIdentity?: boolean | undefined;
}

/** Options of the largest and smallest. */
export interface ExtremeOptions extends ReduceOptions {
  /** What the search begins with, in place of the least (greatest) value of the dtype. */
  readonly initial?: Scalar | undefined;
}

/** Reduction to one value, or along one axis. */
export interface Reduction<Options extends ReduceOptions, Value> {
  (
    array: AwkwardArray,
    options?: Options & {
      readonly axis?: null | undefined;
      readonly keepdims?: false | undefined;
    },
  ): Value;
  (
    array: AwkwardArray,
    options: Options & ({ readonly axis: number } | { readonly keepdims: true }),
  ): AwkwardArray;
}

/**
 * Sum. Of lists in the order of the list, of a flat array pairwise, both in the column's own
 * precision: the bits of Awkward and NumPy. bool and signed integers sum to int64 (BigInt when it
 * leaves), unsigned ones to uint64; they wrap. Missing values are left out.
 *
 * Over an outer axis, elements at the same position of their lists are added up; there are as many
 * sums as the longest list has elements.
 *
 * @throws UsageError for an axis that is not there, for records, text and values of several types
 * @see awkward.sum
 */
export const sum: Reduction<ReduceOptions, number | bigint> = reduction(() => summing, false);
/** Product, in the order of the list, of the dtype of a {@link sum}; 1 of nothing. @see awkward.prod */
export const prod: Reduction<ReduceOptions, number | bigint> = reduction(() => multiplying, false);
/** Whether any element differs from 0. @see awkward.any */
export const any: Reduction<ReduceOptions, boolean> = reduction(() => truthOf("any"), false);
/** Whether each element differs from 0; true of an empty list. @see awkward.all */
export const all: Reduction<ReduceOptions, boolean> = reduction(() => truthOf("all"), false);
/**
 * Largest element; of an empty list missing (`null`). NaN is passed over in lists, and wins in a
 * flat array, as in Awkward.
 * @see awkward.max
 */
export const max: Reduction<ExtremeOptions, Scalar | null> = reduction(
  ({ initial }) => extreme("max", initial),
  true,
);
/** Smallest element; otherwise as {@link max}. @see awkward.min */
export const min: Reduction<ExtremeOptions, Scalar | null> = reduction(
  ({ initial }) => extreme("min", initial),
  true,
);
/**
 * Where in its list the largest element is, the first of equal ones, as int64; missing for an empty
 * list (-1 with `maskIdentity: false`). Missing values count as places but never win; NaN wins only at
 * the first place, as in Awkward. With `axis: null` the place among all elements.
 *
 * @see awkward.argmax
 */
export const argmax: Reduction<ReduceOptions, bigint | null> = reduction(
  () => place("argmax"),
  true,
);
/** Where in its list the smallest element is; otherwise as {@link argmax}. @see awkward.argmin */
export const argmin: Reduction<ReduceOptions, bigint | null> = reduction(
  () => place("argmin"),
  true,
);
/** Number of elements that are not missing, as int64; of all as a number. @see awkward.count */
export const count: Reduction<ReduceOptions, number> = counted(counting);
/** Number of elements that differ from 0, as int64; of all as a number. @see awkward.count_nonzero */
export const countNonzero: Reduction<ReduceOptions, number> = counted(countingNonzero);

const OPTIONS = ["axis", "keepdims", "maskIdentity", "initial"] as const;

/** A reduction with a reducer of the options, and whether it masks nothing by default. */
function reduction<Options extends ReduceOptions, Value>(
  reducer: (options: Options) => Reducer,
  masks: boolean,
): Reduction<Options, Value> {
  const run = (array: AwkwardArray, options = {} as Options): AwkwardArray | Value => {
    knownOptions<ExtremeOptions>(options, OPTIONS, "what reductions take");
    const { axis, keepdims, maskIdentity = masks } = options;
    return reduceArray(array, reducer(options), { axis, keepdims, maskIdentity }) as Value;
  };
  return run as Reduction<Options, Value>;
}

function counted(reducer: Reducer): Reduction<ReduceOptions, number> {
  const run = reduction<ReduceOptions, bigint | null>(() => reducer, false);
  return ((array: AwkwardArray, options: ReduceOptions & { readonly axis: number }) => {
    const counts: unknown = run(array, options);
    return typeof counts === "bigint" ? Number(counts) : counts;
  }) as Reduction<ReduceOptions, number>;
}

/** What a reduction of an array gives: an array, one value, or `null` for a missing one. */
function reduceArray(
  array: AwkwardArray,
  reducer: Reducer,
  options: ReduceOptions,
): AwkwardArray | Scalar | null {
  return scope(() => settled(reduceKeeping(array, reducer, options)));
}

/** Results of a reduction for further arithmetic: a single value as an array of one. */
export interface Reduced {
  readonly values: AwkwardArray;
  readonly single: boolean;
}

/** A reduction of an array; temporaries are left to the caller's scope. */
export function reduceKeeping(
  array: AwkwardArray,
  reducer: Reducer,
  { axis = null, keepdims = false, maskIdentity = false }: ReduceOptions,
): Reduced {
  checkArray(array, reducer.name);
  const from = loadDeep(array.layout);
  const { layout, single } = reduceLayout(from, reducer, axis, { mask: maskIdentity, keepdims });
  return { values: new AwkwardArray(layout), single };
}

/** The array, or the value of an array of one. */
export function settled({ values, single }: Reduced): AwkwardArray | Scalar | null {
  return single ? (elementOf(values.layout, 0) as Scalar | null) : values;
}
