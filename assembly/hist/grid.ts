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
function along(x: v128, min: v128, delta: v128, bins: v128, stride: v128): v128 {
  const z = f64x2.div(f64x2.sub(x, min), delta);
  // pmin(a, b) is b < a ? b : a, so NaN gives the overflow bin.
  const inside = f64x2.pmax(f64x2.splat(-1), f64x2.pmin(bins, f64x2.mul(z, bins)));
  return f64x2.mul(f64x2.floor(inside), stride);
}

/** Cells from the first of all to the bin 0 of each axis. */
function origin(three: bool, axes: usize): f64 {
  const two = load<f64>(axes, 24) + load<f64>(axes, 56);
  return three ? two + load<f64>(axes, 88) : two;
}

/** @param S  a type of the numbers of a cell: f64 for sums, v128 for squares as well */
function fill<V, S>(
  x: usize,
  y: usize,
  z: usize,
  weights: usize,
  step: usize,
  n: i32,
  axes: usize,
  first: usize,
  three: bool,
): void {
  const min0 = v128.load64_splat(axes);
  const delta0 = v128.load64_splat(axes, 8);
  const bins0 = v128.load64_splat(axes, 16);
  const stride0 = v128.load64_splat(axes, 24);
  const min1 = v128.load64_splat(axes, 32);
  const delta1 = v128.load64_splat(axes, 40);
  const bins1 = v128.load64_splat(axes, 48);
  const stride1 = v128.load64_splat(axes, 56);
  const min2 = v128.load64_splat(axes, 64);
  const delta2 = v128.load64_splat(axes, 72);
  const bins2 = v128.load64_splat(axes, 80);
  const stride2 = v128.load64_splat(axes, 88);
  const unit = sizeof<S>() === 16 ? SIXTEENTHS + <f64>first / 16 : EIGHTHS + <f64>first / 8;
  const base = f64x2.splat(unit + origin(three, axes));
  for (let i = 0; i < n; i += 2) {
    const at = <usize>i * sizeof<V>();
    let cell = f64x2.add(base, along(pair<V>(x + at), min0, delta0, bins0, stride0));
    cell = f64x2.add(cell, along(pair<V>(y + at), min1, delta1, bins1, stride1));
    if (three) cell = f64x2.add(cell, along(pair<V>(z + at), min2, delta2, bins2, stride2));
    const a = <usize>(<u32>i64x2.extract_lane(cell, 0));
    const b = <usize>(<u32>i64x2.extract_lane(cell, 1));
    if (sizeof<S>() === 16) {
      const w = v128.load(weights);
      const squared = f64x2.mul(w, w);
      addBoth(a, v128.shuffle<i64>(w, squared, 0, 2));
      if (i + 1 < n) addBoth(b, v128.shuffle<i64>(w, squared, 1, 3));
      weights += step;
    } else {
      add(a, load<f64>(weights));
      weights += step;
      if (i + 1 < n) add(b, load<f64>(weights));
      weights += step;
    }
  }
}

function add(cell: usize, weight: f64): void {
  store<f64>(cell, load<f64>(cell) + weight);
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
  if (z) fill<f64, f64>(x, y, z, weights, step, n, axes, first, true);
  else fill<f64, f64>(x, y, 0, weights, step, n, axes, first, false);
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
  if (z) fill<f32, f64>(x, y, z, weights, step, n, axes, first, true);
  else fill<f32, f64>(x, y, 0, weights, step, n, axes, first, false);
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
  if (z) fill<f64, v128>(x, y, z, weights, step, n, axes, first, true);
  else fill<f64, v128>(x, y, 0, weights, step, n, axes, first, false);
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
  if (z) fill<f32, v128>(x, y, z, weights, step, n, axes, first, true);
  else fill<f32, v128>(x, y, 0, weights, step, n, axes, first, false);
}
