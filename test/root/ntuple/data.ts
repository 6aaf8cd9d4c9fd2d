// The RNTuples of test/data/root, made by scripts/golden/ntuple-files.py.
import type { CanonicalColumn } from "../../../scripts/conformance/canonical.ts";
import { type EventSource, openRoot, type RootFile } from "../../../src/root/index.ts";
import { readData, readJson } from "../../data.ts";

/** What must be read from a field. */
export interface FieldCase {
  readonly branch: string;
  readonly entries: number;
  readonly columns: readonly CanonicalColumn[];
}

const folder = "test/data/root";

/** By file. */
export const golden: ReadonlyMap<string, readonly FieldCase[]> = new Map(
  Object.entries(
    (await readJson<{ files: Record<string, FieldCase[]> }>(`${folder}/ntuple.json`)).files,
  ),
);

const samples = new Map(
  await Promise.all(
    [...golden.keys(), "ntuple-feature.root"].map(
      async (name) => [name, await readData(`${folder}/${name}`)] as const,
    ),
  ),
);

/** Bytes of a sample file, a new copy for each call. */
export function sampleBytes(name: string): Uint8Array<ArrayBuffer> {
  return samples.get(name)!.slice();
}

/** Opens the RNTuple of a sample file. */
export async function openSample(name: string): Promise<{ file: RootFile; tree: EventSource }> {
  const file = await openRoot(sampleBytes(name));
  return { file, tree: await file.tree("ntuple") };
}

/** Whole numbers below n, the same at each run. */
export function generator(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}
