// Fills along one axis of integers, categories or codes in a single pass: the place of a value's cell
// comes from a table by its distance to the lowest. The cells are one run, the last of them for
// entries that the axis has no bin for. Additions keep the order of the entries.

/** Two values as float64. */
function pair<V>(address: usize): v128 {
  if (sizeof<V>() === 4) return f64x2.convert_low_i32x4_s(v128.load64_zero(address));
  return v128.load(address);
}

/** 2^50 has units of 1/4: its sum with a place holds the address of an i32 in the low bits. */
const QUARTERS: f64 = 1125899906842624.0;

/** In each lane, the low 32 bits are the address of the table's entry of one value. */
function entries(x: v128, low: v128, span: v128, base: v128): v128 {
  const inside = f64x2.pmax(f64x2.splat(-1), f64x2.pmin(span, f64x2.sub(x, low)));
  return f64x2.add(inside, base);
}

function first(entry: v128): usize {
  return <usize>load<u32>(<usize>(<u32>i64x2.extract_lane(entry, 0)));
}

function second(entry: v128): usize {
  return <usize>load<u32>(<usize>(<u32>i64x2.extract_lane(entry, 1)));
}

function count<V>(
  values: usize,
  n: i32,
  lowest: f64,
  table: usize,
  span: i32,
  counts: usize,
): void {
  const low = f64x2.splat(lowest);
  const size = f64x2.splat(<f64>span);
  const base = f64x2.splat(QUARTERS + <f64>table / 4 + 1);
  let i = 0;
  for (const whole = n & ~3; i < whole; i += 4) {
    const at = values + <usize>i * sizeof<V>();
    const a = entries(pair<V>(at), low, size, base);
    const b = entries(pair<V>(at + 2 * sizeof<V>()), low, size, base);
    // Each of four entries in turn has its own quarter, so that equal neighbours do not wait.
    increment(counts + (first(a) << 4));
    increment(counts + (second(a) << 4) + 4);
    increment(counts + (first(b) << 4) + 8);
    increment(counts + (second(b) << 4) + 12);
  }
  for (; i < n; i++) {
    const a = entries(pair<V>(values + <usize>i * sizeof<V>()), low, size, base);
    increment(counts + (first(a) << 4));
  }
}

function increment(cell: usize): void {
  store<i32>(cell, load<i32>(cell) + 1);
}

function sum<V>(
  values: usize,
  weights: usize,
  step: usize,
  n: i32,
  lowest: f64,
  table: usize,
  span: i32,
  row: usize,
): void {
  const low = f64x2.splat(lowest);
  const size = f64x2.splat(<f64>span);
  const base = f64x2.splat(QUARTERS + <f64>table / 4 + 1);
  let i = 0;
  for (const whole = n & ~1; i < whole; i += 2) {
    const a = entries(pair<V>(values + <usize>i * sizeof<V>()), low, size, base);
    add(row + (first(a) << 3), load<f64>(weights));
    weights += step;
    add(row + (second(a) << 3), load<f64>(weights));
    weights += step;
  }
  if (i < n) {
    const a = entries(pair<V>(values + <usize>i * sizeof<V>()), low, size, base);
    add(row + (first(a) << 3), load<f64>(weights));
  }
}

function add(cell: usize, weight: f64): void {
  store<f64>(cell, load<f64>(cell) + weight);
}

function square<V>(
  values: usize,
  weights: usize,
  step: usize,
  n: i32,
  lowest: f64,
  table: usize,
  span: i32,
  row: usize,
): void {
  const low = f64x2.splat(lowest);
  const size = f64x2.splat(<f64>span);
  const base = f64x2.splat(QUARTERS + <f64>table / 4 + 1);
  let i = 0;
  for (const whole = n & ~1; i < whole; i += 2) {
    const a = entries(pair<V>(values + <usize>i * sizeof<V>()), low, size, base);
    const w = v128.load(weights);
    weights += step;
    const squared = f64x2.mul(w, w);
    addBoth(row + (first(a) << 4), v128.shuffle<i64>(w, squared, 0, 2));
    addBoth(row + (second(a) << 4), v128.shuffle<i64>(w, squared, 1, 3));
  }
  if (i < n) {
    const a = entries(pair<V>(values + <usize>i * sizeof<V>()), low, size, base);
    const w = v128.load(weights);
    addBoth(row + (first(a) << 4), v128.shuffle<i64>(w, f64x2.mul(w, w), 0, 2));
  }
}

function addBoth(cell: usize, both: v128): void {
  v128.store(cell, f64x2.add(v128.load(cell), both));
}

/**
 * Counts entries.
 *
 * @param values i32[n]
 * @param lowest the lowest value that the table knows
 * @param table  i32[span + 2]: for -1 to `span`, the cell of `lowest` + i
 * @param counts i32[4 * cells], changed: the count of a cell is the sum of its four
 */
export function hist_table_count_i32(
  values: usize,
  n: i32,
  lowest: f64,
  table: usize,
  span: i32,
  counts: usize,
): void {
  count<i32>(values, n, lowest, table, span, counts);
}

/**
 * Counts entries.
 *
 * @param values f64[n], integers
 * @param table  i32[span + 2]: for -1 to `span`, the cell of `lowest` + i
 * @param counts i32[4 * cells], changed: the count of a cell is the sum of its four
 */
export function hist_table_count_f64(
  values: usize,
  n: i32,
  lowest: f64,
  table: usize,
  span: i32,
  counts: usize,
): void {
  count<f64>(values, n, lowest, table, span, counts);
}

/**
 * Sums weights.
 *
 * @param values  i32[n]
 * @param weights f64[n], or f64[1] where `step` is 0
 * @param step    8, or 0 for a constant weight
 * @param table   i32[span + 2]: for -1 to `span`, the cell of `lowest` + i
 * @param row     f64[cells], changed
 */
export function hist_table_sum_i32(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  lowest: f64,
  table: usize,
  span: i32,
  row: usize,
): void {
  sum<i32>(values, weights, step, n, lowest, table, span, row);
}

/**
 * Sums weights.
 *
 * @param values  f64[n], integers
 * @param weights f64[n], or f64[1] where `step` is 0
 * @param step    8, or 0 for a constant weight
 * @param table   i32[span + 2]: for -1 to `span`, the cell of `lowest` + i
 * @param row     f64[cells], changed
 */
export function hist_table_sum_f64(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  lowest: f64,
  table: usize,
  span: i32,
  row: usize,
): void {
  sum<f64>(values, weights, step, n, lowest, table, span, row);
}

/**
 * Sums weights and their squares.
 *
 * @param values  i32[n]
 * @param weights f64[n], or the same f64 twice where `step` is 0
 * @param step    16, or 0 for a constant weight
 * @param table   i32[span + 2]: for -1 to `span`, the cell of `lowest` + i
 * @param row     {value f64, variance f64}[cells], changed
 */
export function hist_table_square_i32(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  lowest: f64,
  table: usize,
  span: i32,
  row: usize,
): void {
  square<i32>(values, weights, step, n, lowest, table, span, row);
}

/**
 * Sums weights and their squares.
 *
 * @param values  f64[n], integers
 * @param weights f64[n], or the same f64 twice where `step` is 0
 * @param step    16, or 0 for a constant weight
 * @param table   i32[span + 2]: for -1 to `span`, the cell of `lowest` + i
 * @param row     {value f64, variance f64}[cells], changed
 */
export function hist_table_square_f64(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  lowest: f64,
  table: usize,
  span: i32,
  row: usize,
): void {
  square<f64>(values, weights, step, n, lowest, table, span, row);
}
