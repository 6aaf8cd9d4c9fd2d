import { knownOptions } from "../array/option-names.ts";
import { type ChunkError, UsageError } from "../errors.ts";
import { dispose } from "../wasm/scope.ts";
import { merge } from "./accumulate.ts";
import { accumulatorFromBytes } from "./accumulator-bytes.ts";
import { ChunkWorker, chunkToBytes, type LoadedChunk } from "./chunk-worker.ts";
import type { Executed, Executor, Work } from "./executor.ts";
import { pauseBefore, remedyFor } from "./faults.ts";
import { MergeTree } from "./merge-tree.ts";
import type { WorkItem } from "./plan.ts";
import { type ChunkReport, clock } from "./report.ts";

/**
 * Processes chunks one after the other in this thread. While one is processed, the bytes of the
 * next are on their way: two chunks are in memory at a time.
 * @see coffea.processor.IterativeExecutor
 */
export class IterativeExecutor implements Executor {
  readonly #prefetch: boolean;

  /**
   * @param options.prefetch  false: read a chunk only when the one before is done, which halves the
   *   memory
   */
  constructor(options: { prefetch?: boolean } = {}) {
    this.#prefetch = knownOptions(options, ["prefetch"], "IterativeExecutor").prefetch ?? true;
  }

  async run<Out>(work: Work<Out>): Promise<Executed<Out>> {
    const { items } = work.plan;
    const stop = new AbortController();
    const signal = anyOf(work.signal, stop.signal);
    const worker = new ChunkWorker(work.processor, work.files, signal, work.schema);
    const seconds = { read: 0, process: 0, merge: 0 };
    const tree = new MergeTree<Out>(items.length, (left, right, first, last) => {
      const start = clock();
      const merged = mergeChunks(left, right, items, first, last);
      seconds.merge += clock() - start;
      return merged;
    });
    let next: Promise<LoadedChunk> | undefined;
    const finish = async (item: WorkItem, following: WorkItem | undefined): Promise<void> => {
      const kept = await work.checkpoint?.load(item);
      if (kept !== undefined) {
        next = await settled(next);
        worker.expect(item.dataset, kept.columns);
        tree.put(item.index, accumulatorFromBytes(kept.out, work.processor.accumulators) as Out);
        work.onChunk(restoredReport(item));
        return;
      }
      const start = clock();
      const chunk = await (next ?? worker.load(item));
      next = undefined;
      const waited = clock() - start;
      try {
        if (this.#prefetch && following !== undefined && worker.expects(following)) {
          next = worker.load(following);
          next.catch(() => undefined);
        }
        // A turn of the event loop: requests leave, timers and signals are heard.
        await turn();
        signal.throwIfAborted();
      } catch (error) {
        chunk.columns.release();
        throw error;
      }
      const { out, report } = await worker.process(chunk);
      const read = report.seconds.read + waited;
      seconds.read += read;
      seconds.process += report.seconds.process;
      if (work.checkpoint !== undefined) {
        try {
          const bytes = chunkToBytes(item, out, work.processor.accumulators);
          await work.checkpoint.save(item, { out: bytes, columns: worker.columns[item.dataset] });
        } catch (error) {
          dispose(out);
          throw error;
        }
      }
      tree.put(item.index, out);
      work.onChunk({ ...report, seconds: { ...report.seconds, read } });
    };
    try {
      for (const [i, item] of items.entries()) {
        const following = items.at(i + 1);
        for (let attempt = 0; ; attempt++) {
          signal.throwIfAborted();
          try {
            await finish(item, following);
            break;
          } catch (error) {
            next = await settled(next);
            const remedy = remedyFor(error, attempt, work.faults);
            if (remedy === "fail") throw error;
            // What was read of it may have been wrong: it is opened again.
            await work.files.close(item.file);
            if (remedy === "skip") {
              tree.put(i, undefined as Out);
              work.onSkipped(item, error as ChunkError);
              break;
            }
            work.onRetry(item, error as ChunkError);
            await pauseBefore(attempt + 1, error, signal);
          }
        }
        if (following?.file !== item.file) await work.files.close(item.file);
      }
      // The first load of a dataset calls `process` to see what to read.
      seconds.process += worker.probeSeconds;
      seconds.read -= worker.probeSeconds;
      return { out: tree.result, columns: worker.columns, seconds };
    } catch (error) {
      stop.abort();
      await settled(next);
      dispose(tree.held());
      throw error;
    } finally {
      worker.close();
    }
  }
}

/** What was found at the checkpoint took nothing. */
export function restoredReport(item: WorkItem): ChunkReport {
  const { index, dataset, filename, entryStart, entryStop } = item;
  const place = { index, dataset, filename, entries: entryStop - entryStart };
  return { ...place, runs: 0, bytesRead: 0, seconds: { process: 0, read: 0 }, restored: true };
}

/** Waits for a chunk that nobody wants any more, and frees it. */
async function settled(next: Promise<LoadedChunk> | undefined): Promise<undefined> {
  await next?.then(
    (chunk) => chunk.columns.release(),
    () => undefined,
  );
}

/** Merges results of the chunks `[first, stop)`. */
export function mergeChunks<Out>(
  left: Out,
  right: Out,
  items: readonly WorkItem[],
  first: number,
  stop: number,
): Out {
  try {
    return merge(left, right);
  } catch (cause) {
    dispose([left, right]);
    const last = items[stop - 1];
    const range = `${items[first].filename} [${items[first].entryStart}..] to ${last.filename} [..${last.entryStop}]`;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`results of chunks ${first} to ${stop - 1} (${range}): ${why}`, { cause });
  }
}

/** A signal that follows both. */
function anyOf(given: AbortSignal | undefined, own: AbortSignal): AbortSignal {
  return given === undefined ? own : AbortSignal.any([given, own]);
}

type SetImmediate = (callback: () => void) => unknown;

/** Lets other tasks run. `setTimeout` waits 4 ms in pages, a message channel does not. */
function turn(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: SetImmediate };
  return new Promise((resolve) => {
    if (setImmediate !== undefined) {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
