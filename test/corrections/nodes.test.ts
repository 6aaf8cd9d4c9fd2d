import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Float } from "../../src/array/value.ts";
import { CorrectionSet } from "../../src/corrections/index.ts";
import { CorrectionError } from "../../src/errors.ts";

const real = (name: string): object => ({ name, type: "real" });
const int = (name: string): object => ({ name, type: "int" });

function setOf(inputs: readonly object[], data: unknown, more: object = {}): CorrectionSet {
  const correction = { name: "c", version: 1, inputs, output: real("w"), data };
  return CorrectionSet.fromObject({ schema_version: 2, corrections: [correction], ...more });
}

/** Values of a correction for each of a column's numbers; NaN where it is an error. */
function values(set: CorrectionSet, column: Float64Array): number[] {
  const of = set.get("c");
  return Array.from(column, (x) => {
    try {
      return of.evaluate(new Float(x));
    } catch (error) {
      if (!(error instanceof CorrectionError)) throw error;
      return Number.NaN;
    }
  });
}

const number = fc.oneof(
  fc.double({ min: -5, max: 5, noNaN: true }),
  fc.integer({ min: -5, max: 5 }).map(Number),
  fc.constantFrom(Infinity, -Infinity, Number.NaN),
);
const column = fc
  .array(number, { minLength: 1, maxLength: 300 })
  .map((list) => Float64Array.from(list));
const edges = fc
  .uniqueArray(fc.integer({ min: -8, max: 8 }), { minLength: 2, maxLength: 9 })
  .map((list) => list.toSorted((a, b) => a - b).map((edge) => edge / 2));

describe("Nodes, against their definitions", () => {
  it("binnings take the bin whose edge is the last not above", () => {
    const flows = fc.constantFrom<string | number>("clamp", "error", 77);
    fc.assert(
      fc.property(edges, column, flows, (bounds, x, flow) => {
        const content = bounds.slice(1).map((_, i) => i + 0.5);
        using set = setOf([real("x")], {
          nodetype: "binning",
          input: "x",
          edges: bounds,
          content,
          flow,
        });
        const bins = content.length;
        const expected = Array.from(x, (value) => {
          const bin = Number.isNaN(value)
            ? bins
            : bounds.filter((edge) => edge <= value).length - 1;
          if (bin >= 0 && bin < bins) return content[bin];
          if (flow === "clamp") return content[bin < 0 ? 0 : bins - 1];
          return flow === 77 ? 77 : Number.NaN;
        });
        expect(values(set, x)).toEqual(expected);
        if (flow !== "error") expect([...set.get("c").evaluate(x)]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("uniform binnings take the part of the range, and wrap by whole turns", () => {
    const finite = fc
      .array(fc.integer({ min: -64, max: 64 }), { minLength: 1, maxLength: 50 })
      .map((list) => Float64Array.from(list, (value) => value / 8));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), finite, (n, x) => {
        const content = Array.from({ length: n }, (_, i) => i);
        const own = { n, low: -1, high: 3 };
        const node = { nodetype: "binning", input: "x", edges: own, content, flow: "wrap" };
        using set = setOf([real("x")], node);
        const expected = Array.from(x, (value) => {
          const turns = (value + 1) / 4;
          return Math.floor(n * (turns - Math.floor(turns)));
        });
        expect(values(set, x)).toEqual(expected);
      }),
    );
  });

  it("multibinnings count in C order", () => {
    fc.assert(
      fc.property(edges, edges, column, column, (a, b, x, y) => {
        const n = Math.min(x.length, y.length);
        const [na, nb] = [a.length - 1, b.length - 1];
        const content = Array.from({ length: na * nb }, (_, i) => i);
        const inputs = ["x", "y"];
        const node = { nodetype: "multibinning", inputs, edges: [a, b], content, flow: "clamp" };
        using set = setOf([real("x"), real("y")], node);
        const bin = (bounds: readonly number[], value: number): number => {
          const last = bounds.length - 2;
          const below = Number.isNaN(value)
            ? last
            : bounds.filter((edge) => edge <= value).length - 1;
          return Math.min(Math.max(below, 0), last);
        };
        const expected = Array.from({ length: n }, (_, i) => bin(a, x[i]) * nb + bin(b, y[i]));
        expect([...set.get("c").evaluate(x.slice(0, n), y.slice(0, n))]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("categories take their key, else the default", () => {
    const keys = fc.uniqueArray(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 8 });
    const wanted = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(keys, wanted, (known, asked) => {
        const content = known.map((key, i) => ({ key, value: i + 0.25 }));
        const node = { nodetype: "category", input: "k", content, default: -1 };
        using set = setOf([int("k")], node);
        const expected = asked.map((key) => content.find((one) => one.key === key)?.value ?? -1);
        expect([...set.get("c").evaluate(Int32Array.from(asked))]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("formulas compute, whatever bins they stand in", () => {
    fc.assert(
      fc.property(edges, column, (bounds, x) => {
        const formula = (a: number): object => ({
          nodetype: "formula",
          parser: "TFormula",
          expression: "[0]*x+(x>[1])/2",
          variables: ["x"],
          parameters: [a, 0.5],
        });
        const content = bounds.slice(1).map((_, i) => formula(i + 1));
        const node = { nodetype: "binning", input: "x", edges: bounds, content, flow: formula(-1) };
        using set = setOf([real("x")], node);
        const expected = Array.from(x, (value) => {
          const bin = Number.isNaN(value) ? -1 : bounds.filter((edge) => edge <= value).length - 1;
          const slope = bin >= 0 && bin < content.length ? bin + 1 : -1;
          return slope * value + Number(value > 0.5) / 2;
        });
        expect([...set.get("c").evaluate(x)]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("formulas take terms that do not depend on inputs, any number of them, as they stand", () => {
    const many = Array.from({ length: 90 }, (_, i) => i + 0.5);
    const forms: Record<string, (x: number) => number> = {
      "([1]-[0])*x+2*3/[1]": (x) => (0.75 - 1.5) * x + 6 / 0.75,
      "[0]^2+sqrt([0]*6)": () => 2.25 + 3,
      "max([0],x)-min(x,[1])": (x) => Math.max(1.5, x) - Math.min(x, 0.75),
      "([0]<x)+([0]==[0])*([1]||0)": (x) => Number(1.5 < x) + 1,
      x: (x) => x,
      [`x*${many.map((value) => `(x-${value})`).join("+")}`]: (x) => {
        return many.reduce((sum, value, i) => (i === 0 ? x * (x - value) : sum + (x - value)), 0);
      },
    };
    const node = { nodetype: "formula", parser: "TFormula", variables: ["x"] };
    for (const [expression, definition] of Object.entries(forms)) {
      using set = setOf([real("x")], { ...node, expression, parameters: [1.5, 0.75] });
      for (const n of [1, 2, 3, 4, 127, 129, 130]) {
        const x = Float64Array.from({ length: n }, (_, i) => i - 20);
        expect([...set.get("c").evaluate(x)], expression).toEqual(Array.from(x, definition));
      }
    }
  });

  it("powers of 1 are 1 as in C, and nothing is led back into an infinite range", () => {
    const pow = { nodetype: "formula", parser: "TFormula", expression: "pow(x,y)" };
    using powers = setOf([real("x"), real("y")], { ...pow, variables: ["x", "y"] });
    const of = powers.get("c");
    const base = Float64Array.of(1, -1, 1, 2);
    const power = Float64Array.of(Infinity, -Infinity, Number.NaN, Infinity);
    expect([...of.evaluate(base, power)]).toEqual([1, 1, 1, Infinity]);
    const wrap = { nodetype: "binning", input: "x", edges: [0, 1, "inf"], content: [1, 2] };
    using wrapped = setOf([real("x")], { ...wrap, flow: "wrap" });
    expect(() => wrapped.get("c").evaluate(0.5)).toThrow("0.5 cannot be led back");
  });

  it("transforms rewrite one input, to whole numbers with halves away from 0", () => {
    const halves = fc.array(fc.integer({ min: -12, max: 12 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(halves, (list) => {
        const x = Float64Array.from(list, (value) => value / 2);
        const rule = { nodetype: "formula", parser: "TFormula", expression: "x", variables: ["x"] };
        const content = Array.from({ length: 13 }, (_, i) => ({ key: i - 6, value: i - 6 }));
        const category = { nodetype: "category", input: "k", content };
        const node = { nodetype: "transform", input: "k", rule, content: category };
        using set = setOf([real("x"), int("k")], node);
        const k = new BigInt64Array(x.length);
        const expected = list.map(
          (value) => Math.sign(value) * Math.floor(Math.abs(value) / 2 + 0.5),
        );
        expect([...set.get("c").evaluate(x, k)].map((value) => value + 0)).toEqual(
          expected.map((value) => value + 0),
        );
      }),
    );
  });

  it("transforms make the lowest integer of what none holds, as the peer's cast does", () => {
    const rule = { nodetype: "formula", parser: "TFormula", expression: "x", variables: ["x"] };
    const items = [
      { key: 0, value: 0.5 },
      { key: 1, value: 1.5 },
    ];
    const category = { nodetype: "category", input: "i", content: items, default: 9 };
    const node = { nodetype: "transform", input: "i", rule, content: category };
    using set = setOf([int("i"), real("x")], node);
    const x = Float64Array.of(Number.NaN, 1e30, -1e30, Infinity, 0.4, 0.5);
    expect([...set.get("c").evaluate(0, x)]).toEqual([9, 9, 9, 9, 0.5, 1.5]);
    // As an integer input takes them from a column of reals.
    using cast = setOf([int("i")], category);
    expect([...cast.get("c").evaluate(x)]).toEqual([9, 9, 9, 9, 0.5, 0.5]);
  });

  it("constants within formulas are the same for all elements", () => {
    const node = { nodetype: "formula", parser: "TFormula", variables: ["x"], parameters: [2, 3] };
    for (const [expression, value] of [
      ["[0]^[1]", 8],
      ["pow([1],[0])", 9],
      ["[0]^[0]^[0]^1", 16],
      ["max([0],min([1],5))", 3],
      ["0*x+[0]^[1]", 8],
    ] as const) {
      using set = setOf([real("x")], { ...node, expression });
      const got = set.get("c").evaluate(Float64Array.of(1, 2, 3, 4, 5));
      expect([...got], expression).toEqual([value, value, value, value, value]);
    }
  });

  it("constants within formulas may be many", () => {
    const parameters = Array.from({ length: 80 }, (_, k) => k / 64);
    const terms = parameters.map((_, k) => `[${k}]*x+exp([${k}])*x+tanh([${79 - k}])*x`);
    const node = { nodetype: "formula", parser: "TFormula", variables: ["x"], parameters };
    using set = setOf([real("x")], { ...node, expression: terms.join("+") });
    const x = Float64Array.from({ length: 9 }, (_, i) => i - 4);
    const one = [...x].map((value) => set.get("c").evaluate(value));
    expect([...set.get("c").evaluate(x)]).toEqual(one);
  });

  it("formulas may have thousands of terms, and are refused where they nest as deep", () => {
    const node = { nodetype: "formula", parser: "TFormula", variables: ["x"] };
    const sum = Array.from({ length: 50000 }, () => "x").join("+");
    using set = setOf([real("x")], { ...node, expression: sum });
    expect(set.get("c").evaluate(0.5)).toBe(25000);
    for (const deep of [sum.replaceAll("+", "^"), `${"(".repeat(8000)}x${")".repeat(8000)}`]) {
      expect(() => setOf([real("x")], { ...node, expression: deep })).toThrow(CorrectionError);
    }
  });

  it("stacks change inputs and results step by step", () => {
    const operation = fc.constantFrom<"+" | "*" | "/">("+", "*", "/");
    const positive = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 40 });
    const apply = {
      "+": (a: number, b: number) => a + b,
      "*": (a: number, b: number) => a * b,
      "/": (a: number, b: number) => a / b,
    };
    fc.assert(
      fc.property(
        operation,
        fc.oneof(operation, fc.constant("last" as const)),
        positive,
        (inputOp, outputOp, list) => {
          const formula = (expression: string): object => ({
            nodetype: "formula",
            parser: "TFormula",
            expression,
            variables: ["x"],
          });
          const one = (name: string, data: object): object => ({
            name,
            version: 1,
            inputs: [real("x")],
            output: real("w"),
            data,
          });
          const compound = {
            name: "all",
            inputs: [real("x")],
            output: real("w"),
            inputs_update: ["x"],
            input_op: inputOp,
            output_op: outputOp,
            stack: ["a", "b", "a"],
          };
          using set = CorrectionSet.fromObject({
            schema_version: 2,
            corrections: [one("a", formula("x/2+1")), one("b", formula("x*x"))],
            compound_corrections: [compound],
          });
          const x = Float64Array.from(list, (value) => value / 8);
          const expected = Array.from(x, (start) => {
            let value = start;
            let result: number | undefined;
            for (const step of ["a", "b", "a"]) {
              const factor = step === "a" ? value / 2 + 1 : value * value;
              value = apply[inputOp](value, factor);
              result =
                result === undefined || outputOp === "last"
                  ? factor
                  : apply[outputOp](result, factor);
            }
            return result;
          });
          expect([...set.compound.get("all").evaluate(x)]).toEqual(expected);
        },
      ),
    );
  });

  it("hashprng draws by XXH64 and PCG32", () => {
    const words = fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(words, (list) => {
        const names = list.map((_, i) => `n${i}`);
        const node = { nodetype: "hashprng", inputs: names, distribution: "stdflat" };
        using set = setOf(names.map(int), node);
        let state = u64((xxhash64(list) + INC) * MULTIPLIER + INC);
        const low = output(state);
        state = u64(state * MULTIPLIER + INC);
        const expected = (Number(low) + Number(output(state)) * 2 ** 32) / 2 ** 64;
        expect(set.get("c").evaluate(...list)).toBe(expected);
      }),
    );
    expect(xxhash64([0n])).toBe(0x34c96acdcadb1bbbn);
    expect(xxhash64([1n, 2n, 3n, 4n, 5n])).toBe(0xbc50ebd6bc8fa148n);
  });
});

const MULTIPLIER = 6364136223846793005n;
const INC = 1442695040888963407n;
const u64 = (x: bigint): bigint => BigInt.asUintN(64, x);
const rotate = (x: bigint, n: bigint): bigint => u64((x << n) | (u64(x) >> (64n - n)));

/** XSH-RR of a state. */
function output(state: bigint): bigint {
  const word = BigInt.asUintN(32, ((state >> 18n) ^ state) >> 27n);
  const turns = state >> 59n;
  return BigInt.asUintN(32, (word >> turns) | (word << (-turns & 31n)));
}

/** XXH64, seed 0, of words of eight bytes (github.com/Cyan4973/xxHash, doc/xxhash_spec.md). */
function xxhash64(words: readonly bigint[]): bigint {
  const [p1, p2, p3, p4, p5] = [
    0x9e3779b185ebca87n,
    0xc2b2ae3d27d4eb4fn,
    0x165667b19e3779f9n,
    0x85ebca77c2b2ae63n,
    0x27d4eb2f165667c5n,
  ];
  const round = (sum: bigint, word: bigint): bigint =>
    u64(rotate(u64(sum + u64(word) * p2), 31n) * p1);
  let hash = p5;
  let rest = words;
  if (words.length >= 4) {
    let lanes = [p1 + p2, p2, 0n, -p1].map(u64);
    for (; rest.length >= 4; rest = rest.slice(4))
      lanes = lanes.map((sum, i) => round(sum, rest[i]));
    const [a, b, c, d] = lanes;
    hash = u64(rotate(a, 1n) + rotate(b, 7n) + rotate(c, 12n) + rotate(d, 18n));
    for (const lane of lanes) hash = u64((hash ^ round(0n, lane)) * p1 + p4);
  }
  hash = u64(hash + BigInt(8 * words.length));
  for (const word of rest) hash = u64(rotate(hash ^ round(0n, word), 27n) * p1 + p4);
  hash = u64((hash ^ (hash >> 33n)) * p2);
  hash = u64((hash ^ (hash >> 29n)) * p3);
  return hash ^ (hash >> 32n);
}
