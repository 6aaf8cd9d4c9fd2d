// Runs in Node beside a Dask worker, started by the plugin in python/hepwasm_dask/worker.py: processes
// chunks, sums results, one frame after the other. Its argument is the folder that the driver sent.
import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { ChunkError, MemoryError, SourceError, UsageError } from "../errors.ts";
import { dispose } from "../wasm/scope.ts";
import { accumulatorFromBytes } from "./accumulator-bytes.ts";
import { ChunkWorker } from "./chunk-worker.ts";
import type { BundleFile } from "./dask-bundle.ts";
import { type FaultOptions, pauseBefore, remedyFor } from "./faults.ts";
import { FilePool } from "./file-pool.ts";
import type { FileEntry } from "./fileset.ts";
import { frameBytes, framesOf } from "./frames.ts";
import { acceptModules } from "./module-hooks.ts";
import { openFile } from "./open-file.ts";
import { PartialResult, type SkippedChunk } from "./partial-result.ts";
import type { WorkItem } from "./plan.ts";
import type { Processor } from "./processor.ts";
import { processorOf } from "./processor-export.ts";
import { schemaNamed } from "./schema-name.ts";
import { failureOf } from "./thread-messages.ts";

/** A child of a driver that vanished is not needed after that long. */
const IDLE = 10 * 60_000;

/** An item as it is sent: with the place of its file, as workers find it. */
export interface SentItem extends WorkItem {
  readonly source: string;
  /** Events in the file when the run was planned. */
  readonly entries: number;
}

/** What a child is told of a run. */
export interface RunInfo {
  readonly id: string;
  /** Names the plan, and how many chunks it has. */
  readonly plan: string;
  readonly count: number;
  readonly schema: string | undefined;
  readonly faults: FaultOptions;
}

/** The chunks of one run. */
class Run {
  readonly #processor: Processor<unknown>;
  readonly #run: RunInfo;
  readonly #worker: ChunkWorker<unknown>;
  readonly #entries: FileEntry[] = [];
  readonly #files: FilePool;
  #file: number | undefined;

  constructor(processor: Processor<unknown>, run: RunInfo) {
    this.#processor = processor;
    this.#run = run;
    this.#files = new FilePool(this.#entries, openFile, undefined);
    const schema = schemaNamed(run.schema) ?? processor.schema;
    this.#worker = new ChunkWorker(processor, this.#files, undefined, schema);
  }

  async process(sent: SentItem): Promise<{ header: object; payload: Uint8Array }> {
    const { source, entries, ...item } = sent;
    const { index, dataset, filename, treename, metadata, file, fileuuid } = item;
    if (this.#file !== undefined && this.#file !== file) await this.#files.close(this.#file);
    this.#file = file;
    const place = { dataset, filename, treename, metadata, steps: undefined, entries, fileuuid };
    this.#entries[file] ??= { ...place, source };
    const part = new PartialResult(this.#run.plan, this.#run.count);
    const retried: SkippedChunk[] = [];
    for (let attempt = 0; ; attempt++) {
      try {
        const { out, report } = await this.#worker.process(await this.#worker.load(item));
        try {
          part.put(out, report, this.#worker.columns[dataset]);
          const payload = part.toBytes(this.#processor.accumulators);
          return { header: { told: { report, retried } }, payload };
        } finally {
          dispose(out);
        }
      } catch (error) {
        const remedy = remedyFor(error, attempt, this.#run.faults);
        if (remedy === "fail") throw error;
        await this.#files.close(file);
        const failure = failureOf(error);
        if (remedy === "skip") {
          part.skip(index, failure);
          return {
            header: { told: { skipped: { index, failure }, retried } },
            payload: part.toBytes(),
          };
        }
        retried.push({ index, failure });
        await pauseBefore(attempt + 1, error, undefined);
      }
    }
  }

  async close(): Promise<void> {
    this.#worker.close();
    await this.#files.closeAll();
  }

  merge(sizes: readonly number[], payload: Uint8Array): { header: object; payload: Uint8Array } {
    const sum = new PartialResult(this.#run.plan, this.#run.count);
    try {
      let at = 0;
      for (const size of sizes) {
        sum.add(payload.subarray(at, at + size), this.#processor.accumulators);
        at += size;
      }
      return { header: {}, payload: sum.toBytes(this.#processor.accumulators) };
    } finally {
      sum.dispose();
    }
  }
}

/** The processor that the driver sent, with its settings. */
async function load(folder: string): Promise<Processor<unknown>> {
  const sent = JSON.parse(readFileSync(join(folder, "bundle.json"), "utf8")) as BundleFile;
  acceptModules(folder, sent.modules);
  const { module, name } = sent;
  const settings = accumulatorFromBytes(readFileSync(join(folder, "settings.bin")));
  let exports: Record<string, unknown>;
  try {
    exports = (await import(pathToFileURL(join(folder, module)).href)) as Record<string, unknown>;
  } catch (cause) {
    const why = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    throw new SourceError(module, `the processor's module cannot be loaded: ${why}`, { cause });
  }
  return processorOf(exports, name, settings, module);
}

/** What the scheduler does about an error depends on what may be at fault. */
function kindOf(error: unknown): "file" | "oom" | "user" {
  const cause = error instanceof ChunkError ? error.cause : error;
  const outOfMemory =
    cause instanceof RangeError &&
    /allocation failed|Invalid array buffer length/.test(cause.message);
  if (cause instanceof MemoryError || outOfMemory) return "oom";
  return error instanceof ChunkError && (error.stage === "open" || error.stage === "read")
    ? "file"
    : "user";
}

/** Ends this process when its parent is gone, whatever the processor does meanwhile. */
function endWithParent(): void {
  const watch = `const parent = ${process.ppid};
    setInterval(() => process.ppid === parent || process.kill(process.pid, "SIGKILL"), 500);`;
  new Worker(watch, { eval: true }).unref();
}

async function serve(folder: string): Promise<void> {
  // Frames have standard output to themselves: what user code prints goes to standard error.
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof write;
  endWithParent();
  const idle = setTimeout(() => process.exit(0), IDLE);
  idle.unref();
  let processor: Promise<Processor<unknown>> | undefined;
  let run: { readonly id: string; readonly work: Run } | undefined;
  for await (const { header, payload } of framesOf(process.stdin)) {
    let reply: { header: object; payload?: Uint8Array };
    try {
      processor ??= load(folder);
      const info = header.run as RunInfo;
      if (run?.id !== info.id) {
        await run?.work.close();
        run = { id: info.id, work: new Run(await processor, info) };
      }
      const { work } = run;
      if (header.op === "process") reply = await work.process(header.item as SentItem);
      else if (header.op === "merge") reply = work.merge(header.sizes as number[], payload);
      else throw new UsageError(`no work is called "${String(header.op)}"`);
      reply.header = { ok: true, ...reply.header };
    } catch (error) {
      const { message } = error as Error;
      const failure = failureOf(error);
      const item = header.op === "process" ? (header.item as SentItem).index : undefined;
      reply = { header: { ok: false, error: { kind: kindOf(error), message, failure, item } } };
    }
    for (const bytes of frameBytes(reply.header as Record<string, unknown>, reply.payload)) {
      write(bytes);
    }
    idle.refresh();
  }
}

await serve(realpathSync(process.argv[2]));
process.exit(0);
