import { describe, expect, it } from "vitest";
import { CorrectionSet } from "../../src/corrections/index.ts";
import { DisposedError } from "../../src/errors.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { scope } from "../../src/wasm/scope.ts";

const of = (name: string, type = "real"): object => ({ name, type });
const formula = (expression: string): object => {
  return { nodetype: "formula", parser: "TFormula", expression, variables: ["x"] };
};
const correction = (name: string, data: object): object => {
  const inputs = [of("s", "string"), of("i", "int"), of("x")];
  return { name, version: 1, inputs, output: of("y"), data };
};
const bins = { nodetype: "binning", input: "x", edges: [0, 1, 4], content: [0.3, 0.7] };
const choice = (key: string | number, value: object | number): object => ({ key, value });
const payload = {
  schema_version: 2,
  corrections: [
    correction("bins", { ...bins, flow: "error" }),
    correction("formula", formula("exp(x)/3+0.1")),
    correction("random", { nodetype: "hashprng", inputs: ["i", "x"], distribution: "normal" }),
    correction("key", {
      nodetype: "category",
      input: "s",
      content: [
        choice("a", { nodetype: "category", input: "i", content: [choice(7, 0.5)] }),
        choice("b", formula("sqrt(x)")),
      ],
    }),
  ],
  compound_corrections: ["+", "*", "/", "last"].flatMap((output_op) =>
    ["+", "*", "/"].map((input_op) => ({
      name: `${input_op}${output_op}`,
      inputs: [of("s", "string"), of("i", "int"), of("x")],
      output: of("y"),
      inputs_update: ["x"],
      input_op,
      output_op,
      stack: ["formula", "random", "formula"],
    })),
  ),
};

describe("a correction of one object", () => {
  it("has the bits that it has in a column", () => {
    using set = CorrectionSet.fromObject(payload);
    const x = Float64Array.of(0, 0.25, 1, 3.9, 1e-300, 0.1);
    const all = [...set.names.map((name) => set.get(name)), ...set.compound.values()];
    for (const one of all) {
      for (const text of ["a", "b"]) {
        const column = one.evaluate(text, 7, x);
        expect([...x].map((value) => one.evaluate(text, 7, value))).toEqual([...column]);
      }
    }
  });

  it("makes no columns but the set's own, which goes with the set", () => {
    const before = memoryUsage().columns;
    const set = CorrectionSet.fromObject(payload);
    const [bin, normal] = ["bins", "random"].map((name) => set.get(name));
    bin.evaluate("a", 1, 0.5);
    const first = memoryUsage().columns;
    scope(() => {
      for (let i = 0; i < 100; i++) {
        bin.evaluate("a", i, i / 100);
        normal.evaluate("a", i, i);
        set.compound.get("++")?.evaluate("a", i, 0.5);
      }
    });
    expect(memoryUsage().columns).toBe(first);
    expect(bin.evaluate("a", 1, 0.5)).toBe(0.3);
    set.dispose();
    expect(memoryUsage().columns).toBe(before);
    expect(() => bin.evaluate("a", 1, 0.5)).toThrow(DisposedError);
  });

  it("says what is wrong with it", () => {
    using set = CorrectionSet.fromObject(payload);
    expect(() => set.get("bins").evaluate("a", 1, 5)).toThrow(
      /^"bins": 5 lies above the binning of "x"/,
    );
    expect(() => set.get("key").evaluate("c", 7, 1)).toThrow(
      'no key "c" in the category of "s" in "key"',
    );
    expect(() => set.get("key").evaluate("a", 8, 1)).toThrow('no key "8"');
    expect(set.get("key").evaluate("a", 7, 1)).toBe(0.5);
  });
});
