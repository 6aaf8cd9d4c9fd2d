// Fills of 10 M entries beside boost-histogram in the same run, and beside the bound of C where gcc
// is there. Equal contents are asserted first. HEPWASM_PYTHON names the peer's Python.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AwkwardArray } from "../../src/array/array.ts";
import {
  type Axis,
  Hist,
  intCategoryAxis,
  regularAxis,
  strCategoryAxis,
  variableAxis,
} from "../../src/hist/index.ts";
import { type Column, columnFrom } from "../../src/wasm/index.ts";

const ENTRIES = Number(process.env.HEPWASM_BENCH_ENTRIES ?? 10_000_000);
const NAMES = Math.min(ENTRIES, 4_000_000);
const ROUNDS = 9;
const peers = fileURLToPath(new URL("../peers/", import.meta.url));

interface Case {
  readonly id: string;
  readonly axes: readonly Axis[];
  readonly storage: "double" | "weight";
  /** Files of the values, `<name>.<dtype>`. */
  readonly values: readonly string[];
  readonly weight: string | undefined;
  readonly entries: number;
}

const folder = mkdtempSync(join(tmpdir(), "hepwasm-bench-"));
try {
  main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function main(): void {
  const columns = makeColumns();
  const one = regularAxis(50, 0, 100);
  const edges = Array.from({ length: 51 }, (_, i) => (i * i) / 25);
  const all = { storage: "weight", values: ["x.f8"], weight: "w.f8", entries: ENTRIES } as const;
  const names = ["mu", "el", "tau", "jet"];
  const cases: Case[] = [
    { ...all, id: "regular, double", axes: [one], storage: "double", weight: undefined },
    { ...all, id: "regular, double, weighted", axes: [one], storage: "double" },
    { ...all, id: "regular, weight", axes: [one] },
    { ...all, id: "regular, weight, unweighted", axes: [one], weight: undefined },
    { ...all, id: "regular, weight, f32", axes: [one], values: ["x.f4"], weight: "w.f4" },
    {
      ...all,
      id: "regular, double, f32",
      axes: [one],
      storage: "double",
      values: ["x.f4"],
      weight: undefined,
    },
    {
      ...all,
      id: "2-D regular, weight",
      axes: [one, regularAxis(40, -3, 3)],
      values: ["x.f8", "y.f8"],
    },
    {
      ...all,
      id: "2-D regular, double",
      axes: [one, regularAxis(40, -3, 3)],
      storage: "double",
      values: ["x.f8", "y.f8"],
      weight: undefined,
    },
    {
      ...all,
      id: "3-D regular, weight",
      axes: [one, regularAxis(40, -3, 3), regularAxis(10, 0.5, 1.5)],
      values: ["x.f8", "y.f8", "w.f8"],
    },
    {
      ...all,
      id: "variable (50), double",
      axes: [variableAxis(edges)],
      storage: "double",
      weight: undefined,
    },
    { ...all, id: "variable (50), weight", axes: [variableAxis(edges)] },
    {
      ...all,
      id: "int category (8), weight",
      axes: [intCategoryAxis([0, 1, 2, 3, 4, 5, 6, 11])],
      values: ["c.i4"],
    },
    {
      ...all,
      id: "int category (8), double",
      axes: [intCategoryAxis([0, 1, 2, 3, 4, 5, 6, 11])],
      storage: "double",
      values: ["c.i4"],
      weight: undefined,
    },
    {
      ...all,
      id: "str category (4), double, array",
      axes: [strCategoryAxis(names)],
      storage: "double",
      values: ["s.array"],
      weight: undefined,
      entries: NAMES,
    },
    {
      ...all,
      id: "str category (4), double, list",
      axes: [strCategoryAxis(names)],
      storage: "double",
      values: ["s.json"],
      weight: undefined,
      entries: NAMES,
    },
  ];
  const only = process.argv[2];
  const chosen = cases.filter(({ id }) => only === undefined || id.includes(only));

  console.log(`Node ${process.version}, ${ENTRIES} entries, processor time, median of ${ROUNDS}`);
  const bound = compileBound();
  const rows = chosen.map((each) => {
    // Peer and bound run right before ours, so that all meet the same load of the machine.
    const theirs = runPeer(each);
    const { seconds, hist } = timeOurs(each, columns);
    assertEqual(hist, join(folder, `${each.id}.peer`), each.id);
    const rate = each.entries / seconds / 1e6;
    const limit = bound === undefined ? undefined : timeBound(bound, each, hist);
    hist.dispose();
    return {
      fill: each.id,
      "M/s": Math.round(rate),
      "boost-histogram M/s": theirs === undefined ? "" : Math.round(each.entries / theirs / 1e6),
      ratio: theirs === undefined ? "" : Number((theirs / seconds).toFixed(2)),
      "C M/s": limit === undefined ? "" : Math.round(each.entries / limit / 1e6),
      "of C": limit === undefined ? "" : Number((limit / seconds).toFixed(2)),
    };
  });
  console.table(rows);
}

type Values = Column | AwkwardArray | readonly string[];

/** Seeded columns, in memory and in files for the peers. */
function makeColumns(): Map<string, Values> {
  const columns = new Map<string, Values>();
  const x = new Float64Array(ENTRIES);
  const y = new Float64Array(ENTRIES);
  const w = new Float64Array(ENTRIES);
  const c = new Int32Array(ENTRIES);
  let state = 42;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (let i = 0; i < ENTRIES; i++) {
    // Twelve uniform numbers less six are normal enough; x is skewed and leaves the range at times.
    const g = random() + random() + random() + random() - 2;
    x[i] = 50 + 45 * g;
    y[i] = 3.5 * (random() + random() - 1);
    w[i] = 0.5 + random();
    c[i] = Math.floor(random() * 8);
  }
  const names = ["mu", "el", "tau", "jet"];
  const s = Array.from({ length: NAMES }, (_, i) => names[c[i] % 4]);
  const arrays = {
    "x.f8": x,
    "y.f8": y,
    "w.f8": w,
    "c.i4": c,
    "x.f4": Float32Array.from(x),
    "w.f4": Float32Array.from(w),
  };
  for (const [name, array] of Object.entries(arrays)) {
    writeFileSync(join(folder, name), new Uint8Array(array.buffer));
    columns.set(name, columnFrom(array));
  }
  writeFileSync(join(folder, "s.json"), JSON.stringify(s));
  columns.set("s.array", stringArray(s));
  // Strings of an analysis are not one shared literal each.
  columns.set("s.json", JSON.parse(JSON.stringify(s)) as string[]);
  return columns;
}

/** Strings as files give them: bytes and offsets, which go to files for the bound. */
function stringArray(names: readonly string[]): AwkwardArray {
  const offsets = new Int32Array(names.length + 1);
  for (const [i, name] of names.entries()) offsets[i + 1] = offsets[i] + name.length;
  const bytes = new TextEncoder().encode(names.join(""));
  writeFileSync(join(folder, "s.offsets"), new Uint8Array(offsets.buffer));
  writeFileSync(join(folder, "s.bytes"), bytes);
  return new AwkwardArray({
    kind: "string",
    offsets: columnFrom<"int32">(offsets),
    data: columnFrom<"uint8">(bytes),
  });
}

function timeOurs(each: Case, columns: Map<string, Values>): { seconds: number; hist: Hist } {
  const values = each.values.map((name) => columns.get(name) as Column);
  const weight = each.weight === undefined ? undefined : (columns.get(each.weight) as Column);
  const times: number[] = [];
  let hist = new Hist(each.axes, each.storage);
  for (let round = 0; round <= ROUNDS; round++) {
    hist.dispose();
    hist = new Hist(each.axes, each.storage);
    const start = process.cpuUsage();
    hist.fill(values, { weight });
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1e6);
  }
  return { seconds: median(times.slice(1)), hist };
}

function assertEqual(hist: Hist, file: string, id: string): void {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return;
  }
  const theirs = new Float64Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  );
  const view = Object.values(hist.view({ flow: true }));
  const equal = view.every((field, f) =>
    field.every((value, i) => value === theirs[i * view.length + f]),
  );
  if (!equal || view[0].length * view.length !== theirs.length) {
    throw new Error(`${id}: contents differ`);
  }
}

/** The peer's seconds; its cells go to a file. */
function runPeer(each: Case): number | undefined {
  writeFileSync(join(folder, "cases.json"), JSON.stringify([each]));
  const python = process.env.HEPWASM_PYTHON ?? ".venv/bin/python";
  const run = spawnSync(python, [join(peers, "fill.py"), folder, String(ROUNDS)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (run.status !== 0) {
    console.log(`no boost-histogram in ${python}: set HEPWASM_PYTHON`);
    return undefined;
  }
  const { cases } = JSON.parse(run.stdout) as { cases: { seconds: number }[] };
  return cases[0].seconds;
}

function compileBound(): string | undefined {
  const program = join(folder, "fill");
  const run = spawnSync(
    "gcc",
    ["-O3", "-march=native", "-ffp-contract=off", "-o", program, join(peers, "fill.c"), "-lm"],
    {
      stdio: "inherit",
    },
  );
  return run.status === 0 ? program : undefined;
}

function timeBound(program: string, each: Case, hist: Hist): number | undefined {
  const axes = each.axes.map((axis, i) => boundAxis(axis, each.values[i], i));
  if (!axes.every((axis) => axis !== undefined)) return undefined;
  if (each.weight?.endsWith(".f4")) return undefined;
  const weight = each.weight === undefined ? "-" : join(folder, each.weight);
  const size = each.storage === "weight" ? 2 : 1;
  const numbers = [each.entries, ROUNDS, size].map(String);
  const output = execFileSync(program, [folder, ...numbers, weight, ...axes], { encoding: "utf8" });
  assertEqual(hist, join(folder, "bound"), `${each.id} in C`);
  return Number(output);
}

/** An axis and its values as the bound takes them. */
function boundAxis(axis: Axis, values: string, i: number): string | undefined {
  const file = (name: string, array: Float64Array | Int32Array): string => {
    const path = join(folder, `${name}${i}`);
    writeFileSync(path, new Uint8Array(array.buffer));
    return path;
  };
  if (values === "s.array" && axis.kind === "strCategory") {
    const [offsets, bytes] = [join(folder, "s.offsets"), join(folder, "s.bytes")];
    return ["strings", offsets, bytes, axis.categories.join(",")].join(":");
  }
  if (axis.kind === "intCategory") {
    const lowest = Math.min(...axis.categories);
    const span = Math.max(...axis.categories) - lowest + 1;
    const bins = axis.categories.length;
    const table = new Int32Array(span + 2).fill(bins);
    for (const [bin, category] of axis.categories.entries()) table[category - lowest + 1] = bin;
    const shape = [bins, lowest, span].join(",");
    return ["integers", join(folder, values), shape, file("table", table)].join(":");
  }
  if (!values.endsWith(".f8")) return undefined;
  if (axis.kind === "variable") {
    const edges = file("edges", Float64Array.from(axis.edges));
    return ["variable", join(folder, values), edges, axis.edges.length - 1].join(":");
  }
  if (axis.kind !== "regular") return undefined;
  return ["regular", join(folder, values), axis.bins, axis.start, axis.stop].join(":");
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
