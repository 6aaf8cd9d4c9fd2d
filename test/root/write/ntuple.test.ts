import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromIter, fromTypedArray, unflatten } from "../../../src/array/index.ts";
import {
  DTypeError,
  NotFoundError,
  OverflowError,
  ShapeError,
  UnsupportedError,
  UsageError,
} from "../../../src/errors.ts";
import {
  blobSink,
  type ColumnType,
  type CompressionName,
  type NTuple,
  openRoot,
  recreateRoot,
  type TreeColumns,
} from "../../../src/root/index.ts";
import { columnFrom, memoryUsage, reserve } from "../../../src/wasm/index.ts";
import { kernels } from "../../../src/wasm/instance.ts";

type Types = Readonly<Record<string, ColumnType>>;

const codecs = ["none", "zlib", "lz4", "zstd"] as const;

/** An RNTuple of these columns, each extended one after another, opened again. */
async function written(
  types: Types,
  extensions: Iterable<TreeColumns>,
  compression: CompressionName = "zlib",
): Promise<NTuple> {
  const sink = blobSink();
  const file = await recreateRoot(sink, { compression });
  const ntuple = file.mkrntuple("dir/events", types, { description: "a test" });
  for (const columns of extensions) await ntuple.extend(columns);
  await file.close();
  return (await (await openRoot(sink.blob())).tree("dir/events")) as NTuple;
}

const everything = {
  ok: "bool",
  run: "uint32",
  big: "i8",
  met: "float64",
  name: "string",
  p4: "2 * 2 * float32",
  hits: "var * var * int16",
  tags: "var * string",
  mass: "?float64",
  maybe: "option[var * uint8]",
  jets: "var * {pt: float32, b: bool, from: (int32, string)}",
  vertex: { x: "float32", at: { "t-0": "int64" } },
  some: "union[float64, string, var * bool]",
};

/** Entry i as it is read. */
const entry = (i: number): Record<string, unknown> => ({
  ok: i % 3 === 1,
  run: 2 ** 32 - 1 - i,
  big: BigInt(i) - 2n ** 60n,
  met: i / 3,
  name: "é".repeat(i % 4),
  p4: [
    [i, -i],
    [i / 2, 0],
  ],
  hits: Array.from({ length: i % 3 }, (_, j) => Array.from({ length: j + 1 }, (_, k) => -i - k)),
  tags: Array.from({ length: (i + 1) % 3 }, (_, j) => "b".repeat(j + 1)),
  mass: i % 4 === 0 ? null : -i,
  maybe: i % 2 === 0 ? null : Array.from({ length: i % 5 }, (_, j) => j),
  jets: Array.from({ length: i % 3 }, (_, j) => ({ pt: i + j, b: j === 1, from: [j, `${i}`] })),
  vertex: { x: -i, at: { "t-0": BigInt(i) } },
  some: [i + 0.5, `text ${i}`, [true, i % 2 === 0]][i % 3],
});

/** Entries as columns that `extend` takes. */
function columnsOf(entries: readonly Record<string, unknown>[]): TreeColumns {
  const all = Object.keys(everything).map((name) => {
    const values = entries.map((one) => one[name]);
    if (name !== "jets") return [name, values];
    // Tuples are given field by field.
    const jets = values as { pt: number; b: boolean; from: [number, string] }[][];
    const array = fromIter(
      jets.map((list) =>
        list.map(({ pt, b, from }) => ({ pt, b, from: { 0: from[0], 1: from[1] } })),
      ),
    );
    return [name, array];
  });
  return Object.fromEntries(all) as TreeColumns;
}

describe("mkrntuple", () => {
  it.each(codecs)(
    "writes fields of every kind in several clusters, compressed by %s",
    async (codec) => {
      const entries = Array.from({ length: 50 }, (_, i) => entry(i));
      const steps = [entries.slice(0, 20), [], entries.slice(20, 21), entries.slice(21)];
      const ntuple = await written(everything, steps.map(columnsOf), codec);
      expect(ntuple.entries).toBe(50);
      expect((await ntuple.arrays()).toList()).toEqual(entries);
      expect(
        Object.fromEntries(ntuple.keys().map((key) => [key, ntuple.branch(key).typename])),
      ).toMatchObject({
        ok: "bool",
        p4: "std::array<std::array<float,2>,2>",
        hits: "std::vector<std::vector<std::int16_t>>",
        mass: "std::optional<double>",
        jets: "",
        some: "std::variant<double,std::string,std::vector<bool>>",
      });
      const some = await ntuple.arrays(["hits", "some"], { entryStart: 19, entryStop: 30 });
      expect(some.toList()).toEqual(
        entries.slice(19, 30).map(({ hits, some }) => ({ hits, some })),
      );
    },
  );

  it("refuses numbers that its integers cannot hold", async () => {
    const extend = (x: TreeColumns[string]) => written({ x: "var * ?int32" }, [{ x }]);
    await expect(extend([[1, 3e9]])).rejects.toThrow(OverflowError);
    await expect(extend([[1, null, 1.5]])).rejects.toThrow(DTypeError);
    await expect(extend([[1.5]])).rejects.toThrow(/"x.*" has the type "int32".* 1\.5/);
  });

  it("writes any lists of any numbers in any steps", async () => {
    const dtypes = [
      ["int16", fc.integer({ min: -32768, max: 32767 })],
      ["uint16", fc.integer({ min: 0, max: 65535 })],
      ["int32", fc.integer()],
      ["int64", fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
      ["uint64", fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })],
      ["float32", fc.float({ noNaN: true })],
      ["float64", fc.double({ noNaN: true })],
      ["bool", fc.boolean()],
      ["string", fc.string()],
    ] as const;
    for (const [type, one] of dtypes) {
      const value = one as fc.Arbitrary<number>;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(fc.array(fc.option(value), { maxLength: 40 }), { maxLength: 5 }), {
            maxLength: 3,
          }),
          fc.constantFrom(...codecs),
          async (steps, codec) => {
            const columns = steps.map((x) => ({ x }));
            const ntuple = await written({ x: `var * ?${type}` }, columns, codec);
            const entries = (await ntuple.arrays()).toList();
            expect(entries).toEqual(steps.flat().map((x) => ({ x })));
          },
        ),
        { numRuns: 5 },
      );
    }
  });

  it("takes slices, lists for fixed arrays, bytes, and values that are all there", async () => {
    const lists = fromIter([[9], [1, 2], [3, 4], [5, 6], [9]]).slice(1, 4);
    const types = {
      a: "2 * int32",
      v: "var * float64",
      o: "?float32",
      u: "union[string, int64]",
      r: { x: "3 * i1" },
    };
    const ntuple = await written(types, [
      {
        a: lists,
        v: lists,
        o: Float32Array.of(1, 2, 3),
        u: BigInt64Array.of(1n, 2n, 3n),
        r: { x: Int8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9) },
      },
    ]);
    expect((await ntuple.arrays()).toList()).toEqual([
      { a: [1, 2], v: [1, 2], o: 1, u: 1n, r: { x: [1, 2, 3] } },
      { a: [3, 4], v: [3, 4], o: 2, u: 2n, r: { x: [4, 5, 6] } },
      { a: [5, 6], v: [5, 6], o: 3, u: 3n, r: { x: [7, 8, 9] } },
    ]);
  });

  it("tells by the types given what values of a variant are, where these do not say it all", async () => {
    const types = { u: "union[var * int16, string, {a: ?int32}]", v: "union[var * string, bool]" };
    const steps = [
      { u: [[], []], v: [[], true] },
      { u: ["s", [1, 2], { a: 3 }], v: [["t"], false, []] },
    ];
    expect((await (await written(types, steps)).arrays()).toList()).toEqual([
      { u: [], v: [] },
      { u: [], v: true },
      { u: "s", v: ["t"] },
      { u: [1, 2], v: false },
      { u: { a: 3 }, v: [] },
    ]);
    const one = { u: "union[var * int16, var * string]" };
    expect((await (await written(one, [{ u: [[1]] }, { u: [["a"]] }])).arrays()).toList()).toEqual([
      { u: [1] },
      { u: ["a"] },
    ]);
    await expect(written(one, [{ u: [true] }])).rejects.toThrow(ShapeError);
  });

  it("cuts clusters into pages, and frees what it used", async () => {
    const n = 300_000;
    const x = Float64Array.from({ length: n }, (_, i) => (i * 7919) % 1000);
    const array = fromTypedArray(x);
    const counts = new Int32Array(n);
    counts[n - 1] = 2;
    const y = unflatten(fromTypedArray(Int32Array.of(1, 2)), fromTypedArray(counts));
    const before = memoryUsage().usedBytes;
    const sink = blobSink();
    const file = await recreateRoot(sink, { compression: "lz4" });
    const ntuple = file.mkrntuple("t", { x: "float64", y: "var * int32" });
    for (let i = 0; i < 3; i++) await ntuple.extend({ x: array, y });
    await file.close();
    expect(memoryUsage().usedBytes).toBe(before);
    const read = (await (await openRoot(sink.blob())).tree("t")) as NTuple;
    expect([read.entries, ntuple.entries]).toEqual([3 * n, 3 * n]);
    const back = await read.arrays(["x"], { entryStart: n + 131_060, entryStop: n + 131_080 });
    expect(back.toList()).toEqual([...x.slice(131_060, 131_080)].map((one) => ({ x: one })));
  });

  it("lists many clusters in groups", async () => {
    const n = 4000;
    const sink = blobSink();
    const file = await recreateRoot(sink, { compression: "none" });
    const ntuple = file.mkrntuple("t", { x: "int32", y: "bool" });
    for (let i = 0; i < n; i++) await ntuple.extend({ x: Int32Array.of(i), y: [i % 2 === 0] });
    await file.close();
    const read = (await (await openRoot(sink.blob())).tree("t")) as NTuple;
    const { x, y } = await read.arrays(["x", "y"], { library: "typed" });
    expect([...(x as Int32Array)]).toEqual(Array.from({ length: n }, (_, i) => i));
    expect([...(y as Uint8Array)]).toEqual(Array.from({ length: n }, (_, i) => (i + 1) % 2));
  });

  it("writes RNTuples without entries, and beside trees of the same name", async () => {
    const sink = blobSink();
    const file = await recreateRoot(sink);
    file.mkrntuple("t", { x: "float32", y: "var * string" });
    file.mktree("t", { x: "float32" });
    await file.close();
    const read = await openRoot(sink.blob());
    expect(read.classnames()).toEqual({ "t;2": "TTree", "t;1": "ROOT::RNTuple" });
    const empty = await read.tree("t;1");
    expect([empty.entries, empty.keys()]).toEqual([0, ["x", "y"]]);
  });

  it("understands the types that Awkward prints", async () => {
    const types = {
      a: "Momentum4D[pt: float64, eta: float64]",
      b: 'struct[{"a-1": ?int32}]',
      c: "tuple[[int8, 2 * bool]]",
      d: "categorical[type=?string]",
      e: "[var * ?{x: bytes}]",
      f: "Point[float32, float32]",
      g: "?",
    };
    const file = await recreateRoot(blobSink());
    expect(file.mkrntuple("t", types).types).toEqual({
      a: "{pt: float64, eta: float64}",
      b: "{a-1: option[int32]}",
      c: "(int8, 2 * bool)",
      d: "option[string]",
      e: "var * option[{x: var * uint8}]",
      f: "(float32, float32)",
      g: "bool",
    });
    await file.abort();
  });

  it("says what does not fit, and writes nothing of it", async () => {
    const file = await recreateRoot(blobSink());
    const make = (types: Types) => () => file.mkrntuple("dir/t", types);
    expect(make({ x: "flaot32" })).toThrow(NotFoundError);
    expect(make({ x: "flaot32" })).toThrow(/float32/);
    expect(make({ x: "var float32" })).toThrow(/"\*" was expected/);
    expect(make({ x: "{x: int32" })).toThrow(UsageError);
    expect(make({ x: "int32 int32" })).toThrow(/not expected/);
    expect(make({ x: "0 * int32" })).toThrow(/no lists of 0/);
    expect(make({ x: "unknown" })).toThrow(/name its type/);
    expect(make({ x: `${"var * ".repeat(100)}int32` })).toThrow(/too deeply/);
    expect(make({ x: '[var * int32, parameters={"a": 1}]' })).toThrow(UnsupportedError);
    expect(make({ "a.b": "int32" })).toThrow(/no name of a field/);
    expect(make({ x: "{a: int32, a: int32}" })).toThrow(/two fields "a"/);
    expect(make({})).toThrow(/no fields/);
    const ntuple = file.mkrntuple("t", { x: "float32", y: "var * {a: int32}", z: "3 * int8" });
    const good = { x: [1], y: [[{ a: 1 }]], z: [[1, 2, 3]] };
    const extend = (columns: TreeColumns) => () => ntuple.extend({ ...good, ...columns });
    expect(extend({ w: [1] })).toThrow(NotFoundError);
    expect(extend({ x: [1, 2] })).toThrow(/has 1 entries, others 2/);
    expect(extend({ x: [[1]] })).toThrow(/type "float32", and was given lists/);
    expect(extend({ x: [null] })).toThrow(/fillNone/);
    expect(extend({ y: [[{ b: 1 }]] })).toThrow(ShapeError);
    expect(extend({ z: [[1, 2]] })).toThrow(/other lengths than 3/);
    expect(extend({ z: Int8Array.of(1, 2) })).toThrow(/no whole number of 3/);
    expect(() => ntuple.extend({ x: [1] })).toThrow(/"y".*missing/);
    expect(ntuple.entries).toBe(0);
    await ntuple.extend(good);
    await file.close();
    expect(() => ntuple.extend(good)).toThrow(/is closed/);
  });
});

describe("pages", () => {
  it("have the elements split, as the definition says, and nothing is written behind", () => {
    for (const [bits, kernel] of [
      [16, kernels.root_ntuple_write_split_16],
      [32, kernels.root_ntuple_write_split_32],
      [64, kernels.root_ntuple_write_split_64],
    ] as const) {
      for (const n of [0, 1, 15, 16, 17, 100]) {
        const bytes = Uint8Array.from({ length: (n * bits) / 8 }, (_, i) => (i * 37) % 251);
        const from = columnFrom(bytes);
        const out = reserve("uint8", bytes.length + 16);
        out.view().fill(255);
        kernel(from.address, out.address, n);
        const width = bits / 8;
        const expected = Array.from(bytes, (_, i) => bytes[(i % n) * width + Math.floor(i / n)]);
        expect([...out.view()]).toEqual([...expected, ...Array(16).fill(255)]);
        from.dispose();
        out.dispose();
      }
    }
  });

  it("have eight booleans in a byte, the first in its lowest bit", () => {
    for (const n of [0, 1, 7, 8, 16, 17, 40, 63]) {
      const values = Uint8Array.from({ length: n }, (_, i) => Number((i * i) % 3 === 1));
      const from = columnFrom(values);
      const out = reserve("uint8", Math.ceil(n / 8) + 8);
      out.view().fill(255);
      kernels.root_ntuple_write_bits(from.address, out.address, n);
      const packed = [...out.view()];
      const bits = Array.from(values, (_, i) => (packed[i >> 3] >> (i & 7)) & 1);
      expect(bits).toEqual([...values]);
      expect(packed.slice(Math.ceil(n / 8))).toEqual(Array(8).fill(255));
      from.dispose();
      out.dispose();
    }
  });
});
