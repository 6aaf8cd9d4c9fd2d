import { describe, expect, it } from "vitest";
import * as corrections from "../../src/corrections/index.ts";
import { readText } from "../data.ts";

/** The examples of the document, each with what its lines give. */
const text = await readText("docs/corrections.md");
const blocks = [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);

function plain(value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}

/** Runs an example; `told` is called with what a line gives and what the document says. */
function run(code: string, told: (line: string, got: unknown, want: unknown) => void): void {
  const lines = code.split("\n").filter((line) => !line.startsWith("import "));
  const body = lines.map((line) => {
    const [, expression, want] = /^(.*?);\s*\/\/ => (.*)$/.exec(line) ?? [];
    if (expression === undefined) return line;
    return `told(${JSON.stringify(line)}, ${expression}, (${want}));`;
  });
  const names = Object.keys(corrections);
  const example = new Function("told", ...names, body.join("\n")) as (...values: unknown[]) => void;
  example(told, ...Object.values(corrections));
}

describe("docs/corrections.md", () => {
  it("has examples", () => {
    expect(blocks.length).toBe(2);
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
});
