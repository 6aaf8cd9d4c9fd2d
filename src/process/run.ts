import { UsageError } from "../errors.ts";
import type { Schema } from "../events/schema.ts";
import { Checkpoint, type ChunkStore, folderStore } from "./checkpoint.ts";
import { type CountCache, countCache } from "./count-cache.ts";
import type { OpenFile } from "./event-tree.ts";
import type { Executor } from "./executor.ts";
import type { FaultOptions } from "./faults.ts";
import { FilePool } from "./file-pool.ts";
import { type Fileset, filesOf } from "./fileset.ts";
import { IterativeExecutor } from "./iterative.ts";
import { openFile } from "./open-file.ts";
import { type ChunkPlan, planChunks } from "./plan.ts";
import type { Processor } from "./processor.ts";
import { type ProgressStyle, progressDisplay } from "./progress.ts";
import { clock, type Progress, type RunReport } from "./report.ts";
import { RunLedger } from "./run-ledger.ts";

/** How files are planned, and how their faults are taken. */
export interface PlanOptions {
  /** The tree, for files whose fileset entry names none. */
  readonly treeName?: string | undefined;
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
   * Default: they end the run.
   */
  readonly skipBadFiles?: boolean | undefined;
  /** Stops the run within chunks and reads; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Opens a file of the fileset. Default: `openRoot`. */
  readonly open?: OpenFile | undefined;
}

/** How to run. */
export interface RunOptions extends PlanOptions {
  /** How branches become collections of objects, as `hepwasm/events` has them. */
  readonly schema?: Schema | undefined;
  /** Default: one chunk after the other in this thread. */
  readonly executor?: Executor | undefined;
  /**
   * Keeps the result of each chunk, in a folder (Node) or a store of yours: a run that was stopped goes
   * on from there, and gives the same bits. Empty it when what the processor computes has changed.
   */
  readonly checkpoint?: string | URL | ChunkStore | undefined;
  /** Shown on standard error; `true`: a bar on a terminal, JSON lines elsewhere. */
  readonly progress?: ProgressStyle | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

const CHUNK_SIZE = 100_000;
const RETRIES = 3;

/**
 * Runs `processor` over all events of `fileset`, and returns the sum of the chunks' results.
 *
 * A processor declares no columns: what it touches is read. The result is the same, bit for bit, for
 * every executor at the same files and `chunkSize`.
 *
 * @throws UsageError for a fileset, option or accumulator that makes no sense
 * @throws ChunkError naming dataset, file, tree and entries, with `cause`
 * @see coffea.processor.Runner
 */
export async function run<Out>(
  fileset: Fileset,
  processor: Processor<Out>,
  options: RunOptions = {},
): Promise<Out> {
  return (await runWithReport(fileset, processor, options)).out;
}

/**
 * As `run`, with what it took: the plan of chunks, bytes, columns, time by stage.
 * @see coffea.processor.Runner, savemetrics
 */
export async function runWithReport<Out>(
  fileset: Fileset,
  processor: Processor<Out>,
  options: RunOptions = {},
): Promise<{ out: Out; report: RunReport }> {
  const { signal, executor = new IterativeExecutor() } = options;
  if (typeof processor?.process !== "function") {
    throw new UsageError("the processor has no method process(events)");
  }
  const start = clock();
  const schema = options.schema ?? processor.schema;
  const treeName = options.treeName ?? schema?.trees[0];
  const display = progressDisplay(options.progress ?? false);
  const { plan, files, faults } = await planRun(fileset, { ...options, treeName });
  try {
    if (plan.items.length === 0) {
      const bad = plan.files.find(({ error }) => error !== undefined)?.error;
      throw new UsageError(
        bad === undefined ? "the fileset's steps leave no chunk" : `every file is bad: ${bad}`,
      );
    }
    const planned = clock();
    const ledger = new RunLedger(plan);
    const tell = (): void => {
      const now = ledger.progress(clock() - start);
      display?.show(now);
      options.onProgress?.(now);
    };
    tell();
    const { checkpoint } = options;
    const store =
      typeof checkpoint === "string" || checkpoint instanceof URL
        ? folderStore(checkpoint)
        : checkpoint;
    const executed = await executor.run({
      plan,
      processor,
      files,
      signal,
      schema: options.schema,
      faults,
      checkpoint: store && new Checkpoint(store, processor),
      onChunk(chunk) {
        ledger.done(chunk);
        tell();
      },
      onSkipped(item, error) {
        ledger.skipped(item, error);
        tell();
      },
      onRetry: (item) => ledger.retried(item),
    });
    const fileReports = ledger.files();
    if (executed.out === undefined) {
      const bad = fileReports.find(({ error }) => error !== undefined)?.error;
      throw new UsageError(
        ledger.chunks.length > 0 || bad === undefined
          ? "process() returned nothing for any chunk; return what it made"
          : `every file is bad: ${bad}`,
      );
    }
    const out = processor.postprocess?.(executed.out) ?? executed.out;
    const bytesRead = Math.max(await files.totalBytes(), ledger.bytesRead);
    const total = clock() - start;
    const report: RunReport = {
      plan,
      entries: ledger.entries,
      bytesRead,
      columns: executed.columns,
      eventsPerSecond: ledger.entries / total,
      chunks: ledger.chunks,
      files: fileReports,
      seconds: { plan: planned - start, ...executed.seconds, total },
    };
    return { out, report };
  } finally {
    display?.end();
    await files.closeAll();
  }
}

/** The chunks of a fileset, and its files, open as far as they were counted. The caller closes them. */
export async function planRun(
  fileset: Fileset,
  options: PlanOptions,
): Promise<{ plan: ChunkPlan; files: FilePool; faults: FaultOptions }> {
  const { maxChunks, alignClusters, signal } = options;
  const { chunkSize = CHUNK_SIZE, retries = RETRIES, skipBadFiles = false } = options;
  const chunking = { chunkSize, maxChunks, alignClusters };
  // Settings are checked before any file is opened.
  planChunks([], chunking);
  if (!(Number.isInteger(retries) && retries >= 0)) {
    throw new UsageError(`retries is a whole number of at least 0, not ${retries}`);
  }
  const faults = { retries, skipBadFiles };
  const cache = typeof options.cache === "string" ? countCache(options.cache) : options.cache;
  const files = new FilePool(filesOf(fileset, options.treeName), options.open ?? openFile, signal);
  try {
    signal?.throwIfAborted();
    const clusters = alignClusters === true;
    const plan = planChunks(await files.count({ ...faults, clusters, cache }), chunking);
    return { plan, files, faults };
  } catch (error) {
    await files.closeAll();
    throw error;
  }
}
