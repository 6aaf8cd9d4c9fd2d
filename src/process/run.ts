import { knownOptions } from "../array/option-names.ts";
import { UsageError } from "../errors.ts";
import type { Schema } from "../events/schema.ts";
import { dispose } from "../wasm/scope.ts";
import { Checkpoint, type ChunkStore, folderStore } from "./checkpoint.ts";
import type { Executor } from "./executor.ts";
import type { Fileset } from "./fileset.ts";
import { IterativeExecutor } from "./iterative.ts";
import { PLAN_OPTIONS, type PlanOptions, planRun } from "./plan-run.ts";
import type { Processor } from "./processor.ts";
import { type ProgressStyle, progressDisplay } from "./progress.ts";
import { clock, type Progress, type RunReport } from "./report.ts";
import { RunLedger } from "./run-ledger.ts";

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

const RUN_OPTIONS = [
  ...PLAN_OPTIONS,
  "chunkSize",
  "maxChunks",
  "schema",
  "executor",
  "checkpoint",
  "progress",
  "onProgress",
] as const;

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
  const { signal } = knownOptions(options, RUN_OPTIONS, "run");
  const executor: Executor = options.executor ?? new IterativeExecutor();
  if (typeof processor?.process !== "function") {
    throw new UsageError("the processor has no method process(events)");
  }
  checkParts(executor, options);
  const start = clock();
  const schema = options.schema ?? processor.schema;
  const treeName = options.treeName ?? schema?.trees;
  const display = progressDisplay(options.progress ?? false);
  const abandon = executor.prepare?.();
  const warnings: string[] = [];
  const onWarning = (message: string): void => {
    warnings.push(message);
    options.onWarning?.(message);
  };
  const { plan, files, faults } = await planRun(
    fileset,
    { ...options, treeName, onWarning },
    executor.counter?.(processor, signal),
  ).catch(async (error: unknown) => {
    await abandon?.();
    throw error;
  });
  let started = false;
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
    started = true;
    const settings = "settings" in executor ? { settings: executor.settings } : {};
    const executed = await executor.run({
      plan,
      processor,
      files,
      signal,
      schema,
      faults,
      checkpoint: store && new Checkpoint(store, { processor, schema, ...settings }, onWarning),
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
    const changed = processor.postprocess?.(executed.out);
    const out = changed === undefined ? executed.out : changed;
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
      warnings,
      seconds: { plan: planned - start, ...executed.seconds, total },
    };
    return { out, report };
  } finally {
    display?.end();
    if (!started) await abandon?.();
    await files.closeAll();
  }
}

/** @throws UsageError for options that are something else than their names say */
function checkParts(executor: Executor, { schema, checkpoint }: RunOptions): void {
  if (typeof executor.run !== "function") {
    throw new UsageError("the executor has no method run: new WorkersExecutor({ … })");
  }
  if (schema !== undefined && !Array.isArray(schema.trees)) {
    throw new UsageError(`the schema is one of hepwasm/events, not ${String(schema)}`);
  }
  const place =
    checkpoint === undefined || typeof checkpoint === "string" || checkpoint instanceof URL;
  if (!place && typeof (checkpoint as Partial<ChunkStore> | null)?.load !== "function") {
    throw new UsageError(`the checkpoint is a folder or a ChunkStore, not ${String(checkpoint)}`);
  }
}

/**
 * As `run`, for each dataset by itself: results by the name of their dataset.
 * @see coffea.dataset_tools.apply_to_fileset
 */
export async function applyToFileset<Out>(
  processor: Processor<Out>,
  fileset: Fileset,
  options: RunOptions = {},
): Promise<Record<string, Out>> {
  const out: Record<string, Out> = {};
  try {
    for (const [dataset, files] of Object.entries(fileset)) {
      out[dataset] = await run({ [dataset]: files }, processor, options);
    }
  } catch (error) {
    dispose(out);
    throw error;
  }
  return out;
}
