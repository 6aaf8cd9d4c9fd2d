// ROOT stores numbers big-endian. These kernels write whole vectors of 16 bytes: up to 15 bytes
// behind the input are read and behind the output overwritten, which is why baskets are decoded in
// the order of their entries.

/**
 * Copies bytes, 16 at a time.
 *
 * @param input u8[n], at any address
 * @param out   u8[n], written
 */
export function root_swap_8(input: usize, out: usize, n: i32): void {
  const end = input + <usize>n;
  while (input < end) {
    v128.store(out, v128.load(input));
    input += 16;
    out += 16;
  }
}

/**
 * Booleans: any byte other than 0 becomes 1.
 *
 * @param input u8[n], at any address
 * @param out   bool[n], written
 */
export function root_swap_bool(input: usize, out: usize, n: i32): void {
  const zero = i8x16.splat(0);
  const one = i8x16.splat(1);
  const end = input + <usize>n;
  while (input < end) {
    v128.store(out, v128.and(i8x16.ne(v128.load(input), zero), one));
    input += 16;
    out += 16;
  }
}

/**
 * Big-endian to little-endian, 2 bytes each.
 *
 * @param input u16[n], at any address
 * @param out   u16[n], written
 */
export function root_swap_16(input: usize, out: usize, n: i32): void {
  const end = input + ((<usize>n) << 1);
  while (input < end) {
    const v = v128.load(input);
    v128.store(out, i8x16.shuffle(v, v, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
    input += 16;
    out += 16;
  }
}

/**
 * Big-endian to little-endian, 4 bytes each.
 *
 * @param input u32[n], at any address
 * @param out   u32[n], written
 */
export function root_swap_32(input: usize, out: usize, n: i32): void {
  const end = input + ((<usize>n) << 2);
  while (input + 64 <= end) {
    const a = v128.load(input);
    const b = v128.load(input, 16);
    const c = v128.load(input, 32);
    const d = v128.load(input, 48);
    v128.store(out, swap32(a));
    v128.store(out, swap32(b), 16);
    v128.store(out, swap32(c), 32);
    v128.store(out, swap32(d), 48);
    input += 64;
    out += 64;
  }
  while (input < end) {
    v128.store(out, swap32(v128.load(input)));
    input += 16;
    out += 16;
  }
}

/**
 * Big-endian to little-endian, 8 bytes each.
 *
 * @param input u64[n], at any address
 * @param out   u64[n], written
 */
export function root_swap_64(input: usize, out: usize, n: i32): void {
  const end = input + ((<usize>n) << 3);
  while (input < end) {
    const v = v128.load(input);
    v128.store(out, i8x16.shuffle(v, v, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8));
    input += 16;
    out += 16;
  }
}

function swap32(v: v128): v128 {
  return i8x16.shuffle(v, v, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}
