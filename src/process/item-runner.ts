import type { ChunkError } from "../errors.ts";
import { dispose } from "../wasm/scope.ts";
import { ChunkWorker } from "./chunk-worker.ts";
import { type FaultOptions, pauseBefore, remedyFor } from "./faults.ts";
import { FilePool } from "./file-pool.ts";
import { openFileInThread } from "./open-file.ts";
import type { PartialResult, SkippedChunk } from "./partial-result.ts";
import type { Processor } from "./processor.ts";
import { type ChunkReport, clock } from "./report.ts";
import { schemaNamed } from "./schema-name.ts";
import type { SentItem } from "./sent-item.ts";
import { failureOf } from "./thread-messages.ts";

/** What was done about one chunk. */
export interface ChunkTold {
  /** Of a chunk that is in the result. */
  readonly report?: ChunkReport | undefined;
  /** Of one that was left out. */
  readonly skipped?: SkippedChunk | undefined;
  /** Attempts that failed. */
  readonly retried: readonly SkippedChunk[];
}

/**
 * Processes chunks far from the run that planned them: on Dask workers, in batch jobs. Opens their
 * files itself.
 */
export class ItemRunner {
  readonly #faults: FaultOptions;
  readonly #signal: AbortSignal | undefined;
  readonly #worker: ChunkWorker<unknown>;
  readonly #files: FilePool;
  #file: number | undefined;

  /** @param schema  by its name; default: the processor's own */
  constructor(
    processor: Processor<unknown>,
    schema: string | undefined,
    faults: FaultOptions,
    signal?: AbortSignal | undefined,
  ) {
    this.#faults = faults;
    this.#signal = signal;
    this.#files = new FilePool([], openFileInThread, signal);
    const how = schemaNamed(schema) ?? processor.schema;
    this.#worker = new ChunkWorker(processor, this.#files, signal, how);
  }

  /**
   * Enters the result of one chunk into `result`, or leaves the chunk out.
   * @throws ChunkError
   */
  async process(sent: SentItem, result: PartialResult): Promise<ChunkTold> {
    const { source, entries, ...item } = sent;
    const { index, dataset, filename, treename, metadata, file, fileuuid } = item;
    if (this.#file !== undefined && this.#file !== file) await this.#files.close(this.#file);
    this.#file = file;
    const place = { dataset, filename, treename, metadata, steps: undefined, entries, fileuuid };
    this.#files.enter(file, { ...place, source });
    const retried: SkippedChunk[] = [];
    for (let attempt = 0; ; attempt++) {
      this.#signal?.throwIfAborted();
      try {
        const start = clock();
        const chunk = await this.#worker.load(item);
        const waited = clock() - start;
        const { out, report: known } = await this.#worker.process(chunk);
        const seconds = { ...known.seconds, read: known.seconds.read + waited };
        const report = { ...known, seconds };
        try {
          result.put(out, report, this.#worker.columns[dataset]);
        } catch (error) {
          dispose(out);
          throw error;
        }
        return { report, retried };
      } catch (error) {
        const remedy = remedyFor(error, attempt, this.#faults);
        if (remedy === "fail") throw error;
        // What was read of it may have been wrong: it is opened again.
        await this.#files.close(file);
        const failed = { index, failure: failureOf(error as ChunkError) };
        if (remedy === "skip") {
          result.skip(index, failed.failure);
          return { skipped: failed, retried };
        }
        retried.push(failed);
        await pauseBefore(attempt + 1, error, this.#signal);
      }
    }
  }

  /** Closes its files. */
  async close(): Promise<void> {
    this.#worker.close();
    await this.#files.closeAll();
  }
}
