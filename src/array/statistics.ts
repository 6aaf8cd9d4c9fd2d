import { ShapeError, UnsupportedError, UsageError } from "../errors.ts";
import { scope } from "../wasm/scope.ts";
import { type AwkwardArray, checkArray } from "./array.ts";
import { levelFromEnd, posAxis } from "./depth.ts";
import { add, divide, exp, multiply, sqrt, subtract } from "./functions.ts";
import { get } from "./get.ts";
import { loadDeep } from "./load.ts";
import { fillNone } from "./missing.ts";
import { asDoubles } from "./numbers.ts";
import { knownOptions } from "./option-names.ts";
import type { Scalar } from "./promote.ts";
import {
  type Reduced,
  type ReduceOptions,
  type Reduction,
  reduceKeeping,
  settled,
} from "./reduce.ts";
import { count, extreme, squaredDistances, sum, sumFloat64, sumOfPowers } from "./reducers.ts";

/** Options of {@link mean}. */
export interface MeanOptions extends ReduceOptions {
  /** A weight for each value, of the same structure or broadcast to it. */
  readonly weight?: AwkwardArray | undefined;
}

/** Options of {@link variance} and {@link std}. */
export interface VarianceOptions extends MeanOptions {
  /** Degrees of freedom that are taken off the number of values; 0 by default. */
  readonly ddof?: number | undefined;
}

const REDUCING = ["axis", "keepdims", "maskIdentity"] as const;
/** Options of statistics with weights. */
export const WEIGHTED: readonly (keyof MeanOptions)[] = [...REDUCING, "weight"];
const VARYING = [...WEIGHTED, "ddof"] as const;

/**
 * Mean, in float64: the sum over the number of values, or the weighted sum over the sum of weights. NaN of
 * nothing, or missing with `maskIdentity`.
 *
 * @see awkward.mean
 */
export const mean: Reduction<MeanOptions, number | null> = statistic(
  WEIGHTED,
  (x, options: MeanOptions) => meanOf(x, options),
);

/**
 * Variance, in float64 and in two passes: the mean of the squared distances from the mean.
 *
 * @see awkward.var
 */
export const variance: Reduction<VarianceOptions, number | null> = statistic(
  VARYING,
  (x, options: VarianceOptions) => varianceOf(x, options),
);

/** Standard deviation: the square root of the {@link variance}. @see awkward.std */
export const std: Reduction<VarianceOptions, number | null> = statistic(
  VARYING,
  (x, options: VarianceOptions) => {
    const { values, single } = varianceOf(x, options);
    return { values: sqrt(values), single };
  },
);

/** From the smallest to the largest value; missing of nothing, or 0 with `maskIdentity: false`. @see awkward.ptp */
export const ptp: Reduction<ReduceOptions, Scalar | null> = statistic(
  REDUCING,
  (x, options: ReduceOptions) => {
    const { maskIdentity = true, axis = null, keepdims = false } = options;
    const level = axis === null ? undefined : posAxis(loadDeep(x.layout), axis, 1);
    if (!maskIdentity && !keepdims && level !== undefined) {
      // Filled while lists of one stand around, so that missing lists stay missing.
      const { values, single } = ptpOf(x, { ...options, keepdims: true });
      const items = Array.from({ length: level }, () => ({}));
      return { values: get(values, ...items, 0) as AwkwardArray, single };
    }
    return ptpOf(x, options);
  },
);

function ptpOf(x: AwkwardArray, options: ReduceOptions): Reduced {
  const { maskIdentity = true } = options;
  const most = reduceKeeping(x, extreme("max"), { ...options, maskIdentity });
  const least = reduceKeeping(x, extreme("min"), { ...options, maskIdentity: true });
  const between = subtract(most.values, least.values);
  return { ...most, values: maskIdentity ? between : fillNone(between, 0, { axis: -1 }) };
}

/**
 * Mean of the `n`-th powers, in float64; not about the mean.
 *
 * @param n  a whole number from 0
 * @see awkward.moment
 */
export function moment(
  x: AwkwardArray,
  n: number,
  options: MeanOptions & { readonly axis: number },
): AwkwardArray;
export function moment(x: AwkwardArray, n: number, options?: MeanOptions): number | null;
export function moment(
  x: AwkwardArray,
  n: number,
  options: MeanOptions = {},
): AwkwardArray | Scalar | null {
  checkArray(x, "moment");
  knownOptions(options, WEIGHTED, "moment");
  if (!(Number.isInteger(n) && n >= 0)) {
    throw new UsageError(`the ${n}th moment: n is a whole number from 0`);
  }
  const { weight } = options;
  return scope(() => {
    const weights = weightsOf(x, options);
    if (weight === undefined)
      return settled(quotient(reduceKeeping(x, sumOfPowers(n), options), weights));
    let powers = add(multiply(asDoubles(x), 0), 1);
    for (let i = 0; i < n; i++) powers = multiply(powers, x);
    return settled(quotient(reduceKeeping(multiply(powers, weight), sum, options), weights));
  });
}

/**
 * Of each innermost list the exponentials of its values, as parts of their sum.
 *
 * @param options.axis  the innermost, -1 (default)
 * @throws UnsupportedError for another axis
 * @see awkward.softmax
 */
export function softmax(
  x: AwkwardArray,
  options: { readonly axis?: number | null | undefined } = {},
): AwkwardArray {
  checkArray(x, "softmax");
  const { axis = -1 } = knownOptions(options, ["axis"], "softmax");
  if (axis === null) throw new UsageError("softmax takes an axis: the innermost, -1");
  if (levelFromEnd(loadDeep(x.layout), axis) !== 1) {
    throw new UnsupportedError(`softmax has a meaning for the innermost axis, not ${axis}`, "axis");
  }
  return scope(() => {
    const parts = exp(x);
    return divide(parts, reduceKeeping(parts, sum, { axis: -1, keepdims: true }).values);
  });
}

function statistic<Options extends ReduceOptions, Value>(
  known: readonly (keyof Options & string)[],
  run: (x: AwkwardArray, options: Options) => Reduced,
): Reduction<Options, Value> {
  const named = (x: AwkwardArray, options = {} as Options): AwkwardArray | Value => {
    checkArray(x, "a statistic");
    knownOptions(options, known, "what statistics take");
    return scope(() => settled(run(x, options))) as AwkwardArray | Value;
  };
  return named as Reduction<Options, Value>;
}

/** One over the other; single values stay single. */
function quotient(over: Reduced, under: Reduced): Reduced {
  return { values: divide(over.values, under.values), single: over.single };
}

/** The number of values, or the sum of their weights. */
export function weightsOf(x: AwkwardArray, options: MeanOptions): Reduced {
  const { weight } = options;
  if (weight === undefined) return reduceKeeping(x, count, options);
  checkArray(weight, "weight");
  return reduceKeeping(add(multiply(asDoubles(x), 0), weight), sum, options);
}

/** Temporaries are left to the caller's scope. */
export function meanOf(x: AwkwardArray, options: MeanOptions): Reduced {
  const { weight } = options;
  const weights = weightsOf(x, options);
  const values = weight === undefined ? x : multiply(asDoubles(x), weight);
  return quotient(reduceKeeping(values, sumFloat64, options), weights);
}

/**
 * Values less a mean of `keepdims`, or `undefined` where it does not go with them: over an outer axis
 * whose lists differ in length.
 */
export function distancesFrom(x: AwkwardArray, options: MeanOptions): AwkwardArray | undefined {
  const { axis = null } = options;
  const wide = asDoubles(x);
  const middle = meanOf(x, { ...options, keepdims: axis !== null, maskIdentity: false });
  if (axis === null) return subtract(wide, settled(middle) as number);
  try {
    return subtract(wide, middle.values);
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

function varianceOf(x: AwkwardArray, options: VarianceOptions): Reduced {
  const { weight, ddof = 0 } = options;
  const weights = weightsOf(x, options);
  const biased = quotient(squares(), weights);
  if (ddof === 0) return biased;
  const factor = divide(weights.values, subtract(weights.values, ddof));
  return { ...biased, values: multiply(biased.values, factor) };

  function squares(): Reduced {
    if (weight === undefined) return reduceKeeping(x, squaredDistances, options);
    const distances = distancesFrom(x, options);
    if (distances !== undefined) {
      const weighted = multiply(multiply(weight, distances), distances);
      return reduceKeeping(weighted, sumFloat64, options);
    }
    // As Awkward does where no mean can be subtracted: the mean of squares less the squared mean.
    const wide = asDoubles(x);
    const ofSquares = reduceKeeping(multiply(multiply(wide, wide), weight), sum, options);
    const middle = meanOf(x, options).values;
    const squared = multiply(multiply(middle, middle), weights.values);
    return { ...ofSquares, values: subtract(ofSquares.values, squared) };
  }
}
