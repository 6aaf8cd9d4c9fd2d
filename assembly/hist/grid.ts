// Fills over two or three regular axes in a single pass, as fill.ts does over one: the address of a
// cell comes out of the floating-point unit. All axes have both flow bins. Additions keep the order of
// the entries.
//
// An axis is {min f64, delta f64, bins f64, stride f64}: `stride` is the number of cells from one of
// its bins to the next.

import { Cell, EIGHTHS, SIXTEENTHS } from "./cell";

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

/** @param step as in `Cell.addTwo` */
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
    let cell = f64x2.add(base, along(Cell.pair<V>(x + at), min0, delta0, bins0, stride0));
    cell = f64x2.add(cell, along(Cell.pair<V>(y + at), min1, delta1, bins1, stride1));
    if (three) cell = f64x2.add(cell, along(Cell.pair<V>(z + at), min2, delta2, bins2, stride2));
    if (i + 1 < n) {
      weights = Cell.addTwo<f64, S>(Cell.first(cell), Cell.second(cell), weights, step);
    } else {
      Cell.add<f64, S>(Cell.first(cell), weights);
    }
  }
}

/**
 * Sums weights, or weights and their squares.
 *
 * @param numbers of a cell: 1 for sums, 2 for sums and those of squares
 * @param width   bytes of a value: 4 or 8
 * @param x       f32[n] or f64[n]
 * @param y       as x
 * @param z       as x, or 0 for two axes
 * @param weights f64[n]; where `step` is 0 one of them, with squares the same twice
 * @param step    8 * numbers, or 0 for a constant weight
 * @param axes    two or three axes: {min f64, delta f64, bins f64, stride f64}[…]
 * @param first   f64[…] or {value f64, variance f64}[…]: the cell of all underflows, changed, and what follows
 */
export function hist_grid_sum(
  numbers: i32,
  width: i32,
  x: usize,
  y: usize,
  z: usize,
  weights: usize,
  step: i32,
  n: i32,
  axes: usize,
  first: usize,
): void {
  if (width === 4) {
    if (numbers === 1) fillAll<f32, f64>(x, y, z, weights, step, n, axes, first);
    else fillAll<f32, v128>(x, y, z, weights, step, n, axes, first);
  } else if (numbers === 1) fillAll<f64, f64>(x, y, z, weights, step, n, axes, first);
  else fillAll<f64, v128>(x, y, z, weights, step, n, axes, first);
}

function fillAll<V, S>(
  x: usize,
  y: usize,
  z: usize,
  weights: usize,
  step: usize,
  n: i32,
  axes: usize,
  first: usize,
): void {
  if (z) fill<V, S>(x, y, z, weights, step, n, axes, first, true);
  else fill<V, S>(x, y, 0, weights, step, n, axes, first, false);
}
