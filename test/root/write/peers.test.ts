// What uproot and JSROOT read of a file with every kind of object that can be written.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Hist, toRecord } from "../../../src/hist/index.ts";
import {
  type CompressionName,
  type GraphRecord,
  type HistogramRecord,
  openRoot,
  recreateRoot,
  type Tree,
} from "../../../src/root/index.ts";

const repository = inject("repository");
const local = join(repository, ".venv/bin/python");
const python = process.env.HEPWASM_PYTHON ?? (existsSync(local) ? local : undefined);

/** Prints what uproot reads, as JSON; every bit of a number, as Python's `float.hex`. */
const script = `
import json, sys, numpy as np, uproot
def plain(value):
    if isinstance(value, (list, tuple)): return [plain(v) for v in value]
    if isinstance(value, dict): return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (bool, np.bool_)): return bool(value)
    if isinstance(value, float): return value.hex()
    return value
out = {}
for path in sys.argv[1:]:
    with uproot.open(path) as file:
        read = out[path] = {}
        for key, kind in file.classnames(cycle=False).items():
            it = file[key]
            if kind == "TTree":
                # Big integers do not survive JSON.
                read[key] = json.loads(json.dumps(plain(it.arrays(library="ak").to_list()), default=str))
            elif kind == "TObjString": read[key] = str(it)
            elif kind == "TNamed": read[key] = it.member("fTitle")
            elif kind.startswith("TGraph"): read[key] = plain([v.tolist() for v in it.values()])
            elif kind.startswith("TProfile"):
                read[key] = plain([it.values(flow=True).tolist(), it.errors(flow=True).tolist()])
            elif kind.startswith("TH"):
                axes = [plain(it.axis(i).edges().tolist()) for i in range(len(it.axes))]
                variances = it.variances(flow=True).astype("f8").tolist()
                read[key] = [plain(it.values(flow=True).astype("f8").tolist()), plain(variances), axes, it.title]
print(json.dumps(out))
`;

const codecs: readonly CompressionName[] = ["none", "zlib", "lz4"];
let folder = "";
let uproot: Record<string, Record<string, unknown>> = {};

const pathOf = (codec: string): string => join(folder, `${codec}.root`);

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

const records = Object.fromEntries(
  Object.entries(hists).map(([name, hist]) => [name, toRecord(hist, { name, title: `${name} é` })]),
);
const graph: GraphRecord = {
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

async function write(codec: CompressionName): Promise<void> {
  await using file = await recreateRoot(pathOf(codec), { compression: codec });
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
    });
  }
  await file.close();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hepwasm-peers-"));
  for (const codec of codecs) await write(codec);
  if (python === undefined) return;
  const run = spawnSync(python, ["-c", script, ...codecs.map(pathOf)], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (run.status !== 0) throw new Error(`uproot cannot read it:\n${run.stderr}`);
  uproot = JSON.parse(run.stdout);
});
afterAll(() => rm(folder, { recursive: true }));

/** As Python's `float.hex` and `json` have it: doubles by their bits. */
function hex(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0x0.0p+0" : "0x0.0p+0";
  const bits = new BigUint64Array(Float64Array.of(Math.abs(value)).buffer)[0];
  const exponent = Number(bits >> 52n);
  const mantissa = (bits & (2n ** 52n - 1n)).toString(16).padStart(13, "0");
  const power = exponent === 0 ? -1022 : exponent - 1023;
  const sign = power < 0 ? "-" : "+";
  return `${value < 0 ? "-" : ""}0x${exponent === 0 ? 0 : 1}.${mantissa}p${sign}${Math.abs(power)}`;
}

/** Floating-point values of entries by their bits, as the script prints them. */
function printed(value: unknown, real: boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => printed(one, real));
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" && real ? hex(value) : value;
}

/** JSROOT shows a byte of a text as a character. */
function utf8(text: string): string {
  return new TextDecoder().decode(Uint8Array.from(text, (one) => one.charCodeAt(0)));
}

const why = python === undefined ? " (skipped: no Python, set HEPWASM_PYTHON)" : "";

describe("a written file", () => {
  it.skipIf(python === undefined && !inject("ci")).each(codecs)(
    `has the same bits for uproot, compressed by %s${why}`,
    async (codec) => {
      const read = uproot[pathOf(codec)];
      expect(read.text).toBe("dépêche");
      expect(read["dir/named"]).toBe("a title");
      expect(read.graph).toEqual([[...graph.x].map(hex), [...graph.y].map(hex)]);
      const file = await openRoot(pathOf(codec));
      for (const name of ["h1", "h2", "h3"]) {
        const record = records[name] as HistogramRecord;
        for (const place of ["dir/sub", "f", "i"]) {
          const own = (await file.get(`${place}/${name}`)) as HistogramRecord;
          const [values, variances, edges, title] = read[`${place}/${name}`] as unknown[][];
          expect((values as unknown[]).flat(3)).toEqual([...own.contents].map(hex));
          const squares = [...(own.sumw2 ?? own.contents)].map(hex);
          expect((variances as unknown[]).flat(3)).toEqual(squares);
          expect(edges).toEqual(record.axes.map((axis) => [...axis.edges].map(hex)));
          expect(title).toBe(`${name} é`);
        }
      }
      expect(read["dir/sub/profile"]).toBeDefined();
      const tree = (await file.tree("dir/Events")) as Tree;
      const real = new Set(["weight", "p4", "Electron_pt"]);
      const entries = (await tree.arrays()).toList() as Record<string, unknown>[];
      expect(entries.length).toBe(123);
      expect(read["dir/Events"]).toEqual(
        entries.map((entry) =>
          Object.fromEntries(
            Object.entries(entry).map(([name, value]) => [name, printed(value, real.has(name))]),
          ),
        ),
      );
      await file.close();
    },
  );

  it("is read by JSROOT", async () => {
    const from = createRequire(join(repository, "package.json"));
    const modules = pathToFileURL(from.resolve("jsroot/io")).href;
    const { openFile } = await import(/* @vite-ignore */ modules);
    const { treeProcess, TSelector } = await import(
      /* @vite-ignore */ pathToFileURL(from.resolve("jsroot/tree")).href
    );
    for (const codec of ["none", "zlib", "lz4"]) {
      const bytes = Uint8Array.from(await readFile(pathOf(codec)));
      const file = await openFile(bytes.buffer);
      for (const [name, record] of Object.entries(records)) {
        const read = await file.readObject(`dir/sub/${name}`);
        expect(read._typename).toBe(record.className);
        expect(utf8(read.fTitle)).toBe(record.title);
        const own = await openRoot(new Blob([bytes]));
        const { members } = (await own.get(`dir/sub/${name}`)) as HistogramRecord;
        expect([...read.fArray]).toEqual([...(members.fArray as Float64Array)]);
      }
      expect([...(await file.readObject("graph")).fY]).toEqual([...graph.y]);
      const tree = await file.readObject("dir/Events");
      const selector = new TSelector();
      const names = ["run", "weight", "nElectron", "Electron_pt", "p4", "label"];
      for (const name of names) selector.addBranch(name);
      const rows: Record<string, unknown>[] = [];
      selector.Process = function (this: { tgtobj: Record<string, unknown> }): void {
        const plain = (_: string, value: unknown): unknown =>
          ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
        rows.push(JSON.parse(JSON.stringify(this.tgtobj, plain)));
      };
      await treeProcess(tree, selector);
      const own = await openRoot(new Blob([bytes]));
      const entries = await ((await own.tree("dir/Events")) as Tree).arrays(names);
      for (const row of rows) row.label = utf8(String(row.label));
      expect(rows.map((row) => names.map((name) => row[name]))).toEqual(
        (entries.toList() as Record<string, unknown>[]).map((row) =>
          names.map((name) => row[name]),
        ),
      );
    }
  });
});
