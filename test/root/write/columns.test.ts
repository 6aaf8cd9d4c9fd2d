import { describe, expect, it } from "vitest";
import { fromIter, fromTypedArray, zip } from "../../../src/array/index.ts";
import { NotFoundError, ShapeError, UsageError } from "../../../src/errors.ts";
import {
  blobSink,
  type NTuple,
  openRoot,
  type RootFile,
  recreateRoot,
  type SetOptions,
  type Tree,
  type WritableColumns,
} from "../../../src/root/index.ts";
import { memoryUsage } from "../../../src/wasm/index.ts";

async function written(columns: WritableColumns, options?: SetOptions): Promise<RootFile> {
  const sink = blobSink();
  const file = await recreateRoot(sink);
  await file.set("dir/t", columns, options);
  await file.close();
  return openRoot(sink.blob());
}

const pt = [[30, 20], [], [10]];

describe("set", () => {
  it("makes an RNTuple of columns, whose types they tell", async () => {
    const before = memoryUsage().usedBytes;
    const file = await written({
      run: Uint32Array.of(1, 2, 3),
      name: ["a", "b", "c"],
      deep: [[[1], []], [], [[2, 3]]],
      mass: [1.5, null, 3],
      jets: fromIter([[{ pt: 1, tag: true }], [], []]),
      vertex: { x: Float32Array.of(1, 2, 3), n: [1n, 2n, 3n] },
    });
    expect(file.classnames()).toEqual({ "dir;1": "TDirectory", "dir/t;1": "ROOT::RNTuple" });
    const ntuple = (await file.tree("dir/t")) as NTuple;
    expect(ntuple.keys().map((key) => ntuple.branch(key).typename)).toEqual([
      "std::uint32_t",
      "std::string",
      "std::vector<std::vector<double>>",
      "std::optional<double>",
      "",
      "",
    ]);
    const array = await ntuple.arrays();
    expect(array.toList()[1]).toEqual({
      run: 2,
      name: "b",
      deep: [],
      mass: null,
      jets: [],
      vertex: { x: 2, n: 2n },
    });
    array.dispose();
    await file.close();
    expect(memoryUsage().usedBytes - before).toBeLessThan(2000);
  });

  it("makes a TTree of columns or of records", async () => {
    const Jet = zip({ pt: fromIter(pt), eta: fromIter(pt) });
    const columns = { run: Int32Array.of(1, 2, 3), p4: fromIter(pt).slice(0, 3), Jet };
    const file = await written(columns, { as: "TTree" });
    const tree = (await file.tree("dir/t")) as Tree;
    expect(tree.keys()).toEqual(["run", "np4", "p4", "nJet", "Jet_pt", "Jet_eta"]);
    expect((await tree.arrays()).toList()[0]).toEqual({
      run: 1,
      np4: 2,
      p4: [30, 20],
      nJet: 2,
      Jet_pt: [30, 20],
      Jet_eta: [30, 20],
    });
    const records = zip({ x: fromTypedArray(Int16Array.of(1, 2)), s: fromIter(["a", "b"]) });
    for (const as of ["TTree", "RNTuple"] as const) {
      const second = await (await written(records, { as })).tree("dir/t");
      expect((await (second as Tree).arrays()).toList()).toEqual([
        { x: 1, s: "a" },
        { x: 2, s: "b" },
      ]);
    }
  });

  it("refuses columns that tell no type or do not fit, and goes on", async () => {
    const sink = blobSink();
    const file = await recreateRoot(sink);
    expect(() => file.set("t", { x: [] })).toThrow(UsageError);
    expect(() => file.set("t", { x: [1], y: [1, 2] })).toThrow(ShapeError);
    expect(() => file.set("t", fromIter([1, 2]))).toThrow(/no fields/);
    expect(() => file.set("t", { x: [[[{ a: 1 }]]] }, { as: "TTree" })).toThrow(NotFoundError);
    expect(() => file.set("t", { x: [null, 1] }, { as: "TTree" })).toThrow(NotFoundError);
    await file.set("t", { x: [1, 2] });
    await file.close();
    expect((await openRoot(sink.blob())).keys()).toEqual(["t;1"]);
  });
});
