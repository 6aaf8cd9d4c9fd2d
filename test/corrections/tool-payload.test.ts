import { describe, expect, it } from "vitest";
import {
  AsgElectronEfficiencyCorrectionTool,
  type ElectronEfficiencyProperties,
  JetUncertaintiesTool,
  MuonEfficiencyScaleFactors,
  PileupReweightingTool,
} from "../../src/corrections/index.ts";
import { columnFrom } from "../../src/wasm/column.ts";

type Tool = InstanceType<typeof AsgElectronEfficiencyCorrectionTool>;

const real = (name: string): object => ({ name, type: "real" });
const text = (name: string): object => ({ name, type: "string" });

function payload(data: object | number, inputs: readonly object[], name = "sf"): object {
  const correction = { name, version: 1, inputs, output: real("value"), data };
  return { schema_version: 2, corrections: [correction] };
}

/** Scale factors as CMS publishes them. */
const byChoice = payload(
  {
    nodetype: "category",
    input: "ValType",
    content: ["sf", "sfup", "sfdown"].map((key, i) => ({
      key,
      value: {
        nodetype: "category",
        input: "WorkingPoint",
        content: ["Loose", "Tight"].map((point, j) => ({
          key: point,
          value: {
            nodetype: "binning",
            input: "pt",
            edges: [10, 20, "inf"],
            content: [1 + j + i / 8, 2 + j + i / 8],
            flow: "error",
          },
        })),
      },
    })),
  },
  [text("ValType"), text("WorkingPoint"), real("pt")],
  "UL-Electron-ID-SF",
);
const choice: ElectronEfficiencyProperties = {
  payload: byChoice,
  inputs: { WorkingPoint: "Tight", pt: "et" },
  variation: { input: "ValType", nominal: "sf", up: "sfup", down: "sfdown" },
};

const columns = {
  cl_E: columnFrom(Float64Array.of(15, 5, 1e6)),
  eta: columnFrom(Float64Array.of(0, 0, 0)),
};

async function ready(properties: ElectronEfficiencyProperties): Promise<Tool> {
  const tool = new AsgElectronEfficiencyCorrectionTool(properties);
  await tool.initialize();
  return tool;
}

function factors(tool: Tool, variation = ""): number[] {
  return [...tool.evaluate(columns, undefined, [variation])[variation].scaleFactor.view()].map(
    Number,
  );
}

describe("payloads of tools", () => {
  it("may choose variations and working points by text", async () => {
    const tool = await ready(choice);
    expect(factors(tool)).toEqual([2, 1, 3]);
    expect(factors(tool, "SF_up")).toEqual([2.125, 1, 3.125]);
    expect(factors(tool, "SF_down")).toEqual([2.25, 1, 3.25]);
  });

  it("may be text, bytes, compressed bytes or a Blob", async () => {
    const json = JSON.stringify(byChoice).replace("[10,20,", "[10.0,20.0,");
    const whole = json.replaceAll("[10,20,", "[10.0,20.0,");
    const stream = new Blob([whole]).stream().pipeThrough(new CompressionStream("gzip"));
    const packed = new Uint8Array(await new Response(stream).arrayBuffer());
    const forms = [whole, new TextEncoder().encode(whole), packed, new Blob([packed])];
    for (const form of forms) {
      expect(factors(await ready({ ...choice, payload: form }))).toEqual([2, 1, 3]);
    }
  });

  it("may compute: formulas of what the tool knows", async () => {
    const formula = {
      nodetype: "formula",
      parser: "TFormula",
      expression: "[0]+x/100",
      variables: ["et"],
      parameters: [0.5],
    };
    const tool = await ready({ payload: payload(formula, [real("et")]) });
    expect(factors(tool).map((value) => Math.round(value * 1000))).toEqual([650, 550, 10000500]);
    expect(tool.affectingSystematics).toEqual([]);
  });

  it("follow their own flow where that is asked for", async () => {
    const binning = { nodetype: "binning", input: "et", edges: [10, 20, 30], content: [2, 3] };
    const clamp = payload({ ...binning, flow: "clamp" }, [real("et")]);
    expect(factors(await ready({ payload: clamp }))).toEqual([2, 1, 3]);
    expect(factors(await ready({ payload: clamp, outside: "clamp" }))).toEqual([2, 2, 3]);
    const other = payload({ ...binning, flow: 7 }, [real("et")]);
    expect(factors(await ready({ payload: other, outside: "flow" }))).toEqual([2, 7, 7]);
  });

  it("say which branches of those that a file may lack they need", async () => {
    const flavor = "AnalysisJetsAuxDyn.PartonTruthLabelID";
    const jets = async (input: string): Promise<readonly string[]> => {
      const binned = { nodetype: "binning", input, edges: [0, 10], content: [0.5], flow: "clamp" };
      const tool = new JetUncertaintiesTool({ payload: payload(binned, [real(input)], "JET_A") });
      expect(tool.requiredBranches).toContain(flavor);
      await tool.initialize();
      return tool.requiredBranches;
    };
    expect(await jets("flavor")).toContain(flavor);
    expect(await jets("mu")).not.toContain(flavor);
    expect(await jets("mu")).toContain("EventInfoAuxDyn.averageInteractionsPerCrossing");
    const pileup = new PileupReweightingTool({ payload: payload(1, [real("mu")], "weight") });
    await pileup.initialize();
    expect(pileup.requiredBranches).toEqual(
      ["averageInteractionsPerCrossing", "runNumber", "eventNumber"].map(
        (name) => `EventInfoAuxDyn.${name}`,
      ),
    );
    const objects = { mu: [20], runNumber: [1], eventNumber: [1] };
    expect(pileup.evaluate(objects, undefined, [""])[""].weight.at(0)).toBe(1);
  });

  it("may depend on electrons' phi and on muons' whole momentum", async () => {
    const binned = (input: string, edges: readonly number[]): object => {
      return { nodetype: "binning", input, edges, content: [0.5, 0.25], flow: "error" };
    };
    const tool = await ready({ payload: payload(binned("phi", [-4, 0, 4]), [real("phi")]) });
    expect(tool.requiredBranches).toContain("AnalysisElectronsAuxDyn.phi");
    const { scaleFactor, status } = tool.evaluate({ ...columns, phi: [-1, 1, 5] }, undefined, [""])[
      ""
    ];
    expect([...scaleFactor.toTypedArray()].map(Number)).toEqual([0.5, 0.25, 1]);
    expect([...status.toTypedArray()].map(Number)).toEqual([0, 0, 1]);
    expect(() => factors(tool)).toThrow('needs the column "phi"');
    expect((await ready({})).requiredBranches).not.toContain("AnalysisElectronsAuxDyn.phi");
    const muons = new MuonEfficiencyScaleFactors({
      payload: payload(binned("p", [0, 50, 100]), [real("p")]),
    });
    await muons.initialize();
    // cosh(2) is 3.76.
    const three = { pt: [40, 20, 40], eta: [0, 2, -2], phi: [0, 0, 0] };
    const found = muons.evaluate(three, undefined, [""])[""].scaleFactor.toTypedArray();
    expect([...found].map(Number)).toEqual([0.5, 0.25, 1]);
  });

  it("may choose by text in the rule of a transform, whose errors are of their objects", async () => {
    const formula = (expression: string): object => {
      return { nodetype: "formula", parser: "TFormula", expression, variables: ["et"] };
    };
    const binned = { nodetype: "binning", input: "et", edges: [10, 16], content: [formula("x+5")] };
    const rule = {
      nodetype: "category",
      input: "syst",
      content: [
        { key: "nominal", value: formula("x") },
        { key: "up", value: { ...binned, flow: "error" } },
      ],
      default: formula("2*x"),
    };
    const edges = [0, 12, 18, 1e9];
    const content = { nodetype: "binning", input: "et", edges, content: [1, 2, 3], flow: "clamp" };
    const data = { nodetype: "transform", input: "et", rule, content };
    const tool = await ready({
      payload: payload(data, [{ name: "syst", type: "string" }, real("et")]),
      variation: { input: "syst" },
      outside: "flow",
    });
    // Transverse energies of 15, 5 and 10^6.
    expect(factors(tool)).toEqual([2, 1, 3]);
    expect(factors(tool, "SF_up")).toEqual([3, 1, 3]);
    expect(factors(tool, "SF_down")).toEqual([3, 1, 3]);
    const status = (variation: string): number[] =>
      [...tool.evaluate(columns, undefined, [variation])[variation].status.toTypedArray()].map(
        Number,
      );
    expect(status("SF_up")).toEqual([0, 1, 1]);
    expect(status("SF_down")).toEqual([0, 0, 0]);
  });

  const place = { pt: "et", WorkingPoint: "Tight" };
  it.each<[string, object, string]>([
    ["a text that is no JSON", { payload: "{]" }, "JSON, line 1, column 2"],
    ["bytes that do not unpack", { payload: Uint8Array.of(31, 139, 8, 0) }, "decompress"],
    ["an empty text", { payload: "" }, "empty"],
    ["a file of something else", { payload: new File(["<p>"], "sf.json") }, "(in sf.json)"],
    ["another schema", { payload: { schema_version: 1, corrections: [] } }, "schema_version"],
    ["no such correction", { payload: byChoice, correction: "sf" }, 'no correction "sf"'],
    ["a missing text", { ...choice, inputs: { pt: "et" } }, "corrections[0].inputs[1]"],
    [
      "an unknown quantity",
      { ...choice, inputs: { ...place, pt: "E" } },
      "corrections[0].inputs[2]",
    ],
    ["an unknown key", { ...choice, inputs: { ...place, WorkingPoint: "Tigt" } }, '"Tight"'],
    ["an unknown input", { ...choice, inputs: { ...place, year: "2018" } }, 'no input "year"'],
    ["inputs of another kind", { ...choice, inputs: 5 }, 'property "inputs"'],
    ["no keys of variations", { ...choice, variation: 5 }, 'property "variation" is 5'],
    ["a misspelt key", { ...choice, variation: { imput: "syst" } }, "input, nominal, up, down"],
    ["an unknown rule", { ...choice, outside: "wrap" }, 'property "outside"'],
  ])("are refused with their place: %s", async (_, properties, message) => {
    const tool = new AsgElectronEfficiencyCorrectionTool(properties);
    await expect(tool.initialize()).rejects.toThrow(message);
    expect(() => tool.evaluate(columns, undefined, [""])).toThrow("is not initialised");
  });
});
