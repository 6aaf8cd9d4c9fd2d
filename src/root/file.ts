/// <reference lib="esnext.disposable" preserve="true" />
import { checkOptionNames } from "../array/option-names.ts";
import { FormatError, NotFoundError, UnsupportedError, UsageError } from "../errors.ts";
import { codecName } from "./branch.ts";
import { checkOpen, checkRead } from "./check-reading.ts";
import { Cursor } from "./cursor.ts";
import { type Entry, isDirectory, readDirectories } from "./directory.ts";
import type { EventSource } from "./event-source.ts";
import { decompress, placed, readFrames } from "./frames.ts";
import { type Header, readHeader, recordRange } from "./header.ts";
import { readObject, readStreamers, type Streamers } from "./jsroot.ts";
import { type Key, readKey } from "./key.ts";
import { type NameFilter, nameTest } from "./key-filter.ts";
import { openNTuple } from "./ntuple/ntuple.ts";
import type { RootObject } from "./objects/record.ts";
import { readRootObject } from "./objects/typed.ts";
import type { ByteSource, OpenOptions, ReadOptions } from "./source.ts";
import { openSource, type RootInput } from "./source-open.ts";
import { Tree } from "./tree.ts";

/** Which keys are listed. */
export interface KeyOptions {
  /** Those of directories below as well; default true. */
  readonly recursive?: boolean | undefined;
  /** With `;cycle`; default true. */
  readonly cycle?: boolean | undefined;
  /** Tried on the path without its cycle. */
  readonly filterName?: NameFilter | undefined;
  readonly filterClassname?: NameFilter | undefined;
}

/** What a file says of one of its keys. */
export interface KeyInfo {
  /** With directories and cycle. */
  readonly path: string;
  readonly className: string;
  readonly name: string;
  readonly title: string;
  readonly cycle: number;
  /** Bytes on file, the key included. */
  readonly compressedBytes: number;
  /** Bytes of the object and the key. */
  readonly uncompressedBytes: number;
}

/** A directory of a file. */
export interface DirectoryRecord {
  readonly kind: "directory";
  readonly className: string;
  readonly name: string;
  readonly title: string;
  /** With its cycle. */
  readonly path: string;
  /** Paths of what is in it and below, with cycles. */
  readonly keys: readonly string[];
}

/** Classes whose objects are trees. */
const TREES = new Set(["TTree", "TNtuple", "TNtupleD"]);
const NTUPLE = "ROOT::RNTuple";
const EXPERIMENTAL_NTUPLE = "ROOT::Experimental::RNTuple";

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
  /** Made anew for each file that ROOT writes. */
  readonly uuid: string;
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
    this.uuid = header.uuid;
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
    checkRead(options, "tree");
    const { path, key } = this.#find(name);
    if (key.className === NTUPLE) {
      const anchor = await this.#readKey(key, path, options);
      const classes = (): Promise<Streamers> => this.#classes(options);
      return openNTuple(anchor, { path, id: this.uuid }, this.#source, classes, options);
    }
    if (key.className === EXPERIMENTAL_NTUPLE) {
      throw new UnsupportedError(
        `key "${path}" of ${this.path} is an RNTuple of before version 1.0.0 of its format, by a ` +
          `ROOT before 6.34 (${key.className}): such files could be read by the ROOT that wrote ` +
          "them alone; write it anew with ROOT 6.34 or later",
        key.className,
      );
    }
    if (!TREES.has(key.className)) {
      throw new UnsupportedError(
        `key "${path}" of ${this.path} is a ${key.className}, not a TTree or RNTuple`,
        key.className,
      );
    }
    const [bytes, streamers] = await this.#readWithStreamers({ path, key }, options);
    const place = `${this.path}:${path}`;
    const object = readObject(streamers, bytes, key.keylen, key.className, place);
    return new Tree(object, path, this.#source, {
      streamers,
      codec: this.codec,
      uuid: this.uuid,
    });
  }

  /**
   * Reads the object of a key: a histogram, a graph and other known classes as typed records (told
   * apart by `kind`), any other class as a record of its members, a TTree or RNTuple as a `Tree`.
   *
   * @param name  `name`, `dir/name`, `name;2`; without a cycle the highest
   * @throws NotFoundError with the nearest key
   * @throws UnsupportedError for members that are streamed in a way of their own
   * @throws FormatError, SourceError
   * @see uproot.ReadOnlyDirectory.__getitem__
   */
  async get(
    name: string,
    options: ReadOptions = {},
  ): Promise<RootObject | DirectoryRecord | Awaited<ReturnType<RootFile["tree"]>>> {
    checkRead(options, "get");
    const entry = this.#find(name);
    const { path, key } = entry;
    const { className } = key;
    if (TREES.has(className) || className === NTUPLE) return this.tree(path, options);
    if (isDirectory(key)) {
      const below = `${path.slice(0, path.lastIndexOf(";"))}/`;
      const keys = this.#entries.flatMap(({ path: one }) => (one.startsWith(below) ? [one] : []));
      const { name: own, title } = key;
      return { kind: "directory", className, name: own, title, path, keys };
    }
    const [bytes, streamers] = await this.#readWithStreamers(entry, options);
    return readRootObject(streamers, bytes, key.keylen, className, `${this.path}:${path}`);
  }

  /**
   * What the file says of a key, without reading its object.
   * @throws NotFoundError with the nearest key
   * @see uproot.ReadOnlyDirectory.key
   */
  key(name: string): KeyInfo {
    const { path, key } = this.#find(name);
    return {
      path,
      className: key.className,
      name: key.name,
      title: key.title,
      cycle: key.cycle,
      compressedBytes: key.nbytes,
      uncompressedBytes: key.objlen + key.keylen,
    };
  }

  /** Frees the source. Trees of this file cannot be read afterwards; arrays stay. */
  close(): Promise<void> {
    return this.#source.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #listed(options: KeyOptions): [string, Key][] {
    const { recursive = true, cycle = true } = options;
    checkOptionNames(
      options,
      ["recursive", "cycle", "filterName", "filterClassname"],
      "keys and classnames",
    );
    const named = nameTest(options.filterName);
    const classed = nameTest(options.filterClassname);
    const out: [string, Key][] = [];
    for (const { path, key } of this.#entries) {
      if (!recursive && path !== `${key.name};${key.cycle}`) continue;
      const bare = path.slice(0, path.lastIndexOf(";"));
      if (named(bare) && classed(key.className)) out.push([cycle ? path : bare, key]);
    }
    return out;
  }

  #find(name: string): Entry {
    if (typeof name !== "string") {
      throw new UsageError(`a key is named by text, as keys() lists them, not by ${String(name)}`);
    }
    const given = name.replace(/^\/+/, "");
    const exact = this.#entries.find(({ path }) => path === given);
    if (exact !== undefined) return exact;
    // Directories are listed once, whatever their cycle.
    const wanted = given.replace(/;\d+\//g, "/");
    const inside = this.#entries.find(({ path }) => path === wanted);
    if (inside !== undefined) return inside;
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

  async #readWithStreamers(
    { path, key }: Entry,
    options: ReadOptions,
  ): Promise<[Uint8Array, Streamers]> {
    return Promise.all([this.#readKey(key, path, options), this.#classes(options)]);
  }

  /** The classes that the file describes, read once. */
  #classes(options: ReadOptions): Promise<Streamers> {
    this.#streamers ??= this.#readStreamers(options);
    // What fails once, because it was cancelled, may be asked again.
    return this.#streamers.catch((error: unknown) => {
      this.#streamers = undefined;
      throw error;
    });
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
export async function openRoot(input: RootInput, options: OpenOptions = {}): Promise<RootFile> {
  checkOpen(options, "openRoot");
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
