// Nearness of numbers, and numbers in place of those that are not finite; steps as in arithmetic.ts.

function close<T>(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
  rtol: T,
  atol: T,
  equalNaN: i32,
): void {
  const nextA = (<usize>stepA / 64) * sizeof<T>();
  const nextB = (<usize>stepB / 64) * sizeof<T>();
  for (let i = 0; i < n; i++) {
    const x = load<T>(a);
    const y = load<T>(b);
    // An infinite y would be near to anything; equal infinities are equal.
    const finite = <T>(y - y) === <T>0;
    const near = abs<T>(<T>(x - y)) <= <T>(atol + <T>(rtol * abs<T>(y)));
    let holds = (near && finite) || x === y;
    if (equalNaN !== 0) holds = holds || (!(x <= <T>Infinity) && !(y <= <T>Infinity));
    store<u8>(out + <usize>i, <u8>holds);
    a += nextA;
    b += nextB;
  }
}

/**
 * Whether |a - b| <= atol + rtol |b|; NaN equals NaN if `equalNaN` is not 0.
 *
 * @param width  bytes of a number: 4 or 8
 * @param a      f32[n] or f64[n], or a block of 64 bytes
 * @param b      as a
 * @param out    u8[n], written
 */
export function array_close(
  width: i32,
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
  rtol: f64,
  atol: f64,
  equalNaN: i32,
): void {
  if (width === 4) close<f32>(a, stepA, b, stepB, out, n, <f32>rtol, <f32>atol, equalNaN);
  else close<f64>(a, stepA, b, stepB, out, n, rtol, atol, equalNaN);
}

function replace<T>(
  a: usize,
  nan: usize,
  stepNaN: i32,
  high: usize,
  stepHigh: i32,
  low: usize,
  stepLow: i32,
  out: usize,
  n: i32,
): void {
  const nextNaN = (<usize>stepNaN / 64) * sizeof<T>();
  const nextHigh = (<usize>stepHigh / 64) * sizeof<T>();
  const nextLow = (<usize>stepLow / 64) * sizeof<T>();
  for (let i = 0; i < n; i++) {
    let x = load<T>(a);
    if (!(<T>(x - x) === <T>0)) {
      x = x > <T>0 ? load<T>(high) : x < <T>0 ? load<T>(low) : load<T>(nan);
    }
    store<T>(out, x);
    a += sizeof<T>();
    nan += nextNaN;
    high += nextHigh;
    low += nextLow;
    out += sizeof<T>();
  }
}

/**
 * Other numbers in place of NaN, infinity and -infinity.
 *
 * @param width  bytes of a number: 4 or 8
 * @param a      f32[n] or f64[n]
 * @param nan    as a, or a block of 64 bytes; so are high and low
 * @param out    as a, written
 */
export function array_nan_to_num(
  width: i32,
  a: usize,
  nan: usize,
  stepNaN: i32,
  high: usize,
  stepHigh: i32,
  low: usize,
  stepLow: i32,
  out: usize,
  n: i32,
): void {
  if (width === 4) replace<f32>(a, nan, stepNaN, high, stepHigh, low, stepLow, out, n);
  else replace<f64>(a, nan, stepNaN, high, stepHigh, low, stepLow, out, n);
}

/**
 * One index of positions in an array of several dimensions.
 *
 * @param positions  i32[n], in the array as one run
 * @param stride     elements from one to the next along the dimension
 * @param size       of the dimension
 * @param out        i64[n], written
 */
export function array_unravel(positions: usize, out: usize, n: i32, stride: i32, size: i32): void {
  for (let i = 0; i < n; i++) {
    const position = load<i32>(positions + ((<usize>i) << 2));
    store<i64>(out + ((<usize>i) << 3), <i64>((position / stride) % size));
  }
}
