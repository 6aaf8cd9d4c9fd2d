import { describe, expect, it } from "vitest";
import { FormatError } from "../../src/errors.ts";
import { readFont } from "../../src/plot/font.ts";
import { loadTypeface } from "../../src/plot/typeface.ts";
import { readData } from "../data.ts";

const bytes = await readData("assets/fonts/Arimo-Regular.ttf");

describe("readFont", () => {
  it("knows Arial's widths", () => {
    const font = readFont(bytes, "Arimo");
    expect(font.advance(0x48)).toBe(1479 / 2048); // H
    expect(font.advance(0x20)).toBe(569 / 2048);
    expect(font.advance(0x3b1)).toBeGreaterThan(0.5); // alpha
    expect(font.advance(0x6f22)).toBeUndefined();
    expect(font.capHeight).toBe(1409 / 2048);
    expect(font.descent).toBeGreaterThan(0);
  });

  it("refuses a font that is cut short or is none", () => {
    for (const length of [0, 3, 11, 40, 100, 300]) {
      expect(() => readFont(bytes.subarray(0, length), "cut")).toThrow(FormatError);
    }
    expect(() => readFont(new Uint8Array(4000), "zeros")).toThrow(FormatError);
  });
});

describe("Typeface", () => {
  it("measures text in its own weight, with symbols from the second family", async () => {
    const typeface = await loadTypeface();
    expect(typeface.width("HH", false, false)).toBe((2 * 1479) / 2048);
    expect(typeface.width("m", true, false)).not.toBe(typeface.width("m", false, false));
    expect(typeface.width("∈", false, false)).toBe(
      typeface.symbols.metrics.advance("∈".codePointAt(0)!),
    );
    expect(typeface.needed("a∈b", true, true).map(({ family }) => family)).toEqual([
      "Arimo",
      "Noto Sans Math",
    ]);
  });

  it("has a glyph for every symbol of TLatex that people use", async () => {
    const typeface = await loadTypeface();
    const symbols =
      "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩℓ→←↔↑↓⇒⇐⇔±∓×÷·≤≥≠≈≡∝∞∂∇√∫∑∏∈∉∪∩⊂⊃⊆⊇⊕⊗⊥∥∠∀∃∅ħ†‡°…";
    const missing = [...symbols].filter((symbol) => {
      const code = symbol.codePointAt(0)!;
      const { metrics } = typeface.face(false, false);
      return (metrics.advance(code) ?? typeface.symbols.metrics.advance(code)) === undefined;
    });
    expect(missing).toEqual([]);
  });
});
