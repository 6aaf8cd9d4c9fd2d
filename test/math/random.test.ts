import { describe, expect, it } from "vitest";
import { philox, RandomStream } from "../../src/math/philox.ts";
import { randomPoisson } from "../../src/math/poisson.ts";

const ONES = 0xffffffff;

describe("philox", () => {
  it("gives the known answers of its authors", () => {
    // Random123 1.14, kat_vectors: philox4x32 10
    expect(philox([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    expect(philox([ONES, ONES, ONES, ONES], [ONES, ONES])).toEqual([
      0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
    ]);
    expect(
      philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]),
    ).toEqual([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]);
  });
});

describe("randomPoisson", () => {
  const draw = (lambda: number, n: number): number[] =>
    Array.from({ length: n }, (_, i) => randomPoisson(lambda, new RandomStream(1, [i, 0, 0])));

  it("has mean and variance lambda", () => {
    for (const lambda of [0.3, 5, 9.99, 10, 40, 3000]) {
      const n = 20_000;
      const values = draw(lambda, n);
      const mean = values.reduce((sum, k) => sum + k, 0) / n;
      const variance = values.reduce((sum, k) => sum + (k - mean) ** 2, 0) / n;
      // Five standard deviations of each.
      expect(Math.abs(mean - lambda)).toBeLessThan(5 * Math.sqrt(lambda / n));
      const spread = Math.sqrt((lambda + 2 * lambda * lambda) / n);
      expect(Math.abs(variance - lambda)).toBeLessThan(5 * spread);
    }
  });

  it("is zero where nothing is expected, and not a number for what is no mean", () => {
    expect(draw(0, 3)).toEqual([0, 0, 0]);
    expect(draw(-1, 1)).toEqual([Number.NaN]);
    expect(draw(Number.NaN, 1)).toEqual([Number.NaN]);
  });
});
