import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gammainc, gammaincc } from "../../src/math/gamma.ts";
import { ONE_SIGMA, poissonInterval } from "../../src/plot/poisson.ts";
import { readJson } from "../data.ts";

describe("poissonInterval", () => {
  it("has Garwood's bounds at small counts", () => {
    const { lower, upper } = poissonInterval(Float64Array.of(0, 1, 4));
    expect(lower[0]).toBe(0);
    expect(upper[0]).toBeCloseTo(1.8410216450092636, 14); // -log of half of what is outside
    expect(lower[1]).toBeCloseTo(0.1727537790234499, 14);
    expect(upper[1]).toBeCloseTo(3.2995265591158, 12);
    expect(lower[2]).toBeCloseTo(2.0856608137771, 12);
    expect(upper[2]).toBeCloseTo(7.1627531722609, 12);
  });

  it("takes weighted contents as scaled counts", () => {
    const counts = poissonInterval(Float64Array.of(9));
    const scaled = poissonInterval(Float64Array.of(4.5), Float64Array.of(2.25)); // 9 of weight 1/2
    expect(scaled.lower[0]).toBeCloseTo(counts.lower[0] / 2, 13);
    expect(scaled.upper[0]).toBeCloseTo(counts.upper[0] / 2, 13);
  });

  it("has none for contents that are no counts", () => {
    const { lower, upper } = poissonInterval(
      Float64Array.of(-1, Number.NaN),
      Float64Array.of(1, 1),
    );
    expect([...lower, ...upper].every(Number.isNaN)).toBe(true);
  });

  it("leaves half of the rest on either side", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0.01, max: 0.999, noNaN: true }),
        (n, coverage) => {
          const { lower, upper } = poissonInterval(Float64Array.of(n), undefined, { coverage });
          // n or more at the lower bound, n or fewer at the upper one.
          expect(gammainc(n, lower[0])).toBeCloseTo((1 - coverage) / 2, 10);
          expect(gammaincc(n + 1, upper[0])).toBeCloseTo((1 - coverage) / 2, 10);
        },
      ),
    );
  });

  it("agrees with scipy's quantiles", async () => {
    const { garwood } = await readJson<{ garwood: [number, number, number][] }>(
      "test/math/special.json",
    );
    for (const [n, low, high] of garwood) {
      const { lower, upper } = poissonInterval(Float64Array.of(n), undefined, {
        coverage: ONE_SIGMA,
      });
      expect(Math.abs(lower[0] - low)).toBeLessThanOrEqual(1e-11 * (n + 1));
      expect(Math.abs(upper[0] - high)).toBeLessThanOrEqual(1e-11 * (n + 1));
    }
  });
});
