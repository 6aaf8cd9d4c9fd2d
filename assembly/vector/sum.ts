// Sums of momenta over lists, from (pt, eta, phi, E or m) in one pass: the components of a block of
// elements go to a scratch that stays in the cache, and are added from there in the order of the list,
// starting from +0, in float64. Sums of columns of px, py, pz would have the same bits.

import { cosh, sinh } from "../math/exponential";
import { sincos, sines } from "../math/trigonometric";

/** Elements of a block; px, py, pz, E of each lie side by side. */
const BLOCK = 128;
const scratch: usize = memory.data(4096, 16);

/** Two elements as f64x2. */
function pair<T>(address: usize): v128 {
  if (sizeof<T>() === 8) return v128.load(address);
  return f64x2.promote_low_f32x4(v128.load64_zero(address));
}

/** Components of the elements `from` to `from + BLOCK - 1`, those before `stop` right. */
function components<T>(
  pt: usize,
  eta: usize,
  phi: usize,
  e: usize,
  fromMass: bool,
  from: i32,
  stop: i32,
): void {
  let at = <usize>from * sizeof<T>();
  const last = <usize>min(stop, from + BLOCK) * sizeof<T>();
  let out = scratch;
  while (at < last) {
    const r = pair<T>(pt + at);
    const h = pair<T>(eta + at);
    sincos(pair<T>(phi + at));
    const x = f64x2.mul(r, v128.load(sines, 16));
    const y = f64x2.mul(r, v128.load(sines));
    const z = f64x2.mul(r, sinh(h));
    let t = pair<T>(e + at);
    if (fromMass) {
      const p = f64x2.mul(r, cosh(h));
      const m2 = v128.or(f64x2.mul(t, t), v128.and(t, f64x2.splat(-0.0)));
      t = f64x2.sqrt(f64x2.max(f64x2.add(m2, f64x2.mul(p, p)), f64x2.splat(0)));
    }
    v128.store(out, i64x2.shuffle(x, y, 0, 2));
    v128.store(out, i64x2.shuffle(z, t, 0, 2), 16);
    v128.store(out, i64x2.shuffle(x, y, 1, 3), 32);
    v128.store(out, i64x2.shuffle(z, t, 1, 3), 48);
    out += 64;
    at += 2 * sizeof<T>();
  }
}

function sum<T>(
  offsets: usize,
  pt: usize,
  eta: usize,
  phi: usize,
  e: usize,
  fromMass: bool,
  px: usize,
  py: usize,
  pz: usize,
  t: usize,
  n: i32,
): void {
  const stop = load<i32>(offsets + ((<usize>n) << 2));
  let j = load<i32>(offsets);
  let blockEnd = j;
  let source = scratch;
  for (let i = 0; i < n; i++) {
    const end = load<i32>(offsets, 4);
    let xy = f64x2.splat(0);
    let zt = f64x2.splat(0);
    while (j < end) {
      if (j === blockEnd) {
        components<T>(pt, eta, phi, e, fromMass, j, stop);
        blockEnd = j + BLOCK;
        source = scratch;
      }
      const part = min(end, blockEnd);
      for (; j < part; j++) {
        xy = f64x2.add(xy, v128.load(source));
        zt = f64x2.add(zt, v128.load(source, 16));
        source += 32;
      }
    }
    v128.store64_lane(px, xy, 0);
    v128.store64_lane(py, xy, 1);
    v128.store64_lane(pz, zt, 0);
    v128.store64_lane(t, zt, 1);
    offsets += 4;
    px += 8;
    py += 8;
    pz += 8;
    t += 8;
  }
}

/**
 * Sum of the momenta of each list.
 *
 * @param offsets  i32[n + 1]
 * @param pt       f32[offsets[n]], as eta, phi, e
 * @param e        energies, or masses where `fromMass` is 1
 * @param px       f64[n], as py, pz, t, written
 */
export function vector_sum_f32(
  offsets: usize,
  pt: usize,
  eta: usize,
  phi: usize,
  e: usize,
  fromMass: i32,
  px: usize,
  py: usize,
  pz: usize,
  t: usize,
  n: i32,
): void {
  if (fromMass) sum<f32>(offsets, pt, eta, phi, e, true, px, py, pz, t, n);
  else sum<f32>(offsets, pt, eta, phi, e, false, px, py, pz, t, n);
}

/** The same of f64 columns: pt, eta, phi, e f64[offsets[n]]. */
export function vector_sum_f64(
  offsets: usize,
  pt: usize,
  eta: usize,
  phi: usize,
  e: usize,
  fromMass: i32,
  px: usize,
  py: usize,
  pz: usize,
  t: usize,
  n: i32,
): void {
  if (fromMass) sum<f64>(offsets, pt, eta, phi, e, true, px, py, pz, t, n);
  else sum<f64>(offsets, pt, eta, phi, e, false, px, py, pz, t, n);
}
