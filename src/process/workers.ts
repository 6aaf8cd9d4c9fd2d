import { ChunkError, HepwasmError, UsageError } from "../errors.ts";
import { dispose } from "../wasm/scope.ts";
import { startThread, type Thread, type ThreadModule } from "../wasm/thread.ts";
import type { Executed, Executor, Work } from "./executor.ts";
import { mergeChunks } from "./iterative.ts";
import { MergeTree } from "./merge-tree.ts";
import { openFile } from "./open-file.ts";
import type { WorkItem } from "./plan.ts";
import { clock } from "./report.ts";
import { nameOfSchema } from "./schema-name.ts";
import { receive } from "./send.ts";
import { type Answer, errorOf, type Request } from "./thread-messages.ts";

/** How a {@link WorkersExecutor} works. */
export interface WorkersOptions {
  /** Number of threads, each with an instance of the kernels of its own. Default 2. */
  readonly workers?: number | undefined;
  /**
   * The module whose export the processor is: threads load it there, as an object cannot be sent.
   * `new URL("./analysis.js", import.meta.url)`
   */
  readonly module: string | URL;
  /** The export. Default: the name of the processor's class. */
  readonly export?: string | undefined;
  /** Passed to the class when a thread makes its processor; something that can be cloned. */
  readonly settings?: unknown;
  /**
   * In a page with a bundler: starts a worker of yours that imports `hepwasm/process/thread`, so that
   * both are bundled. Default: the engine's own.
   */
  readonly inPage?: (() => Worker) | undefined;
}

/**
 * Processes chunks in several threads: worker threads in Node, Web Workers in pages. The next chunk
 * goes to the thread that is free. Results are those of the `IterativeExecutor`, bit for bit.
 *
 * The files are sources that can be sent: paths, URLs, `File`s, `Blob`s and bytes.
 * @see coffea.processor.FuturesExecutor
 */
export class WorkersExecutor implements Executor {
  readonly #options: WorkersOptions;
  readonly #workers: number;

  /** @throws UsageError for a number of threads that makes no sense */
  constructor(options: WorkersOptions) {
    const { workers = 2 } = options;
    if (!(Number.isInteger(workers) && workers >= 1)) {
      throw new UsageError(`workers is a whole number of at least 1, not ${workers}`);
    }
    this.#options = options;
    this.#workers = workers;
  }

  async run<Out>(work: Work<Out>): Promise<Executed<Out>> {
    const { items } = work.plan;
    const start = this.#request(work);
    const seconds = { read: 0, process: 0, merge: 0 };
    const tree = new MergeTree<Out>(items.length, (left, right, first, stop) => {
      const begin = clock();
      const merged = mergeChunks(left, right, items, first, stop);
      seconds.merge += clock() - begin;
      return merged;
    });
    const columns = new Map<string, Set<string>>();
    const done = (answer: Extract<Answer, { kind: "done" }>): void => {
      const { index, out, report } = answer;
      const set = columns.get(report.dataset) ?? new Set();
      for (const name of answer.columns) set.add(name);
      columns.set(report.dataset, set);
      seconds.read += report.seconds.read;
      seconds.process += report.seconds.process;
      tree.put(index, receive(out) as Out);
      work.onChunk(report);
    };
    try {
      await this.#finish(items, start, done, work.signal);
      const used = Object.fromEntries([...columns].map(([name, set]) => [name, [...set]]));
      return { out: tree.result, columns: used, seconds };
    } catch (error) {
      dispose(tree.held());
      throw error;
    }
  }

  /** What each thread is told first. */
  #request<Out>({ processor, files, schema }: Work<Out>): Request {
    const { module, settings } = this.#options;
    if (!files.opensWith(openFile)) {
      throw new UsageError(
        "threads open files themselves: { open } goes with the IterativeExecutor",
      );
    }
    const name = this.#options.export ?? processor.constructor.name;
    return {
      kind: "start",
      processor: { module: String(module), name, settings },
      files: files.entries,
      schema: processor.schema === schema ? undefined : nameOfSchema(schema),
    };
  }

  /** Hands out all items; ends every thread, whatever happens. */
  #finish(
    items: readonly WorkItem[],
    start: Request,
    done: (answer: Extract<Answer, { kind: "done" }>) => void,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const threads: Thread[] = [];
    let next = 0;
    let missing = items.length;
    let aborted = (): void => undefined;
    return new Promise<void>((resolve, reject) => {
      aborted = () => reject(signal?.reason);
      if (signal?.aborted) {
        aborted();
        return;
      }
      signal?.addEventListener("abort", aborted, { once: true });
      const count = Math.min(this.#workers, items.length);
      for (let i = 0; i < count; i++) {
        let current: WorkItem | undefined;
        const advance = (): void => {
          current = items.at(next);
          if (current === undefined || next >= items.length) return;
          next++;
          thread?.post({ kind: "chunk", item: current } satisfies Request, []);
        };
        const heard = (message: unknown): void => {
          const answer = message as Answer;
          if (answer.kind === "failed") {
            reject(errorOf(answer.failure, current));
            return;
          }
          if (answer.kind === "done") {
            done(answer);
            missing--;
            if (missing === 0) resolve();
          }
          advance();
        };
        const lost = (cause: unknown): void => {
          const why = cause instanceof Error ? cause : new Error(String(cause));
          reject(
            current === undefined
              ? new HepwasmError(`a worker could not be started: ${why.message}`, { cause })
              : new ChunkError("process", current, current, why),
          );
        };
        const thread = startThread(this.#module(), {
          ready() {},
          message(value) {
            try {
              heard(value);
            } catch (error) {
              reject(error);
            }
          },
          failed: lost,
        });
        if (thread === undefined) {
          reject(new UsageError("there are no threads here: use the IterativeExecutor"));
          return;
        }
        threads.push(thread);
        thread.keepAlive(true);
        try {
          thread.post(start, []);
        } catch (cause) {
          const why = cause instanceof Error ? cause.message : String(cause);
          reject(
            new UsageError(`the files or settings cannot be sent to threads: ${why}`, { cause }),
          );
          return;
        }
      }
    }).finally(() => {
      signal?.removeEventListener("abort", aborted);
      for (const thread of threads) thread.end();
    });
  }

  #module(): ThreadModule {
    const { inPage } = this.#options;
    return {
      name: "process-thread",
      from: import.meta.url,
      inPage:
        inPage ??
        (() => new Worker(new URL("./process-thread.js", import.meta.url), { type: "module" })),
    };
  }
}
