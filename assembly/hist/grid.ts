// Fills over two or three regular axes in a single pass, as fill.ts does over one: the address of a
// cell comes out of the floating-point unit. All axes have both flow bins. Additions keep the order of
// the entries.
//
// An axis is {min f64, delta f64, bins f64, stride f64}: `stride` is the number of cells from one of
// its bins to the next.

const SIXTEENTHS: f64 = 281474976710656.0;
const EIGHTHS: f64 = 562949953421312.0;

/** Two values as float64. */
function pair<V>(address: usize): v128 {
  if (sizeof<V>() === 4) return f64x2.promote_low_f32x4(v128.load64_zero(address));
  return v128.load(address);
}

/** In each lane the cells to go along one axis for the bin of a value, from the first bin. */
function along(x: v128, axis: usize): v128 {
  const bins = v128.load64_splat(axis, 16);
  const z = f64x2.div(f64x2.sub(x, v128.load64_splat(axis)), v128.load64_splat(axis, 8));
  // pmin(a, b) is b < a ? b : a, so NaN gives the overflow bin.
  const inside = f64x2.pmax(f64x2.splat(-1), f64x2.pmin(bins, f64x2.mul(z, bins)));
  return f64x2.mul(f64x2.floor(inside), v128.load64_splat(axis, 24));
}

/** The addresses of the cells of two entries, in the low 32 bits of each lane. */
function cells<V>(x: usize, y: usize, z: usize, i: i32, axes: usize, base: v128): v128 {
  const at = <usize>i * sizeof<V>();
  let cell = f64x2.add(base, along(pair<V>(x + at), axes));
  cell = f64x2.add(cell, along(pair<V>(y + at), axes + 32));
  return z ? f64x2.add(cell, along(pair<V>(z + at), axes + 64)) : cell;
}

/** Cells from the first of all to the bin 0 of each axis. */
function origin(z: usize, axes: usize): f64 {
  const two = load<f64>(axes, 24) + load<f64>(axes, 56);
  return z ? two + load<f64>(axes, 88) : two;
}

function sum<V>(
  x: usize,
  y: usize,
  z: usize,
  weights: usize,
  step: usize,
  n: i32,
  axes: usize,
  first: usize,
): void {
  const base = f64x2.splat(EIGHTHS + <f64>first / 8 + origin(z, axes));
  let i = 0;
  for (const whole = n & ~1; i < whole; i += 2) {
    const a = cells<V>(x, y, z, i, axes, base);
    add(<usize>(<u32>i64x2.extract_lane(a, 0)), load<f64>(weights));
    weights += step;
    add(<usize>(<u32>i64x2.extract_lane(a, 1)), load<f64>(weights));
    weights += step;
  }
  if (i < n) {
    const a = cells<V>(x, y, z, i, axes, base);
    add(<usize>(<u32>i64x2.extract_lane(a, 0)), load<f64>(weights));
  }
}

function add(cell: usize, weight: f64): void {
  store<f64>(cell, load<f64>(cell) + weight);
}

function square<V>(
  x: usize,
  y: usize,
  z: usize,
  weights: usize,
  step: usize,
  n: i32,
  axes: usize,
  first: usize,
): void {
  const base = f64x2.splat(SIXTEENTHS + <f64>first / 16 + origin(z, axes));
  let i = 0;
  for (const whole = n & ~1; i < whole; i += 2) {
    const a = cells<V>(x, y, z, i, axes, base);
    const w = v128.load(weights);
    weights += step;
    const squared = f64x2.mul(w, w);
    addBoth(<usize>(<u32>i64x2.extract_lane(a, 0)), v128.shuffle<i64>(w, squared, 0, 2));
    addBoth(<usize>(<u32>i64x2.extract_lane(a, 1)), v128.shuffle<i64>(w, squared, 1, 3));
  }
  if (i < n) {
    const a = cells<V>(x, y, z, i, axes, base);
    const w = v128.load(weights);
    const both = v128.shuffle<i64>(w, f64x2.mul(w, w), 0, 2);
    addBoth(<usize>(<u32>i64x2.extract_lane(a, 0)), both);
  }
}

function addBoth(cell: usize, both: v128): void {
  v128.store(cell, f64x2.add(v128.load(cell), both));
}

/**
 * Sums weights.
 *
 * @param x       f64[n]
 * @param y       f64[n]
 * @param z       f64[n], or 0 for two axes
 * @param weights f64[n], or f64[1] where `step` is 0
 * @param step    8, or 0 for a constant weight
 * @param axes    two or three axes: {min f64, delta f64, bins f64, stride f64}[…]
 * @param first   f64[…]: the cell of all underflows, changed, and what follows
 */
export function hist_grid_sum_f64(
  x: usize,
  y: usize,
  z: usize,
  weights: usize,
  step: i32,
  n: i32,
  axes: usize,
  first: usize,
): void {
  if (z) sum<f64>(x, y, z, weights, step, n, axes, first);
  else sum<f64>(x, y, 0, weights, step, n, axes, first);
}

/**
 * Sums weights of float32 values; see `hist_grid_sum_f64`.
 *
 * @param x       f32[n]
 * @param y       f32[n]
 * @param z       f32[n], or 0 for two axes
 * @param weights f64[n], or f64[1] where `step` is 0
 */
export function hist_grid_sum_f32(
  x: usize,
  y: usize,
  z: usize,
  weights: usize,
  step: i32,
  n: i32,
  axes: usize,
  first: usize,
): void {
  if (z) sum<f32>(x, y, z, weights, step, n, axes, first);
  else sum<f32>(x, y, 0, weights, step, n, axes, first);
}

/**
 * Sums weights and their squares; see `hist_grid_sum_f64`.
 *
 * @param weights f64[n], or the same f64 twice where `step` is 0
 * @param step    16, or 0 for a constant weight
 * @param first   {value f64, variance f64}[…]: the cell of all underflows, changed, and what follows
 */
export function hist_grid_square_f64(
  x: usize,
  y: usize,
  z: usize,
  weights: usize,
  step: i32,
  n: i32,
  axes: usize,
  first: usize,
): void {
  if (z) square<f64>(x, y, z, weights, step, n, axes, first);
  else square<f64>(x, y, 0, weights, step, n, axes, first);
}

/**
 * Sums weights and their squares, of float32 values; see `hist_grid_square_f64`.
 *
 * @param x       f32[n]
 * @param y       f32[n]
 * @param z       f32[n], or 0 for two axes
 */
export function hist_grid_square_f32(
  x: usize,
  y: usize,
  z: usize,
  weights: usize,
  step: i32,
  n: i32,
  axes: usize,
  first: usize,
): void {
  if (z) square<f32>(x, y, z, weights, step, n, axes, first);
  else square<f32>(x, y, 0, weights, step, n, axes, first);
}
