import { describe, expect, it } from "vitest";
import * as hist from "../../src/hist/index.ts";
import { readText } from "../data.ts";

/** The examples of the document, each with what its lines give. */
const text = await readText("docs/hist.md");
const blocks = [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);

/** Typed arrays as lists, as a document writes them. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

/** Runs an example; `told` is called with what a line gives and what the document says. */
function run(code: string, told: (line: string, got: unknown, want: unknown) => void): void {
  const lines = code.split("\n").filter((line) => !line.startsWith("import "));
  const body = lines.map((line) => {
    const [, expression, want] = /^(.*?);\s*\/\/ => (.*)$/.exec(line) ?? [];
    if (expression === undefined) return line;
    return `told(${JSON.stringify(line)}, ${expression}, (${want}));`;
  });
  const names = Object.keys(hist);
  const example = new Function("told", ...names, body.join("\n")) as (...values: unknown[]) => void;
  example(told, ...Object.values(hist));
}

describe("docs/hist.md", () => {
  it("has examples", () => {
    expect(blocks.length).toBe(4);
  });

  for (const [i, code] of blocks.entries()) {
    it(`example ${i + 1} gives what it says`, () => {
      let lines = 0;
      run(code, (line, got, want) => {
        lines++;
        expect(plain(got), line).toEqual(want);
      });
      expect(lines).toBe(code.split("// =>").length - 1);
    });
  }

  it("names only what there is", () => {
    const methods = new Set<string>([
      ...Object.getOwnPropertyNames(hist.Hist.prototype),
      ...Object.getOwnPropertyNames(hist.Hist),
    ]);
    for (const [, name] of text.matchAll(/\bh\d?\.(\w+)\(/g)) {
      const python = /_/.test(name) || name === "sort";
      if (!python) expect(methods, name).toContain(name);
    }
    for (const [, name] of text.matchAll(
      /`(\w+Axis|axis[A-Z]\w*|to[A-Z]\w*|from[A-Z]\w*|\w+Uhi)\(/g,
    )) {
      expect(Object.keys(hist), name).toContain(name);
    }
  });
});
