import { cholesky, choleskyInverse } from "../math/cholesky.ts";
import { symmetricEigen } from "../math/eigen.ts";
import type { InternalCost } from "./cost.ts";
import type { Slopes } from "./differences.ts";

/** How a covariance came about. */
export type CovarianceStatus =
  /** An inverse Hessian. */
  | "accurate"
  /** Updated step by step while minimising. */
  | "approximate"
  /** The Hessian was not positive definite and was made so. */
  | "made-posdef"
  /** There is none. */
  | "failed";

/** The inverse Hessian by internal values, with the derivatives found on the way. */
export interface Curvature {
  /** Row-major. */
  readonly inverse: Float64Array;
  readonly status: CovarianceStatus;
  readonly slopes: Slopes;
}

/** Fraction of `up` by which a good step of a second difference changes the cost. */
const AIM = 2e-4;
const LONGEST = 0.5;
const CYCLES: readonly number[] = [3, 5, 7];

/**
 * The Hessian by second differences (or first ones of the user's gradient), and its inverse.
 *
 * @param strategy  0, 1, 2: how often a step is improved
 * @see James, MINUIT reference manual, HESSE
 */
export function hesseAt(
  cost: InternalCost,
  u: Float64Array,
  value: number,
  slopes: Slopes,
  up: number,
  strategy: number,
): Curvature {
  const n = cost.size;
  const hessian = cost.hasGradient
    ? ofGradients(cost, u, slopes, up)
    : ofValues(cost, u, value, slopes, up, CYCLES[strategy] ?? CYCLES[1]);
  const diagonal = Float64Array.from({ length: n }, (_, i) => hessian.matrix[i * n + i]);
  const found: Slopes = { gradient: hessian.gradient, curvature: diagonal, step: slopes.step };
  if (!hessian.matrix.every(Number.isFinite)) {
    return { inverse: diagonalInverse(diagonal), status: "failed", slopes: found };
  }
  const factor = cholesky(hessian.matrix, n);
  if (factor !== undefined) {
    return { inverse: choleskyInverse(factor, n), status: "accurate", slopes: found };
  }
  const made = madePositive(hessian.matrix, n);
  const again = cholesky(made, n);
  const inverse = again === undefined ? diagonalInverse(diagonal) : choleskyInverse(again, n);
  return { inverse, status: "made-posdef", slopes: found };
}

interface Hessian {
  readonly matrix: Float64Array;
  readonly gradient: Float64Array;
}

function ofValues(
  cost: InternalCost,
  u: Float64Array,
  value: number,
  slopes: Slopes,
  up: number,
  cycles: number,
): Hessian {
  const n = cost.size;
  const matrix = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  const aim = AIM * up + 1e-13 * Math.abs(value);
  const step = new Float64Array(n);
  const above = new Float64Array(n);
  const below = new Float64Array(n);
  const x = Float64Array.from(u);
  const at = (...moves: readonly (readonly [number, number])[]): number => {
    for (const [i, h] of moves) x[i] = u[i] + h;
    const result = cost.value(x);
    for (const [i] of moves) x[i] = u[i];
    return result;
  };
  for (let i = 0; i < n; i++) {
    let h = stepFor(aim, slopes.curvature[i], slopes.step[i]);
    for (let cycle = 0; cycle < cycles; cycle++) {
      if (cost.limited[i]) h = Math.min(h, LONGEST);
      above[i] = at([i, h]);
      below[i] = at([i, -h]);
      step[i] = h;
      const bend = (above[i] + below[i] - 2 * value) / (h * h);
      matrix[i * n + i] = bend;
      gradient[i] = (above[i] - below[i]) / (2 * h);
      const next = stepFor(aim, bend, 10 * h);
      if (Math.abs(next - h) <= 0.3 * h) break;
      h = Math.min(10 * h, Math.max(h / 10, next));
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const both = at([i, step[i]], [j, step[j]]) + at([i, -step[i]], [j, -step[j]]);
      const mixed = (both + 2 * value - above[i] - below[i] - above[j] - below[j]) / 2;
      matrix[i * n + j] = mixed / (step[i] * step[j]);
      matrix[j * n + i] = matrix[i * n + j];
    }
  }
  return { matrix, gradient };
}

/** Central differences of the user's gradient. */
function ofGradients(cost: InternalCost, u: Float64Array, slopes: Slopes, up: number): Hessian {
  const n = cost.size;
  const matrix = new Float64Array(n * n);
  const x = Float64Array.from(u);
  const gradient = cost.gradient(u) ?? new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const wanted = stepFor(1e-4 * up, slopes.curvature[i], slopes.step[i]);
    const h = cost.limited[i] ? Math.min(wanted, LONGEST) : wanted;
    x[i] = u[i] + h;
    const above = cost.gradient(x) ?? gradient;
    x[i] = u[i] - h;
    const below = cost.gradient(x) ?? gradient;
    x[i] = u[i];
    for (let j = 0; j < n; j++) {
      const slope = (above[j] - below[j]) / (4 * h);
      matrix[i * n + j] += slope;
      matrix[j * n + i] += slope;
    }
  }
  return { matrix, gradient };
}

/** The step over which a parabola rises by `aim`; without curvature, `other`. */
function stepFor(aim: number, curvature: number, other: number): number {
  const step = Math.sqrt((2 * aim) / Math.abs(curvature));
  return Number.isFinite(step) && step > 0 ? step : other || 1e-3;
}

function diagonalInverse(diagonal: Float64Array): Float64Array {
  const n = diagonal.length;
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    inverse[i * n + i] = diagonal[i] > 0 && Number.isFinite(diagonal[i]) ? 1 / diagonal[i] : 1;
  }
  return inverse;
}

/**
 * A matrix with positive eigenvalues: of the matrix scaled to a unit diagonal, the smallest eigenvalue is
 * raised above a millionth of the largest by adding to the diagonal.
 */
export function madePositive(matrix: Float64Array, n: number): Float64Array {
  const scale = Float64Array.from({ length: n }, (_, i) => {
    const own = Math.abs(matrix[i * n + i]);
    return own > 0 ? Math.sqrt(own) : 1;
  });
  const unit = matrix.map((value, at) => value / (scale[Math.floor(at / n)] * scale[at % n]));
  const { values } = symmetricEigen(unit, n);
  const largest = Math.max(Math.abs(values[0]), Math.abs(values[n - 1]), 1);
  if (values[0] > 1e-6 * largest) return matrix;
  const shift = 1e-3 * largest - values[0];
  return unit.map((value, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return (value + (i === j ? shift : 0)) * scale[i] * scale[j];
  });
}
