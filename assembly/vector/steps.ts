// What the instructions of assembly/vector/machine.ts do to one block: registers are f64[BLOCK],
// written up to `end`, which is an even number of elements on.

import { acos } from "../math/elementary";
import { asinh, exp, log, sinh } from "../math/exponential";
import { cos, sin, sincos, sines, tan } from "../math/trigonometric";

export { addStep, atan2Step, divideStep, multiplyStep, subtractStep } from "../math/steps";

const PI: f64 = Math.PI;
const TWO_PI: f64 = 2 * Math.PI;

/** The smaller, or NaN. */
export function minimumStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, f64x2.min(u, v));
    a += 16;
    b += 16;
  }
}

/** The larger, or NaN. */
export function maximumStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, f64x2.max(u, v));
    a += 16;
    b += 16;
  }
}

/** |a| with the sign of b. */
export function copysignStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, v128.bitselect(v, u, f64x2.splat(-0.0)));
    a += 16;
    b += 16;
  }
}

/** a, or b where a is NaN. */
export function fillStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, v128.bitselect(v, u, f64x2.ne(u, u)));
    a += 16;
    b += 16;
  }
}

/** Whether a = b. */
export function equalStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, f64x2.eq(u, v));
    a += 16;
    b += 16;
  }
}

/** Whether a differs from b. */
export function notEqualStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, f64x2.ne(u, v));
    a += 16;
    b += 16;
  }
}

/** Whether a < b. */
export function lessStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, f64x2.lt(u, v));
    a += 16;
    b += 16;
  }
}

/** Whether a <= b. */
export function lessEqualStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, f64x2.le(u, v));
    a += 16;
    b += 16;
  }
}

/** Both masks. */
export function andStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, v128.and(u, v));
    a += 16;
    b += 16;
  }
}

/** Either mask. */
export function orStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, v128.or(u, v));
    a += 16;
    b += 16;
  }
}

/** -a. */
export function negateStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    v128.store(out, f64x2.neg(u));
    a += 16;
  }
}

/** |a|. */
export function absoluteStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    v128.store(out, f64x2.abs(u));
    a += 16;
  }
}

/** Square root. */
export function sqrtStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    v128.store(out, f64x2.sqrt(u));
    a += 16;
  }
}

/** -1, 0, 1 or NaN. */
export function signStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    v128.store(out, sign(u));
    a += 16;
  }
}

/** (a + pi) % (2 pi) - pi, of Python. */
export function rectifyStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    v128.store(out, rectify(u));
    a += 16;
  }
}

/** Sine. */
export function sinStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    v128.store(out, sin(u));
    a += 16;
  }
}

/** Cosine. */
export function cosStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    v128.store(out, cos(u));
    a += 16;
  }
}

/** Tangent. */
export function tanStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    v128.store(out, tan(u));
    a += 16;
  }
}

/** Exponential function. */
export function expStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    v128.store(out, exp(u));
    a += 16;
  }
}

/** Natural logarithm. */
export function logStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    v128.store(out, log(u));
    a += 16;
  }
}

/** Hyperbolic sine. */
export function sinhStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    v128.store(out, sinh(u));
    a += 16;
  }
}

/** Inverse hyperbolic sine. */
export function asinhStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    v128.store(out, asinh(u));
    a += 16;
  }
}

/** Inverse cosine. */
export function arccosStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    v128.store(out, arccos(u));
    a += 16;
  }
}

/** Sines at out, cosines at cosines. */
export function sincosStep(out: usize, a: usize, cosines: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    sincos(u);
    // Keeps the sign of zero.
    const zero = f64x2.eq(u, f64x2.splat(0));
    v128.store(out, v128.bitselect(u, v128.load(sines), zero));
    v128.store(cosines, v128.load(sines, 16));
    a += 16;
    cosines += 16;
  }
}

function sign(u: v128): v128 {
  const one = v128.or(f64x2.splat(1), v128.and(u, f64x2.splat(-0.0)));
  // 0 and NaN stay.
  return v128.bitselect(one, u, f64x2.gt(f64x2.abs(u), f64x2.splat(0)));
}

/** Angles in [-3 pi, 3 pi) need one addition, which rounds as Python's does; others a remainder. */
export function rectify(u: v128): v128 {
  const turn = f64x2.splat(TWO_PI);
  const s = f64x2.add(u, f64x2.splat(PI));
  const near = v128.and(f64x2.ge(s, f64x2.neg(turn)), f64x2.lt(s, f64x2.splat(2 * TWO_PI)));
  if (!i64x2.all_true(near)) {
    const low = remainder(f64x2.extract_lane(s, 0));
    const high = remainder(f64x2.extract_lane(s, 1));
    return f64x2.sub(f64x2.replace_lane(f64x2.splat(low), 1, high), f64x2.splat(PI));
  }
  const below = v128.and(f64x2.lt(s, f64x2.splat(0)), turn);
  const above = v128.and(f64x2.ge(s, turn), turn);
  return f64x2.sub(f64x2.sub(f64x2.add(s, below), above), f64x2.splat(PI));
}

/** s % (2 pi) of Python, whose sign is that of the divisor. */
function remainder(s: f64): f64 {
  const r = s % TWO_PI;
  return r < 0 ? r + TWO_PI : r;
}

function arccos(u: v128): v128 {
  const low = acos(f64x2.extract_lane(u, 0));
  const high = acos(f64x2.extract_lane(u, 1));
  return f64x2.replace_lane(f64x2.splat(low), 1, high);
}
