// `npx tsx bench/array/main.ts [events]`: arrays and four-vectors beside Awkward Array and vector, in
// one run, equal answers asserted before any time is printed. HEPWASM_PYTHON names the Python that
// has bench/peers/requirements.txt; .venv/bin/python by default.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as ak from "../../src/array/index.ts";
import { cosh, exp, log } from "../../src/math/index.ts";
import * as vector from "../../src/vector/index.ts";
import { columnFrom, memoryUsage, scope } from "../../src/wasm/index.ts";

const events = Number(process.argv[2] ?? 1_000_000);
const repeat = events > 1_000_000 ? 7 : 15;

/** Seeded 32-bit generator (mulberry32): the same events in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function generate(n: number) {
  const next = random(20240710);
  const limit = exp(-4);
  const offsets = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) {
    // Poisson of mean 4.
    let count = 0;
    for (let p = next(); p > limit; p *= next()) count++;
    offsets[i + 1] = offsets[i] + count;
  }
  const total = offsets[n];
  const column = (value: () => number) => Float32Array.from({ length: total }, value);
  const pt = column(() => -30 * log(1 - next()));
  const eta = column(() => 5 * next() - 2.5);
  const phi = column(() => Math.PI * (2 * next() - 1));
  const energy = column(() => 0);
  for (let j = 0; j < total; j++) energy[j] = pt[j] * cosh(eta[j]) + 0.1;
  return { offsets, columns: { pt, eta, phi, energy } };
}

const { offsets, columns } = generate(events);
const offsetColumn = { data: columnFrom(offsets, "int32") };
const lists = Object.fromEntries(
  Object.entries(columns).map(([name, values]) => [
    name,
    new ak.Array({
      kind: "list",
      offsets: offsetColumn.data,
      content: ak.fromTypedArray(values).layout,
    }),
  ]),
) as Record<keyof typeof columns, ak.Array>;
const { pt, eta, phi, energy } = lists;
const f64 = new ak.Array({
  kind: "list",
  offsets: offsetColumn.data,
  content: ak.fromTypedArray(Float64Array.from(columns.pt)).layout,
});
const flat = ak.fromTypedArray(columns.pt);
const weight = ak.fromTypedArray(Float32Array.from({ length: events }, (_, i) => i / (events - 1)));

const above = ak.greater(pt, 25);
const masked = ak.mask(pt, above);
const wide = ak.multiply(f64, 0.02);
const objects = ak.zip(lists);

const tasks: Record<string, () => ak.Array> = {
  "sum f32": () => ak.sum(pt, { axis: 1 }),
  "sum f64": () => ak.sum(f64, { axis: 1 }),
  "max f32": () => ak.max(pt, { axis: 1 }),
  num: () => ak.num(pt),
  any: () => ak.any(ak.greater(pt, 25), { axis: 1 }),
  mask: () => ak.get(pt, ak.greater(pt, 25)),
  filter: () => pt.filter(ak.greater(weight, 0.5)),
  "add jagged": () => ak.add(pt, energy),
  "multiply flat": () => ak.multiply(pt, weight),
  greater: () => ak.greater(pt, 25),
  "greater f64": () => ak.greater(f64, wide),
  chain: () => ak.sqrt(ak.add(ak.multiply(pt, pt), ak.multiply(energy, energy))),
  where: () => ak.where(above, pt, energy),
  "where scalar": () => ak.where(above, f64, 0.5),
  fillNone: () => ak.fillNone(masked, -1.5),
  isNone: () => ak.isNone(masked, { axis: 1 }),
  "mask to null": () => ak.mask(pt, above),
  "exp f64": () => ak.exp(wide),
  "log f64": () => ak.log(f64),
  "sin f64": () => ak.sin(f64),
  "arctan2 f64": () => ak.arctan2(f64, wide),
  "hypot f64": () => ak.hypot(f64, wide),
  "power f64": () => ak.power(wide, 1.5),
  "four-lepton mass": () => {
    const leptons = vector.zip({ pt, eta, phi, energy });
    return vector.sum(ak.slice(leptons, { axis: 1, stop: 4 }), { axis: 1 }).mass;
  },
  "first four": () => ak.slice(pt, { axis: 1, stop: 4 }),
  argmax: () => ak.argmax(pt, { axis: 1 }),
  "sum axis 0": () => ak.sum(f64, { axis: 0 }),
  "mean f32": () => ak.mean(pt, { axis: 1, maskIdentity: true }),
  "sort f32": () => ak.sort(pt),
  "sort f64": () => ak.sort(f64),
  "sort flat": () => ak.sort(flat),
  argsort: () => ak.argsort(pt, { ascending: false }),
  "argcombinations 2": () => ak.argcombinations(pt, 2).field("1"),
  "combinations 2": () => ak.combinations(pt, 2).field("1"),
  "pad none": () => ak.padNone(pt, 4),
  firsts: () => ak.firsts(pt),
  cartesian: () => ak.cartesian([pt, eta]).field("1"),
  "mask of objects": () => ak.get(objects, above),
  "concatenate axis 0": () => ak.concatenate([pt, energy]),
  "concatenate axis 1": () => ak.concatenate([pt, energy], { axis: 1 }),
};

/** Lengths and sum of a result, as bench/peers/array_operations.py makes them. */
function checksum(result: ak.Array): number[] {
  const values = ak.flatten(result, { axis: null }).toTypedArray() as Float64Array;
  const sum = Number(values.reduce((a, b) => Number(a) + Number(b), 0));
  return [result.length, values.length, sum];
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function time(task: () => ak.Array): { wall: number; cpu: number } {
  const walls: number[] = [];
  const cpus: number[] = [];
  for (let i = 0; i < repeat + 3; i++) {
    const cpu = process.cpuUsage();
    const wall = performance.now();
    scope(() => {
      task();
    });
    walls.push((performance.now() - wall) / 1e3);
    const used = process.cpuUsage(cpu);
    cpus.push((used.user + used.system) / 1e6);
  }
  return { wall: median(walls.slice(3)), cpu: median(cpus.slice(3)) };
}

function findPython(): string | undefined {
  const local = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));
  return process.env.HEPWASM_PYTHON ?? (existsSync(local) ? local : undefined);
}

const python = findPython();
const folder = mkdtempSync(join(tmpdir(), "hepwasm-bench-"));
writeFileSync(join(folder, "offsets.i32"), offsets);
for (const [name, values] of Object.entries(columns)) {
  writeFileSync(join(folder, `${name}.f32`), values);
}
const script = fileURLToPath(new URL("../peers/array_operations.py", import.meta.url));
const peer =
  python === undefined
    ? undefined
    : spawn(python, [script], { stdio: ["pipe", "pipe", "inherit"] });
const answers =
  peer === undefined ? undefined : createInterface({ input: peer.stdout })[Symbol.asyncIterator]();

async function ask(
  request: object,
): Promise<{ wall: number; cpu: number; sum: number[] } | undefined> {
  if (peer === undefined || answers === undefined) return undefined;
  peer.stdin.write(`${JSON.stringify(request)}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error("the peer ended; its message stands above");
  return JSON.parse(value);
}

/** Tasks whose results may be missing: the peer counts those as 0. */
const NULLS = /^(max|mask to null)/;
/** Largest relative difference of the sums: they are made in another order. */
const SUM_TOLERANCE = 1e-9;

await ask({ folder, n: events });
console.log(`${events} events, ${offsets[events]} objects, medians of ${repeat}`);
console.log("task                 ours ms   peer ms (CPU)   ratio   M objects/s");
for (const [name, task] of Object.entries(tasks)) {
  const only = process.env.ONLY;
  if (only !== undefined && !name.includes(only)) continue;
  const sum = scope(() => checksum(task()));
  const ours = time(task);
  const theirs = await ask({ task: name, repeat });
  if (theirs !== undefined) {
    const [length, count, total] = theirs.sum;
    const agrees =
      length === sum[0] &&
      (count === sum[1] || NULLS.test(name)) &&
      Math.abs(total - sum[2]) <= SUM_TOLERANCE * Math.abs(total);
    if (!agrees) throw new Error(`${name}: ${sum} differs from the peer's ${theirs.sum}`);
  }
  const ratio = theirs === undefined ? "" : (theirs.cpu / ours.cpu).toFixed(1);
  console.log(
    name.padEnd(20),
    (ours.cpu * 1e3).toFixed(2).padStart(8),
    theirs === undefined ? "" : (theirs.cpu * 1e3).toFixed(2).padStart(10),
    `${ratio}x`.padStart(14),
    (offsets[events] / ours.wall / 1e6).toFixed(0).padStart(10),
  );
}
peer?.stdin.end();
rmSync(folder, { recursive: true });
console.log(`memory ${Math.round(memoryUsage().totalBytes / 2 ** 20)} MB`);
