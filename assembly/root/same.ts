/**
 * Whether two blocks hold the same bytes.
 *
 * @param a u8[n]
 * @param b u8[n]
 * @returns 1 where they do, else 0
 */
export function root_same_bytes(a: usize, b: usize, n: i32): i32 {
  const end = a + <usize>n;
  const whole = a + (<usize>n & ~63);
  while (a < whole) {
    const first = v128.xor(v128.load(a), v128.load(b));
    const second = v128.xor(v128.load(a, 16), v128.load(b, 16));
    const third = v128.xor(v128.load(a, 32), v128.load(b, 32));
    const fourth = v128.xor(v128.load(a, 48), v128.load(b, 48));
    if (v128.any_true(v128.or(v128.or(first, second), v128.or(third, fourth)))) return 0;
    a += 64;
    b += 64;
  }
  for (; a < end; a++, b++) if (load<u8>(a) !== load<u8>(b)) return 0;
  return 1;
}
