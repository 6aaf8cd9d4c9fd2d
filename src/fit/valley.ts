import { type Eigen, symmetricEigen } from "../math/eigen.ts";
import type { NewtonResult } from "./newton-result.ts";

/** Curvatures below this, of parameters in units of their own widths, are rounding. */
const NONE = 1e-6;
/** Parts of a direction, in the same units, below which a parameter does not belong to it. */
const PART = 1e-3;

/** Curvatures of some parameters, each in units in which its own curvature is 1. */
function scaledEigen(hessian: Float64Array, n: number, at: ArrayLike<number>): Eigen {
  const m = at.length;
  const widths = Array.from(at, (k) => Math.sqrt(Math.abs(hessian[k * n + k])) || 1);
  const matrix = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      matrix[i * m + j] = hessian[at[i] * n + at[j]] / (widths[i] * widths[j]);
    }
  }
  return symmetricEigen(matrix, m);
}

/**
 * Whether the Hessian is positive but for directions without curvature.
 *
 * @param hessian  row-major `n * n`
 * @param at  the parameters that count
 */
export function isValley(hessian: Float64Array, n: number, at: ArrayLike<number>): boolean {
  const { values } = scaledEigen(hessian, n, at);
  return values.length > 0 && values[0] > -NONE && values[0] < NONE;
}

/** Parameters along which a minimum is a valley, ascending; none of one that has a curvature everywhere. */
export function undetermined(found: NewtonResult, fixed: readonly boolean[]): number[] {
  const n = found.x.length;
  const moved = fixed.flatMap((held, k) => (held || found.atBound[k] ? [] : [k]));
  const { values, vectors } = scaledEigen(found.hessian, n, moved);
  const m = moved.length;
  const flat = [...values.keys()].filter((j) => values[j] < NONE);
  return moved.filter((_, i) => flat.some((j) => Math.abs(vectors[i * m + j]) > PART));
}
