import { describe, expect, it } from "vitest";
import {
  firstNormals,
  firstUniforms,
  JetUncertaintiesTool,
  MuonCalibrationAndSmearingTool,
  type MuonCalibrationProperties,
  MuonEfficiencyScaleFactors,
  PileupReweightingTool,
  smearingSeeds,
} from "../../src/corrections/index.ts";
import { columnFrom, columnOf } from "../../src/wasm/column.ts";
import { type AnyTool, columnsOf, type Objects, objectsOf, run } from "./six-tools.ts";

const real = (name: string): object => ({ name, type: "real" });

/** Corrections of some inputs, each a number or a node. */
function payload(corrections: Readonly<Record<string, unknown>>, inputs = ["abs_eta"]): object {
  return {
    schema_version: 2,
    corrections: Object.entries(corrections).map(([name, data]) => ({
      name,
      version: 1,
      inputs: inputs.map(real),
      output: real("value"),
      data,
    })),
  };
}

async function ready<T extends AnyTool>(tool: T): Promise<T> {
  await tool.initialize();
  return tool;
}

/** Normal numbers of ATLAS's seeds. */
function normals(objects: Objects): Float64Array {
  const { eta, phi, eventNumber } = columnsOf(objects);
  return firstNormals(smearingSeeds(eta, phi, eventNumber)).toTypedArray() as Float64Array;
}

function near(got: number, wanted: number): void {
  expect(Math.abs(got / wanted - 1)).toBeLessThan(1e-14);
}

describe("MuonCalibrationAndSmearingTool", () => {
  const own = {
    ID_s1: 0.001,
    MS_s0: -30,
    MS_s1: 0.002,
    ID_r0: 500,
    MUON_SCALE_ID_s1: 0.0005,
    MUON_SCALE_MS_s0: 4,
    MUON_ID_ID_r0: 100,
    weight_ID: 0.75,
  };
  const muon = (more: MuonCalibrationProperties = {}) =>
    ready(new MuonCalibrationAndSmearingTool({ payload: payload(own), rng: "trandom3", ...more }));

  it("scales and smears the tracks, which change the momentum by their weights", async () => {
    const tool = await muon();
    const objects = objectsOf(tool, 50);
    const z = normals(objects);
    const names = ["", "MUON_SCALE__1up", "MUON_SCALE__1down", "MUON_ID__1up"];
    const got = run(tool, objects, names);
    for (const name of names) {
      const sign = name === "MUON_SCALE__1up" ? 1 : name === "MUON_SCALE__1down" ? -1 : 0;
      const r0 = name === "MUON_ID__1up" ? 600 : 500;
      z.forEach((g, i) => {
        const { pt, ptID, ptMS } = objects;
        const inner = (1.001 + sign * 0.0005) / (1 + (r0 * g) / ptID[i]);
        const outer = 1.002 + (-30 + 4 * sign) / ptMS[i];
        near(got[name].ptOut[i], pt[i] * (0.75 * inner + 0.25 * outer));
      });
    }
  });

  it("takes the combined momentum where tracks have none, and only scales where asked", async () => {
    const tool = await muon({ doSmearing: false });
    const { ptID, ptMS, ...objects } = objectsOf(tool, 20);
    expect(ptID.length).toBe(ptMS.length);
    run(tool, objects, [""])[""].ptOut.forEach((pt, i) => {
      const outer = 1.002 - 30 / objects.pt[i];
      near(pt, objects.pt[i] * (0.75 * 1.001 + 0.25 * outer));
    });
  });

  it("draws six independent normal numbers, whichever the generator", async () => {
    const sum = { ID_r0: 1000, ID_r1: 0.01, ID_r2: 1e-7, MS_r0: 1000, MS_r1: 0.01, MS_r2: 1e-7 };
    for (const rng of ["counter", "trandom3"] as const) {
      const tool = await ready(
        new MuonCalibrationAndSmearingTool({ rng, payload: payload({ ...sum, weight_ID: 0.5 }) }),
      );
      const many = objectsOf(tool, 40000, 5);
      const objects = Object.fromEntries(
        Object.entries(many).map(([name, all]) => [name, /^pt/.test(name) ? all.fill(1e5) : all]),
      );
      const { ptOut } = run(tool, objects, [""])[""];
      const square = ptOut.reduce((total, pt) => total + (pt / 1e5 - 1) ** 2, 0) / ptOut.length;
      // Each of six terms of 1 % with the weight of a half: variances add up; error 0.4 %.
      expect(Math.abs(Math.sqrt(square) / (0.01 * Math.sqrt(6 / 4)) - 1)).toBeLessThan(0.02);
    }
  });

  it("marks muons beyond its bins", async () => {
    const tool = await ready(new MuonCalibrationAndSmearingTool({}));
    const objects = { ...objectsOf(tool, 3), eta: Float64Array.of(2.8, 1, Number.NaN) };
    expect([...run(tool, objects, [""])[""].status]).toEqual([1, 0, 2]);
  });
});

describe("MuonEfficiencyScaleFactors", () => {
  it("adds what each systematic says; 1 outside", async () => {
    const bins = (content: readonly number[]): object => ({
      nodetype: "multibinning",
      inputs: ["pt", "eta"],
      edges: [
        [10, 20, 30],
        [-1, 0, 1],
      ],
      content,
      flow: "clamp",
    });
    const own = payload(
      { sf: bins([0.9, 0.8, 0.7, 0.6]), MUON_EFF_RECO_STAT: bins([0.125, 0, 0, 0.25]) },
      ["pt", "eta"],
    );
    const tool = await ready(new MuonEfficiencyScaleFactors({ payload: own }));
    const columns = {
      pt: columnOf("float64", [15, 500, 5, 15]),
      eta: columnOf("float64", [-0.5, 0.5, 0, 1.5]),
      phi: columnOf("float64", [0, 0, 0, 0]),
    };
    const down = "MUON_EFF_RECO_STAT__1down";
    const got = tool.evaluate(columns, undefined, ["", down]);
    expect([...got[""].scaleFactor.view()]).toEqual([0.9, 0.6, 1, 1]);
    expect([...got[""].status.view()]).toEqual([0, 0, 1, 1]);
    expect([...got[down].scaleFactor.view()]).toEqual([0.9 - 0.125, 0.6 - 0.25, 1, 1]);
  });

  it("splits systematics of low momenta in its demonstration", async () => {
    const tool = await ready(new MuonEfficiencyScaleFactors({}));
    expect(tool.affectingSystematics).toContain("MUON_EFF_RECO_SYS_LOWPT__1up");
    const one = { ...objectsOf(tool, 1), pt: Float64Array.of(5e4), eta: Float64Array.of(1) };
    const names = ["", "MUON_EFF_RECO_SYS_LOWPT__1up", "MUON_EFF_RECO_SYS__1up"];
    const got = run(tool, one, names);
    const [nominal, low, high] = names.map((name) => got[name].scaleFactor[0]);
    expect([low === nominal, high > nominal]).toEqual([true, true]);
  });
});

describe("PileupReweightingTool", () => {
  it("weights by the bins of mu, and chooses runs by ATLAS's seeds", async () => {
    const tool = await ready(new PileupReweightingTool({ rng: "trandom3" }));
    const objects = objectsOf(tool, 200);
    const got = run(tool, objects, ["", "PRW_DATASF__1up"]);
    const seeds = Uint32Array.from(
      objects.eventNumber,
      (event, i) => (314159 + objects.mcChannelNumber[i] * 2718 + event) % 2 ** 32,
    );
    const u = firstUniforms(columnFrom(seeds, "uint32")).toTypedArray();
    const bounds = [0.08, 0.2, 0.31, 0.48, 0.62, 0.83];
    const runs = [284500, 297730, 310634, 325713, 338183, 348885, 360026];
    const expected = Array.from(u, (x) => runs[bounds.filter((bound) => bound <= x).length]);
    expect([...got[""].randomRunNumber]).toEqual(expected);
    const bin = (mu: number): number => Math.floor(mu / 5);
    for (let i = 1; i < 200; i++) {
      if (bin(objects.mu[i]) !== bin(objects.mu[0])) continue;
      expect(got[""].weight[i]).toBe(got[""].weight[0]);
    }
    expect(got.PRW_DATASF__1up.weight).not.toEqual(got[""].weight);
  });

  it("takes payloads as CMS publishes them; data have the weight 1 and their run", async () => {
    const weights = {
      nodetype: "category",
      input: "weights",
      content: ["nominal", "up", "down"].map((key, i) => ({
        key,
        value: {
          nodetype: "binning",
          input: "NumTrueInteractions",
          edges: [0, 10, 20],
          content: [i + 1, i + 0.5],
          flow: "error",
        },
      })),
    };
    const inputs = [real("NumTrueInteractions"), { name: "weights", type: "string" }];
    const correction = {
      name: "Collisions18",
      version: 0,
      inputs,
      output: real("w"),
      data: weights,
    };
    const tool = await ready(
      new PileupReweightingTool({
        payload: { schema_version: 2, corrections: [correction] },
        inputs: { NumTrueInteractions: "mu" },
        variation: { input: "weights" },
      }),
    );
    const objects: Objects = { ...objectsOf(tool, 3), mu: Float64Array.of(5, 15, 25) };
    const got = run(tool, objects, ["", "PRW_DATASF__1down"]);
    expect([...got[""].weight]).toEqual([1, 0.5, 1]);
    expect([...got[""].status]).toEqual([0, 0, 1]);
    expect([...got.PRW_DATASF__1down.weight]).toEqual([3, 2.5, 1]);
    expect([...got[""].randomRunNumber]).toEqual([...objects.runNumber]);
    expect([...run(tool, objects, [""], true)[""].weight]).toEqual([1, 1, 1]);
  });
});

describe("JetUncertaintiesTool", () => {
  const own = { resolution: 0.1, JET_A: 0.02, JET_B: 0.01, JET_JER_C: 0.05, JET_JER_D: -0.07 };

  it("scales by the sum of shifts, and widens the resolution by the size of theirs", async () => {
    const tool = await ready(new JetUncertaintiesTool({ payload: payload(own), rng: "trandom3" }));
    const objects = objectsOf(tool, 60);
    const z = normals(objects);
    const joined = "JET_A__1up-JET_B__1down-JET_JER_C__1up-JET_JER_D__1up";
    const got = run(tool, objects, ["", joined, "JET_A__1down"]);
    expect(got[""].ptOut).toEqual(objects.pt);
    objects.pt.forEach((pt, i) => {
      near(got.JET_A__1down.ptOut[i], pt * 0.98);
      const width = Math.sqrt(0.12 ** 2 - 0.1 ** 2);
      near(got[joined].ptOut[i], pt * 1.01 * (1 + width * z[i]));
      near(got[joined].mOut[i], objects.m[i] * 1.01 * (1 + width * z[i]));
    });
  });

  it("names the column that a payload needs", async () => {
    const tool = await ready(
      new JetUncertaintiesTool({ payload: payload({ JET_Flavor: 0.01 }, ["flavor"]) }),
    );
    const { flavor, ...objects } = objectsOf(tool, 4);
    expect(flavor.length).toBe(4);
    expect(() => run(tool, objects, [""])).toThrow('needs the column "flavor"');
  });

  it("needs a resolution where a source widens it", async () => {
    const tool = new JetUncertaintiesTool({ payload: payload({ JET_JER_A: 0.1 }) });
    await expect(tool.initialize()).rejects.toThrow('no correction "resolution"');
  });
});
