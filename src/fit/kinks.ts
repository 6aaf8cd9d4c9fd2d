import type { Newton } from "./newton.ts";
import type { NewtonOptions, NewtonResult } from "./newton-result.ts";
import type { Objective } from "./objective.ts";

/** The other side of zero, where a slope is that of negative values: no distance to the function. */
const BELOW = -Number.MIN_VALUE;
/** Each turn ends lower than the one before; this many are never needed. */
const TURNS = 200;

/**
 * Minimises a function whose slope jumps where some parameters are zero: between these places it is
 * smooth, so Newton's method looks for the minimum with each of these parameters kept on its side of
 * zero, and those that end at zero go over where the function falls on the other side.
 *
 * A minimum at a kink is none of a bound: `atBound` does not name it, and its curvature is that of one side.
 *
 * @param start  moved inside of the bounds
 */
export function minimiseAcross(
  newton: Newton,
  objective: Objective,
  start: ArrayLike<number>,
  options: NewtonOptions = {},
): NewtonResult {
  const { bounds, fixed, tolerance = 1e-12 } = options;
  const limits = (k: number): readonly [number, number] => bounds?.[k] ?? [-Infinity, Infinity];
  const kinks = (objective.kinks ?? []).filter(
    (k) => fixed?.[k] !== true && limits(k)[0] < 0 && limits(k)[1] > 0,
  );
  if (kinks.length === 0) return newton.minimise(objective, start, options);
  let x = Float64Array.from(start);
  const slopes = new Float64Array(x.length);
  const value = objective.gradient(x, slopes);
  // From zero to where the function falls.
  for (const k of kinks) if (x[k] === 0 && slopes[k] > 0) x[k] = BELOW;
  let last = Number.isFinite(value) ? value : Infinity;
  for (let turn = 0; ; turn++) {
    const sides = Array.from(x, (_, k) => limits(k));
    for (const k of kinks) sides[k] = x[k] < 0 ? [sides[k][0], BELOW] : [0, sides[k][1]];
    const found = newton.minimise(objective, x, { ...options, bounds: sides });
    const atKink = kinks.filter((k) => found.x[k] === 0 || found.x[k] === BELOW);
    x = Float64Array.from(found.x);
    for (const k of atKink) x[k] = x[k] === 0 ? BELOW : 0;
    const falls = (k: number): boolean => {
      const slope = x[k] < 0 ? slopes[k] : -slopes[k];
      const bend = Math.abs(found.hessian[k * x.length + k]) || 1;
      return slope > 0 && (slope * slope) / (2 * bend) > tolerance;
    };
    if (atKink.length > 0 && Number.isFinite(objective.gradient(x, slopes))) {
      const over = atKink.filter(falls);
      if (over.length > 0 && turn < TURNS && found.value <= last) {
        for (const k of atKink) if (!over.includes(k)) x[k] = found.x[k];
        last = found.value;
        continue;
      }
    }
    return awayFromKinks(found, kinks);
  }
}

/** What was found, as of a function without sides. */
function awayFromKinks(found: NewtonResult, kinks: readonly number[]): NewtonResult {
  const atBound = [...found.atBound];
  for (const k of kinks) {
    if (found.x[k] !== 0 && found.x[k] !== BELOW) continue;
    found.x[k] = 0;
    atBound[k] = false;
  }
  return { ...found, atBound };
}
