import { HepwasmError } from "../errors.ts";
import { dispose } from "../wasm/scope.ts";
import { serveThread, type ThreadAnswer } from "../wasm/thread.ts";
import { ChunkWorker, chunkToBytes, type LoadedChunk } from "./chunk-worker.ts";
import { FilePool } from "./file-pool.ts";
import { openFileInThread } from "./open-file.ts";
import type { WorkItem } from "./plan.ts";
import type { Processor } from "./processor.ts";
import { clock } from "./report.ts";
import { schemaNamed } from "./schema-name.ts";
import { type Answer, failureOf, type ProcessorPlace, type Request } from "./thread-messages.ts";

/**
 * In a thread: processes the chunks that a `WorkersExecutor` sends. To be called by a module that a
 * page starts as a worker of its own, so that a bundler bundles it with its processor.
 *
 * @param make  makes the processor, of the executor's settings
 */
export function serveProcessor(make: (settings: unknown) => Processor<unknown>): void {
  serve(async ({ settings }) => make(settings));
}

/**
 * @see serveProcessor
 * @param prepare  loads the module that a processor will be made of
 */
export function serve(
  make: (place: ProcessorPlace) => Promise<Processor<unknown>>,
  prepare?: (module: string) => Promise<unknown>,
): void {
  let server: Promise<ProcessorServer> | undefined;
  const answer = async (request: Request): Promise<Answer> => {
    try {
      if (request.kind === "prepare") {
        await prepare?.(request.module);
        return { kind: "prepared" };
      }
      if (request.kind === "start") {
        server = start(request, make);
        await server;
        return { kind: "started" };
      }
      if (request.kind === "end") {
        const last = await server;
        server = undefined;
        await last?.close();
        return { kind: "ended" };
      }
      if (server === undefined) throw new HepwasmError("a thread was sent work before its start");
      return await (await server).work(request.item, request.columns);
    } catch (error) {
      // What is wrong with the module shows again when it is used.
      if (request.kind === "prepare") return { kind: "prepared" };
      const index = request.kind === "chunk" ? request.item.index : undefined;
      return { kind: "failed", index, failure: failureOf(error) };
    }
  };
  serveThread(async (message): Promise<ThreadAnswer> => {
    const answered = await answer(message as Request);
    const transfer = answered.kind === "done" ? [answered.out.buffer as ArrayBuffer] : [];
    return { message: answered, transfer };
  });
}

async function start(
  request: Extract<Request, { kind: "start" }>,
  make: (place: ProcessorPlace) => Promise<Processor<unknown>>,
): Promise<ProcessorServer> {
  const processor = await make(request.processor);
  const files = new FilePool(request.files, openFileInThread, undefined);
  const schema = schemaNamed(request.schema) ?? processor.schema;
  return new ProcessorServer(
    processor,
    files,
    new ChunkWorker(processor, files, undefined, schema),
  );
}

/** Processes chunks in the order in which they come; the next one is read meanwhile. */
class ProcessorServer {
  readonly #processor: Processor<unknown>;
  readonly #files: FilePool;
  readonly #worker: ChunkWorker<unknown>;
  /** Items that are being read or processed. */
  readonly #queued = new Set<WorkItem>();
  readonly #open = new Set<number>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(processor: Processor<unknown>, files: FilePool, worker: ChunkWorker<unknown>) {
    this.#processor = processor;
    this.#files = files;
    this.#worker = worker;
  }

  async work(item: WorkItem, columns: readonly string[] | undefined): Promise<Answer> {
    if (columns !== undefined) this.#worker.expect(item.dataset, columns);
    this.#queued.add(item);
    const before = this.#last;
    let loading: Promise<LoadedChunk> | undefined;
    if (this.#worker.expects(item)) {
      loading = this.#load(item);
      loading.catch(() => undefined);
    }
    const result = before.then(async () => {
      const start = clock();
      const chunk = await (loading ?? this.#load(item));
      return this.#process(item, chunk, clock() - start);
    });
    this.#last = result.catch(() => undefined);
    try {
      return await result;
    } catch (error) {
      this.#queued.delete(item);
      const busy = [...this.#queued].some(({ file }) => file === item.file);
      // What was read of it may have been wrong: it is opened again.
      if (!busy) await this.#files.close(item.file).catch(() => undefined);
      throw error;
    } finally {
      this.#queued.delete(item);
    }
  }

  /** Closes all files. */
  async close(): Promise<void> {
    this.#worker.close();
    await this.#files.closeAll();
  }

  #load(item: WorkItem): Promise<LoadedChunk> {
    this.#open.add(item.file);
    return this.#worker.load(item);
  }

  /** @param waited  seconds, for its columns */
  async #process(item: WorkItem, chunk: LoadedChunk, waited: number): Promise<Answer> {
    const { out, report: made } = await this.#worker.process(chunk);
    const { read, process } = made.seconds;
    const report = { ...made, seconds: { read: read + waited, process } };
    try {
      await this.#closeOthers(item);
      const bytes = chunkToBytes(item, out, this.#processor.accumulators);
      const columns = this.#worker.columns[item.dataset];
      return { kind: "done", index: item.index, out: bytes, report, columns };
    } finally {
      dispose(out);
    }
  }

  /** Closes the files that neither this item nor the queued ones need. */
  async #closeOthers(item: WorkItem): Promise<void> {
    const wanted = new Set([item, ...this.#queued].map(({ file }) => file));
    for (const file of this.#open) {
      if (wanted.has(file)) continue;
      this.#open.delete(file);
      await this.#files.close(file);
    }
  }
}
