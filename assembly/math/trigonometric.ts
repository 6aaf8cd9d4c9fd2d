// Sine and cosine of two angles at a time, at most 1 ulp off for any finite angle.
// Coefficients: Chebyshev fits of (sin(x)/x - 1)/x^2 and (cos(x) - 1 + x^2/2)/x^4 in x^2 on
// [0, (pi/4)^2], relative errors below 2e-17.

import { angle, reduceAngle } from "./reduce-angle";

/** Where `sincos` leaves the sines (16 bytes) and cosines (16). */
export const sines: usize = memory.data(32, 16);

function sinCore(hi: v128, lo: v128, z: v128): v128 {
  let p = f64x2.splat(1.591810123027412e-10);
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-2.5051131455427946e-8));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.755731610068303e-6));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-0.0001984126983675497));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.008333333333330946));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-0.16666666666666666));
  // The derivative, cos(hi), carries lo.
  const slope = f64x2.sub(f64x2.splat(1), f64x2.mul(z, f64x2.splat(0.5)));
  const tail = f64x2.add(f64x2.mul(f64x2.mul(hi, z), p), f64x2.mul(lo, slope));
  return f64x2.add(hi, tail);
}

function cosCore(hi: v128, lo: v128, z: v128): v128 {
  let p = f64x2.splat(-1.1382614868556325e-11);
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0876146024689747e-9));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-2.7557317270560326e-7));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.4801587298763433e-5));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-0.0013888888888887395));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.041666666666666664));
  const half = f64x2.mul(z, f64x2.splat(0.5));
  const one = f64x2.splat(1);
  const w = f64x2.sub(one, half);
  const lost = f64x2.sub(f64x2.sub(one, w), half);
  const tail = f64x2.sub(f64x2.mul(f64x2.mul(z, z), p), f64x2.mul(hi, lo));
  return f64x2.add(w, f64x2.add(lost, tail));
}

/** Sines and cosines of `x`, left at {@link sines}. */
export function sincos(x: v128): void {
  reduceAngle(x);
  const hi = v128.load(angle);
  const lo = v128.load(angle, 16);
  const q = v128.load(angle, 32);
  const z = f64x2.mul(hi, hi);
  const s = sinCore(hi, lo, z);
  const c = cosCore(hi, lo, z);
  const odd = i64x2.neg(v128.and(q, i64x2.splat(1)));
  const signS = i64x2.shl(v128.and(q, i64x2.splat(2)), 62);
  const signC = i64x2.shl(v128.and(i64x2.add(q, i64x2.splat(1)), i64x2.splat(2)), 62);
  v128.store(sines, v128.xor(v128.bitselect(c, s, odd), signS));
  v128.store(sines, v128.xor(v128.bitselect(s, c, odd), signC), 16);
}

export function sin(x: v128): v128 {
  sincos(x);
  // Keeps the sign of zero.
  return v128.bitselect(x, v128.load(sines), f64x2.eq(x, f64x2.splat(0)));
}

export function cos(x: v128): v128 {
  sincos(x);
  return v128.load(sines, 16);
}

/** tan(x) = sin(x) / cos(x), at most 2 ulp off. */
export function tan(x: v128): v128 {
  sincos(x);
  const t = f64x2.div(v128.load(sines), v128.load(sines, 16));
  return v128.bitselect(x, t, f64x2.eq(x, f64x2.splat(0)));
}

/** atan of |t| <= tan(pi/8). Chebyshev fit of (atan(t)/t - 1)/t^2 in t^2. */
function atanCore(t: v128): v128 {
  const z = f64x2.mul(t, t);
  let p = f64x2.splat(0.016258132064979208);
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-0.034545610104858494));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.045506220391755364));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-0.052302411507894));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.05878900032342983));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-0.06666422364033206));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.07692296234491514));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-0.09090908748635232));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.1111111110505757));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-0.14285714285658824));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.199999999999998));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-0.3333333333333333));
  return f64x2.mul(f64x2.mul(t, z), p);
}

/**
 * Angle of the point (x, y), -pi to pi, at most 2 ulp off; signed zeros and infinities as in C.
 */
export function atan2(y: v128, x: v128): v128 {
  const infinity = f64x2.splat(Infinity);
  let ax = f64x2.abs(x);
  let ay = f64x2.abs(y);
  // Two infinities are as far as each other; large coordinates are scaled so that sums stay finite.
  const both = v128.and(f64x2.eq(ax, infinity), f64x2.eq(ay, infinity));
  const one = f64x2.splat(1);
  ax = v128.bitselect(one, ax, both);
  ay = v128.bitselect(one, ay, both);
  const longest = f64x2.max(ax, ay);
  const large = f64x2.gt(longest, f64x2.splat(4.49423283715579e307));
  // Subnormal coordinates have too few bits to be compared with a multiple of each other.
  const small = f64x2.lt(longest, f64x2.splat(1e-290));
  const stretch = v128.bitselect(f64x2.splat(1.2676506002282294e30), one, small);
  const scale = v128.bitselect(f64x2.splat(0.25), stretch, large);
  ax = f64x2.mul(ax, scale);
  ay = f64x2.mul(ay, scale);
  const steep = f64x2.gt(ay, f64x2.mul(ax, f64x2.splat(2.414213562373095)));
  const flat = f64x2.le(ay, f64x2.mul(ax, f64x2.splat(0.41421356237309503)));
  const middle = v128.not(v128.or(steep, flat));
  const top = v128.bitselect(f64x2.sub(ay, ax), v128.bitselect(f64x2.neg(ax), ay, steep), middle);
  const bottom = v128.bitselect(f64x2.add(ay, ax), v128.bitselect(ay, ax, steep), middle);
  let t = f64x2.div(top, bottom);
  // 0 / 0 is the origin, whose angle is that of its axis.
  t = v128.andnot(t, v128.and(f64x2.eq(ax, f64x2.splat(0)), f64x2.eq(ay, f64x2.splat(0))));
  // Angle = base + t to the right, and to the left base - t from the base mirrored.
  const left = i64x2.shr_s(x, 63);
  const half = f64x2.splat(1.5707963267948966);
  const eighth = v128.bitselect(
    f64x2.splat(2.356194490192345),
    f64x2.splat(0.7853981633974483),
    left,
  );
  const flatBase = v128.and(left, f64x2.splat(3.141592653589793));
  const base = v128.bitselect(half, v128.bitselect(eighth, flatBase, middle), steep);
  // What rounding took from the base.
  const halfRest = f64x2.splat(6.123233995736766e-17);
  const eighthRest = v128.bitselect(
    f64x2.splat(9.184850993605148e-17),
    f64x2.splat(3.061616997868383e-17),
    left,
  );
  const flatRest = v128.and(left, f64x2.splat(1.2246467991473532e-16));
  const rest = v128.bitselect(halfRest, v128.bitselect(eighthRest, flatRest, middle), steep);
  const mirror = v128.and(left, f64x2.splat(-0.0));
  const tail = f64x2.add(v128.xor(atanCore(t), mirror), rest);
  const angle = f64x2.add(base, f64x2.add(v128.xor(t, mirror), tail));
  const signed = v128.or(f64x2.abs(angle), v128.and(y, f64x2.splat(-0.0)));
  const nan = v128.or(f64x2.ne(x, x), f64x2.ne(y, y));
  return v128.or(signed, nan);
}
