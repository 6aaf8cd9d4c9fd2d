// What the instructions of formulas do to one block: registers are f64[BLOCK], written up to `end`, which is
// an even number of elements on. What holds is 1, what does not 0.

import * as op from "../../src/corrections/opcodes";
import { pow } from "../math/elementary";
import { erf } from "../math/error-function";
import { asinh, cosh, exp, Logarithm, log, sinh } from "../math/exponential";
import { atan2, cos, sin, tan } from "../math/trigonometric";

/** Steps with two operands, each of which has its own bytes from two elements to the next: 16, or 0. */
export class Pairs {
  /** What `operation`, which is a constant, makes of two operands. */
  @inline
  static of(operation: i32, a: v128, b: v128): v128 {
    if (operation === op.ADD) return f64x2.add(a, b);
    if (operation === op.SUBTRACT) return f64x2.sub(a, b);
    if (operation === op.MULTIPLY) return f64x2.mul(a, b);
    if (operation === op.DIVIDE) return f64x2.div(a, b);
    // As std::max: b where a < b, else a. As std::min: b where b < a, else a.
    if (operation === op.MAXIMUM) return f64x2.pmax(a, b);
    if (operation === op.MINIMUM) return f64x2.pmin(a, b);
    if (operation === op.ATAN2) return atan2(a, b);
    // What holds is 1: all bits, or none, as 1 or 0.
    return v128.and(Pairs.holds(operation, a, b), f64x2.splat(1));
  }

  @inline
  static holds(operation: i32, a: v128, b: v128): v128 {
    if (operation === op.EQUAL) return f64x2.eq(a, b);
    if (operation === op.NOT_EQUAL) return f64x2.ne(a, b);
    if (operation === op.GREATER) return f64x2.gt(a, b);
    if (operation === op.LESS) return f64x2.lt(a, b);
    if (operation === op.GREATER_EQUAL) return f64x2.ge(a, b);
    if (operation === op.LESS_EQUAL) return f64x2.le(a, b);
    const zero = f64x2.splat(0);
    if (operation === op.OR) return v128.or(f64x2.ne(a, zero), f64x2.ne(b, zero));
    return v128.and(f64x2.ne(a, zero), f64x2.ne(b, zero));
  }

  /** Four elements at a time, and two at the end. */
  @inline
  static run(
    operation: i32,
    out: usize,
    a: usize,
    b: usize,
    stepA: usize,
    stepB: usize,
    end: usize,
  ): void {
    for (const last = end - 16; out < last; out += 32) {
      const first = Pairs.of(operation, v128.load(a), v128.load(b));
      const second = Pairs.of(operation, v128.load(a + stepA), v128.load(b + stepB));
      v128.store(out, first);
      v128.store(out, second, 16);
      a += 2 * stepA;
      b += 2 * stepB;
    }
    if (out < end) v128.store(out, Pairs.of(operation, v128.load(a), v128.load(b)));
  }
}

/** a to the power of b, as C has it: 1 to any power is 1, and -1 to an infinite one. */
export function powerStep(
  out: usize,
  a: usize,
  b: usize,
  stepA: usize,
  stepB: usize,
  end: usize,
): void {
  // Both are read before one is written: constants of a step 0 may be overwritten by what they make.
  for (; out < end; out += 16) {
    const first = power(load<f64>(a), load<f64>(b));
    const second = power(load<f64>(a, 8), load<f64>(b, 8));
    store<f64>(out, first);
    store<f64>(out, second, 8);
    a += stepA;
    b += stepB;
  }
}

function power(base: f64, exponent: f64): f64 {
  const one = base === 1 || (base === -1 && abs(exponent) === Infinity);
  return one ? 1 : pow(base, exponent);
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

/** Natural logarithm, four elements at a time where that is a normal number's, and positive. */
export function logStep(out: usize, a: usize, end: usize): void {
  const least = f64x2.splat(2.2250738585072014e-308);
  const most = f64x2.splat(f64.MAX_VALUE);
  for (const last = end - 16; out < last; out += 32) {
    const x = v128.load(a);
    const y = v128.load(a, 16);
    const low = f64x2.pmin(x, y);
    const high = f64x2.pmax(x, y);
    const normal = v128.and(f64x2.ge(low, least), f64x2.le(high, most));
    const ordered = v128.and(f64x2.eq(x, x), f64x2.eq(y, y));
    if (i64x2.all_true(v128.and(normal, ordered))) {
      const first = Logarithm.normal(x);
      const second = Logarithm.normal(y);
      v128.store(out, first);
      v128.store(out, second, 16);
    } else {
      v128.store(out, log(x));
      v128.store(out, log(y), 16);
    }
    a += 32;
  }
  if (out < end) v128.store(out, log(v128.load(a)));
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
