import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasPeers, runPython } from "./peer.ts";

/** Compressions that the benches read. */
export type BenchCodec = "none" | "lz4" | "zstd" | "zlib" | "xz";

const cache = process.env.HEPWASM_CACHE ?? join(homedir(), ".cache/hepwasm");

/**
 * A file of four-lepton events in the layout of the ATLAS open data, about 155 bytes an event before
 * compression; made by `bench/peers/make_events.py` when it is first asked for.
 *
 * @param basket  events in a basket of each branch: 100,000 (about 400 kB or more), or 4,000 (about
 *   64 kB, ROOT's own size)
 * @returns undefined when the file is not there and there is no Python to make it
 */
export async function eventsFile({
  events,
  codec,
  basket = 100_000,
}: {
  events: number;
  codec: BenchCodec;
  basket?: number;
}): Promise<string | undefined> {
  const file = join(cache, `events-${events}-${codec}-${basket}.root`);
  if (existsSync(file)) return file;
  if (!hasPeers()) return undefined;
  mkdirSync(cache, { recursive: true });
  console.error(`making ${file} ...`);
  await runPython("make_events", [file, "--events", events, "--codec", codec, "--basket", basket]);
  return file;
}

/**
 * The same events as an RNTuple, with a cluster for each 100,000 events, in the encodings that uproot
 * writes.
 */
export async function ntupleFile(events: number, codec: BenchCodec): Promise<string | undefined> {
  const file = join(cache, `ntuple-${events}-${codec}.root`);
  if (existsSync(file)) return file;
  if (!hasPeers()) return undefined;
  mkdirSync(cache, { recursive: true });
  console.error(`making ${file} ...`);
  await runPython("make_events", [file, "--events", events, "--codec", codec, "--ntuple"]);
  return file;
}

/** A file of the test data, if it is there: HEPWASM_TEST_DATA, default `../shared/data`. */
export function testFile(name: string): string | undefined {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const file = join(root, process.env.HEPWASM_TEST_DATA ?? "../shared/data", name);
  return existsSync(file) ? file : undefined;
}

/** Says why a row is missing. */
export function skipped(row: string, reason: string): void {
  console.log(`${row}: skipped, ${reason}`);
}
