import { exp, log, log1p } from "./elementary.ts";
import { ndtri } from "./normal.ts";

const SQRT_TWO_PI = 2.5066282746310002;
const HALF_LOG_TWO_PI = 0.9189385332046728;
/** From here on the quantile's expansion in 1/sqrt(a) is exact to the last digits of a double. */
const LARGE = 1e8;

/** Bernoulli's numbers over 2k(2k-1): Stirling's series of log Γ. */
const STIRLING: readonly number[] = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
];

/**
 * log Γ(x) for x > 0 (absolute error 1e-15, relative 1e-15 away from its zeros); infinity at zero, NaN below.
 *
 * @see scipy.special.gammaln
 */
export function gammaln(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x === 1 || x === 2) return 0;
  // Stirling's series is good from 10 on; the recurrence brings smaller arguments there.
  let product = 1;
  let y = x;
  while (y < 10) product *= y++;
  return (y - 0.5) * log(y) - y + HALF_LOG_TWO_PI + stirlingError(y) - log(product);
}

/** log Γ(y) less Stirling's leading terms, for y >= 10. */
function stirlingError(y: number): number {
  const square = 1 / (y * y);
  let sum = 0;
  for (let i = STIRLING.length - 1; i >= 0; i--) sum = sum * square + STIRLING[i];
  return sum / y;
}

/**
 * x^a e^-x / Γ(a+1), without the cancellation that its logarithms suffer when both are large.
 *
 * @see Loader, "Fast and accurate computation of binomial probabilities" (2000)
 */
function poissonTerm(a: number, x: number): number {
  if (a < 10) return a === 0 ? exp(-x) : exp(a * log(x) - x - gammaln(a + 1));
  return exp(-stirlingError(a) - a * excess((x - a) / a)) / (SQRT_TWO_PI * Math.sqrt(a));
}

/** u - log(1 + u). */
function excess(u: number): number {
  if (Math.abs(u) > 0.1) return u - log1p(u);
  // u²/2 - u³/3 + …, 17 terms reach 1e-17 at 0.1.
  let sum = 0;
  for (let n = 19; n >= 2; n--) sum = 1 / n - u * sum;
  return u * u * sum;
}

/**
 * Regularised lower incomplete gamma function P(a, x), the probability that a gamma variable of shape
 * `a` is below `x`; equally, of `a` or more events where `x` are expected.
 *
 * @see scipy.special.gammainc
 */
export function gammainc(a: number, x: number): number {
  if (!(a >= 0 && x >= 0)) return Number.NaN;
  if (a === 0) return 1;
  if (x === 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/**
 * Regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x).
 *
 * @see scipy.special.gammaincc
 */
export function gammaincc(a: number, x: number): number {
  if (!(a >= 0 && x >= 0)) return Number.NaN;
  if (a === 0) return 0;
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** x^a e^-x / Γ(a+1) · (1 + x/(a+1) + x²/((a+1)(a+2)) + …) */
function lowerSeries(a: number, x: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return Math.min(1, sum * poissonTerm(a, x));
}

/** Legendre's continued fraction of Q, by Lentz's method. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let product = d;
  for (let n = 1; ; n++) {
    const numerator = n * (a - n);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const factor = d * c;
    product *= factor;
    if (Math.abs(factor - 1) < 2e-16) break;
  }
  // poissonTerm has Γ(a+1) = a Γ(a) below.
  return Math.min(1, product * a * poissonTerm(a, x));
}

/**
 * The x at which P(a, x) = p.
 *
 * @see scipy.special.gammaincinv
 */
export function gammaincinv(a: number, p: number): number {
  if (!(a >= 0 && p >= 0 && p <= 1)) return Number.NaN;
  if (a === 0 || p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  return quantile(a, p, 1 - p);
}

/**
 * The x at which Q(a, x) = q.
 *
 * @see scipy.special.gammainccinv
 */
export function gammainccinv(a: number, q: number): number {
  if (!(a >= 0 && q >= 0 && q <= 1)) return Number.NaN;
  if (a === 0 || q === 1) return 0;
  if (q === 0) return Number.POSITIVE_INFINITY;
  return quantile(a, 1 - q, q);
}

/** Root of P(a, x) = p by Halley's steps inside a shrinking bracket; the smaller of p and q is what is met. */
function quantile(a: number, p: number, q: number): number {
  const upper = q < p;
  const z = upper ? -ndtri(q) : ndtri(p);
  if (a >= LARGE) return expansion(a, z);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let x = start(a, p, z);
  if (x < 1e-300) return x;
  for (let step = 0; step < 200; step++) {
    const miss = upper ? q - gammaincc(a, x) : gammainc(a, x) - p;
    if (miss === 0) return x;
    if (miss > 0) high = x;
    else low = x;
    const density = (a / x) * poissonTerm(a, x);
    const newton = miss / density;
    const curvature = ((a - 1) / x - 1) * newton;
    let next = x - newton / Math.max(0.5, 1 - 0.5 * curvature);
    // Near the root the sign of the miss is noise, and so is the bracket.
    if (Math.abs(newton) <= 1e-15 * x) return next;
    if (!(next > low && next < high)) {
      if (Math.abs(newton) <= 1e-13 * x) return x;
      next = high === Number.POSITIVE_INFINITY ? 2 * x : 0.5 * (low + high);
    }
    x = next;
  }
  return x;
}

/** First guess: Wilson and Hilferty's cube, or the leading power of P where that is useless. */
function start(a: number, p: number, z: number): number {
  const cube = 1 - 1 / (9 * a) + z / (3 * Math.sqrt(a));
  const guess = a * cube * cube * cube;
  if (a > 0.5 && guess > 0.05 * a) return guess;
  // P(a, x) -> x^a / Γ(a+1) for small x.
  const power = exp((log(p) + gammaln(a + 1)) / a);
  return Math.min(power, a + 1);
}

/**
 * Cornish-Fisher expansion of the quantile of a gamma distribution of large shape `a` at normal deviate `z`.
 *
 * @see Abramowitz and Stegun 26.2.49, with the cumulants (k-1)! a
 */
function expansion(a: number, z: number): number {
  const root = Math.sqrt(a);
  const z2 = z * z;
  return (
    a +
    (z * root +
      ((z2 - 1) / 3 + (z * (z2 - 7)) / (36 * root) - ((3 * z2 + 7) * z2 - 16) / (810 * a)))
  );
}
