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

/**
 * a where mask is true, else b: elements of `size` bytes, which are 1, 2, 4 or 8. mask u8[n], a and b [n]
 * or a block of 64 bytes; out [n], written.
 */
export function array_choose(
  size: i32,
  mask: usize,
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  if (size === 1) choose<u8>(mask, a, stepA, b, stepB, out, n);
  else if (size === 2) choose<u16>(mask, a, stepA, b, stepB, out, n);
  else if (size === 4) choose<u32>(mask, a, stepA, b, stepB, out, n);
  else choose<u64>(mask, a, stepA, b, stepB, out, n);
}
