// Elementary functions computed one number at a time, as kernels: of one number, and of columns.
// Each is below 2 ulp (fdlibm's algorithms, compiled into the module).

import { pow } from "./elementary";
import { exp, log1p } from "./exponential";
import { atan2 } from "./trigonometric";

/** e^x - 1. */
export function math_expm1(x: f64): f64 {
  return NativeMath.expm1(x);
}

/** Binary logarithm. */
export function math_log2(x: f64): f64 {
  return NativeMath.log2(x);
}

/** 2^x. */
export function math_exp2(x: f64): f64 {
  return pow(2, x);
}

/** Cube root. */
export function math_cbrt(x: f64): f64 {
  return NativeMath.cbrt(x);
}

/** Inverse sine. */
export function math_asin(x: f64): f64 {
  return NativeMath.asin(x);
}

/** Inverse cosine. */
export function math_acos(x: f64): f64 {
  return NativeMath.acos(x);
}

/** Hyperbolic tangent. */
export function math_tanh(x: f64): f64 {
  return NativeMath.tanh(x);
}

/** Inverse hyperbolic cosine. */
export function math_acosh(x: f64): f64 {
  return NativeMath.acosh(x);
}

/** Inverse hyperbolic tangent. */
export function math_atanh(x: f64): f64 {
  return NativeMath.atanh(x);
}

/** Length of the vector (x, y), without overflow in between. */
export function math_hypot(x: f64, y: f64): f64 {
  return NativeMath.hypot(x, y);
}

/** log(e^x + e^y). */
export function math_logaddexp(x: f64, y: f64): f64 {
  // Equal infinities have no difference.
  if (x === y) return x + Math.LN2;
  const distance = x - y;
  if (!(distance > 0 || distance < 0)) return distance;
  const decay = exp(f64x2.splat(-abs(distance)));
  return max(x, y) + f64x2.extract_lane(log1p(decay), 0);
}

/** The next number after x towards y. */
export function math_nextafter(x: f64, y: f64): f64 {
  if (!(x <= Infinity) || !(y <= Infinity)) return x + y;
  if (x === y) return y;
  if (x === 0) return copysign(f64.MIN_VALUE, y);
  const bits = reinterpret<u64>(x);
  return reinterpret<f64>(x < y === x > 0 ? bits + 1 : bits - 1);
}

/** x * 2^n, rounded once. */
export function math_ldexp(x: f64, n: i64): f64 {
  return NativeMath.scalbn(x, <i32>min<i64>(max<i64>(n, -5000), 5000));
}

/** e^x - 1 of each element. src, out f64[n]. */
export function math_expm1_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 8) {
    store<f64>(out, math_expm1(load<f64>(src)));
    src += 8;
  }
}

/** Decimal logarithm of each element. src, out f64[n]. */
export function math_log10_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 8) {
    store<f64>(out, NativeMath.log10(load<f64>(src)));
    src += 8;
  }
}

/** Binary logarithm of each element. src, out f64[n]. */
export function math_log2_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 8) {
    store<f64>(out, math_log2(load<f64>(src)));
    src += 8;
  }
}

/** 2^x of each element. src, out f64[n]. */
export function math_exp2_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 8) {
    store<f64>(out, math_exp2(load<f64>(src)));
    src += 8;
  }
}

/** Cube root of each element. src, out f64[n]. */
export function math_cbrt_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 8) {
    store<f64>(out, math_cbrt(load<f64>(src)));
    src += 8;
  }
}

/** Inverse sine of each element. src, out f64[n]. */
export function math_asin_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 8) {
    store<f64>(out, math_asin(load<f64>(src)));
    src += 8;
  }
}

/** Inverse cosine of each element. src, out f64[n]. */
export function math_acos_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 8) {
    store<f64>(out, math_acos(load<f64>(src)));
    src += 8;
  }
}

/** Hyperbolic tangent of each element. src, out f64[n]. */
export function math_tanh_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 8) {
    store<f64>(out, math_tanh(load<f64>(src)));
    src += 8;
  }
}

/** Inverse hyperbolic cosine of each element. src, out f64[n]. */
export function math_acosh_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 8) {
    store<f64>(out, math_acosh(load<f64>(src)));
    src += 8;
  }
}

/** Inverse hyperbolic tangent of each element. src, out f64[n]. */
export function math_atanh_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 8) {
    store<f64>(out, math_atanh(load<f64>(src)));
    src += 8;
  }
}

/** Inverse tangent of each element. src, out f64[n]. */
export function math_atan_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 16) {
    v128.store(out, atan2(v128.load(src), f64x2.splat(1)));
    src += 16;
  }
}
