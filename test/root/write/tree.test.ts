import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromIter, fromTypedArray, type NestedValue, zip } from "../../../src/array/index.ts";
import {
  DTypeError,
  NotFoundError,
  OverflowError,
  ShapeError,
  UsageError,
} from "../../../src/errors.ts";
import {
  type BranchType,
  blobSink,
  type CompressionName,
  openRoot,
  recreateRoot,
  type Tree,
  type TreeColumns,
} from "../../../src/root/index.ts";
import { memoryUsage } from "../../../src/wasm/index.ts";

type Types = Readonly<Record<string, BranchType>>;

/** A tree of these columns, each extended one after another, opened again. */
async function written(
  types: Types,
  extensions: Iterable<TreeColumns>,
  compression: CompressionName = "none",
): Promise<Tree> {
  const sink = blobSink();
  const file = await recreateRoot(sink, { compression });
  const tree = file.mktree("Events", types);
  for (const columns of extensions) await tree.extend(columns);
  await file.close();
  return (await (await openRoot(sink.blob())).tree("Events")) as Tree;
}

async function listsOf(tree: Tree): Promise<unknown> {
  return (await tree.arrays()).toList();
}

describe("mktree", () => {
  it("refuses numbers that its integers cannot hold", async () => {
    const refused = async (type: BranchType, value: TreeColumns[string]): Promise<unknown> => {
      const before = memoryUsage().usedBytes;
      const error = await written({ j: type }, [{ j: value }]).catch((why: unknown) => why);
      expect(String(error)).toContain('branch "j" of tree "Events"');
      expect(memoryUsage().usedBytes).toBe(before);
      return error;
    };
    expect(await refused("var * int32", [[3e9]])).toBeInstanceOf(OverflowError);
    expect(await refused("var * int32", [[], [1, 1.5]])).toBeInstanceOf(DTypeError);
    expect(await refused("int16", Float32Array.of(40000))).toBeInstanceOf(OverflowError);
    expect(await refused("int32", Uint32Array.of(2 ** 31))).toBeInstanceOf(OverflowError);
    expect(await refused("uint32", Int32Array.of(-1))).toBeInstanceOf(OverflowError);
    expect(await refused("uint64", [1, -1])).toBeInstanceOf(OverflowError);
    expect(await refused("int64", Float64Array.of(2 ** 63))).toBeInstanceOf(OverflowError);
    expect(await refused("2 * uint8", [[1, 256]])).toBeInstanceOf(OverflowError);
    expect(await refused("int32", [Number.NaN])).toBeInstanceOf(DTypeError);
    // What no entry holds does not count.
    const lists = fromIter([[3e9, 0.5], [2], [1e10]]).slice(1, 2);
    const tree = await written({ j: "var * int32", k: "float32" }, [{ j: lists, k: [0.1] }]);
    expect(await listsOf(tree)).toEqual([{ nj: 1, j: [2], k: Math.fround(0.1) }]);
  });

  it("writes numbers, fixed arrays, lists and texts, extension by extension", async () => {
    const types = { n: "int64", m: "2 * 2 * int16", x: "var * float64", s: "string", ok: "bool" };
    const tree = await written(types, [
      {
        n: BigInt64Array.of(1n, -(2n ** 63n)),
        m: Int16Array.of(1, 2, 3, 4, 5, 6, 7, -8),
        x: [[1.5, 2.5], []],
        s: ["", "é".repeat(200)],
        ok: [true, false],
      },
      { n: new BigInt64Array(0), m: [], x: [], s: [], ok: [] },
      {
        n: [3n],
        m: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
        x: fromIter([[3]]),
        s: ["b"],
        ok: Uint8Array.of(1),
      },
    ]);
    expect(tree.entries).toBe(3);
    expect(tree.keys()).toEqual(["n", "m", "nx", "x", "s", "ok"]);
    expect(await listsOf(tree)).toEqual([
      {
        n: 1n,
        m: [
          [1, 2],
          [3, 4],
        ],
        nx: 2,
        x: [1.5, 2.5],
        s: "",
        ok: true,
      },
      {
        n: -(2n ** 63n),
        m: [
          [5, 6],
          [7, -8],
        ],
        nx: 0,
        x: [],
        s: "é".repeat(200),
        ok: false,
      },
      {
        n: 3n,
        m: [
          [1, 2],
          [3, 4],
        ],
        nx: 1,
        x: [3],
        s: "b",
        ok: true,
      },
    ]);
  });

  it("gives fields of a collection one counter", async () => {
    const pt = fromIter([[30, 20], [], [10]]);
    const eta = fromIter([[0.1, 0.2], [], [0.3]]);
    const types = {
      Electron: { pt: "var * float32", eta: "var * float64" },
      pos: { x: "i1", y: "u2" },
    };
    const pos = { x: Int8Array.of(-1, 2, 3), y: [1, 2, 65535] };
    const tree = await written(types, [
      { Electron: { pt, eta }, pos },
      { Electron: zip({ pt, eta }), pos },
    ]);
    expect(tree.keys()).toEqual(["nElectron", "Electron_pt", "Electron_eta", "pos_x", "pos_y"]);
    const entries = [
      { nElectron: 2, Electron_pt: [30, 20], Electron_eta: [0.1, 0.2], pos_x: -1, pos_y: 1 },
      { nElectron: 0, Electron_pt: [], Electron_eta: [], pos_x: 2, pos_y: 2 },
      { nElectron: 1, Electron_pt: [10], Electron_eta: [0.3], pos_x: 3, pos_y: 65535 },
    ];
    expect(await listsOf(tree)).toEqual([...entries, ...entries]);
  });

  it("takes fields of records where there is none to say what fields they have", async () => {
    const types: Types = {
      jet: { pt: "var * float32", hits: "var * 2 * int16" },
      met: { x: "bool" },
    };
    const tree = await written(types, [
      { jet: [], met: [] },
      { jet: [[], []], met: [{ x: true }, { x: false }] },
      { jet: [[{ pt: 1.5, hits: [1, 2] }]], met: fromIter([{ x: true }]) },
      { jet: fromIter([[]]), met: { x: [false] } },
    ]);
    expect(await listsOf(tree)).toEqual([
      { njet: 0, jet_pt: [], jet_hits: [], met_x: true },
      { njet: 0, jet_pt: [], jet_hits: [], met_x: false },
      { njet: 1, jet_pt: [1.5], jet_hits: [[1, 2]], met_x: true },
      { njet: 0, jet_pt: [], jet_hits: [], met_x: false },
    ]);
  });

  it("takes slices, lists of one length, and names of one's own", async () => {
    const sink = blobSink();
    const file = await recreateRoot(sink);
    const tree = file.mktree(
      "dir/t",
      { jet: { pt: "var * 2 * f4" } },
      {
        title: "a tree",
        counterName: (column) => `${column}_n`,
        fieldName: (column, field) => `${field}_of_${column}`,
      },
    );
    const all = fromIter([
      [[9, 9]],
      [
        [1, 2],
        [3, 4],
      ],
      [],
      [[5, 6]],
      [[9, 9]],
    ]);
    await tree.extend({ jet: { pt: all.slice(1, 4) } });
    expect([tree.entries, tree.branches]).toEqual([3, ["jet_n", "pt_of_jet"]]);
    await file.close();
    const read = await openRoot(sink.blob());
    expect(read.classnames()).toEqual({ "dir;1": "TDirectory", "dir/t;1": "TTree" });
    expect(read.key("dir/t").title).toBe("a tree");
    expect(await listsOf((await read.tree("dir/t")) as Tree)).toEqual([
      {
        jet_n: 2,
        pt_of_jet: [
          [1, 2],
          [3, 4],
        ],
      },
      { jet_n: 0, pt_of_jet: [] },
      { jet_n: 1, pt_of_jet: [[5, 6]] },
    ]);
  });

  it("streams lists of lists, of texts and of objects as vectors", async () => {
    const link = (m_persIndex: number): NestedValue => ({ m_persKey: 2 ** 32 - 1, m_persIndex });
    const columns = {
      x: [[[1.5], [], [2, 3]], [], [[]]],
      s: [["", "é".repeat(200)], [], ["b"]],
      l: [[[link(1)], []], [[link(2), link(3)]], []],
      h: [[], [[{ a: -1, b: 5n }]], [[], [{ a: 2, b: -(2n ** 63n) }]]],
      J: { pt: [[1], [], [2, 3]], ids: [[[1, 2]], [], [[], [3]]] },
    };
    const tree = await written(
      {
        x: "var * var * float32",
        s: "var * string",
        l: "var * var * ElementLink< DataVector<xAOD::Jet_v1>>",
        h: "var * var * My::Hit[a: int16, b: i8]",
        J: { pt: "var * float64", ids: "var * var * uint8" },
      },
      [columns, { x: [[]], s: [[]], l: [[]], h: [[[]]], J: { pt: [[]], ids: [[]] } }],
      "lz4",
    );
    expect(["x", "s", "l", "h", "J_ids"].map((name) => tree.branch(name).typename)).toEqual([
      "std::vector<std::vector<float>>",
      "std::vector<std::string>",
      "std::vector<std::vector<ElementLink<DataVector<xAOD::Jet_v1>>>>",
      "std::vector<std::vector<My::Hit>>",
      "std::vector<std::vector<uint8_t>>",
    ]);
    const { x, s, l, h, J } = columns;
    const rows = [0, 1, 2].map((i) => ({
      ...{ x: x[i], s: s[i], l: l[i], h: h[i] },
      ...{ nJ: J.pt[i].length, J_pt: J.pt[i], J_ids: J.ids[i] },
    }));
    const last = { x: [], s: [], l: [], h: [[]], nJ: 0, J_pt: [], J_ids: [] };
    expect(await listsOf(tree)).toEqual([...rows, last]);
  });

  it("streams any lists of lists, sliced and in many baskets", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.array(fc.integer({ min: -100, max: 100 }))), { minLength: 2 }),
        fc.nat(1),
        async (lists, from) => {
          const x = fromIter(lists).slice(from, lists.length);
          const types = { x: "var * var * int8" };
          expect(await listsOf(await written(types, [{ x }, { x: lists }]))).toEqual(
            [...lists.slice(from), ...lists].map((one) => ({ x: one })),
          );
        },
      ),
      { numRuns: 30 },
    );
    const long = Array.from({ length: 30_000 }, (_, i) => [[i, 1], [], [2, 3, 4, 5, 6]]);
    const tree = await written({ x: "var * var * int64" }, [{ x: fromIter(long) }]);
    const { start, stop } = { start: 9_990, stop: 20_010 };
    const part = await tree.arrays(["x"], { entryStart: start, entryStop: stop });
    expect(part.toList().length).toBe(stop - start);
    expect(String(part.toList()[5_017])).toBe(String({ x: long[start + 5_017] }));
    expect(tree.commonEntryOffsets().length).toBeGreaterThan(2);
  });

  it("writes any numbers in any steps, with every codec", async () => {
    const dtypes = [
      ["int8", fc.int8Array()],
      ["uint8", fc.uint8Array()],
      ["int16", fc.int16Array()],
      ["uint16", fc.uint16Array()],
      ["int32", fc.int32Array()],
      ["uint32", fc.uint32Array()],
      ["int64", fc.bigInt64Array()],
      ["uint64", fc.bigUint64Array()],
      ["float32", fc.float32Array()],
      ["float64", fc.float64Array()],
    ] as const;
    for (const [dtype, arbitrary] of dtypes) {
      await fc.assert(
        fc.asyncProperty(
          fc.array(arbitrary as fc.Arbitrary<Float64Array>, { minLength: 1, maxLength: 4 }),
          fc.constantFrom("none", "zlib", "lz4", "zstd"),
          async (steps, codec: CompressionName) => {
            const tree = await written(
              { x: dtype },
              steps.map((x) => ({ x })),
              codec,
            );
            const expected = steps.flatMap((x) => [...x]);
            const { x } = await tree.arrays(["x"], { library: "typed" });
            expect([...(x as Float64Array)]).toEqual(expected);
          },
        ),
        { numRuns: 4 },
      );
    }
  });

  it("cuts long extensions into baskets, and frees what it used", async () => {
    const n = 700_000;
    const x = Float64Array.from({ length: n }, (_, i) => (i * 7919) % 1000);
    const offsets = fromTypedArray(x);
    const before = memoryUsage().usedBytes;
    const sink = blobSink();
    const file = await recreateRoot(sink, { compression: "lz4" });
    const tree = file.mktree("t", { x: "float32" });
    for (let i = 0; i < 3; i++) await tree.extend({ x: offsets });
    await file.close();
    expect(memoryUsage().usedBytes).toBe(before);
    const read = (await (await openRoot(sink.blob())).tree("t")) as Tree;
    expect(read.entries).toBe(3 * n);
    const back = (await read.arrays(["x"], { entryStart: n + 5, entryStop: n + 15 })).toList();
    expect(back).toEqual([...x.slice(5, 15)].map((one) => ({ x: one })));
  });

  it("says what does not fit, and writes nothing of it", async () => {
    const file = await recreateRoot(blobSink());
    expect(() => file.mktree("t", { x: "flaot32" })).toThrow(NotFoundError);
    expect(() => file.mktree("t", { x: "2 * var * float32" })).toThrow(UsageError);
    expect(() => file.mktree("t", { x: "2 * string" })).toThrow(/numbers alone/);
    expect(() => file.mktree("t", { x: "var * var * 2 * f4" })).toThrow(/numbers alone/);
    expect(() => file.mktree("t", { x: "var * Hit[a: f4]" })).toThrow(/give their fields/);
    expect(() => file.mktree("t", { x: "var * var * Hit[a: f4, a: i4]" })).toThrow(/two fields/);
    expect(() => file.mktree("t", { x: "var * var * Hit[a: f5]" })).toThrow(NotFoundError);
    expect(() => file.mktree("t", {})).toThrow(/no branches/);
    expect(() => file.mktree("t", { x: "var * f4", nx: "f4" })).toThrow(/two branches "nx"/);
    expect(() => file.mktree("t", { e: { a: "f4", b: "var * f4" } })).toThrow(/or none/);
    const deep = file.mktree("deep", { x: "var * var * int8" });
    expect(() => deep.extend({ x: [[1]] })).toThrow(/is a vector<vector<char> >, and was given/);
    expect(() => deep.extend({ x: [[[300]]] })).toThrow(OverflowError);
    expect(() => deep.extend({ x: [[[null]]] })).toThrow(/fillNone/);
    const tree = file.mktree("t", { x: "float32", y: "var * float32" });
    expect(() => tree.extend({ x: [1], y: [[1]], z: [1] })).toThrow(NotFoundError);
    expect(() => tree.extend({ x: [1] })).toThrow(ShapeError);
    expect(() => tree.extend({ x: [1, 2], y: [[1]] })).toThrow(/has 1 entries, others 2/);
    expect(() => tree.extend({ x: [[1]], y: [[1]] })).toThrow(
      /type "float32", and was given lists/,
    );
    expect(() => tree.extend({ x: [null], y: [[1]] })).toThrow(/may be missing: fillNone/);
    const fields = file.mktree("u", { e: { a: "var * f4", b: "var * f4" } });
    const different = { e: { a: [[1], [2]], b: [[1], []] } };
    expect(() => fields.extend(different)).toThrow(/e_a.*e_b/);
    expect([tree.entries, fields.entries]).toEqual([0, 0]);
    await file.close();
    expect(() => tree.extend({ x: [1], y: [[1]] })).toThrow(/is closed/);
  });
});
