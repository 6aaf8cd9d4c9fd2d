// Fills along one variable axis in a single pass, through a table over cells of equal width as in
// variable.ts. The cells of the histogram are one run: underflow, bins, overflow. Additions keep the
// order of the entries.

/** 2^50 has units of 1/4: its sum with a place holds the address of an i32 in the low bits. */
const QUARTERS: f64 = 1125899906842624.0;

/** Two values as float64. */
function pair<V>(address: usize): v128 {
  if (sizeof<V>() === 4) return f64x2.promote_low_f32x4(v128.load64_zero(address));
  return v128.load(address);
}

/** In each lane, the low 32 bits are the address of the table's entry of one value. */
function entries(x: v128, low: v128, scale: v128, most: v128, base: v128): v128 {
  const u = f64x2.mul(f64x2.sub(x, low), scale);
  // NaN goes to the last cell, and past all of its edges.
  const cell = f64x2.floor(f64x2.pmax(f64x2.splat(-1), f64x2.pmin(most, u)));
  return f64x2.add(cell, base);
}

/** Bytes of 8 from the first cell to that of a value, by its entry: its bin + 1, `behind` at most. */
function place(x: f64, entry: i64, edges: usize, steps: i32, behind: usize): usize {
  let at = edges + ((<usize>load<u32>(<usize>(<u32>entry))) << 3);
  for (let step = 0; step < steps; step++) at += (<usize>!(x < load<f64>(at))) << 3;
  // NaN and infinity pass the guards behind the last edge, too.
  const cell = at - edges;
  return select(cell, behind, cell < behind);
}

function sum<V>(
  values: usize,
  weights: usize,
  step: usize,
  n: i32,
  edges: usize,
  bins: i32,
  table: usize,
  cells: i32,
  scale: f64,
  steps: i32,
  row: usize,
): void {
  const low = f64x2.splat(load<f64>(edges));
  const factor = f64x2.splat(scale);
  const most = f64x2.splat(<f64>cells);
  const base = f64x2.splat(QUARTERS + <f64>table / 4 + 1);
  const behind = (<usize>bins + 1) << 3;
  let i = 0;
  for (const whole = n & ~1; i < whole; i += 2) {
    const x = pair<V>(values + <usize>i * sizeof<V>());
    const a = entries(x, low, factor, most, base);
    const j = place(f64x2.extract_lane(x, 0), i64x2.extract_lane(a, 0), edges, steps, behind);
    const k = place(f64x2.extract_lane(x, 1), i64x2.extract_lane(a, 1), edges, steps, behind);
    add(row + j, load<f64>(weights));
    weights += step;
    add(row + k, load<f64>(weights));
    weights += step;
  }
  if (i < n) {
    const x = pair<V>(values + <usize>i * sizeof<V>());
    const a = entries(x, low, factor, most, base);
    const j = place(f64x2.extract_lane(x, 0), i64x2.extract_lane(a, 0), edges, steps, behind);
    add(row + j, load<f64>(weights));
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
  edges: usize,
  bins: i32,
  table: usize,
  cells: i32,
  scale: f64,
  steps: i32,
  row: usize,
): void {
  const low = f64x2.splat(load<f64>(edges));
  const factor = f64x2.splat(scale);
  const most = f64x2.splat(<f64>cells);
  const base = f64x2.splat(QUARTERS + <f64>table / 4 + 1);
  const behind = (<usize>bins + 1) << 3;
  let i = 0;
  for (const whole = n & ~1; i < whole; i += 2) {
    const x = pair<V>(values + <usize>i * sizeof<V>());
    const a = entries(x, low, factor, most, base);
    const j = place(f64x2.extract_lane(x, 0), i64x2.extract_lane(a, 0), edges, steps, behind);
    const k = place(f64x2.extract_lane(x, 1), i64x2.extract_lane(a, 1), edges, steps, behind);
    const w = v128.load(weights);
    weights += step;
    const squared = f64x2.mul(w, w);
    addBoth(row + (j << 1), v128.shuffle<i64>(w, squared, 0, 2));
    addBoth(row + (k << 1), v128.shuffle<i64>(w, squared, 1, 3));
  }
  if (i < n) {
    const x = pair<V>(values + <usize>i * sizeof<V>());
    const a = entries(x, low, factor, most, base);
    const j = place(f64x2.extract_lane(x, 0), i64x2.extract_lane(a, 0), edges, steps, behind);
    const w = v128.load(weights);
    addBoth(row + (j << 1), v128.shuffle<i64>(w, f64x2.mul(w, w), 0, 2));
  }
}

function addBoth(cell: usize, both: v128): void {
  v128.store(cell, f64x2.add(v128.load(cell), both));
}

/**
 * Sums weights.
 *
 * @param values  f64[n]
 * @param weights f64[n], or f64[1] where `step` is 0
 * @param step    8, or 0 for a constant weight
 * @param edges   f64[bins + 1 + steps], ascending; infinity behind the last
 * @param table   i32[cells + 2]: for cell -1 to `cells`, 1 + the bin of values below its edges
 * @param scale   cells per unit: the cell of a value is floor((x - edges[0]) * scale)
 * @param steps   edges within a cell at most
 * @param row     f64[bins + 2], changed
 */
export function hist_edges_sum_f64(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  edges: usize,
  bins: i32,
  table: usize,
  cells: i32,
  scale: f64,
  steps: i32,
  row: usize,
): void {
  // The commonest number is known to the compiler.
  if (steps === 1) sum<f64>(values, weights, step, n, edges, bins, table, cells, scale, 1, row);
  else sum<f64>(values, weights, step, n, edges, bins, table, cells, scale, steps, row);
}

/**
 * Sums weights; see `hist_edges_sum_f64`.
 *
 * @param values  f32[n]
 * @param weights f64[n], or f64[1] where `step` is 0
 * @param row     f64[bins + 2], changed
 */
export function hist_edges_sum_f32(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  edges: usize,
  bins: i32,
  table: usize,
  cells: i32,
  scale: f64,
  steps: i32,
  row: usize,
): void {
  sum<f32>(values, weights, step, n, edges, bins, table, cells, scale, steps, row);
}

/**
 * Sums weights and their squares; see `hist_edges_sum_f64`.
 *
 * @param values  f64[n]
 * @param weights f64[n], or the same f64 twice where `step` is 0
 * @param step    16, or 0 for a constant weight
 * @param row     {value f64, variance f64}[bins + 2], changed
 */
export function hist_edges_square_f64(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  edges: usize,
  bins: i32,
  table: usize,
  cells: i32,
  scale: f64,
  steps: i32,
  row: usize,
): void {
  if (steps === 1) square<f64>(values, weights, step, n, edges, bins, table, cells, scale, 1, row);
  else square<f64>(values, weights, step, n, edges, bins, table, cells, scale, steps, row);
}

/**
 * Sums weights and their squares; see `hist_edges_sum_f64`.
 *
 * @param values  f32[n]
 * @param weights f64[n], or the same f64 twice where `step` is 0
 * @param step    16, or 0 for a constant weight
 * @param row     {value f64, variance f64}[bins + 2], changed
 */
export function hist_edges_square_f32(
  values: usize,
  weights: usize,
  step: i32,
  n: i32,
  edges: usize,
  bins: i32,
  table: usize,
  cells: i32,
  scale: f64,
  steps: i32,
  row: usize,
): void {
  square<f32>(values, weights, step, n, edges, bins, table, cells, scale, steps, row);
}
