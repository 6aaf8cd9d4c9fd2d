import { ChunkError, NotFoundError, SourceError } from "../errors.ts";
import type { CountCache, CountedTree } from "./count-cache.ts";
import type { EventFile, EventTree, OpenFile } from "./event-tree.ts";
import { type FaultOptions, pauseBefore, remedyFor } from "./faults.ts";
import type { FileEntry } from "./fileset.ts";
import type { CountedFile } from "./plan.ts";

/** Files that stay open between planning and processing, and their columns; others are opened again. */
const KEEP_OPEN = 256;
const KEEP_COLUMNS = 20_000;
/** Files opened at a time while planning: hides the latency of remote ones. */
const AT_ONCE = 8;
/** More files than that are counted elsewhere, where somebody does that. */
const FEW = 8;

interface Opened {
  readonly file: EventFile;
  readonly tree: EventTree;
}

/** A file that is counted elsewhere. */
export interface FileToCount {
  readonly entry: FileEntry;
  readonly clusters: boolean;
}

/** Counts files elsewhere: for each what is in it, or why it cannot be opened. */
export type CountElsewhere = (
  files: readonly FileToCount[],
  faults: FaultOptions,
) => Promise<(CountedTree | ChunkError)[]>;

/** How files are counted. */
export interface CountOptions extends FaultOptions {
  /** Whether clusters are asked for. */
  readonly clusters: boolean;
  readonly cache: CountCache | undefined;
  /** Who counts many files that have paths or URLs. Default: this pool, which leaves them open. */
  readonly elsewhere: CountElsewhere | undefined;
  /** Told what is wrong with the cache: files are counted all the same. */
  readonly onWarning: ((message: string) => void) | undefined;
}

/** The files of a run: opened when needed, closed when done with, their bytes counted. */
export class FilePool {
  readonly #entries: FileEntry[];
  readonly #open: OpenFile;
  readonly #signal: AbortSignal | undefined;
  readonly #recount: boolean;
  readonly #files = new Map<number, Promise<Opened>>();
  readonly #counted = new Map<number, CountedTree>();
  readonly #bytes = new Map<number, number>();
  /** Columns of the files that were counted. */
  #columns = 0;

  /** @param options.recount  whether files are counted although the fileset counts them */
  constructor(
    entries: readonly FileEntry[],
    open: OpenFile,
    signal: AbortSignal | undefined,
    { recount = false }: { readonly recount?: boolean } = {},
  ) {
    this.#entries = [...entries];
    this.#recount = recount;
    this.#open = open;
    this.#signal = signal;
  }

  /** Sources, for executors that open files elsewhere. */
  get entries(): readonly FileEntry[] {
    return this.#entries;
  }

  /** Enters a file that was not among the first ones. */
  enter(index: number, entry: FileEntry): void {
    this.#entries[index] ??= entry;
  }

  /** Whether files are opened by `open`. */
  opensWith(open: OpenFile): boolean {
    return this.#open === open;
  }

  /**
   * Counts the events of every file: those that are not known from the fileset or the cache.
   *
   * @returns one record for each file, with an `error` for one that is left out
   * @throws ChunkError for the first file, in the fileset's order, that cannot be opened
   */
  async count(given: Partial<CountOptions> = {}): Promise<CountedFile[]> {
    const { cache, elsewhere } = given;
    const options = { ...given, onWarning: once(given.onWarning) };
    const counted: CountedFile[] = [];
    const unknown: number[] = [];
    for (const index of this.#entries.keys()) {
      const found = await this.#known(index, options);
      if (found === undefined) unknown.push(index);
      else counted[index] = this.#record(index, found);
    }
    const sent = unknown.every((index) => hasName(this.#entries[index]));
    if (elsewhere !== undefined && unknown.length > FEW && sent) {
      await this.#countElsewhere(unknown, counted, options, elsewhere);
    } else await this.#countHere(unknown, counted, options);
    await cached(options, async () => await cache?.save?.());
    return counted;
  }

  async #countHere(
    indices: readonly number[],
    counted: CountedFile[],
    options: Partial<CountOptions>,
  ): Promise<void> {
    const failed: { index: number; error: unknown }[] = [];
    let next = 0;
    const countSome = async (): Promise<void> => {
      while (next < indices.length && failed.length === 0) {
        const index = indices[next++];
        try {
          counted[index] = await this.#countOne(index, options);
        } catch (error) {
          failed.push({ index, error });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, countSome));
    this.#signal?.throwIfAborted();
    failed.sort((a, b) => a.index - b.index);
    if (failed.length > 0) throw failed[0].error;
  }

  async #countElsewhere(
    indices: readonly number[],
    counted: CountedFile[],
    options: Partial<CountOptions>,
    elsewhere: CountElsewhere,
  ): Promise<void> {
    const { retries = 0, skipBadFiles = false } = options;
    const files = indices.map((index) => {
      return { entry: this.#entries[index], clusters: this.#wantsClusters(index, options) };
    });
    const all = await elsewhere(files, { retries, skipBadFiles });
    for (const [i, found] of all.entries()) {
      const index = indices[i];
      if (!(found instanceof ChunkError)) {
        counted[index] = await this.#remember(index, found, options);
        continue;
      }
      // What another attempt may help has had them all.
      if (remedyFor(found, retries, { retries, skipBadFiles }) !== "skip") throw found;
      counted[index] = this.#record(index, undefined, found);
    }
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
    for (const index of this.#entries.keys()) sum += await this.bytesRead(index);
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

  /** Where the fileset gives steps, nobody asks for clusters. */
  #wantsClusters(index: number, options: Partial<CountOptions>): boolean {
    return options.clusters === true && (this.#recount || this.#entries[index].steps === undefined);
  }

  /** What fileset or cache say of a file. */
  async #known(index: number, options: Partial<CountOptions>): Promise<CountedTree | undefined> {
    const { filename, treename, othertrees = [], ...told } = this.#entries[index];
    const clusters = this.#wantsClusters(index, options);
    let found: CountedTree | undefined;
    if (told.entries !== undefined && !clusters && !this.#recount) {
      found = { entries: told.entries, fileuuid: told.fileuuid };
    }
    // What has no name that lasts is counted each time.
    for (const name of hasName(this.#entries[index]) ? [treename, ...othertrees] : []) {
      if (found !== undefined) break;
      const kept = await cached(options, async () => await options.cache?.get(filename, name));
      found = kept && { ...kept, treename: name };
    }
    return clusters && found?.clusters === undefined ? undefined : found;
  }

  #record(index: number, found: CountedTree | undefined, error?: Error): CountedFile {
    if (found?.treename !== undefined) this.#isNamed(index, found.treename);
    const { dataset, filename, treename, metadata, steps } = this.#entries[index];
    const place = { dataset, filename, treename, metadata, steps };
    if (found === undefined) return { ...place, entries: 0, error: error?.message };
    this.#counted.set(index, found);
    return { ...found, ...place };
  }

  async #remember(
    index: number,
    found: CountedTree,
    options: Partial<CountOptions>,
  ): Promise<CountedFile> {
    const counted = this.#record(index, found);
    const { filename, treename } = counted;
    if (hasName(this.#entries[index])) {
      await cached(options, async () => await options.cache?.set(filename, treename, found));
    }
    return counted;
  }

  async #countOne(index: number, options: Partial<CountOptions>): Promise<CountedFile> {
    const { retries = 0, skipBadFiles = false } = options;
    for (let attempt = 0; ; attempt++) {
      try {
        const found = await this.#look(index, this.#wantsClusters(index, options));
        return await this.#remember(index, found, options);
      } catch (error) {
        const remedy = remedyFor(error, attempt, { retries, skipBadFiles });
        if (remedy === "fail") throw error;
        if (remedy === "skip") return this.#record(index, undefined, error as Error);
        await pauseBefore(attempt + 1, error, this.#signal);
      }
    }
  }

  async #look(index: number, clusters: boolean): Promise<CountedTree> {
    const tree = await this.tree(index);
    const file = (await this.#files.get(index))?.file;
    const found: CountedTree = {
      entries: tree.entries,
      fileuuid: file?.uuid,
      bytes: file?.size,
      ...(clusters ? { clusters: tree.commonEntryOffsets?.() ?? [0, tree.entries] } : {}),
    };
    this.#columns += tree.keys().length;
    if (this.#files.size > KEEP_OPEN || this.#columns > KEEP_COLUMNS) await this.close(index);
    return found;
  }

  async #openOne(index: number): Promise<Opened> {
    const entry = this.#entries[index];
    this.#signal?.throwIfAborted();
    let file: EventFile | undefined;
    try {
      file = await this.#open(entry.source, { signal: this.#signal });
      const tree = await this.#treeIn(file, index);
      this.#check(index, file.uuid, tree.entries);
      return { file, tree };
    } catch (error) {
      await file?.close();
      this.#signal?.throwIfAborted();
      throw new ChunkError("open", entry, undefined, error);
    }
  }

  /** The tree of a file, by the first of its possible names that there is. */
  async #treeIn(file: EventFile, index: number): Promise<EventTree> {
    const { treename, othertrees = [] } = this.#entries[index];
    try {
      return await file.tree(treename);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      for (const name of othertrees) {
        const tree = await Promise.resolve(file.tree(name)).catch(() => undefined);
        if (tree === undefined) continue;
        this.#isNamed(index, name);
        return tree;
      }
      throw error;
    }
  }

  #isNamed(index: number, treename: string): void {
    this.#entries[index] = { ...this.#entries[index], treename, othertrees: undefined };
  }

  /** @throws SourceError when it is not the file that was counted */
  #check(index: number, uuid: string | undefined, entries: number): void {
    const { filename, ...said } = this.#entries[index];
    const told: Partial<typeof said> = this.#recount ? {} : said;
    const before = this.#counted.get(index);
    const counted = told.entries ?? before?.entries;
    if (counted !== undefined && counted !== entries) {
      throw new SourceError(
        filename,
        `has ${entries} events now and had ${counted} when the run was planned`,
      );
    }
    const expected = told.fileuuid ?? before?.fileuuid;
    if (expected !== undefined && uuid !== undefined && !sameUuid(expected, uuid)) {
      throw new SourceError(filename, `is another file (${uuid}) than was counted (${expected})`);
    }
  }
}

/** A cache that fails may do so for each file: the same is said once. */
function once(tell: CountOptions["onWarning"]): CountOptions["onWarning"] {
  const told = new Set<string>();
  return (message) => {
    if (!told.has(message)) tell?.(message);
    told.add(message);
  };
}

/** What a cache does: one that fails (a full disk, a folder that nobody may write to) costs time alone. */
async function cached<T>(
  { onWarning }: Partial<CountOptions>,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    onWarning?.(`the cache of files' entries failed: ${why}`);
    return undefined;
  }
}

/** Whether others find it by its name. */
function hasName({ source }: FileEntry): boolean {
  return typeof source === "string" || source instanceof URL;
}

/** Some write the digits of a uuid alone. */
function sameUuid(a: string, b: string): boolean {
  const digits = (uuid: string): string => uuid.toLowerCase().replaceAll("-", "");
  return digits(a) === digits(b);
}
