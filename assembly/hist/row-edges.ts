// Fills along one variable axis in a single pass, through a table over cells of equal width as in
// variable.ts. The cells of the histogram are one run: underflow, bins, overflow. Additions keep the
// order of the entries.

import { Cell, QUARTERS } from "./cell";

class Edges {
  /** In each lane, the low 32 bits are the address of the table's entry of one value. */
  @inline
  static entries(x: v128, low: v128, scale: v128, most: v128, base: v128): v128 {
    const u = f64x2.mul(f64x2.sub(x, low), scale);
    // NaN goes to the last cell, and past all of its edges.
    const cell = f64x2.floor(f64x2.pmax(f64x2.splat(-1), f64x2.pmin(most, u)));
    return f64x2.add(cell, base);
  }

  /** Bytes of 8 from the first cell to that of a value, by its entry: its bin + 1, `behind` at most. */
  @inline
  static place(x: f64, entry: i64, edges: usize, steps: i32, behind: usize): usize {
    let at = edges + ((<usize>load<u32>(<usize>(<u32>entry))) << 3);
    for (let step = 0; step < steps; step++) at += (<usize>!(x < load<f64>(at))) << 3;
    // NaN and infinity pass the guards behind the last edge, too.
    const cell = at - edges;
    return select(cell, behind, cell < behind);
  }
}

/** @param step as in `Cell.addTwo` */
function sum<V, S>(
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
  const wide = sizeof<S>() >> 4;
  let i = 0;
  for (const whole = n & ~1; i < whole; i += 2) {
    const x = Cell.pair<V>(values + <usize>i * sizeof<V>());
    const a = Edges.entries(x, low, factor, most, base);
    const j = Edges.place(f64x2.extract_lane(x, 0), i64x2.extract_lane(a, 0), edges, steps, behind);
    const k = Edges.place(f64x2.extract_lane(x, 1), i64x2.extract_lane(a, 1), edges, steps, behind);
    weights = Cell.addTwo<f64, S>(row + (j << wide), row + (k << wide), weights, step);
  }
  if (i < n) {
    const x = Cell.pair<V>(values + <usize>i * sizeof<V>());
    const a = Edges.entries(x, low, factor, most, base);
    const j = Edges.place(f64x2.extract_lane(x, 0), i64x2.extract_lane(a, 0), edges, steps, behind);
    Cell.add<f64, S>(row + (j << wide), weights);
  }
}

/**
 * Sums weights, or weights and their squares.
 *
 * @param numbers of a cell: 1 for sums, 2 for sums and those of squares
 * @param width   bytes of a value: 4 or 8
 * @param values  f32[n] or f64[n]
 * @param weights f64[n]; where `step` is 0 one of them, with squares the same twice
 * @param step    8 * numbers, or 0 for a constant weight
 * @param edges   f64[bins + 1 + steps], ascending; infinity behind the last
 * @param table   i32[cells + 2]: for cell -1 to `cells`, 1 + the bin of values below its edges
 * @param scale   cells per unit: the cell of a value is floor((x - edges[0]) * scale)
 * @param steps   edges within a cell at most
 * @param row     f64[bins + 2] or {value f64, variance f64}[bins + 2], changed
 */
export function hist_edges_sum(
  numbers: i32,
  width: i32,
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
  if (width === 4) {
    if (numbers === 1)
      sum<f32, f64>(values, weights, step, n, edges, bins, table, cells, scale, steps, row);
    else sum<f32, v128>(values, weights, step, n, edges, bins, table, cells, scale, steps, row);
  } else if (steps === 1) {
    // The commonest number is known to the compiler.
    if (numbers === 1)
      sum<f64, f64>(values, weights, step, n, edges, bins, table, cells, scale, 1, row);
    else sum<f64, v128>(values, weights, step, n, edges, bins, table, cells, scale, 1, row);
  } else if (numbers === 1)
    sum<f64, f64>(values, weights, step, n, edges, bins, table, cells, scale, steps, row);
  else sum<f64, v128>(values, weights, step, n, edges, bins, table, cells, scale, steps, row);
}
