import { describe, expect, it } from "vitest";
import { pathSteps } from "../../src/plot/svg-path.ts";
import { FIGURES } from "./gallery-figures.ts";

/** Bytes as characters of the same codes. */
const latin = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

const pdfOf = async (name: string): Promise<string> =>
  latin(
    await FIGURES.find((one) => one.name === name)!
      .make()
      .pdf(),
  );

describe("pdf", () => {
  it("has a table of objects that is right, and streams of the lengths they say", async () => {
    const file = await pdfOf("split-ratio");
    expect(file.startsWith("%PDF-1.4\n")).toBe(true);
    const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(file)![1]);
    expect(file.slice(table, table + 5)).toBe("xref\n");
    const places = [...file.slice(table).matchAll(/(\d{10}) 00000 n/g)].map((m) => Number(m[1]));
    expect(places.length).toBeGreaterThan(10);
    for (const [i, at] of places.entries()) {
      const object = file.slice(at);
      expect(object.startsWith(`${i + 1} 0 obj\n`)).toBe(true);
      const stream = /^\d+ 0 obj\n<<[^\n]*\/Length (\d+)>>stream\n/.exec(object);
      if (stream === null) continue;
      const end = stream[0].length + Number(stream[1]);
      expect(object.slice(end, end + 10)).toBe("\nendstream");
    }
  });

  it("carries text as text: the characters of each glyph are named", async () => {
    const file = await pdfOf("functions");
    const names = new Map(
      [...file.matchAll(/^<([0-9a-f]{4})> <([0-9a-f]{4})>$/gm)].map(([, glyph, code]) => [
        glyph,
        String.fromCharCode(Number.parseInt(code, 16)),
      ]),
    );
    const texts = [...file.matchAll(/<([0-9a-f]+)> Tj/g)].map(([, glyphs]) =>
      glyphs.replace(/.{4}/g, (glyph) => names.get(glyph) ?? "?"),
    );
    expect(texts).toContain("f(x)");
    expect(texts.join("")).toContain("x (10 - x) / 10");
    expect(texts.join("")).not.toContain("?");
  });

  it("is the same whatever the figure was written as before", async () => {
    const { make } = FIGURES.find((one) => one.name === "pulls")!;
    const figure = make();
    const svg = await figure.svg();
    expect(await figure.pdf()).toEqual(await make().pdf());
    expect(await figure.svg()).toBe(svg);
  });

  it("gives the same bytes each time, with hatches and opacity where the figure has them", async () => {
    const band = await pdfOf("band");
    expect(band).toBe(await pdfOf("band"));
    expect(band).toContain("/PatternType 1");
    expect(await pdfOf("fill")).toContain("/ca 0.5");
  });
});

describe("pathSteps", () => {
  it("follows absolute and relative commands", () => {
    expect(pathSteps("M1,2h3v-1l-1,1zm10,0L.5-1")).toEqual([
      ["M", 1, 2],
      ["L", 4, 2],
      ["L", 4, 1],
      ["L", 3, 2],
      ["Z"],
      ["M", 11, 2],
      ["L", 0.5, -1],
    ]);
    expect(pathSteps("M0,0C1,0,2,1,2,2s1,2,2,2q3,0,3,3")).toHaveLength(4);
    expect(() => pathSteps("M0,0T1,1")).toThrow(SyntaxError);
  });

  it("turns half circles into curves through their ends", () => {
    const steps = pathSteps("M-24,0a24,24,0,1,0,48,0a24,24,0,1,0,-48,0z");
    const ends = steps.map((step) => step.slice(-2) as unknown as [number, number]);
    expect(steps.map(([command]) => command).join("")).toBe("MCCCCZ");
    const near = ([x, y]: readonly number[]): number[] => [Math.round(x), Math.round(y)];
    expect(ends.slice(1, 5).map(near).map(String)).toEqual(["0,24", "24,0", "0,-24", "-24,0"]);
  });
});
