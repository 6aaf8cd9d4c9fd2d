import type { Binned1D } from "./binned.ts";
import { poissonInterval } from "./poisson.ts";
import { drawable } from "./range.ts";

/** Errors of contents: square root of the variances, or Garwood's interval. */
export type ErrorMethod = "sqrt" | "poisson";

/** Distances from each content to its bounds. */
export interface BinErrors {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Errors of each bin. @see mplhep's w2method */
export function binErrors(h: Binned1D, method: ErrorMethod): BinErrors {
  if (method === "sqrt") {
    const error = h.variances.map((variance) => Math.sqrt(variance));
    return { lower: error, upper: error };
  }
  const { lower, upper } = poissonInterval(h.values, h.variances);
  const distance = (value: number): number => (drawable(value) ? value : 0);
  return {
    lower: h.values.map((value, i) => distance(value - lower[i])),
    upper: h.values.map((value, i) => distance(upper[i] - value)),
  };
}

/** Garwood's intervals for what looks like counts, else the square roots of variances. @see mplhep.histplot(w2method=None) */
export function usualMethod(h: Binned1D): ErrorMethod {
  return h.variances.every((variance) => Number.isInteger(variance)) ? "poisson" : "sqrt";
}
