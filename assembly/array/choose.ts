// One of two columns, element by element; steps as in arithmetic.ts.

function choose<T>(
  mask: usize,
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  const nextA = (<usize>stepA / 64) * sizeof<T>();
  const nextB = (<usize>stepB / 64) * sizeof<T>();
  for (let i = 0; i < n; i++) {
    const left = load<T>(a);
    const right = load<T>(b);
    store<T>(out, load<u8>(mask + <usize>i) ? left : right);
    a += nextA;
    b += nextB;
    out += sizeof<T>();
  }
}

/** a where mask is true, else b. mask u8[n], a and b u8[n] or a block of 64 bytes; out u8[n], written. */
export function array_choose_8(
  mask: usize,
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  choose<u8>(mask, a, stepA, b, stepB, out, n);
}

/** a where mask is true, else b. mask u8[n], a and b u16[n] or a block of 64 bytes; out u16[n], written. */
export function array_choose_16(
  mask: usize,
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  choose<u16>(mask, a, stepA, b, stepB, out, n);
}

/** a where mask is true, else b. mask u8[n], a and b u32[n] or a block of 64 bytes; out u32[n], written. */
export function array_choose_32(
  mask: usize,
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  choose<u32>(mask, a, stepA, b, stepB, out, n);
}

/** a where mask is true, else b. mask u8[n], a and b u64[n] or a block of 64 bytes; out u64[n], written. */
export function array_choose_64(
  mask: usize,
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  choose<u64>(mask, a, stepA, b, stepB, out, n);
}
