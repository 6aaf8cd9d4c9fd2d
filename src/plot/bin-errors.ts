import { NotFoundError } from "../errors.ts";
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

/**
 * Errors of each bin. A bin in which weights of both signs met is no scaled count: whatever the method, it has
 * the square root of its variance. Positive weights cannot give (sum of w)^2 < sum of w^2.
 *
 * @see mplhep's w2method, whose bins of negative content have no error
 */
export function binErrors(h: Binned1D, method: ErrorMethod): BinErrors {
  const error = h.variances.map((variance) => Math.sqrt(variance));
  if (method === "sqrt") return { lower: error, upper: error };
  if (method !== "poisson") {
    throw new NotFoundError("w2method", String(method), ["sqrt", "poisson"], "figures");
  }
  const { lower, upper } = poissonInterval(h.values, h.variances);
  const distance = (i: number, value: number): number => {
    const at = h.values[i];
    if (at < 0 || at * at < h.variances[i]) return error[i];
    return drawable(value) ? value : 0;
  };
  return {
    lower: h.values.map((value, i) => distance(i, value - lower[i])),
    upper: h.values.map((value, i) => distance(i, upper[i] - value)),
  };
}

/** Garwood's intervals for what looks like counts, else the square roots of variances. @see mplhep.histplot(w2method=None) */
export function usualMethod(h: Binned1D): ErrorMethod {
  return h.variances.every((variance) => Number.isInteger(variance)) ? "poisson" : "sqrt";
}
