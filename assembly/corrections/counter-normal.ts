// Standard normal numbers that are a function of an object alone: Philox of its event number and the
// float32 bits of its angles gives two uniform numbers of 52 bits, whose point in the unit square
// Box and Muller turn into a normal one (Ann. Math. Stat. 29 (1958) 610). No branch: every object
// costs the same.

import { Logarithm } from "../math/exponential";
import { logarithmSteps } from "../math/logarithm-steps";
import { philoxEight, philoxKey } from "../math/philox";

/** Objects whose logarithms are taken loop by loop. */
const PART: usize = 64;
const BYTES: usize = PART << 3;
/** Counters of eight objects and their words. */
const counters: usize = memory.data(128, 16);
const words: usize = memory.data(128, 16);
/** Of a part: the uniform numbers, the second ones from -1 to 1, and two steps of logarithms. */
const firsts: usize = memory.data(512, 16);
const seconds: usize = memory.data(512, 16);
const quotients: usize = memory.data(512, 16);
const rests: usize = memory.data(512, 16);

/** Added to a whole number below 2^51, it leaves its two's complement in the lowest bits. */
const WHOLE: f64 = 6755399441055744.0;

/**
 * A normal number of each object, at most 8.5 in size.
 *
 * @param key0    seed of the whole
 * @param stream  which of an object's numbers: from 0
 * @param eta, phi, event  f64[n], and seven more may be read
 * @param out   f64[n], written, and seven more
 */
export function corrections_normals_counter(
  key0: i32,
  stream: i32,
  eta: usize,
  phi: usize,
  event: usize,
  out: usize,
  n: i32,
): void {
  philoxKey(key0, stream);
  const all = ((<usize>n + 7) & ~7) << 3;
  for (let at: usize = 0; at < all; at += BYTES) {
    const bytes = min(BYTES, all - at);
    for (let part: usize = 0; part < bytes; part += 64) {
      uniforms(eta + at + part, phi + at + part, event + at + part, part);
    }
    normals(out + at, bytes);
  }
}

/** The uniform numbers of eight objects. */
function uniforms(eta: usize, phi: usize, event: usize, part: usize): void {
  count(eta, phi, event, counters);
  count(eta + 32, phi + 32, event + 32, counters + 64);
  philoxEight(counters, words);
  spread(words, part);
  spread(words + 64, part + 32);
}

/** The counters of four objects. */
function count(eta: usize, phi: usize, event: usize, counters: usize): void {
  numbers(v128.load(event), v128.load(event, 16), counters);
  v128.store(counters, bits(v128.load(phi), v128.load(phi, 16)), 32);
  v128.store(counters, bits(v128.load(eta), v128.load(eta, 16)), 48);
}

/** Numbers that bits become uniform ones with. */
const ONE: usize = memory.data<f64>([1, 2, 3]);

/** The uniform numbers that the words of four objects make. */
function spread(words: usize, to: usize): void {
  const a = v128.load(words);
  const b = v128.load(words, 16);
  const c = v128.load(words, 32);
  const d = v128.load(words, 48);
  v128.store(firsts + to, unit(i32x4.shuffle(a, b, 0, 4, 1, 5)));
  v128.store(firsts + to, unit(i32x4.shuffle(a, b, 2, 6, 3, 7)), 16);
  v128.store(seconds + to, turn(i32x4.shuffle(c, d, 0, 4, 1, 5)));
  v128.store(seconds + to, turn(i32x4.shuffle(c, d, 2, 6, 3, 7)), 16);
}

/** From 2^-52 to 1: 2 - f with f from 1 to 2 is never 0. */
function unit(word: v128): v128 {
  const f = v128.or(i64x2.shr_u(word, 12), v128.load64_splat(ONE));
  return f64x2.sub(v128.load64_splat(ONE + 8), f);
}

/** From -1 to 1. */
function turn(word: v128): v128 {
  const f = v128.or(i64x2.shr_u(word, 12), v128.load64_splat(ONE));
  return f64x2.sub(f64x2.add(f, f), v128.load64_splat(ONE + 16));
}

/** sqrt(-2 log(u)) sin(pi x / 2) of a part, in loops with short chains of what waits for what. */
function normals(out: usize, bytes: usize): void {
  logarithmSteps(firsts, quotients, rests, bytes);
  for (let at: usize = 0; at < bytes; at += 16) {
    const u = v128.load(firsts + at);
    const quotient = v128.load(quotients + at);
    const rest = v128.load(rests + at);
    const y = Logarithm.sum(Logarithm.exponent(u), Logarithm.fraction(u), quotient, rest);
    v128.store(quotients + at, f64x2.sqrt(f64x2.mul(f64x2.splat(-2), y)));
  }
  for (let at: usize = 0; at < bytes; at += 64) {
    const s0 = Sine.quarterTurns(v128.load(seconds + at));
    const s1 = Sine.quarterTurns(v128.load(seconds + at, 16));
    const s2 = Sine.quarterTurns(v128.load(seconds + at, 32));
    const s3 = Sine.quarterTurns(v128.load(seconds + at, 48));
    v128.store(out + at, f64x2.mul(v128.load(quotients + at), s0));
    v128.store(out + at, f64x2.mul(v128.load(quotients + at, 16), s1), 16);
    v128.store(out + at, f64x2.mul(v128.load(quotients + at, 32), s2), 32);
    v128.store(out + at, f64x2.mul(v128.load(quotients + at, 48), s3), 48);
  }
}

/** Lower and upper words of four whole numbers, into their counters; 0 of what is none. */
function numbers(x0: v128, x1: v128, counters: usize): void {
  const a = wholeOrZero(x0);
  const b = wholeOrZero(x1);
  const step = f64x2.splat(4294967296.0);
  const inverse = f64x2.splat(2.3283064365386963e-10);
  const highA = f64x2.floor(f64x2.mul(a, inverse));
  const highB = f64x2.floor(f64x2.mul(b, inverse));
  const magic = f64x2.splat(WHOLE);
  const lowA = f64x2.add(f64x2.sub(a, f64x2.mul(highA, step)), magic);
  const lowB = f64x2.add(f64x2.sub(b, f64x2.mul(highB, step)), magic);
  v128.store(counters, i32x4.shuffle(lowA, lowB, 0, 2, 4, 6));
  const upperA = f64x2.add(highA, magic);
  v128.store(counters, i32x4.shuffle(upperA, f64x2.add(highB, magic), 0, 2, 4, 6), 16);
}

function wholeOrZero(x: v128): v128 {
  const sound = f64x2.lt(f64x2.abs(x), f64x2.splat(9223372036854775808.0));
  return f64x2.trunc(v128.and(x, sound));
}

/** The bits of four float32, -0 as 0, every NaN and positive infinity as one. */
function bits(a: v128, b: v128): v128 {
  const narrow = i64x2.shuffle(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 2);
  const plain = f32x4.add(narrow, f32x4.splat(0));
  const sound = f32x4.le(plain, f32x4.splat(f32.MAX_VALUE));
  return v128.bitselect(plain, i32x4.splat(0x7fc00000), sound);
}

const SINE: usize = memory.data<f64>([
  -6.449471237809134e-10, 5.688318064017795e-8, -3.5988107063136794e-6, 0.0001604411695631063,
  -0.004681754131447062, 0.07969262624568337, -0.6459640975062232, 1.5707963267948963,
]);

class Sine {
  /** sin(pi x / 2) for |x| <= 1: a Chebyshev fit in x^2, off by 2e-16 at most. */
  @inline
  static quarterTurns(x: v128): v128 {
    const z = f64x2.mul(x, x);
    let p = v128.load64_splat(SINE);
    p = f64x2.add(f64x2.mul(p, z), v128.load64_splat(SINE + 8));
    p = f64x2.add(f64x2.mul(p, z), v128.load64_splat(SINE + 16));
    p = f64x2.add(f64x2.mul(p, z), v128.load64_splat(SINE + 24));
    p = f64x2.add(f64x2.mul(p, z), v128.load64_splat(SINE + 32));
    p = f64x2.add(f64x2.mul(p, z), v128.load64_splat(SINE + 40));
    p = f64x2.add(f64x2.mul(p, z), v128.load64_splat(SINE + 48));
    p = f64x2.add(f64x2.mul(p, z), v128.load64_splat(SINE + 56));
    return f64x2.mul(x, p);
  }
}
