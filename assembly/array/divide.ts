// Quotients and remainders; steps as in arithmetic.ts. Integers divided by 0 give 0, as in NumPy;
// floating-point numbers are divided as Python has them.

class Integer {
  /** Rounded to minus infinity. The lowest integer by -1 is itself. */
  @inline
  static floorDivide<T>(a: T, b: T): T {
    if (b === <T>0) return <T>0;
    if (!isSigned<T>()) return <T>(a / b);
    if (b === <T>-1) return <T>(<T>0 - a);
    const q = <T>(a / b);
    return <T>(q * b) !== a && a < <T>0 !== b < <T>0 ? <T>(q - <T>1) : q;
  }

  /** With the sign of the divisor. */
  @inline
  static remainder<T>(a: T, b: T): T {
    if (b === <T>0 || (isSigned<T>() && b === <T>-1)) return <T>0;
    const rest = <T>(a % b);
    if (!isSigned<T>()) return rest;
    return rest !== <T>0 && rest < <T>0 !== b < <T>0 ? <T>(rest + b) : rest;
  }

  /** With the sign of the dividend, as in C. */
  @inline
  static fmod<T>(a: T, b: T): T {
    if (b === <T>0 || (isSigned<T>() && b === <T>-1)) return <T>0;
    return <T>(a % b);
  }
}

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

/** The loop of all: `op` is 0 for the quotient, 1 for the remainder, 2 for that of C. */
class Divide {
  @inline
  static each<T>(op: i32, a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
    // From block step to element step.
    const nextA = (<usize>stepA / 64) * sizeof<T>();
    const nextB = (<usize>stepB / 64) * sizeof<T>();
    for (let i = 0; i < n; i++) {
      const x = load<T>(a);
      const y = load<T>(b);
      store<T>(out, isFloat<T>() ? Divide.real<T>(op, x, y) : Divide.integer<T>(op, x, y));
      a += nextA;
      b += nextB;
      out += sizeof<T>();
    }
  }

  @inline
  static integer<T>(op: i32, x: T, y: T): T {
    if (op === 0) return Integer.floorDivide<T>(x, y);
    return op === 1 ? Integer.remainder<T>(x, y) : Integer.fmod<T>(x, y);
  }

  @inline
  static real<T>(op: i32, x: T, y: T): T {
    if (op === 0) return Real.floorDivide<T>(x, y);
    return op === 1 ? Real.remainder<T>(x, y) : Real.fmod<T>(x, y);
  }
}

/** a / b rounded to minus infinity; 0 where b is 0. a, b i32[n] or a block of 64 bytes; out i32[n], written. */
export function array_floor_divide_i32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Divide.each<i32>(0, a, stepA, b, stepB, out, n);
}

/** a / b rounded to minus infinity; 0 where b is 0. a, b u32[n] or a block of 64 bytes; out u32[n], written. */
export function array_floor_divide_u32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Divide.each<u32>(0, a, stepA, b, stepB, out, n);
}

/** a / b rounded to minus infinity; 0 where b is 0. a, b i64[n] or a block of 64 bytes; out i64[n], written. */
export function array_floor_divide_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Divide.each<i64>(0, a, stepA, b, stepB, out, n);
}

/** a / b rounded to minus infinity; 0 where b is 0. a, b u64[n] or a block of 64 bytes; out u64[n], written. */
export function array_floor_divide_u64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Divide.each<u64>(0, a, stepA, b, stepB, out, n);
}

/** a - b * floor(a / b); 0 where b is 0. a, b i32[n] or a block of 64 bytes; out i32[n], written. */
export function array_remainder_i32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Divide.each<i32>(1, a, stepA, b, stepB, out, n);
}

/** a - b * floor(a / b); 0 where b is 0. a, b u32[n] or a block of 64 bytes; out u32[n], written. */
export function array_remainder_u32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Divide.each<u32>(1, a, stepA, b, stepB, out, n);
}

/** a - b * floor(a / b); 0 where b is 0. a, b i64[n] or a block of 64 bytes; out i64[n], written. */
export function array_remainder_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Divide.each<i64>(1, a, stepA, b, stepB, out, n);
}

/** a - b * floor(a / b); 0 where b is 0. a, b u64[n] or a block of 64 bytes; out u64[n], written. */
export function array_remainder_u64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Divide.each<u64>(1, a, stepA, b, stepB, out, n);
}

/** Rest of a / b with the sign of a; 0 where b is 0. a, b i32[n] or a block of 64 bytes; out i32[n], written. */
export function array_fmod_i32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Divide.each<i32>(2, a, stepA, b, stepB, out, n);
}

/** Rest of a / b with the sign of a; 0 where b is 0. a, b u32[n] or a block of 64 bytes; out u32[n], written. */
export function array_fmod_u32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Divide.each<u32>(2, a, stepA, b, stepB, out, n);
}

/** Rest of a / b with the sign of a; 0 where b is 0. a, b i64[n] or a block of 64 bytes; out i64[n], written. */
export function array_fmod_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Divide.each<i64>(2, a, stepA, b, stepB, out, n);
}

/** Rest of a / b with the sign of a; 0 where b is 0. a, b u64[n] or a block of 64 bytes; out u64[n], written. */
export function array_fmod_u64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Divide.each<u64>(2, a, stepA, b, stepB, out, n);
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
  Divide.each<f32>(0, a, stepA, b, stepB, out, n);
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
  Divide.each<f64>(0, a, stepA, b, stepB, out, n);
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
  Divide.each<f32>(1, a, stepA, b, stepB, out, n);
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
  Divide.each<f64>(1, a, stepA, b, stepB, out, n);
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
  Divide.each<f32>(2, a, stepA, b, stepB, out, n);
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
  Divide.each<f64>(2, a, stepA, b, stepB, out, n);
}
