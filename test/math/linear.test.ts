import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cholesky, choleskyInverse, choleskySolve } from "../../src/math/cholesky.ts";
import { symmetricEigen } from "../../src/math/eigen.ts";
import { findRoot } from "../../src/math/root.ts";

/** n and a row-major matrix B of n rows; B B^T + 1 is symmetric and positive definite. */
const positive = fc
  .integer({ min: 1, max: 7 })
  .chain((n) =>
    fc
      .array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: n * n, maxLength: n * n })
      .map((b) => ({ n, a: timesTransposed(b, n) })),
  );

function timesTransposed(b: readonly number[], n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < n; k++) sum += b[i * n + k] * b[j * n + k];
    return sum;
  });
}

function product(a: ArrayLike<number>, x: ArrayLike<number>): number[] {
  const n = x.length;
  return Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += a[i * n + j] * x[j];
    return sum;
  });
}

describe("cholesky", () => {
  it("is the root of a matrix", () => {
    expect([...(cholesky([4, 2, 2, 5], 2) ?? [])]).toEqual([2, 0, 1, 2]);
  });

  it("refuses what is not positive definite", () => {
    expect(cholesky([1, 2, 2, 1], 2)).toBeUndefined();
    expect(cholesky([1, 1, 1, 1], 2)).toBeUndefined();
    expect(cholesky([Number.NaN], 1)).toBeUndefined();
    expect(() => cholesky([1, 2, 3], 2)).toThrow("4 elements");
  });

  it("solves and inverts", () => {
    fc.assert(
      fc.property(positive, ({ n, a }) => {
        const factor = cholesky(a, n) ?? new Float64Array();
        const b = Array.from({ length: n }, (_, i) => i - 1.5);
        product(a, choleskySolve(factor, b)).forEach((value, i) => {
          expect(value).toBeCloseTo(b[i], 9);
        });
        const inverse = choleskyInverse(factor, n);
        for (let j = 0; j < n; j++) {
          const column = Array.from({ length: n }, (_, i) => inverse[i * n + j]);
          product(a, column).forEach((value, i) => {
            expect(value).toBeCloseTo(i === j ? 1 : 0, 9);
          });
        }
      }),
    );
  });
});

describe("symmetricEigen", () => {
  it("finds values in ascending order", () => {
    expect([...symmetricEigen([2, 1, 1, 2], 2).values]).toEqual([
      expect.closeTo(1, 14),
      expect.closeTo(3, 14),
    ]);
  });

  it("finds vectors that the matrix stretches by their values", () => {
    fc.assert(
      fc.property(positive, ({ n, a }) => {
        const { values, vectors } = symmetricEigen(a, n);
        for (let j = 0; j < n; j++) {
          const vector = Array.from({ length: n }, (_, i) => vectors[i * n + j]);
          product(a, vector).forEach((value, i) => {
            expect(value).toBeCloseTo(values[j] * vector[i], 9);
          });
        }
      }),
    );
  });
});

describe("findRoot", () => {
  it("finds where a function changes its sign", () => {
    expect(findRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 12);
    expect(findRoot((x) => (x < 1 / 3 ? -1 : 1), 0, 1)).toBeCloseTo(1 / 3, 11);
    expect(findRoot((x) => x, 0, 5)).toBe(0);
  });

  it("refuses an interval without a change of sign", () => {
    expect(() => findRoot((x) => x * x + 1, -1, 1)).toThrow("no change of sign");
  });

  it("finds roots of cubics", () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (root) => {
        const f = (x: number): number => (x - root) * (1 + (x - root) ** 2);
        expect(findRoot(f, -4, 4.5)).toBeCloseTo(root, 10);
      }),
    );
  });
});
