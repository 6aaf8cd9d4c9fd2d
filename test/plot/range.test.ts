import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Segment } from "../../src/plot/extent.ts";
import { logRange, type Obstacle, valueRange } from "../../src/plot/range.ts";

/** Bins from 0 to 3, each from a lowest to a highest point. */
function bins(lower: readonly number[], upper: readonly number[]): Segment[] {
  return upper.map((high, i) => ({ from: i, to: i + 1, low: lower[i], high }));
}

describe("valueRange", () => {
  it("starts at zero and leaves a little above the highest point", () => {
    const [minimum, maximum] = valueRange(bins([0, 0, 0], [1, 9.4, 2]), []);
    expect(minimum).toBe(0);
    expect(maximum).toBe(10);
  });

  it("has a range where there is nothing", () => {
    expect(valueRange(bins([0, 0, 0], [0, 0, 0]), [])).toEqual([0, 1]);
    expect(valueRange([], [])).toEqual([0, 1]);
    expect(valueRange(bins([2], [2]), [], false)).toEqual([1.8, 2.2]);
  });

  it("goes below zero for negative contents, and holds zero only where it is asked to", () => {
    expect(valueRange(bins([0, -5, 0], [1, 1, 1]), [])[0]).toBeLessThan(-5);
    const [minimum, maximum] = valueRange(bins([8], [9]), [], false);
    expect(minimum).toBeGreaterThan(7.9);
    expect(maximum).toBeLessThan(9.2);
  });

  it("keeps every bin below the obstacles above it", () => {
    const height = fc.double({ min: 0, max: 1e9, noNaN: true });
    const side = fc.double({ min: 0, max: 3, noNaN: true });
    const below = fc.double({ min: 0.2, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(height, height, height), side, side, below, (tops, a, b, share) => {
        const obstacle = { from: Math.min(a, b), to: Math.max(a, b), below: share };
        expectBelow(tops, obstacle, valueRange(bins([0, 0, 0], tops), [obstacle]), (y) => y);
      }),
    );
  });
});

describe("logRange", () => {
  it("starts below the lowest positive content", () => {
    expect(logRange([bins([0, 2, 0], [0, 40, 100])], [])[0]).toBe(1);
    expect(logRange([bins([0, 0, 0], [0, 0, 0])], [])).toEqual([0.1, 1]);
    expect(logRange([], [])).toEqual([0.1, 1]);
    expect(logRange([bins([1e-30], [1])], [])[0]).toBeGreaterThan(1e-9);
  });

  it("keeps every bin below the obstacles above it", () => {
    const height = fc.double({ min: 0.1, max: 1e9, noNaN: true });
    const side = fc.double({ min: 0, max: 3, noNaN: true });
    const below = fc.double({ min: 0.2, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(height, height, height), side, side, below, (tops, a, b, share) => {
        const obstacle = { from: Math.min(a, b), to: Math.max(a, b), below: share };
        const range = logRange([bins(tops, tops)], [obstacle]);
        expectBelow(tops, obstacle, range, Math.log10);
      }),
    );
  });
});

/** Every bin ends within the range, and under the obstacle where that is above it. */
function expectBelow(
  tops: readonly number[],
  obstacle: Obstacle,
  range: readonly [number, number],
  scale: (value: number) => number,
): void {
  const [minimum, maximum] = range.map(scale);
  for (const [i, top] of tops.entries()) {
    expect(top).toBeLessThan(range[1]);
    const under = i + 1 >= obstacle.from && i <= obstacle.to;
    if (!under || top <= range[0]) continue;
    const reach = (scale(top) - minimum) / (maximum - minimum);
    expect(reach).toBeLessThanOrEqual(obstacle.below * (1 + 1e-9));
  }
}
