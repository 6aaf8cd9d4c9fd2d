import { findRoot } from "../math/root.ts";
import { predicted, profileAt, type Subject } from "./profile-cost.ts";

/** One side of a MINOS interval. */
export interface Crossing {
  /** Signed distance from the best value. */
  readonly distance: number;
  readonly valid: boolean;
  readonly atLimit: boolean;
  readonly atCallLimit: boolean;
  /** A lower value was met on the way. */
  readonly newMinimum: boolean;
}

/** Steps outward before a side is given up, each longer than the last. */
const STEPS = 30;
/** A rise of so many times the one that is looked for is higher than a parabola would be. */
const FAR = 3;
/** A crossing is good when the rise misses by less than this part of it. */
const TOLERANCE = 1e-4;

/**
 * Where the function, minimised over all other parameters, rises by `rise` above its minimum, on one side
 * of parameter `k`; the limit, where that comes first.
 *
 * @see James, MINUIT reference manual, MINOS
 */
export function crossing(
  subject: Subject,
  k: number,
  sign: 1 | -1,
  rise: number,
  counter: (calls: number) => void,
): Crossing {
  const { values, errors, limits, fval, settings } = subject;
  const limit = sign > 0 ? limits[k][1] : limits[k][0];
  const farthest = Math.abs(limit - values[k]);
  let newMinimum = false;
  let atCallLimit = false;
  let valid = true;
  let start: readonly number[] | undefined;
  // What was found once holds: another start may end elsewhere, and leave the root without a bracket.
  const known = new Map([[0, -rise]]);
  const miss = (distance: number): number => {
    const before = known.get(distance);
    if (before !== undefined) return before;
    const by = sign * distance;
    const from = start ?? predicted(subject, k, by);
    const held = new Map([[k, values[k] + by]]);
    let found = profileAt(subject, held, from, counter);
    if (!(found.value - fval <= FAR * rise)) {
      // The start may have led into another valley: from the minimum itself there is none between.
      const near = profileAt(subject, held, values, counter);
      if (near.value < found.value) found = near;
    }
    start = found.value - fval <= FAR * rise ? found.values : undefined;
    if (found.value < fval - 1e-3 * settings.up - 10 * settings.goal) newMinimum = true;
    if (found.reachedCallLimit) atCallLimit = true;
    if (!Number.isFinite(found.value)) valid = false;
    known.set(distance, found.value - fval - rise);
    return found.value - fval - rise;
  };
  let low = 0;
  let high = errors[k] * Math.sqrt(rise / settings.up) || 1;
  for (let step = 0; ; step++) {
    if (high >= farthest) {
      high = farthest;
      if (!(miss(high) > 0)) {
        return { distance: sign * high, valid, atLimit: true, atCallLimit, newMinimum };
      }
      break;
    }
    if (miss(high) > 0) break;
    if (step === STEPS || atCallLimit || newMinimum) {
      return { distance: sign * high, valid: false, atLimit: false, atCallLimit, newMinimum };
    }
    low = high;
    // A parabola says where; the uncertainty of a parameter at its limit may be next to nothing.
    const risen = miss(low) + rise;
    high *= risen > 0 ? Math.min(10, Math.max(1.5, 1.1 * Math.sqrt(rise / risen))) : 10;
  }
  start = undefined;
  // The rise is quadratic near the minimum: its root is half as precise as the value.
  const distance = findRoot(miss, low, high, TOLERANCE * high);
  valid &&= !newMinimum && !atCallLimit;
  return { distance: sign * distance, valid, atLimit: false, atCallLimit, newMinimum };
}
