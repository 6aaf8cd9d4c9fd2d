import { ChunkError, SourceError } from "../errors.ts";
import type { EventFile, EventTree, OpenFile } from "./event-tree.ts";
import type { FileEntry } from "./fileset.ts";
import type { CountedFile } from "./plan.ts";

/** Files that stay open between planning and processing; later ones are opened again. */
const KEEP_OPEN = 32;
/** Files opened at a time while planning: hides the latency of remote ones. */
const AT_ONCE = 8;

interface Opened {
  readonly file: EventFile;
  readonly tree: EventTree;
}

/** The files of a run: opened when needed, closed when done with, their bytes counted. */
export class FilePool {
  /** Sources, for executors that open files elsewhere. */
  readonly entries: readonly FileEntry[];
  readonly #open: OpenFile;
  readonly #signal: AbortSignal | undefined;
  readonly #files = new Map<number, Promise<Opened>>();
  readonly #counted = new Map<number, number>();
  readonly #bytes = new Map<number, number>();

  constructor(entries: readonly FileEntry[], open: OpenFile, signal: AbortSignal | undefined) {
    this.entries = entries;
    this.#open = open;
    this.#signal = signal;
  }

  /** Whether files are opened by `open`. */
  opensWith(open: OpenFile): boolean {
    return this.#open === open;
  }

  /**
   * Counts the events of every file.
   *
   * @param onFile  called after each
   * @throws ChunkError for the first file, in the fileset's order, that cannot be opened
   */
  async count(onFile?: () => void): Promise<CountedFile[]> {
    const counted: CountedFile[] = [];
    const failed: { index: number; error: unknown }[] = [];
    let next = 0;
    const countSome = async (): Promise<void> => {
      while (next < this.entries.length && failed.length === 0) {
        const index = next++;
        try {
          counted[index] = await this.#countOne(index);
          onFile?.();
        } catch (error) {
          failed.push({ index, error });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, countSome));
    this.#signal?.throwIfAborted();
    failed.sort((a, b) => a.index - b.index);
    if (failed.length > 0) throw failed[0].error;
    return counted;
  }

  /**
   * The tree of file `index`, opened if it is not.
   * @throws ChunkError
   */
  async tree(index: number): Promise<EventTree> {
    let opened = this.#files.get(index);
    if (opened === undefined) {
      opened = this.#openOne(index);
      this.#files.set(index, opened);
    }
    try {
      return (await opened).tree;
    } catch (error) {
      this.#files.delete(index);
      throw error;
    }
  }

  /** Bytes fetched from file `index` up to now, also before it was closed and opened again. */
  async bytesRead(index: number): Promise<number> {
    const now = (await this.#files.get(index))?.file.bytesRead ?? 0;
    return (this.#bytes.get(index) ?? 0) + now;
  }

  /** Bytes fetched from all files. */
  async totalBytes(): Promise<number> {
    let sum = 0;
    for (const index of this.entries.keys()) sum += await this.bytesRead(index);
    return sum;
  }

  /** Closes file `index` if it is open. */
  async close(index: number): Promise<void> {
    const opened = this.#files.get(index);
    if (opened === undefined) return;
    this.#files.delete(index);
    const { file } = await opened;
    this.#bytes.set(index, (this.#bytes.get(index) ?? 0) + (file.bytesRead ?? 0));
    await file.close();
  }

  /** Closes all files, whatever their state. */
  async closeAll(): Promise<void> {
    await Promise.allSettled([...this.#files.keys()].map((index) => this.close(index)));
  }

  async #countOne(index: number): Promise<CountedFile> {
    const { dataset, filename, treename, metadata, steps } = this.entries[index];
    const { entries } = await this.tree(index);
    const fileuuid = (await this.#files.get(index))?.file.uuid;
    this.#counted.set(index, entries);
    if (this.#files.size > KEEP_OPEN) await this.close(index);
    return { dataset, filename, treename, entries, fileuuid, metadata, steps };
  }

  async #openOne(index: number): Promise<Opened> {
    const entry = this.entries[index];
    this.#signal?.throwIfAborted();
    let file: EventFile | undefined;
    try {
      file = await this.#open(entry.source, { signal: this.#signal });
      const tree = await file.tree(entry.treename);
      const before = this.#counted.get(index);
      if (before !== undefined && before !== tree.entries) {
        throw new SourceError(
          entry.filename,
          `has ${tree.entries} events now and had ${before} when the run was planned`,
        );
      }
      return { file, tree };
    } catch (error) {
      await file?.close();
      this.#signal?.throwIfAborted();
      throw new ChunkError("open", entry, undefined, error);
    }
  }
}
