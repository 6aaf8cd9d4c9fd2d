import { UsageError } from "../errors.ts";

/**
 * A root of a continuous function between two points of different sign, by the method of Chandrupatla
 * (inverse quadratic interpolation where it is safe, bisection elsewhere).
 *
 * @param tolerance  on the root, absolute; the precision of doubles is kept besides
 * @throws UsageError when the signs at both ends are the same, or one is NaN
 * @see scipy.optimize.toms748; Chandrupatla, Adv. Eng. Software 28 (1997) 145
 */
export function findRoot(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance = 1e-12,
): number {
  let a = high;
  let b = low;
  let fa = f(a);
  let fb = f(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (!(Math.sign(fa) * Math.sign(fb) < 0)) {
    throw new UsageError(`no change of sign between ${low} (${fb}) and ${high} (${fa})`);
  }
  let t = 0.5;
  for (;;) {
    const x = a + t * (b - a);
    const fx = f(x);
    let c: number;
    let fc: number;
    if (Math.sign(fx) === Math.sign(fa)) {
      c = a;
      fc = fa;
    } else {
      c = b;
      fc = fb;
      b = a;
      fb = fa;
    }
    a = x;
    fa = fx;
    const best = Math.abs(fa) < Math.abs(fb) ? a : b;
    const least = (2 * Number.EPSILON * Math.abs(best) + 0.5 * tolerance) / Math.abs(b - a);
    if (fa === 0 || !(least <= 0.5)) return best;
    const xi = (a - b) / (c - b);
    const phi = (fa - fb) / (fc - fb);
    t = 0.5;
    if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi) {
      t =
        (fa / (fb - fa)) * (fc / (fb - fc)) +
        ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb));
    }
    t = Math.min(1 - least, Math.max(least, t));
  }
}
