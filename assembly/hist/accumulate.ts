// Adds entries to the cells at given positions, in entry order: the order is part of the result.
// Entries at position -1 are dropped.

/**
 * Sums a constant: storage Double and Unlimited.
 *
 * @param cells f64[…], changed
 * @param index i32[n]
 */
export function hist_add_constant(cells: usize, index: usize, n: i32, weight: f64): void {
  for (let i = 0; i < n; i++) {
    const k = load<i32>(index + ((<usize>i) << 2));
    if (k < 0) continue;
    const at = cells + ((<usize>k) << 3);
    store<f64>(at, load<f64>(at) + weight);
  }
}

/**
 * Sums weights: storage Double and Unlimited.
 *
 * @param cells   f64[…], changed
 * @param index   i32[n]
 * @param weights f64[n]
 */
export function hist_add_weights(cells: usize, index: usize, weights: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const k = load<i32>(index + ((<usize>i) << 2));
    if (k < 0) continue;
    const at = cells + ((<usize>k) << 3);
    store<f64>(at, load<f64>(at) + load<f64>(weights + ((<usize>i) << 3)));
  }
}

/**
 * Sums weights in integers, the fraction dropped after each addition: storage Int64.
 *
 * @param cells   f64[…], whole numbers, changed
 * @param index   i32[n]
 * @param weights f64[n]
 */
export function hist_add_weights_integer(cells: usize, index: usize, weights: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const k = load<i32>(index + ((<usize>i) << 2));
    if (k < 0) continue;
    const at = cells + ((<usize>k) << 3);
    store<f64>(at, trunc(load<f64>(at) + load<f64>(weights + ((<usize>i) << 3))));
  }
}

/**
 * Sums whole parts of weights: storage AtomicInt64.
 *
 * @param cells   f64[…], whole numbers, changed
 * @param index   i32[n]
 * @param weights f64[n]
 */
export function hist_add_weights_whole(cells: usize, index: usize, weights: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const k = load<i32>(index + ((<usize>i) << 2));
    if (k < 0) continue;
    const at = cells + ((<usize>k) << 3);
    store<f64>(at, load<f64>(at) + trunc(load<f64>(weights + ((<usize>i) << 3))));
  }
}

/**
 * Sums a constant and its square: storage Weight.
 *
 * @param cells {value f64, variance f64}[…], changed
 * @param index i32[n]
 */
export function hist_add_constant_squared(cells: usize, index: usize, n: i32, weight: f64): void {
  const both = f64x2.replace_lane(f64x2.splat(weight), 1, weight * weight);
  for (let i = 0; i < n; i++) {
    const k = load<i32>(index + ((<usize>i) << 2));
    if (k < 0) continue;
    const at = cells + ((<usize>k) << 4);
    v128.store(at, f64x2.add(v128.load(at), both));
  }
}

/**
 * Sums weights and their squares: storage Weight.
 *
 * @param cells   {value f64, variance f64}[…], changed
 * @param index   i32[n]
 * @param weights f64[n]
 */
export function hist_add_weights_squared(cells: usize, index: usize, weights: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const k = load<i32>(index + ((<usize>i) << 2));
    if (k < 0) continue;
    const at = cells + ((<usize>k) << 4);
    const w = load<f64>(weights + ((<usize>i) << 3));
    const both = f64x2.replace_lane(f64x2.splat(w), 1, w * w);
    v128.store(at, f64x2.add(v128.load(at), both));
  }
}

/**
 * Welford's mean and variance: storage Mean.
 *
 * @param cells   {count f64, value f64, sum of deltas squared f64}[…], changed
 * @param index   i32[n]
 * @param weights f64[n]
 * @param samples f64[n]
 * @see boost_histogram.accumulators.Mean
 */
export function hist_add_samples(
  cells: usize,
  index: usize,
  weights: usize,
  samples: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const k = load<i32>(index + ((<usize>i) << 2));
    if (k < 0) continue;
    const at = cells + <usize>k * 24;
    const w = load<f64>(weights + ((<usize>i) << 3));
    const x = load<f64>(samples + ((<usize>i) << 3));
    const count = load<f64>(at) + w;
    const before = load<f64>(at, 8);
    const delta = x - before;
    const mean = before + (w * delta) / count;
    store<f64>(at, count);
    store<f64>(at, mean, 8);
    store<f64>(at, load<f64>(at, 16) + w * delta * (x - mean), 16);
  }
}

/**
 * West's weighted mean and variance: storage WeightedMean.
 *
 * @param cells   {sum of weights f64, of their squares f64, value f64, sum of weighted deltas
 *   squared f64}[…], changed
 * @param index   i32[n]
 * @param weights f64[n]
 * @param samples f64[n]
 * @see boost_histogram.accumulators.WeightedMean
 */
export function hist_add_samples_squared(
  cells: usize,
  index: usize,
  weights: usize,
  samples: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const k = load<i32>(index + ((<usize>i) << 2));
    if (k < 0) continue;
    const at = cells + ((<usize>k) << 5);
    const w = load<f64>(weights + ((<usize>i) << 3));
    const x = load<f64>(samples + ((<usize>i) << 3));
    const sum = load<f64>(at) + w;
    const before = load<f64>(at, 16);
    const delta = x - before;
    const mean = before + (w * delta) / sum;
    store<f64>(at, sum);
    store<f64>(at, load<f64>(at, 8) + w * w, 8);
    store<f64>(at, mean, 16);
    store<f64>(at, load<f64>(at, 24) + w * delta * (x - mean), 24);
  }
}
