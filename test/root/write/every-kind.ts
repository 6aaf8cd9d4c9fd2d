// A file with every kind of object that can be written, for what must read it and write it.
import { Hist, toRecord } from "../../../src/hist/index.ts";
import type {
  GraphRecord,
  HistogramRecord,
  RootObject,
  WritableRootFile,
} from "../../../src/root/index.ts";

const hists = {
  h1: Hist.new.reg(20, -1, 1, { label: "x [GeV]" }).weight(),
  h2: Hist.new.var([0, 0.3, 0.4, 2]).reg(3, 0, 1).double(),
  h3: Hist.new.reg(2, 0, 1).reg(3, 0, 1).strCat(["a", "b"]).weight(),
  profile: Hist.new.reg(5, 0, 1).weightedMean(),
};
const x = Float64Array.from({ length: 300 }, (_, i) => ((i * 37) % 100) / 100);
hists.h1.fill([x], { weight: x });
hists.h2.fill([x, x]);
hists.h3.fill([x, x, Array.from(x, (one) => (one < 0.5 ? "a" : "b"))], { weight: x });
hists.profile.fill([x], { sample: x.map((one) => one * one), weight: x });

function text(value: string): RootObject {
  return { kind: "text", className: "TObjString", value, members: {} };
}

/** By name; they are written to `dir/sub/name`. */
export const records: Readonly<Record<string, ReturnType<typeof toRecord>>> = Object.fromEntries(
  Object.entries(hists).map(([name, hist]) => [name, toRecord(hist, { name, title: `${name} é` })]),
);
export const graph: GraphRecord = {
  kind: "graph",
  className: "TGraphAsymmErrors",
  name: "",
  title: "",
  x: x.slice(0, 4),
  y: Float64Array.of(0.1, 1e300, -0, 5e-324),
  z: null,
  xErrors: null,
  yErrors: { low: x.slice(0, 4), high: x.slice(4, 8) },
  zErrors: null,
  yErrorKinds: [],
  members: {},
};

const passed = Hist.new.reg(3, 0, 1).double();
passed.fill([x.slice(0, 100)]);
const total = Hist.new.reg(3, 0, 1).double();
total.fill([x]);
const histogram = (hist: Hist, name: string): HistogramRecord =>
  toRecord(hist, { name }) as HistogramRecord;
const matrix = { kind: "matrix", members: {} } as const;
const half = Float64Array.of(1, 0.5, 0.25, 2, 0.125, 3);

/** Objects that are no histograms, graphs or texts, by name; they are written to `other/name`. */
export const others: Readonly<Record<string, RootObject | string>> = {
  count: { kind: "parameter", className: "TParameter<int>", name: "", value: -7, members: {} },
  sumw: { kind: "parameter", className: "TParameter<double>", name: "", value: 0.1, members: {} },
  scale: { kind: "parameter", className: "TParameter<float>", name: "", value: 0.5, members: {} },
  ok: { kind: "parameter", className: "TParameter<bool>", name: "", value: true, members: {} },
  events: {
    kind: "parameter",
    className: "TParameter<Long64_t>",
    name: "",
    value: 2n ** 60n + 1n,
    members: {},
  },
  efficiency: {
    kind: "efficiency",
    className: "TEfficiency",
    name: "",
    title: "of a trigger",
    passed: histogram(passed, "passed"),
    total: histogram(total, "total"),
    members: {},
  },
  full: {
    ...matrix,
    className: "TMatrixT<double>",
    storage: "full",
    rows: 2,
    columns: 3,
    elements: half,
  },
  single: {
    ...matrix,
    className: "TMatrixT<float>",
    storage: "full",
    rows: 3,
    columns: 2,
    elements: half,
  },
  symmetric: {
    ...matrix,
    className: "TMatrixTSym<double>",
    storage: "symmetric",
    rows: 3,
    columns: 3,
    elements: half,
  },
  vector: {
    ...matrix,
    className: "TVectorT<double>",
    storage: "full",
    rows: 6,
    columns: 1,
    elements: half,
  },
  bent: { ...graph, className: "TGraphBentErrors" },
  plane: { ...graph, className: "TGraph2D", z: x.slice(4, 8) },
  planeErrors: {
    ...graph,
    className: "TGraph2DErrors",
    z: x.slice(4, 8),
    yErrors: null,
    zErrors: { low: x.slice(8, 12), high: x.slice(8, 12) },
  },
  planeBoth: {
    ...graph,
    className: "TGraph2DAsymmErrors",
    z: x.slice(4, 8),
    zErrors: { low: x.slice(8, 12), high: x.slice(12, 16) },
  },
  multi: {
    ...graph,
    className: "TGraphMultiErrors",
    yErrorKinds: [
      { low: x.slice(0, 4), high: x.slice(4, 8) },
      { low: x.slice(8, 12), high: x.slice(12, 16) },
    ],
  },
  sparse: {
    ...matrix,
    className: "TMatrixTSparse<double>",
    storage: "sparse",
    rows: 3,
    columns: 4,
    elements: Float64Array.of(1.5, -0, 3.5),
    members: { fRowIndex: Int32Array.of(0, 1, 1, 3), fColIndex: Int32Array.of(2, 0, 3) },
  },
  priors: {
    kind: "efficiency",
    className: "TEfficiency",
    name: "",
    title: "",
    passed: histogram(passed, "passed"),
    total: histogram(total, "total"),
    members: {
      fBeta_bin_params: [
        [1, 2],
        [0.5, 3],
      ],
    },
  },
  map: {
    kind: "map",
    className: "TMap",
    name: "",
    entries: [
      [text("key"), text("value")],
      [text("none"), null],
    ],
    members: {},
  },
};

/** Writes all of it. */
export async function writeEveryKind(file: WritableRootFile): Promise<void> {
  await file.set("text", "dépêche");
  await file.set("dir/named", {
    kind: "named",
    className: "TNamed",
    name: "named",
    title: "a title",
    members: {},
  });
  await file.set("graph", graph);
  for (const [name, record] of Object.entries(records)) {
    await file.set(`dir/sub/${name}`, record);
    if (record.kind === "profile") continue;
    await file.set(`f/${name}`, { ...record, dtype: "float32" });
    await file.set(`i/${name}`, { ...record, dtype: "int32" });
    await file.set(`l/${name}`, { ...record, dtype: "int64" });
  }
  const tree = file.mktree("dir/Events", {
    run: "uint32",
    big: "int64",
    weight: "float64",
    flag: "bool",
    p4: "4 * float32",
    Electron: { pt: "var * float32", charge: "var * int8" },
    hits: "var * 2 * int16",
    label: "string",
    deep: "var * var * float32",
    deeper: "var * var * var * int64",
    flags: "var * var * bool",
    names: "var * string",
    words: "var * var * string",
    links: "var * var * ElementLink<DataVector<xAOD::CaloCluster_v1>>",
    cells: "var * var * Cell[e: float64, layer: int8, id: uint16]",
    Jet: { mass: "var * float64", tracks: "var * var * uint32" },
  });
  for (let step = 0; step < 3; step++) {
    const n = 40 + step;
    const lists = Array.from({ length: n }, (_, i) =>
      Array.from({ length: (i * 7 + step) % 4 }, (_, j) => i + j / 8),
    );
    await tree.extend({
      run: Uint32Array.from({ length: n }, (_, i) => 2 ** 32 - 1 - i),
      big: BigInt64Array.from({ length: n }, (_, i) => 2n ** 50n + BigInt(i)),
      weight: Float64Array.from({ length: n }, (_, i) => i / 3),
      flag: lists.map(({ length }) => length > 1),
      p4: Float32Array.from({ length: 4 * n }, (_, i) => i / 7),
      Electron: { pt: lists, charge: lists.map((list) => list.map((_, i) => (i % 2 ? 1 : -1))) },
      hits: lists.map((list) => list.map((_, i) => [i, -i])),
      label: lists.map(({ length }, i) => "µ".repeat(length * i * 2)),
      deep: nested(n, (one) => one / 7),
      deeper: nested(n, (one) => Array.from({ length: one % 3 }, (_, i) => 2n ** 50n + BigInt(i))),
      flags: nested(n, (one) => one % 2 === 0),
      names: lists.map((list) => list.map((one) => "é".repeat(one * 9))),
      words: nested(n, String),
      links: nested(n, (one) => ({ m_persKey: 2 ** 32 - 1 - one, m_persIndex: one })),
      cells: nested(n, (one) => ({ e: one / 3, layer: (one % 100) - 50, id: one })),
      Jet: { mass: lists, tracks: lists.map((list) => list.map((_, i) => lists[i].map(() => i))) },
    });
  }
  for (const [name, object] of Object.entries(others)) await file.set(`other/${name}`, object);
  await writeFields(file);
}

/** Lists of lists of 0 to 3 and 0 to 2 values, for each of `n` entries. */
function nested<T>(n: number, value: (i: number) => T): T[][][] {
  return Array.from({ length: n }, (_, entry) =>
    Array.from({ length: entry % 4 }, (_, i) =>
      Array.from({ length: (entry + i) % 3 }, (_, j) => value(entry * 10 + i * 3 + j)),
    ),
  );
}

/** Fields of every kind, in two clusters. */
async function writeFields(file: WritableRootFile): Promise<void> {
  const types = {
    ok: "bool",
    i8: "int8",
    u16: "uint16",
    i16: "int16",
    u32: "uint32",
    i32: "int32",
    i64: "int64",
    u64: "uint64",
    f32: "float32",
    f64: "float64",
    text: "string",
    p4: "4 * float32",
    matrix: "2 * 3 * int16",
    lists: "var * float32",
    deep: "var * var * int32",
    words: "var * string",
    flags: "var * bool",
    mass: "?float64",
    maybe: "option[var * int16]",
    jets: "var * {pt: float32, tag: bool, hits: var * uint8}",
    vertex: { x: "float64", n: "int8" },
    pair: "(int32, string)",
  };
  const ntuple = file.mkrntuple("dir/fields", types, { description: "every kind" });
  for (let step = 0; step < 2; step++) {
    const i = Array.from({ length: 50 + step }, (_, j) => j + 50 * step);
    const deep = i.map((one) => i.slice(0, one % 4).map((n) => i.slice(0, n % 3)));
    await ntuple.extend({
      ok: i.map((n) => n % 3 === 0),
      i8: i.map((n) => n - 60),
      u16: i.map((n) => 65_535 - n),
      i16: i.map((n) => n * 300 - 32_768),
      u32: i.map((n) => 2 ** 32 - 1 - n),
      i32: i.map((n) => n - 2 ** 31),
      i64: i.map((n) => 2n ** 52n - BigInt(n)),
      u64: i.map((n) => 2n ** 53n - BigInt(n) - 1n),
      f32: i.map((n) => n / 7),
      f64: i.map((n) => 1 / (n - 20)),
      text: i.map((n) => "µ".repeat(n % 300)),
      p4: Float32Array.from({ length: 4 * i.length }, (_, n) => n / 3),
      matrix: Int16Array.from({ length: 6 * i.length }, (_, n) => n),
      lists: i.map((n) => i.slice(0, n % 5).map((one) => one / 9)),
      deep,
      words: i.map((n) => i.slice(0, n % 3).map(String)),
      flags: i.map((n) => i.slice(0, n % 11).map((one) => one % 2 === 0)),
      mass: i.map((n) => (n % 3 === 0 ? null : n / 11)),
      maybe: i.map((n) => (n % 4 === 1 ? null : i.slice(0, n % 3))),
      jets: i.map((n) =>
        i.slice(0, n % 4).map((one) => ({ pt: one / 2, tag: one % 2 === 1, hits: i.slice(0, 2) })),
      ),
      vertex: { x: i.map((n) => n / 13), n: i.map((n) => -n) },
      pair: { 0: i, 1: i.map((n) => `${n}`) },
    });
  }
}
