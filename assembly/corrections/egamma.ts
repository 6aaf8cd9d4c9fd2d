// Calibration of electron energies: energy, scale, smearing and transverse momentum, each a pass over a
// block of electrons that stays in the cache. Energies in MeV. Every electron is computed alone, so its
// bits depend on nothing else.

import { cosh, Exponential } from "../math/exponential";
import { Codes } from "./codes";

const GEV: f64 = 0.001;

/**
 * The number of each event beside each of its objects.
 *
 * @param event    f64[number of events]
 * @param offsets  i32[number of events + 1]
 * @param first    the event of object `start`, or an earlier one
 * @param out      f64[stop - start], written: of objects `start` to `stop - 1`
 * @returns the event of the last object, or `first`
 */
export function corrections_spread(
  event: usize,
  offsets: usize,
  first: i32,
  start: i32,
  stop: i32,
  out: usize,
): i32 {
  for (let i = start; i < stop; i++) {
    while (load<i32>(offsets + ((<usize>first) << 2), 4) <= i) first++;
    store<f64>(out, load<f64>(event + ((<usize>first) << 3)));
    out += 8;
  }
  return first;
}

/**
 * The energies of electrons and what turns momenta into transverse ones.
 *
 * @param pt, eta, m  f64[n], and three more may be read
 * @param energy   f64[n], written, and three more: hypot(pt cosh(eta), m)
 * @param inverse  f64[n], written, and three more: 1 / cosh(eta)
 */
export function corrections_energy(
  pt: usize,
  eta: usize,
  m: usize,
  energy: usize,
  inverse: usize,
  n: i32,
): void {
  const huge = f64x2.splat(709);
  for (let at: usize = 0, end = (<usize>n) << 3; at < end; at += 32) {
    const x = v128.load(eta + at);
    const y = v128.load(eta + at, 16);
    const largest = f64x2.pmax(f64x2.abs(x), f64x2.abs(y));
    if (v128.any_true(f64x2.gt(largest, huge))) {
      store2(pt + at, m + at, energy + at, inverse + at, cosh(x));
      store2(pt + at + 16, m + at + 16, energy + at + 16, inverse + at + 16, cosh(y));
    } else {
      const first = Exponential.cosh(x);
      const second = Exponential.cosh(y);
      store2(pt + at, m + at, energy + at, inverse + at, first);
      store2(pt + at + 16, m + at + 16, energy + at + 16, inverse + at + 16, second);
    }
  }
}

/** Of two electrons. */
function store2(pt: usize, m: usize, energy: usize, inverse: usize, factor: v128): void {
  const p = f64x2.mul(v128.load(pt), factor);
  const mass = v128.load(m);
  const squared = f64x2.add(f64x2.mul(p, p), f64x2.mul(mass, mass));
  v128.store(energy, f64x2.sqrt(squared));
  v128.store(inverse, f64x2.div(f64x2.splat(1), factor));
}

/**
 * Rows of a table by |x|: the last whose lower edge is not above it, 0 below the first edge.
 *
 * @param x      f64[n], and seven more may be read
 * @param edges  f64[count], rising: the lower edges of the rows
 * @param rows   i32[n], written, and seven more
 */
export function corrections_rows(x: usize, edges: usize, count: i32, rows: usize, n: i32): void {
  const last = edges + ((<usize>count) << 3);
  for (const stop = rows + ((<usize>n) << 2); rows < stop; rows += 32) {
    const a = f64x2.abs(v128.load(x));
    const b = f64x2.abs(v128.load(x, 16));
    const c = f64x2.abs(v128.load(x, 32));
    const d = f64x2.abs(v128.load(x, 48));
    let countA = i64x2.splat(0);
    let countB = i64x2.splat(0);
    let countC = i64x2.splat(0);
    let countD = i64x2.splat(0);
    for (let edge = edges + 8; edge < last; edge += 8) {
      const e = v128.load64_splat(edge);
      countA = i64x2.sub(countA, f64x2.ge(a, e));
      countB = i64x2.sub(countB, f64x2.ge(b, e));
      countC = i64x2.sub(countC, f64x2.ge(c, e));
      countD = i64x2.sub(countD, f64x2.ge(d, e));
    }
    v128.store(rows, i32x4.shuffle(countA, countB, 0, 2, 4, 6));
    v128.store(rows, i32x4.shuffle(countC, countD, 0, 2, 4, 6), 16);
    x += 64;
  }
}

/**
 * Noise terms of the resolution, which grow as cosh(eta).
 *
 * @param noise, eta  f64[n], and three more may be read: b over cosh(eta); of the cluster
 * @param out  f64[n], written, and three more: b
 */
export function corrections_noise(noise: usize, eta: usize, out: usize, n: i32): void {
  const huge = f64x2.splat(709);
  for (const stop = out + ((<usize>n) << 3); out < stop; out += 32) {
    const x = v128.load(eta);
    const y = v128.load(eta, 16);
    const largest = f64x2.pmax(f64x2.abs(x), f64x2.abs(y));
    let first: v128;
    let second: v128;
    if (v128.any_true(f64x2.gt(largest, huge))) {
      first = cosh(x);
      second = cosh(y);
    } else {
      first = Exponential.cosh(x);
      second = Exponential.cosh(y);
    }
    v128.store(out, f64x2.mul(v128.load(noise), first));
    v128.store(out, f64x2.mul(v128.load(noise, 16), second), 16);
    noise += 32;
    eta += 32;
  }
}

/**
 * Transverse momenta of electrons of data: energies over 1 + alpha.
 *
 * @param energy, inverse, m  f64[n], and one more may be read
 * @param alpha  f64[n], and one more may be read; NaN counts as 0
 * @param out    f64[n], written, and 8 bytes more
 */
export function corrections_scale(
  energy: usize,
  inverse: usize,
  m: usize,
  alpha: usize,
  out: usize,
  n: i32,
): void {
  for (let at: usize = 0, end = (<usize>n) << 3; at < end; at += 16) {
    const divisor = f64x2.add(f64x2.splat(1), orZero(v128.load(alpha + at)));
    const e = f64x2.div(v128.load(energy + at), divisor);
    v128.store(out + at, transverse(e, v128.load(m + at), v128.load(inverse + at)));
  }
}

/** Numbers, 0 for NaN. */
function orZero(x: v128): v128 {
  return v128.and(x, f64x2.eq(x, x));
}

/** sqrt(max(E^2 - m^2, 0)) / cosh(eta). */
function transverse(e: v128, m: v128, inverse: v128): v128 {
  const squared = f64x2.sub(f64x2.mul(e, e), f64x2.mul(m, m));
  return f64x2.mul(f64x2.sqrt(f64x2.pmax(squared, f64x2.splat(0))), inverse);
}

/**
 * Transverse momenta of simulated electrons, scaled and smeared: E (1 + factor shift) (1 + w z). The width
 * w is sigma / E: resData^2 - resMC^2 is the square of the constant term alone, wherever the width of the
 * data is not narrowed.
 *
 * @param energy, inverse, m, normals  f64[n], and one more may be read
 * @param shifts  f64[n], and one more may be read; NaN counts as 0
 * @param widths  f64[n], and one more may be read: w; NaN counts as 0
 * @param out     f64[n], written, and 8 bytes more
 */
export function corrections_smear(
  energy: usize,
  inverse: usize,
  m: usize,
  normals: usize,
  shifts: usize,
  factor: f64,
  widths: usize,
  out: usize,
  n: i32,
): void {
  const one = f64x2.splat(1);
  const sign = f64x2.splat(factor);
  for (let at: usize = 0, end = (<usize>n) << 3; at < end; at += 16) {
    const width = orZero(v128.load(widths + at));
    const smearing = f64x2.add(one, f64x2.mul(width, v128.load(normals + at)));
    const scale = f64x2.add(one, f64x2.mul(sign, orZero(v128.load(shifts + at))));
    const e = f64x2.mul(f64x2.mul(v128.load(energy + at), scale), smearing);
    v128.store(out + at, transverse(e, v128.load(m + at), v128.load(inverse + at)));
  }
}

/**
 * Widths of the smearing where a resolution is not narrowed: |c + dc|.
 *
 * @param constants  f64[n], and one more may be read: c
 * @param shifts     f64[n], and one more may be read: dc; NaN counts as 0
 * @param out        f64[n], written, and 8 bytes more
 */
export function corrections_widths(constants: usize, shifts: usize, out: usize, n: i32): void {
  for (let at: usize = 0, end = (<usize>n) << 3; at < end; at += 16) {
    const c = f64x2.add(v128.load(constants + at), orZero(v128.load(shifts + at)));
    v128.store(out + at, f64x2.abs(c));
  }
}

/**
 * Terms of the simulation's resolution, of which a and c_MC are linear in |eta| and b grows as cosh(eta).
 *
 * @param eta    f64[n], of the cluster, and one more may be read
 * @param cells  i32[n], and one more of a cell that exists: rows of `resolution`
 * @param resolution  f64[cells][5]: a at 0 and its slope, b over cosh(eta), c_MC at 0 and its slope
 * @param sampling, noise, constant  f64[n], written, and 8 bytes more: a, b over cosh(eta), c_MC
 */
export function corrections_resolution(
  eta: usize,
  cells: usize,
  resolution: usize,
  sampling: usize,
  noise: usize,
  constant: usize,
  n: i32,
): void {
  for (let at: usize = 0, end = (<usize>n) << 3; at < end; at += 16) {
    const cell0 = resolution + <usize>load<u32>(cells + (at >> 1)) * 40;
    const cell1 = resolution + <usize>load<u32>(cells + (at >> 1), 4) * 40;
    const h = f64x2.abs(v128.load(eta + at));
    v128.store(sampling + at, line(cell0, cell1, h));
    v128.store(constant + at, line(cell0 + 24, cell1 + 24, h));
    const flat = v128.load64_lane(cell1 + 16, v128.load64_zero(cell0 + 16), 1);
    v128.store(noise + at, flat);
  }
}

/** A line of two cells at h. */
function line(cell0: usize, cell1: usize, h: v128): v128 {
  const p = v128.load(cell0);
  const q = v128.load(cell1);
  return f64x2.add(i64x2.shuffle(p, q, 0, 2), f64x2.mul(i64x2.shuffle(p, q, 1, 3), h));
}

/**
 * Relative widths of the smearing where the resolution of the data is shrunk by
 * 1 - (sqrt(resMC^2 + (c + dc)^2) / resData - 1); 0 where nothing is left to smear. The resolution of the
 * simulation is sqrt(a^2 / E + b^2 / E^2 + c_MC^2), E in GeV, with b growing as cosh(eta). Where that is not
 * known (NaN), nothing shrinks: |c|.
 *
 * @param energy  f64[n], MeV, and one more may be read
 * @param sampling, noise, constant  f64[n], and one more may be read: a, b, c_MC
 * @param scaleShifts, factor  as in `corrections_smear`
 * @param constants, shifts  f64[n], and one more may be read: c; dc, where NaN counts as 0
 * @param out     f64[n], written, and 8 bytes more
 */
export function corrections_narrow(
  energy: usize,
  sampling: usize,
  noise: usize,
  constant: usize,
  scaleShifts: usize,
  factor: f64,
  constants: usize,
  shifts: usize,
  out: usize,
  n: i32,
): void {
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  const sign = f64x2.splat(factor);
  for (let at: usize = 0, end = (<usize>n) << 3; at < end; at += 16) {
    const a = v128.load(sampling + at);
    const c = v128.load(constant + at);
    const b = v128.load(noise + at);
    const scale = f64x2.add(one, f64x2.mul(sign, orZero(v128.load(scaleShifts + at))));
    const e = f64x2.mul(v128.load(energy + at), scale);
    const inGeV = f64x2.mul(e, f64x2.splat(GEV));
    const perEnergy = f64x2.div(b, inGeV);
    const statistical = f64x2.div(f64x2.mul(a, a), inGeV);
    const inner = f64x2.add(statistical, f64x2.mul(perEnergy, perEnergy));
    const simulation = f64x2.add(inner, f64x2.mul(c, c));
    const nominal = v128.load(constants + at);
    const moved = f64x2.add(nominal, orZero(v128.load(shifts + at)));
    const data = f64x2.add(simulation, f64x2.mul(nominal, nominal));
    const wider = f64x2.add(simulation, f64x2.mul(moved, moved));
    const shrink = f64x2.sub(two, f64x2.sqrt(f64x2.div(wider, data)));
    const left = f64x2.sub(f64x2.mul(f64x2.mul(shrink, shrink), data), simulation);
    const width = f64x2.sqrt(f64x2.pmax(left, f64x2.splat(0)));
    v128.store(out + at, v128.bitselect(width, f64x2.abs(nominal), f64x2.eq(left, left)));
  }
}

/**
 * What became of each electron: 0 calibrated, 1 outside the table's range, whose nearest row was taken,
 * 2 an input or the energy is not a finite number.
 *
 * @param energy, eta, phi, event, normals, table  f64[n], and seven more may be read: of the electron and its
 *   cluster; what the tables say, NaN outside
 * @param limit  end of the table's range of |eta|
 * @param out    u8[n], written, and seven more
 */
export function corrections_status(
  energy: usize,
  eta: usize,
  phi: usize,
  event: usize,
  normals: usize,
  table: usize,
  limit: f64,
  out: usize,
  n: i32,
): void {
  const most = f64x2.splat(limit);
  for (const stop = out + <usize>n; out < stop; out += 8) {
    const a = Electrons.codes(energy, eta, phi, event, normals, table, most);
    const b = Electrons.codes(
      energy + 16,
      eta + 16,
      phi + 16,
      event + 16,
      normals + 16,
      table + 16,
      most,
    );
    const c = Electrons.codes(
      energy + 32,
      eta + 32,
      phi + 32,
      event + 32,
      normals + 32,
      table + 32,
      most,
    );
    const d = Electrons.codes(
      energy + 48,
      eta + 48,
      phi + 48,
      event + 48,
      normals + 48,
      table + 48,
      most,
    );
    v128.store64_lane(out, Codes.bytes(a, b, c, d), 0);
    energy += 64;
    eta += 64;
    phi += 64;
    event += 64;
    normals += 64;
    table += 64;
  }
}

class Electrons {
  /** The codes of two. */
  @inline
  static codes(
    energy: usize,
    eta: usize,
    phi: usize,
    event: usize,
    normals: usize,
    table: usize,
    limit: v128,
  ): v128 {
    const h = v128.load(eta);
    const known = v128.load(table);
    const angles = v128.and(Codes.finite(h), Codes.finite(v128.load(phi)));
    const numbers = v128.and(Codes.finite(v128.load(event)), Codes.finite(v128.load(normals)));
    const sound = v128.and(v128.and(angles, numbers), Codes.finite(v128.load(energy)));
    const inside = v128.and(f64x2.lt(f64x2.abs(h), limit), f64x2.eq(known, known));
    return Codes.of(sound, inside);
  }
}
