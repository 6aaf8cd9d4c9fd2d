// The Mersenne twister MT19937 (Matsumoto and Nishimura, ACM TOMACS 8 (1998) 3; seeding of 2002),
// and the first numbers of 16 generators at once.

const N = 624;
const M = 397;
const SEED_FACTOR: i32 = 1812433253;
const TWIST: i32 = 0x9908b0df;
const UPPER: i32 = i32.MIN_VALUE;
const LOWER: i32 = 0x7fffffff;

/** Generators that `firstWords` advances together, and the numbers it takes of each. */
export const LANES = 16;
export const WORDS = 8;
/** Where `firstWords` leaves its numbers: those of one generator are 64 bytes apart. */
export const words: usize = memory.data(512, 16);

/** Words 0 to WORDS, then words M to M + WORDS - 1, of 16 states. */
const states: usize = memory.data(1088, 16);
/** One whole state, u32[N], and how many of its words are used up. */
const state: usize = memory.data(2496, 16);
let used = N;

/** Begins the one generator that `nextWord` continues, behind its first `skip` numbers. */
export function startTwister(seed: u32, skip: i32): void {
  let x = <i32>seed;
  store<i32>(state, x);
  for (let i = 1; i < N; i++) {
    x = SEED_FACTOR * (x ^ (x >>> 30)) + i;
    store<i32>(state + ((<usize>i) << 2), x);
  }
  used = N;
  for (let i = 0; i < skip; i++) nextWord();
}

function twist(): void {
  for (let i = 0; i < N; i++) {
    const at = state + ((<usize>i) << 2);
    const next = load<i32>(state + ((<usize>((i + 1) % N)) << 2));
    const y = (load<i32>(at) & UPPER) | (next & LOWER);
    const far = load<i32>(state + ((<usize>((i + M) % N)) << 2));
    store<i32>(at, far ^ (y >>> 1) ^ (-(y & 1) & TWIST));
  }
  used = 0;
}

/** The next 32 bits of the generator begun by `startTwister`. */
export function nextWord(): u32 {
  if (used === N) twist();
  let y = load<i32>(state + ((<usize>used) << 2));
  used++;
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >>> 18);
}

class Lane {
  @inline
  static seed(x: v128, i: v128): v128 {
    const mixed = v128.xor(x, i32x4.shr_u(x, 30));
    return i32x4.add(i32x4.mul(mixed, i32x4.splat(SEED_FACTOR)), i);
  }

  @inline
  static temper(x: v128): v128 {
    let y = v128.xor(x, i32x4.shr_u(x, 11));
    y = v128.xor(y, v128.and(i32x4.shl(y, 7), i32x4.splat(0x9d2c5680)));
    y = v128.xor(y, v128.and(i32x4.shl(y, 15), i32x4.splat(0xefc60000)));
    return v128.xor(y, i32x4.shr_u(y, 18));
  }
}

/**
 * The first 8 numbers of 16 generators, at {@link words}. They need only the words 0 to 8 and 397 to
 * 404 of each state, so the seeding stops there, and nothing but these is kept.
 *
 * @param seeds  u32[16]
 */
export function firstWords(seeds: usize): void {
  let a = v128.load(seeds);
  let b = v128.load(seeds, 16);
  let c = v128.load(seeds, 32);
  let d = v128.load(seeds, 48);
  let out = states;
  let i = 0;
  for (let part = 0; part < 2; part++) {
    const stop = part === 0 ? WORDS : M + WORDS - 1;
    for (;;) {
      v128.store(out, a);
      v128.store(out, b, 16);
      v128.store(out, c, 32);
      v128.store(out, d, 48);
      out += 64;
      i++;
      const step = i32x4.splat(i);
      a = Lane.seed(a, step);
      b = Lane.seed(b, step);
      c = Lane.seed(c, step);
      d = Lane.seed(d, step);
      if (i > stop) break;
    }
    if (part !== 0) break;
    for (; i < M; ) {
      i++;
      const step = i32x4.splat(i);
      a = Lane.seed(a, step);
      b = Lane.seed(b, step);
      c = Lane.seed(c, step);
      d = Lane.seed(d, step);
    }
  }
  for (let at: usize = 0; at < <usize>(WORDS * 64); at += 16) {
    const here = v128.load(states + at);
    const next = v128.load(states + at, 64);
    const far = v128.load(states + at, (WORDS + 1) * 64);
    const y = v128.bitselect(here, next, i32x4.splat(UPPER));
    const odd = i32x4.neg(v128.and(y, i32x4.splat(1)));
    const mixed = v128.xor(far, v128.xor(i32x4.shr_u(y, 1), v128.and(odd, i32x4.splat(TWIST))));
    v128.store(words + at, Lane.temper(mixed));
  }
}
