import { UsageError } from "../errors.ts";
import { dispose } from "../wasm/scope.ts";
import { merge } from "./accumulate.ts";
import { ChunkWorker, type LoadedChunk } from "./chunk-worker.ts";
import type { Executed, Executor, Work } from "./executor.ts";
import { MergeTree } from "./merge-tree.ts";
import type { WorkItem } from "./plan.ts";
import { clock } from "./report.ts";

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
    this.#prefetch = options.prefetch ?? true;
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
    let chunk: LoadedChunk | undefined;
    let next: Promise<LoadedChunk> | undefined;
    try {
      for (const [i, item] of items.entries()) {
        signal.throwIfAborted();
        const start = clock();
        chunk = await (next ?? worker.load(item));
        next = undefined;
        const waited = clock() - start;
        const following = items.at(i + 1);
        if (this.#prefetch && following !== undefined && worker.expects(following)) {
          next = worker.load(following);
          next.catch(() => undefined);
        }
        // A turn of the event loop: requests leave, timers and signals are heard.
        await turn();
        signal.throwIfAborted();
        const { out, report } = await worker.process(chunk);
        const read = report.seconds.read + waited;
        seconds.read += read;
        seconds.process += report.seconds.process;
        tree.put(i, out);
        if (following?.file !== item.file) await work.files.close(item.file);
        work.onChunk({ ...report, seconds: { ...report.seconds, read } });
      }
      // The first load of a dataset calls `process` to see what to read.
      seconds.process += worker.probeSeconds;
      seconds.read -= worker.probeSeconds;
      return { out: tree.result, columns: worker.columns, seconds };
    } catch (error) {
      stop.abort();
      chunk?.columns.release();
      await next?.then(
        (following) => following.columns.release(),
        () => undefined,
      );
      dispose(tree.held());
      throw error;
    } finally {
      worker.close();
    }
  }
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
