// Elementwise arithmetic, 64 bytes at a time. Every operand has a step in bytes per such block: 64
// for a column, 0 for a scalar, which then is a block filled with the scalar. The last block may
// read and write beyond the columns, into the slack behind them.

function add<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  while (out < end) {
    v128.store(out, v128.add<T>(v128.load(a), v128.load(b)));
    v128.store(out, v128.add<T>(v128.load(a, 16), v128.load(b, 16)), 16);
    v128.store(out, v128.add<T>(v128.load(a, 32), v128.load(b, 32)), 32);
    v128.store(out, v128.add<T>(v128.load(a, 48), v128.load(b, 48)), 48);
    a += <usize>stepA;
    b += <usize>stepB;
    out += 64;
  }
}

function subtract<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  while (out < end) {
    v128.store(out, v128.sub<T>(v128.load(a), v128.load(b)));
    v128.store(out, v128.sub<T>(v128.load(a, 16), v128.load(b, 16)), 16);
    v128.store(out, v128.sub<T>(v128.load(a, 32), v128.load(b, 32)), 32);
    v128.store(out, v128.sub<T>(v128.load(a, 48), v128.load(b, 48)), 48);
    a += <usize>stepA;
    b += <usize>stepB;
    out += 64;
  }
}

function multiply<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  while (out < end) {
    v128.store(out, v128.mul<T>(v128.load(a), v128.load(b)));
    v128.store(out, v128.mul<T>(v128.load(a, 16), v128.load(b, 16)), 16);
    v128.store(out, v128.mul<T>(v128.load(a, 32), v128.load(b, 32)), 32);
    v128.store(out, v128.mul<T>(v128.load(a, 48), v128.load(b, 48)), 48);
    a += <usize>stepA;
    b += <usize>stepB;
    out += 64;
  }
}

function divide<T>(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  while (out < end) {
    v128.store(out, v128.div<T>(v128.load(a), v128.load(b)));
    v128.store(out, v128.div<T>(v128.load(a, 16), v128.load(b, 16)), 16);
    v128.store(out, v128.div<T>(v128.load(a, 32), v128.load(b, 32)), 32);
    v128.store(out, v128.div<T>(v128.load(a, 48), v128.load(b, 48)), 48);
    a += <usize>stepA;
    b += <usize>stepB;
    out += 64;
  }
}

function absolute<T>(a: usize, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  while (out < end) {
    v128.store(out, v128.abs<T>(v128.load(a)));
    v128.store(out, v128.abs<T>(v128.load(a, 16)), 16);
    v128.store(out, v128.abs<T>(v128.load(a, 32)), 32);
    v128.store(out, v128.abs<T>(v128.load(a, 48)), 48);
    a += 64;
    out += 64;
  }
}

function squareRoot<T>(a: usize, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  while (out < end) {
    v128.store(out, v128.sqrt<T>(v128.load(a)));
    v128.store(out, v128.sqrt<T>(v128.load(a, 16)), 16);
    v128.store(out, v128.sqrt<T>(v128.load(a, 32)), 32);
    v128.store(out, v128.sqrt<T>(v128.load(a, 48)), 48);
    a += 64;
    out += 64;
  }
}

/** a + b; integers wrap. a, b f32[n] or a block of 64 bytes; out f32[n], written. */
export function array_add_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  add<f32>(a, stepA, b, stepB, out, n);
}

/** a + b; integers wrap. a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function array_add_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  add<f64>(a, stepA, b, stepB, out, n);
}

/** a + b; integers wrap. a, b i32[n] or a block of 64 bytes; out i32[n], written. */
export function array_add_i32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  add<i32>(a, stepA, b, stepB, out, n);
}

/** a + b; integers wrap. a, b i64[n] or a block of 64 bytes; out i64[n], written. */
export function array_add_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  add<i64>(a, stepA, b, stepB, out, n);
}

/** a - b; integers wrap. a, b f32[n] or a block of 64 bytes; out f32[n], written. */
export function array_subtract_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  subtract<f32>(a, stepA, b, stepB, out, n);
}

/** a - b; integers wrap. a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function array_subtract_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  subtract<f64>(a, stepA, b, stepB, out, n);
}

/** a - b; integers wrap. a, b i32[n] or a block of 64 bytes; out i32[n], written. */
export function array_subtract_i32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  subtract<i32>(a, stepA, b, stepB, out, n);
}

/** a - b; integers wrap. a, b i64[n] or a block of 64 bytes; out i64[n], written. */
export function array_subtract_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  subtract<i64>(a, stepA, b, stepB, out, n);
}

/** a * b; integers wrap. a, b f32[n] or a block of 64 bytes; out f32[n], written. */
export function array_multiply_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  multiply<f32>(a, stepA, b, stepB, out, n);
}

/** a * b; integers wrap. a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function array_multiply_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  multiply<f64>(a, stepA, b, stepB, out, n);
}

/** a * b; integers wrap. a, b i32[n] or a block of 64 bytes; out i32[n], written. */
export function array_multiply_i32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  multiply<i32>(a, stepA, b, stepB, out, n);
}

/** a * b; integers wrap. a, b i64[n] or a block of 64 bytes; out i64[n], written. */
export function array_multiply_i64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  multiply<i64>(a, stepA, b, stepB, out, n);
}

/** a / b. a, b f32[n] or a block of 64 bytes; out f32[n], written. */
export function array_divide_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  divide<f32>(a, stepA, b, stepB, out, n);
}

/** a / b. a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function array_divide_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  divide<f64>(a, stepA, b, stepB, out, n);
}

/** |a|; the lowest integer stays as it is. a, out f32[n]. */
export function array_absolute_f32(a: usize, out: usize, n: i32): void {
  absolute<f32>(a, out, n);
}

/** |a|; the lowest integer stays as it is. a, out f64[n]. */
export function array_absolute_f64(a: usize, out: usize, n: i32): void {
  absolute<f64>(a, out, n);
}

/** |a|; the lowest integer stays as it is. a, out i32[n]. */
export function array_absolute_i32(a: usize, out: usize, n: i32): void {
  absolute<i32>(a, out, n);
}

/** |a|; the lowest integer stays as it is. a, out i64[n]. */
export function array_absolute_i64(a: usize, out: usize, n: i32): void {
  absolute<i64>(a, out, n);
}

/** Square root of a. a, out f32[n]. */
export function array_sqrt_f32(a: usize, out: usize, n: i32): void {
  squareRoot<f32>(a, out, n);
}

/** Square root of a. a, out f64[n]. */
export function array_sqrt_f64(a: usize, out: usize, n: i32): void {
  squareRoot<f64>(a, out, n);
}
