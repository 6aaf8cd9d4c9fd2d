import { describe, expect, it } from "vitest";
import {
  AsgElectronEfficiencyCorrectionTool,
  EgammaCalibrationAndSmearingTool,
  JetUncertaintiesTool,
  MuonCalibrationAndSmearingTool,
  MuonEfficiencyScaleFactors,
  PileupReweightingTool,
} from "../../src/corrections/index.ts";
import { type AnyTool, made, type Objects, run } from "./six-tools.ts";

/** A correction in bins of one input. */
function bins(name: string, content: readonly number[], flow = "error", input = "abs_eta"): object {
  const edges = content.length === 1 ? [0, 1] : [-1, 0, 1];
  const of = (one: string): object => ({ name: one, type: "real" });
  const data = { nodetype: "binning", input, edges, content, flow };
  return { name, version: 1, inputs: [of(input)], output: of("value"), data };
}

const constant = (name: string, value: number): object => ({ ...bins(name, [1]), data: value });

function set(...corrections: object[]): object {
  return { schema_version: 2, corrections };
}

async function ready(tool: AnyTool): Promise<AnyTool> {
  await tool.initialize();
  return tool;
}

const full = (values: readonly number[], n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => values[i % values.length]);

function electrons(pt: readonly number[], eta: readonly number[]): Objects {
  const n = Math.max(pt.length, eta.length);
  const columns = { pt, eta, cl_eta: eta, m: [0], cl_phi: [1], eventNumber: [1, 2, 3] };
  return Object.fromEntries(Object.entries(columns).map(([name, of]) => [name, full(of, n)]));
}

function muons(columns: Readonly<Record<string, readonly number[]>>): Objects {
  const n = Math.max(...Object.values(columns).map(({ length }) => length));
  const all = { pt: [5e4], eta: [0.5], phi: [1], eventNumber: [7], ...columns };
  return Object.fromEntries(Object.entries(all).map(([name, of]) => [name, full(of, n)]));
}

const below = [0, -5, -5e4, -0];

describe("momenta that are not above 0", () => {
  it("stay as they are, with the status 1", async () => {
    for (const name of ["e/gamma, counter", "e/gamma, twister, FULL"]) {
      const tool = await made(name);
      const { ptOut, status } = run(tool, electrons(below, [0.5]), [""])[""];
      expect([...ptOut]).toEqual(below);
      expect([...status]).toEqual([1, 1, 1, 1]);
      expect([...run(tool, electrons(below, [0.5]), [""], true)[""].ptOut]).toEqual(below);
    }
    for (const name of ["muons, counter", "muons, twister"]) {
      const { ptOut, status } = run(await made(name), muons({ pt: below }), [""])[""];
      expect([...ptOut]).toEqual(below);
      expect([...status]).toEqual([1, 1, 1, 1]);
    }
    const jets = await made("jets, counter");
    const objects = {
      ...muons({ pt: below, m: [5, 0, 1, 2] }),
      flavor: full([0], 4),
      mu: full([30], 4),
    };
    const results = run(jets, objects, jets.affectingSystematics.slice(0, 60));
    for (const { ptOut, mOut, status } of Object.values(results)) {
      expect([...ptOut]).toEqual(below);
      expect([...mOut]).toEqual([5, 0, 1, 2]);
      expect([...status]).toEqual([1, 1, 1, 1]);
    }
  });

  it("and what is no finite number, too, with the status 2", async () => {
    const pt = [4e4, 4e4, 4e4, Number.NaN];
    const { ptOut, status } = run(
      await made("e/gamma, counter"),
      electrons(pt, [0.5, Number.NaN, Infinity, 1]),
      ["Scale_up"],
    ).Scale_up;
    expect([...ptOut.slice(1)]).toEqual([4e4, 4e4, Number.NaN]);
    expect([...status]).toEqual([0, 2, 2, 2]);
    const objects = muons({ pt: [5e4, 5e4, 5e-324], phi: [1, Number.NaN, 1] });
    const muon = run(await made("muons, counter"), objects, [""])[""];
    expect([...muon.status]).toEqual([0, 2, 2]);
    expect([...muon.ptOut.slice(1)]).toEqual([5e4, 5e-324]);
  });
});

describe("muons without one of their tracks", () => {
  const own = { ID_s1: 0.01, MS_s1: -0.02, weight_ID: 0.75 };
  const payload = set(...Object.entries(own).map(([name, value]) => constant(name, value)));

  it("are calibrated by the other one alone; without both they stay as they are", async () => {
    const tool = await ready(new MuonCalibrationAndSmearingTool({ payload }));
    const tracks = { ptID: [4e4, 4e4, 0, 0, -1, Number.NaN], ptMS: [4e4, 0, 4e4, 0, 1, 1] };
    const { ptOut, status } = run(tool, muons(tracks), [""])[""];
    const factors = [0.75 * 1.01 + 0.25 * 0.98, 1.01, 0.98, 1, 1, 1];
    for (const [i, factor] of factors.entries()) expect(ptOut[i] / 5e4).toBeCloseTo(factor, 13);
    expect([...status]).toEqual([0, 0, 0, 1, 2, 2]);
    // Data have no use for the tracks.
    expect([...run(tool, muons(tracks), [""], true)[""].status]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("what a payload does not hold", () => {
  const eta = [0.5, -0.5, 1.5, -1.5];
  const egamma = (payload: object): Promise<AnyTool> =>
    ready(new EgammaCalibrationAndSmearingTool({ ESModel: "own", useFastSim: 0, payload }));

  it("has the same status whichever way the payload spells eta", async () => {
    for (const [input, flow] of [
      ["abs_eta", "clamp"],
      ["eta", "clamp"],
      ["abs_eta", "error"],
      ["eta", "error"],
    ]) {
      const content = input === "eta" ? [0.01, 0.01] : [0.01];
      const named = (name: string): object => bins(name, content, flow, input);
      const tool = await egamma(set(named("scale"), named("constant_term")));
      for (const isData of [false, true]) {
        const { ptOut, status } = run(tool, electrons([4e4], eta), [""], isData)[""];
        expect([...status]).toEqual([0, 0, 1, 1]);
        expect(ptOut[2] === 4e4).toBe(flow === "error");
      }
      const muon = set(named("ID_s1"), constant("weight_ID", 1));
      const tool2 = await ready(new MuonCalibrationAndSmearingTool({ payload: muon }));
      const calibrated = run(tool2, muons({ eta }), [""])[""];
      expect([...calibrated.status]).toEqual([0, 0, 1, 1]);
      expect(calibrated.ptOut[2] === 5e4).toBe(flow === "error");
      const jets = set(named("JET_A"));
      const tool3 = await ready(new JetUncertaintiesTool({ payload: jets }));
      const varied = run(tool3, { ...muons({ eta }), m: full([1], 4) }, ["JET_A__1up"]);
      expect([...varied.JET_A__1up.status]).toEqual([0, 0, 1, 1]);
      expect(varied.JET_A__1up.ptOut[2] === 5e4).toBe(flow === "error");
    }
  });

  it("moves nothing in the variation that needs it, and says so there alone", async () => {
    const payload = set(
      constant("scale", 0),
      constant("constant_term", 0.01),
      bins("EG_SCALE_ALL", [0.1]),
      bins("EG_RESOLUTION_ALL", [0.1]),
    );
    const names = ["", "Scale_up", "Res_up"];
    const results = run(await egamma(payload), electrons([4e4], eta), names);
    expect([...results[""].status]).toEqual([0, 0, 0, 0]);
    for (const name of ["Scale_up", "Res_up"]) {
      expect([...results[name].status]).toEqual([0, 0, 1, 1]);
      expect(results[name].ptOut[0]).not.toBe(results[""].ptOut[0]);
      expect(results[name].ptOut[2]).toBe(results[""].ptOut[2]);
    }
    // Alone as together.
    expect(run(await egamma(payload), electrons([4e4], eta), ["Scale_up"]).Scale_up).toEqual(
      results.Scale_up,
    );
    const factors = set(constant("sf", 0.9), bins("uncorrelated", [0.1]));
    const tool = await ready(
      new AsgElectronEfficiencyCorrectionTool({
        payload: factors,
        CorrelationModel: "TOTAL",
        outside: "clamp",
      }),
    );
    const scaled = run(tool, { cl_E: full([4e4], 4), eta: Float64Array.from(eta) }, ["", "SF_up"]);
    expect([...scaled[""].status]).toEqual([0, 0, 0, 0]);
    expect([...scaled.SF_up.status]).toEqual([0, 0, 1, 1]);
    expect([...scaled.SF_up.scaleFactor]).toEqual([1, 1, 0.9, 0.9]);
  });

  it("leaves an electron without a constant term as it is in every variation", async () => {
    const payload = set(
      constant("scale", 0),
      bins("constant_term", [0.01]),
      constant("EG_SCALE_ALL", 0.1),
    );
    const results = run(await egamma(payload), electrons([4e4], eta), ["", "Scale_up"]);
    for (const { ptOut, status } of Object.values(results)) {
      expect([...status]).toEqual([0, 0, 1, 1]);
      expect([...ptOut.slice(2)]).toEqual([4e4, 4e4]);
    }
  });

  it("is so of infinities, too, whether computed or written", async () => {
    const real = (one: string): object => ({ name: one, type: "real" });
    const data = (expression: string, input: string): object => {
      return { nodetype: "formula", parser: "TFormula", expression, variables: [input] };
    };
    const formula = (name: string, expression: string, input = "abs_eta"): object => {
      const of = { inputs: [real(input)], output: real("value"), data: data(expression, input) };
      return { name, version: 1, ...of };
    };
    const names = ["", "Scale_up", "Res_up"];
    const shift = formula("EG_SCALE_ALL", "0.1/x");
    const width = bins("EG_RESOLUTION_ALL", [Infinity, 0.01], "clamp", "eta");
    const own = set(constant("scale", 0), constant("constant_term", 0.01), shift, width);
    const at = electrons([4e4], [0, -0.5, 0.5]);
    const results = run(await egamma(own), at, names);
    expect(names.map((name) => [...results[name].status])).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expect(results.Scale_up.ptOut[0]).toBe(results[""].ptOut[0]);
    expect(results.Res_up.ptOut[1]).toBe(results[""].ptOut[1]);

    const factors = set(formula("sf", "1/x"), formula("MUON_EFF_A", "1/(x-0.5)"));
    const tool = await ready(new MuonEfficiencyScaleFactors({ payload: factors }));
    const { eventNumber, ...known } = muons({ eta: [0, 0.5, 1] });
    expect(eventNumber.length).toBe(3);
    const got = run(tool, known, ["", "MUON_EFF_A__1up"]);
    expect([...got[""].scaleFactor]).toEqual([1, 2, 1]);
    expect([...got[""].status]).toEqual([1, 0, 0]);
    expect([...got.MUON_EFF_A__1up.scaleFactor]).toEqual([1, 2, 3]);
    expect([...got.MUON_EFF_A__1up.status]).toEqual([1, 1, 0]);
  });

  it("leaves events of a run that is not chosen their own", async () => {
    const payload = set(
      bins("weight", [0.5], "clamp", "mu"),
      bins("random_run", [300000], "error", "mu"),
    );
    const tool = await ready(new PileupReweightingTool({ payload }));
    const mu = Float64Array.of(0.5, 20);
    const events = { mu, runNumber: full([7], 2), eventNumber: full([1], 2) };
    const { randomRunNumber, status, weight } = run(tool, events, [""])[""];
    expect([...randomRunNumber]).toEqual([300000, 7]);
    expect([...status]).toEqual([0, 1]);
    expect([...weight]).toEqual([0.5, 0.5]);
  });

  it("widens and narrows nothing where the resolution is not known", async () => {
    const payload = set(
      constant("scale", 0),
      constant("constant_term", 0.01),
      constant("EG_RESOLUTION_ALL", 0.01),
      bins("mc_sampling", [0.1]),
    );
    const narrowed = run(await egamma(payload), electrons([4e4], eta), ["", "Res_up", "Res_down"]);
    expect([...narrowed.Res_up.status]).toEqual([0, 0, 0, 0]);
    expect([...narrowed.Res_down.status]).toEqual([0, 0, 1, 1]);
    expect(narrowed.Res_down.ptOut[0]).not.toBe(narrowed[""].ptOut[0]);
    expect([...narrowed.Res_down.ptOut.slice(2)]).toEqual([...narrowed[""].ptOut.slice(2)]);
    const jets = set(bins("resolution", [0.1]), constant("JET_JER_A", 0.05));
    const tool = await ready(new JetUncertaintiesTool({ payload: jets }));
    const varied = run(tool, { ...muons({ eta }), m: full([1], 4) }, ["", "JET_JER_A__1up"]);
    expect([...varied[""].status]).toEqual([0, 0, 0, 0]);
    expect([...varied.JET_JER_A__1up.status]).toEqual([0, 0, 1, 1]);
    expect(varied.JET_JER_A__1up.ptOut[0]).not.toBe(5e4);
    expect([...varied.JET_JER_A__1up.ptOut.slice(2)]).toEqual([5e4, 5e4]);
  });
});
