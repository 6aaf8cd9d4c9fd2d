// Quotients and remainders; steps as in arithmetic.ts. Integers divided by 0 give 0, as in NumPy.

class Division {
  /** Rounded to minus infinity. The lowest integer by -1 is itself. */
  @inline
  static floor<T>(a: T, b: T): T {
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

function floorDivide<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  // From block step to element step.
  const nextA = (<usize>stepA / 64) * sizeof<T>();
  const nextB = (<usize>stepB / 64) * sizeof<T>();
  for (let i = 0; i < n; i++) {
    store<T>(out, Division.floor<T>(load<T>(a), load<T>(b)));
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
    store<T>(out, Division.remainder<T>(load<T>(a), load<T>(b)));
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
    store<T>(out, Division.fmod<T>(load<T>(a), load<T>(b)));
    a += nextA;
    b += nextB;
    out += sizeof<T>();
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
  floorDivide<i32>(a, stepA, b, stepB, out, n);
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
  floorDivide<u32>(a, stepA, b, stepB, out, n);
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
  floorDivide<i64>(a, stepA, b, stepB, out, n);
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
  floorDivide<u64>(a, stepA, b, stepB, out, n);
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
  remainder<i32>(a, stepA, b, stepB, out, n);
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
  remainder<u32>(a, stepA, b, stepB, out, n);
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
  remainder<i64>(a, stepA, b, stepB, out, n);
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
  remainder<u64>(a, stepA, b, stepB, out, n);
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
  fmod<i32>(a, stepA, b, stepB, out, n);
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
  fmod<u32>(a, stepA, b, stepB, out, n);
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
  fmod<i64>(a, stepA, b, stepB, out, n);
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
  fmod<u64>(a, stepA, b, stepB, out, n);
}
