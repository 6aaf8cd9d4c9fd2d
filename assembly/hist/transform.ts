// Transforms of regular axes.

import { exp, log, pow } from "../math/elementary";

/** Natural logarithm of one value. */
export function hist_log(x: f64): f64 {
  return log(x);
}

/** Exponential function of one value. */
export function hist_exp(x: f64): f64 {
  return exp(x);
}

/** `x` to the power of `power`. */
export function hist_pow(x: f64, power: f64): f64 {
  return pow(x, power);
}

/**
 * Natural logarithm of each value.
 *
 * @param values f64[n]
 * @param out    f64[n], written; may be `values`
 */
export function hist_transform_log(values: usize, out: usize, n: i32): void {
  for (let i: usize = 0, end = (<usize>n) << 3; i < end; i += 8) {
    store<f64>(out + i, log(load<f64>(values + i)));
  }
}

/**
 * Square root of each value.
 *
 * @param values f64[n]
 * @param out    f64[n], written; may be `values`
 */
export function hist_transform_sqrt(values: usize, out: usize, n: i32): void {
  for (let i: usize = 0, end = (<usize>n) << 3; i < end; i += 16) {
    v128.store(out + i, f64x2.sqrt(v128.load(values + i)));
  }
}

/**
 * A power of each value.
 *
 * @param values f64[n]
 * @param out    f64[n], written; may be `values`
 */
export function hist_transform_pow(values: usize, out: usize, n: i32, power: f64): void {
  for (let i: usize = 0, end = (<usize>n) << 3; i < end; i += 8) {
    store<f64>(out + i, pow(load<f64>(values + i), power));
  }
}
