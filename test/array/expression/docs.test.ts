import { describe, expect, it } from "vitest";
import * as ak from "../../../src/array/index.ts";
import { readData } from "../../data.ts";
import { arrayOf } from "../golden.ts";

const text = new TextDecoder().decode(await readData("docs/expressions.md"));

function block(language: string): string {
  return new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? "";
}

/** Numbers as docs spell them: 64-bit integers as numbers, NaN as text. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "bigint") return Number(value);
  return Number.isNaN(value) ? "NaN" : value;
}

describe("docs/expressions.md", () => {
  const lists: Record<string, unknown[]> = JSON.parse(block("json"));
  const columns = Object.fromEntries(
    Object.entries(lists).map(([name, list]) => {
      const dtype = name === "run" || name === "charge" ? "int32" : "float64";
      return [name, arrayOf(list, Array.isArray(list[0]) ? ["var"] : [], dtype)];
    }),
  );
  const lines = block("examples").trimEnd().split("\n");

  it.each(lines.map((line) => line.split(/ {2,}/)))("%s is %s", (expression, result) => {
    expect(plain(ak.evaluate(expression, columns).toList())).toEqual(JSON.parse(result));
  });

  it("shows the errors as they are", () => {
    const errors = block("text");
    for (const wrong of ["pt > ) && x", "ptt > 3"]) {
      let message = "";
      try {
        ak.evaluate(wrong, { pt: columns.pt });
      } catch (error) {
        message = (error as Error).message;
      }
      expect(errors).toContain(message);
    }
  });
});
