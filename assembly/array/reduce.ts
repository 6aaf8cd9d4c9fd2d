// Reductions of jagged columns: one value per list.

/**
 * Sum of each list in float64, in the order of the list; an empty list sums to 0.
 *
 * @param offsets i32[n + 1]
 * @param content f64[offsets[n]]
 * @param out     f64[n], written
 */
export function array_sum_f64(offsets: usize, content: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const start = load<i32>(offsets + ((<usize>i) << 2));
    const stop = load<i32>(offsets + ((<usize>i) << 2), 4);
    let sum: f64 = 0;
    for (let j = start; j < stop; j++) sum += load<f64>(content + ((<usize>j) << 3));
    store<f64>(out + ((<usize>i) << 3), sum);
  }
}
