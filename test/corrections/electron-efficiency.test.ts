import { beforeAll, describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import {
  AsgElectronEfficiencyCorrectionTool,
  EgammaCalibrationAndSmearingTool,
  variations,
} from "../../src/corrections/index.ts";
import { Hist, toRecord } from "../../src/hist/index.ts";
import { blobSink, recreateRoot } from "../../src/root/index.ts";
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

describe("AsgElectronEfficiencyCorrectionTool on histograms of a ROOT file", () => {
  /** Transverse energy in MeV and eta: four bins, and 2 in those of the flow that are asked for. */
  async function histograms(firstEta: number): Promise<Blob> {
    const empty = (): Hist => Hist.new.var([10e3, 20e3, 50e3]).var([firstEta, 1, 2]).weight();
    const et = Float64Array.of(15e3, 15e3, 30e3, 30e3, 90e3, 9e3, 15e3);
    const eta = Float64Array.of(0.5, 1.5, 0.5, 1.5, 0.5, 0.5, 5);
    const weight = Float64Array.of(0.5, 0.75, 1.25, 1.5, 2, 2, 2);
    const sink = blobSink();
    const file = await recreateRoot(sink);
    await file.set("sf", toRecord(empty().fill([et, eta], { weight }), { name: "sf" }));
    const shifts = toRecord(empty().fill([et, eta], { weight: weight.map(() => 0.125) }), {
      name: "shift",
    });
    await file.set("shift", shifts);
    await file.close();
    return sink.blob();
  }
  const columns = {
    cl_E: columnFrom(Float64Array.of(15e3, 20e3, 90e3, 9e3, 15e3, 15e3)),
    eta: columnFrom(Float64Array.of(0, -0, 0, 0, 5, -0.5)),
  };
  const names = { sf: "sf", correlated: ["shift"] };
  async function factors(more: object, eta = 0, variation = ""): Promise<number[]> {
    const file = await histograms(eta);
    const tool = new AsgElectronEfficiencyCorrectionTool({ file, histograms: names, ...more });
    await tool.initialize();
    return Array.from(
      tool.evaluate(columns, undefined, [variation])[variation].scaleFactor.view(),
      Number,
    );
  }

  it("looks up |eta| where the bins begin at 0; the last bin of energy above, 1 outside", async () => {
    expect(await factors({})).toEqual([0.5, 1.25, 1.25, 1, 1, 0.5]);
    // From -1 on, eta itself.
    expect(await factors({}, -1)).toEqual([0.5, 1.25, 1.25, 1, 1, 0.5]);
    expect(await factors({}, -0.25)).toEqual([0.5, 1.25, 1.25, 1, 1, 1]);
  });

  it("takes the nearest bin, or the flow bins, where that is asked for", async () => {
    expect(await factors({ outside: "clamp" })).toEqual([0.5, 1.25, 1.25, 0.5, 0.75, 0.5]);
    // Far forward the transverse energy is below the bins, too: the corner is empty.
    expect(await factors({ outside: "flow" })).toEqual([0.5, 1.25, 2, 2, 0, 0.5]);
  });

  it("takes errors as uncorrelated uncertainties, and other histograms as correlated ones", async () => {
    const total = await factors({ CorrelationModel: "TOTAL" }, 0, "SF_up");
    // A bin of one entry has its weight as error.
    expect(total[0]).toBe(0.5 + Math.sqrt(0.125 ** 2 + 0.5 ** 2));
    const one = "EL_EFF_ID_CorrUncertaintyNP0__1down";
    expect((await factors({ CorrelationModel: "FULL" }, 0, one))[1]).toBe(1.125);
    const bin = "EL_EFF_ID_UncorrUncertaintyNP2__1up";
    expect(await factors({ CorrelationModel: "FULL" }, 0, bin)).toEqual([0.5, 2.5, 2.5, 1, 1, 0.5]);
  });

  it("knows of no uncertainty where a histogram has no errors of its own", async () => {
    const sink = blobSink();
    const output = await recreateRoot(sink);
    const plain = Hist.new
      .var([10e3, 50e3])
      .var([0, 2])
      .double()
      .fill([
        [2e4, 2e4],
        [1, 1],
      ]);
    await output.set("sf", toRecord(plain, { name: "sf" }));
    await output.close();
    const file = await sink.blob();
    const made = async (more: object): Promise<Tool> => {
      const tool = new AsgElectronEfficiencyCorrectionTool({
        file,
        histograms: { sf: "sf" },
        ...more,
      });
      await tool.initialize();
      return tool;
    };
    const own = await made({ CorrelationModel: "TOTAL" });
    // Not 2 +- sqrt(2), as ROOT has it of counts.
    expect(own.affectingSystematics).toEqual([]);
    expect(own.evaluate(columns, undefined, [""])[""].scaleFactor.view()[0]).toBe(2);
    const given = await made({ histograms: { sf: "sf", uncorrelated: "sf" } });
    expect(given.affectingSystematics).toHaveLength(2);
  });

  it("refuses histograms whose axes are the other way round", async () => {
    const sink = blobSink();
    const output = await recreateRoot(sink);
    const turned = Hist.new.var([-2, 0, 2]).var([10e3, 50e3]).weight();
    await output.set("sf", toRecord(turned, { name: "sf" }));
    await output.close();
    const file = await sink.blob();
    const tool = new AsgElectronEfficiencyCorrectionTool({ file, histograms: { sf: "sf" } });
    await expect(tool.initialize()).rejects.toThrow(
      '"histograms": x of "sf" is transverse energy, y eta; x begins at -2',
    );
  });

  it("names the histogram that is wrong", async () => {
    const file = await histograms(0);
    const tool = new AsgElectronEfficiencyCorrectionTool({ file, histograms: { sf: "sg" } });
    await expect(tool.initialize()).rejects.toThrow('"sg"');
  });
});

describe("CorrelationModel TOYS", () => {
  it("draws each bin by itself and correlated sources together, as the seed says", async () => {
    const toys = async (seed: number): Promise<number[][]> => {
      const tool = new AsgElectronEfficiencyCorrectionTool({
        CorrelationModel: "TOYS",
        NumberOfToys: 400,
        seed,
        payload: payload(),
      });
      await tool.initialize();
      const three = {
        cl_E: columnFrom(Float64Array.of(15e3, 40e3, 30e3)),
        eta: columnFrom(Float64Array.of(0, 1.5, 0)),
      };
      const names = tool.affectingSystematics;
      expect(names[3]).toBe("EL_EFF_ID_TOYS__toy_3");
      const got = tool.evaluate(three, undefined, names);
      return names.map((name) => Array.from(got[name].scaleFactor.view(), Number));
    };
    const drawn = await toys(1);
    const nominal = [0.9, 0.91, 0.92];
    const shifts = drawn.map((toy) => toy.map((value, i) => value - nominal[i]));
    const mean = (of: (shift: number[]) => number): number =>
      shifts.reduce((sum, shift) => sum + of(shift), 0) / shifts.length;
    // Variances 0.03^2 + 0.04^2, of the third bin 0.03^2; the correlated part is shared. Errors: 7 %.
    expect(mean(([a]) => a * a) / 0.0025).toBeCloseTo(1, 0);
    expect(mean(([, , c]) => c * c) / 0.0009).toBeCloseTo(1, 0);
    expect(Math.abs(mean(([a, b]) => a * b) / 0.0009 - 1)).toBeLessThan(0.5);
    expect(await toys(1)).toEqual(drawn);
    expect(await toys(2)).not.toEqual(drawn);
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
