import {
  productBend,
  productSlope,
  productWithout,
  shapeWithout,
  shiftSum,
  weigh,
  weightedSum,
} from "./derivative";
import {
  BY_BIN,
  baseAt,
  HEAD,
  MODIFIER,
  place,
  SCALAR_WORK,
  SHIFT_WORK,
  shiftsAt,
  word,
} from "./program";

/**
 * The Hessian of a sum over bins by the parameters, the part from the curvature of the yields: adds
 * first * d2 yield. Both triangles are added to.
 *
 * @param program    i32[…], records of `terms` terms
 * @param first      f64[bins]: derivative of the sum by each bin's yield
 * @param weights    f64[bins of the largest term], scratch
 * @param hessian    f64[size, size], added to
 * @param size       number of parameters
 * @param clip       of the samples, NaN for none
 */
export function stats_curvature_f64(
  program: usize,
  terms: i32,
  table: usize,
  parameters: usize,
  work: usize,
  first: usize,
  weights: usize,
  hessian: usize,
  size: i32,
  clip: f64,
): void {
  let record = program;
  for (let t = 0; t < terms; t++) {
    const n = word(record, 2);
    const scalars = word(record, 5);
    const shifts = word(record, 6);
    const byBin = word(record, 7);
    const area = place(work, word(record, 4));
    const states = shiftsAt(area, scalars);
    const base = baseAt(area, scalars, shifts);
    const shape = place(base, n);
    const factor = load<f64>(area);
    const factors = record + (HEAD << 2);
    const moves = factors + ((MODIFIER * scalars) << 2);
    const sets = moves + ((MODIFIER * shifts) << 2);
    weigh(place(first, word(record, 1)), base, shape, factor, n, clip, weights);

    const total = weightedSum(weights, base, shape, n);
    for (let j = 0; j < scalars; j++) {
      const kj = word(factors, MODIFIER * j + 1);
      const bend = load<f64>(place(area, 3 + SCALAR_WORK * j));
      const slope = productSlope(area, scalars, j);
      if (bend !== 0) {
        const others = productWithout(area, scalars, j, j);
        addOnce(hessian, size, kj, kj, bend * others * total);
      }
      for (let l = 0; l < j; l++) {
        const kl = word(factors, MODIFIER * l + 1);
        addTwice(hessian, size, kj, kl, productBend(area, scalars, j, l) * total);
      }
      for (let l = 0; l < shifts; l++) {
        const arrays = place(table, word(moves, MODIFIER * l + 3));
        const state = place(states, SHIFT_WORK * l);
        const sum = shiftSum(weights, shape, arrays, n, state);
        addTwice(hessian, size, kj, word(moves, MODIFIER * l + 1), slope * sum);
      }
      for (let l = 0; l < byBin; l++) {
        const start = word(sets, BY_BIN * l);
        for (let i = 0; i < n; i++) {
          const rest = shapeWithout(sets, byBin, parameters, i, l, l);
          const w = load<f64>(place(weights, i)) * load<f64>(place(base, i));
          const value = slope * w * rest;
          if (value !== 0) addTwice(hessian, size, kj, start + i, value);
        }
      }
    }
    for (let j = 0; j < shifts; j++) {
      const kj = word(moves, MODIFIER * j + 1);
      const arrays = place(table, word(moves, MODIFIER * j + 3));
      const state = place(states, SHIFT_WORK * j);
      const x = place(arrays, n * <i32>load<f64>(state));
      const y = place(arrays, n);
      const ddb = load<f64>(state, 40);
      if (ddb !== 0) {
        const sum = weightedSum(weights, y, shape, n);
        addOnce(hessian, size, kj, kj, factor * ddb * sum);
      }
      const da = load<f64>(state, 24);
      const db = load<f64>(state, 32);
      for (let l = 0; l < byBin; l++) {
        const start = word(sets, BY_BIN * l);
        for (let i = 0; i < n; i++) {
          const rest = shapeWithout(sets, byBin, parameters, i, l, l);
          const slope = da * load<f64>(place(x, i)) + db * load<f64>(place(y, i));
          const value = factor * load<f64>(place(weights, i)) * slope * rest;
          if (value !== 0) addTwice(hessian, size, kj, start + i, value);
        }
      }
    }
    for (let j = 0; j < byBin; j++) {
      const kj = word(sets, BY_BIN * j);
      for (let l = 0; l < j; l++) {
        const kl = word(sets, BY_BIN * l);
        for (let i = 0; i < n; i++) {
          const rest = shapeWithout(sets, byBin, parameters, i, j, l);
          const w = load<f64>(place(weights, i)) * load<f64>(place(base, i));
          const value = factor * w * rest;
          if (value !== 0) addTwice(hessian, size, kj + i, kl + i, value);
        }
      }
    }
    record += (<usize>word(record, 0)) << 2;
  }
}

/**
 * The derivatives of the yields of one channel by the parameters it depends on.
 *
 * @param program  i32[…], the records of the channel's terms
 * @param alive    f64[n], scratch: 0 where a sample is clipped
 * @param jacobian f64[rows + 1, n], written: one row for each parameter
 * @param rows     number of parameters
 * @param n        bins of the channel with padding
 * @param clip     of the samples, NaN for none
 */
export function stats_jacobian_f64(
  program: usize,
  terms: i32,
  table: usize,
  parameters: usize,
  work: usize,
  alive: usize,
  jacobian: usize,
  rows: i32,
  n: i32,
  clip: f64,
): void {
  memory.fill(jacobian, 0, (<usize>((rows + 1) * n)) << 3);
  let record = program;
  for (let t = 0; t < terms; t++) {
    const scalars = word(record, 5);
    const shifts = word(record, 6);
    const byBin = word(record, 7);
    const area = place(work, word(record, 4));
    const base = baseAt(area, scalars, shifts);
    const shape = place(base, n);
    const factor = load<f64>(area);
    for (let i = 0; i < n; i++) {
      const yields = load<f64>(place(base, i)) * load<f64>(place(shape, i)) * factor;
      store<f64>(place(alive, i), yields < clip ? 0 : 1);
    }

    let modifier = record + (HEAD << 2);
    for (let j = 0; j < scalars; j++) {
      const scale = f64x2.splat(productSlope(area, scalars, j));
      const row = place(jacobian, word(modifier, 2) * n);
      for (let i = 0; i < n; i += 2) {
        const yields = f64x2.mul(v128.load(place(base, i)), v128.load(place(shape, i)));
        addPair(place(row, i), f64x2.mul(f64x2.mul(scale, yields), v128.load(place(alive, i))));
      }
      modifier += MODIFIER << 2;
    }
    let state = shiftsAt(area, scalars);
    for (let j = 0; j < shifts; j++) {
      const arrays = place(table, word(modifier, 3));
      const x = place(arrays, n * <i32>load<f64>(state));
      const y = place(arrays, n);
      const da = f64x2.splat(factor * load<f64>(state, 24));
      const db = f64x2.splat(factor * load<f64>(state, 32));
      const row = place(jacobian, word(modifier, 2) * n);
      for (let i = 0; i < n; i += 2) {
        const slope = f64x2.add(
          f64x2.mul(da, v128.load(place(x, i))),
          f64x2.mul(db, v128.load(place(y, i))),
        );
        const scale = f64x2.mul(v128.load(place(shape, i)), v128.load(place(alive, i)));
        addPair(place(row, i), f64x2.mul(slope, scale));
      }
      state += SHIFT_WORK << 3;
      modifier += MODIFIER << 2;
    }
    const sets = modifier;
    for (let j = 0; j < byBin; j++) {
      const start = word(modifier, 1);
      for (let i = 0; i < n; i++) {
        const rest = factor * shapeWithout(sets, byBin, parameters, i, j, j);
        const value = load<f64>(place(base, i)) * load<f64>(place(alive, i)) * rest;
        // A padding bin has no base, and no row.
        if (value !== 0) add(jacobian, (start + i) * n + i, value);
      }
      modifier += BY_BIN << 2;
    }
    record += (<usize>word(record, 0)) << 2;
  }
}

/**
 * Adds J diag(second) J^T of one channel to the Hessian, both triangles. Even and odd bins are summed
 * apart.
 *
 * @param jacobian f64[rows, n]
 * @param second   f64[n]: second derivative of the sum by each bin's yield
 * @param index    i32[rows]: the parameter of each row
 * @param scratch  f64[n]
 * @param hessian  f64[size, size], added to
 */
export function stats_fisher_f64(
  jacobian: usize,
  second: usize,
  index: usize,
  rows: i32,
  n: i32,
  scratch: usize,
  hessian: usize,
  size: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const row = place(jacobian, r * n);
    const k = load<i32>(index + ((<usize>r) << 2));
    let first = n;
    let last = 0;
    for (let i = 0; i < n; i += 2) {
      const product = f64x2.mul(v128.load(place(row, i)), v128.load(place(second, i)));
      v128.store(place(scratch, i), product);
      if (v128.any_true(f64x2.ne(product, f64x2.splat(0)))) {
        if (first === n) first = i;
        last = i + 2;
      }
    }
    // A factor by bin moves one bin only.
    for (let q = 0; q <= r; q++) {
      const other = place(jacobian, q * n);
      let sum = f64x2.splat(0);
      for (let i = first; i < last; i += 2) {
        const product = f64x2.mul(v128.load(place(scratch, i)), v128.load(place(other, i)));
        sum = f64x2.add(sum, product);
      }
      const value = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
      const l = load<i32>(index + ((<usize>q) << 2));
      if (q === r) addOnce(hessian, size, k, k, value);
      else if (value !== 0) addTwice(hessian, size, k, l, value);
    }
  }
}

function addPair(at: usize, value: v128): void {
  v128.store(at, f64x2.add(v128.load(at), value));
}

function add(column: usize, i: i32, value: f64): void {
  const at = place(column, i);
  store<f64>(at, load<f64>(at) + value);
}

function addOnce(hessian: usize, size: i32, k: i32, l: i32, value: f64): void {
  add(hessian, k * size + l, value);
}

/** A mixed derivative, and its mirror image. */
function addTwice(hessian: usize, size: i32, k: i32, l: i32, value: f64): void {
  add(hessian, k * size + l, value);
  add(hessian, l * size + k, value);
}
