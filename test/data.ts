// Where the data of the tests are, in Node and in a page: files of this repository, and the large
// reference data that HEPWASM_TEST_DATA points to (default ../shared/data, from the repository's
// root). vitest.config.ts knows both places. The one file of the tests that knows of Node's files.
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** The repository: a folder in Node, a path of the server in a page. */
    repository: string;
    /** The reference data, or "" where there are none. */
    reference: string;
    /** Whether a skip for want of data is a failure. */
    ci: boolean;
    seed: string;
    /** How often each operation is run to see that it leaves nothing in memory. */
    leakRuns: number;
    /** From how many points the fits of real models start. */
    fitStarts: number;
  }
}

interface NodeFs {
  existsSync(path: string): boolean;
  promises: { readFile(path: string): Promise<Uint8Array> };
}

const { process } = globalThis as {
  process?: { getBuiltinModule?(name: string): unknown };
};
const fs = process?.getBuiltinModule?.("node:fs") as NodeFs | undefined;

/** Whether the tests run in a page. */
export const inPage: boolean = fs === undefined;

/** Said in the titles of tests that need the reference data. */
export const needsReference = "skipped without HEPWASM_TEST_DATA";

/** What `openRoot` takes for a file of this repository, named from its root. */
export function repositoryFile(path: string): string {
  return `${inject("repository")}/${path}`;
}

/** The bytes of a file: of this repository, named from its root, or one that `requireData` found. */
export async function readData(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const at = path.startsWith("/") ? path : repositoryFile(path);
  if (fs !== undefined) return Uint8Array.from(await fs.promises.readFile(at));
  const response = await fetch(at);
  if (!response.ok) throw new Error(`${at}: status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** The text of a file, also of a compressed one (gzip). */
export async function readText(path: string): Promise<string> {
  const bytes = await readData(path);
  if (!(bytes[0] === 0x1f && bytes[1] === 0x8b)) return new TextDecoder().decode(bytes);
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain).text();
}

/** What a JSON file holds. */
export async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readText(path)) as T;
}

/** What the lines of a `.jsonl` or `.jsonl.gz` file hold. */
export async function readJsonLines<T>(path: string): Promise<T[]> {
  const lines = (await readText(path)).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as T);
}

/**
 * A file or folder of the reference data, as `openRoot` and `readData` take it; `undefined` where it
 * is absent: the test is skipped, and says so in its title (`needsReference`).
 *
 * @throws Error where CI is set: there every test must run
 */
export async function requireData(name = ""): Promise<string | undefined> {
  const reference = inject("reference");
  const path = name === "" ? reference : `${reference}/${name}`;
  if (reference !== "" && (name === "" || (await exists(path)))) return path;
  if (inject("ci")) {
    throw new Error(`the reference data hold no ${name || "files"}: set HEPWASM_TEST_DATA`);
  }
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  if (fs !== undefined) return fs.existsSync(path);
  return (await fetch(path, { method: "HEAD" })).ok;
}
