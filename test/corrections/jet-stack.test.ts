import { describe, expect, it } from "vitest";
import type { RecordArray } from "../../src/array/array.ts";
import { fromIter, toList } from "../../src/array/from.ts";
import { multiply } from "../../src/array/functions.ts";
import { CorrectionSet } from "../../src/corrections/correction-set.ts";
import { denseLookup } from "../../src/corrections/dense-lookup.ts";
import { CorrectedJetsFactory } from "../../src/corrections/jet-stack.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";

describe("denseLookup", () => {
  it("takes the value of the bin, and of the nearest one outside", () => {
    const one = denseLookup([10, 20, 30], [0, 1, 2, 5]);
    // coffea 2026.9, dense_lookup
    expect(one.evaluate([-1, 0, 0.5, 1, 4.9, 5, 99])).toEqual(
      Float64Array.of(10, 10, 10, 20, 30, 30, 30),
    );
    const table = denseLookup(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [
        [0, 1, 2],
        [-3, -1, 1, 3],
      ],
    );
    expect(table.evaluate([0.5, 1.5, 9], [-2, 0, 3])).toEqual(Float64Array.of(1, 5, 6));
    const flat = denseLookup(Float64Array.of(1, 2, 3, 4, 5, 6), [
      [0, 1, 2],
      [-3, -1, 1, 3],
    ]);
    expect(flat.evaluate(1.5, 2)).toBe(6);
    expect(() => denseLookup([1, 2], [0, 1])).toThrow("2 values for 1 bins");
  });
});

/** A factor in bins of one input, times one of another. */
const binned = (name: string, edges: number[], content: unknown[]) => ({
  nodetype: "binning",
  input: name,
  edges,
  content,
  flow: "clamp",
});
const inputs = (...names: string[]) =>
  names.map((name) => ({ name, type: name === "systematic" ? "string" : "real" }));
const byVariation = (name: string, edges: number[], rows: Record<string, number[]>) => ({
  nodetype: "category",
  input: "systematic",
  content: Object.entries(rows).map(([key, values]) => ({
    key,
    value: binned(name, edges, values),
  })),
});
const payload = (parts: Record<string, [string[], unknown]>) => ({
  schema_version: 2,
  corrections: Object.entries(parts).map(([name, [names, data]]) => ({
    name,
    version: 1,
    inputs: inputs(...names),
    output: { name: "out", type: "real" },
    data,
  })),
});
const set = CorrectionSet.fromObject(
  payload({
    L2: [["JetEta"], binned("JetEta", [-5, -1.5, 1.5, 5], [1.1, 1.02, 1.07])],
    pt: [["JetPt"], binned("JetPt", [0, 30, 100, 1000], [1.2, 1.1, 1.03])],
    A: [["JetPt"], binned("JetPt", [0, 50, 1000], [0.03, 0.01])],
    B: [["JetPt"], binned("JetPt", [0, 80, 1000], [0.05, 0.002])],
    JER: [["JetEta"], binned("JetEta", [-5, 0, 5], [0.1, 0.2])],
    SF: [
      ["JetEta", "systematic"],
      byVariation("JetEta", [-5, 0, 5], { nom: [1.1, 1.15], up: [1.2, 1.3], down: [1, 0.9] }),
    ],
  }),
);
const jets = fromIter([
  [
    { pt: 25, mass: 5, eta: -2, phi: 0.1, pt_raw: 20, mass_raw: 4, ptgen: 26, gauss: 0.5 },
    { pt: 60, mass: 6, eta: 0.5, phi: 1, pt_raw: 50, mass_raw: 5, ptgen: 0, gauss: -1.25 },
    { pt: 200, mass: 20, eta: 2, phi: 2, pt_raw: 190, mass_raw: 19, ptgen: 205, gauss: 2 },
  ],
  [],
  [
    { pt: 90, mass: 9, eta: -0.5, phi: -1, pt_raw: 85, mass_raw: 8.5, ptgen: 20, gauss: -0.3 },
    { pt: 31, mass: 3, eta: 1.4, phi: -2, pt_raw: 30, mass_raw: 2.9, ptgen: 31, gauss: 1 },
  ],
  [{ pt: 12, mass: 2, eta: 4, phi: 3, pt_raw: 11, mass_raw: 1.9, ptgen: 0, gauss: -30 }],
]);
const names = {
  JetPt: "pt",
  JetMass: "mass",
  JetEta: "eta",
  JetPhi: "phi",
  ptRaw: "pt_raw",
  massRaw: "mass_raw",
  ptGenJet: "ptgen",
};
/** Both factors at raw momentum, as the golden values have it: one compound step. */
const jec = {
  inputs: [...set.get("pt").inputs, ...set.get("L2").inputs],
  evaluate: (pt: never, eta: never) => {
    const both = [set.get("pt").evaluate(pt), set.get("L2").evaluate(eta)] as never[];
    return multiply(both[0], both[1]);
  },
};
const stack = {
  jec: [jec],
  junc: { A: set.get("A"), B: set.get("B") },
  jer: set.get("JER"),
  jersf: set.get("SF"),
};

describe("CorrectedJetsFactory", () => {
  it("gives coffea's momenta, masses and variations", () => {
    const factory = new CorrectedJetsFactory({ ...names, random: "gauss" }, stack);
    expect(factory.uncertainties()).toEqual(["JER", "JES_A", "JES_B"]);
    const before = memoryUsage().columns;
    const out = factory.build(jets);
    // coffea 2026.9 in float64, with the same random numbers.
    close(
      out,
      "pt",
      [26.44, 48.13533104501513, 210.05885, 94.0588792679162, 34.059, 0.00036618993473686533],
    );
    close(
      out,
      "mass",
      [5.288, 4.813533104501512, 21.005885, 9.40588792679162, 3.29237, 6.325098872727673e-5],
    );
    close(out, "pt_jec", [26.4, 56.1, 209.399, 95.37, 33.66, 14.124]);
    close(
      out,
      "jet_energy_resolution_correction",
      [
        1.0015151515151515, 0.8580272913549932, 1.0031511611803303, 0.9862522729151325,
        1.0118538324420678, 2.592678665653252e-5,
      ],
    );
    close(out, "pt_orig", [25, 60, 200, 90, 31, 12]);
    const varied = (name: string, way: string) => (out.field(name) as RecordArray).field(way);
    close(
      varied("JER", "up"),
      "pt",
      [26.48, 44.4499600322574, 210.7187, 93.47216096246284, 34.458, 0.00036618993473686533],
    );
    close(varied("JER", "down"), "mass", [5.28, 5.61, 20.89591, 9.537, 3.2280866666666665, 2.4396]);
    close(
      varied("JES_A", "up"),
      "mass",
      [5.44664, 4.957939097636557, 21.21594385, 9.499946806059535, 3.3911411, 6.514851838909504e-5],
    );
    close(
      varied("JES_B", "down"),
      "pt",
      [25.118, 45.72856449276437, 209.6387323, 93.87076150938036, 32.35605, 0.00034788043800002206],
    );
    out.dispose();
    expect(memoryUsage().columns).toBe(before);
  });

  it("smears with numbers that follow from event, eta and phi, whatever the chunk", () => {
    const factory = new CorrectedJetsFactory(names, stack);
    const events = fromIter([11, 12, 13, 14]);
    const whole = toList(factory.build(jets, { events }).field("pt"));
    const part = factory.build(jets.slice(2), { events: events.slice(2) });
    expect(toList(part.field("pt"))).toEqual(whole.slice(2));
    const other = toList(factory.build(jets, { events, seed: 7 }).field("pt"));
    expect(other).not.toEqual(whole);
    expect(() => factory.build(jets)).toThrow("smearing takes { events }");
  });

  it("applies steps one after the other, each to the momentum of those before", () => {
    const factory = new CorrectedJetsFactory(names, { jec: [set.get("pt"), set.get("pt")] });
    // 30 and below: 1.2, then 1.1 above 30: 29 * 1.2 = 34.8, 34.8 * 1.1
    const one = fromIter([{ pt: 1, mass: 1, eta: 0, pt_raw: 29, mass_raw: 1 }]);
    close(factory.build(one), "pt", [29 * 1.2 * 1.1]);
  });

  it("names what is missing", () => {
    const { JetEta: _, ...fewer } = names;
    expect(() => new CorrectedJetsFactory(fewer, stack)).toThrow('no field for "JetEta"');
    expect(() => new CorrectedJetsFactory(names, { jer: set.get("JER") })).toThrow("go together");
  });
});

function close(array: { field(name: string): unknown }, name: string, expected: number[]): void {
  const found = (toList(array.field(name) as never) as unknown[]).flat() as number[];
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 11);
}
