import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newton } from "../../src/fit/newton.ts";
import type { Objective } from "../../src/fit/objective.ts";

/** A function of two parameters, with derivatives. */
function of(
  f: (x: number, y: number) => { value: number; gradient: number[]; hessian: number[] },
): Objective {
  return {
    size: 2,
    value: (x) => f(x[0], x[1]).value,
    gradient(x, gradient) {
      const at = f(x[0], x[1]);
      gradient.set(at.gradient);
      return at.value;
    },
    hessian(x, gradient, hessian) {
      const at = f(x[0], x[1]);
      gradient.set(at.gradient);
      hessian.set(at.hessian);
      return at.value;
    },
  };
}

/** Rosenbrock's valley, minimum 0 at (1, 1). */
const valley = of((x, y) => ({
  value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
  hessian: [2 - 400 * (y - 3 * x * x), -400 * x, -400 * x, 200],
}));

/** Minima -1/4 at (1, 0) and (-1, 0), a saddle at the origin. */
const saddle = of((x, y) => ({
  value: x ** 4 / 4 - x ** 2 / 2 + y * y,
  gradient: [x ** 3 - x, 2 * y],
  hessian: [3 * x * x - 1, 0, 0, 2],
}));

const bowl = (cx: number, cy: number): Objective =>
  of((x, y) => ({
    value: (x - cx) ** 2 + (y - cy) ** 2 + (x - cx) * (y - cy),
    gradient: [2 * (x - cx) + (y - cy), 2 * (y - cy) + (x - cx)],
    hessian: [2, 1, 1, 2],
  }));

describe("newton", () => {
  it("finds the minimum of a curved valley", () => {
    const { x, valid, edm } = newton(valley, [-1.2, 1]);
    expect(valid).toBe(true);
    expect([...x]).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6)]);
    expect(edm).toBeLessThan(1e-10);
  });

  it("leaves a saddle", () => {
    const { x, value, valid } = newton(saddle, [0, 3]);
    expect(valid).toBe(true);
    expect(Math.abs(x[0])).toBeCloseTo(1, 6);
    expect(value).toBeCloseTo(-0.25, 10);
  });

  it("stops at bounds, and says which hold", () => {
    const { x, valid, atBound } = newton(bowl(3, 0), [0, 0], {
      bounds: [
        [-1, 1],
        [-5, 5],
      ],
    });
    expect(valid).toBe(true);
    expect(atBound).toEqual([true, false]);
    // With x held at 1: 2y + (1 - 3) = 0.
    expect([...x]).toEqual([1, expect.closeTo(1, 9)]);
  });

  it("agrees with a search of the edge wherever the minimum lies", () => {
    const centre = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(centre, centre, (cx, cy) => {
        const f = bowl(cx, cy);
        const square = [-1, 1] as const;
        const found = newton(f, [0.3, -0.2], { bounds: [square, square] });
        expect(found.valid).toBe(true);
        for (let i = 0; i <= 20; i++) {
          for (let j = 0; j <= 20; j++) {
            const value = f.value(Float64Array.of(-1 + i / 10, -1 + j / 10));
            expect(value).toBeGreaterThanOrEqual(found.value - 1e-9);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("finds minima at places where slopes jump, by the conditions for one", () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true });
    const jump = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(number, number, jump, jump, number, number, (cx, cy, jx, jy, sx, sy) => {
        // To |x| and |y| belongs the slope of the side from which zero is reached.
        const sign = (x: number): number => (x < 0 ? -1 : 1);
        const smooth = bowl(cx, cy);
        const f: Objective = {
          size: 2,
          kinks: [0, 1],
          value: (x) => smooth.value(x) + jx * Math.abs(x[0]) + jy * Math.abs(x[1]),
          gradient(x, gradient) {
            smooth.gradient(x, gradient);
            gradient[0] += jx * sign(x[0]);
            gradient[1] += jy * sign(x[1]);
            return f.value(x);
          },
          hessian(x, gradient, hessian) {
            smooth.hessian(x, gradient, hessian);
            return f.gradient(x, gradient);
          },
        };
        const { x, valid, atBound } = newton(f, [sx, sy]);
        expect(valid).toBe(true);
        expect(atBound).toEqual([false, false]);
        const slope = new Float64Array(2);
        smooth.gradient(x, slope);
        for (const [k, j] of [jx, jy].entries()) {
          if (x[k] === 0) expect(Math.abs(slope[k])).toBeLessThanOrEqual(j + 1e-6);
          else expect(slope[k] + j * sign(x[k])).toBeCloseTo(0, 5);
        }
      }),
    );
  });

  it("says that a minimum is a valley", () => {
    const flat = of((x, y) => ({
      value: (x + y - 1) ** 2 + 3,
      gradient: [2 * (x + y - 1), 2 * (x + y - 1)],
      hessian: [2, 2, 2, 2],
    }));
    const found = newton(flat, [4, -7]);
    expect(found.status).toBe("flat");
    expect(found.valid).toBe(false);
    expect(found.value).toBeCloseTo(3, 9);
    // With one of the two held, it is none.
    expect(newton(flat, [-1, 5], { fixed: [true, false] }).status).toBe("converged");
  });

  it("does not move what is fixed", () => {
    const { x } = newton(bowl(1, 1), [4, 0], { fixed: [true, false] });
    expect([...x]).toEqual([4, expect.closeTo(-0.5, 9)]);
  });

  it("says so where the function is not defined, has no minimum, or is given too little", () => {
    const nowhere = of(() => ({ value: Number.NaN, gradient: [0, 0], hessian: [1, 0, 0, 1] }));
    expect(newton(nowhere, [0, 0]).status).toBe("undefined");
    const slope = of((x) => ({ value: x, gradient: [1, 0], hessian: [0, 0, 0, 1] }));
    expect(newton(slope, [0, 0], { maxIterations: 50 }).valid).toBe(false);
    expect(() => newton(valley, [1])).toThrow("2 parameters");
  });
});
