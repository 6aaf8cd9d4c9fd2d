import { beforeAll, describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import {
  AsgElectronEfficiencyCorrectionTool,
  EgammaCalibrationAndSmearingTool,
  variations,
} from "../../src/corrections/index.ts";
import { columnFrom } from "../../src/wasm/column.ts";

type Tool = InstanceType<typeof AsgElectronEfficiencyCorrectionTool>;

/** Two bins of energy, two of |eta|. */
function payload(): object {
  const correction = (name: string, content: readonly number[]): object => {
    const edges = [
      [10e3, 20e3, 50e3],
      [0, 1, 2],
    ];
    const inputs = ["et", "eta"];
    return {
      name,
      version: 1,
      inputs: inputs.map((input) => ({ name: input, type: "real" })),
      output: { name: "value", type: "real" },
      data: { nodetype: "multibinning", inputs, edges, content, flow: "error" },
    };
  };
  const corrections = [
    correction("sf", [0.9, 0.91, 0.92, 0.93]),
    correction("correlated_a", [0.03, 0.03, 0.03, 0.03]),
    correction("uncorrelated", [0.04, 0.04, 0, 0.04]),
  ];
  return { schema_version: 2, corrections };
}

async function ready(CorrelationModel: "SIMPLIFIED" | "TOTAL" | "FULL"): Promise<Tool> {
  const tool = new AsgElectronEfficiencyCorrectionTool({ CorrelationModel, payload: payload() });
  await tool.initialize();
  return tool;
}

describe("AsgElectronEfficiencyCorrectionTool", () => {
  // At eta 0 transverse energy is the energy; inside, at an edge, above, below, beside, no number.
  const columns = {
    cl_E: columnFrom(Float64Array.of(15e3, 20e3, 90e3, 9e3, 15e3, Number.NaN)),
    eta: columnFrom(Float64Array.of(0, 0, 0, 0, 5, 0)),
  };
  let total: Tool;
  beforeAll(async () => {
    total = await ready("TOTAL");
  });

  it("looks up bins, the last one above; 1 and a status outside", () => {
    const { "": nominal, SF_up: up } = total.evaluate(columns, undefined, ["", "SF_up"]);
    expect([...nominal.scaleFactor.toTypedArray()]).toEqual([0.9, 0.92, 0.92, 1, 1, 1]);
    expect([...nominal.status.toTypedArray()]).toEqual([0, 0, 0, 1, 1, 2]);
    const [first, second, ...rest] = up.scaleFactor.toTypedArray() as Float64Array;
    expect(first).toBeCloseTo(0.95, 14);
    expect(second).toBeCloseTo(0.95, 14);
    expect(rest.slice(1)).toEqual([1, 1, 1]);
  });

  it("splits uncertainties as the model says", async () => {
    expect(total.affectingSystematics).toHaveLength(2);
    const simplified = await ready("SIMPLIFIED");
    expect(simplified.affectingSystematics.filter((name) => name.endsWith("up"))).toEqual([
      "EL_EFF_ID_SIMPLIFIED_CorrUncertaintyNP0__1up",
      "EL_EFF_ID_SIMPLIFIED_UncorrUncertaintyNP0__1up",
      "EL_EFF_ID_SIMPLIFIED_UncorrUncertaintyNP1__1up",
    ]);
    const full = await ready("FULL");
    const down = "EL_EFF_ID_UncorrUncertaintyNP0__1down";
    const [first, second] = full.evaluate(columns, undefined, [down])[down].scaleFactor.view();
    expect(first).toBeCloseTo(0.86, 14);
    expect(second).toBe(0.92);
    // The third bin has no uncertainty of its own.
    expect(full.affectingSystematics).not.toContain("EL_EFF_ID_UncorrUncertaintyNP2__1up");
  });

  it("names what is wrong with a payload", async () => {
    const bad = payload() as { corrections: { data: { content: number[] } }[] };
    bad.corrections[1].data.content.pop();
    const tool = new AsgElectronEfficiencyCorrectionTool({ payload: bad });
    await expect(tool.initialize()).rejects.toThrow(
      "corrections[1].data.content: 3 contents for 4 bins",
    );
    const half = new AsgElectronEfficiencyCorrectionTool({ file: "a.root" });
    await expect(half.initialize()).rejects.toThrow('"file" and "histograms" belong together');
  });
});

describe("variations", () => {
  it("gives the records of each variation, with what is replaced and the rest shared", async () => {
    const tool = new EgammaCalibrationAndSmearingTool({ ESModel: "demo_v1", useFastSim: 0 });
    await tool.initialize();
    const two = (a: number, b: number): ak.Array => ak.fromIter([[a], [b]]);
    const electrons = ak.zip({
      pt: two(3e4, 4e4),
      eta: two(0.5, 1),
      m: two(0.5, 0.5),
      cl_eta: two(0.5, 1),
      cl_phi: two(1, 2),
    });
    const columns = { eventNumber: ak.fromIter([1, 2]) };
    const made = variations(electrons, tool, ["", "Scale_up"], { columns });
    expect(made.Scale_up.fields).toEqual([...electrons.fields, "status"]);
    const expected = tool(electrons, { sys: "Scale_up", columns }).newPt.toList();
    expect(made.Scale_up.field("pt").toList()).toEqual(expected);
    expect(made[""].field("pt").toList()).not.toEqual(expected);
  });
});
