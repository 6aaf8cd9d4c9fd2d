// Exponential, logarithm and hyperbolic functions of two numbers at a time, at most 2 ulp off.
// Coefficients: Chebyshev fits, relative errors below 5e-18.

/** Adding and subtracting it rounds to an integer, which then lies in the lowest bits. */
const ROUND: f64 = 6755399441055744.0;
/** ln 2 in a part of 32 bits and the rest. */
const LN2_HI: f64 = 0.6931471803691238;
const LN2_LO: f64 = 1.9082149292705877e-10;

/** Numbers of `Exponential`; why from memory, see LOG. */
const EXP: usize = memory.data<f64>([
  2.09147553258932e-9,
  2.5105312729622103e-8,
  2.755727347871858e-7,
  2.755725517000089e-6,
  2.480158732567746e-5,
  0.0001984126987500228,
  0.0013888888888883711,
  0.008333333333326084,
  0.04166666666666667,
  0.1666666666666667,
  0.5,
  720,
  -760,
  Math.LOG2E,
  ROUND,
  LN2_HI,
  LN2_LO,
  1,
]);

/** Exponentials that are part of the loop that takes them. */
export class Exponential {
  /** e^x; 0 below -745.2, infinite above 709.8. */
  @inline
  static of(x0: v128): v128 {
    // pmin and pmax keep a NaN that stands second.
    const bounded = f64x2.pmin(x0, v128.load64_splat(EXP + 88));
    const x = f64x2.pmax(bounded, v128.load64_splat(EXP + 96));
    const round = v128.load64_splat(EXP + 112);
    const rounded = f64x2.add(f64x2.mul(x, v128.load64_splat(EXP + 104)), round);
    const y = Exponential.fraction(x, f64x2.sub(rounded, round));
    // 2^n in two factors, so that subnormal results are rounded once. The lowest bits hold n.
    const one = v128.load64_splat(EXP + 136);
    const whole = i64x2.sub(rounded, round);
    // Of 32 bits, which are enough, the shift is one instruction.
    const half = i32x4.shr_s(whole, 1);
    const first = i64x2.add(i64x2.shl(half, 52), one);
    const second = i64x2.add(i64x2.shl(i64x2.sub(whole, half), 52), one);
    const result = f64x2.mul(f64x2.mul(y, first), second);
    return v128.bitselect(x0, result, f64x2.ne(x0, x0));
  }

  /** e^(x - n log(2)). */
  @inline
  static fraction(x: v128, n: v128): v128 {
    const hi = f64x2.sub(x, f64x2.mul(n, v128.load64_splat(EXP + 120)));
    const lo = f64x2.mul(n, v128.load64_splat(EXP + 128));
    const r = f64x2.sub(hi, lo);
    const z = f64x2.mul(r, r);
    let p = v128.load64_splat(EXP);
    p = f64x2.add(f64x2.mul(p, r), v128.load64_splat(EXP + 8));
    p = f64x2.add(f64x2.mul(p, r), v128.load64_splat(EXP + 16));
    p = f64x2.add(f64x2.mul(p, r), v128.load64_splat(EXP + 24));
    p = f64x2.add(f64x2.mul(p, r), v128.load64_splat(EXP + 32));
    p = f64x2.add(f64x2.mul(p, r), v128.load64_splat(EXP + 40));
    p = f64x2.add(f64x2.mul(p, r), v128.load64_splat(EXP + 48));
    p = f64x2.add(f64x2.mul(p, r), v128.load64_splat(EXP + 56));
    p = f64x2.add(f64x2.mul(p, r), v128.load64_splat(EXP + 64));
    p = f64x2.add(f64x2.mul(p, r), v128.load64_splat(EXP + 72));
    p = f64x2.add(f64x2.mul(p, r), v128.load64_splat(EXP + 80));
    // 1 + hi + (z p - lost), where lost is what rounding took from r.
    const lost = f64x2.add(f64x2.sub(r, hi), lo);
    const rest = f64x2.add(r, f64x2.sub(f64x2.mul(z, p), lost));
    return f64x2.add(v128.load64_splat(EXP + 136), rest);
  }

  /** Hyperbolic cosine of what is not above 709. */
  @inline
  static cosh(x: v128): v128 {
    const e = Exponential.of(f64x2.abs(x));
    const half = v128.load64_splat(EXP + 80);
    return f64x2.add(f64x2.mul(e, half), f64x2.div(half, e));
  }
}

/** e^x; 0 below -745.2, infinite above 709.8. */
export function exp(x: v128): v128 {
  return Exponential.of(x);
}

/** Natural logarithm; NaN of negative numbers, -infinity of 0. */
export function log(x0: v128): v128 {
  // Subnormal numbers are scaled into the normal range.
  const tiny = f64x2.lt(x0, f64x2.splat(2.2250738585072014e-308));
  const x = v128.bitselect(f64x2.mul(x0, f64x2.splat(18014398509481984)), x0, tiny);
  let y = Logarithm.shifted(x, f64x2.sub(Logarithm.exponent(x), v128.and(tiny, f64x2.splat(54))));
  y = v128.bitselect(x0, y, f64x2.eq(x0, f64x2.splat(Infinity)));
  y = v128.bitselect(f64x2.splat(-Infinity), y, f64x2.eq(x0, f64x2.splat(0)));
  return v128.or(y, v128.not(f64x2.ge(x0, f64x2.splat(0))));
}

/**
 * Numbers of `Logarithm`. Memory gives one to both lanes in one instruction, at an address that is a constant;
 * V8 makes a constant of its own in three, or four.
 */
const LOG: usize = memory.data<f64>([
  0.7071067811865476,
  0.13089445145246312,
  0.1326850331279476,
  0.15386249788196105,
  0.181817954545265,
  0.2222222239345263,
  0.28571428570795937,
  0.4000000000000089,
  0.6666666666666666,
  LN2_HI,
  LN2_LO,
  ROUND,
  ROUND + 1024,
  1,
  2,
  0.5,
]);
/** sqrt(1/2) less 1024 in the exponent, and the bits of a fraction. */
const LOG_BITS: usize = memory.data<u64>([0xffe6a09e667f3bcd, 0x000fffffffffffff]);

/**
 * Logarithms that are part of the loop that takes them, whole or step by step: x = 2^k (1 + f) with 1 + f between
 * sqrt(1/2) and sqrt(2), and log(1 + f) = f - (f^2/2 - s (f^2/2 + r)) with s = f / (f + 2).
 */
export class Logarithm {
  /** `log` of numbers that are normal, finite and positive. */
  @inline
  static normal(x: v128): v128 {
    return Logarithm.shifted(x, Logarithm.exponent(x));
  }

  /** k log(2) + log(1 + f), whatever k is. */
  @inline
  static shifted(x: v128, k: v128): v128 {
    const f = Logarithm.fraction(x);
    const s = Logarithm.quotient(f);
    return Logarithm.sum(k, f, s, Logarithm.rest(s));
  }

  /** k. */
  @inline
  static exponent(x: v128): v128 {
    const exponent = i64x2.shr_u(i64x2.sub(x, v128.load64_splat(LOG_BITS)), 52);
    const magic = i64x2.add(exponent, v128.load64_splat(LOG + 88));
    return f64x2.sub(magic, v128.load64_splat(LOG + 96));
  }

  /** f. */
  @inline
  static fraction(x: v128): v128 {
    const shifted = i64x2.sub(x, v128.load64_splat(LOG_BITS));
    const bits = v128.and(shifted, v128.load64_splat(LOG_BITS + 8));
    return f64x2.sub(i64x2.add(bits, v128.load64_splat(LOG)), v128.load64_splat(LOG + 104));
  }

  /** s. */
  @inline
  static quotient(f: v128): v128 {
    return f64x2.div(f, f64x2.add(f, v128.load64_splat(LOG + 112)));
  }

  /** r, a series in s^2. */
  @inline
  static rest(s: v128): v128 {
    const z = f64x2.mul(s, s);
    let p = v128.load64_splat(LOG + 8);
    p = f64x2.add(f64x2.mul(p, z), v128.load64_splat(LOG + 16));
    p = f64x2.add(f64x2.mul(p, z), v128.load64_splat(LOG + 24));
    p = f64x2.add(f64x2.mul(p, z), v128.load64_splat(LOG + 32));
    p = f64x2.add(f64x2.mul(p, z), v128.load64_splat(LOG + 40));
    p = f64x2.add(f64x2.mul(p, z), v128.load64_splat(LOG + 48));
    p = f64x2.add(f64x2.mul(p, z), v128.load64_splat(LOG + 56));
    p = f64x2.add(f64x2.mul(p, z), v128.load64_splat(LOG + 64));
    return f64x2.mul(z, p);
  }

  /** All of it. */
  @inline
  static sum(k: v128, f: v128, s: v128, r: v128): v128 {
    const half = f64x2.mul(f64x2.mul(f, f), v128.load64_splat(LOG + 120));
    const tail = f64x2.mul(s, f64x2.add(half, r));
    const low = f64x2.add(tail, f64x2.mul(k, v128.load64_splat(LOG + 80)));
    const high = f64x2.mul(k, v128.load64_splat(LOG + 72));
    return f64x2.sub(high, f64x2.sub(f64x2.sub(half, low), f));
  }
}

/** log(1 + x), precise for small x. */
export function log1p(x: v128): v128 {
  const one = f64x2.splat(1);
  const u = f64x2.add(one, x);
  // What rounding took from u, relative to u.
  const lost = f64x2.sub(x, f64x2.sub(u, one));
  let y = f64x2.add(log(u), f64x2.div(lost, u));
  // Where 1 + x is 1, log1p(x) = x; where it is infinite or 0, the correction is not a number.
  y = v128.bitselect(x, y, f64x2.eq(u, one));
  const plain = v128.or(f64x2.eq(u, f64x2.splat(Infinity)), f64x2.eq(u, f64x2.splat(0)));
  return v128.bitselect(log(u), y, plain);
}

/** e^|x| / 2 where e^|x| itself may be infinite. */
function halfExp(a: v128): v128 {
  const w = exp(f64x2.mul(a, f64x2.splat(0.5)));
  return f64x2.mul(f64x2.mul(w, f64x2.splat(0.5)), w);
}

/** Hyperbolic sine; infinite beyond +-710.5. */
export function sinh(x: v128): v128 {
  const a = f64x2.abs(x);
  const z = f64x2.mul(x, x);
  let p = f64x2.splat(8.580357849794261e-18);
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.8087409252747675e-15));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(7.647273957195198e-13));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(1.6059041233681633e-10));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.505210842152821e-8));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.7557319223705004e-6));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.00019841269841270936));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.008333333333333331));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.16666666666666666));
  const small = f64x2.add(x, f64x2.mul(f64x2.mul(x, z), p));
  const isSmall = f64x2.lt(a, f64x2.splat(2));
  if (i64x2.all_true(isSmall)) return small;
  const e = exp(a);
  const half = f64x2.splat(0.5);
  let large = f64x2.mul(f64x2.sub(e, f64x2.div(f64x2.splat(1), e)), half);
  const huge = f64x2.gt(a, f64x2.splat(709));
  if (v128.any_true(huge)) large = v128.bitselect(halfExp(a), large, huge);
  large = v128.or(large, v128.and(x, f64x2.splat(-0.0)));
  return v128.bitselect(small, large, isSmall);
}

/** Hyperbolic cosine; infinite beyond +-710.5. */
export function cosh(x: v128): v128 {
  const a = f64x2.abs(x);
  const y = Exponential.cosh(a);
  const huge = f64x2.gt(a, f64x2.splat(709));
  return v128.any_true(huge) ? v128.bitselect(halfExp(a), y, huge) : y;
}

/** Inverse hyperbolic sine. */
export function asinh(x: v128): v128 {
  const a = f64x2.abs(x);
  const one = f64x2.splat(1);
  // log1p(a + a^2 / (1 + sqrt(1 + a^2))), and log(2 a) where the square would overflow.
  const large = f64x2.gt(a, f64x2.splat(1e9));
  const b = v128.bitselect(one, a, large);
  const z = f64x2.mul(b, b);
  const root = f64x2.sqrt(f64x2.add(one, z));
  const near = log1p(f64x2.add(b, f64x2.div(z, f64x2.add(one, root))));
  let y = near;
  if (v128.any_true(large)) {
    y = v128.bitselect(f64x2.add(log(a), f64x2.splat(Math.LN2)), near, large);
  }
  return v128.or(y, v128.and(x, f64x2.splat(-0.0)));
}
