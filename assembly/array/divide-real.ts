// Quotients and remainders of floating-point numbers, as Python has them; steps as in arithmetic.ts.

class Real {
  /**
   * Rest of a / b with the sign of a, exact. Small quotients by one subtraction: a and the product
   * are multiples of the same unit, so that the difference has no rounding.
   */
  @inline
  static fmod<T>(a: T, b: T): T {
    return <T>(a % b);
  }

  static remainder<T>(a: T, b: T): T {
    let rest = Real.fmod<T>(a, b);
    if (b === <T>0) return rest;
    if (rest !== <T>0) {
      if (b < <T>0 !== rest < <T>0) rest = <T>(rest + b);
      return rest;
    }
    return copysign<T>(<T>0, b);
  }

  static floorDivide<T>(a: T, b: T): T {
    if (b === <T>0) return <T>(a / b);
    const rest = Real.fmod<T>(a, b);
    let quotient = <T>(<T>(a - rest) / b);
    if (rest !== <T>0 && b < <T>0 !== rest < <T>0) quotient = <T>(quotient - <T>1);
    if (quotient === <T>0) return copysign<T>(<T>0, <T>(a / b));
    let whole = floor<T>(quotient);
    if (<T>(quotient - whole) > <T>0.5) whole = <T>(whole + <T>1);
    return whole;
  }
}

function floorDivide<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  // From block step to element step.
  const nextA = (<usize>stepA / 64) * sizeof<T>();
  const nextB = (<usize>stepB / 64) * sizeof<T>();
  for (let i = 0; i < n; i++) {
    store<T>(out, Real.floorDivide<T>(load<T>(a), load<T>(b)));
    a += nextA;
    b += nextB;
    out += sizeof<T>();
  }
}

function remainder<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  // From block step to element step.
  const nextA = (<usize>stepA / 64) * sizeof<T>();
  const nextB = (<usize>stepB / 64) * sizeof<T>();
  for (let i = 0; i < n; i++) {
    store<T>(out, Real.remainder<T>(load<T>(a), load<T>(b)));
    a += nextA;
    b += nextB;
    out += sizeof<T>();
  }
}

function fmod<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  // From block step to element step.
  const nextA = (<usize>stepA / 64) * sizeof<T>();
  const nextB = (<usize>stepB / 64) * sizeof<T>();
  for (let i = 0; i < n; i++) {
    store<T>(out, Real.fmod<T>(load<T>(a), load<T>(b)));
    a += nextA;
    b += nextB;
    out += sizeof<T>();
  }
}

/** The largest whole number not above a / b. a, b f32[n] or a block of 64 bytes; out f32[n], written. */
export function array_floor_divide_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  floorDivide<f32>(a, stepA, b, stepB, out, n);
}

/** The largest whole number not above a / b. a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function array_floor_divide_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  floorDivide<f64>(a, stepA, b, stepB, out, n);
}

/** a - b * floor(a / b), with the sign of b. a, b f32[n] or a block of 64 bytes; out f32[n], written. */
export function array_remainder_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  remainder<f32>(a, stepA, b, stepB, out, n);
}

/** a - b * floor(a / b), with the sign of b. a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function array_remainder_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  remainder<f64>(a, stepA, b, stepB, out, n);
}

/** Rest of a / b with the sign of a. a, b f32[n] or a block of 64 bytes; out f32[n], written. */
export function array_fmod_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  fmod<f32>(a, stepA, b, stepB, out, n);
}

/** Rest of a / b with the sign of a. a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function array_fmod_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  fmod<f64>(a, stepA, b, stepB, out, n);
}
