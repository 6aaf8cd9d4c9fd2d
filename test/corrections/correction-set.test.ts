import { describe, expect, it } from "vitest";
import { fromIter } from "../../src/array/from.ts";
import { Float } from "../../src/array/value.ts";
import { CorrectionSet } from "../../src/corrections/index.ts";
import { CorrectionError, NotFoundError, ShapeError } from "../../src/errors.ts";
import { columnFrom } from "../../src/wasm/column.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { scope } from "../../src/wasm/scope.ts";

const real = (name: string): object => ({ name, type: "real" });
const output = real("weight");

/** A set of one correction "c". JSON.stringify writes 5.0 as 5: reals of edges are given with a fraction. */
function setOf(inputs: readonly object[], data: unknown, more: object = {}): CorrectionSet {
  const correction = { name: "c", version: 3, inputs, output, data, ...more };
  return CorrectionSet.fromString(JSON.stringify({ schema_version: 2, corrections: [correction] }));
}

const scaleFactors = {
  nodetype: "category",
  input: "variation",
  content: ["nominal", "up"].map((key, i) => ({
    key,
    value: {
      nodetype: "multibinning",
      inputs: ["pt", "eta"],
      edges: [[20.5, 40.5, "inf"], { n: 2, low: -2.5, high: 2.5 }],
      content: [1.25, 2, 3, 4].map((value) => value + 10 * i),
      flow: "clamp",
    },
  })),
};
const electrons = [{ name: "variation", type: "string" }, real("pt"), real("eta")];

describe("Correction.evaluate", () => {
  it("gives a number for numbers", () => {
    using set = setOf(electrons, scaleFactors);
    expect(set.get("c").evaluate("nominal", 25, 0.1)).toBe(2);
    expect(set.get("c").evaluate("up", 1e9, -9)).toBe(13);
  });

  it("gives a result of the form of its columns", () => {
    using set = setOf(electrons, scaleFactors);
    const correction = set.get("c");
    expect(correction.evaluate("nominal", Float32Array.of(1, 50), -1)).toEqual(
      Float64Array.of(1.25, 3),
    );
    const lists = fromIter([[25, 50], [], [Number.NaN]]);
    expect(correction.evaluate("nominal", lists, 1).toList()).toEqual([[2, 4], [], [4]]);
    const column = correction.evaluate("up", columnFrom(Float64Array.of(25)), 1);
    expect([...column.view()]).toEqual([12]);
  });

  it("leaves no memory behind", () => {
    const before = memoryUsage().usedBytes;
    scope(() => {
      using set = setOf(electrons, scaleFactors);
      set.get("c").evaluate("up", Float64Array.of(25, 60), 1);
      expect(() => set.get("c").evaluate("left", 1, 1)).toThrow(NotFoundError);
    });
    expect(memoryUsage().usedBytes).toBe(before);
  });

  it("names what it was not given", () => {
    using set = setOf(electrons, scaleFactors);
    const correction = set.get("c");
    expect(() => correction.evaluate("nominal", 1)).toThrow(ShapeError);
    expect(() => correction.evaluate("nomnal", 1, 1)).toThrow(/"nominal"/);
    expect(() => correction.evaluate("up", Float64Array.of(1, 2), new Float64Array(3))).toThrow(
      ShapeError,
    );
    expect(() => correction.evaluate("up", "pt", 1)).toThrow(CorrectionError);
  });

  it("names the nearest stack where there is none of a name", () => {
    const x = { name: "x", type: "real" };
    const base = { version: 1, inputs: [x], output: { name: "y", type: "real" } };
    const set = CorrectionSet.fromObject({
      schema_version: 2,
      corrections: [{ ...base, name: "c", data: 2 }],
      compound_corrections: [
        {
          ...base,
          name: "V1_L1L2L3",
          inputs_update: [],
          input_op: "*",
          output_op: "*",
          stack: ["c"],
        },
      ],
    });
    expect(set.compound.get("V1_L1L2L3").evaluate(1)).toBe(2);
    expect(() => set.compound.get("V1_L1L2")).toThrow(
      'no compound correction "V1_L1L2" in the set; did you mean "V1_L1L2L3"?',
    );
    set.dispose();
  });

  it("tells integers from real numbers", () => {
    using set = setOf([{ name: "n", type: "int" }, real("x")], 1.5);
    const correction = set.get("c");
    expect(correction.evaluate(2, 2)).toBe(1.5);
    expect(correction.evaluate(2n, 2.5)).toBe(1.5);
    expect(() => correction.evaluate(2.5, 2)).toThrow(CorrectionError);
    expect(() => correction.evaluate(new Float(2), 2)).toThrow(CorrectionError);
    expect(() => correction.evaluate(2, 2n)).toThrow(CorrectionError);
  });

  it("says which element lies outside of a binning", () => {
    const edges = [0.5, 1.5];
    const data = { nodetype: "binning", input: "x", edges, content: [7], flow: "error" };
    using set = setOf([real("x")], data);
    const x = Float64Array.from({ length: 300 }, (_, i) => (i === 200 ? -4 : 1));
    expect(() => set.get("c").evaluate(x)).toThrow(/element 200: -4 lies below the binning of "x"/);
  });
});

describe("CorrectionSet", () => {
  it("shows what a correction is", () => {
    using set = setOf(electrons, scaleFactors, { description: "scale factors" });
    const { description, version, inputs } = set.get("c");
    expect({ description, version, names: inputs.map(({ name }) => name) }).toEqual({
      description: "scale factors",
      version: 3,
      names: ["variation", "pt", "eta"],
    });
    expect([...set]).toEqual(["c"]);
    expect(() => set.get("d")).toThrow(NotFoundError);
  });

  it("names the place of a fault", () => {
    const binning = {
      nodetype: "binning",
      input: "x",
      edges: [0.5, 1.5],
      content: [1, 2],
      flow: 1,
    };
    const broken =
      (data: unknown): (() => unknown) =>
      () =>
        setOf([real("x")], data);
    expect(broken(binning)).toThrow("corrections[0].data.content: 2 contents for 1 bins");
    const nested = { ...binning, content: [{ ...binning, content: [1], input: "y" }] };
    expect(broken(nested)).toThrow('corrections[0].data.content[0].input: no input "y"');
    const integer = { ...binning, content: [1], edges: [0, 1.5] };
    expect(broken(integer)).toThrow("corrections[0].data.edges[0]: edges are real numbers: 0.0");
    expect(() => CorrectionSet.fromString('{"schema_version": 2,\n "x": y}')).toThrow(
      "line 2, column 7",
    );
  });

  it("lists every fault of the strict schema", () => {
    const text = '{"schema_version": 1, "corrections": [{"name": "c", "version": 1, "extra": 2}]}';
    expect(CorrectionSet.validate(text).map(({ path }) => path)).toEqual([
      "schema_version",
      "corrections[0]",
      "corrections[0]",
      "corrections[0]",
      "corrections[0].extra",
    ]);
  });

  it("reads compressed payloads", async () => {
    const text = JSON.stringify({ schema_version: 2, corrections: [], description: "none" });
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    const bytes = await new Response(stream).arrayBuffer();
    expect((await CorrectionSet.fromBytes(bytes)).description).toBe("none");
  });
});
