// Pairs of floating-point numbers, 16 bytes at a time; steps as in arithmetic.ts.

class Pair {
  /** |a| with the sign of b. */
  @inline
  static copysign<T>(a: v128, b: v128): v128 {
    return v128.bitselect(b, a, v128.splat<T>(<T>-0.0));
  }

  /** The smaller; the other one where one is NaN. */
  @inline
  static fmin<T>(a: v128, b: v128): v128 {
    const least = v128.bitselect(a, v128.min<T>(a, b), v128.ne<T>(b, b));
    return v128.bitselect(b, least, v128.ne<T>(a, a));
  }

  /** The larger; the other one where one is NaN. */
  @inline
  static fmax<T>(a: v128, b: v128): v128 {
    const most = v128.bitselect(a, v128.max<T>(a, b), v128.ne<T>(b, b));
    return v128.bitselect(b, most, v128.ne<T>(a, a));
  }

  /** 0 below 0, 1 above, b at 0, NaN of NaN. */
  @inline
  static heaviside<T>(a: v128, b: v128): v128 {
    const zero = v128.splat<T>(<T>0);
    const step = v128.and(v128.gt<T>(a, zero), v128.splat<T>(<T>1));
    const known = v128.bitselect(b, step, v128.eq<T>(a, zero));
    return v128.bitselect(a, known, v128.ne<T>(a, a));
  }
}

function pairsCopysign<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  const nextA = <usize>stepA >> 2;
  const nextB = <usize>stepB >> 2;
  for (; out < end; out += 16) {
    v128.store(out, Pair.copysign<T>(v128.load(a), v128.load(b)));
    a += nextA;
    b += nextB;
  }
}

function pairsFmin<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  const nextA = <usize>stepA >> 2;
  const nextB = <usize>stepB >> 2;
  for (; out < end; out += 16) {
    v128.store(out, Pair.fmin<T>(v128.load(a), v128.load(b)));
    a += nextA;
    b += nextB;
  }
}

function pairsFmax<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  const nextA = <usize>stepA >> 2;
  const nextB = <usize>stepB >> 2;
  for (; out < end; out += 16) {
    v128.store(out, Pair.fmax<T>(v128.load(a), v128.load(b)));
    a += nextA;
    b += nextB;
  }
}

function pairsHeaviside<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  const nextA = <usize>stepA >> 2;
  const nextB = <usize>stepB >> 2;
  for (; out < end; out += 16) {
    v128.store(out, Pair.heaviside<T>(v128.load(a), v128.load(b)));
    a += nextA;
    b += nextB;
  }
}

/** |a| with the sign of b. a, b f32[n] or a block of 64 bytes; out f32[n], written. */
export function array_copysign_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  pairsCopysign<f32>(a, stepA, b, stepB, out, n);
}

/** |a| with the sign of b. a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function array_copysign_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  pairsCopysign<f64>(a, stepA, b, stepB, out, n);
}

/** The smaller of a and b; NaN only if both are. a, b f32[n] or a block of 64 bytes; out f32[n], written. */
export function array_fmin_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  pairsFmin<f32>(a, stepA, b, stepB, out, n);
}

/** The smaller of a and b; NaN only if both are. a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function array_fmin_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  pairsFmin<f64>(a, stepA, b, stepB, out, n);
}

/** The larger of a and b; NaN only if both are. a, b f32[n] or a block of 64 bytes; out f32[n], written. */
export function array_fmax_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  pairsFmax<f32>(a, stepA, b, stepB, out, n);
}

/** The larger of a and b; NaN only if both are. a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function array_fmax_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  pairsFmax<f64>(a, stepA, b, stepB, out, n);
}

/** 0 below 0, 1 above, b at 0. a, b f32[n] or a block of 64 bytes; out f32[n], written. */
export function array_heaviside_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  pairsHeaviside<f32>(a, stepA, b, stepB, out, n);
}

/** 0 below 0, 1 above, b at 0. a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function array_heaviside_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  pairsHeaviside<f64>(a, stepA, b, stepB, out, n);
}
