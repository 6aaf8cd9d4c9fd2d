import { describe, expect, it } from "vitest";
import {
  EgammaCalibrationAndSmearingTool,
  type EgammaCalibrationProperties,
} from "../../src/corrections/index.ts";
import { made, objectsOf, run } from "./six-tools.ts";

const inputs = (...names: string[]): object[] => names.map((name) => ({ name, type: "real" }));
const output = { name: "value", type: "real" };

/** alpha is 0.001 before the run 300000 and 0.002 from then on; the constant term likewise, if so asked. */
function payload(ofRuns: readonly string[], type = "real"): object {
  const binned = (content: readonly number[]): object => {
    if (type === "int") {
      const items = [300100, 300200].map((key, i) => ({ key, value: content[i] }));
      return { nodetype: "category", input: "run", content: items, default: content[0] };
    }
    const edges = [0, 300150, 400000];
    return { nodetype: "binning", input: "run", edges, content, flow: "clamp" };
  };
  const values = { scale: [0.001, 0.002], constant_term: [0.01, 0.02], EG_SCALE_ALL: [0.1, 0.2] };
  const corrections = Object.entries(values).map(([name, content]) => {
    const runs = ofRuns.includes(name);
    const own = runs ? [{ name: "run", type }, ...inputs("abs_eta")] : inputs("abs_eta");
    return { name, version: 1, inputs: own, output, data: runs ? binned(content) : content[0] };
  });
  return { schema_version: 2, corrections };
}

async function tool(
  given: object,
  more: Partial<EgammaCalibrationProperties> = {},
): Promise<InstanceType<typeof EgammaCalibrationAndSmearingTool>> {
  const one = new EgammaCalibrationAndSmearingTool({
    ESModel: "own",
    useFastSim: 0,
    payload: given,
    ...more,
  });
  await one.initialize();
  return one;
}

const columns = {
  pt: [4e4, 5e4, 6e4, 7e4],
  eta: [0.5, 0.5, 0.5, 0.5],
  m: [0, 0, 0, 0],
  cl_eta: [0.5, 0.5, 0.5, 0.5],
  cl_phi: [1, 1, 1, 1],
  eventNumber: [1, 2, 3],
};
const offsets = [0, 2, 2, 4];
const runNumber = Uint32Array.of(300100, 300200, 300200);

describe("alpha(run, eta)", () => {
  it("divides energies of data by what their event's run has", async () => {
    for (const type of ["real", "int"]) {
      const one = await tool(payload(["scale"], type));
      const options = { isData: true };
      const got = one.evaluate({ ...columns, runNumber }, offsets, [""], options)[""].ptOut;
      const alphas = [0.001, 0.001, 0.002, 0.002];
      for (const [i, alpha] of alphas.entries()) {
        expect(Number(got.at(i)) / (columns.pt[i] / (1 + alpha))).toBeCloseTo(1, 14);
      }
      expect(() => one.evaluate(columns, offsets, [""], options)).toThrow('the column "runNumber"');
      // Simulation needs no run here.
      expect(one.evaluate(columns, offsets, [""])[""].status.toTypedArray()).toEqual(
        new Uint8Array(4),
      );
    }
  });

  it("takes the run that simulation stands for, by event or for all", async () => {
    const given = payload(["scale", "constant_term", "EG_SCALE_ALL"]);
    const one = await tool(given, { doSmearing: false });
    const ratios = (from: typeof one, more: object): number[] => {
      const got = from.evaluate({ ...columns, ...more }, offsets, ["Scale_up"]).Scale_up.ptOut;
      return columns.pt.map((pt, i) => Math.round((1e3 * Number(got.at(i))) / pt));
    };
    expect(ratios(one, { runNumber })).toEqual([1100, 1100, 1200, 1200]);
    const randomRunNumber = Int32Array.of(300200, 300100, 300100);
    expect(ratios(one, { runNumber, randomRunNumber })).toEqual([1200, 1200, 1100, 1100]);
    expect(() => ratios(one, {})).toThrow('"randomRunNumber"');
    const all = await tool(given, { doSmearing: false, randomRunNumber: 300200 });
    expect(ratios(all, { runNumber, randomRunNumber })).toEqual([1200, 1200, 1200, 1200]);
    expect(ratios(all, {})).toEqual([1200, 1200, 1200, 1200]);
  });

  it("reads the branch of the run only where the payload asks for it", async () => {
    const branch = "EventInfoAuxDyn.runNumber";
    expect((await tool(payload(["scale"]))).requiredBranches).toContain(branch);
    expect((await tool(payload([]))).requiredBranches).not.toContain(branch);
    await expect(tool(payload([]), { randomRunNumber: 0.5 })).rejects.toThrow("must be whole");
  });
});

describe("columns with a value for each event", () => {
  it("are given to the event's objects, however many such columns there are", async () => {
    const jets = await made("jets, counter");
    const n = 9000;
    const objects = objectsOf(jets, n);
    // Three jets an event.
    const events = n / 3;
    const perEvent = objectsOf(jets, events, 9);
    const lists = Int32Array.from({ length: events + 1 }, (_, i) => 3 * i);
    const spread = (values: Float64Array): Float64Array =>
      Float64Array.from({ length: n }, (_, i) => values[Math.floor(i / 3)]);
    const { mu, eventNumber } = perEvent;
    const name = jets.affectingSystematics[0];
    const flat = { ...objects, mu: spread(mu), eventNumber: spread(eventNumber) };
    const expected = run(jets, flat, [name])[name].ptOut;
    const got = jets.evaluate({ ...objects, mu, eventNumber }, lists, [name])[name].ptOut;
    expect([...got.toTypedArray()]).toEqual([...expected]);
  });
});
