import { describe, expect, it } from "vitest";
import * as ak from "../../../src/array/index.ts";
import type { DType } from "../../../src/wasm/dtype.ts";
import { arrayOf, type Expected, mismatch, readGolden } from "../golden.ts";

type Case = [expression: string, expected: Expected];

function failures(cases: readonly Case[], columns: Record<string, ak.Array>, where = ""): string[] {
  return cases.flatMap(([text, expected]) => {
    // float16 is not supported: functions of 8-bit integers and bool.
    if (expected.type?.includes("float16")) return [];
    const problem = mismatch(() => ak.evaluate(text, columns), expected);
    return problem === undefined ? [] : [`${where}${text}: ${problem}`];
  });
}

describe("expressions against NumPy and Awkward", async () => {
  const golden = await readGolden("expressions.json");
  const values: Record<DType, unknown[]> = golden.values;

  it("agree in dtype and bits for a column of each dtype", () => {
    const one: Record<DType, Case[]> = golden.one;
    const wrong = Object.entries(one).flatMap(([dtype, cases]) => {
      const x = arrayOf(values[dtype as DType], [], dtype as DType);
      return failures(cases, { x }, `${dtype} `);
    });
    expect(wrong.length, wrong.slice(0, 20).join("\n")).toBe(0);
  });

  it("agree in dtype and bits for each pair of dtypes", () => {
    const two: [DType, DType, Case[]][] = golden.two;
    const wrong = two.flatMap(([a, b, cases]) => {
      const columns = { x: arrayOf(values[a], [], a), y: arrayOf(values[b], [], b) };
      return failures(cases, columns, `${a} ${b} `);
    });
    expect(wrong.length, wrong.slice(0, 20).join("\n")).toBe(0);
  });

  it("agree on lists, missing values and reductions", () => {
    const lists: Record<string, unknown[]> = golden.columns;
    const columns = Object.fromEntries(
      Object.entries(lists).map(([name, list]) => {
        const whole = name === "charge" || name === "run";
        const missing = name === "some" || name === "holes";
        if (missing) return [name, ak.fromIter(list as never)];
        const depth = name === "deep" ? 2 : name === "met" || name === "run" ? 0 : 1;
        const dims = Array.from({ length: depth }, () => "var" as const);
        return [name, arrayOf(list, dims, whole ? "int64" : "float64")];
      }),
    );
    const wrong = failures(golden.nested, columns);
    expect(wrong.length, wrong.slice(0, 20).join("\n")).toBe(0);
  });
});
