import { xxhash64 } from "../codec/xxhash64.ts";
import { FormatError } from "../errors.ts";
import { accumulatorFromBytes, accumulatorToBytes } from "./accumulator-bytes.ts";
import { nodeFiles } from "./node-files.ts";
import type { WorkItem } from "./plan.ts";
import type { Processor } from "./processor.ts";

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
 * Results of one processor's chunks in a store. A result is found again by the processor's source and
 * the chunk's file and entries, whatever its place in the plan: a fileset may grow.
 */
export class Checkpoint {
  readonly #store: ChunkStore;
  readonly #processor: string;

  constructor(store: ChunkStore, processor: Processor<unknown>) {
    this.#store = store;
    const made = processor.constructor === Object ? processor.process : processor.constructor;
    const settings = settingsOf(processor);
    this.#processor = hash(`${String(made)}\n${settings}`);
  }

  /** The result of a chunk, if it was kept; a damaged one counts as none. */
  async load(item: WorkItem): Promise<KeptChunk | undefined> {
    const identity = this.#identity(item);
    const bytes = await this.#store.load(nameOf(identity));
    if (bytes === undefined) return undefined;
    try {
      const kept = accumulatorFromBytes(bytes) as KeptChunk & { identity: string };
      return kept.identity === identity ? kept : undefined;
    } catch (error) {
      if (error instanceof FormatError) return undefined;
      throw error;
    }
  }

  /** Keeps the result of a chunk. */
  async save(item: WorkItem, { out, columns }: KeptChunk): Promise<void> {
    const identity = this.#identity(item);
    const bytes = accumulatorToBytes({ identity, columns: [...columns], out });
    await this.#store.save(nameOf(identity), bytes);
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

/** Fields of a processor that are plain data; others by the name of their class. */
function settingsOf(processor: Processor<unknown>): string {
  try {
    return JSON.stringify(processor, (_key, value: unknown) => {
      if (typeof value === "bigint") return String(value);
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      const plain = value === processor || Object.getPrototypeOf(value) === Object.prototype;
      return plain ? value : value.constructor?.name;
    });
  } catch {
    // A field that holds itself: settings are not looked at.
    return "";
  }
}

function nameOf(identity: string): string {
  return `${hash(identity)}.chunk`;
}

function hash(text: string): string {
  return xxhash64(new TextEncoder().encode(text)).toString(16).padStart(16, "0");
}
