/// <reference lib="esnext.disposable" preserve="true" />
import { knownOptions } from "../array/option-names.ts";
import { ChunkError, HepwasmError, UsageError } from "../errors.ts";
import { accumulatorFromBytes } from "./accumulator-bytes.ts";
import type { CountedTree } from "./count-cache.ts";
import { readCounted, sentFiles } from "./count-sent.ts";
import { type BridgeError, DaskBridge, defaultPython } from "./dask-bridge.ts";
import { bundle } from "./dask-bundle.ts";
import type { RunInfo } from "./dask-child.ts";
import { Told } from "./dask-told.ts";
import type { Executed, Executor, Work } from "./executor.ts";
import { WorkerLostError } from "./faults.ts";
import type { CountElsewhere } from "./file-pool.ts";
import type { Frame } from "./frames.ts";
import type { ChunkTold } from "./item-runner.ts";
import { restoredReport } from "./iterative.ts";
import { nodeBuiltin } from "./node-builtin.ts";
import { accumulatorIn, PartialResult } from "./partial-result.ts";
import type { WorkItem } from "./plan.ts";
import { nameOfPlan } from "./plan-name.ts";
import type { Processor } from "./processor.ts";
import { nameOfSchema } from "./schema-name.ts";
import { type SentItem, sentItem } from "./sent-item.ts";
import { errorOf } from "./thread-messages.ts";

/** Where a {@link DaskExecutor} works, one of three, and how. */
export interface DaskOptions {
  /** Of a running scheduler: `tcp://host:8786`, `tls://host:8786`. */
  readonly address?: string | undefined;
  /** A cluster of as many workers on this machine, for the time of the run. */
  readonly local?: number | undefined;
  /** A cluster whose workers are jobs of a batch system, for the time of the run. */
  readonly jobqueue?: JobQueue | undefined;
  /** The module whose export the processor is, with what it imports: it is sent to the workers. */
  readonly module: string | URL;
  /** The export. Default: the name of the processor's class. */
  readonly export?: string | undefined;
  /** Passed to the class when a worker makes its processor: values as results may hold them. */
  readonly settings?: unknown;
  /** Further files to send, which the module reads beside it: `new URL("./sf.json", import.meta.url)`. */
  readonly files?: readonly (string | URL)[] | undefined;
  /** The Python with dask. Default: HEPWASM_PYTHON, `.venv/bin/python` in this folder, `python3`. */
  readonly python?: string | undefined;
  /** Node as the workers find it. Default: `node`; this one for `local`. */
  readonly node?: string | undefined;
  /** Passed to Node there: `["--max-old-space-size=2000"]`. */
  readonly nodeArgs?: readonly string[] | undefined;
  /** Files of certificates in PEM format, for schedulers at `tls://`. */
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string } | undefined;
  /** Seconds until the scheduler has to answer. Default 10. */
  readonly timeout?: number | undefined;
  /** Seconds for which the scheduler may have no workers. Default 300. */
  readonly workersTimeout?: number | undefined;
  /** Keeps bridge and cluster for further runs, until `close`. */
  readonly keep?: boolean | undefined;
}

/** Workers as jobs of a batch system. @see dask_jobqueue */
export interface JobQueue {
  readonly kind: "htcondor" | "lsf" | "moab" | "oar" | "pbs" | "sge" | "slurm";
  /** Number of jobs. */
  readonly jobs: number;
  /** Of the cluster, as dask_jobqueue names them: `{ cores: 1, memory: "2GB", queue: "short" }`. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

const what = "a DaskExecutor";
const DASK_OPTIONS = [
  "address",
  "local",
  "jobqueue",
  "module",
  "export",
  "settings",
  "files",
  "python",
  "node",
  "nodeArgs",
  "tls",
  "timeout",
  "workersTimeout",
  "keep",
] as const;
/** Results that a worker sums at a time: a subtree of the merge tree, so a power of two. */
const TREE = 16;

/**
 * Processes chunks on a Dask cluster, by its own scheduler: each worker keeps a Node child, to which
 * the engine and the processor's module are sent. Results are summed on the workers in the tree of the
 * `IterativeExecutor`, so they are the same bits, whatever happens to workers on the way. Node only.
 *
 * Files are paths that the workers see, and URLs. Only the driver needs `python/` of this package
 * (`pip install`); workers need dask.distributed and `node`.
 * @see coffea.processor.DaskExecutor
 */
export class DaskExecutor implements Executor {
  readonly #options: DaskOptions;
  #kept: DaskBridge | undefined;
  /** The export that the workers of the kept bridge have. */
  #sent: string | undefined;

  /** @throws UsageError unless it is said where to work */
  constructor(options: DaskOptions) {
    const { address, local, jobqueue } = knownOptions(options, DASK_OPTIONS, what);
    if (jobqueue !== undefined) knownOptions(jobqueue, ["kind", "jobs", "options"], "jobqueue");
    const places = [address, local, jobqueue].filter((place) => place !== undefined);
    if (places.length !== 1) {
      throw new UsageError(
        "a DaskExecutor works at one of { address }, { local } and { jobqueue }",
      );
    }
    const counts = { local, "jobqueue.jobs": jobqueue?.jobs };
    for (const [name, count] of Object.entries(counts)) {
      if (count !== undefined && !(Number.isInteger(count) && count >= 1)) {
        throw new UsageError(`${name} is a whole number of at least 1, not ${count}`);
      }
    }
    if (address !== undefined && !/^[a-z]+:\/\/./.test(address)) {
      throw new UsageError(`the scheduler's address is like tcp://host:8786, not "${address}"`);
    }
    this.#options = options;
  }

  prepare(): () => Promise<void> {
    return async () => {
      if (this.#options.keep !== true) await this.close();
    };
  }

  /** @throws UsageError where neither a processor nor `export` says which export to load */
  counter(
    processor: Processor<unknown> | undefined,
    signal: AbortSignal | undefined,
  ): CountElsewhere {
    const name = this.#exportOf(processor);
    return async (files, faults) => {
      const all: (CountedTree | ChunkError)[] = [];
      const run: RunInfo = { id: newId(), plan: "", count: 0, schema: undefined, faults };
      const request = {
        run,
        items: sentFiles(files, "Dask workers"),
        retries: faults.retries,
        tree: 0,
        counts: true,
      };
      const heard = ({ header, payload }: Frame): Uint8Array | undefined => {
        if (header.op === "part") readCounted(payload, files, all);
        if (header.op === "error") throw this.#error(header.error as BridgeError, []);
        return header.op === "result" ? payload : undefined;
      };
      // The run needs them next.
      await this.#ask(name, signal, request, heard, true);
      return all;
    };
  }

  get settings(): unknown {
    return this.#options.settings;
  }

  async run<Out>(work: Work<Out>): Promise<Executed<Out>> {
    const { items } = work.plan;
    const { signal } = work;
    const plan = nameOfPlan(work.plan);
    const sum = new PartialResult(plan, items.length);
    try {
      const told = new Told(work);
      const missing = await this.#restore(work, sum);
      if (missing.length > 0) {
        const sent = missing.map((item) => sentItem(item, work.plan, work.files, "Dask workers"));
        await this.#finish(work, sent, sum, told);
      }
      // What was not heard of while it ran.
      for (const chunk of sum.chunks) told.done(chunk);
      for (const chunk of sum.skipped) told.skipped(chunk);
      return { out: sum.result as Out, columns: sum.columns, seconds: sum.seconds };
    } catch (error) {
      sum.dispose();
      throw signal?.aborted ? signal.reason : error;
    } finally {
      // Where files were counted and nothing was left to do.
      if (this.#options.keep !== true) await this.close();
    }
  }

  /** Ends the bridge that `keep` keeps, and a cluster that it started. */
  async close(): Promise<void> {
    const bridge = this.#kept;
    this.#kept = undefined;
    await bridge?.end("close");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Enters what the checkpoint has; returns the other chunks. */
  async #restore<Out>(work: Work<Out>, sum: PartialResult): Promise<readonly WorkItem[]> {
    const { checkpoint, plan, processor } = work;
    if (checkpoint === undefined) return plan.items;
    const missing: WorkItem[] = [];
    for (const item of plan.items) {
      const kept = await checkpoint.load(item);
      if (kept === undefined) missing.push(item);
      else {
        const out = accumulatorFromBytes(kept.out, processor.accumulators);
        sum.put(out, restoredReport(item), kept.columns);
      }
    }
    return missing;
  }

  /** Has the chunks done, and enters their sum. */
  async #finish<Out>(
    work: Work<Out>,
    items: readonly SentItem[],
    sum: PartialResult,
    told: Told<Out>,
  ): Promise<void> {
    const { checkpoint, processor, faults, schema } = work;
    const run: RunInfo = {
      id: newId(),
      plan: sum.plan,
      count: sum.count,
      schema: processor.schema === schema ? undefined : nameOfSchema(schema),
      faults,
    };
    const saving: Promise<void>[] = [];
    const heard = (frame: Frame): Uint8Array | undefined => {
      if (frame.header.op === "part") saving.push(savePart(frame.payload, work, sum));
      return this.#heard(frame, work.plan.items, told);
    };
    const tree = checkpoint === undefined ? TREE : 0;
    const request = { run, items, retries: faults.retries, tree };
    const keep = this.#options.keep ?? false;
    const name = this.#exportOf(processor);
    const total = await this.#ask(name, work.signal, request, heard, keep, saving);
    if (checkpoint === undefined) sum.add(total, processor.accumulators);
  }

  /**
   * Has the cluster do something; starts bridge and cluster if need be.
   * @param name  of the processor in its module
   * @param keep  whether they are kept for what follows
   * @param saving  what is to be waited for as well
   */
  async #ask(
    name: string,
    signal: AbortSignal | undefined,
    request: { readonly run: RunInfo },
    heard: (frame: Frame) => Uint8Array | undefined,
    keep: boolean,
    saving: readonly Promise<void>[] = [],
  ): Promise<Uint8Array> {
    const fresh = this.#kept === undefined;
    const bridge = this.#kept ?? new DaskBridge(this.#options.python ?? defaultPython());
    this.#kept = undefined;
    bridge.keepAlive(true);
    let aborted = (): void => undefined;
    const stopped = new Promise<never>((_, reject) => {
      aborted = () => reject(signal?.reason);
      signal?.addEventListener("abort", aborted, { once: true });
      if (signal?.aborted) aborted();
    });
    stopped.catch(() => undefined);
    let answer: Uint8Array;
    try {
      if (fresh || this.#sent !== name) {
        await Promise.race([this.#start(bridge, name, fresh), stopped]);
      }
      const { workersTimeout = 300 } = this.#options;
      const asked = { op: "run", ...request, workersTimeout };
      answer = await Promise.race([bridge.ask(asked, undefined, heard), stopped]);
      await Promise.all(saving);
    } catch (error) {
      if (signal?.aborted || bridge.failed || this.#options.keep !== true) {
        bridge.send({ op: "cancel", run: request.run.id });
        await bridge.end(this.#options.local === undefined ? "abort" : "abort all");
      } else await this.#keep(bridge);
      throw error;
    } finally {
      signal?.removeEventListener("abort", aborted);
    }
    if (keep) await this.#keep(bridge);
    else await bridge.end("close");
    return answer;
  }

  async #keep(bridge: DaskBridge): Promise<void> {
    const other = this.#kept;
    this.#kept = bridge;
    bridge.keepAlive(false);
    await other?.end("close");
  }

  /** @returns the sum, when it comes */
  #heard<Out>(
    { header, payload }: Frame,
    items: readonly WorkItem[],
    told: Told<Out>,
  ): Uint8Array | undefined {
    switch (header.op) {
      case "error":
        throw this.#error(header.error as BridgeError, items);
      case "chunk":
        told.chunk(header.told as ChunkTold);
        return undefined;
      case "retry":
        told.lost(header.error as BridgeError);
        return undefined;
      default:
        return header.op === "result" ? payload : undefined;
    }
  }

  /** Connects a fresh bridge, and has it send the processor to the workers, instead of one sent before. */
  async #start(bridge: DaskBridge, name: string, fresh: boolean): Promise<void> {
    this.#sent = undefined;
    try {
      const connected = fresh ? this.#connect(bridge) : undefined;
      const [bytes] = await Promise.all([this.#bundle(name), connected]);
      const { node, nodeArgs = [], local } = this.#options;
      const nodeThere = node ?? (local === undefined ? "node" : process.execPath);
      const request = { op: "bundle", node: nodeThere, nodeArgs };
      await bridge.ask(request, bytes, ({ header }) => this.#answer(header));
      this.#sent = name;
    } catch (error) {
      bridge.fail(error as Error);
      throw error;
    }
  }

  /** The name of the processor in its module. */
  #exportOf(processor: Processor<unknown> | undefined): string {
    // What a kept cluster has will do where there is no processor.
    const name = this.#options.export ?? processor?.constructor.name ?? this.#sent;
    if (name !== undefined) return name;
    throw new UsageError(
      `${what} that counts files without a processor is told the export of its module: { export: "Muons" }`,
    );
  }

  #bundle(name: string): Promise<Uint8Array> {
    const { module, settings, files = [] } = this.#options;
    const { resolve } = nodeBuiltin<typeof import("node:path")>("node:path", what);
    const { fileURLToPath, pathToFileURL } = nodeBuiltin<typeof import("node:url")>(
      "node:url",
      what,
    );
    const path = (place: string | URL): string =>
      String(place).startsWith("file:") ? fileURLToPath(place) : resolve(String(place));
    return bundle({ module: pathToFileURL(path(module)).href, name, settings }, files.map(path));
  }

  async #connect(bridge: DaskBridge): Promise<void> {
    const { address, local, jobqueue, tls, timeout = 10 } = this.#options;
    const target = { address, local, jobqueue };
    await bridge.ask({ op: "connect", target, tls, timeout }, undefined, ({ header }) =>
      header.op === "hello" ? undefined : this.#answer(header),
    );
  }

  #answer(header: Frame["header"]): Frame["header"] {
    if (header.op === "error") throw this.#error(header.error as BridgeError, []);
    return header;
  }

  #error({ message, failure, item, kind }: BridgeError, items: readonly WorkItem[]): Error {
    const place = item === undefined ? undefined : items[item];
    if (failure !== undefined) return errorOf(failure, place);
    if (place !== undefined && kind !== "node") {
      return new ChunkError("process", place, place, new WorkerLostError(message));
    }
    return kind === "package" || kind === "jobqueue"
      ? new UsageError(message)
      : new HepwasmError(kind === "dask" ? `Dask: ${message}` : message);
  }
}

/** Of a run, also for the scheduler's keys. */
function newId(): string {
  return `hepwasm-${globalThis.crypto.randomUUID()}`;
}

/** Enters the result of one chunk, and keeps it at the checkpoint. */
async function savePart<Out>(
  bytes: Uint8Array,
  work: Work<Out>,
  sum: PartialResult,
): Promise<void> {
  const before = sum.chunks.length;
  sum.add(bytes, work.processor.accumulators);
  if (sum.chunks.length === before) return;
  const item = work.plan.items[sum.chunks[before].index];
  const columns = sum.columns[item.dataset];
  await work.checkpoint?.save(item, { out: accumulatorIn(bytes), columns });
}
