import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = process.env.HEPWASM_TEST_DATA ?? "../shared/data";

/** The path of a file of the development data, from the repository's root; undefined where absent. */
export function realData(name: string): string | undefined {
  const path = fileURLToPath(new URL(`${folder}/root/${name}`, `file://${root}`));
  return existsSync(path) ? path : undefined;
}

/** The bytes of a file. */
export function fileBytes(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(path));
}
