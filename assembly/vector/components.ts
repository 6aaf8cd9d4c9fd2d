// Cartesian components of blocks of momenta (pt, eta, phi, E or m), left in a scratch that stays in
// the cache. Sine and hyperbolic sine of the usual angles come from tables in steps of 1/128 and
// short series around them (rest at most 1/256, next terms below 1e-17): within 2 ulp, in a third of
// the operations of assembly/math. Other angles, and NaN, take the functions there.

import { cosh, sinh } from "../math/exponential";
import { sincos, sines } from "../math/trigonometric";

/** Elements of a block; a multiple of 4. */
export const BLOCK = 128;
/** px, py, pz, E of each element of a block, side by side: 32 bytes; four more may be read. */
export const scratch: usize = memory.data(4096 + 128, 16);

/** Steps of the tables: |phi| <= 3.16, |eta| <= 6. */
const PHI_STEPS = 404;
const ETA_STEPS = 768;
const PHI_LIMIT: f64 = 3.1515625;
const ETA_LIMIT: f64 = 5.99;
/** Sine and cosine of k / 128, then hyperbolic sine and cosine, 16 bytes each; filled when first used. */
const circular: usize = memory.data(6480, 16);
const hyperbolic: usize = memory.data(12304, 16);
let filled = false;
/** An element while its neighbour is computed. */
const first: usize = memory.data(32, 16);

/** Adding it rounds to 1/128, and leaves the number of steps in the lowest bits. */
const ROUND32: f32 = 98304;
const ROUND32_BITS: i32 = 0x47c00000;
const ROUND64: f64 = 52776558133248;

export function fillTables(): void {
  if (filled) return;
  for (let k = 0; k <= PHI_STEPS; k++) {
    const at = circular + ((<usize>k) << 4);
    sincos(f64x2.splat(<f64>k / 128));
    v128.store(at, i64x2.shuffle(v128.load(sines), v128.load(sines, 16), 0, 2));
  }
  for (let k = 0; k <= ETA_STEPS; k++) {
    const at = hyperbolic + ((<usize>k) << 4);
    const angle = f64x2.splat(<f64>k / 128);
    v128.store(at, i64x2.shuffle(sinh(angle), cosh(angle), 0, 2));
  }
  filled = true;
}

class Near {
  /** sin d (sign -1) or sinh d (sign 1) of a rest d, z = d^2. */
  @inline
  static odd(d: v128, z: v128, sign: f64): v128 {
    const tail = f64x2.add(f64x2.mul(z, f64x2.splat(1.0 / 120)), f64x2.splat(sign / 6));
    return f64x2.add(d, f64x2.mul(f64x2.mul(d, z), tail));
  }

  /** cos d - 1 (sign -1) or cosh d - 1 (sign 1). */
  @inline
  static even(z: v128, sign: f64): v128 {
    const tail = f64x2.add(f64x2.mul(z, f64x2.splat(1.0 / 24)), f64x2.splat(sign / 2));
    return f64x2.mul(z, tail);
  }

  /**
   * Two elements from the rests of |phi| and |eta|, their places in the tables, pt, pt with the
   * sign of phi and with that of eta, and E or m.
   */
  @inline
  static store(
    out: usize,
    dPhi: v128,
    phi0: usize,
    phi1: usize,
    dEta: v128,
    eta0: usize,
    eta1: usize,
    r: v128,
    rPhi: v128,
    rEta: v128,
    e: v128,
    fromMass: bool,
  ): void {
    const a = v128.load(phi0, circular);
    const b = v128.load(phi1, circular);
    const s = i64x2.shuffle(a, b, 0, 2);
    const c = i64x2.shuffle(a, b, 1, 3);
    const z = f64x2.mul(dPhi, dPhi);
    const sd = Near.odd(dPhi, z, -1);
    const cd = Near.even(z, -1);
    const sin = f64x2.add(s, f64x2.add(f64x2.mul(s, cd), f64x2.mul(c, sd)));
    const cos = f64x2.add(c, f64x2.sub(f64x2.mul(c, cd), f64x2.mul(s, sd)));
    const g = v128.load(eta0, hyperbolic);
    const h = v128.load(eta1, hyperbolic);
    const sh = i64x2.shuffle(g, h, 0, 2);
    const ch = i64x2.shuffle(g, h, 1, 3);
    const w = f64x2.mul(dEta, dEta);
    const shd = Near.odd(dEta, w, 1);
    const chd = Near.even(w, 1);
    const sinhEta = f64x2.add(sh, f64x2.add(f64x2.mul(sh, chd), f64x2.mul(ch, shd)));
    let t = e;
    if (fromMass) {
      const coshEta = f64x2.add(ch, f64x2.add(f64x2.mul(ch, chd), f64x2.mul(sh, shd)));
      t = energy(e, f64x2.mul(r, coshEta));
    }
    put(out, f64x2.mul(r, cos), f64x2.mul(rPhi, sin), f64x2.mul(rEta, sinhEta), t);
  }

  /** Two elements of usual angles. */
  @inline
  static double(out: usize, r: v128, h: v128, p: v128, m: v128, fromMass: bool): void {
    const round = f64x2.splat(ROUND64);
    const signBit = f64x2.splat(-0.0);
    const ap = f64x2.abs(p);
    const ah = f64x2.abs(h);
    const tp = f64x2.add(ap, round);
    const th = f64x2.add(ah, round);
    // The lower halves hold the numbers of steps.
    const ip = i32x4.shl(tp, 4);
    const ih = i32x4.shl(th, 4);
    Near.store(
      out,
      f64x2.sub(ap, f64x2.sub(tp, round)),
      <usize>i32x4.extract_lane(ip, 0),
      <usize>i32x4.extract_lane(ip, 2),
      f64x2.sub(ah, f64x2.sub(th, round)),
      <usize>i32x4.extract_lane(ih, 0),
      <usize>i32x4.extract_lane(ih, 2),
      r,
      v128.xor(r, v128.and(p, signBit)),
      v128.xor(r, v128.and(h, signBit)),
      m,
      fromMass,
    );
  }
}

/** sqrt(max(m |m| + p^2, 0)). */
function energy(m: v128, p: v128): v128 {
  const m2 = v128.or(f64x2.mul(m, m), v128.and(m, f64x2.splat(-0.0)));
  return f64x2.sqrt(f64x2.max(f64x2.add(m2, f64x2.mul(p, p)), f64x2.splat(0)));
}

function put(out: usize, x: v128, y: v128, z: v128, t: v128): void {
  v128.store(out, i64x2.shuffle(x, y, 0, 2));
  v128.store(out, i64x2.shuffle(z, t, 0, 2), 16);
  v128.store(out, i64x2.shuffle(x, y, 1, 3), 32);
  v128.store(out, i64x2.shuffle(z, t, 1, 3), 48);
}

/**
 * Two elements of which one at least has other angles: each by itself, so that its bits do not depend
 * on its neighbour.
 */
function mixed(out: usize, r: v128, eta: v128, phi: v128, e: v128, fromMass: bool): void {
  one(out, splat(r, 0), splat(eta, 0), splat(phi, 0), splat(e, 0), fromMass);
  v128.store(first, v128.load(out));
  v128.store(first, v128.load(out, 16), 16);
  one(out, splat(r, 1), splat(eta, 1), splat(phi, 1), splat(e, 1), fromMass);
  v128.store(out, v128.load(first));
  v128.store(out, v128.load(first, 16), 16);
}

function splat(a: v128, lane: i32): v128 {
  return f64x2.splat(lane === 0 ? f64x2.extract_lane(a, 0) : f64x2.extract_lane(a, 1));
}

/** One element, twice. */
function one(out: usize, r: v128, eta: v128, phi: v128, e: v128, fromMass: bool): void {
  const ap = f64x2.abs(phi);
  const ah = f64x2.abs(eta);
  const near = f64x2.extract_lane(ap, 0) <= PHI_LIMIT && f64x2.extract_lane(ah, 0) <= ETA_LIMIT;
  if (near) Near.double(out, r, eta, phi, e, fromMass);
  else general(out, r, eta, phi, e, fromMass);
}

/** Two elements of any angles. */
function general(out: usize, r: v128, eta: v128, phi: v128, e: v128, fromMass: bool): void {
  sincos(phi);
  const x = f64x2.mul(r, v128.load(sines, 16));
  const y = f64x2.mul(r, v128.load(sines));
  const t = fromMass ? energy(e, f64x2.mul(r, cosh(eta))) : e;
  put(out, x, y, f64x2.mul(r, sinh(eta)), t);
}

function low(a: v128): v128 {
  return f64x2.promote_low_f32x4(a);
}

function high(a: v128): v128 {
  return f64x2.promote_low_f32x4(i64x2.shuffle(a, a, 1, 1));
}

class Block {
  /** Four elements of f32 at a time. */
  @inline
  static single(
    pt: usize,
    eta: usize,
    phi: usize,
    e: usize,
    fromMass: bool,
    at: usize,
    end: usize,
  ): void {
    const round = f32x4.splat(ROUND32);
    const roundBits = i32x4.splat(ROUND32_BITS);
    const signBit = f32x4.splat(-0.0);
    let out = scratch;
    for (; at < end; at += 16) {
      const r = v128.load(pt + at);
      const p = v128.load(phi + at);
      const h = v128.load(eta + at);
      const m = v128.load(e + at);
      const ap = f32x4.abs(p);
      const ah = f32x4.abs(h);
      const usual = v128.and(
        f32x4.le(ap, f32x4.splat(<f32>PHI_LIMIT)),
        f32x4.le(ah, f32x4.splat(<f32>ETA_LIMIT)),
      );
      if (i32x4.all_true(usual)) {
        const tp = f32x4.add(ap, round);
        const th = f32x4.add(ah, round);
        const dp = f32x4.sub(ap, f32x4.sub(tp, round));
        const dh = f32x4.sub(ah, f32x4.sub(th, round));
        const ip = i32x4.shl(i32x4.sub(tp, roundBits), 4);
        const ih = i32x4.shl(i32x4.sub(th, roundBits), 4);
        const rp = v128.xor(r, v128.and(p, signBit));
        const rh = v128.xor(r, v128.and(h, signBit));
        Near.store(
          out,
          low(dp),
          <usize>i32x4.extract_lane(ip, 0),
          <usize>i32x4.extract_lane(ip, 1),
          low(dh),
          <usize>i32x4.extract_lane(ih, 0),
          <usize>i32x4.extract_lane(ih, 1),
          low(r),
          low(rp),
          low(rh),
          low(m),
          fromMass,
        );
        Near.store(
          out + 64,
          high(dp),
          <usize>i32x4.extract_lane(ip, 2),
          <usize>i32x4.extract_lane(ip, 3),
          high(dh),
          <usize>i32x4.extract_lane(ih, 2),
          <usize>i32x4.extract_lane(ih, 3),
          high(r),
          high(rp),
          high(rh),
          high(m),
          fromMass,
        );
      } else {
        mixed(out, low(r), low(h), low(p), low(m), fromMass);
        mixed(out + 64, high(r), high(h), high(p), high(m), fromMass);
      }
      out += 128;
    }
  }

  /** Two elements of f64 at a time. */
  @inline
  static double(
    pt: usize,
    eta: usize,
    phi: usize,
    e: usize,
    fromMass: bool,
    at: usize,
    end: usize,
  ): void {
    let out = scratch;
    for (; at < end; at += 16) {
      const r = v128.load(pt + at);
      const p = v128.load(phi + at);
      const h = v128.load(eta + at);
      const m = v128.load(e + at);
      const ap = f64x2.abs(p);
      const ah = f64x2.abs(h);
      const usual = v128.and(
        f64x2.le(ap, f64x2.splat(PHI_LIMIT)),
        f64x2.le(ah, f64x2.splat(ETA_LIMIT)),
      );
      if (i64x2.all_true(usual)) {
        Near.double(out, r, h, p, m, fromMass);
      } else {
        mixed(out, r, h, p, m, fromMass);
      }
      out += 64;
    }
  }
}

/**
 * Components of the elements `from` to `from + BLOCK - 1`, those before `stop` right, at
 * {@link scratch}. `single`: the columns are f32, else f64. Call {@link fillTables} first.
 */
export function components(
  pt: usize,
  eta: usize,
  phi: usize,
  e: usize,
  single: bool,
  fromMass: bool,
  from: i32,
  stop: i32,
): void {
  const last = <usize>min(stop, from + BLOCK);
  const first = <usize>from;
  if (single) {
    if (fromMass) Block.single(pt, eta, phi, e, true, first << 2, last << 2);
    else Block.single(pt, eta, phi, e, false, first << 2, last << 2);
  } else if (fromMass) Block.double(pt, eta, phi, e, true, first << 3, last << 3);
  else Block.double(pt, eta, phi, e, false, first << 3, last << 3);
}
