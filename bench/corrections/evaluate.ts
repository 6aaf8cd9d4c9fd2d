import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { scope } from "hepwasm";
import { CorrectionSet } from "hepwasm/corrections";
import { type Column, columnFrom } from "hepwasm/wasm";
import { ETA_EDGES, electronPayload, PT_EDGES } from "../electron-payload.ts";
import { type Peer, startPeer } from "../peer.ts";
import { type BenchRows, compare, type Row } from "../row.ts";
import { runAlone } from "../table.ts";

/** Relative distance of results that went through a formula; look-ups are exact. */
const tolerances: Record<string, number> = { sf: 0, uniform: 0, formula: 1e-14, random: 1e-14 };

const titles: Record<string, string> = {
  sf: "scale factor, 20 x 14 variable bins",
  uniform: "scale factor, 20 x 14 uniform bins",
  formula: "formula of seven parameters",
  random: "hashprng, normal",
};

/** Corrections of electrons beside correctionlib, numba's loop and one in C. */
export const rows: BenchRows = async function* ({ quick }) {
  const n = quick ? 100_000 : 5_000_000;
  const folder = mkdtempSync(join(tmpdir(), "hepwasm-corrections-"));
  try {
    const columns = makeColumns(folder, n);
    writeFileSync(join(folder, "payload.json"), electronPayload);
    using set = CorrectionSet.fromString(electronPayload);
    for (const name of Object.keys(titles)) yield await row(set, name, columns, folder, n, quick);
    for (const column of Object.values(columns)) column.dispose();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function row(
  set: CorrectionSet,
  name: string,
  columns: Record<string, Column>,
  folder: string,
  n: number,
  quick: boolean,
): Promise<Row> {
  const correction = set.get(name);
  const inputs = correction.inputs.map((input) => columns[input.name] as Column);
  const work = (): number => scope(() => correction.evaluate(...inputs).length);
  const ours = scope(() => correction.evaluate(...inputs).toTypedArray());
  const settings = { minTime: quick ? 50 : 1000, minRounds: quick ? 2 : 7 };
  const peer = await startPeer<number>("corrections", [folder, n, name, "correctionlib"]);
  if (peer) same(ours, join(folder, "peer.f64"), tolerances[name] as number, "correctionlib");
  const timings = await compare(work, peer, settings);
  peer?.close();
  const notes: string[] = [];
  if (name === "sf") {
    const numba = await startPeer<number>("corrections", [folder, n, name, "numba"]);
    if (numba) {
      same(ours, join(folder, "peer.f64"), 0, "numba");
      notes.push(beside("numba", await compare(work, numba, settings)));
      numba.close();
    }
    const loop = await startLoop(folder, n);
    if (loop) {
      same(ours, join(folder, "bound.f64"), 0, "C");
      notes.push(beside("C (gcc -O3 -march=native)", await compare(work, loop, settings)));
      loop.close();
    }
  }
  return {
    name: `${titles[name]}, ${n / 1e6} M electrons`,
    ...timings,
    work: { amount: n, unit: "electrons" },
    note: notes.length > 0 ? notes.join("; ") : undefined,
  };
}

function beside(who: string, { ours, peer }: Pick<Row, "ours" | "peer">): string {
  const theirs = peer?.cpu ?? peer?.ms ?? 0;
  const own = ours.cpu ?? ours.ms;
  return `${who} in turn, processor time: ${theirs.toFixed(2)} ms, ours ${own.toFixed(2)} ms, ${(theirs / own).toFixed(2)}x`;
}

/** The same columns in every run, here and as files. */
function makeColumns(folder: string, n: number): Record<string, Column> {
  let state = 20240710;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  const columns = {
    pt: Float64Array.from({ length: n }, () => 8 + 240 * next() * next()),
    eta: Float64Array.from({ length: n }, () => 5.2 * (next() - 0.5)),
    event: BigInt64Array.from({ length: n }, (_, i) => BigInt(i)),
  };
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => {
      writeFileSync(join(folder, `${name}.bin`), values);
      return [name, columnFrom(values)];
    }),
  );
}

function same(ours: Float64Array, path: string, tolerance: number, who: string): void {
  const bytes = readFileSync(path);
  const theirs = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  ours.forEach((value, i) => {
    const other = theirs[i] as number;
    if (value === other || Math.abs(value - other) <= tolerance * Math.max(1, Math.abs(other)))
      return;
    throw new Error(`electron ${i}: ${value}, ${who} says ${other}`);
  });
}

/** The loop in C, running; undefined where there is no gcc. */
async function startLoop(folder: string, n: number): Promise<Peer<unknown> | undefined> {
  const program = join(folder, "lookup");
  const source = fileURLToPath(new URL("../peers/lookup.c", import.meta.url));
  const flags = ["-O3", "-march=native", "-o", program, source];
  if (spawnSync("gcc", flags, { stdio: "inherit" }).status !== 0) return undefined;
  writeFileSync(join(folder, "edges.f64"), Float64Array.from([...PT_EDGES, ...ETA_EDGES]));
  writeFileSync(
    join(folder, "content.f64"),
    Float64Array.from(JSON.parse(electronPayload).corrections[0].data.content),
  );
  const child = spawn(program, [folder, String(n)], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  if ((await lines.next()).value !== "ready") throw new Error("the loop in C failed");
  return {
    answer: undefined,
    name: "C",
    async run(ms) {
      child.stdin.write(`${ms}\n`);
      return JSON.parse((await lines.next()).value);
    },
    close: () => child.stdin.end(),
  };
}

await runAlone(import.meta.url, rows);
