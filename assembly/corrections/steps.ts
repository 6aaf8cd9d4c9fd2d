// What the instructions of formulas do to one block: registers are f64[BLOCK], written up to `end`, which is
// an even number of elements on. What holds is 1, what does not 0.

import { pow } from "../math/elementary";
import { erf } from "../math/error-function";
import { asinh, cosh, exp, log, sinh } from "../math/exponential";
import { atan2, cos, sin, tan } from "../math/trigonometric";

export { addStep, atan2Step, divideStep, multiplyStep, subtractStep } from "../math/steps";

/** All bits of an element, or none, as 1 or 0. */
function truth(mask: v128): v128 {
  return v128.and(mask, f64x2.splat(1));
}

/** Whether an element is not 0, as a mask. */
function holds(x: v128): v128 {
  return f64x2.ne(x, f64x2.splat(0));
}

/** Whether one of them is not 0. */
export function orStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, truth(v128.or(holds(u), holds(v))));
    a += 16;
    b += 16;
  }
}

/** Whether both are not 0. */
export function andStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, truth(v128.and(holds(u), holds(v))));
    a += 16;
    b += 16;
  }
}

/** a == b. */
export function equalStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, truth(f64x2.eq(u, v)));
    a += 16;
    b += 16;
  }
}

/** a != b. */
export function notEqualStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, truth(f64x2.ne(u, v)));
    a += 16;
    b += 16;
  }
}

/** a > b. */
export function greaterStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, truth(f64x2.gt(u, v)));
    a += 16;
    b += 16;
  }
}

/** a < b. */
export function lessStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, truth(f64x2.lt(u, v)));
    a += 16;
    b += 16;
  }
}

/** a >= b. */
export function greaterEqualStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, truth(f64x2.ge(u, v)));
    a += 16;
    b += 16;
  }
}

/** a <= b. */
export function lessEqualStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, truth(f64x2.le(u, v)));
    a += 16;
    b += 16;
  }
}

/** As std::max: b where a < b, else a. */
export function maximumStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, f64x2.pmax(u, v));
    a += 16;
    b += 16;
  }
}

/** As std::min: b where b < a, else a. */
export function minimumStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, f64x2.pmin(u, v));
    a += 16;
    b += 16;
  }
}

/** a to the power of b, as C has it: 1 to any power is 1, and -1 to an infinite one. */
export function powerStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 8) {
    const base = load<f64>(a);
    const power = load<f64>(b);
    const one = base === 1 || (base === -1 && abs(power) === Infinity);
    store<f64>(out, one ? 1 : pow(base, power));
    a += 8;
    b += 8;
  }
}

/** atan(a). */
export function atanStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    v128.store(out, atan2(v128.load(a), f64x2.splat(1)));
    a += 16;
  }
}

/** -a. */
export function negateStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    v128.store(out, f64x2.neg(v128.load(a)));
    a += 16;
  }
}

/** |a|. */
export function absStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    v128.store(out, f64x2.abs(v128.load(a)));
    a += 16;
  }
}

/** Square root. */
export function sqrtStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    v128.store(out, f64x2.sqrt(v128.load(a)));
    a += 16;
  }
}

/** Natural logarithm. */
export function logStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    v128.store(out, log(v128.load(a)));
    a += 16;
  }
}

/** e^a. */
export function expStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    v128.store(out, exp(v128.load(a)));
    a += 16;
  }
}

/** Sine. */
export function sinStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    v128.store(out, sin(v128.load(a)));
    a += 16;
  }
}

/** Cosine. */
export function cosStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    v128.store(out, cos(v128.load(a)));
    a += 16;
  }
}

/** Tangent. */
export function tanStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    v128.store(out, tan(v128.load(a)));
    a += 16;
  }
}

/** Hyperbolic sine. */
export function sinhStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    v128.store(out, sinh(v128.load(a)));
    a += 16;
  }
}

/** Hyperbolic cosine. */
export function coshStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    v128.store(out, cosh(v128.load(a)));
    a += 16;
  }
}

/** Inverse hyperbolic sine. */
export function asinhStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 16) {
    v128.store(out, asinh(v128.load(a)));
    a += 16;
  }
}

/** Error function. */
export function erfStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 8) {
    store<f64>(out, erf(load<f64>(a)));
    a += 8;
  }
}

/** Decimal logarithm. */
export function log10Step(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 8) {
    store<f64>(out, NativeMath.log10(load<f64>(a)));
    a += 8;
  }
}

/** Inverse sine. */
export function asinStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 8) {
    store<f64>(out, NativeMath.asin(load<f64>(a)));
    a += 8;
  }
}

/** Inverse cosine. */
export function acosStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 8) {
    store<f64>(out, NativeMath.acos(load<f64>(a)));
    a += 8;
  }
}

/** Hyperbolic tangent. */
export function tanhStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 8) {
    store<f64>(out, NativeMath.tanh(load<f64>(a)));
    a += 8;
  }
}

/** Inverse hyperbolic cosine. */
export function acoshStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 8) {
    store<f64>(out, NativeMath.acosh(load<f64>(a)));
    a += 8;
  }
}

/** Inverse hyperbolic tangent. */
export function atanhStep(out: usize, a: usize, end: usize): void {
  for (; out < end; out += 8) {
    store<f64>(out, NativeMath.atanh(load<f64>(a)));
    a += 8;
  }
}
