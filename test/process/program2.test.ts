import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { Hist } from "../../src/hist/index.ts";
import {
  type Events,
  IterativeExecutor,
  type Processor,
  run,
  runWithReport,
} from "../../src/process/index.ts";
import * as vector from "../../src/vector/index.ts";
import { memoryUsage } from "../../src/wasm/index.ts";
import { needsReference, requireData } from "../data.ts";

/** The four-lepton analysis on data, as an analyst writes it. */
class HZZAnalysis
  implements Processor<{ data: Hist; cuts: Record<string, { read: number; selected: number }> }>
{
  readonly leptons: number | undefined;

  /** @param leptons  sum charges and types over the first so many; all by default */
  constructor(leptons?: number) {
    this.leptons = leptons;
  }

  process(events: Events) {
    const first = (x: ak.Array) =>
      this.leptons === undefined ? x : ak.slice(x, { axis: 1, stop: this.leptons });
    const charge = ak.sum(first(events.lep_charge), { axis: 1 });
    const type = ak.sum(first(events.lep_type), { axis: 1 });
    const flavours = ak.or(ak.or(ak.equal(type, 44), ak.equal(type, 48)), ak.equal(type, 52));
    const sel = events.filter(ak.and(ak.equal(charge, 0), flavours));
    const leptons = vector.zip({
      pt: sel.lep_pt,
      eta: sel.lep_eta,
      phi: sel.lep_phi,
      energy: sel.lep_E,
    });
    const m4l = ak.divide(vector.sum(ak.slice(leptons, { axis: 1, stop: 4 })).mass, 1000);
    const data = Hist.new.reg(34, 80, 250, { name: "mllll", label: "m_{4l} [GeV]" }).weight();
    data.fill({ mllll: m4l });
    return {
      data,
      cuts: { [events.metadata.dataset]: { read: events.length, selected: sel.length } },
    };
  }
}

const periods = ["A", "B", "C", "D"];
const paths = await Promise.all(
  periods.map((period) => requireData(`root/atlas4lep/data_${period}.4lep.root`)),
);
const expected = [
  6, 28, 39, 8, 3, 6, 7, 8, 24, 12, 10, 8, 9, 11, 7, 6, 11, 6, 7, 5, 15, 16, 8, 15, 11, 12, 10, 9,
  6, 13, 8, 8, 10, 9,
];

describe.skipIf(paths.includes(undefined))(
  `the four-lepton analysis of ATLAS open data (${needsReference})`,
  () => {
    const fileset = Object.fromEntries(periods.map((period, i) => [period, [paths[i] as string]]));

    it.each([
      [undefined, [27, 86, 146, 247]],
      [4, [27, 86, 146, 248]],
    ])(
      "finds the published counts and spectrum, with sums over %s leptons",
      async (leptons, selected) => {
        // Tables that kernels keep are made in the first run.
        (await run(fileset, new HZZAnalysis(leptons), { treeName: "mini" })).data.dispose();
        const before = memoryUsage();
        const out = await run(fileset, new HZZAnalysis(leptons), { treeName: "mini" });
        expect(Object.values(out.cuts).map((cut) => cut.read)).toEqual([39, 156, 237, 400]);
        expect(Object.values(out.cuts).map((cut) => cut.selected)).toEqual(selected);
        expect([...out.data.values()]).toEqual(expected);
        expect([...out.data.variances()]).toEqual(expected);
        expect(out.data.sum()).toBe(371);
        out.data.dispose();
        expect(memoryUsage()).toMatchObject({
          columns: before.columns,
          usedBytes: before.usedBytes,
        });
      },
    );

    it("reads the six columns it touches, and gives the same numbers in chunks of any size", async () => {
      for (const chunkSize of [1, 7, 50, 1000]) {
        const { out, report } = await runWithReport(fileset, new HZZAnalysis(), {
          treeName: "mini",
          chunkSize,
          executor: new IterativeExecutor({ prefetch: chunkSize !== 7 }),
        });
        expect([...out.data.values()]).toEqual(expected);
        expect(Object.values(out.cuts).map((cut) => cut.selected)).toEqual([27, 86, 146, 247]);
        for (const names of Object.values(report.columns)) {
          expect([...names].sort()).toEqual([
            "lep_E",
            "lep_charge",
            "lep_eta",
            "lep_phi",
            "lep_pt",
            "lep_type",
          ]);
        }
        expect(report.chunks.every((chunk) => chunk.runs === 1)).toBe(true);
        out.data.dispose();
      }
    });
  },
);
