// Philox4x32 of ten rounds: four random words from a counter of four words and a key of two, four
// counters at a time (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011).

const M0: i32 = 0xd2511f53;
const M1: i32 = 0xcd9e8d57;
const W0: i32 = 0x9e3779b9;
const W1: i32 = 0xbb67ae85;
const ROUNDS = 10;

/**
 * @param counters  u32[4][4]: the first words of four counters, then their second, third, fourth
 * @param out       u32[4][4], written: the first words of the four results, then the second …
 */
export function philox(counters: usize, key0: i32, key1: i32, out: usize): void {
  let c0 = v128.load(counters);
  let c1 = v128.load(counters, 16);
  let c2 = v128.load(counters, 32);
  let c3 = v128.load(counters, 48);
  const m0 = i32x4.splat(M0);
  const m1 = i32x4.splat(M1);
  for (let round = 0; round < ROUNDS; round++) {
    const a = i64x2.extmul_low_i32x4_u(c0, m0);
    const b = i64x2.extmul_high_i32x4_u(c0, m0);
    const c = i64x2.extmul_low_i32x4_u(c2, m1);
    const d = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(v128.xor(i32x4.shuffle(c, d, 1, 3, 5, 7), c1), i32x4.splat(key0));
    c2 = v128.xor(v128.xor(i32x4.shuffle(a, b, 1, 3, 5, 7), c3), i32x4.splat(key1));
    c1 = i32x4.shuffle(c, d, 0, 2, 4, 6);
    c3 = i32x4.shuffle(a, b, 0, 2, 4, 6);
    key0 += W0;
    key1 += W1;
  }
  v128.store(out, c0);
  v128.store(out, c1, 16);
  v128.store(out, c2, 32);
  v128.store(out, c3, 48);
}
