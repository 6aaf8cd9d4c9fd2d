// Masses of pairs of four-vectors, without columns of the pairs.

import { BLOCK, components, fillTables, scratch } from "./components";

/**
 * Offsets of the pairs of each list.
 *
 * @param offsets  i32[n + 1]
 * @param out      i32[n + 1], written
 * @returns 0, or 1 + the first list after which there are more than 2^31 - 1 pairs
 */
export function vector_combination_offsets(offsets: usize, out: usize, n: i32): i32 {
  let total: i64 = 0;
  store<i32>(out, 0);
  for (let i = 0; i < n; i++) {
    const count = <i64>(load<i32>(offsets, 4) - load<i32>(offsets));
    total += (count * (count - 1)) >> 1;
    if (total > i32.MAX_VALUE) return 1 + i;
    out += 4;
    store<i32>(out, <i32>total);
    offsets += 4;
  }
  return 0;
}

/**
 * sqrt(|t^2 - p^2|) with the sign of t^2 - p^2, of the sums of all pairs of each list, in float64:
 * of the first with the second, third …, then of the second with the third, and so on.
 *
 * @param offsets  i32[n + 1]
 * @param pt       f32[offsets[n]] where `single` is 1, else f64, as eta, phi, e; where `form` is 2
 *   x, y, z and t stand for pt, eta, phi and e
 * @param form     0: e are energies; 1: masses; 2: Cartesian
 * @param long     f64[4 m], changed; m the length of the longest list, at least 128
 * @param out      f64[number of pairs], written, and 8 bytes behind
 */
export function vector_pair_mass(
  offsets: usize,
  pt: usize,
  eta: usize,
  phi: usize,
  e: usize,
  single: i32,
  form: i32,
  long: usize,
  out: usize,
  n: i32,
): void {
  fillTables();
  const stop = load<i32>(offsets + ((<usize>n) << 2));
  let blockStart = 0;
  let blockEnd = 0;
  for (let i = 0; i < n; i++) {
    const from = load<i32>(offsets);
    const count = load<i32>(offsets, 4) - from;
    offsets += 4;
    if (count < 2) continue;
    if (from < blockStart || from + count > blockEnd) {
      blockStart = from;
      blockEnd = min(stop, from + max(BLOCK, count));
      for (let at = from; at < blockEnd; at += BLOCK) {
        const to = long + ((<usize>(at - from)) << 5);
        if (form === 2) {
          interleave(to, pt, eta, phi, e, at, min(blockEnd, at + BLOCK));
        } else {
          components(pt, eta, phi, e, single !== 0, form === 1, at, stop);
          memory.copy(to, scratch, (<usize>min(BLOCK, blockEnd - at)) << 5);
        }
      }
    }
    out = pairs(long + ((<usize>(from - blockStart)) << 5), count, out);
  }
}

/** x, y, z, t side by side, of the elements `from` to `stop - 1`. */
function interleave(to: usize, x: usize, y: usize, z: usize, t: usize, from: i32, stop: i32): void {
  for (let at = (<usize>from) << 3, end = (<usize>stop) << 3; at < end; at += 8) {
    store<f64>(to, load<f64>(x + at));
    store<f64>(to, load<f64>(y + at), 8);
    store<f64>(to, load<f64>(z + at), 16);
    store<f64>(to, load<f64>(t + at), 24);
    to += 32;
  }
}

/** The masses of the pairs of one list; returns where the next go. */
function pairs(list: usize, count: i32, out: usize): usize {
  const end = list + ((<usize>count) << 5);
  for (let a = list; a < end - 32; a += 32) {
    const xy = v128.load(a);
    const zt = v128.load(a, 16);
    let b = a + 32;
    for (; b < end - 32; b += 64) {
      const xy0 = f64x2.add(xy, v128.load(b));
      const zt0 = f64x2.add(zt, v128.load(b, 16));
      const xy1 = f64x2.add(xy, v128.load(b, 32));
      const zt1 = f64x2.add(zt, v128.load(b, 48));
      v128.store(out, mass(xy0, zt0, xy1, zt1));
      out += 16;
    }
    if (b < end) {
      const xy0 = f64x2.add(xy, v128.load(b));
      const zt0 = f64x2.add(zt, v128.load(b, 16));
      v128.store(out, mass(xy0, zt0, xy0, zt0));
      out += 8;
    }
  }
  return out;
}

function mass(xy0: v128, zt0: v128, xy1: v128, zt1: v128): v128 {
  const x = i64x2.shuffle(xy0, xy1, 0, 2);
  const y = i64x2.shuffle(xy0, xy1, 1, 3);
  const z = i64x2.shuffle(zt0, zt1, 0, 2);
  const t = i64x2.shuffle(zt0, zt1, 1, 3);
  const rho2 = f64x2.add(f64x2.mul(x, x), f64x2.mul(y, y));
  const mag2 = f64x2.add(rho2, f64x2.mul(z, z));
  const squared = f64x2.sub(f64x2.mul(t, t), mag2);
  const sign = v128.and(squared, f64x2.splat(-0.0));
  return v128.or(f64x2.sqrt(f64x2.abs(squared)), sign);
}
