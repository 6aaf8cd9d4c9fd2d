import { describe, expect, it } from "vitest";
import { readData } from "../data.ts";
import { FIGURES } from "./gallery-figures.ts";
import { difference, readPng } from "./png-pixels.ts";
import { svgFaults } from "./svg-check.ts";

describe("the gallery", () => {
  it.each(FIGURES.map((one) => [one.name, one] as const))(
    "%s shows all texts apart from each other, as in docs/images/gallery",
    async (name, { make, strings }) => {
      const figure = make();
      expect(svgFaults(await figure.svg({ embedFont: false }), { strings })).toEqual([]);
      const drawn = await readPng(await figure.png({ scale: 1 }));
      const golden = await readPng(await readData(`docs/images/gallery/${name}.png`));
      expect(difference(drawn, golden)).toBeLessThan(0.0005);
    },
  );
});

describe("difference", () => {
  const image = (paint: (x: number, y: number) => number): Parameters<typeof difference>[0] => {
    const data = new Uint8Array(4 * 100).fill(255);
    for (let i = 0; i < 100; i++) data.fill(paint(i % 10, Math.floor(i / 10)), 4 * i, 4 * i + 3);
    return { width: 10, height: 10, data };
  };

  it("forgives an edge that moved a little, and nothing else", () => {
    const half = image((x) => (x < 5 ? 0 : 255));
    expect(difference(half, half)).toBe(0);
    expect(
      difference(
        half,
        image((x) => (x < 6 ? 0 : 255)),
      ),
    ).toBe(0);
    expect(
      difference(
        half,
        image((x) => (x < 8 ? 0 : 255)),
      ),
    ).toBeCloseTo(0.2, 12);
    expect(
      difference(
        half,
        image((x, y) => (x === 2 && y === 2 ? 255 : x < 5 ? 0 : 255)),
      ),
    ).toBe(0);
    expect(
      difference(
        image((x, y) => (x === 2 && y === 2 ? 255 : x < 5 ? 0 : 255)),
        half,
      ),
    ).toBe(0.01);
    expect(difference(half, { ...half, width: 9 })).toBe(1);
  });
});
