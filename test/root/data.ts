// Where the ROOT files of the tests are: small ones of our own in test/data/root (made by
// scripts/golden/root-files.py), and real ones where HEPWASM_TEST_DATA points to.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { TreeCase } from "../../scripts/conformance/trees.ts";

/** Root of the repository, where vitest runs. */
const here = process.cwd();

/** Folder of the real files and their reference, or `undefined`: tests of them are skipped. */
export const realData: string | undefined = [
  resolve(here, process.env.HEPWASM_TEST_DATA ?? "../shared/data"),
].find((path) => existsSync(resolve(path, "reference/trees.jsonl.gz")));

/** A small file of test/data/root. */
export function samplePath(name: string): string {
  return resolve(here, "test/data/root", name);
}

export function sampleBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(samplePath(name)));
}

/** Codecs of the small files `numbers-<codec>.root`, which hold the same values. */
export const codecs: readonly string[] = ["none", "zlib", "lz4", "zstd", "lzma"];

/** What uproot reads from each of them. */
export function sampleCases(file: string): TreeCase[] {
  const { cases } = JSON.parse(readFileSync(samplePath("numbers.json"), "utf8"));
  return (cases as TreeCase[]).map((line) => ({ ...line, file }));
}
