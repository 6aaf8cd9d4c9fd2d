import { FormatError, NotFoundError, UnsupportedError } from "../errors.ts";
import { codecName } from "./branch.ts";
import { Cursor } from "./cursor.ts";
import { type Entry, readDirectories } from "./directory.ts";
import type { EventSource } from "./event-source.ts";
import { decompress, placed, readFrames } from "./frames.ts";
import { type Header, readHeader, recordRange } from "./header.ts";
import { readObject, readStreamers, type Streamers } from "./jsroot.ts";
import { type Key, readKey } from "./key.ts";
import { openNTuple } from "./ntuple/ntuple.ts";
import type { ByteSource, ReadOptions } from "./source.ts";
import { openSource, type RootInput } from "./source-open.ts";
import { Tree } from "./tree.ts";

/** Which keys are listed. */
export interface KeyOptions {
  /** Those of directories below as well; default true. */
  readonly recursive?: boolean | undefined;
  /** With `;cycle`; default true. */
  readonly cycle?: boolean | undefined;
}

/** Classes whose objects are trees. */
const TREES = new Set(["TTree", "TNtuple", "TNtupleD"]);
const NTUPLE = "ROOT::RNTuple";

/**
 * An open ROOT file. Close it when done, or declare it with `await using`.
 * @see uproot.ReadOnlyFile
 */
export class RootFile {
  /** Path, URL or name that it was opened by. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of the ROOT that wrote it, as 62206 for 6.22/06. */
  readonly version: number;
  /** The codec for new objects: "zlib", "lzma", "lz4", "zstd" or "none". */
  readonly codec: string;
  readonly #source: ByteSource;
  readonly #header: Header;
  readonly #entries: readonly Entry[];
  #streamers: Promise<Streamers> | undefined;

  /** Use {@link openRoot}. */
  constructor(source: ByteSource, header: Header, entries: readonly Entry[]) {
    this.path = source.name;
    this.size = source.size;
    this.version = header.version;
    this.codec = codecName(header.compression);
    this.#source = source;
    this.#header = header;
    this.#entries = entries;
  }

  /**
   * Keys in file order, those of a directory behind it: `dir;1`, `dir/name;1`.
   * @see uproot.ReadOnlyDirectory.keys
   */
  keys(options: KeyOptions = {}): string[] {
    return [...new Set(this.#listed(options).map(([name]) => name))];
  }

  /** The class of each key, under the names that `keys` gives. */
  classnames(options: KeyOptions = {}): Record<string, string> {
    const out: Record<string, string> = Object.create(null);
    // The first of several cycles is the newest.
    for (const [name, { className }] of this.#listed(options)) out[name] ??= className;
    return out;
  }

  /**
   * Reads the metadata of a TTree or an RNTuple.
   *
   * @param name  `name`, `dir/name`, `name;2`; without a cycle the highest
   * @throws NotFoundError with the nearest key
   * @throws UnsupportedError when the key is neither
   * @throws FormatError, SourceError
   */
  async tree(name: string, options: ReadOptions = {}): Promise<EventSource> {
    const { path, key } = this.#find(name);
    if (key.className === NTUPLE) {
      const anchor = await this.#readKey(key, path, options);
      return openNTuple(anchor, path, this.#source, options);
    }
    if (!TREES.has(key.className)) {
      throw new UnsupportedError(
        `key "${path}" of ${this.path} is a ${key.className}, not a TTree or RNTuple`,
        key.className,
      );
    }
    this.#streamers ??= this.#readStreamers(options);
    // What fails once, because it was cancelled, may be asked again.
    const reading = this.#streamers.catch((error: unknown) => {
      this.#streamers = undefined;
      throw error;
    });
    const [bytes, streamers] = await Promise.all([this.#readKey(key, path, options), reading]);
    const place = `${this.path}:${path}`;
    const object = readObject(streamers, bytes, key.keylen, key.className, place);
    return new Tree(object, path, this.#source, { streamers, codec: this.codec });
  }

  /** Frees the source. Trees of this file cannot be read afterwards; arrays stay. */
  close(): Promise<void> {
    return this.#source.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #listed({ recursive = true, cycle = true }: KeyOptions): [string, Key][] {
    return this.#entries
      .filter(({ path, key }) => recursive || path === `${key.name};${key.cycle}`)
      .map(({ path, key }) => [cycle ? path : path.slice(0, path.lastIndexOf(";")), key]);
  }

  #find(name: string): Entry {
    const wanted = name.replace(/^\/+/, "");
    const exact = this.#entries.find(({ path }) => path === wanted);
    if (exact !== undefined) return exact;
    let newest: Entry | undefined;
    for (const entry of this.#entries) {
      if (entry.path.slice(0, entry.path.lastIndexOf(";")) !== wanted) continue;
      if (newest === undefined || entry.key.cycle > newest.key.cycle) newest = entry;
    }
    if (newest === undefined) {
      const known = this.keys({ cycle: wanted.includes(";") });
      throw new NotFoundError("key", name, known, this.path);
    }
    return newest;
  }

  /** The object of a key, decompressed. */
  async #readKey(key: Key, path: string, options: ReadOptions): Promise<Uint8Array> {
    const place = `${this.path}:${path}`;
    const { position, length } = recordRange(this.#source, key.seek, key.nbytes, path);
    return unpackKey(await this.#source.read(position, length, options), key, place);
  }

  async #readStreamers(options: ReadOptions): Promise<Streamers> {
    const place = `${this.path}: streamer infos`;
    const { seekInfo, nbytesInfo } = this.#header;
    if (seekInfo === 0 || nbytesInfo === 0) return readStreamers(undefined, 0, place);
    const range = recordRange(this.#source, seekInfo, nbytesInfo, "streamer infos");
    const record = await this.#source.read(range.position, range.length, options);
    const key = readKey(new Cursor(record, place, seekInfo));
    return readStreamers(unpackKey(record, key, place), key.keylen, place);
  }
}

/** Checks a record against its key and decompresses the object behind it. */
function unpackKey(record: Uint8Array, key: Key, place: string): Uint8Array {
  const own = readKey(new Cursor(record, place, key.seek));
  if (own.nbytes !== record.length || own.objlen !== key.objlen || own.keylen !== key.keylen) {
    throw new FormatError(
      `${place}: the record at byte ${key.seek} has other lengths than its key in the directory`,
      { path: place, at: key.seek },
    );
  }
  const payload = record.subarray(key.keylen);
  if (payload.length === key.objlen) return payload;
  try {
    const column = decompress(payload, readFrames(payload, key.objlen), key.objlen);
    const bytes = column.toTypedArray();
    column.dispose();
    return bytes;
  } catch (error) {
    throw placed(error, place, key.seek + key.keylen);
  }
}

/**
 * Opens a ROOT file: reads its header and its directories, nothing else.
 *
 * @param input  a path, a URL (`https:`, `file:`), a `File` or `Blob`, bytes, or any `ByteSource`
 * @throws SourceError when it cannot be opened or read
 * @throws FormatError when it is not a ROOT file, truncated or damaged
 * @throws UnsupportedError for `root:` URLs
 * @see uproot.open
 */
export async function openRoot(input: RootInput, options: ReadOptions = {}): Promise<RootFile> {
  const source = await openSource(input, options);
  try {
    const header = await readHeader(source, options);
    const entries = await readDirectories(source, header, options);
    return new RootFile(source, header, entries);
  } catch (error) {
    await source.close();
    throw error;
  }
}
