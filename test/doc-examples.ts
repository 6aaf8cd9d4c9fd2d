import { describe, expect, it } from "vitest";
import { readText } from "./data.ts";

/** Typed arrays as lists, as a document writes them. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

/** Runs an example; `told` is called with what a line gives and what the document says. */
async function run(
  code: string,
  scope: Readonly<Record<string, unknown>>,
  told: (line: string, got: unknown, want: unknown) => void,
): Promise<void> {
  const lines = code.split("\n").filter((line) => !line.startsWith("import "));
  const body = lines.map((line) => {
    const [, expression, want] = /^(.*?);\s*\/\/ => (.*)$/.exec(line) ?? [];
    if (expression === undefined) return line;
    return `told(${JSON.stringify(line)}, ${expression}, (${want}));`;
  });
  const names = Object.keys(scope);
  // As modules, examples may await.
  const example = new Function("told", ...names, `return (async () => {${body.join("\n")}\n})();`);
  await (example as (...values: unknown[]) => Promise<void>)(told, ...Object.values(scope));
}

/**
 * Tests that the JavaScript examples of a document give what its lines say after `// =>`.
 *
 * @param path  `docs/hist.md`
 * @param count  of examples
 * @param scope  what their imports name
 * @returns the document's text
 */
export async function testExamples(
  path: string,
  count: number,
  scope: Readonly<Record<string, unknown>>,
): Promise<string> {
  const text = await readText(path);
  const blocks = [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);
  describe(path, () => {
    it("has examples", () => {
      expect(blocks.length).toBe(count);
    });

    for (const [i, code] of blocks.entries()) {
      it(`example ${i + 1} gives what it says`, async () => {
        let lines = 0;
        await run(code, scope, (line, got, want) => {
          lines++;
          expect(plain(got), line).toEqual(want);
        });
        expect(lines).toBe(code.split("// =>").length - 1);
      });
    }
  });
  return text;
}
