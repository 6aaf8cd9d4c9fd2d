import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalColumns } from "../../scripts/conformance/canonical.ts";
import type { AwkwardArray } from "../../src/array/array.ts";
import { type Layout, lengthOf } from "../../src/array/layout.ts";
import { NotFoundError, UnsupportedError, UsageError } from "../../src/errors.ts";
import type { StoredBranch } from "../../src/root/branch.ts";
import {
  type ByteSource,
  type EventSource,
  openRoot,
  type RootFile,
} from "../../src/root/index.ts";
import { bytesSource } from "../../src/root/source-bytes.ts";
import { Tree } from "../../src/root/tree.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { dispose } from "../../src/wasm/scope.ts";
import { realData, sampleBytes, samplePath } from "./data.ts";

/** Entries as JavaScript values. */
function values(layout: Layout): unknown[] {
  switch (layout.kind) {
    case "flat":
      return Array.from(layout.data.toTypedArray() as Float64Array);
    case "list": {
      const content = values(layout.content);
      const offsets = layout.offsets.toTypedArray();
      return Array.from({ length: offsets.length - 1 }, (_, i) =>
        content.slice(offsets[i], offsets[i + 1]),
      );
    }
    case "regular": {
      const content = values(layout.content);
      const { size, length } = layout;
      return Array.from({ length }, (_, i) => content.slice(i * size, (i + 1) * size));
    }
    case "record":
      return layout.contents.map(values);
    default:
      throw new Error(layout.kind);
  }
}

let file: RootFile;
let tree: EventSource;
beforeAll(async () => {
  file = await openRoot(samplePath("numbers-lz4.root"));
  tree = await file.tree("tree");
});
afterAll(() => file.close());

describe("Tree", () => {
  it("tells of its branches what they hold and how they are stored", () => {
    expect(tree.entries).toBe(105);
    expect(tree.keys()).toContain("list_float32");
    const branch = tree.branch("matrix");
    expect(branch).toMatchObject({
      path: "matrix",
      typename: "int16_t[2][3]",
      entries: 105,
      codec: "lz4",
      baskets: 3,
      interpretation: { kind: "fixed", dtype: "int16", dims: [2, 3] },
    });
    expect(branch.compressedBytes).toBeLessThan(branch.uncompressedBytes);
    expect(tree.branch("list_bool").typename).toBe("bool[]");
  });

  it("reads the branches that are named, in that order, under those names", async () => {
    const events = await tree.arrays(["int32", "fixed"], { entryStop: 2 });
    expect(events.length).toBe(2);
    expect(events.fields).toEqual(["int32", "fixed"]);
    const { layout } = events.field("fixed");
    expect(values(layout)).toHaveLength(2);
    events.dispose();
  });

  it("selects by glob, by regular expression and by function of the branch", async () => {
    const globs = await tree.arrays("list_*32", { entryStop: 0 });
    expect(globs.fields).toEqual(["list_int32", "list_float32"]);
    const expression = await tree.arrays(/^u?int8$/, { entryStop: 0 });
    expect(expression.fields).toEqual(["int8", "uint8"]);
    const doubles = await tree.arrays(({ typename }) => typename === "double", { entryStop: 0 });
    expect(doubles.fields).toEqual(["float64"]);
    for (const array of [globs, expression, doubles]) (array as AwkwardArray).dispose();
  });

  it("names the nearest branch where there is none", async () => {
    await expect(tree.arrays(["flaot32"])).rejects.toThrow('did you mean "float32"?');
    await expect(tree.column("int33")).rejects.toThrow(NotFoundError);
    await expect(tree.arrays("x_*")).rejects.toThrow(NotFoundError);
    expect(() => tree.branch("nope")).toThrow('no branch "nope" in tree "tree;1" of');
  });

  it("gives columns of the right type and no entries for an empty range or an empty tree", async () => {
    const nothing = await tree.arrays(undefined, { entryStart: 5, entryStop: 5 });
    expect(nothing.length).toBe(0);
    expect(nothing.fields).toEqual(tree.keys());
    const empty = await file.tree("empty");
    const x = await empty.column("x");
    expect(x.kind === "flat" && x.data.dtype).toBe("float64");
    const list = await empty.column("list");
    expect(list.kind === "list" && [...list.offsets.toTypedArray()]).toEqual([0]);
    expect(lengthOf(list)).toBe(0);
    dispose([nothing, x, list]);
  });

  it("refuses entry numbers that are none", async () => {
    await expect(tree.column("int32", { entryStart: 0.5 })).rejects.toThrow(UsageError);
    await expect(tree.column("int32", { entryStop: Number.NaN })).rejects.toThrow(UsageError);
  });

  it("ends with the signal's reason, with nothing left in memory", async () => {
    const before = memoryUsage().columns;
    const reason = new Error("stop");
    await expect(tree.arrays(undefined, { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    expect(memoryUsage().columns).toBe(before);
  });

  it("asks the source once for the baskets of all branches, and only for those it needs", async () => {
    const bytes = sampleBytes("numbers-lz4.root");
    const asked: number[] = [];
    const inner = bytesSource(bytes, "counted");
    const source: ByteSource = {
      ...inner,
      readMany: (ranges, options) => {
        asked.push(ranges.length);
        return inner.readMany(ranges, options);
      },
    };
    await using counted = await openRoot(source);
    const counting = await counted.tree("tree");
    asked.length = 0;
    // The second basket holds entries 70 to 74.
    dispose(await counting.arrays(["int32", "list_int32"], { entryStart: 71, entryStop: 73 }));
    dispose(await counting.arrays(["int32", "list_int32"], { entryStart: 69, entryStop: 76 }));
    expect(asked).toEqual([2, 6]);
  });

  it("reads branches that have more entries as far as its own go, and refuses those with fewer", async () => {
    const bytes = sampleBytes("numbers-none.root");
    await using source = await openRoot(bytes);
    const whole = await source.tree("tree");
    const facts = { streamers: { infos: [], file: {} }, codec: "none", uuid: "" } as never;
    const arr = [(whole.branch("int16") as StoredBranch).raw];
    const make = (fEntries: number): Tree =>
      new Tree(
        { fName: "t", fTitle: "", fEntries, fBranches: { arr } } as never,
        "t;1",
        bytesSource(bytes, "made.root"),
        facts,
      );
    const shorter = await make(90).arrays();
    const all = await whole.column("int16");
    expect(values(shorter.layout)).toEqual([values(all).slice(0, 90)]);
    const longer = make(106);
    await expect(longer.arrays(["int16"])).rejects.toThrow("it has 105 entries, its tree 106");
    await expect(longer.arrays("int*")).rejects.toThrow(UnsupportedError);
    const none = await longer.arrays();
    expect(none.fields).toEqual([]);
    const alone = await longer.column("int16");
    expect(values(alone)).toEqual(values(all));
    dispose([none, alone]);
    dispose([shorter, all]);
  });

  it("reads any range of entries as the slice of the whole", async () => {
    const branches = ["bool", "int16", "matrix", "list_uint16", "list_uint64"];
    const whole = new Map<string, unknown[]>();
    for (const name of branches) {
      const layout = await tree.column(name);
      whole.set(name, values(layout));
      dispose(layout);
    }
    const range = fc.integer({ min: -110, max: 110 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...branches), range, range, async (name, start, stop) => {
        const layout = await tree.column(name, { entryStart: start, entryStop: stop });
        const got = values(layout);
        dispose(layout);
        expect(got).toEqual(whole.get(name)!.slice(start, stop));
      }),
      { numRuns: 200 },
    );
    expect(memoryUsage().columns).toBe(0);
  });
});

describe.skipIf(realData === undefined)("Tree of a real file", () => {
  const open = (name: string): Promise<RootFile> => openRoot(`${realData}/root/${name}`);

  it("lists what cannot be read with the reason, and reads the rest", async () => {
    await using real = await open("coffea/PHYSLITE_example.root");
    const physlite = await real.tree("CollectionTree");
    const path = "AnalysisElectrons";
    expect(physlite.branch(path).unsupported).toContain("the file does not say what");
    const error = await physlite.arrays([path]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnsupportedError);
    expect((error as Error).message).toContain(path);
    expect((error as Error).message).toContain("DataVector<xAOD::Electron_v1>");
    const electrons = await physlite.arrays("AnalysisElectrons*");
    expect(electrons.fields).toContain("AnalysisElectronsAuxDyn.pt");
    expect(electrons.fields).toContain("AnalysisElectronsAuxDyn.trackParticleLinks");
    expect(electrons.fields).not.toContain(path);
    electrons.dispose();
  });

  it("cuts through vectors at any entry", async () => {
    await using real = await open("atlas4lep/data_A.4lep.root");
    const mini = await real.tree("mini");
    const all = await mini.column("lep_pt");
    const expected = values(all);
    for (let start = 0; start < mini.entries; start += 7) {
      const part = await mini.column("lep_pt", { entryStart: start, entryStop: start + 5 });
      expect(values(part)).toEqual(expected.slice(start, start + 5));
      dispose(part);
    }
    dispose(all);
  });

  it("reads a leaf list as records", async () => {
    await using real = await open("skhep/uproot-leaflist.root");
    const leaflist = await real.tree("tree");
    expect(leaflist.branch("leaflist").interpretation.kind).toBe("leaflist");
    const layout = await leaflist.column("leaflist");
    expect(canonicalColumns(layout).map(({ path }) => path)).toEqual(["x", "y", "z"]);
    dispose(layout);
  });

  it("reads baskets that lie in the tree itself, and cuts through them", async () => {
    await using real = await open("coffea/nano_dy.root");
    const nano = await real.tree("Events");
    const all = await nano.column("Jet_pt");
    const part = await nano.column("Jet_pt", { entryStart: 3, entryStop: -3 });
    expect(values(part)).toEqual(values(all).slice(3, -3));
    dispose([all, part]);
  });
});
