// Shifts, powers and common divisors of integers; steps as in arithmetic.ts.

class Whole {
  /** Beyond the width nothing is left; so with negative counts. */
  @inline
  static left<T>(a: T, b: T): T {
    return <u64>b < <u64>(8 * sizeof<T>()) ? <T>(a << b) : <T>0;
  }

  /** Beyond the width the sign is left. */
  @inline
  static right<T>(a: T, b: T): T {
    if (<u64>b < <u64>(8 * sizeof<T>())) return <T>(a >> b);
    return isSigned<T>() && a < <T>0 ? <T>-1 : <T>0;
  }

  static gcd(a: u64, b: u64): u64 {
    while (b !== 0) {
      const rest = a % b;
      a = b;
      b = rest;
    }
    return a;
  }

  @inline
  static size<T>(a: T): u64 {
    return isSigned<T>() && a < <T>0 ? <u64>(0 - <i64>a) : <u64>a;
  }
}

function leftShift<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  // From block step to element step.
  const nextA = (<usize>stepA / 64) * sizeof<T>();
  const nextB = (<usize>stepB / 64) * sizeof<T>();
  for (let i = 0; i < n; i++) {
    store<T>(out, Whole.left<T>(load<T>(a), load<T>(b)));
    a += nextA;
    b += nextB;
    out += sizeof<T>();
  }
}

function rightShift<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  // From block step to element step.
  const nextA = (<usize>stepA / 64) * sizeof<T>();
  const nextB = (<usize>stepB / 64) * sizeof<T>();
  for (let i = 0; i < n; i++) {
    store<T>(out, Whole.right<T>(load<T>(a), load<T>(b)));
    a += nextA;
    b += nextB;
    out += sizeof<T>();
  }
}

function gcd<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  // From block step to element step.
  const nextA = (<usize>stepA / 64) * sizeof<T>();
  const nextB = (<usize>stepB / 64) * sizeof<T>();
  for (let i = 0; i < n; i++) {
    store<T>(out, <T>Whole.gcd(Whole.size<T>(load<T>(a)), Whole.size<T>(load<T>(b))));
    a += nextA;
    b += nextB;
    out += sizeof<T>();
  }
}

function lcm<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  const nextA = (<usize>stepA / 64) * sizeof<T>();
  const nextB = (<usize>stepB / 64) * sizeof<T>();
  for (let i = 0; i < n; i++) {
    const x = Whole.size<T>(load<T>(a));
    const y = Whole.size<T>(load<T>(b));
    const common = Whole.gcd(x, y);
    store<T>(out, common === 0 ? <T>0 : <T>((x / common) * y));
    a += nextA;
    b += nextB;
    out += sizeof<T>();
  }
}

/** a shifted left by b; 0 where b is negative or beyond the width. a, b i32[n] or a block of 64 bytes; out i32[n], written. */
export function array_left_shift_i32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  leftShift<i32>(a, stepA, b, stepB, out, n);
}

/** a shifted left by b; 0 where b is negative or beyond the width. a, b i64[n] or a block of 64 bytes; out i64[n], written. */
export function array_left_shift_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  leftShift<i64>(a, stepA, b, stepB, out, n);
}

/** a shifted right by b; the sign where b is negative or beyond the width. a, b i32[n] or a block of 64 bytes; out i32[n], written. */
export function array_right_shift_i32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  rightShift<i32>(a, stepA, b, stepB, out, n);
}

/** a shifted right by b; the sign where b is negative or beyond the width. a, b u32[n] or a block of 64 bytes; out u32[n], written. */
export function array_right_shift_u32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  rightShift<u32>(a, stepA, b, stepB, out, n);
}

/** a shifted right by b; the sign where b is negative or beyond the width. a, b i64[n] or a block of 64 bytes; out i64[n], written. */
export function array_right_shift_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  rightShift<i64>(a, stepA, b, stepB, out, n);
}

/** a shifted right by b; the sign where b is negative or beyond the width. a, b u64[n] or a block of 64 bytes; out u64[n], written. */
export function array_right_shift_u64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  rightShift<u64>(a, stepA, b, stepB, out, n);
}

/** Greatest common divisor of |a| and |b|. a, b i64[n] or a block of 64 bytes; out i64[n], written. */
export function array_gcd_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  gcd<i64>(a, stepA, b, stepB, out, n);
}

/** Greatest common divisor of |a| and |b|. a, b u64[n] or a block of 64 bytes; out u64[n], written. */
export function array_gcd_u64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  gcd<u64>(a, stepA, b, stepB, out, n);
}

/** Least common multiple of |a| and |b|; wraps. a, b i64[n] or a block of 64 bytes; out i64[n], written. */
export function array_lcm_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  lcm<i64>(a, stepA, b, stepB, out, n);
}

/** Least common multiple of |a| and |b|; wraps. a, b u64[n] or a block of 64 bytes; out u64[n], written. */
export function array_lcm_u64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  lcm<u64>(a, stepA, b, stepB, out, n);
}

/**
 * a to the power of b; wraps, and so is right for narrower integers, too. a, b i64[n] or a block of
 * 64 bytes; out i64[n], written. Returns 0, or 1 + the index of the first negative b if `signed`.
 */
export function array_power_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
  signed: i32,
): i32 {
  const nextA = <usize>stepA >> 3;
  const nextB = <usize>stepB >> 3;
  for (let i = 0; i < n; i++) {
    const exponent = load<i64>(b);
    if (signed !== 0 && exponent < 0) return i + 1;
    let rest = <u64>exponent;
    let base = load<u64>(a);
    let power: u64 = 1;
    while (rest !== 0) {
      if ((rest & 1) !== 0) power *= base;
      base *= base;
      rest >>= 1;
    }
    store<u64>(out, power);
    a += nextA;
    b += nextB;
    out += 8;
  }
  return 0;
}
