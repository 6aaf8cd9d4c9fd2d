// Scalar transcendental functions in float64. They are compiled into the module, so that their bits
// are the same in every engine.

/** Natural logarithm, below 1 ulp. */
export function log(x: f64): f64 {
  return NativeMath.log(x);
}

/** Exponential function, below 1 ulp. */
export function exp(x: f64): f64 {
  return NativeMath.exp(x);
}

/** `x` to the power of `y`, below 1 ulp. */
export function pow(x: f64, y: f64): f64 {
  return NativeMath.pow(x, y);
}

/** Decimal logarithm, below 1 ulp. */
export function log10(x: f64): f64 {
  return NativeMath.log10(x);
}

/** Inverse cosine, below 1 ulp. */
export function acos(x: f64): f64 {
  return NativeMath.acos(x);
}
