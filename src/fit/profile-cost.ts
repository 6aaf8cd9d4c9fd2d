import { type Cost, InternalCost } from "./cost.ts";
import { type MigradSettings, migrad } from "./migrad.ts";
import type { Limits } from "./transform.ts";

/** A function at its minimum, as MINOS and contours start from it. */
export interface Subject {
  readonly cost: Cost;
  readonly values: readonly number[];
  /** Uncertainties, used as steps. */
  readonly errors: readonly number[];
  /** Row-major over all parameters. */
  readonly covariance: ArrayLike<number>;
  readonly fixed: readonly boolean[];
  readonly limits: readonly Limits[];
  readonly fval: number;
  readonly settings: MigradSettings;
  /** Calls that one search may make. */
  readonly calls: number;
}

/** The function with some parameters held, at its minimum over the others. */
export interface Profiled {
  readonly values: readonly number[];
  readonly value: number;
  readonly valid: boolean;
  readonly reachedCallLimit: boolean;
}

/**
 * Minimises over the parameters that are not held.
 *
 * @param held  positions and values
 * @param start  where the others begin
 * @param counter  told the calls that were made
 */
export function profileAt(
  subject: Subject,
  held: ReadonlyMap<number, number>,
  start: readonly number[],
  counter: (calls: number) => void,
): Profiled {
  const { cost, errors, fixed, limits, settings, calls } = subject;
  const values = start.map((value, k) => held.get(k) ?? value);
  const hold = fixed.map((one, k) => one || held.has(k));
  const internal = new InternalCost(cost, values, hold, limits);
  internal.limit = calls;
  if (internal.size === 0) {
    const value = internal.value([]);
    counter(1);
    return { values, value, valid: Number.isFinite(value), reachedCallLimit: false };
  }
  const strategy = Math.max(0, settings.strategy - 1);
  const found = migrad(internal, values, errors, { ...settings, strategy });
  counter(internal.calls);
  return {
    values: internal.external(found.u),
    value: found.value,
    valid: found.edm <= 10 * settings.goal && !found.reachedCallLimit,
    reachedCallLimit: found.reachedCallLimit,
  };
}

/** Where the other parameters are likely to be when some are moved: along the covariance. */
export function predicted(
  { values, covariance, fixed, limits }: Subject,
  k: number,
  by: number,
): number[] {
  const n = values.length;
  const own = covariance[k * n + k];
  return values.map((value, j) => {
    if (j === k) return value + by;
    if (fixed[j] || !(own > 0)) return value;
    const moved = value + (covariance[k * n + j] / own) * by;
    // At a limit itself the internal value is stationary: nothing would lead away again.
    const [low, high] = limits[j];
    if (moved >= high) return high - 0.1 * (high - value);
    return moved <= low ? low + 0.1 * (value - low) : moved;
  });
}
