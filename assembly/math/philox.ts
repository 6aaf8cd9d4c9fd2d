// Philox4x32 of ten rounds: four random words from a counter of four words and a key of two, four
// counters at a time (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011).

const M0: i32 = 0xd2511f53;
const M1: i32 = 0xcd9e8d57;
const W0: i32 = 0x9e3779b9;
const W1: i32 = 0xbb67ae85;
const ROUNDS = 10;

/** Keys of the rounds, each in four lanes: 32 bytes a round. */
const keys: usize = memory.data(ROUNDS * 32, 16);

/** Sets the keys of the calls that follow. */
export function philoxKey(key0: i32, key1: i32): void {
  for (let at = keys, end = keys + ROUNDS * 32; at < end; at += 32) {
    v128.store(at, i32x4.splat(key0));
    v128.store(at, i32x4.splat(key1), 16);
    key0 += W0;
    key1 += W1;
  }
}

/** Steps of a round, of four counters. */
class Round {
  /** The lower words of four products. */
  @inline
  static low(a: v128, b: v128): v128 {
    return i32x4.shuffle(a, b, 0, 2, 4, 6);
  }

  /** The upper words of four products, mixed with a word and a key. */
  @inline
  static high(a: v128, b: v128, word: v128, key: v128): v128 {
    return v128.xor(v128.xor(i32x4.shuffle(a, b, 1, 3, 5, 7), word), key);
  }
}

/**
 * Twice four counters, with the keys that `philoxKey` has set: what one waits for, the other computes.
 *
 * @param counters  u32[2][4][4]: the first words of four counters, then their second, third, fourth; four more
 * @param out       u32[2][4][4], written: the first words of the four results, then the second …
 */
export function philoxEight(counters: usize, out: usize): void {
  let a0 = v128.load(counters);
  let a1 = v128.load(counters, 16);
  let a2 = v128.load(counters, 32);
  let a3 = v128.load(counters, 48);
  let b0 = v128.load(counters, 64);
  let b1 = v128.load(counters, 80);
  let b2 = v128.load(counters, 96);
  let b3 = v128.load(counters, 112);
  const m0 = i32x4.splat(M0);
  const m1 = i32x4.splat(M1);
  for (let at = keys, end = keys + ROUNDS * 32; at < end; at += 32) {
    const key0 = v128.load(at);
    const key1 = v128.load(at, 16);
    const aLow0 = i64x2.extmul_low_i32x4_u(a0, m0);
    const aHigh0 = i64x2.extmul_high_i32x4_u(a0, m0);
    const aLow2 = i64x2.extmul_low_i32x4_u(a2, m1);
    const aHigh2 = i64x2.extmul_high_i32x4_u(a2, m1);
    const bLow0 = i64x2.extmul_low_i32x4_u(b0, m0);
    const bHigh0 = i64x2.extmul_high_i32x4_u(b0, m0);
    const bLow2 = i64x2.extmul_low_i32x4_u(b2, m1);
    const bHigh2 = i64x2.extmul_high_i32x4_u(b2, m1);
    a0 = Round.high(aLow2, aHigh2, a1, key0);
    a2 = Round.high(aLow0, aHigh0, a3, key1);
    a1 = Round.low(aLow2, aHigh2);
    a3 = Round.low(aLow0, aHigh0);
    b0 = Round.high(bLow2, bHigh2, b1, key0);
    b2 = Round.high(bLow0, bHigh0, b3, key1);
    b1 = Round.low(bLow2, bHigh2);
    b3 = Round.low(bLow0, bHigh0);
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out, a2, 32);
  v128.store(out, a3, 48);
  v128.store(out, b0, 64);
  v128.store(out, b1, 80);
  v128.store(out, b2, 96);
  v128.store(out, b3, 112);
}
