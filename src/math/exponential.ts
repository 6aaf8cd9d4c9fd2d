/*
 * Exponential and logarithm from additions, multiplications and divisions alone: IEEE arithmetic gives
 * the same bits in every engine, which `Math.exp` and `Math.log` do not promise.
 */

/** ln 2 in two parts; the first has 21 trailing zero bits, so that its product with an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LN10_INVERSE = Math.LOG10E;

/** 1/2!, 1/3!, … 1/14!: the series of the exponential, whose tail is below 1e-18 for |r| <= ln 2 / 2. */
const EXP_SERIES: readonly number[] = Array.from({ length: 13 }, (_, i) => {
  let factorial = 1;
  for (let j = 2; j <= i + 2; j++) factorial *= j;
  return 1 / factorial;
});

/** 2/3, 2/5, … 2/25: log((1+s)/(1-s)) - 2s in odd powers of s, for |s| <= 0.172. */
const LOG_SERIES: readonly number[] = Array.from({ length: 12 }, (_, i) => 2 / (2 * i + 3));

const bits: DataView = new DataView(new ArrayBuffer(8));

/** 2^k for a k of the normal range. */
function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/**
 * e^x within 1 ulp; infinity above 709.78, zero below -745.13.
 *
 * @see numpy.exp
 */
export function exp(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019412) return 0;
  const k = Math.round(x / Math.LN2);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  let tail = 0;
  for (let i = EXP_SERIES.length - 1; i >= 0; i--) tail = tail * r + EXP_SERIES[i];
  // The rounding of the reduction, `high - r - low`, is put back before the 1 hides it.
  const result = 1 + (high + (r * r * tail - low));
  if (k >= -1021 && k <= 1023) return result * powerOfTwo(k);
  return k > 0 ? result * 2 * powerOfTwo(k - 1) : result * powerOfTwo(k + 60) * powerOfTwo(-60);
}

/**
 * Natural logarithm within 1 ulp; NaN below zero, -infinity at zero.
 *
 * @see numpy.log
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  let m = x;
  if (m < 2.2250738585072014e-308) {
    m *= 18014398509481984; // 2^54: out of the subnormals
    k = -54;
  }
  bits.setFloat64(0, m);
  const top = bits.getUint32(0);
  k += (top >>> 20) - 1023;
  bits.setUint32(0, (top & 0xfffff) | 0x3ff00000);
  m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m *= 0.5;
    k++;
  }
  const f = m - 1;
  if (f === 0) return k * LN2_HIGH + k * LN2_LOW;
  const s = f / (2 + f);
  const z = s * s;
  let series = 0;
  for (let i = LOG_SERIES.length - 1; i >= 0; i--) series = series * z + LOG_SERIES[i];
  series *= z;
  // log(1+f) = f - f²/2 + s (f²/2 + series): the large terms are exact, the error sits in the small one.
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + series) + k * LN2_LOW) - f);
}

/**
 * log(1 + x) within a few ulp, also where 1 + x would lose x.
 *
 * @see numpy.log1p
 */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (Math.abs(x) < 0.3) {
    const s = x / (2 + x);
    const z = s * s;
    let series = 0;
    for (let i = LOG_SERIES.length - 1; i >= 0; i--) series = series * z + LOG_SERIES[i];
    series *= z;
    const half = 0.5 * x * x;
    return x - (half - s * (half + series));
  }
  const u = 1 + x;
  if (u === Number.POSITIVE_INFINITY) return u;
  // What rounding took from x, to first order.
  return log(u) - (u - 1 - x) / u;
}

/**
 * Decimal logarithm: exact at the powers of ten, else within 2 ulp.
 *
 * @see numpy.log10
 */
export function log10(x: number): number {
  const result = log(x) * LN10_INVERSE;
  const nearest = Math.round(result);
  if (Math.abs(result - nearest) < 1e-12 && Number(`1e${nearest}`) === x) return nearest;
  return result;
}

/**
 * x^y: correctly rounded powers of ten, products for small whole exponents, else e^(y log x)
 * (relative error about |y log x| ulp).
 *
 * @see numpy.power
 */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (Number.isInteger(y)) {
    if (x === 10) return Number(`1e${y}`);
    if (Math.abs(y) <= 64) {
      let result = 1;
      let square = x;
      for (let n = Math.abs(y); n > 0; n = Math.floor(n / 2)) {
        if (n % 2 === 1) result *= square;
        square *= square;
      }
      return y > 0 ? result : 1 / result;
    }
    if (x < 0) return y % 2 === 0 ? pow(-x, y) : -pow(-x, y);
  }
  if (x < 0) return Number.isFinite(y) && Number.isFinite(x) ? Number.NaN : infinitePower(-x, y);
  if (x === 0) return y > 0 ? 0 : Number.POSITIVE_INFINITY;
  if (!Number.isFinite(y)) return infinitePower(x, y);
  return exp(y * log(x));
}

/** |x|^±infinity, and infinity to a broken power. */
function infinitePower(x: number, y: number): number {
  if (x === 1) return 1;
  return x > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
}
