import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import type { DType } from "../../src/wasm/dtype.ts";
import { arrayOf, type Expected, mismatch, readGolden } from "./golden.ts";

type Case = [op: string, args: (DType | { scalar: number | boolean })[], expected: Expected];

const functions: Record<string, (...args: never[]) => unknown> = { ...ak } as never;

describe("elementwise functions against NumPy", async () => {
  const golden = await readGolden("elementwise.json");
  const values: Record<DType, [unknown[], unknown[]]> = golden.values;
  const cases: Case[] = golden.cases;

  it(`agree in type and value in all ${cases.length} cases`, () => {
    const wrong: string[] = [];
    for (const [op, args, expected] of cases) {
      const operands = args.map((arg, i) =>
        typeof arg === "object"
          ? arg.scalar
          : arrayOf(values[arg][i === 0 || typeof args[0] === "object" ? 0 : 1], [], arg),
      );
      const problem = mismatch(() => functions[op](...(operands as never[])), expected);
      if (problem !== undefined) wrong.push(`${op} ${JSON.stringify(args)} ${problem}`);
    }
    expect(wrong.length, wrong.slice(0, 12).join("\n")).toBe(0);
  });
});
