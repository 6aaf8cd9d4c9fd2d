import { gammainc, gammaincc } from "./gamma.ts";

/**
 * The error function.
 *
 * @see scipy.special.erf; DLMF 7.11.1: erf(x) = P(1/2, x^2)
 */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const value = gammainc(0.5, x * x);
  return x < 0 ? -value : value;
}

/**
 * 1 - erf(x), exact in the tail above.
 *
 * @see scipy.special.erfc
 */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  return x < 0 ? 1 + gammainc(0.5, x * x) : gammaincc(0.5, x * x);
}

/**
 * Fraction of a normal distribution below `z`, with the tail's relative precision; the fraction above
 * is `ndtr(-z)`.
 *
 * @see scipy.special.ndtr, scipy.stats.norm.cdf
 */
export function ndtr(z: number): number {
  if (Number.isNaN(z)) return z;
  // The square of z/sqrt(2) is rounded once only so.
  const tail = 0.5 * gammaincc(0.5, 0.5 * z * z);
  return z > 0 ? 1 - tail : tail;
}

/**
 * Probability that a chi-square variable of `k` degrees of freedom exceeds `x`; NaN for k = 0.
 *
 * @see scipy.stats.chi2.sf
 */
export function chi2Sf(x: number, k: number): number {
  if (!(k > 0)) return Number.NaN;
  return x <= 0 ? 1 : gammaincc(0.5 * k, 0.5 * x);
}
