import { HepwasmError } from "../errors.ts";
import { dispose } from "../wasm/scope.ts";
import { serveThread } from "../wasm/thread.ts";
import { ChunkWorker } from "./chunk-worker.ts";
import { FilePool } from "./file-pool.ts";
import { openFile } from "./open-file.ts";
import type { Processor } from "./processor.ts";
import { schemaNamed } from "./schema-name.ts";
import { send } from "./send.ts";
import { type Answer, failureOf, type ProcessorPlace, type Request } from "./thread-messages.ts";

interface State {
  readonly worker: ChunkWorker<unknown>;
  readonly files: FilePool;
  /** Open now. */
  file: number | undefined;
}

/**
 * In a thread: processes the chunks that a `WorkersExecutor` sends. To be called by a module that a
 * page starts as a worker of its own, so that a bundler bundles it with its processor.
 *
 * @param make  makes the processor, of the executor's settings
 */
export function serveProcessor(make: (settings: unknown) => Processor<unknown>): void {
  serve(async ({ settings }) => make(settings));
}

/** @see serveProcessor */
export function serve(make: (place: ProcessorPlace) => Promise<Processor<unknown>>): void {
  let state: State | undefined;
  const answer = async (request: Request): Promise<Answer> => {
    try {
      if (request.kind === "start") {
        const processor = await make(request.processor);
        const files = new FilePool(request.files, openFile, undefined);
        const schema = schemaNamed(request.schema) ?? processor.schema;
        const worker = new ChunkWorker(processor, files, undefined, schema);
        state = { worker, files, file: undefined };
        return { kind: "started" };
      }
      if (state === undefined) throw new HepwasmError("a thread was sent work before its start");
      return await work(state, request.item);
    } catch (error) {
      return { kind: "failed", failure: failureOf(error) };
    }
  };
  serveThread(async (message) => ({ message: await answer(message as Request), transfer: [] }));
}

async function work(
  state: State,
  item: Extract<Request, { kind: "chunk" }>["item"],
): Promise<Answer> {
  const { worker, files, file } = state;
  if (file !== undefined && file !== item.file) await files.close(file);
  state.file = item.file;
  const { out, report } = await worker.process(await worker.load(item));
  try {
    const columns = worker.columns[item.dataset];
    return { kind: "done", index: item.index, out: send(out), report, columns };
  } finally {
    dispose(out);
  }
}
