// Fills along one regular axis in a single pass: values in, cells out, no positions in between.
// The cells are one run: underflow, bins, overflow. SIMD finds the bins; the additions keep the
// order of the entries, cell by cell, as boost-histogram adds.
//
// The address of a cell comes out of the floating-point unit: to floor(z * bins) a constant is added
// that leaves the place in units of one cell in the low bits of the significand and holds the
// address of the first cell already. 2^48 has units of 1/16, 2^49 of 1/8.

const SIXTEENTHS: f64 = 281474976710656.0;
const EIGHTHS: f64 = 562949953421312.0;

/** Two values as float64. */
function pair<V>(address: usize): v128 {
  if (sizeof<V>() === 4) return f64x2.promote_low_f32x4(v128.load64_zero(address));
  return v128.load(address);
}

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
    const a = cells(pair<V>(at), low, range, size, below, even);
    const b = cells(pair<V>(at + 2 * sizeof<V>()), low, range, size, below, odd);
    increment(<usize>(<u32>i64x2.extract_lane(a, 0)));
    increment(<usize>(<u32>i64x2.extract_lane(a, 1)));
    increment(<usize>(<u32>i64x2.extract_lane(b, 0)));
    increment(<usize>(<u32>i64x2.extract_lane(b, 1)));
  }
  for (; i < n; i++) {
    const a = cells(pair<V>(values + <usize>i * sizeof<V>()), low, range, size, below, even);
    increment(<usize>(<u32>i64x2.extract_lane(a, 0)));
  }
}

function increment(cell: usize): void {
  store<i32>(cell, load<i32>(cell) + 1);
}

/**
 * Counts entries.
 *
 * @param values f64[n]
 * @param counts i32[4 * (bins + 2)], changed: the count of a cell is the sum of its four
 */
export function hist_count_f64(
  values: usize,
  n: i32,
  counts: usize,
  min: f64,
  delta: f64,
  bins: i32,
): void {
  count<f64>(values, n, counts, min, delta, bins);
}

/**
 * Counts entries.
 *
 * @param values f32[n]
 * @param counts i32[4 * (bins + 2)], changed: the count of a cell is the sum of its four
 */
export function hist_count_f32(
  values: usize,
  n: i32,
  counts: usize,
  min: f64,
  delta: f64,
  bins: i32,
): void {
  count<f32>(values, n, counts, min, delta, bins);
}

/** @param step bytes from one weight to the next: 0 for a constant */
function sum<V, W>(
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
  const base = f64x2.splat(EIGHTHS + <f64>row / 8 + 1);
  let i = 0;
  for (const whole = n & ~3; i < whole; i += 4) {
    const at = values + <usize>i * sizeof<V>();
    const a = cells(pair<V>(at), low, range, size, below, base);
    const b = cells(pair<V>(at + 2 * sizeof<V>()), low, range, size, below, base);
    add(<usize>(<u32>i64x2.extract_lane(a, 0)), <f64>load<W>(weights));
    weights += step;
    add(<usize>(<u32>i64x2.extract_lane(a, 1)), <f64>load<W>(weights));
    weights += step;
    add(<usize>(<u32>i64x2.extract_lane(b, 0)), <f64>load<W>(weights));
    weights += step;
    add(<usize>(<u32>i64x2.extract_lane(b, 1)), <f64>load<W>(weights));
    weights += step;
  }
  for (; i < n; i++) {
    const a = cells(pair<V>(values + <usize>i * sizeof<V>()), low, range, size, below, base);
    add(<usize>(<u32>i64x2.extract_lane(a, 0)), <f64>load<W>(weights));
    weights += step;
  }
}

function add(cell: usize, weight: f64): void {
  store<f64>(cell, load<f64>(cell) + weight);
}

/**
 * Sums weights.
 *
 * @param values  f64[n]
 * @param weights f64[n], or f64[1] where `step` is 0
 * @param step    8, or 0 for a constant weight
 * @param row     f64[bins + 2], changed
 */
export function hist_sum_f64_f64(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  row: usize,
  min: f64,
  delta: f64,
  bins: i32,
): void {
  sum<f64, f64>(values, weights, step, n, row, min, delta, bins);
}

/**
 * Sums weights.
 *
 * @param values  f32[n]
 * @param weights f64[n], or f64[1] where `step` is 0
 * @param step    8, or 0 for a constant weight
 * @param row     f64[bins + 2], changed
 */
export function hist_sum_f32_f64(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  row: usize,
  min: f64,
  delta: f64,
  bins: i32,
): void {
  sum<f32, f64>(values, weights, step, n, row, min, delta, bins);
}

/**
 * Sums weights.
 *
 * @param values  f64[n]
 * @param weights f32[n]
 * @param step    4
 * @param row     f64[bins + 2], changed
 */
export function hist_sum_f64_f32(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  row: usize,
  min: f64,
  delta: f64,
  bins: i32,
): void {
  sum<f64, f32>(values, weights, step, n, row, min, delta, bins);
}

/**
 * Sums weights.
 *
 * @param values  f32[n]
 * @param weights f32[n]
 * @param step    4
 * @param row     f64[bins + 2], changed
 */
export function hist_sum_f32_f32(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  row: usize,
  min: f64,
  delta: f64,
  bins: i32,
): void {
  sum<f32, f32>(values, weights, step, n, row, min, delta, bins);
}

/** @param step bytes from a pair of weights to the next: 0 for a constant */
function square<V, W>(
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
  const base = f64x2.splat(SIXTEENTHS + <f64>row / 16 + 1);
  let i = 0;
  for (const whole = n & ~1; i < whole; i += 2) {
    const at = values + <usize>i * sizeof<V>();
    const a = cells(pair<V>(at), low, range, size, below, base);
    const w = pair<W>(weights);
    weights += step;
    const squared = f64x2.mul(w, w);
    addBoth(<usize>(<u32>i64x2.extract_lane(a, 0)), v128.shuffle<i64>(w, squared, 0, 2));
    addBoth(<usize>(<u32>i64x2.extract_lane(a, 1)), v128.shuffle<i64>(w, squared, 1, 3));
  }
  if (i < n) {
    const a = cells(pair<V>(values + <usize>i * sizeof<V>()), low, range, size, below, base);
    const w = pair<W>(weights);
    const squared = f64x2.mul(w, w);
    addBoth(<usize>(<u32>i64x2.extract_lane(a, 0)), v128.shuffle<i64>(w, squared, 0, 2));
  }
}

function addBoth(cell: usize, both: v128): void {
  v128.store(cell, f64x2.add(v128.load(cell), both));
}

/**
 * Sums weights and their squares.
 *
 * @param values  f64[n]
 * @param weights f64[n], or the same f64 twice where `step` is 0
 * @param step    16, or 0 for a constant weight
 * @param row     {value f64, variance f64}[bins + 2], changed
 */
export function hist_square_f64_f64(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  row: usize,
  min: f64,
  delta: f64,
  bins: i32,
): void {
  square<f64, f64>(values, weights, step, n, row, min, delta, bins);
}

/**
 * Sums weights and their squares.
 *
 * @param values  f32[n]
 * @param weights f64[n], or the same f64 twice where `step` is 0
 * @param step    16, or 0 for a constant weight
 * @param row     {value f64, variance f64}[bins + 2], changed
 */
export function hist_square_f32_f64(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  row: usize,
  min: f64,
  delta: f64,
  bins: i32,
): void {
  square<f32, f64>(values, weights, step, n, row, min, delta, bins);
}

/**
 * Sums weights and their squares.
 *
 * @param values  f64[n]
 * @param weights f32[n]
 * @param step    8
 * @param row     {value f64, variance f64}[bins + 2], changed
 */
export function hist_square_f64_f32(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  row: usize,
  min: f64,
  delta: f64,
  bins: i32,
): void {
  square<f64, f32>(values, weights, step, n, row, min, delta, bins);
}

/**
 * Sums weights and their squares.
 *
 * @param values  f32[n]
 * @param weights f32[n]
 * @param step    8
 * @param row     {value f64, variance f64}[bins + 2], changed
 */
export function hist_square_f32_f32(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  row: usize,
  min: f64,
  delta: f64,
  bins: i32,
): void {
  square<f32, f32>(values, weights, step, n, row, min, delta, bins);
}
