import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interpret } from "../../../src/array/expression/interpret.ts";
import { isLiteral } from "../../../src/array/expression/literal.ts";
import { type Known, lower } from "../../../src/array/expression/lower.ts";
import { parse } from "../../../src/array/expression/parse.ts";
import type { Program } from "../../../src/array/expression/program.ts";
import { run } from "../../../src/array/expression/run.ts";
import { type Node, namesIn } from "../../../src/array/expression/syntax.ts";
import * as ak from "../../../src/array/index.ts";
import { HepwasmError } from "../../../src/errors.ts";
import { type Column, columnOf, reserve } from "../../../src/wasm/column.ts";
import { type DType, isBig } from "../../../src/wasm/dtype.ts";
import { scope } from "../../../src/wasm/scope.ts";
import { dtypes } from "../../wasm/dtypes.ts";

/** Expressions over one column of each dtype, which have its name. */
const expressions: fc.Arbitrary<string> = fc.letrec<{ whole: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...dtypes) },
    fc.constantFrom("0", "1", "3", "100", "2.0", "0.5", "1e3", "true", "nan", "inf"),
  ),
  whole: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie("leaf"),
    fc
      .tuple(
        fc
          .constantFrom("+ - * / < <= > >= == != && || & | // % ** << >>".split(" "))
          .chain((ops) => fc.constantFrom(...ops)),
        tie("whole"),
        tie("whole"),
      )
      .map(([op, a, b]) => `(${a}) ${op} (${b})`),
    fc.tuple(fc.constantFrom("-", "!", "~", "+"), tie("whole")).map(([op, a]) => `${op}(${a})`),
    fc
      .tuple(
        fc.constantFrom(
          ..."abs sqrt exp cos asin floor ceil trunc rint isnan isfinite isinf".split(" "),
        ),
        tie("whole"),
      )
      .map(([name, a]) => `${name}(${a})`),
    fc
      .tuple(fc.constantFrom("min", "max", "atan2"), tie("whole"), tie("whole"))
      .map(([name, a, b]) => `${name}(${a}, ${b})`),
    fc
      .tuple(tie("whole"), tie("whole"), tie("whole"))
      .map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
  ),
})).whole;

const edges: Readonly<Record<DType, readonly (number | bigint)[]>> = {
  bool: [0, 1],
  int8: [-128, -1, 0, 1, 127],
  uint8: [0, 1, 200, 255],
  int16: [-32768, -1, 0, 7, 32767],
  uint16: [0, 1, 65535],
  int32: [-(2 ** 31), -1, 0, 5, 2 ** 31 - 1],
  uint32: [0, 1, 2 ** 31, 2 ** 32 - 1],
  int64: [-(2n ** 63n), -1n, 0n, 3n, 2n ** 53n + 1n, 2n ** 63n - 1n],
  uint64: [0n, 1n, 2n ** 63n, 2n ** 64n - 1n],
  float32: [0, -0, 1.5, -2.25, 1e30, Number.NaN, Number.POSITIVE_INFINITY],
  float64: [0, -0, 0.1, -7.5, 1e300, Number.NaN, Number.NEGATIVE_INFINITY],
};

/** A column of `n` values that differ from dtype to dtype in their period. */
function column(dtype: DType, n: number): Column {
  const values = edges[dtype];
  return columnOf(
    dtype,
    Array.from({ length: n }, (_, i) => values[(i * 7 + (i >> 3)) % values.length]),
  );
}

/** The program of a text over columns that have their dtypes as names. */
function programOf(text: string): { program: Program; inputs: DType[] } | undefined {
  const root = parse(text);
  const inputs: DType[] = [];
  const known = new Map<Node, Known>();
  for (const node of namesIn(root)) {
    if (node.name === "nan" || node.name === "inf") {
      known.set(node, node.name === "nan" ? Number.NaN : Number.POSITIVE_INFINITY);
      continue;
    }
    known.set(node, { input: inputs.length, dtype: node.name as DType });
    inputs.push(node.name as DType);
  }
  try {
    const program = lower(text, root, known);
    return isLiteral(program) ? undefined : { program, inputs };
  } catch (error) {
    // What NumPy refuses too: ~ of floats, bool - bool, integers out of bounds.
    if (error instanceof HepwasmError) return undefined;
    throw error;
  }
}

/** Bits of the elements, those of every NaN the same. */
function bits(result: Column): string {
  const copy = result.toTypedArray();
  if (copy instanceof Float64Array || copy instanceof Float32Array) {
    copy.forEach((value, i) => {
      if (Number.isNaN(value)) copy[i] = Number.NaN;
    });
  }
  return new Uint8Array(copy.buffer).join();
}

/** The bits of a result, or why there is none: an integer to a negative power. */
function outcome(work: () => Column): string {
  try {
    return bits(work());
  } catch (error) {
    if (error instanceof HepwasmError) return error.message;
    throw error;
  }
}

describe("compiled and interpreted programs", () => {
  it("give the same bits for every expression", () => {
    let compared = 0;
    fc.assert(
      fc.property(expressions, fc.integer({ min: 0, max: 40 }), (text, n) => {
        const made = programOf(text);
        if (made === undefined) return;
        compared++;
        scope(() => {
          const inputs = made.inputs.map((dtype) => column(dtype, n));
          const expected = outcome(() => {
            const out = reserve(made.program.result.dtype, n);
            interpret(made.program, inputs, out, n);
            return out;
          });
          expect(
            outcome(() => run(made.program, inputs, n)),
            text,
          ).toBe(expected);
        });
      }),
      { numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(150);
  });

  it.each([
    "float32 > 1 && cos(float64) < 0.5 || bool",
    "exp(cos(float64)) * int16 + sqrt(float32)",
    "cos(float64)",
    "bool ? exp(float32) : int64",
  ])("agree across blocks and calls: %s", (text) => {
    const made = programOf(text);
    if (made === undefined) throw new Error("no program");
    scope(() => {
      for (const n of [1, 15, 16, 17, 1023, 1024, 1025, 8192 + 5, 65_536 + 3]) {
        const inputs = made.inputs.map((dtype) => column(dtype, n));
        const expected = reserve(made.program.result.dtype, n);
        interpret(made.program, inputs, expected, n);
        expect(bits(run(made.program, inputs, n)) === bits(expected)).toBe(true);
      }
    });
  });

  it("agree with the chain of array operations", () => {
    const n = 37;
    const operands = dtypes.map((dtype) => new ak.Array({ kind: "flat", data: column(dtype, n) }));
    const named = Object.fromEntries(dtypes.map((dtype, i) => [dtype, operands[i]]));
    const operations = {
      "a + b": ak.add,
      "a - b": ak.subtract,
      "a * b": ak.multiply,
      "a / b": ak.divide,
      "a < b": ak.less,
      "a >= b": ak.greaterEqual,
      "a == b": ak.equal,
      "a && b": ak.and,
      "a || b": ak.or,
      "min(a, b)": ak.minimum,
      "max(a, b)": ak.maximum,
    };
    for (const [text, operation] of Object.entries(operations)) {
      for (const a of dtypes) {
        for (const b of dtypes) {
          if (a === "bool" && b === "bool" && text === "a - b") continue;
          const ours = ak.evaluate(text, { a: named[a], b: named[b] });
          const chain = operation(named[a], named[b]);
          expect([ours.type, ours.toString()], text).toEqual([chain.type, chain.toString()]);
        }
      }
    }
  });

  it("keeps 64-bit integers exact", () => {
    expect(dtypes.filter(isBig)).toEqual(["int64", "uint64"]);
    const x = new ak.Array({ kind: "flat", data: columnOf("int64", [2n ** 53n + 1n, -5n]) });
    expect(ak.evaluate("x * 3 - 1", { x }).toList()).toEqual([3n * (2n ** 53n + 1n) - 1n, -16n]);
  });
});
