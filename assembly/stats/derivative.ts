// Sums over the bins of one term, which its derivatives are made of.

import { BY_BIN, place, SCALAR_WORK, word } from "./program";

/** The derivative of each bin, 0 where the sample's yield is clipped. weights f64[n], written. */
export function weigh(
  first: usize,
  base: usize,
  shape: usize,
  factor: f64,
  n: i32,
  clip: f64,
  weights: usize,
): void {
  memory.copy(weights, first, (<usize>n) << 3);
  if (!(clip >= -Infinity)) return;
  for (let i = 0; i < n; i++) {
    const yields = load<f64>(place(base, i)) * load<f64>(place(shape, i)) * factor;
    if (yields < clip) store<f64>(place(weights, i), 0);
  }
}

/** Sum of weight * base * shape; even and odd bins apart. */
export function weightedSum(weights: usize, base: usize, shape: usize, n: i32): f64 {
  let sum = f64x2.splat(0);
  for (let i = 0; i < n; i += 2) {
    const product = f64x2.mul(v128.load(place(weights, i)), v128.load(place(base, i)));
    sum = f64x2.add(sum, f64x2.mul(product, v128.load(place(shape, i))));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Sum of weight * shape * derivative of a shift; even and odd bins apart. */
export function shiftSum(weights: usize, shape: usize, arrays: usize, n: i32, state: usize): f64 {
  const x = place(arrays, n * <i32>load<f64>(state));
  const y = place(arrays, n);
  const da = f64x2.splat(load<f64>(state, 24));
  const db = f64x2.splat(load<f64>(state, 32));
  let sum = f64x2.splat(0);
  for (let i = 0; i < n; i += 2) {
    const slope = f64x2.add(
      f64x2.mul(da, v128.load(place(x, i))),
      f64x2.mul(db, v128.load(place(y, i))),
    );
    const weight = f64x2.mul(v128.load(place(weights, i)), v128.load(place(shape, i)));
    sum = f64x2.add(sum, f64x2.mul(weight, slope));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/**
 * Derivative of the product of a term's scalar factors by the j-th of them: the product, which stands
 * first in the work area, times the factor's relative slope, unless something is zero.
 */
export function productSlope(area: usize, scalars: i32, j: i32): f64 {
  const product = load<f64>(area);
  if (product !== 0) return product * load<f64>(place(area, 4 + SCALAR_WORK * j));
  return load<f64>(place(area, 2 + SCALAR_WORK * j)) * productWithout(area, scalars, j, j);
}

/** Mixed derivative of the product of the scalar factors by two of them. */
export function productBend(area: usize, scalars: i32, j: i32, k: i32): f64 {
  const product = load<f64>(area);
  const first = SCALAR_WORK * j;
  const second = SCALAR_WORK * k;
  if (product !== 0) {
    return product * load<f64>(place(area, 4 + first)) * load<f64>(place(area, 4 + second));
  }
  const both = load<f64>(place(area, 2 + first)) * load<f64>(place(area, 2 + second));
  return both * productWithout(area, scalars, j, k);
}

/** Product of a term's scalar factors without two of them (or without one: j = k). */
export function productWithout(area: usize, scalars: i32, j: i32, k: i32): f64 {
  let product: f64 = 1;
  for (let l = 0; l < scalars; l++) {
    if (l !== j && l !== k) product *= load<f64>(place(area, 1 + SCALAR_WORK * l));
  }
  return product;
}

/** Product of a term's factors in bin i without two of them (or without one: j = k). */
export function shapeWithout(
  sets: usize,
  byBin: i32,
  parameters: usize,
  i: i32,
  j: i32,
  k: i32,
): f64 {
  let product: f64 = 1;
  for (let l = 0; l < byBin; l++) {
    if (l !== j && l !== k) {
      product *= load<f64>(place(parameters, word(sets, BY_BIN * l) + i));
    }
  }
  return product;
}
