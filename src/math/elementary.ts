import { kernels } from "../wasm/instance.ts";

// Math.exp, Math.sin and the like differ between engines in the last bits; these do not. Each is at
// most 2 ulp from the exact result, for every finite argument; infinities, NaN and signed zeros are
// treated as in C99.

/** e^x. */
export function exp(x: number): number {
  return kernels.math_exp(x);
}

/** Natural logarithm; NaN of negative numbers, -Infinity of 0. */
export function log(x: number): number {
  return kernels.math_log(x);
}

/** log(1 + x), precise for small x. */
export function log1p(x: number): number {
  return kernels.math_log1p(x);
}

/** Sine of an angle in radians; NaN of infinities. */
export function sin(x: number): number {
  return kernels.math_sin(x);
}

/** Cosine of an angle in radians; NaN of infinities. */
export function cos(x: number): number {
  return kernels.math_cos(x);
}

/** Tangent of an angle in radians; NaN of infinities. */
export function tan(x: number): number {
  return kernels.math_tan(x);
}

/** Hyperbolic sine. */
export function sinh(x: number): number {
  return kernels.math_sinh(x);
}

/** Hyperbolic cosine. */
export function cosh(x: number): number {
  return kernels.math_cosh(x);
}

/** Inverse hyperbolic sine. */
export function asinh(x: number): number {
  return kernels.math_asinh(x);
}

/** Angle of the point (x, y), from -pi to pi. */
export function atan2(y: number, x: number): number {
  return kernels.math_atan2(y, x);
}

/** Angle whose tangent is x, from -pi/2 to pi/2. */
export function atan(x: number): number {
  return kernels.math_atan(x);
}

/** e^x - 1, precise for small x. */
export function expm1(x: number): number {
  return kernels.math_expm1(x);
}

/** 2^x. */
export function exp2(x: number): number {
  return kernels.math_exp2(x);
}

/** Binary logarithm; NaN of negative numbers, -Infinity of 0. */
export function log2(x: number): number {
  return kernels.math_log2(x);
}

/** Cube root. */
export function cbrt(x: number): number {
  return kernels.math_cbrt(x);
}

/** Angle whose sine is x, from -pi/2 to pi/2; NaN beyond 1. */
export function asin(x: number): number {
  return kernels.math_asin(x);
}

/** Angle whose cosine is x, from 0 to pi; NaN beyond 1. */
export function acos(x: number): number {
  return kernels.math_acos(x);
}

/** Hyperbolic tangent. */
export function tanh(x: number): number {
  return kernels.math_tanh(x);
}

/** Inverse hyperbolic cosine; NaN below 1. */
export function acosh(x: number): number {
  return kernels.math_acosh(x);
}

/** Inverse hyperbolic tangent; NaN beyond 1. */
export function atanh(x: number): number {
  return kernels.math_atanh(x);
}

/** Length of the vector (x, y), without overflow in between. */
export function hypot(x: number, y: number): number {
  return kernels.math_hypot(x, y);
}

/** Decimal logarithm; NaN of negative numbers, -Infinity of 0. */
export function log10(x: number): number {
  return kernels.math_log10(x);
}

/**
 * x to the power of y, by the rules of C99: 1 to any power is 1, and so is anything to the power of 0.
 * Whole powers of ten are correctly rounded.
 * @see numpy.power
 */
export function pow(x: number, y: number): number {
  if (x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY)) return 1;
  if (x === 10 && Number.isInteger(y)) return Number(`1e${y}`);
  return kernels.math_pow(x, y);
}
