import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError, UnsupportedError, UsageError } from "../../../src/errors.ts";
import { fromRecord, Hist, toRecord } from "../../../src/hist/index.ts";
import {
  blobSink,
  type CompressionName,
  type GraphRecord,
  type HistogramRecord,
  type MatrixRecord,
  matrixValues,
  openRoot,
  type RootFile,
  type RootObject,
  type RootValue,
  type RootWritable,
  recreateRoot,
} from "../../../src/root/index.ts";
import { sampleBytes } from "../data.ts";
import { graph as graphOfAll, others } from "./every-kind.ts";

/** A file with these objects, opened again. */
async function written(
  objects: Iterable<readonly [string, RootWritable]>,
  compression: CompressionName = "zlib",
): Promise<RootFile> {
  const sink = blobSink();
  const file = await recreateRoot(sink, { compression });
  for (const [name, object] of objects) await file.set(name, object);
  await file.close();
  return openRoot(sink.blob());
}

const graph: GraphRecord = {
  kind: "graph",
  className: "TGraph",
  name: "",
  title: "y against x",
  x: Float64Array.of(1, 2, 4),
  y: Float64Array.of(-1, 0.1, Number.MAX_VALUE),
  z: null,
  xErrors: null,
  yErrors: null,
  zErrors: null,
  yErrorKinds: [],
  members: {},
};
const errors = { low: Float64Array.of(0.1, 0.2, 0.3), high: Float64Array.of(1, 2, 3) };

describe("recreateRoot", () => {
  it("writes directories, texts and names that a reader finds again", async () => {
    const sink = blobSink("events.root");
    const file = await recreateRoot(sink);
    file.mkdir("empty/below", { title: "nothing in it" });
    await file.set("text", "dépêche");
    await file.set("deep/er/text", "x".repeat(1000));
    await file.set("text", "second");
    await file.set("named", {
      kind: "named",
      className: "TNamed",
      name: "renamed",
      title: "a title",
      members: {},
    });
    await file.close();
    const read = await openRoot(sink.blob());
    expect(read.classnames()).toEqual({
      "empty;1": "TDirectory",
      "empty/below;1": "TDirectory",
      "text;2": "TObjString",
      "text;1": "TObjString",
      "deep;1": "TDirectory",
      "deep/er;1": "TDirectory",
      "deep/er/text;1": "TObjString",
      "named;1": "TNamed",
    });
    expect(await read.get("text")).toMatchObject({ kind: "text", value: "second" });
    expect(await read.get("text;1")).toMatchObject({ value: "dépêche" });
    expect(await read.get("deep/er/text")).toMatchObject({ value: "x".repeat(1000) });
    expect(await read.get("named")).toMatchObject({ name: "named", title: "a title" });
    expect(await read.get("empty/below")).toMatchObject({ title: "nothing in it", keys: [] });
    expect(read.codec).toBe("zlib");
  });

  it.each(["none", "zlib", "lz4", "zstd"] as const)(
    "writes what it reads of every object, compressed by %s",
    async (compression) => {
      const first = await openRoot(new Blob([sampleBytes("objects.root")]));
      const objects: [string, RootWritable][] = [];
      for (const name of first.keys()) {
        const object = await first.get(name);
        if ("kind" in object && object.kind !== "directory") {
          objects.push([name.replace(/;\d+$/, ""), object as RootWritable]);
        }
      }
      const second = await written(objects, compression);
      for (const [name, object] of objects.slice(0, -1)) {
        const { members, ...own } = (await second.get(`${name};1`)) as HistogramRecord;
        const { members: before, ...expected } = object as HistogramRecord;
        // It is called as its key, whatever it was called.
        expect(own).toEqual({ ...expected, name: own.name });
        expect(Object.keys(members)).toEqual(Object.keys(before));
      }
      expect(objects.length).toBeGreaterThan(10);
    },
  );

  it("writes histograms of every number type and dimension", async () => {
    const axis = (letter: string): string => `${letter}axis`;
    for (const dtype of ["int8", "int16", "int32", "float32", "float64"] as const) {
      for (const dimensions of [1, 2, 3]) {
        const builder = new Hist(
          ["x", "y", "z"].slice(0, dimensions).map((letter, i) => ({
            ...Hist.new.reg(i + 2, 0, 1, { name: axis(letter), label: letter }).double().axes[0],
          })),
        );
        builder.fill([0.1, 0.6, 0.6].slice(0, dimensions).map((v) => Float64Array.of(v, v, 2)));
        const record = { ...(toRecord(builder, { name: "h" }) as HistogramRecord), dtype };
        const read = (await (await written([["h", record]])).get("h")) as HistogramRecord;
        const letter = { int8: "C", int16: "S", int32: "I", float32: "F", float64: "D" }[dtype];
        expect(read.className).toBe(`TH${dimensions}${letter}`);
        expect(read.dtype).toBe(dtype);
        expect(read.contents).toEqual(record.contents);
        expect(read.statistics).toEqual(record.statistics);
        expect(read.axes.map(({ title }) => title)).toEqual(record.axes.map(({ title }) => title));
      }
    }
  });

  it("writes profiles, weights, labels and edges", async () => {
    const hists = {
      weight: Hist.new.var([0, 1, 10], { label: "E [MeV]" }).weight(),
      labels: Hist.new.strCat(["ee", "µµ"]).reg(3, 0, 1).weight(),
      profile: Hist.new.reg(4, 0, 1).weightedMean(),
      profile2: Hist.new.reg(4, 0, 1).reg(2, 0, 1).mean(),
    };
    hists.weight.fill([[0.5, 5, 50]], { weight: [1, 2, 3] });
    hists.labels.fill(
      [
        ["ee", "µµ"],
        [0.1, 0.2],
      ],
      { weight: [0.5, 2] },
    );
    hists.profile.fill([[0.1, 0.1, 0.9]], { sample: [1, 2, 3], weight: [1, 2, 3] });
    hists.profile2.fill(
      [
        [0.1, 0.1],
        [0.1, 0.9],
      ],
      { sample: [1, 2] },
    );
    const records = Object.entries(hists).map(
      ([name, hist]) => [name, toRecord(hist, { name, title: "a title" })] as const,
    );
    const file = await written(records);
    for (const [name, record] of records) {
      const { members, axes, ...read } = (await file.get(name)) as HistogramRecord;
      const { members: none, axes: given, ...expected } = record;
      expect(read).toEqual(expected);
      expect(axes.map((one) => ({ ...one, members: {} }))).toEqual(given);
      expect([none, Object.keys(members).length > 20]).toEqual([{}, true]);
    }
  });

  it("writes graphs with and without errors", async () => {
    const same = { low: errors.low, high: errors.low };
    const graphs = [
      graph,
      { ...graph, className: "TGraphErrors", xErrors: same, yErrors: same },
      { ...graph, className: "TGraphAsymmErrors", xErrors: same, yErrors: errors },
    ];
    const file = await written(graphs.map((one) => [one.className, one] as const));
    for (const one of graphs) {
      const { members, ...read } = (await file.get(one.className)) as GraphRecord;
      expect({ ...read, members: {} }).toEqual({ ...one, name: one.className });
      expect(members.fNpoints).toBe(3);
    }
  });

  it("writes parameters, efficiencies, matrices and maps", async () => {
    const file = await written(Object.entries(others));
    for (const [name, object] of Object.entries(others)) {
      const without = (value: unknown): unknown =>
        JSON.parse(
          JSON.stringify(value, (key, one) => {
            if (key === "members" || key === "name") return undefined;
            if (typeof one === "bigint") return String(one);
            return ArrayBuffer.isView(one) ? Array.from(one as Float64Array) : one;
          }),
        );
      const read = without(await file.get(name));
      // An efficiency's title, a graph's errors and so on, as they were given.
      const { kind } = object as RootObject;
      if (kind === "graph") expect(read).toMatchObject(without({ y: graphOfAll.y }) as object);
      else expect(read).toEqual(without(object));
    }
    const sparse = {
      ...(others.full as MatrixRecord),
      className: "TMatrixTSparse<double>",
      storage: "sparse",
    };
    const sink = blobSink();
    const other = await recreateRoot(sink);
    expect(() => other.set("m", sparse as RootWritable)).toThrow(/fRowIndex of 0/);
    const short = { ...(others.full as MatrixRecord), elements: Float64Array.of(1) };
    expect(() => other.set("m", short as RootWritable)).toThrow(ShapeError);
    await other.abort();
  });

  it("writes containers and texts of the standard library as keys", async () => {
    const values: Readonly<Record<string, RootValue>> = {
      "vector<double>": Float64Array.of(1, 2.5),
      "vector<vector<float> >": [Float32Array.of(1, -2), new Float32Array(0)],
      "vector<string>": ["", "é".repeat(300)],
      "vector<bool>": [true, false],
      "set<int>": Int32Array.of(-1, 2),
      "map<string,int>": new Map([
        ["a", 1],
        ["b", -2],
      ]),
      "map<int,vector<double> >": new Map([[7, Float64Array.of(1, 2)]]),
    };
    const records = Object.entries(values).map(([className, value], i) => {
      return [`c${i}`, { kind: "container", className, value }] as const;
    });
    const words = { kind: "text", className: "string", value: "grüß", members: {} } as const;
    const file = await written([...records, ["s", words] as const], "lz4");
    for (const [name, record] of records) expect(await file.get(name)).toEqual(record);
    expect(await file.get("s")).toMatchObject({ className: "string", value: "grüß" });
    const out = await recreateRoot(blobSink());
    const bits = { kind: "container", className: "vector<bitset<8> >", value: [1] } as const;
    expect(() => out.set("b", bits)).toThrow(UnsupportedError);
  });

  it("writes again what it read of graphs, efficiencies and histograms of whole numbers", async () => {
    const names = ["plane", "planeErrors", "planeBoth", "multi", "sparse", "priors"];
    const first = await written(names.map((name) => [name, others[name]] as const));
    const read = await Promise.all(
      names.map(async (name) => (await first.get(name)) as RootObject),
    );
    const second = await written(names.map((name, i) => [name, read[i]] as const));
    for (const [i, name] of names.entries()) expect(await second.get(name)).toEqual(read[i]);
    expect(read[1]).toMatchObject({ zErrors: (others.planeErrors as GraphRecord).zErrors });
    expect(read[3]).toMatchObject({ yErrorKinds: (others.multi as GraphRecord).yErrorKinds });
    expect([...matrixValues(read[4] as MatrixRecord)]).toEqual([
      0, 0, 1.5, 0, 0, 0, 0, 0, -0, 0, 0, 3.5,
    ]);
  });

  it("keeps any text and any number", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme", maxLength: 400 }),
        fc.float64Array({ minLength: 1, maxLength: 300 }),
        fc.constantFrom("none", "zlib", "lz4", "zstd"),
        async (text, x, compression: CompressionName) => {
          const record = { ...graph, title: text, x, y: x };
          const file = await written(
            [["text", text] as const, ["g", record] as const],
            compression,
          );
          expect(await file.get("text")).toMatchObject({ value: text });
          expect(await file.get("g")).toMatchObject({ title: text, x, y: x });
        },
      ),
      { numRuns: 30 },
    );
  });

  it("refuses what it cannot write, and goes on", async () => {
    const sink = blobSink();
    const file = await recreateRoot(sink);
    const short = { ...graph, y: Float64Array.of(1) };
    expect(() => file.set("g", short)).toThrow(ShapeError);
    const other = { kind: "object", className: "TCanvas", members: {} } as const;
    expect(() => file.set("c", other)).toThrow(UnsupportedError);
    expect(() => file.set("", "text")).toThrow(UsageError);
    expect(() => file.set("a;1", "text")).toThrow(/cycles/);
    expect(() => sink.blob()).toThrow(/not closed/);
    await file.set("t", "text");
    await expect(file.set("t/below", "text")).rejects.toThrow(/not a directory/);
    for (const nothing of [undefined, null, 3, [1, 2], new Float64Array(2)]) {
      expect(() => file.set("n", nothing as never)).toThrow(
        /"n": .* cannot be written; histograms/,
      );
    }
    await file.close();
    await file.close();
    expect((await openRoot(sink.blob())).keys()).toEqual(["t;1"]);
    expect(() => file.set("u", "late")).toThrow(/is closed/);
    await expect(recreateRoot(blobSink(), { level: 10 })).rejects.toThrow(/1 to 9/);
  });
});

describe("a directory", () => {
  it("is not hidden by an object or a tree of its name, nor a tree by a directory", async () => {
    const sink = blobSink();
    const file = await recreateRoot(sink);
    await file.set("q/x", "text");
    await expect(file.set("q", "2")).rejects.toThrow('"q" is a directory, not an object');
    expect(() => file.mktree("q", { x: "int32" })).toThrow(/is a directory/);
    expect(() => file.mkrntuple("q", { x: "int32" })).toThrow(/is a directory/);
    file.mktree("a/t", { x: "int32" });
    await expect(file.set("a/t/x", "text")).rejects.toThrow(/not a directory/);
    // Columns that fail give their name back.
    expect(() => file.set("c", { x: [1], y: [1, 2] })).toThrow();
    await file.set("c/x", "text");
    await file.close();
    const keys = (await openRoot(sink.blob())).keys({ recursive: true });
    expect(keys.sort()).toEqual(["a/t;1", "a;1", "c/x;1", "c;1", "q/x;1", "q;1"]);
  });
});

describe("a histogram", () => {
  it("is written as it is, under the name of its key", async () => {
    const hist = Hist.new.reg(2, 0, 2, { name: "x" }).weight({ name: "m", label: "mass" });
    hist.fill({ x: [0.5, 1.5, 7] });
    expect(toRecord(hist)).toMatchObject({ name: "m", title: "mass" });
    const file = await written([["dir/h", hist] as const]);
    const record = (await file.get("dir/h")) as HistogramRecord;
    expect(record).toMatchObject({ className: "TH1D", name: "h", title: "mass" });
    expect(fromRecord(record).values({ flow: true })).toEqual(hist.values({ flow: true }));
    expect(() => fromRecord({ kind: "text" } as never)).toThrow(/kind "text" is no histogram/);
    expect(() => fromRecord(undefined as never)).toThrow(UsageError);
  });
});

describe("a failing sink", () => {
  it("is told at once, and nothing is left", async () => {
    let failures = 0;
    for (let at = 0; ; at++) {
      const inner = blobSink();
      let calls = 0;
      const count = (): void => {
        if (calls++ === at) throw new Error("disk full");
      };
      let aborted = 0;
      const sink = {
        name: "failing",
        async write(bytes: Uint8Array, position: number) {
          count();
          await inner.write(bytes, position);
        },
        async finish() {
          count();
          await inner.finish();
        },
        async abort() {
          aborted++;
          await inner.abort();
        },
      };
      const file = await recreateRoot(sink, { compression: "none" });
      const big = { ...graph, x: new Float64Array(70_000), y: new Float64Array(70_000) };
      try {
        for (let i = 0; i < 4; i++) await file.set(`g${i}`, big);
        await file.close();
        break;
      } catch (error) {
        failures++;
        expect(String(error)).toContain("disk full");
        expect(aborted).toBe(1);
        expect(() => inner.blob()).toThrow(/given up/);
        expect(() => file.set("more", "text")).toThrow(/failed before/);
        await file.abort();
      }
    }
    // Four objects, the rest, two patches, the end.
    expect(failures).toBeGreaterThan(6);
  });
});
