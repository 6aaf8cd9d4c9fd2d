/// <reference lib="esnext.disposable" preserve="true" />
import { knownOptions } from "../array/option-names.ts";
import { UsageError } from "../errors.ts";
import { dispose } from "../wasm/scope.ts";
import type { ThreadModule } from "../wasm/thread.ts";
import { accumulatorFromBytes } from "./accumulator-bytes.ts";
import { Crew } from "./crew.ts";
import type { Executed, Executor, Work } from "./executor.ts";
import { ItemQueue } from "./item-queue.ts";
import { mergeChunks, restoredReport } from "./iterative.ts";
import { MergeTree } from "./merge-tree.ts";
import { openFile } from "./open-file.ts";
import type { WorkItem } from "./plan.ts";
import { clock } from "./report.ts";
import { nameOfSchema } from "./schema-name.ts";
import type { Request } from "./thread-messages.ts";
import { ThreadPool } from "./thread-pool.ts";

/** A `Worker` of pages. Programs for Node, whose compiler knows no such thing, can be checked all the same. */
type PageWorker = typeof globalThis extends { Worker: { prototype: infer Worker } }
  ? Worker
  : unknown;

/** How a {@link WorkersExecutor} works. */
export interface WorkersOptions {
  /** Number of threads, each with an instance of the kernels of its own. Default 2. */
  readonly workers?: number | undefined;
  /**
   * The module whose export the processor is: threads load it there, as an object cannot be sent.
   * `new URL("./analysis.js", import.meta.url)`. Needed except with `inPage`.
   */
  readonly module?: string | URL | undefined;
  /** The export. Default: the name of the processor's class. */
  readonly export?: string | undefined;
  /** Passed to the class when a thread makes its processor; something that can be cloned. */
  readonly settings?: unknown;
  /**
   * In a page with a bundler: starts a worker of yours that calls `serveProcessor`, so that it is bundled
   * with its processor. Default: the engine's own.
   */
  readonly inPage?: (() => PageWorker) | undefined;
  /**
   * Whether threads stay for the next run of this executor, until `close()`: that spares their start.
   * Default: none outlives its run.
   */
  readonly keep?: boolean | undefined;
}

/**
 * Processes chunks in several threads: worker threads in Node, Web Workers in pages, each with files
 * of its own as long as there are any. Results are those of the `IterativeExecutor`, bit for bit. A
 * thread that ends by itself is replaced, and its chunk done again, as often as `retries` allow.
 *
 * The files are sources that can be sent: paths, URLs, `File`s, `Blob`s and bytes.
 * @see coffea.processor.FuturesExecutor
 */
export class WorkersExecutor implements Executor {
  readonly #options: WorkersOptions;
  readonly #workers: number;
  readonly #threads: ThreadPool;

  /** @throws UsageError for a number of threads that makes no sense */
  constructor(options: WorkersOptions) {
    const {
      workers = 2,
      module,
      inPage,
    } = knownOptions(
      options,
      ["workers", "module", "export", "settings", "inPage", "keep"],
      "WorkersExecutor",
    );
    if (module === undefined && inPage === undefined) {
      throw new UsageError("a WorkersExecutor needs the module of the processor, or inPage");
    }
    if (!(Number.isInteger(workers) && workers >= 1)) {
      throw new UsageError(`workers is a whole number of at least 1, not ${workers}`);
    }
    this.#options = options;
    this.#workers = workers;
    this.#threads = new ThreadPool(this.#module());
  }

  prepare(): () => Promise<void> {
    const { module = "", keep = false } = this.#options;
    this.#threads.prepare(this.#workers, { kind: "prepare", module: String(module) });
    return async () => {
      if (!keep) await this.#threads.close();
    };
  }

  get settings(): unknown {
    return this.#options.settings;
  }

  async run<Out>(work: Work<Out>): Promise<Executed<Out>> {
    try {
      return await this.#run(work);
    } finally {
      // Those that were started while the files were counted, for more chunks than there were.
      if (!this.#options.keep) await this.#threads.close();
    }
  }

  async #run<Out>(work: Work<Out>): Promise<Executed<Out>> {
    const request = this.#request(work);
    const { items } = work.plan;
    const seconds = { read: 0, process: 0, merge: 0 };
    const tree = new MergeTree<Out>(items.length, (left, right, first, stop) => {
      const begin = clock();
      const merged = mergeChunks(left, right, items, first, stop);
      seconds.merge += clock() - begin;
      return merged;
    });
    const columns = new Map<string, Set<string>>();
    const learn = (dataset: string, names: readonly string[]): void => {
      const set = columns.get(dataset) ?? new Set();
      for (const name of names) set.add(name);
      columns.set(dataset, set);
    };
    const classes = work.processor.accumulators;
    try {
      const missing: WorkItem[] = [];
      for (const item of items) {
        work.signal?.throwIfAborted();
        const kept = await work.checkpoint?.load(item);
        if (kept === undefined) missing.push(item);
        else {
          learn(item.dataset, kept.columns);
          tree.put(item.index, accumulatorFromBytes(kept.out, classes) as Out);
          work.onChunk(restoredReport(item));
        }
      }
      const crew = new Crew({
        work,
        request,
        threads: this.#threads,
        keep: this.#options.keep ?? false,
        count: this.#workers,
        queue: new ItemQueue(work.plan, missing),
        columnsOf: (dataset) =>
          columns.has(dataset) ? [...(columns.get(dataset) ?? [])] : undefined,
        skipped: (item, error) => {
          tree.put(item.index, undefined as Out);
          work.onSkipped(item, error);
        },
        done: async (item, answer) => {
          const { out, report } = answer;
          learn(item.dataset, answer.columns);
          seconds.read += report.seconds.read;
          seconds.process += report.seconds.process;
          tree.put(item.index, accumulatorFromBytes(out, classes) as Out);
          work.onChunk(report);
          await work.checkpoint?.save(item, answer);
        },
      });
      await crew.finish();
      const used = Object.fromEntries([...columns].map(([name, set]) => [name, [...set]]));
      return { out: tree.result, columns: used, seconds };
    } catch (error) {
      dispose(tree.held());
      throw error;
    }
  }

  /** Ends the threads that are kept. */
  async close(): Promise<void> {
    await this.#threads.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** What each thread is told first. */
  #request<Out>({ processor, files, schema, plan }: Work<Out>): Request {
    const { module, settings } = this.#options;
    if (!files.opensWith(openFile)) {
      throw new UsageError(
        "threads open files themselves: { open } goes with the IterativeExecutor",
      );
    }
    const name = this.#options.export ?? processor.constructor.name;
    return {
      kind: "start",
      processor: { module: String(module ?? ""), name, settings },
      // With what was counted: a file that has changed since is noticed.
      files: files.entries.map((entry, i) => {
        const { entries, fileuuid } = plan.files[i];
        return { ...entry, entries, fileuuid };
      }),
      schema: processor.schema === schema ? undefined : nameOfSchema(schema),
    };
  }

  #module(): ThreadModule {
    const { inPage } = this.#options;
    return {
      name: "process/process-thread",
      from: import.meta.url,
      inPage:
        inPage ??
        (() =>
          new Worker(new URL("../process/process-thread.js", import.meta.url), { type: "module" })),
    };
  }
}
