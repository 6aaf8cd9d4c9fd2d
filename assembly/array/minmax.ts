// The smaller and larger of two operands, 64 bytes at a time; steps as in arithmetic.ts.

/** a < b of 64-bit integers; those without sign are compared with the upper bit flipped. */
function lower<T>(a: v128, b: v128): v128 {
  if (isSigned<T>()) return i64x2.lt_s(a, b);
  const top = i64x2.splat(i64.MIN_VALUE);
  return i64x2.lt_s(v128.xor(a, top), v128.xor(b, top));
}

class Better {
  @inline
  static of<T>(largest: bool, a: v128, b: v128): v128 {
    if (sizeof<T>() === 4 || isFloat<T>()) {
      return largest ? v128.max<T>(a, b) : v128.min<T>(a, b);
    }
    const less = lower<T>(a, b);
    return largest ? v128.bitselect(b, a, less) : v128.bitselect(a, b, less);
  }

  @inline
  static each<T>(
    largest: bool,
    a: usize,
    stepA: i32,
    b: usize,
    stepB: i32,
    out: usize,
    n: i32,
  ): void {
    const end = out + <usize>n * sizeof<T>();
    while (out < end) {
      v128.store(out, Better.of<T>(largest, v128.load(a), v128.load(b)));
      v128.store(out, Better.of<T>(largest, v128.load(a, 16), v128.load(b, 16)), 16);
      v128.store(out, Better.of<T>(largest, v128.load(a, 32), v128.load(b, 32)), 32);
      v128.store(out, Better.of<T>(largest, v128.load(a, 48), v128.load(b, 48)), 48);
      a += <usize>stepA;
      b += <usize>stepB;
      out += 64;
    }
  }
}

/** The smaller of a and b; NaN if one is NaN. a, b f32[n] or a block of 64 bytes; out f32[n], written. */
export function array_minimum_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Better.each<f32>(false, a, stepA, b, stepB, out, n);
}

/** The smaller of a and b; NaN if one is NaN. a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function array_minimum_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Better.each<f64>(false, a, stepA, b, stepB, out, n);
}

/** The smaller of a and b; NaN if one is NaN. a, b i32[n] or a block of 64 bytes; out i32[n], written. */
export function array_minimum_i32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Better.each<i32>(false, a, stepA, b, stepB, out, n);
}

/** The smaller of a and b; NaN if one is NaN. a, b u32[n] or a block of 64 bytes; out u32[n], written. */
export function array_minimum_u32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Better.each<u32>(false, a, stepA, b, stepB, out, n);
}

/** The smaller of a and b; NaN if one is NaN. a, b i64[n] or a block of 64 bytes; out i64[n], written. */
export function array_minimum_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Better.each<i64>(false, a, stepA, b, stepB, out, n);
}

/** The smaller of a and b; NaN if one is NaN. a, b u64[n] or a block of 64 bytes; out u64[n], written. */
export function array_minimum_u64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Better.each<u64>(false, a, stepA, b, stepB, out, n);
}

/** The larger of a and b; NaN if one is NaN. a, b f32[n] or a block of 64 bytes; out f32[n], written. */
export function array_maximum_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Better.each<f32>(true, a, stepA, b, stepB, out, n);
}

/** The larger of a and b; NaN if one is NaN. a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function array_maximum_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Better.each<f64>(true, a, stepA, b, stepB, out, n);
}

/** The larger of a and b; NaN if one is NaN. a, b i32[n] or a block of 64 bytes; out i32[n], written. */
export function array_maximum_i32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Better.each<i32>(true, a, stepA, b, stepB, out, n);
}

/** The larger of a and b; NaN if one is NaN. a, b u32[n] or a block of 64 bytes; out u32[n], written. */
export function array_maximum_u32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Better.each<u32>(true, a, stepA, b, stepB, out, n);
}

/** The larger of a and b; NaN if one is NaN. a, b i64[n] or a block of 64 bytes; out i64[n], written. */
export function array_maximum_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Better.each<i64>(true, a, stepA, b, stepB, out, n);
}

/** The larger of a and b; NaN if one is NaN. a, b u64[n] or a block of 64 bytes; out u64[n], written. */
export function array_maximum_u64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Better.each<u64>(true, a, stepA, b, stepB, out, n);
}
