import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueRange } from "../../src/plot/range.ts";

const edges = Float64Array.of(0, 1, 2, 3);

describe("valueRange", () => {
  it("starts at zero and leaves a little above the highest point", () => {
    const [minimum, maximum] = valueRange(
      edges,
      new Float64Array(3),
      Float64Array.of(1, 9.4, 2),
      [],
    );
    expect(minimum).toBe(0);
    expect(maximum).toBe(10);
  });

  it("has a range where there is nothing", () => {
    const nothing = new Float64Array(3);
    expect(valueRange(edges, nothing, nothing, [])).toEqual([0, 1]);
    const unknown = new Float64Array(3).fill(Number.NaN);
    expect(valueRange(edges, unknown, unknown, [])).toEqual([0, 1]);
  });

  it("goes below zero for negative contents", () => {
    const [minimum] = valueRange(edges, Float64Array.of(0, -5, 0), Float64Array.of(1, 1, 1), []);
    expect(minimum).toBeLessThan(-5);
  });

  it("keeps every bin below the obstacles above it", () => {
    const height = fc.double({ min: 0, max: 1e9, noNaN: true });
    const side = fc.double({ min: 0, max: 3, noNaN: true });
    const below = fc.double({ min: 0.2, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(height, height, height), side, side, below, (tops, a, b, share) => {
        const obstacle = { from: Math.min(a, b), to: Math.max(a, b), below: share };
        const upper = Float64Array.from(tops);
        const [minimum, maximum] = valueRange(edges, new Float64Array(3), upper, [obstacle]);
        for (let i = 0; i < 3; i++) {
          expect(upper[i]).toBeLessThan(maximum);
          const under = edges[i + 1] >= obstacle.from && edges[i] <= obstacle.to;
          if (under) {
            const reach = (upper[i] - minimum) / (maximum - minimum);
            expect(reach).toBeLessThanOrEqual(share * (1 + 1e-12));
          }
        }
      }),
    );
  });
});
