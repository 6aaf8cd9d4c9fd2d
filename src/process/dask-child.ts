// Runs in Node beside a Dask worker, started by the plugin in python/hepwasm_dask/worker.py: processes
// chunks, sums results, one frame after the other. Its argument is the folder that the driver sent.
import { readFileSync, realpathSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { ChunkError, MemoryError, SourceError, UsageError } from "../errors.ts";
import type { AccumulatorClass } from "./accumulate.ts";
import { accumulatorFromBytes } from "./accumulator-bytes.ts";
import { countSent, type SentFile } from "./count-sent.ts";
import type { BundleFile } from "./dask-bundle.ts";
import type { FaultOptions } from "./faults.ts";
import { frameBytes, framesOf } from "./frames.ts";
import { ItemRunner } from "./item-runner.ts";
import { acceptModules } from "./module-hooks.ts";
import { PartialResult } from "./partial-result.ts";
import type { Processor } from "./processor.ts";
import { processorOf } from "./processor-export.ts";
import type { SentItem } from "./sent-item.ts";
import { failureOf } from "./thread-messages.ts";

/** A child of a driver that vanished is not needed after that long. */
const IDLE = 10 * 60_000;

/** As package.json has it. */
const OLDEST = [20, 19] as const;

/** What a child is told of a run. */
export interface RunInfo {
  readonly id: string;
  /** Names the plan, and how many chunks it has. */
  readonly plan: string;
  readonly count: number;
  readonly schema: string | undefined;
  readonly faults: FaultOptions;
}

/** An answer, but for its form. */
interface Reply {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload?: Uint8Array;
}

/** The chunks of one run. */
class Run {
  readonly #classes: readonly AccumulatorClass[] | undefined;
  readonly #info: RunInfo;
  readonly #runner: ItemRunner;

  constructor(processor: Processor<unknown>, info: RunInfo) {
    this.#classes = processor.accumulators;
    this.#info = info;
    this.#runner = new ItemRunner(processor, info.schema, info.faults);
  }

  async process(item: SentItem): Promise<Reply> {
    const part = new PartialResult(this.#info.plan, this.#info.count);
    try {
      const told = await this.#runner.process(item, part);
      return { header: { ok: true, told }, payload: part.toBytes(this.#classes) };
    } finally {
      part.dispose();
    }
  }

  merge(sizes: readonly number[], payload: Uint8Array): Reply {
    const sum = new PartialResult(this.#info.plan, this.#info.count);
    try {
      let at = 0;
      for (const size of sizes) {
        sum.add(payload.subarray(at, at + size), this.#classes);
        at += size;
      }
      return { header: { ok: true }, payload: sum.toBytes(this.#classes) };
    } finally {
      sum.dispose();
    }
  }

  close(): Promise<void> {
    return this.#runner.close();
  }
}

/** The processor that the driver sent, with its settings. @throws UsageError where Node is too old for the engine */
async function load(folder: string): Promise<Processor<unknown>> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new UsageError(
      `the worker on ${hostname()} has Node ${process.versions.node}, and ${OLDEST.join(".")} or newer is needed there`,
    );
  }
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
    let reply: Reply;
    try {
      processor ??= load(folder);
      const info = header.run as RunInfo;
      if (run?.id !== info.id) {
        await run?.work.close();
        run = { id: info.id, work: new Run(await processor, info) };
      }
      const { work } = run;
      if (header.op === "process") reply = await work.process(header.item as SentItem);
      else if (header.op === "count") {
        const counted = await countSent(header.files as SentFile[], info.faults);
        reply = { header: { ok: true }, payload: counted };
      } else if (header.op === "merge") reply = work.merge(header.sizes as number[], payload);
      else throw new UsageError(`no work is called "${String(header.op)}"`);
    } catch (error) {
      const { message } = error as Error;
      const failure = failureOf(error);
      const item = header.op === "process" ? (header.item as SentItem).index : undefined;
      reply = { header: { ok: false, error: { kind: kindOf(error), message, failure, item } } };
    }
    for (const bytes of frameBytes(reply.header, reply.payload)) {
      write(bytes);
    }
    idle.refresh();
  }
}

await serve(realpathSync(process.argv[2]));
process.exit(0);
