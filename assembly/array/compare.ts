// Elementwise comparison to bool (u8, 0 or 1), 64 bytes of the operands at a time; steps as in
// arithmetic.ts. A comparison with NaN is false, but for "not equal".

const EQUAL = 0;
const NOT_EQUAL = 1;
const LESS = 2;
const LESS_EQUAL = 3;

class Compare {
  @inline
  static lanes<T>(op: i32, a: v128, b: v128): v128 {
    if (op === EQUAL) return v128.eq<T>(a, b);
    if (op === NOT_EQUAL) return v128.ne<T>(a, b);
    if (op === LESS) return v128.lt<T>(a, b);
    return v128.le<T>(a, b);
  }

  /** 16 elements of 4 bytes to 16 bools. */
  @inline
  static four<T>(op: i32, a: usize, b: usize, out: usize): void {
    const m0 = Compare.lanes<T>(op, v128.load(a), v128.load(b));
    const m1 = Compare.lanes<T>(op, v128.load(a, 16), v128.load(b, 16));
    const m2 = Compare.lanes<T>(op, v128.load(a, 32), v128.load(b, 32));
    const m3 = Compare.lanes<T>(op, v128.load(a, 48), v128.load(b, 48));
    const low = i16x8.narrow_i32x4_s(m0, m1);
    const high = i16x8.narrow_i32x4_s(m2, m3);
    v128.store(out, v128.and(i8x16.narrow_i16x8_s(low, high), i8x16.splat(1)));
  }

  /** 8 elements of 8 bytes to 8 bools. */
  @inline
  static eight<T>(op: i32, a: usize, b: usize, out: usize): void {
    const m0 = Compare.lanes<T>(op, v128.load(a), v128.load(b));
    const m1 = Compare.lanes<T>(op, v128.load(a, 16), v128.load(b, 16));
    const m2 = Compare.lanes<T>(op, v128.load(a, 32), v128.load(b, 32));
    const m3 = Compare.lanes<T>(op, v128.load(a, 48), v128.load(b, 48));
    const low = i8x16.shuffle(m0, m1, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
    const high = i8x16.shuffle(m2, m3, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
    const words = i16x8.narrow_i32x4_s(low, high);
    const bytes = v128.and(i8x16.narrow_i16x8_s(words, words), i8x16.splat(1));
    v128.store64_lane(out, bytes, 0);
  }

  @inline
  static run<T>(op: i32, a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
    const end = out + <usize>n;
    while (out < end) {
      if (sizeof<T>() === 4) {
        Compare.four<T>(op, a, b, out);
        out += 16;
      } else {
        Compare.eight<T>(op, a, b, out);
        out += 8;
      }
      a += <usize>stepA;
      b += <usize>stepB;
    }
  }
}

/** a = b. a, b f32[n] or a block of 64 bytes; out u8[n], written. */
export function array_equal_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<f32>(EQUAL, a, stepA, b, stepB, out, n);
}

/** a = b. a, b f64[n] or a block of 64 bytes; out u8[n], written. */
export function array_equal_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<f64>(EQUAL, a, stepA, b, stepB, out, n);
}

/** a = b. a, b i32[n] or a block of 64 bytes; out u8[n], written. */
export function array_equal_i32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<i32>(EQUAL, a, stepA, b, stepB, out, n);
}

/** a = b. a, b i64[n] or a block of 64 bytes; out u8[n], written. */
export function array_equal_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<i64>(EQUAL, a, stepA, b, stepB, out, n);
}

/** a != b. a, b f32[n] or a block of 64 bytes; out u8[n], written. */
export function array_not_equal_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<f32>(NOT_EQUAL, a, stepA, b, stepB, out, n);
}

/** a != b. a, b f64[n] or a block of 64 bytes; out u8[n], written. */
export function array_not_equal_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<f64>(NOT_EQUAL, a, stepA, b, stepB, out, n);
}

/** a != b. a, b i32[n] or a block of 64 bytes; out u8[n], written. */
export function array_not_equal_i32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<i32>(NOT_EQUAL, a, stepA, b, stepB, out, n);
}

/** a != b. a, b i64[n] or a block of 64 bytes; out u8[n], written. */
export function array_not_equal_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<i64>(NOT_EQUAL, a, stepA, b, stepB, out, n);
}

/** a < b. a, b f32[n] or a block of 64 bytes; out u8[n], written. */
export function array_less_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<f32>(LESS, a, stepA, b, stepB, out, n);
}

/** a < b. a, b f64[n] or a block of 64 bytes; out u8[n], written. */
export function array_less_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<f64>(LESS, a, stepA, b, stepB, out, n);
}

/** a < b. a, b i32[n] or a block of 64 bytes; out u8[n], written. */
export function array_less_i32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<i32>(LESS, a, stepA, b, stepB, out, n);
}

/** a < b. a, b i64[n] or a block of 64 bytes; out u8[n], written. */
export function array_less_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<i64>(LESS, a, stepA, b, stepB, out, n);
}

/** a <= b. a, b f32[n] or a block of 64 bytes; out u8[n], written. */
export function array_less_equal_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<f32>(LESS_EQUAL, a, stepA, b, stepB, out, n);
}

/** a <= b. a, b f64[n] or a block of 64 bytes; out u8[n], written. */
export function array_less_equal_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<f64>(LESS_EQUAL, a, stepA, b, stepB, out, n);
}

/** a <= b. a, b i32[n] or a block of 64 bytes; out u8[n], written. */
export function array_less_equal_i32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<i32>(LESS_EQUAL, a, stepA, b, stepB, out, n);
}

/** a <= b. a, b i64[n] or a block of 64 bytes; out u8[n], written. */
export function array_less_equal_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Compare.run<i64>(LESS_EQUAL, a, stepA, b, stepB, out, n);
}
