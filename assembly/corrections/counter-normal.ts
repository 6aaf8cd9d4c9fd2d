// Standard normal numbers that are a function of an object alone: Philox of its event number and the
// float32 bits of its angles gives two uniform numbers of 52 bits, whose point in the unit square
// Box and Muller turn into a normal one (Ann. Math. Stat. 29 (1958) 610). No branch: every object
// costs the same.

import { Logarithm } from "../math/exponential";
import { philox } from "../math/philox";

/** Counters of four objects and their words. */
const counters: usize = memory.data(64, 16);
const words: usize = memory.data(64, 16);

/** Added to a whole number below 2^51, it leaves its two's complement in the lowest bits. */
const WHOLE: f64 = 6755399441055744.0;

/**
 * A normal number of each object, at most 8.5 in size.
 *
 * @param key0    seed of the whole
 * @param stream  which of an object's numbers: from 0
 * @param eta, phi, event  f64[n], and three more may be read
 * @param out   f64[n], written, and three more
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
  for (const stop = out + ((<usize>n) << 3); out < stop; out += 32) {
    numbers(v128.load(event), v128.load(event, 16));
    v128.store(counters, bits(v128.load(phi), v128.load(phi, 16)), 32);
    v128.store(counters, bits(v128.load(eta), v128.load(eta, 16)), 48);
    philox(counters, key0, stream, words);
    const a = v128.load(words);
    const b = v128.load(words, 16);
    const c = v128.load(words, 32);
    const d = v128.load(words, 48);
    v128.store(out, normal(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(c, d, 0, 4, 1, 5)));
    v128.store(out, normal(i32x4.shuffle(a, b, 2, 6, 3, 7), i32x4.shuffle(c, d, 2, 6, 3, 7)), 16);
    eta += 32;
    phi += 32;
    event += 32;
  }
}

/** Lower and upper words of four whole numbers, into the counters; 0 of what is none. */
function numbers(x0: v128, x1: v128): void {
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

/** sqrt(-2 log(u)) sin(pi x / 2), u between 0 and 1 from one word, x between -1 and 1 from another. */
function normal(first: v128, second: v128): v128 {
  const one = i64x2.splat(0x3ff0000000000000);
  // 2 - f with f from 1 to 2: never 0.
  const u = f64x2.sub(f64x2.splat(2), v128.or(i64x2.shr_u(first, 12), one));
  const radius = f64x2.sqrt(f64x2.mul(f64x2.splat(-2), Logarithm.normal(u)));
  const v = v128.or(i64x2.shr_u(second, 12), one);
  const x = f64x2.sub(f64x2.add(v, v), f64x2.splat(3));
  return f64x2.mul(radius, sinQuarterTurns(x));
}

/** sin(pi x / 2) for |x| <= 1: a Chebyshev fit in x^2, off by 2e-16 at most. */
function sinQuarterTurns(x: v128): v128 {
  const z = f64x2.mul(x, x);
  let p = f64x2.splat(-6.449471237809134e-10);
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(5.688318064017795e-8));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-3.5988107063136794e-6));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.0001604411695631063));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-0.004681754131447062));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.07969262624568337));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-0.6459640975062232));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(1.5707963267948963));
  return f64x2.mul(x, p);
}
