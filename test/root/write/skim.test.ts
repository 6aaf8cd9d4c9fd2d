import { describe, expect, it } from "vitest";
import { type Array as AwkwardArray, fromIter } from "../../../src/array/index.ts";
import { ShapeError } from "../../../src/errors.ts";
import { blobSink, iterate, openRoot, recreateRoot } from "../../../src/root/index.ts";

/** As NanoAOD has it: columns of a collection side by side, behind their number. */
const events = [
  { run: 1, nMuon: 2, Muon_pt: [50, 20], Muon_eta: [0, 1], nJet: 1, Jet_pt: [30] },
  { run: 2, nMuon: 0, Muon_pt: [], Muon_eta: [], nJet: 2, Jet_pt: [60, 40] },
  { run: 3, nMuon: 1, Muon_pt: [10], Muon_eta: [2], nJet: 0, Jet_pt: [] },
  { run: 4, nMuon: 1, Muon_pt: [35], Muon_eta: [-2], nJet: 1, Jet_pt: [99] },
];
const integers = (rows: typeof events) =>
  rows.map((row) => ({
    ...row,
    run: BigInt(row.run),
    nMuon: BigInt(row.nMuon),
    nJet: BigInt(row.nJet),
  }));
const counterName = (column: string): string => `n${column.split("_")[0]}`;

describe("file.set of columns", () => {
  it("gives the tree, to which steps of another are appended, with the counters of their collections", async () => {
    const whole = blobSink();
    const first = await recreateRoot(whole);
    await first.set("Events", fromIter(integers(events)), { as: "TTree", counterName });
    await first.close();

    const skim = blobSink();
    const out = await recreateRoot(skim);
    let tree: { extend(columns: AwkwardArray): Promise<void> } | undefined;
    const blobs = { files: [whole.blob(), whole.blob()] };
    for (const blob of blobs.files) {
      const cut = "num(Muon_pt) > 0 && max(Muon_pt) > 30";
      for await (const step of iterate(blob, undefined, { tree: "Events", cut, stepSize: 3 })) {
        if (tree === undefined) tree = await out.set("Events", step, { as: "TTree", counterName });
        else await tree.extend(step);
        step.dispose();
      }
    }
    await out.close();

    const read = await (await openRoot(skim.blob())).tree("Events");
    expect(read.keys()).toEqual(["run", "nMuon", "Muon_pt", "Muon_eta", "nJet", "Jet_pt"]);
    const kept = [events[0], events[3]];
    expect((await read.arrays()).toList()).toEqual(
      [...kept, ...kept].map((row) => ({ ...row, run: BigInt(row.run) })),
    );
  });

  it("takes arrays of records in extend, of RNTuples too", async () => {
    const sink = blobSink();
    const file = await recreateRoot(sink);
    const array = fromIter([
      { x: 1, l: [1, 2] },
      { x: 2, l: [] },
    ]);
    for (const as of ["TTree", "RNTuple"] as const) {
      const tree = (await file.set(as, array, { as })) as {
        extend(array: AwkwardArray): Promise<void>;
      };
      await tree.extend(array.slice(0, 1));
    }
    await file.close();
    const read = await openRoot(sink.blob());
    for (const name of ["TTree", "RNTuple"]) {
      const rows = await (await read.tree(name)).arrays(["x", "l"]);
      expect(rows.toList()).toEqual([...array.toList(), ...array.slice(0, 1).toList()]);
    }
  });

  it("refuses lists of one counter that differ, and numbers that are not theirs", async () => {
    const file = await recreateRoot(blobSink());
    const set = (name: string, row: object) =>
      file.set(name, fromIter([row as Record<string, number[]>]), { as: "TTree", counterName });
    expect(() => set("a", { Muon_pt: [1, 2], Muon_eta: [1] })).toThrow(ShapeError);
    expect(() => set("a", { Muon_pt: [1, 2], Muon_eta: [1] })).toThrow('"Muon_eta"');
    expect(() => set("b", { nMuon: 3n, Muon_pt: [1, 2] })).toThrow(
      'column "nMuon" of tree "b" does not count "Muon_pt"',
    );
    // A number that counts nothing is one of its own.
    await set("c", { nMuon: 3n, Jet_pt: [1] });
    await file.abort();
  });
});
