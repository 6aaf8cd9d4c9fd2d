import { FormatError } from "../errors.ts";
import { nodeFiles } from "../node-files.ts";
import { accumulatorFromBytes, accumulatorToBytes } from "./accumulator-bytes.ts";
import { hash, identityOf, type RunIdentity } from "./identity.ts";
import type { WorkItem } from "./plan.ts";

/** Where results of chunks are kept, so that a run that was stopped goes on from there. */
export interface ChunkStore {
  /** What was saved under `name`; undefined if nothing was. */
  load(name: string): Promise<Uint8Array | undefined>;
  /** Saves all of `bytes` or nothing. */
  save(name: string, bytes: Uint8Array): Promise<void>;
}

/**
 * Keeps results in a folder, one file for each chunk, written whole or not at all. Node only.
 * @see coffea.processor.checkpointer.SimpleCheckpointer
 */
export function folderStore(folder: string | URL): ChunkStore {
  const files = nodeFiles("give a ChunkStore as checkpoint");
  const text = String(folder);
  const root = text.startsWith("file:") ? decodeURIComponent(new URL(text).pathname) : text;
  return {
    load: (name) => files.read(files.path.join(root, name)),
    save: (name, bytes) => files.write(files.path.join(root, name), bytes),
  };
}

/** A chunk's result as it is kept. */
export interface KeptChunk {
  /** As `accumulatorToBytes` made them. */
  readonly out: Uint8Array;
  /** Columns that the dataset is known to use. */
  readonly columns: readonly string[];
}

/**
 * Results of one processor's chunks in a store. A result is found again by the processor's source, its
 * settings and schema, and the chunk's file and entries, whatever its place in the plan: a fileset may grow.
 */
export class Checkpoint {
  readonly #store: ChunkStore;
  readonly #processor: string;
  readonly #onWarning: ((message: string) => void) | undefined;
  /** Whether the store has taken a result, in this run or in one before. */
  #kept = false;
  #warned = false;

  /**
   * @param onWarning  told once of a store that takes no more
   * @throws UsageError where it cannot be seen whether a processor is the same
   */
  constructor(
    store: ChunkStore,
    run: RunIdentity,
    onWarning?: ((message: string) => void) | undefined,
  ) {
    this.#store = store;
    this.#processor = identityOf(run);
    this.#onWarning = onWarning;
  }

  /** The result of a chunk, if it was kept; a damaged one counts as none. */
  async load(item: WorkItem): Promise<KeptChunk | undefined> {
    const identity = this.#identity(item);
    const bytes = await this.#store.load(nameOf(identity));
    if (bytes === undefined) return undefined;
    try {
      const kept = accumulatorFromBytes(bytes) as KeptChunk & { identity: string };
      if (kept.identity !== identity) return undefined;
      this.#kept = true;
      return kept;
    } catch (error) {
      if (error instanceof FormatError) return undefined;
      throw error;
    }
  }

  /**
   * Keeps the result of a chunk. A store that took some before and fails now, as a disk that is full, ends
   * nothing: the run goes on, and only its results are kept no more.
   *
   * @throws what the store throws where it has and takes no result: its place is wrong
   */
  async save(item: WorkItem, { out, columns }: KeptChunk): Promise<void> {
    const identity = this.#identity(item);
    const bytes = accumulatorToBytes({ identity, columns: [...columns], out });
    try {
      await this.#store.save(nameOf(identity), bytes);
      this.#kept = true;
    } catch (error) {
      if (!this.#kept) throw error;
      if (this.#warned) return;
      this.#warned = true;
      const why = error instanceof Error ? error.message : String(error);
      this.#onWarning?.(`the checkpoint keeps no more results: ${why}`);
    }
  }

  #identity({ dataset, filename, treename, fileuuid, entryStart, entryStop, metadata }: WorkItem) {
    return JSON.stringify([
      this.#processor,
      dataset,
      filename,
      treename,
      fileuuid ?? null,
      entryStart,
      entryStop,
      metadata,
    ]);
  }
}

function nameOf(identity: string): string {
  return `${hash(identity)}.chunk`;
}
