import { ShapeError } from "../errors.ts";

/**
 * Cholesky's factor of a symmetric positive definite matrix: L with L L^T = A.
 *
 * @param matrix  row-major `n * n`; only the lower triangle is read
 * @returns row-major `n * n`, zero above the diagonal; `undefined` where the matrix is not positive
 *   definite to the precision of doubles
 * @see scipy.linalg.cholesky
 */
export function cholesky(matrix: ArrayLike<number>, n: number): Float64Array | undefined {
  if (matrix.length !== n * n) {
    throw new ShapeError(`a matrix of ${n} rows has ${n * n} elements, not ${matrix.length}`);
  }
  const factor = new Float64Array(n * n);
  return choleskyInto(factor, matrix, n) ? factor : undefined;
}

/**
 * The same into memory that is there.
 *
 * @param factor  `n * n`, of which the lower triangle is written; it may be `matrix`
 * @returns whether the matrix is positive definite
 */
export function choleskyInto(factor: Float64Array, matrix: ArrayLike<number>, n: number): boolean {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j <= i; j++) {
      const other = j * n;
      let sum = matrix[row + j];
      for (let k = 0; k < j; k++) sum -= factor[row + k] * factor[other + k];
      if (j < i) {
        factor[row + j] = sum / factor[other + j];
      } else {
        // What is left of the diagonal must not be rounding alone.
        if (!(sum > matrix[row + i] * n * 1e-16)) return false;
        factor[row + i] = Math.sqrt(sum);
      }
    }
  }
  return true;
}

/**
 * Solves A x = b by Cholesky's factor of A.
 *
 * @param factor  as `cholesky` gives it
 * @param b  n numbers
 */
export function choleskySolve(factor: Float64Array, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b);
  choleskySolveInto(x, factor, x.length);
  return x;
}

/** The same in place: `x` holds b, and then the solution. */
export function choleskySolveInto(x: Float64Array, factor: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    let sum = x[i];
    for (let k = 0; k < i; k++) sum -= factor[row + k] * x[k];
    x[i] = sum / factor[row + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    const value = x[i] / factor[i * n + i];
    x[i] = value;
    const row = i * n;
    for (let k = 0; k < i; k++) x[k] -= factor[row + k] * value;
  }
}

/** The inverse of A from its factor, row-major; exactly symmetric. */
export function choleskyInverse(factor: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  // Inverse of L, then L^-T L^-1.
  const lower = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    lower[j * n + j] = 1 / factor[j * n + j];
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= factor[i * n + k] * lower[k * n + j];
      lower[i * n + j] = sum / factor[i * n + i];
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += lower[k * n + i] * lower[k * n + j];
      inverse[i * n + j] = sum;
      inverse[j * n + i] = sum;
    }
  }
  return inverse;
}
