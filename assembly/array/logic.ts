// Logic on bool (u8, 0 or 1), 64 bytes at a time; steps as in arithmetic.ts.

/** a and b. a, b u8[n] or a block of 64 bytes; out u8[n], written. */
export function array_and(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  const end = out + <usize>n;
  while (out < end) {
    for (let k: usize = 0; k < 64; k += 16) {
      v128.store(out + k, v128.and(v128.load(a + k), v128.load(b + k)));
    }
    a += <usize>stepA;
    b += <usize>stepB;
    out += 64;
  }
}

/** a or b. a, b u8[n] or a block of 64 bytes; out u8[n], written. */
export function array_or(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  const end = out + <usize>n;
  while (out < end) {
    for (let k: usize = 0; k < 64; k += 16) {
      v128.store(out + k, v128.or(v128.load(a + k), v128.load(b + k)));
    }
    a += <usize>stepA;
    b += <usize>stepB;
    out += 64;
  }
}

/** One of a and b, not both; with b = 1: not a. a, b u8[n] or a block of 64 bytes; out u8[n], written. */
export function array_xor(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  const end = out + <usize>n;
  while (out < end) {
    for (let k: usize = 0; k < 64; k += 16) {
      v128.store(out + k, v128.xor(v128.load(a + k), v128.load(b + k)));
    }
    a += <usize>stepA;
    b += <usize>stepB;
    out += 64;
  }
}
