import { describe, expect, it } from "vitest";
import { CorrectionSet } from "../../src/corrections/index.ts";
import { columnFrom } from "../../src/wasm/column.ts";

/** A payload of one correction as text, with members of its own before the inputs. */
function payload(data: string, more = ""): string {
  const inputs = '"inputs":[{"name":"x","type":"real"}],"output":{"name":"o","type":"real"}';
  return `{"schema_version":2,"corrections":[{"name":"c","version":1,${more}${inputs},"data":${data}}]}`;
}

const bins = (content: string): string =>
  `{"nodetype":"binning","input":"x","edges":[0.0,1.0,2.0],"flow":"error","content":[5.0,${content}]}`;
const formula = (more = ""): string =>
  `{"nodetype":"formula","expression":"[0]+[1]*x","parser":"TFormula","variables":["x"]${more}}`;
const generic = (more = ""): string => `"generic_formulas":[${formula(more)}],`;
const reference = (more: string): string => `{"nodetype":"formularef","index":0${more}}`;
const values = (text: string): number[] => {
  using set = CorrectionSet.fromString(text);
  return [...set.get("c").evaluate(Float64Array.of(0.5, 1.5))];
};

describe("references to generic formulas", () => {
  it("need a list of parameters, of which those that are missing are NaN", () => {
    expect(values(payload(reference(',"parameters":[1.0,2]'), generic()))).toEqual([2, 4]);
    const short = reference(',"parameters":[1.0]');
    expect(values(payload(bins(short), generic()))).toEqual([5, Number.NaN]);
    expect(values(payload(reference(',"parameters":[]'), generic()))).toEqual([NaN, NaN]);
    expect(values(payload(reference(',"parameters":[1.0,"a"]'), generic()))).toEqual([NaN, NaN]);
    expect(values(payload(reference(',"parameters":[1.0,2.0,"a"]'), generic()))).toEqual([2, 4]);
    for (const none of ["", ',"parameters":null', ',"parameters":{}']) {
      expect(() => values(payload(reference(none), generic()))).toThrow("parameters");
    }
    const other = reference(',"parameters":[1.0,2.0]').replace(":0", ":1");
    expect(() => values(payload(bins(other), generic()))).toThrow("no generic formula 1");
  });

  it("formulas of their own need as many as they have", () => {
    expect(() => values(payload(bins(formula(',"parameters":[1.0]'))))).toThrow("up to [1]");
    expect(values(payload(formula(',"parameters":[1.0,"a"]')))).toEqual([NaN, NaN]);
    const two = reference(',"parameters":[1.0,2.0]');
    for (const fine of ['["a"]', "[]", "null"]) {
      expect(values(payload(two, generic(`,"parameters":${fine}`)))).toEqual([2, 4]);
    }
    for (const wrong of ["{}", "5"]) {
      const text = payload(two, generic(`,"parameters":${wrong}`));
      expect(() => values(text)).toThrow("generic_formulas[0].parameters");
    }
  });
});

describe("texts of payloads", () => {
  it("have no mark of the byte order and no half of a surrogate pair", async () => {
    const text = payload("1.5");
    expect(() => CorrectionSet.fromString(`\ufeff${text}`)).toThrow("column 1");
    const bytes = new TextEncoder().encode(`\ufeff${text}`);
    await expect(CorrectionSet.fromBytes(bytes)).rejects.toThrow("column 1");
    for (const half of ["\\ud83d", "\\ude00", "\\uD83Dx", "\\uD83D\\u0041"]) {
      const named = payload("1.5", `"description":"${half}",`);
      expect(() => CorrectionSet.fromString(named)).toThrow("half of a surrogate pair");
    }
    const pair = payload("1.5", '"description":"\\ud83d\\ude00",');
    expect(CorrectionSet.fromString(pair).get("c").description).toBe("\u{1f600}");
  });

  it("are valid with numbers in texts, and without words that JSON's other readers lack", () => {
    for (const content of [
      '"inf"',
      '"-Infinity"',
      '" nan "',
      '"1.5"',
      '"1_0"',
      "true",
      "-Infinity",
    ]) {
      expect(CorrectionSet.validate(payload(bins(content))), content).toEqual([]);
    }
    for (const content of ['"0x10"', '"1__0"', '""', '"infin"', "Inf", "-Inf"]) {
      expect(CorrectionSet.validate(payload(bins(content))), content).not.toEqual([]);
    }
    expect(values(payload(bins("-Inf")))).toEqual([5, Number.NEGATIVE_INFINITY]);
  });
});

describe("columns of one element", () => {
  it("stand for all objects, as in NumPy", () => {
    const inputs = ["x", "y"].map((name) => ({ name, type: "real" }));
    const i = { name: "i", type: "int" };
    const node = { nodetype: "formula", parser: "TFormula", expression: "x+2*y" };
    const data = { ...node, variables: ["x", "y"] };
    const keys = { nodetype: "category", input: "i", content: [{ key: 3, value: data }] };
    const correction = {
      name: "c",
      version: 1,
      inputs: [...inputs, i],
      output: inputs[0],
      data: keys,
    };
    using set = CorrectionSet.fromObject({ schema_version: 2, corrections: [correction] });
    const c = set.get("c");
    const [one, three] = [Float64Array.of(5), Float64Array.from({ length: 600 }, (_, k) => k)];
    const sums = [...three].map((x) => x + 10);
    expect([...c.evaluate(three, one, Int32Array.of(3))]).toEqual(sums);
    expect([...c.evaluate(three, [5], 3)]).toEqual(sums);
    const column = c.evaluate(columnFrom(three), columnFrom(one), 3);
    expect([...column.toTypedArray()]).toEqual(sums);
    expect([...c.evaluate(one, one, [3])]).toEqual([15]);
    expect([...c.evaluate(one, new Float64Array(0), 3)]).toEqual([]);
    expect(() => c.evaluate(three, Float64Array.of(1, 2), 3)).toThrow("columns of 600 and 2");
  });
});
