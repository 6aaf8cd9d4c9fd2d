import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Codec } from "../src/codec/codec.ts";
import { reserve } from "../src/wasm/column.ts";
import { generator } from "../test/codec/samples.ts";
import { skipped } from "./input.ts";
import { hasPeers, python } from "./peer.ts";

/** Median and spread (median absolute deviation) of repeated runs, in ms. */
interface Timing {
  readonly ms: number;
  readonly spread: number;
  readonly runs: number;
}

/** One codec on one content, beside the Python peer. */
export interface DecompressionRow {
  readonly name: string;
  readonly ours: Timing;
  readonly peer: Timing & { readonly name: string };
  readonly work: { readonly amount: number; readonly unit: string };
}

type Put = (view: DataView, at: number, random: () => number) => void;

/** Columns of four-lepton events as baskets hold them: 4 bytes each, big-endian. */
const columns: Record<string, Put> = {
  // A falling spectrum in MeV.
  "lep_pt f32": (view, at, random) => view.setFloat32(at, 7000 + 9000 * (1 / random() - 1)),
  "lep_eta f32": (view, at, random) =>
    view.setFloat32(at, (random() + random() + random() - 1.5) * 1.6),
  "lep_type i32": (view, at, random) => view.setUint32(at, random() < 0.5 ? 11 : 13),
  "offsets i32": (view, at, random) =>
    view.setInt32(at, at === 0 ? 0 : view.getInt32(at - 4) + (random() < 0.9 ? 16 : 20)),
};

/** Each of them as one basket. */
export function baskets(bytes: number): (readonly [name: string, content: Uint8Array])[] {
  return Object.entries(columns).map(([name, put]) => [name, basket(put, bytes)]);
}

const root = fileURLToPath(new URL("..", import.meta.url));

/** Yields a row for each column: what the peer compressed, decompressed by both. */
export function* decompressionRows(
  peer: "zstd" | "xz",
  codec: Codec,
  level: number,
  quick: boolean,
): Generator<DecompressionRow> {
  if (!hasPeers()) return skipped(`${peer} level ${level}`, "the peer compresses the content");
  const bytes = quick ? 2 ** 16 : 2 ** 20;
  const seconds = quick ? 0.1 : 1;
  const folder = mkdtempSync(join(tmpdir(), "hepwasm-"));
  const target = reserve("uint8", bytes);
  try {
    for (const [name, content] of baskets(bytes)) {
      const plain = join(folder, "plain");
      const compressed = join(folder, "compressed");
      writeFileSync(plain, content);
      const script = join(root, "bench/peers/decompress.py");
      const args = [script, peer, String(level), plain, compressed, String(seconds)];
      const output = execFileSync(python, args, { encoding: "utf8" });
      const report = JSON.parse(output.trim().split("\n").at(-1) ?? "");
      const input = new Uint8Array(readFileSync(compressed));
      const work = (): void => codec(input, target, 0, bytes);
      work();
      if (Buffer.compare(target.view(), content) !== 0) throw new Error(`${name}: wrong bytes`);
      const factor = (bytes / input.length).toFixed(2);
      yield {
        name: `${peer} level ${level}, ${name}, 1/${factor}`,
        ours: timing(times(work, seconds * 1000)),
        peer: { ...timing(report.times), name: report.name },
        work: { amount: bytes, unit: "B" },
      };
    }
  } finally {
    target.dispose();
    rmSync(folder, { recursive: true });
  }
}

/** Prints the rows as a table when the bench file at `url` is the program. */
export function printAlone(
  url: string,
  rows: (quick: boolean) => Iterable<DecompressionRow>,
): void {
  if (process.argv[1] !== fileURLToPath(url)) return;
  const table: Record<string, Record<string, number | string>> = {};
  for (const { name, ours, peer, work } of rows(process.argv.includes("--quick"))) {
    const speed = ({ ms }: Timing) => Number((work.amount / 1000 / ms).toPrecision(3));
    table[name] = {
      "MB/s": speed(ours),
      "± %": Math.round((100 * ours.spread) / ours.ms),
      "peer MB/s": speed(peer),
      ratio: (peer.ms / ours.ms).toFixed(2),
      peer: peer.name,
    };
  }
  console.table(table);
}

function basket(put: Put, bytes: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(bytes));
  const random = generator(4);
  for (let at = 0; at < bytes; at += 4) put(view, at, random);
  return new Uint8Array(view.buffer);
}

/** ms of each run, for some time after a warm-up. */
function times(work: () => void, minTime: number): number[] {
  const result: number[] = [];
  const start = performance.now();
  while (result.length < 5 || performance.now() - start < 1.25 * minTime) {
    const begin = performance.now();
    work();
    const end = performance.now();
    if (end - start > minTime / 4) result.push(end - begin);
  }
  return result;
}

function timing(list: readonly number[]): Timing {
  const ms = median(list);
  return { ms, spread: median(list.map((time) => Math.abs(time - ms))), runs: list.length };
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[list.length >> 1];
}
