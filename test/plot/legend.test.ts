import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitLabels, type Measure, wrap } from "../../src/plot/legend.ts";

/** Letters half as wide as they are high. */
const measure: Measure = (text, size) => ({
  x1: 0,
  y1: -size,
  x2: (text.length * size) / 2,
  y2: 0,
});
const length = (text: string): number => text.length;

describe("wrap", () => {
  it("breaks at spaces, as late as it may", () => {
    expect(wrap("one two three", 7, length)).toEqual(["one two", "three"]);
    expect(wrap("one two three", 100, length)).toEqual(["one two three"]);
    expect(wrap("", 5, length)).toEqual([""]);
  });

  it("breaks inside words that are too long, but not inside commands and braces", () => {
    expect(wrap("abcdefgh", 3, length)).toEqual(["abc", "def", "gh"]);
    expect(wrap("x_{long index} y", 4, length)).toEqual(["x_{long index}", "y"]);
    expect(wrap("#sqrt{s t}#alpha#beta", 4, length)).toEqual(["#sqrt{s t}", "#alpha", "#beta"]);
    expect(wrap("a#font[12]{b c}", 3, length)).toEqual(["a", "#font[12]{b c}"]);
    expect(wrap("#left(a b#right) c", 3, length)).toEqual(["#left(a b#right) c"]);
  });

  it("loses nothing, whatever it is given", () => {
    const letter = fc.constantFrom("a", "b", " ", "{", "}", "#", "_", "^", "[", "]", "ℓ", "😀");
    fc.assert(
      fc.property(fc.array(letter), fc.integer({ min: 1, max: 9 }), (letters, width) => {
        const text = letters.join("");
        const blank = /\s/g;
        expect(wrap(text, width, length).join("").replace(blank, "")).toBe(text.replace(blank, ""));
      }),
    );
  });
});

describe("fitLabels", () => {
  const room = { width: 100, height: 100, rowHeight: 1 };

  it("leaves labels that fit alone", () => {
    expect(fitLabels(["abc", "de"], 10, room, measure)).toEqual({
      rows: [["abc"], ["de"]],
      size: 10,
      width: 15,
    });
  });

  it("makes letters smaller before it breaks labels", () => {
    const { rows, size } = fitLabels(["x".repeat(24)], 10, room, measure);
    expect(rows).toEqual([["x".repeat(24)]]);
    expect(size).toBe(8);
  });

  it("breaks long labels and shrinks many of them, so that all fit", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 60 }), { maxLength: 30 }), (labels) => {
        const { rows, size, width } = fitLabels(labels, 10, room, measure);
        expect(rows).toHaveLength(labels.length);
        if (size > 2) {
          expect(width).toBeLessThanOrEqual(room.width);
          expect(rows.flat().length * size).toBeLessThanOrEqual(room.height);
        }
      }),
    );
  });
});
