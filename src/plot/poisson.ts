import { gammainccinv, gammaincinv } from "../math/gamma.ts";

/** Fraction of a normal distribution within one standard deviation. */
export const ONE_SIGMA = 0.6826894921370859;

/** Bounds of an interval around each content. */
export interface Interval {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * Garwood's central interval for the mean of a Poisson process, from what was counted in each bin.
 * Weighted contents (variance other than value) are taken as scaled counts of the same relative error.
 *
 * @param values  contents; one that is negative or not a number has no interval (NaN)
 * @param variances  sums of squared weights; left out, `values` are counts
 * @param coverage  probability that the interval contains the mean
 * @see F. Garwood, Biometrika 28 (1936) 437; hist.intervals.poisson_interval
 */
export function poissonInterval(
  values: Float64Array,
  variances: Float64Array = values,
  { coverage = ONE_SIGMA }: { coverage?: number } = {},
): Interval {
  const tail = (1 - coverage) / 2;
  const lower = new Float64Array(values.length);
  const upper = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(value >= 0)) {
      lower[i] = upper[i] = Number.NaN;
      continue;
    }
    // An empty bin says nothing of the weights: it is taken as a count of zero.
    const weight = value === 0 ? 1 : variances[i] / value;
    const count = value / weight;
    lower[i] = weight * gammaincinv(count, tail);
    upper[i] = weight * gammainccinv(count + 1, tail);
  }
  return { lower, upper };
}
