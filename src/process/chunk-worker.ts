import type { AwkwardArray } from "../array/array.ts";
import { type Layout, loaded } from "../array/layout.ts";
import { ChunkError, FormatError, UsageError } from "../errors.ts";
import type { Schema } from "../events/schema.ts";
import { dispose, ownedIn, scope } from "../wasm/scope.ts";
import { type AccumulatorClass, loadArrays, requireFresh, requireResult } from "./accumulate.ts";
import { accumulatorToBytes } from "./accumulator-bytes.ts";
import { ChunkColumns } from "./columns.ts";
import type { EventTree } from "./event-tree.ts";
import type { FilePool } from "./file-pool.ts";
import { withMissingSchema } from "./missing-schema.ts";
import type { WorkItem } from "./plan.ts";
import type { Events, EventsMetadata, Processor } from "./processor.ts";
import { type ChunkReport, clock } from "./report.ts";

/** Events of the second probe; the first one has none. */
const PROBE_EVENTS = 8;
/** Smaller chunks need no second probe: they are one themselves. */
const SMALL_CHUNK = 1000;

/** A chunk whose columns are read. */
export interface LoadedChunk {
  readonly item: WorkItem;
  readonly columns: ChunkColumns;
  readonly bytesRead: number;
}

/** The result of one chunk. */
export interface ProcessedChunk<Out> {
  readonly out: Out;
  readonly report: ChunkReport;
}

/**
 * Runs a processor on chunks, one at a time, in one thread: what every executor puts where its work
 * is done. Learns which columns each dataset's events are asked for.
 */
export class ChunkWorker<Out> {
  readonly #processor: Processor<Out>;
  readonly #files: FilePool;
  readonly #signal: AbortSignal | undefined;
  readonly #schema: Schema | undefined;
  readonly #sets = new Map<string, Set<string>>();
  readonly #seen = new WeakSet<object>();
  /** Results of probes, freed only after a chunk so that one returned again is recognised. */
  #probed: unknown[] = [];
  /** Reads run one after the other, so that bytes are counted where they belong. */
  #reading: Promise<unknown> = Promise.resolve();
  #probeSeconds = 0;

  constructor(
    processor: Processor<Out>,
    files: FilePool,
    signal: AbortSignal | undefined,
    schema?: Schema | undefined,
  ) {
    this.#schema = schema;
    this.#processor = processor;
    this.#files = files;
    this.#signal = signal;
  }

  /** Columns used up to now, by dataset. */
  get columns(): Record<string, string[]> {
    return Object.fromEntries([...this.#sets].map(([dataset, set]) => [dataset, [...set]]));
  }

  /** Takes over which columns a dataset uses, as another run found out. */
  expect(dataset: string, columns: readonly string[]): void {
    const set = this.#sets.get(dataset) ?? new Set();
    for (const name of columns) set.add(name);
    this.#sets.set(dataset, set);
  }

  /** Time spent in `process` by probes. */
  get probeSeconds(): number {
    return this.#probeSeconds;
  }

  /** Whether `load` knows which columns to read without calling `process`. */
  expects(item: WorkItem): boolean {
    return this.#sets.has(item.dataset);
  }

  /**
   * Reads the columns that the chunk is expected to use, all at once.
   * @throws ChunkError
   */
  async load(item: WorkItem): Promise<LoadedChunk> {
    const tree = await this.#files.tree(item.file);
    const before = await this.#files.bytesRead(item.file);
    const columns = new ChunkColumns(tree, item.entryStop - item.entryStart, this.#schema);
    try {
      let set = this.#sets.get(item.dataset);
      if (set === undefined) {
        set = await this.#probe(item, tree, columns);
        this.#sets.set(item.dataset, set);
      }
      await this.#read(tree, item, columns, set);
      const bytesRead = (await this.#files.bytesRead(item.file)) - before;
      return { item, columns, bytesRead };
    } catch (error) {
      columns.release();
      throw this.#failure("read", item, error);
    }
  }

  /**
   * Calls `process` on a loaded chunk, again after each column that it turns out to need.
   * @throws ChunkError
   */
  async process(chunk: LoadedChunk): Promise<ProcessedChunk<Out>> {
    const { item, columns } = chunk;
    const { index, dataset, filename, entryStart, entryStop } = item;
    let runs = 0;
    let bytesRead = chunk.bytesRead;
    let processing = 0;
    let reading = 0;
    let kept: ReadonlySet<unknown> = new Set();
    const add = async (names: Iterable<string>): Promise<void> => {
      const start = clock();
      bytesRead += await this.#add(item, columns, names);
      reading += clock() - start;
    };
    try {
      // What was learnt since the chunk was loaded, while the one before was processed.
      await add(this.#sets.get(dataset) ?? []);
      for (;;) {
        const start = clock();
        runs++;
        const call = this.#call(columns, metadataOf(item, entryStart, entryStop));
        processing += clock() - start;
        if ("out" in call) {
          kept = ownedIn(call.out);
          requireFresh(call.out, this.#seen);
          this.#freeProbed();
          const entries = entryStop - entryStart;
          const seconds = { process: processing, read: reading };
          const report = { index, dataset, filename, entries, runs, bytesRead, seconds };
          return { out: call.out, report };
        }
        await add(columns.touched);
      }
    } catch (error) {
      throw this.#failure("process", item, error);
    } finally {
      for (const name of columns.touched) this.#sets.get(dataset)?.add(name);
      columns.release(kept);
    }
  }

  /** Frees what is held beyond the chunks. */
  close(): void {
    this.#freeProbed();
  }

  /** One call of `process`, in a scope of its own: its result, or the column it waits for. */
  #call(columns: ChunkColumns, metadata: EventsMetadata): { out: Out } | { column: string } {
    let misused = false;
    let out: Out;
    try {
      out = scope(() => {
        const result = this.#processor.process(columns.events(metadata) as Events);
        if (isPromise(result)) {
          misused = true;
          result.then(undefined, () => undefined);
          throw new UsageError("process() is to be synchronous, and returned a promise");
        }
        requireResult(result);
        loadArrays(result);
        return result;
      });
    } catch (error) {
      // Also when user code threw an error of its own because of the suspension.
      if (columns.pending !== undefined && !misused) return { column: columns.pending };
      throw error;
    }
    if (columns.pending === undefined) return { out };
    dispose(out);
    throw new SwallowedError(
      `a catch in process() swallowed the request for column "${columns.pending}"; catch only ` +
        "errors you expect, and throw the others again",
    );
  }

  /** Reads those of `names` that the chunk lacks; returns the bytes it took. */
  async #add(item: WorkItem, columns: ChunkColumns, names: Iterable<string>): Promise<number> {
    if (columns.missing(names).length === 0) return 0;
    try {
      const tree = await this.#files.tree(item.file);
      const before = await this.#files.bytesRead(item.file);
      await this.#read(tree, item, columns, names);
      return (await this.#files.bytesRead(item.file)) - before;
    } catch (error) {
      throw this.#failure("read", item, error);
    }
  }

  /**
   * The columns that `process` uses, as far as no events and a few events show. The few are those of the
   * chunk, whose columns are read whole: a basket is decompressed once.
   */
  async #probe(item: WorkItem, tree: EventTree, chunk: ChunkColumns): Promise<Set<string>> {
    const { entryStart, entryStop } = item;
    // What other datasets use is a good guess, checked by the first call.
    const guess = new Set<string>();
    for (const set of this.#sets.values()) for (const name of set) guess.add(name);
    const none = { entryStart, entryStop: entryStart };
    const nothing = new ChunkColumns(tree, 0, this.#schema);
    const found = await this.#probeRange(item, none, nothing, guess, (names) =>
      this.#read(tree, none, nothing, names),
    );
    if (entryStop - entryStart <= SMALL_CHUNK) return found;
    const few = new ChunkColumns(tree, PROBE_EVENTS, this.#schema);
    const range = { entryStart, entryStop: entryStart + PROBE_EVENTS };
    const more = await this.#probeRange(item, range, few, found, async (names) => {
      await this.#read(tree, item, chunk, names);
      few.addStart(chunk, names);
    });
    return new Set([...found, ...more]);
  }

  /** @param read  reads those of some columns that are not there */
  async #probeRange(
    item: WorkItem,
    range: { readonly entryStart: number; readonly entryStop: number },
    columns: ChunkColumns,
    expected: Iterable<string>,
    read: (names: Iterable<string>) => Promise<void>,
  ): Promise<Set<string>> {
    try {
      await read(expected);
      for (;;) {
        const start = clock();
        const call = this.#call(columns, metadataOf(item, range.entryStart, range.entryStop));
        this.#probeSeconds += clock() - start;
        if ("out" in call) {
          this.#probed.push(call.out);
          requireFresh(call.out, this.#seen);
          break;
        }
        await read(columns.touched);
      }
    } catch (error) {
      this.#signal?.throwIfAborted();
      // The chunk itself shows other errors, if it has them: no events may be too few for it.
      if (error instanceof SwallowedError) throw new ChunkError("process", item, range, error);
    } finally {
      columns.release(new Set(this.#probed.flatMap((out) => [...ownedIn(out)])));
    }
    return columns.touched;
  }

  /** Reads those of `names` that are not there, at once. */
  async #read(
    tree: EventTree,
    range: { entryStart: number; entryStop: number },
    columns: ChunkColumns,
    names: Iterable<string>,
  ): Promise<void> {
    const turn = this.#reading.then(async () => {
      const missing = columns.missing(names);
      if (missing.length === 0) return;
      this.#signal?.throwIfAborted();
      const { entryStart, entryStop } = range;
      const options = { entryStart, entryStop, signal: this.#signal };
      columns.add(missing, contentsOf(await tree.arrays(missing, options), missing));
    });
    this.#reading = turn.catch(() => undefined);
    await turn;
  }

  #failure(stage: "read" | "process", item: WorkItem, error: unknown): unknown {
    if (error instanceof ChunkError) return error;
    if (this.#signal?.aborted) return this.#signal.reason;
    const told = this.#schema === undefined ? withMissingSchema(error) : error;
    return new ChunkError(stage, item, item, told);
  }

  #freeProbed(): void {
    if (this.#probed.length === 0) return;
    dispose(this.#probed);
    this.#probed = [];
  }
}

/**
 * The result of a chunk in bytes.
 * @throws ChunkError naming chunk and place of what has none
 */
export function chunkToBytes(
  item: WorkItem,
  out: unknown,
  classes: readonly AccumulatorClass[] | undefined,
): Uint8Array {
  try {
    return accumulatorToBytes(out, classes);
  } catch (error) {
    throw new ChunkError("process", item, item, error);
  }
}

/** Told apart from errors that a probe may ignore. */
class SwallowedError extends UsageError {
  override get name(): string {
    return "UsageError";
  }
}

function contentsOf(array: AwkwardArray, names: readonly string[]): readonly Layout[] {
  const layout = loaded(array.layout);
  if (layout.kind !== "record" || layout.contents.length !== names.length) {
    throw new FormatError(`the tree returned other columns than ${names.join(", ")}`);
  }
  return layout.contents;
}

function metadataOf(item: WorkItem, entryStart: number, entryStop: number): EventsMetadata {
  const { dataset, filename, treename, fileuuid, metadata } = item;
  const place = { dataset, filename, treename, entryStart, entryStop };
  return { ...place, ...(fileuuid === undefined ? {} : { fileuuid }), ...metadata };
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}
