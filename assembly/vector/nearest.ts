// Pairs of the vectors of two lists of each event, and the nearest of them.

import { rectify } from "./steps";

/**
 * Number of pairs of each vector of a with those of b in the same event.
 *
 * @param a    i32[n + 1], offsets of the lists of a
 * @param b    i32[n + 1], offsets of the lists of b
 * @param out  i32[a[n] - a[0] + 1], written: offsets of the pairs of each vector of a
 * @returns 0, or 1 + the first event after which there are more than 2^31 - 1 pairs
 */
export function vector_pair_offsets(a: usize, b: usize, out: usize, n: i32): i32 {
  let total: i64 = 0;
  store<i32>(out, 0);
  for (let i = 0; i < n; i++) {
    const count = <i64>(load<i32>(b, 4) - load<i32>(b));
    for (let j = load<i32>(a), end = load<i32>(a, 4); j < end; j++) {
      total += count;
      out += 4;
      store<i32>(out, <i32>total);
    }
    if (total > i32.MAX_VALUE) return 1 + i;
    a += 4;
    b += 4;
  }
  return 0;
}

/**
 * Where the two vectors of each pair are.
 *
 * @param a      i32[n + 1]
 * @param b      i32[n + 1]
 * @param left   i32[number of pairs], written: positions in the vectors of a
 * @param right  i32[number of pairs], written: positions in the vectors of b
 */
export function vector_pair_positions(a: usize, b: usize, left: usize, right: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const from = load<i32>(b);
    const to = load<i32>(b, 4);
    for (let j = load<i32>(a), end = load<i32>(a, 4); j < end; j++) {
      for (let k = from; k < to; k++) {
        store<i32>(left, j);
        store<i32>(right, k);
        left += 4;
        right += 4;
      }
    }
    a += 4;
    b += 4;
  }
}

/**
 * Position of the least value of each list, the first if there are several; NaN is passed over.
 *
 * @param offsets  i32[n + 1]
 * @param values   f64[offsets[n]]
 * @param limit    values above it do not count; NaN for none
 * @param out      i32[n], written: -1 where there is none
 * @param least    f64[n], written: the least value, NaN where there is none
 */
export function vector_least(
  offsets: usize,
  values: usize,
  limit: f64,
  out: usize,
  least: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    let best: f64 = Infinity;
    let at = -1;
    for (let j = load<i32>(offsets), end = load<i32>(offsets, 4); j < end; j++) {
      const value = load<f64>(values + ((<usize>j) << 3));
      if (value < best || (at < 0 && value <= best)) {
        best = value;
        at = j;
      }
    }
    store<f64>(least, at < 0 ? NaN : best);
    store<i32>(out, best > limit ? -1 : at);
    offsets += 4;
    out += 4;
    least += 8;
  }
}

/**
 * For each vector of a the nearest of b in the same event by sqrt(dphi^2 + deta^2), the first of
 * several; NaN is passed over. Angles are f32 where `single` is 1, else f64.
 *
 * @param a         i32[n + 1]
 * @param b         i32[n + 1]
 * @param phiA      [a[n]], as etaA
 * @param phiB      [b[n]], as etaB
 * @param limit     what is farther does not count; NaN for none
 * @param out       i32[a[n] - a[0]], written: positions in the vectors of b, -1 where there is none
 * @param distance  f64[a[n] - a[0]], written: NaN where there is none
 */
export function vector_nearest(
  a: usize,
  b: usize,
  phiA: usize,
  etaA: usize,
  phiB: usize,
  etaB: usize,
  single: i32,
  limit: f64,
  out: usize,
  distance: usize,
  n: i32,
): void {
  if (single !== 0) nearest<f32>(a, b, phiA, etaA, phiB, etaB, limit, out, distance, n);
  else nearest<f64>(a, b, phiA, etaA, phiB, etaB, limit, out, distance, n);
}

class Angles {
  /** Two numbers as f64. */
  @inline
  static two<T>(column: usize, i: i32): v128 {
    if (sizeof<T>() === 8) return v128.load(column + ((<usize>i) << 3));
    return f64x2.promote_low_f32x4(v128.load64_zero(column + ((<usize>i) << 2)));
  }

  @inline
  static one<T>(column: usize, i: i32): v128 {
    return f64x2.splat(<f64>load<T>(column + <usize>i * sizeof<T>()));
  }
}

function nearest<T>(
  a: usize,
  b: usize,
  phiA: usize,
  etaA: usize,
  phiB: usize,
  etaB: usize,
  limit: f64,
  out: usize,
  distance: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const from = load<i32>(b);
    const to = load<i32>(b, 4);
    for (let j = load<i32>(a), end = load<i32>(a, 4); j < end; j++) {
      const phi = Angles.one<T>(phiA, j);
      const eta = Angles.one<T>(etaA, j);
      let best: f64 = Infinity;
      let at = -1;
      for (let k = from; k < to; k += 2) {
        const dPhi = rectify(f64x2.sub(phi, Angles.two<T>(phiB, k)));
        const dEta = f64x2.sub(eta, Angles.two<T>(etaB, k));
        const r = f64x2.sqrt(f64x2.add(f64x2.mul(dPhi, dPhi), f64x2.mul(dEta, dEta)));
        const first = f64x2.extract_lane(r, 0);
        if (first < best || (at < 0 && first <= best)) {
          best = first;
          at = k;
        }
        if (k + 1 < to) {
          const second = f64x2.extract_lane(r, 1);
          if (second < best || (at < 0 && second <= best)) {
            best = second;
            at = k + 1;
          }
        }
      }
      store<f64>(distance, at < 0 ? NaN : best);
      store<i32>(out, best > limit ? -1 : at);
      out += 4;
      distance += 8;
    }
    a += 4;
    b += 4;
  }
}

/**
 * Positions through an index: `positions[i] = index[positions[i]]` but for those below 0.
 *
 * @param positions  i32[n], changed
 * @param index      i32[greatest position + 1]
 */
export function vector_through(positions: usize, index: usize, n: i32): void {
  const end = positions + ((<usize>n) << 2);
  for (; positions < end; positions += 4) {
    const at = load<i32>(positions);
    if (at >= 0) store<i32>(positions, load<i32>(index + ((<usize>at) << 2)));
  }
}

/**
 * Index of an option: i, or -1 where value i is NaN.
 *
 * @param values  f64[n]
 * @param out     i32[n], written
 */
export function vector_index_numbers(values: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const value = load<f64>(values);
    store<i32>(out, value <= Infinity ? i : -1);
    values += 8;
    out += 4;
  }
}
