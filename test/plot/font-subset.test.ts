import { describe, expect, it } from "vitest";
import { readFont } from "../../src/plot/font.ts";
import { subsetFont } from "../../src/plot/font-subset.ts";
import { readData } from "../data.ts";

const bytes = await readData("assets/fonts/Arimo-Regular.ttf");

/** Outline of a glyph: its place in "glyf", by "loca" of 16-bit halves. */
function outline(font: Uint8Array, glyph: number): Uint8Array {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tables: Record<string, number> = {};
  for (let at = 12; at < 12 + 16 * view.getUint16(4); at += 16) {
    tables[String.fromCharCode(...font.subarray(at, at + 4))] = view.getUint32(at + 8);
  }
  const [from, to] = [0, 1].map(
    (i) => tables.glyf + 2 * view.getUint16(tables.loca + 2 * (glyph + i)),
  );
  return font.subarray(from, to);
}

const sum = (font: Uint8Array): number => {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  let total = 0;
  for (let at = 0; at < font.length; at += 4) total = (total + view.getUint32(at)) >>> 0;
  return total;
};

describe("subsetFont", () => {
  const { glyph } = readFont(bytes, "whole");
  const wanted = [..."Data 0123é"].map((character) => glyph(character.codePointAt(0)!)!);
  const part = subsetFont(bytes, wanted);

  it("keeps the outlines asked for, and no others", () => {
    for (const one of wanted) expect(outline(part, one)).toEqual(outline(bytes, one));
    expect(outline(part, glyph(0x51)!)).toHaveLength(0);
    expect(part.length).toBeLessThan(0.3 * bytes.length);
  });

  it("keeps what a glyph is composed of: é is e and an accent", () => {
    const composed = outline(bytes, glyph(0xe9)!);
    const view = new DataView(composed.buffer, composed.byteOffset);
    expect(view.getInt16(0)).toBeLessThan(0);
    const base = view.getUint16(12);
    expect(outline(part, base)).toEqual(outline(bytes, base));
    expect(outline(part, base).length).toBeGreaterThan(0);
  });

  it("keeps widths and characters, and sums to what the format wants", () => {
    const metrics = readFont(part, "part");
    const whole = readFont(bytes, "whole");
    for (let code = 32; code < 600; code++) {
      expect(metrics.advance(code)).toBe(whole.advance(code));
      expect(metrics.glyph(code)).toBe(whole.glyph(code));
    }
    expect(sum(part)).toBe(0xb1b0afba);
  });
});
