// Elementary functions as kernels: of one number, and of columns.

import { log10, pow } from "./elementary";
import { asinh, cosh, exp, log, log1p, sinh } from "./exponential";
import { atan2, cos, sin, tan } from "./trigonometric";

function one(x: f64): v128 {
  return f64x2.splat(x);
}

/** exp(x). */
export function math_exp(x: f64): f64 {
  return f64x2.extract_lane(exp(one(x)), 0);
}

/** log(x). */
export function math_log(x: f64): f64 {
  return f64x2.extract_lane(log(one(x)), 0);
}

/** log1p(x). */
export function math_log1p(x: f64): f64 {
  return f64x2.extract_lane(log1p(one(x)), 0);
}

/** sin(x). */
export function math_sin(x: f64): f64 {
  return f64x2.extract_lane(sin(one(x)), 0);
}

/** cos(x). */
export function math_cos(x: f64): f64 {
  return f64x2.extract_lane(cos(one(x)), 0);
}

/** tan(x). */
export function math_tan(x: f64): f64 {
  return f64x2.extract_lane(tan(one(x)), 0);
}

/** sinh(x). */
export function math_sinh(x: f64): f64 {
  return f64x2.extract_lane(sinh(one(x)), 0);
}

/** cosh(x). */
export function math_cosh(x: f64): f64 {
  return f64x2.extract_lane(cosh(one(x)), 0);
}

/** asinh(x). */
export function math_asinh(x: f64): f64 {
  return f64x2.extract_lane(asinh(one(x)), 0);
}

/** Angle of the point (x, y). */
export function math_atan2(y: f64, x: f64): f64 {
  return f64x2.extract_lane(atan2(one(y), one(x)), 0);
}

/** Angle whose tangent is x. */
export function math_atan(x: f64): f64 {
  return f64x2.extract_lane(atan2(one(x), one(1)), 0);
}

/** log10(x). */
export function math_log10(x: f64): f64 {
  return log10(x);
}

/** x to the power of y. */
export function math_pow(x: f64, y: f64): f64 {
  return pow(x, y);
}

/** exp of each element. src, out f64[n]. */
export function math_exp_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, exp(v128.load(src)));
    src += 16;
  }
}

/** log of each element. src, out f64[n]. */
export function math_log_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, log(v128.load(src)));
    src += 16;
  }
}

/** log1p of each element. src, out f64[n]. */
export function math_log1p_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, log1p(v128.load(src)));
    src += 16;
  }
}

/** sin of each element. src, out f64[n]. */
export function math_sin_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, sin(v128.load(src)));
    src += 16;
  }
}

/** cos of each element. src, out f64[n]. */
export function math_cos_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, cos(v128.load(src)));
    src += 16;
  }
}

/** tan of each element. src, out f64[n]. */
export function math_tan_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, tan(v128.load(src)));
    src += 16;
  }
}

/** sinh of each element. src, out f64[n]. */
export function math_sinh_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, sinh(v128.load(src)));
    src += 16;
  }
}

/** cosh of each element. src, out f64[n]. */
export function math_cosh_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, cosh(v128.load(src)));
    src += 16;
  }
}

/** asinh of each element. src, out f64[n]. */
export function math_asinh_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, asinh(v128.load(src)));
    src += 16;
  }
}

/** Angle of each point. y, x, out f64[n]. */
export function math_atan2_f64(y: usize, x: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, atan2(v128.load(y), v128.load(x)));
    y += 16;
    x += 16;
  }
}
