import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
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

/** `n` files with the content of {@link eventsFile}. */
export async function copies(
  settings: Parameters<typeof eventsFile>[0],
  n: number,
): Promise<string[] | undefined> {
  const file = await eventsFile(settings);
  if (file === undefined) return undefined;
  return Array.from({ length: n }, (_, i) => {
    const copy = file.replace(/\.root$/, `-${i}.root`);
    if (existsSync(copy)) return copy;
    try {
      linkSync(file, copy);
    } catch {
      copyFileSync(file, copy);
    }
    return copy;
  });
}

/** Files of 1000 such events each, zlib. */
export async function manyFiles(n: number): Promise<string[] | undefined> {
  const folder = join(cache, `many-1000-zlib-${n}`);
  const files = Array.from({ length: n }, (_, i) => join(folder, `${i}.root`));
  if (existsSync(files[n - 1]!)) return files;
  if (!hasPeers()) return undefined;
  mkdirSync(folder, { recursive: true });
  console.error(`making ${folder} ...`);
  const each = ["--events", 1000, "--codec", "zlib", "--files", n];
  await runPython("make_events", [join(folder, "{}.root"), ...each]);
  return files;
}

/** The analysis of examples/higgs in JavaScript, as threads load it. */
export async function processorModule(): Promise<URL> {
  const source = new URL("../examples/higgs/analysis.ts", import.meta.url);
  const { code } = transformSync(readFileSync(source, "utf8"), { loader: "ts", target: "es2022" });
  // Inside the package: it imports "hepwasm".
  const place = new URL("../build/bench-analysis.mjs", import.meta.url);
  writeFileSync(place, code);
  return place;
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

/** A file or folder of the test data, if it is there: HEPWASM_TEST_DATA, default `../shared/data`. */
export function testFile(name: string): string | undefined {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const file = resolve(root, process.env.HEPWASM_TEST_DATA ?? "../shared/data", name);
  return existsSync(file) ? file : undefined;
}

/** Says why a row is missing. */
export function skipped(row: string, reason: string): void {
  console.log(`${row}: skipped, ${reason}`);
}
