// The ROOT files of the tests: small ones of our own in test/data/root (made by
// scripts/golden/root-files.py), and real ones of the reference data.
import type { TreeCase } from "../../scripts/conformance/trees.ts";
import { readData, readJson, repositoryFile, requireData } from "../data.ts";

const folder = "test/data/root";

/** Codecs of the small files `numbers-<codec>.root`, which hold the same values. */
export const codecs: readonly string[] = ["none", "zlib", "lz4", "zstd", "lzma"];

const names = [...codecs.map((codec) => `numbers-${codec}.root`), "objects.root"];
const samples = new Map(
  await Promise.all(
    names.map(async (name) => [name, await readData(`${folder}/${name}`)] as const),
  ),
);
const { cases } = await readJson<{ cases: TreeCase[] }>(`${folder}/numbers.json`);

/** Where the real files and their reference are, or `undefined`: tests of them are skipped. */
export const realData: string | undefined = await requireData();

/** A small file of test/data/root, as `openRoot` takes it. */
export function samplePath(name: string): string {
  return repositoryFile(`${folder}/${name}`);
}

/** Bytes of one of the small files, a new copy for each call. */
export function sampleBytes(name: string): Uint8Array<ArrayBuffer> {
  const bytes = samples.get(name);
  if (bytes === undefined)
    throw new Error(`${name} is not among the files that ${folder} preloads`);
  return bytes.slice();
}

/** What uproot reads from each of them. */
export function sampleCases(file: string): TreeCase[] {
  return cases.map((line) => ({ ...line, file }));
}
