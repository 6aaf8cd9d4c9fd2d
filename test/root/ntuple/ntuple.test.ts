import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalColumns } from "../../../scripts/conformance/canonical.ts";
import { type ListValue, toList } from "../../../src/array/export.ts";
import { NotFoundError, UnsupportedError, UsageError } from "../../../src/errors.ts";
import { type ByteSource, openRoot } from "../../../src/root/index.ts";
import type { NTuple } from "../../../src/root/ntuple/ntuple.ts";
import { bytesSource } from "../../../src/root/source-bytes.ts";
import { memoryUsage } from "../../../src/wasm/memory.ts";
import { dispose } from "../../../src/wasm/scope.ts";
import { golden, openSample, sampleBytes } from "./data.ts";

describe("NTuple", () => {
  it("tells of its fields what they hold and how they are stored", async () => {
    const { file, tree } = await openSample("ntuple-structures.root");
    const ntuple = tree as NTuple;
    expect(ntuple).toMatchObject({ name: "ntuple", title: "described", path: "ntuple;1" });
    expect(ntuple).toMatchObject({ entries: 110, clusters: 4, writer: "from the book" });
    expect(ntuple.formatVersion).toBe("1.0.1.0");
    const points = ntuple.branch("points");
    expect(points.typename).toBe("std::vector<Point>");
    expect(points.codec).toBe("zlib");
    expect(points.baskets).toBeGreaterThan(10);
    expect(points.compressedBytes).toBeLessThan(points.uncompressedBytes);
    expect(points.interpretation).toMatchObject({
      kind: "list",
      content: {
        kind: "record",
        fields: ["x", "y", "hits"],
        contents: [{ kind: "leaf", dtype: "float32" }, { dtype: "float64" }, { kind: "list" }],
      },
    });
    await file.close();
  });

  it("reads the fields that are named, in that order", async () => {
    const { file, tree } = await openSample("ntuple-structures.root");
    const array = await tree.arrays(["nPoints", "pair"], { entryStop: 3 });
    expect(array.fields).toEqual(["nPoints", "pair"]);
    const points = await tree.column("points", { entryStop: 3 });
    const counts = toList(array.field("nPoints").layout);
    expect(counts).toEqual((toList(points) as ListValue[][]).map(({ length }) => BigInt(length)));
    expect(toList(array.field("pair").layout)[0]).toEqual([expect.any(Number), expect.any(String)]);
    dispose([array, points]);
    await file.close();
  });

  it("reads members of records with the lists around them, under their names with dots", async () => {
    const { file, tree } = await openSample("ntuple-structures.root");
    expect(tree.branch("points.hits")).toMatchObject({
      name: "hits",
      path: "points.hits",
      interpretation: { kind: "list", content: { kind: "list", content: { kind: "leaf" } } },
    });
    const array = await tree.arrays(["points.x", "nPoints", "derived.Base::x"]);
    expect(array.fields).toEqual(["points.x", "nPoints", "derived.Base::x"]);
    const points = await tree.column("points");
    const whole = toList(points) as { x: number }[][];
    expect(toList(array.field("points.x").layout)).toEqual(whole.map((all) => all.map((p) => p.x)));
    dispose([array, points]);
    await expect(tree.column("points.z")).rejects.toThrow(NotFoundError);
    await expect(tree.column("points.hit")).rejects.toThrow('did you mean "points.hits"?');
    await expect(tree.column("deep.x")).rejects.toThrow(NotFoundError);
    await file.close();
  });

  it("selects by glob, by regular expression and by function of the field", async () => {
    const { file, tree } = await openSample("ntuple-encodings.root");
    const none = { entryStop: 0 };
    const globs = await tree.arrays("SplitReal*", none);
    expect(globs.fields).toEqual(["SplitReal16", "SplitReal32", "SplitReal64"]);
    const expression = await tree.arrays(/^Trunc2/, none);
    expect(expression.fields).toEqual(["Trunc21", "Trunc24"]);
    const bytes = await tree.arrays(({ typename }) => typename === "std::byte", none);
    expect(bytes.fields).toEqual(["Byte"]);
    dispose([globs, expression, bytes]);
    await file.close();
  });

  it("lists what cannot be read with the reason, and reads the rest", async () => {
    const { file, tree } = await openSample("ntuple-structures.root");
    expect(tree.branch("streamed").unsupported).toContain(
      "ROOT streamer: the file does not describe the class Undescribed",
    );
    expect(tree.branch("future").unsupported).toBe('columns of type 64 are unknown, of "future"');
    await expect(tree.arrays(["future"])).rejects.toThrow(UnsupportedError);
    await expect(tree.column("streamed")).rejects.toThrow(/"streamed" \(Undescribed\) cannot/);
    const all = await tree.arrays();
    expect(all.fields).toHaveLength(tree.keys().length - 2);
    all.dispose();
    await file.close();
  });

  it("names the nearest field where there is none, and refuses entries that are none", async () => {
    const { file, tree } = await openSample("ntuple-structures.root");
    await expect(tree.column("pionts")).rejects.toThrow('did you mean "points"?');
    expect(() => tree.branch("nope")).toThrow(NotFoundError);
    await expect(tree.column("points", { entryStart: 0.5 })).rejects.toThrow(UsageError);
    await file.close();
  });

  it("ends with the signal's reason, with nothing left in memory", async () => {
    const { file, tree } = await openSample("ntuple-structures.root");
    const reason = new Error("stop");
    await expect(tree.arrays(undefined, { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    expect(memoryUsage().columns).toBe(0);
    await file.close();
  });

  it("refuses unknown feature flags with their number", async () => {
    const error = await openSample("ntuple-feature.root").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnsupportedError);
    expect((error as UnsupportedError).feature).toBe("RNTuple feature flag 5");
  });

  it("passes over what a later version of the format adds", async () => {
    const { file, tree } = await openSample("ntuple-newer.root");
    const x = await tree.column("x");
    expect(toList(x)).toEqual([1, 2, 3]);
    dispose(x);
    await file.close();
  });

  it("asks the source once for all pages, and only for those it needs", async () => {
    const asked: number[] = [];
    const inner = bytesSource(sampleBytes("ntuple-encodings.root"), "counted");
    const source: ByteSource = {
      ...inner,
      readMany: (ranges, options) => {
        asked.push(ranges.length);
        return inner.readMany(ranges, options);
      },
    };
    await using file = await openRoot(source);
    const tree = await file.tree("ntuple");
    // Header and footer, then the page list.
    expect(asked.slice(-2)).toEqual([2, 1]);
    asked.length = 0;
    // Clusters of 60, 1 and 130 entries in pages of 50.
    dispose(await tree.arrays(["Int32", "Bit"], { entryStart: 55, entryStop: 62 }));
    dispose(await tree.column("textIndex64", { entryStart: 0, entryStop: 61 }));
    expect(asked[0]).toBe(6);
    expect(asked).toHaveLength(2);
    // What lists hold comes along where a cluster is cut, since it is little.
    dispose(await tree.column("listIndex32", { entryStart: 70, entryStop: 80 }));
    expect(asked).toHaveLength(3);
    dispose(await tree.arrays(["Int32"], { entryStart: 7, entryStop: 7 }));
    expect(asked).toHaveLength(3);
    expect(memoryUsage().columns).toBe(0);
  });

  it("asks once more for the parts of payloads that are split", async () => {
    const asked: number[] = [];
    const inner = bytesSource(sampleBytes("ntuple-split.root"), "counted");
    const source: ByteSource = {
      ...inner,
      readMany: (ranges, options) => {
        asked.push(ranges.length);
        return inner.readMany(ranges, options);
      },
    };
    await using file = await openRoot(source);
    const tree = await file.tree("ntuple");
    asked.length = 0;
    // Four clusters, of which the first has a page that is split.
    dispose(await tree.column("points.y"));
    expect(asked).toHaveLength(2);
  });

  it("shows streamed objects as records, of a list too", async () => {
    const { file, tree } = await openSample("ntuple-streamed.root");
    expect(tree.branch("hit")).toMatchObject({
      typename: "Hit",
      interpretation: { kind: "streamed", interpretation: { kind: "structured" } },
    });
    const array = await tree.arrays(["hit", "hits"], { entryStart: 4, entryStop: 6 });
    const [first] = toList(array.field("hit").layout);
    expect(first).toMatchObject({ fX: [0.5, -1, expect.any(Number)], fName: expect.any(String) });
    expect(array.field("hits").layout).toMatchObject({ kind: "list", content: { kind: "record" } });
    dispose(array);
    expect(memoryUsage().columns).toBe(0);
    await file.close();
  });

  it.each([
    "ntuple-structures.root",
    "ntuple-late.root",
    "ntuple-streamed.root",
    "ntuple-encodings.root",
  ])("reads any range of entries as the slice of the whole: %s", async (name) => {
    const { file, tree } = await openSample(name);
    const fields = tree.branches.filter((branch) => branch.unsupported === undefined);
    const whole = new Map<string, unknown[]>();
    for (const { path } of fields) {
      const layout = await tree.column(path);
      whole.set(path, toList(layout));
      dispose(layout);
    }
    const names = fields.map(({ path }) => path);
    const range = fc.integer({ min: 0, max: tree.entries });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), range, range, async (field, start, stop) => {
        const layout = await tree.column(field, { entryStart: start, entryStop: stop });
        const got = toList(layout);
        dispose(layout);
        expect(got).toEqual(whole.get(field)?.slice(start, stop));
      }),
      { numRuns: 400 },
    );
    expect(memoryUsage().columns).toBe(0);
    await file.close();
  });
});

describe("NTuple.column against uproot and the format specification", () => {
  it.each([...golden.keys()])("reads every field to the same bits: %s", async (name) => {
    const { file, tree } = await openSample(name);
    for (const { branch, entries, columns } of golden.get(name) ?? []) {
      expect(tree.branch(branch).entries).toBe(entries);
      const layout = await tree.column(branch);
      expect({ branch, columns: canonicalColumns(layout) }).toEqual({ branch, columns });
      dispose(layout);
    }
    expect(memoryUsage().columns).toBe(0);
    await file.close();
  });
});
