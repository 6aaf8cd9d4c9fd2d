import { UsageError } from "../errors.ts";
import type { Schema } from "../events/schema.ts";
import type { OpenFile } from "./event-tree.ts";
import type { Executor } from "./executor.ts";
import { FilePool } from "./file-pool.ts";
import { type Fileset, filesOf } from "./fileset.ts";
import { IterativeExecutor } from "./iterative.ts";
import { openFile } from "./open-file.ts";
import { planChunks } from "./plan.ts";
import type { Processor } from "./processor.ts";
import { type ProgressStyle, progressDisplay } from "./progress.ts";
import { type ChunkReport, clock, type Progress, type RunReport } from "./report.ts";

/** How to run. */
export interface RunOptions {
  /** The tree, for files whose fileset entry names none. */
  readonly treeName?: string | undefined;
  /** How branches become collections of objects, as `hepwasm/events` has them. */
  readonly schema?: Schema | undefined;
  /** Default: one chunk after the other in this thread. */
  readonly executor?: Executor | undefined;
  /** Events in a chunk, about; part of what floating-point sums depend on. */
  readonly chunkSize?: number | undefined;
  /** Most chunks taken of each dataset, for a quick look. */
  readonly maxChunks?: number | undefined;
  /** Shown on standard error; `true`: a bar on a terminal, JSON lines elsewhere. */
  readonly progress?: ProgressStyle | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Stops the run between chunks and within reads; the run rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Opens a file of the fileset. Default: `openRoot`. */
  readonly open?: OpenFile | undefined;
}

const CHUNK_SIZE = 100_000;

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
  const { chunkSize = CHUNK_SIZE, maxChunks, signal, executor = new IterativeExecutor() } = options;
  if (typeof processor?.process !== "function") {
    throw new UsageError("the processor has no method process(events)");
  }
  // Settings are checked before any file is opened.
  planChunks([], { chunkSize, maxChunks });
  const start = clock();
  const schema = options.schema ?? processor.schema;
  const treeName = options.treeName ?? schema?.trees[0];
  const files = new FilePool(filesOf(fileset, treeName), options.open ?? openFile, signal);
  const display = progressDisplay(options.progress ?? false);
  try {
    signal?.throwIfAborted();
    const plan = planChunks(await files.count(), { chunkSize, maxChunks });
    if (plan.items.length === 0) throw new UsageError("the fileset's steps leave no chunk");
    const planned = clock();
    const chunks: ChunkReport[] = [];
    const entriesTotal = plan.items.reduce(
      (sum, item) => sum + item.entryStop - item.entryStart,
      0,
    );
    let entriesDone = 0;
    let bytesDone = 0;
    const tell = (): void => {
      const now: Progress = {
        done: chunks.length,
        total: plan.items.length,
        entriesDone,
        entriesTotal,
        bytesRead: bytesDone,
        seconds: clock() - start,
      };
      display?.show(now);
      options.onProgress?.(now);
    };
    tell();
    const onChunk = (chunk: ChunkReport): void => {
      chunks.push(chunk);
      entriesDone += chunk.entries;
      bytesDone += chunk.bytesRead;
      tell();
    };
    const executed = await executor.run({
      plan,
      processor,
      files,
      signal,
      schema: options.schema,
      onChunk,
    });
    if (executed.out === undefined) {
      throw new UsageError("process() returned nothing for any chunk; return what it made");
    }
    const out = processor.postprocess?.(executed.out) ?? executed.out;
    chunks.sort((a, b) => a.index - b.index);
    const bytesRead = await files.totalBytes();
    const { columns, seconds } = executed;
    const report: RunReport = {
      plan,
      entries: entriesDone,
      bytesRead,
      columns,
      chunks,
      seconds: { plan: planned - start, ...seconds, total: clock() - start },
    };
    return { out, report };
  } finally {
    display?.end();
    await files.closeAll();
  }
}
