import { describe, expect, it } from "vitest";
import { readSvg, svgFaults } from "./svg-check.ts";

const HEAD = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 400 200" font-family="Arimo, Arial">`;
const svg = (inside: string): string => `${HEAD}${inside}</svg>`;
const box = (inside: string): number[] => {
  const { x1, y1, x2, y2 } = readSvg(svg(inside)).texts[0];
  return [x1, y1, x2, y2];
};
const near = (inside: string, want: number[]): void => {
  for (const [i, value] of box(inside).entries()) expect(value).toBeCloseTo(want[i], 2);
};

/** "H" in Arimo: advance 1479, ink from 168 to 1311 and from 0 to 1409, of 2048. */
const [LEFT, RIGHT, TOP] = [168 / 2048, 1311 / 2048, 1409 / 2048];

describe("readSvg", () => {
  it("finds the ink of a text through viewBox, font size and position", () => {
    near(`<text x="100" y="80" font-size="20">H</text>`, [
      50 + 10 * LEFT,
      40 - 10 * TOP,
      50 + 10 * RIGHT,
      40,
    ]);
  });

  it("inherits sizes and anchors, and follows nested groups", () => {
    const half = 5 * (1479 / 2048);
    near(
      `<g font-size="20" transform="translate(60,40)"><g transform="scale(1,1) translate(40,40)" text-anchor="middle"><text>H</text></g></g>`,
      [50 - half + 10 * LEFT, 40 - 10 * TOP, 50 - half + 10 * RIGHT, 40],
    );
    const whole = 10 * (1479 / 2048);
    near(`<text x="100" y="80" style="font-size: 20; text-anchor: end">H</text>`, [
      50 - whole + 10 * LEFT,
      40 - 10 * TOP,
      50 - whole + 10 * RIGHT,
      40,
    ]);
  });

  it("turns texts, and shifts them by dy and baselines", () => {
    near(`<text font-size="20" transform="translate(100,80) rotate(270)">H</text>`, [
      50 - 10 * TOP,
      40 - 10 * RIGHT,
      50,
      40 - 10 * LEFT,
    ]);
    expect(box(`<text x="100" y="80" dy="1em" font-size="20">H</text>`)[3]).toBeCloseTo(50, 6);
    const middle = `<text x="100" y="80" dominant-baseline="middle" font-size="20">H</text>`;
    expect(box(middle)[3]).toBeCloseTo(42.64, 6);
  });

  it("reads tspans, entities and nested viewports", () => {
    const { texts, frames } = readSvg(
      svg(
        `<svg x="100" y="20" width="200" height="100" viewBox="0 0 100 50" overflow="hidden"><text x="10" y="25" font-size="10">a<tspan>&lt;b</tspan></text></svg>`,
      ),
    );
    expect(texts[0].text).toBe("a<b");
    expect(texts[0].size).toBe(10);
    expect(texts[0].y2).toBeGreaterThan(35 - 1);
    expect(frames).toEqual([{ x1: 50, y1: 10, x2: 150, y2: 60 }]);
  });

  it("knows bold, italic and symbols by their own outlines", () => {
    const wide = (attributes: string, text: string): number => {
      const [x1, , x2] = box(`<text font-size="100" y="150" ${attributes}>${text}</text>`);
      return x2 - x1;
    };
    expect(wide(`font-weight="bold"`, "m")).not.toBe(wide("", "m"));
    expect(wide(`font-style="italic"`, "l")).toBeGreaterThan(wide("", "l"));
    expect(wide("", "⊥")).toBeGreaterThan(10);
    expect(() => readSvg(svg(`<text>漢</text>`))).toThrow(/no glyph/);
  });

  it("refuses markup that is cut or crossed", () => {
    expect(() => readSvg(`${HEAD}<g>`)).toThrow(/complete/);
    expect(() => readSvg(`${HEAD}<g></svg>`)).toThrow(/closes/);
    expect(() => readSvg("nothing")).toThrow(/complete/);
  });
});

describe("svgFaults", () => {
  const axes = (labels: string): string =>
    svg(`<svg x="100" y="40" width="200" height="100" viewBox="0 0 200 100" overflow="hidden"></svg>
      <g font-size="16" text-anchor="middle">${labels}</g>`);
  const ticks = (values: number[], at: (value: number) => number): string =>
    values.map((value) => `<text x="${at(value)}" y="160">${value}</text>`).join("");

  it("finds nothing wrong with a sound figure", () => {
    const sound = svg(
      `<g font-size="20"><text x="10" y="30">one</text><text x="10" y="60">two</text></g>`,
    );
    expect(svgFaults(sound, { strings: ["one", "two"] })).toEqual([]);
  });

  it("finds a text that leaves the canvas at any side", () => {
    const places: [number, number][] = [
      [-3, 50],
      [395, 50],
      [50, 5],
      [50, 202],
    ];
    for (const [x, y] of places) {
      const faults = svgFaults(svg(`<text x="${x}" y="${y}" font-size="20">word</text>`));
      expect(faults.join()).toMatch(/leaves the canvas/);
    }
  });

  it("finds texts that overlap, through different groups", () => {
    const faults = svgFaults(
      svg(`<text x="10" y="50" font-size="20">first</text>
        <g transform="translate(20,5)"><text x="0" y="50" font-size="20">second</text></g>`),
    );
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/"first".*"second".*overlap/);
  });

  it("does not call neighbours an overlap", () => {
    const advance = (20 * 1479) / 2048;
    const pair = `<text y="50" font-size="20">H</text><text x="${advance}" y="50" font-size="20">H</text>`;
    expect(svgFaults(svg(pair))).toEqual([]);
  });

  it("finds missing strings, strange fonts, unreadable sizes and places that are not numbers", () => {
    const one = (attributes: string): string =>
      svgFaults(svg(`<text y="50" ${attributes}>one</text>`), { strings: ["o n e"] }).join();
    expect(one(`font-size="20"`)).toBe("");
    expect(svgFaults(svg(""), { strings: ["one"] }).join()).toMatch(/"one" is not there/);
    expect(one(`font-size="20" font-family="Times"`)).toMatch(/set in "Times"/);
    expect(one(`font-size="3"`)).toMatch(/too small/);
    expect(one(`font-size="20" x="NaN"`)).toMatch(/has no place/);
  });

  it("infers the range of an axis from its labels", () => {
    const good = axes(ticks([0, 50, 100], (value) => 100 + 2 * value));
    expect(svgFaults(good, { x: [0, 100] })).toEqual([]);
    expect(svgFaults(good, { x: [0, 120] }).join()).toMatch(
      /goes from 0 to 99\.8\d+, not 0 to 120/,
    );
    const shifted = axes(ticks([0, 50, 100], (value) => 140 + 2 * value));
    expect(svgFaults(shifted, { x: [0, 100] }).join()).toMatch(/goes from/);
    const crooked = axes(ticks([0, 50, 100], (value) => 100 + 2 * value + (value === 50 ? 20 : 0)));
    expect(svgFaults(crooked, { x: [0, 100] }).join()).toMatch(/no two tick labels/);
    expect(svgFaults(axes(""), { x: [0, 100] }).join()).toMatch(/no two tick labels/);
  });
});
