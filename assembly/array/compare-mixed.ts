// Comparison by value of integers of 64 bits of which one or both are without sign, to bool (u8);
// steps as in arithmetic.ts.

const EQUAL = 0;
const NOT_EQUAL = 1;
const LESS = 2;
const LESS_EQUAL = 3;

class Mixed {
  /** a - b as -1, 0 or 1, where a or b is u64 and the other u64 or i64. */
  @inline
  static order<A, B>(a: A, b: B): i32 {
    if (isSigned<A>() && <i64>a < 0) return -1;
    if (isSigned<B>() && <i64>b < 0) return 1;
    return i32(<u64>a > <u64>b) - i32(<u64>a < <u64>b);
  }

  @inline
  static run<A, B>(op: i32, a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
    for (let i = 0; i < n; i++) {
      const order = Mixed.order<A, B>(load<A>(a), load<B>(b));
      let holds = order === 0;
      if (op === LESS_EQUAL) holds = order <= 0;
      if (op === NOT_EQUAL) holds = order !== 0;
      if (op === LESS) holds = order < 0;
      store<u8>(out + <usize>i, <u8>holds);
      // One element: an eighth of a block.
      a += <usize>(stepA >> 3);
      b += <usize>(stepB >> 3);
    }
  }
}

/** a = b by value. a i64[n], b u64[n] or a block of 64 bytes; out u8[n], written. */
export function array_equal_i64_u64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Mixed.run<i64, u64>(EQUAL, a, stepA, b, stepB, out, n);
}

/** a = b by value. a u64[n], b i64[n] or a block of 64 bytes; out u8[n], written. */
export function array_equal_u64_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Mixed.run<u64, i64>(EQUAL, a, stepA, b, stepB, out, n);
}

/** a != b by value. a i64[n], b u64[n] or a block of 64 bytes; out u8[n], written. */
export function array_not_equal_i64_u64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Mixed.run<i64, u64>(NOT_EQUAL, a, stepA, b, stepB, out, n);
}

/** a != b by value. a u64[n], b i64[n] or a block of 64 bytes; out u8[n], written. */
export function array_not_equal_u64_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Mixed.run<u64, i64>(NOT_EQUAL, a, stepA, b, stepB, out, n);
}

/** a < b by value. a u64[n], b u64[n] or a block of 64 bytes; out u8[n], written. */
export function array_less_u64_u64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Mixed.run<u64, u64>(LESS, a, stepA, b, stepB, out, n);
}

/** a < b by value. a i64[n], b u64[n] or a block of 64 bytes; out u8[n], written. */
export function array_less_i64_u64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Mixed.run<i64, u64>(LESS, a, stepA, b, stepB, out, n);
}

/** a < b by value. a u64[n], b i64[n] or a block of 64 bytes; out u8[n], written. */
export function array_less_u64_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Mixed.run<u64, i64>(LESS, a, stepA, b, stepB, out, n);
}

/** a <= b by value. a u64[n], b u64[n] or a block of 64 bytes; out u8[n], written. */
export function array_less_equal_u64_u64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Mixed.run<u64, u64>(LESS_EQUAL, a, stepA, b, stepB, out, n);
}

/** a <= b by value. a i64[n], b u64[n] or a block of 64 bytes; out u8[n], written. */
export function array_less_equal_i64_u64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Mixed.run<i64, u64>(LESS_EQUAL, a, stepA, b, stepB, out, n);
}

/** a <= b by value. a u64[n], b i64[n] or a block of 64 bytes; out u8[n], written. */
export function array_less_equal_u64_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Mixed.run<u64, i64>(LESS_EQUAL, a, stepA, b, stepB, out, n);
}
