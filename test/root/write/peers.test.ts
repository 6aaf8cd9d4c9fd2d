// What uproot and JSROOT read of a file with every kind of object that can be written.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import {
  type CompressionName,
  type GraphRecord,
  type HistogramRecord,
  type NTuple,
  openRoot,
  recreateRoot,
  type Tree,
} from "../../../src/root/index.ts";
import { graph, others, records, writeEveryKind } from "./every-kind.ts";

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
            # Which uproot does not read.
            if kind == "TMap": continue
            it = file[key]
            if kind in ("TTree", "ROOT::RNTuple"):
                # Big integers do not survive JSON.
                read[key] = json.loads(json.dumps(plain(it.arrays(library="ak").to_list()), default=str))
            elif kind == "TObjString": read[key] = str(it)
            elif kind.startswith("TParameter"): read[key] = plain(it.member("fVal"))
            elif kind.startswith(("TMatrixT", "TVectorT")):
                read[key] = [it.member("fNrows"), plain(np.asarray(it.member("fElements")).astype("f8").tolist())]
            elif kind == "TEfficiency":
                both = [it.member("fPassedHistogram"), it.member("fTotalHistogram")]
                priors = [[p.member("first"), p.member("second")] for p in it.member("fBeta_bin_params")]
                read[key] = plain([h.values(flow=True).tolist() for h in both] + [it.member("fConfLevel"), priors])
            elif kind == "TNamed": read[key] = it.member("fTitle")
            elif kind.startswith("TGraph2D"):
                read[key] = plain([it.member(m).tolist() for m in ("fX", "fY", "fZ")])
            elif kind == "TGraphMultiErrors":
                kinds = [it.member(m) for m in ("fEyL", "fEyH")]
                read[key] = plain([it.member(m).tolist() for m in ("fX", "fY")] + [[list(map(float, a)) for a in k] for k in kinds])
            elif kind.startswith("TGraph"): read[key] = plain([v.tolist() for v in it.values()])
            elif kind.startswith("TProfile"):
                read[key] = plain([it.values(flow=True).tolist(), it.errors(flow=True).tolist()])
            elif kind.startswith("TH"):
                axes = [plain(it.axis(i).edges().tolist()) for i in range(len(it.axes))]
                variances = it.variances(flow=True).astype("f8").tolist()
                read[key] = [plain(it.values(flow=True).astype("f8").tolist()), plain(variances), axes, it.title]
print(json.dumps(out))
`;

const codecs: readonly CompressionName[] = ["none", "zlib", "lz4", "zstd"];
let folder = "";
let uproot: Record<string, Record<string, unknown>> = {};

const pathOf = (codec: string): string => join(folder, `${codec}.root`);

async function write(codec: CompressionName): Promise<void> {
  await using file = await recreateRoot(pathOf(codec), { compression: codec });
  await writeEveryKind(file);
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
  if (!Number.isFinite(value)) return String(value).slice(0, 3).toLowerCase();
  if (value === 0) return Object.is(value, -0) ? "-0x0.0p+0" : "0x0.0p+0";
  const bits = new BigUint64Array(Float64Array.of(Math.abs(value)).buffer)[0];
  const exponent = Number(bits >> 52n);
  const mantissa = (bits & (2n ** 52n - 1n)).toString(16).padStart(13, "0");
  const power = exponent === 0 ? -1022 : exponent - 1023;
  const sign = power < 0 ? "-" : "+";
  return `${value < 0 ? "-" : ""}0x${exponent === 0 ? 0 : 1}.${mantissa}p${sign}${Math.abs(power)}`;
}

/** Floating-point values of entries by their bits, as the script prints them. */
function printed(value: unknown, name: string, real: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => printed(one, name, real));
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value);
    return Object.fromEntries(fields.map(([field, one]) => [field, printed(one, field, real)]));
  }
  return typeof value === "number" && real.has(name) ? hex(value) : value;
}

/** Fields of RNTuples whose numbers are floating-point ones, wherever they are. */
const reals = new Set(["f32", "f64", "p4", "lists", "mass", "pt", "x"]);

/** The same, at any depth of records. */
function bits(value: unknown, [name]: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => bits(one, [name]));
  if (typeof value !== "object" || value === null) return printed(value, name, reals);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, bits(one, [key])]));
}

/** JSROOT shows a byte of an RNTuple's text as a signed character. */
function shown(text: string): string {
  const bytes = Int8Array.from(new TextEncoder().encode(text));
  return String.fromCharCode(...bytes);
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
        for (const place of ["dir/sub", "f", "i", "l"]) {
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
      const real = new Set(["weight", "p4", "Electron_pt", "deep", "e", "Jet_mass"]);
      const entries = (await tree.arrays()).toList() as Record<string, unknown>[];
      expect(entries.length).toBe(123);
      expect(read["dir/Events"]).toEqual(
        entries.map((entry) =>
          Object.fromEntries(
            Object.entries(entry).map(([name, value]) => [name, printed(value, name, real)]),
          ),
        ),
      );
      for (const [name, object] of Object.entries(others)) {
        const seen = read[`other/${name}`];
        if (typeof object === "string") throw new Error("a text");
        if (object.kind === "parameter") {
          const { value } = object;
          const real = object.className === "TParameter<double>" || name === "scale";
          expect(seen).toEqual(
            real ? hex(Number(value)) : typeof value === "bigint" ? Number(value) : value,
          );
        }
        if (object.kind === "matrix")
          expect(seen).toEqual([object.rows, [...object.elements].map(hex)]);
        if (object.kind === "efficiency") {
          const both = [object.passed, object.total].map(({ contents }) => [...contents].map(hex));
          const priors =
            name === "priors"
              ? [
                  [hex(1), hex(2)],
                  [hex(0.5), hex(3)],
                ]
              : [];
          expect(seen).toEqual([...both, hex(0.682689492137), priors]);
        }
        if (object.kind === "graph") {
          const ends = (["low", "high"] as const).map((end) =>
            object.yErrorKinds.map((kind) => [...kind[end]].map(hex)),
          );
          expect(seen).toEqual([
            ...[object.x, object.y, object.z ?? []]
              .map((values) => [...values].map(hex))
              .slice(0, object.z ? 3 : 2),
            ...(object.yErrorKinds.length > 0 ? ends : []),
          ]);
        }
      }
      const fields = (await file.tree("dir/fields")) as NTuple;
      const rows = (await fields.arrays()).toList() as Record<string, unknown>[];
      expect(rows.length).toBe(101);
      expect(read["dir/fields"]).toEqual(rows.map((row) => bits(row, ["fields"])));
      await file.close();
    },
  );

  it("is read by JSROOT", async () => {
    const from = createRequire(join(repository, "package.json"));
    const modules = pathToFileURL(from.resolve("jsroot/io")).href;
    const { openFile } = await import(/* @vite-ignore */ modules);
    const { rntupleProcess } = await import(
      /* @vite-ignore */ pathToFileURL(from.resolve("jsroot/rntuple")).href
    );
    const { treeProcess, TSelector } = await import(
      /* @vite-ignore */ pathToFileURL(from.resolve("jsroot/tree")).href
    );
    for (const codec of codecs) {
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
      expect([...(await file.readObject("other/bent")).fY]).toEqual([...graph.y]);
      const { fX, fZ, fEZhigh } = await file.readObject("other/planeBoth");
      const { zErrors, z } = others.planeBoth as GraphRecord;
      expect([fX, fZ, fEZhigh].map((one) => [...one])).toEqual(
        [graph.x, z, zErrors?.high].map((one) => [...(one as Float64Array)]),
      );
      const multi = (others.multi as GraphRecord).yErrorKinds.map(({ high }) => [...high]);
      expect((await file.readObject("other/multi")).fEyH.map((one: number[]) => [...one])).toEqual(
        multi,
      );
      expect([...(await file.readObject("other/sparse")).fColIndex]).toEqual([2, 0, 3]);
      const whole = (await file.readObject("l/h2")).fArray as readonly number[];
      const same = (await file.readObject("i/h2")).fArray as Int32Array;
      expect(whole.map(Number)).toEqual([...same]);
      expect((await file.readObject("other/count")).fVal).toBe(-7);
      const { fPassedHistogram } = await file.readObject("other/efficiency");
      expect(fPassedHistogram).toMatchObject({ _typename: "TH1D", fName: "passed" });
      expect([...(await file.readObject("other/full")).fElements]).toEqual([
        1, 0.5, 0.25, 2, 0.125, 3,
      ]);
      expect([...(await file.readObject("other/vector")).fElements]).toHaveLength(6);
      const tree = await file.readObject("dir/Events");
      const selector = new TSelector();
      const names = ["run", "weight", "nElectron", "Electron_pt", "p4", "label", "deep", "names"];
      names.push("words", "links", "cells", "Jet_tracks");
      for (const name of names) selector.addBranch(name);
      const rows: Record<string, unknown>[] = [];
      selector.Process = function (this: { tgtobj: Record<string, unknown> }): void {
        const plain = (name: string, value: unknown): unknown => {
          if (name === "_typename") return undefined;
          return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
        };
        rows.push(JSON.parse(JSON.stringify(this.tgtobj, plain)));
      };
      await treeProcess(tree, selector);
      const own = await openRoot(new Blob([bytes]));
      const entries = await ((await own.tree("dir/Events")) as Tree).arrays(names);
      for (const row of rows) {
        row.label = utf8(String(row.label));
        row.names = (row.names as string[]).map(utf8);
      }
      expect(rows.map((row) => names.map((name) => row[name]))).toEqual(
        (entries.toList() as Record<string, unknown>[]).map((row) =>
          names.map((name) => row[name]),
        ),
      );
      // Of the fields that it reads well: it knows no records, and of the second cluster it gets lists
      // within lists wrong, and values that may be missing everywhere.
      const known = ["ok", "i8", "u16", "i16", "u32", "i32", "i64", "u64", "f32", "f64", "text"];
      known.push("p4", "lists");
      const ntuple = await file.readObject("dir/fields");
      const fields = new TSelector();
      for (const name of known) fields.addBranch(name);
      const seen: unknown[] = [];
      fields.Process = function (this: { tgtobj: Record<string, unknown> }): void {
        seen.push(known.map((name) => structuredClone(this.tgtobj[name])));
      };
      await rntupleProcess(ntuple, fields);
      const all = await ((await own.tree("dir/fields")) as NTuple).arrays(known);
      const asShown = (value: unknown): unknown =>
        Array.isArray(value)
          ? value.map(asShown)
          : typeof value === "bigint"
            ? Number(value)
            : typeof value === "string"
              ? shown(value)
              : value;
      expect(seen).toEqual(
        (all.toList() as Record<string, unknown>[]).map((row) =>
          known.map((name) => asShown(row[name])),
        ),
      );
    }
  });
});
