import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { hasPeers, python } from "./peer.ts";
import type { BenchRows, Row, Timing } from "./row.ts";

const heads = ["row", "ours", "peer", "ratio", "cpu", "throughput", "peer is"];

/** Prints rows as they come, in one table. */
export class Table {
  readonly rows: Row[] = [];

  add(row: Row): void {
    if (this.rows.length === 0) {
      const peers = hasPeers() ? "" : `  (no Python with the peers at ${python}: ours alone)`;
      console.log(`${line(heads)}${peers}`);
    }
    this.rows.push(row);
    console.log(line(cells(row)));
    if (row.note) console.log(`    ${row.note}`);
  }
}

/**
 * Runs the rows of one bench file when that file is the program: `npx tsx bench/hist/fill.ts`.
 * Imported by `bench/main.ts`, the file only exports its rows.
 */
export async function runAlone(url: string, rows: BenchRows): Promise<void> {
  if (process.argv[1] !== fileURLToPath(url)) return;
  const table = new Table();
  for await (const row of rows({ quick: process.argv.includes("--quick") })) table.add(row);
}

/**
 * Writes the rows with the machine, the versions and the date into `bench/results`.
 * @param whole  whether they are all; else they take their places among the rows that are there
 */
export function saveResults(some: readonly Row[], name: string, whole: boolean): string {
  const folder = fileURLToPath(new URL("results", import.meta.url));
  const file = `${folder}/${name}.json`;
  mkdirSync(folder, { recursive: true });
  const rows = whole || !existsSync(file) ? some : amongOthers(some, file);
  const own = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const results = {
    date: new Date().toISOString(),
    machine: { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length },
    versions: { hepwasm: own.version, node: process.versions.node, peers: peerVersions() },
    rows: rows.map((row) => ({ ...row, ratio: ratio(row), cpuRatio: cpuRatio(row) })),
  };
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}

function amongOthers(some: readonly Row[], file: string): Row[] {
  const { rows: before } = JSON.parse(readFileSync(file, "utf8")) as { rows: Row[] };
  const left = new Map(some.map((row) => [row.name, row]));
  const rows = before.map((row) => {
    const now = left.get(row.name) ?? row;
    left.delete(row.name);
    return now;
  });
  return [...rows, ...left.values()];
}

function peerVersions(): Record<string, string> {
  if (!hasPeers()) return {};
  const script =
    "import json,platform,importlib.metadata as m\n" +
    "names=['uproot','awkward','vector','hist','boost-histogram','coffea','correctionlib','numpy','numba','mplhep','pyhf','cabinetry','iminuit','dask']\n" +
    "print(json.dumps({'python':platform.python_version(),**{n:m.version(n) for n in names}}))";
  return JSON.parse(execFileSync(python, ["-c", script], { encoding: "utf8" }));
}

/** Peer's time over ours: above 1 we are faster. */
function ratio({ ours, peer }: Row): number | undefined {
  return peer && peer.ms / ours.ms;
}

/** The same in processor time. */
function cpuRatio({ ours, peer }: Row): number | undefined {
  return peer?.cpu !== undefined && ours.cpu !== undefined ? peer.cpu / ours.cpu : undefined;
}

function cells(row: Row): string[] {
  const { amount, unit } = row.work;
  return [
    row.name,
    time(row.ours),
    row.peer ? time(row.peer) : "-",
    times(ratio(row)),
    times(cpuRatio(row)),
    `${quantity((amount / row.ours.ms) * 1000)} ${unit}/s`,
    row.peer?.name ?? "-",
  ];
}

function line(texts: readonly string[]): string {
  const widths = [46, 18, 18, 7, 7, 18, 0];
  return texts
    .map((text, i) => (i === 0 || i === 6 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!)))
    .join("  ")
    .trimEnd();
}

function times(factor: number | undefined): string {
  return factor === undefined ? "-" : `${factor.toFixed(2)}x`;
}

function time({ ms, spread }: Timing): string {
  const digits = ms < 10 ? 3 : ms < 100 ? 2 : 1;
  return `${ms.toFixed(digits)} ± ${spread.toFixed(digits)} ms`;
}

function quantity(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toPrecision(3)} G`;
  if (value >= 1e6) return `${(value / 1e6).toPrecision(3)} M`;
  if (value >= 1e3) return `${(value / 1e3).toPrecision(3)} k`;
  return value.toPrecision(3);
}
