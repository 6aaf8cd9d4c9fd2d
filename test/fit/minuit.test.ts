import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Minuit } from "../../src/fit/index.ts";
import { pdgFormat } from "../../src/fit/pdg-format.ts";
import { transformOf } from "../../src/fit/transform.ts";
import { exp } from "../../src/math/elementary.ts";

/** A bowl around (1, -2) whose covariance is [[2, 1], [1, 3]] / 5 * 2 … by its inverse Hessian. */
const bowl = (x: number, y: number): number => {
  const [a, b] = [x - 1, y + 2];
  return 3 * a * a - 2 * a * b + 2 * b * b;
};

describe("Minuit", () => {
  it("finds minimum, covariance and MINOS errors of a bowl", () => {
    const m = new Minuit(bowl, { x: 0, y: 0 }).migrad().minos();
    expect(m.valid && m.accurate).toBe(true);
    expect(m.values.x).toBeCloseTo(1, 4);
    expect(m.values[1]).toBeCloseTo(-2, 4);
    // The inverse of half of the Hessian [[3, -1], [-1, 2]].
    expect(m.covariance?.at("x", "x")).toBeCloseTo(2 / 5, 6);
    expect(m.covariance?.at("x", "y")).toBeCloseTo(1 / 5, 6);
    expect(m.covariance?.at(1, 1)).toBeCloseTo(3 / 5, 6);
    expect(m.errors.x).toBeCloseTo(Math.sqrt(2 / 5), 6);
    expect(m.merrors.y.upper).toBeCloseTo(Math.sqrt(3 / 5), 3);
    expect(m.merrors.y.lower).toBeCloseTo(-Math.sqrt(3 / 5), 3);
    expect(m.correlation?.at("x", "y")).toBeCloseTo(1 / Math.sqrt(6), 6);
  });

  it("scales errors with errordef, and MINOS errors with the confidence level", () => {
    const m = new Minuit(bowl, { x: 0, y: 0 }, { errordef: 4 }).migrad();
    expect(m.errors.x).toBeCloseTo(2 * Math.sqrt(2 / 5), 5);
    m.errordef = 1;
    m.migrad().minos("x", { cl: 2 });
    expect(m.merrors.x.upper).toBeCloseTo(2 * Math.sqrt(2 / 5), 3);
    expect(Object.keys(m.merrors)).toEqual(["x"]);
  });

  it("keeps to limits, and says when one is near", () => {
    const m = new Minuit(bowl, { x: 0, y: 0 });
    m.limits.x = [-3, 0.5];
    m.limits.y = [null, 5];
    m.migrad();
    expect(m.values.x).toBeCloseTo(0.5, 3);
    expect(m.fmin?.hasParametersAtLimit).toBe(true);
    // With x held at 0.5: 4 b = 2 a.
    expect(m.values.y).toBeCloseTo(-2.25, 3);
    expect(() => {
      m.limits.x = [2, 1];
    }).toThrow("2 is not below 1");
  });

  it("leaves a limit at which it starts, and at which the others' interval begins", () => {
    const m = new Minuit((x: number) => (x - 1) ** 2, { x: 3 });
    for (const limits of [
      [-5, 3],
      [null, 3],
    ] as const) {
      m.values.x = 3;
      m.limits.x = limits;
      expect(m.migrad().values.x).toBeCloseTo(1, 3);
    }
    // y is at its limit from x = 1.3, the minimum, on to 1.8333, and then follows x along -0.6 (x - 1).
    const valley = new Minuit(
      (x: number, y: number) => (x - 1) ** 2 + (y - 1) ** 2 + 1.2 * (x - 1) * (y - 1),
      { x: 0, y: 0 },
    );
    valley.limits.y = [-3, 0.5];
    valley.migrad().minos("x");
    expect(valley.values.x).toBeCloseTo(1.3, 3);
    expect(valley.merrors.x.isValid).toBe(true);
    expect(valley.merrors.x.lower).toBeCloseTo(-1, 3);
    expect(valley.merrors.x.upper).toBeCloseTo(Math.sqrt(1.16 / 0.64) - 0.3, 3);
  });

  it("does not follow the covariance into another valley", () => {
    // The sign of the width does not count, and the height lies at its lower limit.
    const ys = [1.87, 3.06, 5.93, 7.58, 11.59, 5.69, 5.65, 5.52];
    const m = new Minuit(
      (a: number, x0: number, w: number, c: number) =>
        ys.reduce((sum, y, i) => {
          const t = (-3 + (6 * i) / (ys.length - 1) - x0) / w;
          return sum + ((y - a * exp(-0.5 * t * t) - c) / 2.0) ** 2;
        }, 0),
      { a: 9.8, x0: 0.2, w: 0.8, c: 1.8 },
    );
    m.limits.a = [9.69, 10.7];
    m.migrad().minos("a");
    // A higher peak between two points does as well: the sum rises by 0.025 up to the upper limit.
    expect(m.merrors.a).toMatchObject({ atLowerLimit: true, atUpperLimit: true });
    expect(m.merrors.a.upper).toBeCloseTo(1.01, 6);
  });

  it("does not move what is fixed", () => {
    const m = new Minuit(bowl, { x: 0, y: 0 }).fixto("x", 3).migrad();
    expect(m.values.x).toBe(3);
    expect(m.values.y).toBeCloseTo(-1, 4);
    expect(m.nfit).toBe(1);
    expect(m.covariance?.at("x", "x")).toBe(0);
  });

  it("takes functions of lists, and gradients", () => {
    const m = new Minuit((x: readonly number[]) => (x[0] - 2) ** 2 + x[1] ** 4, [1, 1], {
      name: ["a", "b"],
      grad: (x: readonly number[]) => [2 * (x[0] - 2), 4 * x[1] ** 3],
    }).migrad();
    expect(m.values.a).toBeCloseTo(2, 2);
    expect(m.ngrad).toBeGreaterThan(0);
    expect(m.nfcn).toBeLessThan(60);
  });

  it("draws contours whose points are as high as they should be", () => {
    const m = new Minuit(bowl, { x: 0, y: 0 }).migrad();
    const points = m.mncontour("x", "y", { cl: 0.68, size: 10 });
    expect(points.length).toBe(11);
    // chi-square of two degrees of freedom: -2 log(1 - 0.68)
    for (const [x, y] of points) expect(bowl(x, y)).toBeCloseTo(2.27887, 2);
  });

  it("profiles", () => {
    const m = new Minuit(bowl, { x: 0, y: 0 }).migrad();
    const { x, f, ok } = m.mnprofile("x", { size: 5 });
    expect(ok.every(Boolean)).toBe(true);
    // Minimised over b: (3 - 1/2) a^2
    x.forEach((value, i) => {
      expect(f[i]).toBeCloseTo(2.5 * (value - 1) ** 2, 3);
    });
    expect(m.profile("x", { grid: [1, 2] }).f[1]).toBeCloseTo(3, 3);
    expect(m.contour("x", "y", { size: 3 }).f.length).toBe(9);
  });

  it("has simplex and scan for rough starts", () => {
    const simplex = new Minuit(bowl, { x: 8, y: 8 }).simplex();
    expect(simplex.fval).toBeLessThan(0.1);
    expect(simplex.covariance).toBeUndefined();
    const m = new Minuit(bowl, { x: 0, y: 0 });
    m.limits.x = [-4, 4];
    m.limits.y = [-4, 4];
    expect(m.scan({ ncall: 400 }).fval).toBeLessThan(0.5);
  });

  it("says honestly what did not work", () => {
    const slope = new Minuit((x: number) => x, { x: 0 }).migrad({ ncall: 200 });
    expect(slope.valid).toBe(false);
    expect(() => slope.minos()).toThrow("minos needs a valid minimum");
    const few = new Minuit(bowl, { x: 50, y: 50 }).migrad({ ncall: 5, iterate: 1 });
    expect(few.fmin?.hasReachedCallLimit).toBe(true);
    const m = new Minuit(bowl, { x: 0, y: 0 });
    expect(() => m.minos("z")).toThrow('no parameter "z"');
    expect(() => {
      m.values.q = 1;
    }).toThrow('no parameter "q"');
    expect(() => new Minuit(bowl, { x: Number.NaN, y: 0 })).toThrow('starting value of "x"');
  });

  it("prints the boxes that physicists know", () => {
    const m = new Minuit(bowl, { x: 0, y: 0 });
    m.limits.y = [-10, null];
    const text = String(m.migrad());
    expect(text).toContain(
      "│          Valid Minimum           │   Below EDM threshold (goal x 10)    │",
    );
    expect(text).toContain(
      "│             Hesse ok             │         Covariance accurate          │",
    );
    expect(text).toContain(
      "│ 0 │ x    │    1.0    │    0.6    │            │            │         │         │       │",
    );
    expect(text).toContain(
      "│ 1 │ y    │   -2.0    │    0.8    │            │            │   -10   │         │       │",
    );
  });

  it("finds quadratic minima wherever they lie", () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(number, number, fc.double({ min: 0.1, max: 10, noNaN: true }), (a, b, w) => {
        const m = new Minuit((x: number, y: number) => (x - a) ** 2 + w * (y - b) ** 2, {
          x: 0,
          y: 0,
        });
        m.migrad();
        expect(m.valid).toBe(true);
        expect(Math.abs(m.values.x - a)).toBeLessThan(0.03);
        expect(m.errors.y).toBeCloseTo(1 / Math.sqrt(w), 2);
      }),
      { numRuns: 40 },
    );
  });
});

describe("transformOf", () => {
  it("goes there and back within limits", () => {
    for (const limits of [
      [-1, 3],
      [0, Infinity],
      [-Infinity, 2],
      [-Infinity, Infinity],
    ] as const) {
      const transform = transformOf(limits);
      for (const value of [-0.9, 0.1, 1, 1.9]) {
        if (value < limits[0]) continue;
        const u = transform.internal(value);
        expect(transform.external(u)).toBeCloseTo(value, 12);
        const slope = (transform.external(u + 1e-6) - transform.external(u - 1e-6)) / 2e-6;
        expect(transform.slope(u)).toBeCloseTo(slope, 6);
      }
    }
  });
});

describe("pdgFormat", () => {
  it("rounds by the smallest uncertainty", () => {
    expect(pdgFormat(0.827, 0.119)).toEqual(["0.83", "0.12"]);
    expect(pdgFormat(0.827, 0.367)).toEqual(["0.8", "0.4"]);
    expect(pdgFormat(14.674, 0.964)).toEqual(["14.7", "1.0"]);
    expect(pdgFormat(1, 0)).toEqual(["1", "0"]);
    // As iminuit prints a parameter at its limit.
    expect(pdgFormat(-0.999999882745609, 0.17114205148138006, -1.17254e-7, 0.17105598)).toEqual([
      "-999.99988e-3",
      "171.14205e-3",
      "-0.00012e-3",
      "171.05598e-3",
    ]);
  });
});
