// Fills along one regular axis in a single pass: values in, cells out, no positions in between.
// The cells are one run: underflow, bins, overflow. SIMD finds the bins; the additions keep the
// order of the entries, cell by cell, as boost-histogram adds.

import { Cell, EIGHTHS, SIXTEENTHS } from "./cell";

/** In each lane, the low 32 bits are the address of the cell of one value. */
function cells(x: v128, min: v128, delta: v128, bins: v128, below: v128, base: v128): v128 {
  const z = f64x2.div(f64x2.sub(x, min), delta);
  // pmin(a, b) is b < a ? b : a, so NaN gives the overflow bin.
  const inside = f64x2.pmax(below, f64x2.pmin(bins, f64x2.mul(z, bins)));
  return f64x2.add(f64x2.floor(inside), base);
}

function count<V>(values: usize, n: i32, counts: usize, min: f64, delta: f64, bins: i32): void {
  const low = f64x2.splat(min);
  const range = f64x2.splat(delta);
  const size = f64x2.splat(<f64>bins);
  const below = f64x2.splat(-1);
  // Cell -1 is the first; each of four entries in turn counts in its own quarter of the cell, so
  // that equal neighbours do not wait for each other.
  const first = SIXTEENTHS + <f64>counts / 16 + 1;
  const even = f64x2.replace_lane(f64x2.splat(first), 1, first + 0.25);
  const odd = f64x2.replace_lane(f64x2.splat(first + 0.5), 1, first + 0.75);
  let i = 0;
  for (const whole = n & ~3; i < whole; i += 4) {
    const at = values + <usize>i * sizeof<V>();
    const a = cells(Cell.pair<V>(at), low, range, size, below, even);
    const b = cells(Cell.pair<V>(at + 2 * sizeof<V>()), low, range, size, below, odd);
    Cell.increment(Cell.first(a));
    Cell.increment(Cell.second(a));
    Cell.increment(Cell.first(b));
    Cell.increment(Cell.second(b));
  }
  for (; i < n; i++) {
    const a = cells(Cell.pair<V>(values + <usize>i * sizeof<V>()), low, range, size, below, even);
    Cell.increment(Cell.first(a));
  }
}

/**
 * Counts entries.
 *
 * @param width  bytes of a value: 4 or 8
 * @param values f32[n] or f64[n]
 * @param counts i32[4 * (bins + 2)], changed: the count of a cell is the sum of its four
 */
export function hist_count(
  width: i32,
  values: usize,
  n: i32,
  counts: usize,
  min: f64,
  delta: f64,
  bins: i32,
): void {
  if (width === 4) count<f32>(values, n, counts, min, delta, bins);
  else count<f64>(values, n, counts, min, delta, bins);
}

/** @param step as in `Cell.addTwo` */
function sum<V, W, S>(
  values: usize,
  weights: usize,
  step: usize,
  n: i32,
  row: usize,
  min: f64,
  delta: f64,
  bins: i32,
): void {
  const low = f64x2.splat(min);
  const range = f64x2.splat(delta);
  const size = f64x2.splat(<f64>bins);
  const below = f64x2.splat(-1);
  const unit = sizeof<S>() === 16 ? SIXTEENTHS + <f64>row / 16 : EIGHTHS + <f64>row / 8;
  // Cell -1 is the first.
  const base = f64x2.splat(unit + 1);
  let i = 0;
  for (const whole = n & ~3; i < whole; i += 4) {
    const at = values + <usize>i * sizeof<V>();
    const a = cells(Cell.pair<V>(at), low, range, size, below, base);
    const b = cells(Cell.pair<V>(at + 2 * sizeof<V>()), low, range, size, below, base);
    weights = Cell.addTwo<W, S>(Cell.first(a), Cell.second(a), weights, step);
    weights = Cell.addTwo<W, S>(Cell.first(b), Cell.second(b), weights, step);
  }
  for (; i < n; i++) {
    const a = cells(Cell.pair<V>(values + <usize>i * sizeof<V>()), low, range, size, below, base);
    Cell.add<W, S>(Cell.first(a), weights);
    weights += sizeof<S>() === 16 ? step >> 1 : step;
  }
}

/**
 * Sums weights, or weights and their squares.
 *
 * @param numbers of a cell: 1 for sums, 2 for sums and those of squares
 * @param width   bytes of a value: 4 or 8
 * @param weight  bytes of a weight: 4 or 8
 * @param values  f32[n] or f64[n]
 * @param weights f32[n] or f64[n]; where `step` is 0 one of them, with squares the same twice
 * @param step    numbers * weight, or 0 for a constant weight
 * @param row     f64[bins + 2] or {value f64, variance f64}[bins + 2], changed
 */
export function hist_sum(
  numbers: i32,
  width: i32,
  weight: i32,
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  row: usize,
  min: f64,
  delta: f64,
  bins: i32,
): void {
  if (numbers === 1) {
    if (width === 4) {
      if (weight === 4) sum<f32, f32, f64>(values, weights, step, n, row, min, delta, bins);
      else sum<f32, f64, f64>(values, weights, step, n, row, min, delta, bins);
    } else if (weight === 4) sum<f64, f32, f64>(values, weights, step, n, row, min, delta, bins);
    else sum<f64, f64, f64>(values, weights, step, n, row, min, delta, bins);
  } else if (width === 4) {
    if (weight === 4) sum<f32, f32, v128>(values, weights, step, n, row, min, delta, bins);
    else sum<f32, f64, v128>(values, weights, step, n, row, min, delta, bins);
  } else if (weight === 4) sum<f64, f32, v128>(values, weights, step, n, row, min, delta, bins);
  else sum<f64, f64, v128>(values, weights, step, n, row, min, delta, bins);
}
