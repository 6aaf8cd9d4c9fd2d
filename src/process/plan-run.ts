import { UsageError } from "../errors.ts";
import { type CountCache, countCache } from "./count-cache.ts";
import type { OpenFile } from "./event-tree.ts";
import type { ErrorClasses, FaultOptions } from "./faults.ts";
import { type CountElsewhere, FilePool } from "./file-pool.ts";
import { type Fileset, filesOf } from "./fileset.ts";
import { openFile } from "./open-file.ts";
import { type ChunkPlan, planChunks } from "./plan.ts";

/** How files are planned, and how their faults are taken. */
export interface PlanOptions {
  /** The tree, for files whose fileset entry names none; of several names the first that a file has. */
  readonly treeName?: string | readonly string[] | undefined;
  /** Events in a chunk, about; part of what floating-point sums depend on. Default 100,000. */
  readonly chunkSize?: number | undefined;
  /** Most chunks taken of each dataset, for a quick look. */
  readonly maxChunks?: number | undefined;
  /**
   * Whether chunks end where clusters of the file do, so that no basket is decompressed twice: each has
   * `chunkSize` events at least, but for the last.
   */
  readonly alignClusters?: boolean | undefined;
  /** Remembers what files hold: a JSON file (Node), or a cache of yours. Default: none. */
  readonly cache?: string | CountCache | undefined;
  /** Attempts after the first, when a file cannot be read or a worker ends. Default 3. */
  readonly retries?: number | undefined;
  /**
   * Leaves out files that cannot be opened and chunks that cannot be read; the report names them.
   * Default: they end the run. Classes of errors: leaves out what fails with one of them, in `process` as
   * well, told by their names (`SourceError`, `RangeError`), as errors come from other threads.
   */
  readonly skipBadFiles?: boolean | ErrorClasses | undefined;
  /** Stops the run within chunks and reads; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told what went wrong and did no harm, such as a cache that cannot be written. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** Opens a file of the fileset. Default: `openRoot`. */
  readonly open?: OpenFile | undefined;
}

/** Names of the options that `run` and `preprocess` share. */
export const PLAN_OPTIONS = [
  "treeName",
  "alignClusters",
  "cache",
  "retries",
  "skipBadFiles",
  "signal",
  "onWarning",
  "open",
] as const;

const CHUNK_SIZE = 100_000;
const RETRIES = 3;

/** Files of a fileset that are going to be counted. The caller closes them. */
export interface OpenedFiles {
  readonly files: FilePool;
  readonly faults: FaultOptions;
  readonly cache: CountCache | undefined;
}

/**
 * The files of a fileset, none of them open yet.
 * @param options.recount  whether files are counted that the fileset counts
 */
export function openFiles(
  fileset: Fileset,
  options: PlanOptions,
  { recount = false }: { readonly recount?: boolean } = {},
): OpenedFiles {
  const { retries = RETRIES, skipBadFiles = false, signal } = options;
  if (!(Number.isInteger(retries) && retries >= 0)) {
    throw new UsageError(`retries is a whole number of at least 0, not ${retries}`);
  }
  const cache = typeof options.cache === "string" ? countCache(options.cache) : options.cache;
  const methods = [cache?.get, cache?.set];
  if (cache !== undefined && !methods.every((method) => typeof method === "function")) {
    throw new UsageError(`the cache is a JSON file or a CountCache, not ${String(cache)}`);
  }
  const entries = filesOf(fileset, options.treeName);
  const files = new FilePool(entries, options.open ?? openFile, signal, { recount });
  const skipped =
    typeof skipBadFiles === "boolean" ? skipBadFiles : skipBadFiles.map(({ name }) => name);
  return { files, faults: { retries, skipBadFiles: skipped }, cache };
}

/**
 * The chunks of a fileset, and its files, open as far as they were counted here. The caller closes them.
 * @param elsewhere  who counts many files
 */
export async function planRun(
  fileset: Fileset,
  options: PlanOptions,
  elsewhere?: CountElsewhere | undefined,
): Promise<{ plan: ChunkPlan; files: FilePool; faults: FaultOptions }> {
  const { maxChunks, alignClusters, signal, chunkSize = CHUNK_SIZE } = options;
  const chunking = { chunkSize, maxChunks, alignClusters };
  // Settings are checked before any file is opened.
  planChunks([], chunking);
  const { files, faults, cache } = openFiles(fileset, options);
  try {
    signal?.throwIfAborted();
    const clusters = alignClusters === true;
    const own = options.open !== undefined && options.open !== openFile;
    const { onWarning } = options;
    const how = { ...faults, clusters, cache, onWarning, elsewhere: own ? undefined : elsewhere };
    const plan = planChunks(await files.count(how), chunking);
    return { plan, files, faults };
  } catch (error) {
    await files.closeAll();
    throw error;
  }
}
