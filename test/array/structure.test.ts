import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import type { DType } from "../../src/wasm/dtype.ts";
import { scope } from "../../src/wasm/scope.ts";
import { arrayOf, type Expected, mismatch, readGolden } from "./golden.ts";

interface Given {
  readonly dims: (number | "var")[];
  readonly dtype: DType;
  readonly list: unknown[];
}
type Options = Readonly<Record<string, never>>;
type Case = [op: string, args: string[], options: Options, expected: Expected];

const golden = await readGolden("structure.json");
const given: Record<string, Given> = golden.arrays;
const cases: Case[] = golden.cases;

/** Calls of the golden file as ours: Python's options in camelCase, slices as functions. */
const calls: Record<string, (arrays: ak.Array[], options: Options) => unknown> = {
  filter: ([x], { mask }) => x.filter(ak.fromIter(mask)),
  take: ([x], { index }) => x.take(index),
  slice: ([x], options) => ak.slice(x, options),
  mask: ([x]) => ak.get(x, ak.greater(x, 0)),
  zip: ([a, b], { depth_limit }) => ak.zip({ a, b }, { depthLimit: depth_limit }),
  concatenate: (arrays) => ak.concatenate(arrays),
};

function call(op: string, arrays: ak.Array[], options: Options): unknown {
  const { mask_identity, ...rest } = options as Record<string, unknown>;
  if (op in calls) return calls[op](arrays, options);
  const own = mask_identity === undefined ? rest : { ...rest, maskIdentity: mask_identity };
  const run = (ak as unknown as Record<string, (...args: unknown[]) => unknown>)[op];
  return Object.keys(own).length > 0 ? run(...arrays, own) : run(...arrays);
}

describe.each([...new Set(cases.map(([op]) => op))])("%s against Awkward", (op) => {
  const own = cases.filter(([name]) => name === op);
  it(`agrees in type and value in all ${own.length} cases`, () => {
    const wrong: string[] = [];
    for (const [, args, options, expected] of own) {
      scope(() => {
        const arrays = args.map((name) =>
          arrayOf(given[name].list, given[name].dims, given[name].dtype),
        );
        const problem = mismatch(() => call(op, arrays, options), expected);
        if (problem) wrong.push(`${args} ${JSON.stringify(options)} ${problem.slice(0, 600)}`);
      });
    }
    expect(wrong.length, wrong.slice(0, 8).join("\n")).toBe(0);
  });
});
