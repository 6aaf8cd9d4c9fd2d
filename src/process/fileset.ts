import type { Metadata } from "../array/array.ts";
import { UsageError } from "../errors.ts";
import type { RootInput } from "../root/source-open.ts";

/** Where a file's bytes come from: a path, a URL, a dropped `File` or `Blob`, the bytes, a source. */
export type FileSource = RootInput;

/** What a path may say besides its tree's name, as coffea's `preprocess` writes it. */
export interface FileSpec {
  readonly object_path: string;
  /** Entry ranges to process, instead of ranges by `chunkSize`. */
  readonly steps?: readonly (readonly [number, number])[] | null;
  readonly num_entries?: number | null;
  readonly uuid?: string | null;
}

/** The files of one dataset, and what is known of all its events. */
export interface DatasetSpec {
  /** Sources in order, or a tree's name for each path. */
  readonly files: readonly FileSource[] | Readonly<Record<string, string | FileSpec>>;
  /** Shows as `events.metadata`, beside the dataset's name and the chunk's place. */
  readonly metadata?: Metadata | null;
}

/**
 * What to process: files by the name of their dataset, in coffea's JSON form. Datasets and files
 * are processed in the order of the object's keys and lists (JavaScript puts keys that are whole
 * numbers first).
 * @see coffea.processor.Runner
 */
export type Fileset = Readonly<
  Record<string, readonly FileSource[] | DatasetSpec | Readonly<Record<string, string | FileSpec>>>
>;

/** One file of a fileset. */
export interface FileEntry {
  readonly dataset: string;
  /** The source's name in messages, metadata and plans. */
  readonly filename: string;
  readonly treename: string;
  /** Names to try where the file has no such tree, until it was opened. */
  readonly othertrees?: readonly string[] | undefined;
  readonly source: FileSource;
  readonly metadata: Metadata;
  readonly steps: readonly (readonly [number, number])[] | undefined;
  /** Events and uuid, where the fileset says them: the file is not opened to count it. */
  readonly entries: number | undefined;
  readonly fileuuid: string | undefined;
}

/** Keys of coffea's dataset records that change nothing here. */
const IGNORED = new Set(["form", "compressed_form", "format", "did", "preload"]);

/**
 * The files of `fileset` in order, each with its tree.
 *
 * @param treeName  for the files that do not name their tree; of several names the first that a file has
 * @throws UsageError saying which part of the fileset is wrong
 */
export function filesOf(
  fileset: Fileset,
  treeName: string | readonly string[] | undefined,
): FileEntry[] {
  if (!isRecord(fileset)) {
    throw new UsageError("a fileset is a record of file lists by dataset: { ZZ: ['zz.root'] }");
  }
  const found: FileEntry[] = [];
  for (const [dataset, given] of Object.entries(fileset)) {
    const where = `fileset["${dataset}"]`;
    const spec: DatasetSpec =
      Array.isArray(given) || areFiles(given) ? { files: given } : (given as DatasetSpec);
    if (!isRecord(spec) || !isRecord(spec.files, true)) {
      throw new UsageError(`${where} is neither a list of files nor { files, metadata }`);
    }
    for (const key of Object.keys(spec)) {
      if (key !== "files" && key !== "metadata" && key !== "treename" && !IGNORED.has(key)) {
        throw new UsageError(`${where} has an unknown key "${key}"; known: files, metadata`);
      }
    }
    const metadata = spec.metadata ?? {};
    if (!isRecord(metadata)) throw new UsageError(`${where}.metadata is not a record`);
    const named = (spec as { treename?: unknown }).treename;
    const trees = typeof named === "string" ? [named] : [treeName ?? []].flat();
    const count = found.length;
    for (const [source, fileSpec] of sourcesOf(spec.files)) {
      const filename = nameOf(source, dataset, found.length - count);
      const at = `${where}, file ${found.length - count} (${filename})`;
      found.push({ dataset, filename, source, metadata, ...treeOf(fileSpec, trees, at) });
    }
  }
  if (found.length === 0) throw new UsageError("the fileset has no files");
  return found;
}

/** Whether a dataset is its files by path, as coffea's `preprocess` takes it too. */
function areFiles(given: unknown): given is Readonly<Record<string, string | FileSpec>> {
  if (!isRecord(given) || "files" in (given as object)) return false;
  const specs = Object.values(given as object);
  return (
    specs.length > 0 &&
    specs.every((spec) => typeof spec === "string" || (isRecord(spec) && "object_path" in spec))
  );
}

function sourcesOf(files: DatasetSpec["files"]): [FileSource, string | FileSpec | undefined][] {
  if (Array.isArray(files)) return files.map((source) => [source, undefined]);
  return Object.entries(files as Record<string, string | FileSpec>);
}

function nameOf(source: unknown, dataset: string, index: number): string {
  if (typeof source === "string") return source;
  if (source instanceof URL) return source.href;
  if (typeof Blob !== "undefined" && source instanceof Blob) {
    return (source as { name?: string }).name ?? `${dataset}[${index}]`;
  }
  if (source instanceof Uint8Array || source instanceof ArrayBuffer) return `${dataset}[${index}]`;
  const { name } = (source ?? {}) as { name?: unknown };
  if (typeof name === "string") return name;
  throw new UsageError(
    `fileset["${dataset}"], file ${index} is not a path, URL, File, Blob, bytes or source: ${String(source)}`,
  );
}

function treeOf(
  spec: string | FileSpec | undefined,
  fallback: readonly string[],
  where: string,
): Pick<FileEntry, "treename" | "othertrees" | "steps" | "entries" | "fileuuid"> {
  const given = typeof spec === "string" ? spec : spec?.object_path;
  const [treename, ...othertrees] = given === undefined ? fallback : [given];
  if (typeof treename !== "string" || treename === "") {
    throw new UsageError(`${where} names no tree: pass { treeName } or { files: { path: tree } }`);
  }
  const steps = typeof spec === "object" ? (spec.steps ?? undefined) : undefined;
  for (const step of steps ?? []) {
    const [start, stop] = step;
    if (!(Number.isInteger(start) && Number.isInteger(stop) && 0 <= start && start <= stop)) {
      throw new UsageError(`${where} has a step that is no entry range: ${JSON.stringify(step)}`);
    }
  }
  const { num_entries, uuid } = typeof spec === "object" ? spec : {};
  const entries = num_entries ?? undefined;
  if (!(entries === undefined || (Number.isInteger(entries) && entries >= 0))) {
    throw new UsageError(`${where} has num_entries that are no count: ${String(entries)}`);
  }
  return { treename, othertrees, steps, entries, fileuuid: uuid ?? undefined };
}

function isRecord(value: unknown, orList = false): boolean {
  return typeof value === "object" && value !== null && (orList || !Array.isArray(value));
}
