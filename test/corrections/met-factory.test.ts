import { describe, expect, it } from "vitest";
import type { RecordArray } from "../../src/array/array.ts";
import { fromIter, toList } from "../../src/array/from.ts";
import { CorrectedMETFactory } from "../../src/corrections/met-factory.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";

const names = {
  METpt: "pt",
  METphi: "phi",
  JetPt: "pt",
  JetPhi: "phi",
  UnClusteredEnergyDeltaX: "dx",
  UnClusteredEnergyDeltaY: "dy",
};
const jet = (pt: number, phi: number, before: number) => {
  const shifted = (by: number) => ({ pt: pt * (1 + by), phi, pt_orig: pt });
  return { pt, phi, pt_orig: before, JES_A: { up: shifted(0.03), down: shifted(-0.03) } };
};
const jets = fromIter([
  [jet(26.44, 0.1, 25), jet(48.135, 1, 60)],
  [],
  [{ ...jet(94, -1, 90), JES_A: { up: at(94.94), down: at(93.06) } }],
]);
function at(pt: number) {
  return { pt, phi: -1, pt_orig: 94 };
}
const met = fromIter([
  { pt: 40, phi: 0.5, dx: 1.5, dy: -2, sumEt: 400 },
  { pt: 15, phi: -3, dx: 0.25, dy: 0.75, sumEt: 90 },
  { pt: 120, phi: 2.25, dx: -3, dy: 4, sumEt: 700 },
]);

describe("CorrectedMETFactory", () => {
  it("gives coffea's momenta and variations", () => {
    const factory = new CorrectedMETFactory(names);
    expect(factory.uncertainties()).toEqual(["MET_UnclusteredEnergy"]);
    const before = memoryUsage().columns;
    const out = factory.build(met, jets);
    // coffea 2026.9
    expect(out.fields).toEqual([
      ...["pt", "phi", "dx", "dy", "sumEt", "pt_orig", "phi_orig"],
      ...["MET_UnclusteredEnergy", "JES_A"],
    ]);
    close(
      out,
      [49.48237875940727, 15, 123.97727408294361],
      [0.6266284783909627, -3, 2.2465091875080834],
    );
    expect(toList(out.field("pt_orig"))).toEqual([40, 15, 120]);
    const varied = (name: string, way: string) => (out.field(name) as RecordArray).field(way);
    close(
      varied("MET_UnclusteredEnergy", "up"),
      [49.58760025514332, 14.663725859894873, 128.9747808420886],
      [0.5761984522636149, -3.0482475484325944, 2.2452606414785103],
    );
    close(
      varied("MET_UnclusteredEnergy", "down"),
      [49.503348536386795, 15.36961755886757, 118.97997682303462],
      [0.6771444064065916, -2.953969956226558, 2.2478626165653046],
    );
    close(
      varied("JES_A", "up"),
      [38.0040755956361, 15, 120.93452466075918],
      [0.48991070512648366, -3, 2.249159020645826],
    );
    close(
      varied("JES_A", "down"),
      [41.99960893281466, 15, 119.0655615410108],
      [0.5091294456291929, -3, 2.2508541801467152],
    );
    out.dispose();
    expect(memoryUsage().columns).toBe(before);
  });

  it("says which name is missing", () => {
    const { METphi: _, ...fewer } = names;
    expect(() => new CorrectedMETFactory(fewer)).toThrow('no field for "METphi"');
  });
});

function close(out: { field(name: string): unknown }, pt: number[], phi: number[]): void {
  const found = (name: string) => toList(out.field(name) as never) as number[];
  for (const [i, value] of found("pt").entries()) expect(value).toBeCloseTo(pt[i], 11);
  for (const [i, value] of found("phi").entries()) expect(value).toBeCloseTo(phi[i], 11);
}
