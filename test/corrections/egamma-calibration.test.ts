import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import {
  EgammaCalibrationAndSmearingTool,
  type EgammaCalibrationProperties,
  firstNormals,
  smearingSeeds,
} from "../../src/corrections/index.ts";
import { type Column, columnFrom, columnOf } from "../../src/wasm/column.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { scope } from "../../src/wasm/scope.ts";

const properties: EgammaCalibrationProperties = { ESModel: "demo_v1", useFastSim: 0 };
const five = [
  "",
  "EG_SCALE_ALL__1up",
  "EG_SCALE_ALL__1down",
  "EG_RESOLUTION_ALL__1up",
  "EG_RESOLUTION_ALL__1down",
];

type Tool = InstanceType<typeof EgammaCalibrationAndSmearingTool>;
type Electrons = Readonly<Record<string, Float64Array>>;

async function ready(more: Partial<EgammaCalibrationProperties> = {}): Promise<Tool> {
  const tool = new EgammaCalibrationAndSmearingTool({ ...properties, ...more });
  await tool.initialize();
  return tool;
}

/** Electrons from a small generator of whole numbers: bits alike on every machine. */
function electronsOf(n: number, seed = 1): Electrons {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const column = (of: () => number): Float64Array => Float64Array.from({ length: n }, of);
  return {
    pt: column(() => 5000 + 95000 * next()),
    eta: column(() => 4.94 * next() - 2.47),
    m: column(() => 0.511),
    cl_eta: column(() => Math.fround(5 * next() - 2.5)),
    cl_phi: column(() => Math.fround(6.28 * next() - 3.14)),
    eventNumber: column(() => Math.floor(1e6 * next())),
  };
}

function columnsOf(electrons: Electrons): Record<string, Column> {
  return Object.fromEntries(
    Object.entries(electrons).map(([name, values]) => [name, columnFrom(values)]),
  );
}

/** pt of each variation. */
function calibrated(tool: Tool, electrons: Electrons, variations = five): Float64Array[] {
  return scope(() => {
    const result = tool.evaluate(columnsOf(electrons), undefined, variations);
    return variations.map((name) => result[name].ptOut.toTypedArray() as Float64Array);
  });
}

function pick(electrons: Electrons, order: readonly number[]): Electrons {
  return Object.fromEntries(
    Object.entries(electrons).map(([name, values]) => [
      name,
      Float64Array.from(order, (i) => values[i]),
    ]),
  );
}

const bits = (values: Float64Array): string => new BigUint64Array(values.buffer).join();

describe("EgammaCalibrationAndSmearingTool", () => {
  const n = 3001;
  const electrons = electronsOf(n);
  let tools: Tool[];
  beforeAll(async () => {
    tools = [await ready(), await ready({ rng: "trandom3" })];
  });

  it("smears by E (1 + c z), with the numbers of TRandom3 where asked", async () => {
    const c = [0.007, 0.0075, 0.008, 0.009, 0.022, 0.013, 0.011, 0.01, 0.012];
    const edges = [0.6, 0.8, 1.15, 1.37, 1.52, 1.82, 2.01, 2.37];
    const [nominal] = calibrated(tools[1], electrons);
    const columns = columnsOf(electrons);
    const seeds = smearingSeeds(columns.cl_eta, columns.cl_phi, columns.eventNumber);
    const z = firstNormals(seeds).toTypedArray();
    for (let i = 0; i < n; i++) {
      const h = Math.abs(electrons.cl_eta[i]);
      const row = edges.filter((edge) => edge <= h).length;
      const factor = 1 + c[row] * z[i];
      expect(Math.abs(nominal[i] / (electrons.pt[i] * factor) - 1)).toBeLessThan(1e-7);
    }
  });

  it("widens simulation to the constant term, whichever the generator", () => {
    const many = electronsOf(40000, 7);
    for (const tool of tools) {
      const [nominal] = calibrated(tool, { ...many, cl_eta: many.cl_eta.map(() => 0.25) }, [""]);
      let sum = 0;
      let squares = 0;
      nominal.forEach((pt, i) => {
        const ratio = pt / many.pt[i] - 1;
        sum += ratio;
        squares += ratio * ratio;
      });
      // Errors of 40,000 electrons: 0.5 % of the mean's width, 0.35 % of the width.
      expect(Math.abs(sum / many.pt.length)).toBeLessThan(0.007 * 0.02);
      expect(Math.abs(Math.sqrt(squares / many.pt.length) / 0.007 - 1)).toBeLessThan(0.015);
    }
  });

  it("scales up by exactly 1 + shift, and divides data by 1 + alpha", () => {
    const [tool] = tools;
    const forward: Electrons = { ...electrons, cl_eta: electrons.cl_eta.map(() => 1.45) };
    const [nominal, up, down] = calibrated(tool, forward);
    const columns = columnsOf(forward);
    const data = tool.evaluate(columns, undefined, [""], { isData: true })[""].ptOut;
    const energies = data.toTypedArray();
    for (let i = 0; i < n; i++) {
      // The mass of an electron is 1e-8 of its energy, at least.
      expect(Math.abs(up[i] / nominal[i] - 1.004)).toBeLessThan(1e-10);
      expect(Math.abs(down[i] / nominal[i] - 0.996)).toBeLessThan(1e-10);
      expect(Math.abs((Number(energies[i]) * 1.01) / forward.pt[i] - 1)).toBeLessThan(1e-9);
    }
  });

  it("gives the same bits in chunks of any size, in any order, for any subset of variations", () => {
    for (const tool of tools) {
      const whole = calibrated(tool, electrons);
      const all = Array.from({ length: n }, (_, i) => i);
      for (const size of [1, 7, 2000]) {
        const stop = size === 1 ? 50 : n;
        const parts = five.map((): number[] => []);
        for (let start = 0; start < stop; start += size) {
          const chunk = calibrated(tool, pick(electrons, all.slice(start, start + size)));
          chunk.forEach((values, k) => {
            parts[k].push(...values);
          });
        }
        parts.forEach((values, k) => {
          expect(bits(Float64Array.from(values).slice(0, stop))).toBe(
            bits(whole[k].slice(0, stop)),
          );
        });
      }
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: 0, max: n - 1 }), { minLength: 1, maxLength: 40 }),
          fc.subarray(five, { minLength: 1 }),
          (order, variations) => {
            const got = calibrated(tool, pick(electrons, order), variations);
            variations.forEach((name, k) => {
              const expected = Float64Array.from(order, (i) => whole[five.indexOf(name)][i]);
              expect(bits(got[k])).toBe(bits(expected));
            });
          },
        ),
        { numRuns: 20 },
      );
    }
  });

  it("gives the same bits for values of events beside offsets, and for float32 columns", () => {
    const offsets = columnOf("int32", [0, 2, 2, 5]);
    const five5 = pick(electrons, [0, 1, 2, 3, 4]);
    const single = Object.fromEntries(
      Object.entries(five5).map(([name, values]) => [name, values.map(Math.fround)]),
    );
    const events = [11, 99, 2 ** 31 + 5];
    const spread = Float64Array.from([11, 11, 2 ** 31 + 5, 2 ** 31 + 5, 2 ** 31 + 5]);
    for (const tool of tools) {
      const narrow = Object.fromEntries(
        Object.entries(single).map(([name, values]) => [
          name,
          columnFrom(Float32Array.from(values)),
        ]),
      );
      const eventNumber = columnOf("uint64", events);
      const got = tool.evaluate({ ...narrow, eventNumber }, offsets, [""])[""].ptOut;
      const [expected] = calibrated(tool, { ...single, eventNumber: spread } as Electrons, [""]);
      expect(bits(got.toTypedArray() as Float64Array)).toBe(bits(expected));
    }
  });

  it("is called on records, whose lists it keeps", () => {
    const [tool] = tools;
    const flat = pick(electrons, [0, 1, 2]);
    const lists = (values: Float64Array): ak.Array =>
      ak.fromIter([[values[0], values[1]], [], [values[2]]]);
    const { eventNumber, ...own } = flat;
    const fields = Object.fromEntries(
      Object.entries(own).map(([name, values]) => [name, lists(values)]),
    );
    const records = ak.zip(fields);
    const columns = { eventNumber: ak.fromTypedArray(Float64Array.of(3, 4, 5)) };
    const before = memoryUsage().columns;
    const result = tool(records, { sys: "Res_up", columns });
    const [expected] = calibrated(tool, { ...own, eventNumber: Float64Array.of(3, 3, 5) }, [
      "EG_RESOLUTION_ALL__1up",
    ]);
    expect(result.newPt.toList()).toEqual([[expected[0], expected[1]], [], [expected[2]]]);
    expect(result.ptOut.toList()).toEqual(result.newPt.toList());
    expect(result.status.toList()).toEqual([[0, 0], [], [0]]);
    for (const array of Object.values(result)) array.dispose();
    expect(memoryUsage().columns).toBe(before);
    expect(() => tool(records)).toThrow('no field "eventNumber"');
  });

  it("marks electrons outside the tables and those that are not numbers", () => {
    const [tool] = tools;
    const some = pick(electrons, [0, 1, 2]);
    some.cl_eta.set([2.47, 1, 1]);
    some.pt.set([3e4, Number.NaN, 3e4]);
    const status = tool.evaluate(columnsOf(some), undefined, [""])[""].status;
    expect([...status.toTypedArray()]).toEqual([1, 2, 0]);
  });

  it("lists its systematics by model, and refuses others by name", async () => {
    const [tool] = tools;
    expect(tool.affectingSystematics).toEqual([
      "EG_SCALE_ALL__1up",
      "EG_SCALE_ALL__1down",
      "EG_RESOLUTION_ALL__1up",
      "EG_RESOLUTION_ALL__1down",
    ]);
    const full = await ready({ decorrelationModel: "FULL_v1" });
    expect(full.recommendedSystematics).toContain("EG_SCALE_MATID__1down");
    const fast = await ready({ useFastSim: 1 });
    expect(fast.affectingSystematics).toContain("EG_SCALE_AF2__1up");
    const columns = columnsOf(electronsOf(2));
    const run = (name: string) => () => tool.evaluate(columns, undefined, [name]);
    expect(run("EG_SCALE_AL__1up")).toThrow('did you mean "EG_SCALE_ALL__1up"');
    expect(run("Scale_up-EG_SCALE_ALL__1down")).toThrow("cannot be varied at once");
    expect(run("Scale_up-Res_down")).not.toThrow();
  });

  it("names the property that is wrong, and stays uninitialised", async () => {
    const attempts: [object, string][] = [
      [{ ESModel: "" }, 'property "ESModel" is ""'],
      [{ ESModel: "demo_v2" }, 'did you mean "demo_v1"'],
      [{ useFastSim: undefined }, 'property "useFastSim" is not set'],
      [{ varSF: Number.NaN }, 'property "varSF" is NaN'],
      [{ ESmodel: "demo_v1" }, 'no property "ESmodel"'],
      [{ payload: "{" }, "JSON, line 1, column 2"],
      [{ payload: "{}" }, '"schema_version" is missing (property "payload" of'],
      [{ payload: { schema_version: 2, corrections: [{ name: "scale", data: {} }] } }, "[0]: "],
    ];
    for (const [more, message] of attempts) {
      const tool = new EgammaCalibrationAndSmearingTool({ ...properties, ...more });
      await expect(tool.initialize()).rejects.toThrow(message);
      expect(() => tool.affectingSystematics).toThrow("is not initialised");
    }
  });

  it("names the branches of its inputs, in containers of any name", () => {
    const { requiredBranches } = new EgammaCalibrationAndSmearingTool({
      ...properties,
      containers: { electrons: "Electrons" },
    });
    expect(requiredBranches).toContain("Electrons.caloClusterLinks");
    expect(requiredBranches).toContain("egammaClustersAuxDyn.calEta");
  });
});
