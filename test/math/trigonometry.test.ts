import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atan, atan2, cos, sin, tan } from "../../src/math/elementary.ts";

/** Absolute, since zeros of the functions are not doubles. */
const CLOSE = 5e-16;

describe("sin, cos, tan", () => {
  it("have the values that everyone knows", () => {
    expect(sin(0)).toBe(0);
    expect(cos(0)).toBe(1);
    expect(sin(Math.PI / 2)).toBe(1);
    expect(Math.abs(tan(Math.PI / 4) - 1)).toBeLessThan(CLOSE);
    expect(sin(Infinity)).toBeNaN();
  });

  it("agree with the engine's", () => {
    fc.assert(
      fc.property(fc.double({ min: -100, max: 100, noNaN: true }), (x) => {
        // biome-ignore lint/plugin: the reference
        expect(Math.abs(sin(x) - Math.sin(x))).toBeLessThan(CLOSE);
        // biome-ignore lint/plugin: the reference
        expect(Math.abs(cos(x) - Math.cos(x))).toBeLessThan(CLOSE);
      }),
    );
  });
});

describe("atan, atan2", () => {
  it("know the quadrants and the signs of zero", () => {
    expect(atan2(0, 1)).toBe(0);
    expect(atan2(-0, 1)).toBe(-0);
    expect(atan2(0, -1)).toBe(Math.PI);
    expect(atan2(-0, -1)).toBe(-Math.PI);
    expect(atan2(1, 0)).toBe(Math.PI / 2);
    expect(atan2(-1, 0)).toBe(-Math.PI / 2);
    expect(atan(Infinity)).toBe(Math.PI / 2);
    expect(atan2(Infinity, Infinity)).toBe(Math.PI / 4);
  });

  it("keep their precision among subnormal numbers", () => {
    expect(atan2(-1e-323, -2e-323)).toBeCloseTo(atan2(-1, -2), 14);
    expect(atan2(5e-324, 1e-323)).toBeCloseTo(atan2(1, 2), 14);
  });

  it("agree with the engine's", () => {
    const side = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(side, side, (y, x) => {
        // biome-ignore lint/plugin: the reference
        expect(Math.abs(atan2(y, x) - Math.atan2(y, x))).toBeLessThan(2 * CLOSE);
        // biome-ignore lint/plugin: the reference
        expect(Math.abs(atan(y) - Math.atan(y))).toBeLessThan(CLOSE);
      }),
    );
  });
});
