import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, log, log1p, log10, pow } from "../../src/math/elementary.ts";

/** Distance in units of the last place. */
function ulps(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  const view = new DataView(new ArrayBuffer(16));
  view.setFloat64(0, a);
  view.setFloat64(8, b);
  return Math.abs(Number(view.getBigInt64(0) - view.getBigInt64(8)));
}

/** The engine's own functions are within an ulp; ours are too. */
const BOTH = 2;

describe("exp", () => {
  it("is exact where the result is, and ends where doubles end", () => {
    expect(exp(0)).toBe(1);
    expect(exp(-Infinity)).toBe(0);
    expect(exp(Infinity)).toBe(Infinity);
    expect(exp(709.78)).toBeLessThan(Infinity);
    expect(exp(709.79)).toBe(Infinity);
    expect(exp(-745.2)).toBe(0);
    expect(exp(-745)).toBe(5e-324);
    expect(exp(Number.NaN)).toBeNaN();
  });

  it("agrees with the engine's to the last places", () => {
    fc.assert(
      fc.property(fc.double({ min: -745, max: 709, noNaN: true }), (x) => {
        // biome-ignore lint/plugin: the reference
        expect(ulps(exp(x), Math.exp(x))).toBeLessThanOrEqual(BOTH);
      }),
    );
  });
});

describe("log", () => {
  it("has the limits of the logarithm", () => {
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(-Infinity);
    expect(log(-1)).toBeNaN();
    expect(log(Infinity)).toBe(Infinity);
    expect(log(Number.NaN)).toBeNaN();
  });

  it("agrees with the engine's to the last places, subnormals included", () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, noNaN: true }), (x) => {
        // biome-ignore lint/plugin: the reference
        expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(BOTH);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (x) => {
        // biome-ignore lint/plugin: the reference
        expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(BOTH);
      }),
    );
  });
});

describe("log1p", () => {
  it("agrees with the engine's, also for arguments that 1 + x would lose", () => {
    expect(log1p(-1)).toBe(-Infinity);
    expect(log1p(-2)).toBeNaN();
    expect(log1p(1e-20)).toBe(1e-20);
    fc.assert(
      fc.property(fc.double({ min: -0.999, max: 1e6, noNaN: true }), (x) => {
        // biome-ignore lint/plugin: the reference
        expect(ulps(log1p(x), Math.log1p(x))).toBeLessThanOrEqual(4);
      }),
    );
  });
});

describe("log10 and pow", () => {
  it("are exact at the powers of ten", () => {
    for (let n = -307; n <= 308; n++) {
      const power = Number(`1e${n}`);
      expect(log10(power)).toBe(n);
      expect(pow(10, n)).toBe(power);
    }
  });

  it("follow the rules of numpy.power at the borders", () => {
    expect(pow(0, 0)).toBe(1);
    expect(pow(0, 2)).toBe(0);
    expect(pow(0, -1)).toBe(Infinity);
    expect(pow(-2, 3)).toBe(-8);
    expect(pow(-2, -3)).toBe(-0.125);
    expect(pow(-2, 0.5)).toBeNaN();
    expect(pow(2, Infinity)).toBe(Infinity);
    expect(pow(0.5, Infinity)).toBe(0);
    expect(pow(1, Number.NaN)).toBe(1);
    expect(pow(3, 4)).toBe(81);
  });

  it("agree with the engine's elsewhere", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        fc.double({ min: -20, max: 20, noNaN: true }),
        (x, y) => {
          const want = x ** y;
          expect(Math.abs(pow(x, y) - want)).toBeLessThanOrEqual(5e-14 * want);
        },
      ),
    );
  });
});
