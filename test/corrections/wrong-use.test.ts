import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import {
  AsgElectronEfficiencyCorrectionTool,
  CorrectionSet,
  JetUncertaintiesTool,
} from "../../src/corrections/index.ts";
import { type AnyTool, made, objectsOf } from "./six-tools.ts";

const name = "EgammaCalibrationAndSmearingTool";
/** Calls as those who do not have types write them. */
const untyped = (value: unknown): never => value as never;
const of = (input: string, type = "real"): object => ({ name: input, type });

describe("records that a tool cannot use", () => {
  /** Electrons of three events, and the numbers of the events beside them. */
  async function given(): Promise<{ tool: AnyTool; records: ak.Array; eventNumber: ak.Array }> {
    const tool = await made("e/gamma, counter");
    const fields = ["pt", "eta", "m", "cl_eta", "cl_phi"].map((field) => {
      const [a, b, c] = objectsOf(tool, 3)[field];
      return [field, ak.fromIter([[a], [], [b, c]])];
    });
    const eventNumber = ak.fromIter([1, 2, 3]);
    return { tool, records: ak.zip(Object.fromEntries(fields)), eventNumber };
  }

  it("are refused by the name of the column", async () => {
    const { tool, records, eventNumber } = await given();
    const call = (columns: object) => (): unknown => tool(records, untyped({ columns }));
    expect(call({ eventNumber: undefined })).toThrow(
      `${name}: the option "columns" has an ak.Array as "eventNumber", not undefined`,
    );
    expect(call({ eventNumber: Float64Array.of(1, 2, 3) })).toThrow(
      '"eventNumber", not of type Float64Array: ak.array makes one',
    );
    expect(call({ eventNumber: [1, 2, 3] })).toThrow('"eventNumber", not a list: ak.array');
    expect(call({ eventNumber: ak.fromIter([1, 2]) })).toThrow('lengths 3 and 2 ("eventNumber")');
    const others = ak.fromIter([[1], [2], [3]]);
    expect(call({ eventNumber, cl_eta: others })).toThrow(
      'list 1 has 0 elements in "pt" and 1 in "cl_eta"',
    );
    const texts = ak.fromIter([["a"], [], ["b", "c"]]);
    expect(call({ eventNumber, cl_phi: texts })).toThrow('"cl_phi" holds strings, not numbers');
    expect(call({ eventNumber, pt: records })).toThrow(
      '"pt" holds records (pt, eta, m, cl_eta, cl_phi), not numbers',
    );
    expect(call({ eventNumber: ak.array(Float64Array.of(1, 2, 3)) })).not.toThrow();
  });

  it("nor is a list of BigInts a column", async () => {
    const tool = await made("e/gamma, counter");
    const columns = untyped({ ...objectsOf(tool, 1), eventNumber: [1n] });
    expect(() => tool.evaluate(columns, undefined, [""])).toThrow("BigUint64Array.from");
  });
});

describe("a tool that was made", () => {
  it("refuses to be changed, and has its name", async () => {
    const tool = await made("e/gamma, counter");
    expect(() => Object.assign(tool, { varSF: 2 })).toThrow(
      `${name} does not change: "varSF" is given where it is made, new ${name}({ varSF: … })`,
    );
    expect([String(tool), tool.name]).toEqual([name, name]);
  });
});

describe("properties that do not go together", () => {
  const factor = (key: string, value: number): object => ({ key, value });
  const sf = {
    name: "sf",
    version: 1,
    inputs: [of("ValType", "string")],
    output: of("sf"),
    data: {
      nodetype: "category",
      input: "ValType",
      content: [factor("sf", 0.9), factor("sfup", 1), factor("sfdown", 0.8)],
    },
  };
  const payload = { schema_version: 2, corrections: [sf] };
  const variation = { input: "ValType", nominal: "sf", up: "sfup", down: "sfdown" };

  it("are the models of many systematics and a payload with one", async () => {
    for (const CorrelationModel of ["FULL", "TOYS"] as const) {
      const properties = { payload, variation, CorrelationModel };
      await expect(
        new AsgElectronEfficiencyCorrectionTool(properties).initialize(),
      ).rejects.toThrow(`"CorrelationModel" is ${CorrelationModel}: "sf" of the payload`);
    }
    const total = { payload, variation, CorrelationModel: "TOTAL" } as const;
    await new AsgElectronEfficiencyCorrectionTool(total).initialize();
  });

  it("say which name is none of a variation's", async () => {
    const wrong = { payload, variation: untyped({ Input: "ValType" }) };
    await expect(new AsgElectronEfficiencyCorrectionTool(wrong).initialize()).rejects.toThrow(
      'input, nominal, up, down is needed; "Input" is none of them',
    );
  });

  it("and a payload without any uncertainty of jets is that of another tool", async () => {
    await expect(new JetUncertaintiesTool({ payload }).initialize()).rejects.toThrow(
      'no correction "JET_…" in the payload of JetUncertaintiesTool',
    );
  });
});

describe("arguments of a correction", () => {
  it("are named where their lists differ, and where texts are in a list", () => {
    const data = {
      nodetype: "formula",
      expression: "x+y",
      parser: "TFormula",
      variables: ["x", "y"],
    };
    const inputs = [of("s", "string"), of("x"), of("y")];
    const correction = { name: "c", version: 1, inputs, output: of("z"), data };
    using set = CorrectionSet.fromObject({ schema_version: 2, corrections: [correction] });
    const c = set.get("c");
    const x = ak.fromIter([[1], []]);
    const y = ak.fromIter([[1], [2]]);
    expect(() => c.evaluate("a", x, y)).toThrow('list 1 has 0 elements in "x" and 1 in "y"');
    expect(() => c.evaluate("a", ak.fromIter([1, 2]), ak.fromIter([1, 2, 3]))).toThrow(
      'lengths 3 and 2 ("x")',
    );
    expect(() => c.evaluate(untyped(["a", "b"]), 1, 2)).toThrow(
      '"s" is a text, which stands for all objects',
    );
  });
});
