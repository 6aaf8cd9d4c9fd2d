/// <reference lib="esnext.disposable" preserve="true" />
import { knownOptions } from "../../array/option-names.ts";
import { UsageError } from "../../errors.ts";
import { scope } from "../../wasm/scope.ts";
import type { PlainObject } from "../objects/value.ts";
import { type BranchNaming, planColumns } from "./branch-plan.ts";
import type { BranchType } from "./branch-type.ts";
import { ByteWriter } from "./byte-writer.ts";
import type { ClassDescription } from "./class-description.ts";
import { type Compression, compress } from "./compression.ts";
import { branchTypeOf, deriveTypes, type WritableColumns } from "./derive-types.ts";
import { namesOf, OpenDirectory } from "./directory.ts";
import { BEGIN, fileHeader, freeList } from "./file-header.ts";
import { objectOf, type RootWritable } from "./from-record.ts";
import { type KeyRecord, keyLength, LARGE_FILE, writeKey } from "./key-record.ts";
import type { FieldType } from "./ntuple/field-type.ts";
import { anchorClass, WritableNTuple } from "./ntuple/ntuple.ts";
import { type ColumnType, parseColumnType } from "./ntuple/parse-type.ts";
import { planSchema } from "./ntuple/schema-plan.ts";
import type { Output } from "./output.ts";
import { streamerInfos } from "./streamer-infos.ts";
import { type TreeHost, WritableTree } from "./tree.ts";
import { isObject } from "./writable-value.ts";
import { writeObject } from "./write-object.ts";

/** Objects up to this size are never compressed, as ROOT does. */
const SMALL_OBJECT = 256;
/** A record's length has 31 bits, less one for ROOT's flags. */
const MAX_OBJECT = 2 ** 30 - 1;

/** ROOT's titles of objects that have none. */
const titles: Readonly<Record<string, string>> = {
  TObjString: "Collectable string class",
  TList: "Doubly linked list",
  THashList: "Doubly linked list with hashtable for lookup",
  TObjArray: "An array of objects",
};

/** What a new directory or tree is called. */
export interface TitleOptions {
  readonly title?: string | undefined;
}

/** How a new RNTuple is described. */
export interface NTupleOptions {
  readonly description?: string | undefined;
}

/** What is made of columns. */
export interface SetOptions extends BranchNaming {
  readonly as?: "RNTuple" | "TTree" | undefined;
}

/** How a tree and its branches are called. */
export interface TreeOptions extends TitleOptions, BranchNaming {}

/**
 * A ROOT file that is being written. It appears under its name when it is closed; until then, and
 * when writing fails, whatever had that name stays. `await using` gives it up unless it was closed.
 * @see uproot.WritableFile
 */
export class WritableRootFile {
  /** Path or name. */
  readonly path: string;
  readonly #output: Output;
  readonly #compression: Compression;
  readonly #root: OpenDirectory;
  readonly #classes = new Set<string>();
  /** Of the user. */
  readonly #described = new Map<string, ClassDescription>();
  readonly #trees: {
    readonly directory: OpenDirectory;
    readonly tree: WritableTree | WritableNTuple;
  }[] = [];
  #work: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  /** Use {@link recreateRoot}. */
  constructor(output: Output, path: string, compression: Compression) {
    this.path = path;
    this.#output = output;
    this.#compression = compression;
    abandoned.register(this, output);
    output.append(new Uint8Array(BEGIN));
    const name = path.slice(path.lastIndexOf("/") + 1);
    this.#root = new OpenDirectory(output, { name, title: "", parent: undefined });
  }

  /**
   * Makes a directory and those above it, where they are missing.
   *
   * @param path  `a/b`
   * @see uproot.WritableDirectory.mkdir
   */
  mkdir(path: string, options: TitleOptions = {}): void {
    const { title = "" } = knownOptions(options, ["title"], "mkdir");
    this.#output.check();
    this.#root.descend(this.#output, namesOf(path), title);
  }

  /**
   * Makes a TTree, whose entries `extend` appends.
   *
   * @param name  `name` or `dir/name`; directories are made
   * @param types  of its columns: `{ met: "float32", p4: "4 * float64", Jet_pt: "var * float32" }`;
   *   a jagged column has a counter branch, `nJet_pt`; fields share one, `nElectron` of
   *   `{ Electron: { pt: "var * float32" } }`; lists of lists and of texts are vectors of C++
   * @throws NotFoundError for an unknown type
   * @throws UsageError for types that no branch can have
   * @see uproot.WritableDirectory.mktree
   */
  mktree(
    name: string,
    types: Readonly<Record<string, BranchType>>,
    options: TreeOptions = {},
  ): WritableTree {
    const known = ["title", "counterName", "counterType", "fieldName"] as const;
    const { title = "", ...naming } = knownOptions(options, known, "mktree");
    const output = this.#output;
    output.check();
    const names = namesOf(name);
    const last = names[names.length - 1];
    const columns = planColumns(types, name, naming);
    const directory = this.#root.descend(output, names.slice(0, -1));
    directory.reserve(last);
    const tree = new WritableTree({ name: last, title }, columns, this.#host(directory));
    this.#trees.push({ directory, tree });
    return tree;
  }

  /**
   * Makes an RNTuple, whose entries `extend` appends.
   *
   * @param name  `name` or `dir/name`; directories are made
   * @param types  of its columns, in Awkward's words: `{ met: "float32", p4: "4 * float64",
   *   hits: "var * var * int16", mass: "?float32", jets: "var * {pt: float32, name: string}" }`
   * @throws NotFoundError for an unknown type
   * @throws UsageError for what is no type, or for names that no field can have
   * @see uproot.WritableDirectory.mkrntuple
   */
  mkrntuple(
    name: string,
    types: Readonly<Record<string, ColumnType>>,
    options: NTupleOptions = {},
  ): WritableNTuple {
    const { description = "" } = knownOptions(options, ["description"], "mkrntuple");
    const parsed = Object.entries(types).map(
      ([column, type]) => [column, parseColumnType(type, `"${column}" of "${name}"`)] as const,
    );
    return this.#makeNTuple(name, new Map(parsed), description);
  }

  #makeNTuple(
    name: string,
    types: ReadonlyMap<string, FieldType>,
    description: string,
  ): WritableNTuple {
    const output = this.#output;
    output.check();
    const names = namesOf(name);
    const last = names[names.length - 1];
    // Before directories are made: a fault leaves nothing.
    const plan = planSchema(types, name, this.#compression.name !== "none");
    const directory = this.#root.descend(output, names.slice(0, -1));
    directory.reserve(last);
    const tree = new WritableNTuple({ name: last, description }, plan, this.#host(directory));
    this.#trees.push({ directory, tree });
    return tree;
  }

  #host(directory: OpenDirectory): TreeHost {
    return {
      output: this.#output,
      compression: this.#compression,
      seekParent: directory.seek,
      next: (work) => this.#next(work),
    };
  }

  /**
   * Writes an object: a `Hist`; a histogram, profile or graph as a record (`get` gives them, `toRecord`
   * makes one of a `Hist`), a TNamed, TObjString (also for a text) or list of these. Another object of
   * the same name becomes its next cycle. Columns by name, or an array of records, become an RNTuple or
   * a TTree, whose types they tell.
   *
   * @param name  `name` or `dir/name`; directories are made
   * @param options  what becomes of columns: an RNTuple (default, as uproot has it) or a TTree, with the names of
   *   its branches as `mktree` takes them
   * @returns of columns the tree, whose `extend` appends more
   * @throws UnsupportedError for classes that cannot be written; UsageError for a name that is a
   *   directory's, and for what is nothing of these
   * @throws ShapeError when a record's arrays do not fit each other
   * @throws SourceError when the sink fails: then there is no file
   * @see uproot.WritableDirectory.__setitem__
   */
  set(name: string, value: RootWritable): Promise<void>;
  set(
    name: string,
    value: WritableColumns,
    options: SetOptions & { readonly as: "TTree" },
  ): Promise<WritableTree>;
  set(
    name: string,
    value: WritableColumns,
    options?: SetOptions & { readonly as?: "RNTuple" | undefined },
  ): Promise<WritableNTuple>;
  set(name: string, value: RootWritable | WritableColumns, options?: SetOptions): Promise<unknown>;
  set(
    name: string,
    value: RootWritable | WritableColumns,
    options: SetOptions = {},
  ): Promise<unknown> {
    const known = ["as", "counterName", "counterType", "fieldName"] as const;
    const { as = "RNTuple", ...naming } = knownOptions(options, known, "set");
    this.#output.check();
    const names = namesOf(name);
    if (!isObject(value, name)) return this.#columns(name, value, as, naming);
    const last = names[names.length - 1];
    const object = objectOf(value, last);
    // Written once in vain, so that an object that cannot be written leaves no trace.
    writeObject(new ByteWriter(), object);
    return this.#next(() =>
      this.#object(this.#root.descend(this.#output, names.slice(0, -1)), last, object),
    );
  }

  #columns(
    name: string,
    value: WritableColumns,
    as: "RNTuple" | "TTree",
    naming: BranchNaming,
  ): Promise<WritableTree | WritableNTuple> {
    const { tree, done } = scope(() => {
      const { columns, types } = deriveTypes(value, `"${name}"`);
      const branches = [...types].map(([one, type]) => [one, branchTypeOf(type)] as const);
      const tree =
        as === "RNTuple"
          ? this.#makeNTuple(name, types, "")
          : this.mktree(name, Object.fromEntries(branches), naming);
      try {
        return { tree, done: tree.extend(columns) };
      } catch (error) {
        const failed = this.#trees.pop();
        failed?.directory.release(failed.tree.name);
        throw error;
      }
    });
    return done.then(() => tree);
  }

  /**
   * Completes the file; it appears under its name. Once more, it does nothing.
   * @throws SourceError when the sink fails: then there is no file
   */
  async close(): Promise<void> {
    try {
      this.#closing ??= this.#next(() => this.#close());
      await this.#closing;
    } catch (error) {
      // Whoever tries again is told that writing failed before.
      this.#closing = undefined;
      throw error;
    }
  }

  /** Gives the file up: nothing is left of it. */
  abort(): Promise<void> {
    return this.#output.abort();
  }

  /** Gives the file up unless it was closed. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.abort();
  }

  /** Runs one piece of work after another, in the order of calls. */
  #next(work: () => Promise<void>): Promise<void> {
    const next = this.#work.then(work);
    this.#work = next.catch(() => {});
    return next;
  }

  async #object(directory: OpenDirectory, name: string, object: PlainObject): Promise<void> {
    const { className, members } = object;
    const title = titles[className] ?? String(members.fTitle ?? "");
    this.#noteClasses(object);
    await this.#keyed(directory, { className, name, title }, (keylen) => {
      const out = new ByteWriter(keylen);
      writeObject(out, object);
      return out.bytes();
    });
  }

  /** Appends an object that a directory lists. */
  async #keyed(
    directory: OpenDirectory,
    named: Pick<KeyRecord, "className" | "name" | "title">,
    serialize: (keylen: number) => Uint8Array,
  ): Promise<void> {
    const cycle = directory.nextCycle(named.name);
    directory.keys.push(await this.#record(named, cycle, directory.seek, serialize));
  }

  async #tree(directory: OpenDirectory, tree: WritableTree | WritableNTuple): Promise<void> {
    if (tree instanceof WritableTree) {
      for (const one of tree.classes) this.#described.set(one.name, one);
      await this.#object(directory, tree.name, tree.object());
      return;
    }
    const anchor = await tree.close();
    this.#classes.add(anchorClass);
    await this.#keyed(directory, { className: anchorClass, name: tree.name, title: "" }, anchor);
  }

  #noteClasses(value: unknown): void {
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
    const { className, members } = value as { className?: unknown; members?: object };
    if (typeof className === "string") this.#classes.add(className);
    const inside = members ?? (Array.isArray(value) ? value : []);
    for (const member of Object.values(inside)) this.#noteClasses(member);
  }

  /** Appends an object behind its key. */
  async #record(
    named: Pick<KeyRecord, "className" | "name" | "title">,
    cycle: number,
    seekParent: number,
    serialize: (keylen: number) => Uint8Array,
  ): Promise<KeyRecord> {
    // Whether positions take 8 bytes depends on where the record comes to lie.
    const large = this.#output.end > LARGE_FILE;
    const bytes = serialize(keyLength(named, large));
    if (bytes.length > MAX_OBJECT) {
      throw new UsageError(`"${named.name}" takes ${bytes.length} bytes; 2^30 - 1 are possible`);
    }
    const stored = bytes.length > SMALL_OBJECT ? await compress(bytes, this.#compression) : bytes;
    const key: KeyRecord = {
      ...named,
      objlen: bytes.length,
      stored: stored.length,
      cycle,
      seek: this.#output.end,
      seekParent,
      datime: this.#output.datime(),
      large,
    };
    const out = new ByteWriter();
    writeKey(out, key);
    out.raw(stored);
    this.#output.append(out.bytes());
    await this.#output.drain();
    return key;
  }

  async #close(): Promise<void> {
    const output = this.#output;
    output.check();
    try {
      for (const { directory, tree } of this.#trees) await this.#tree(directory, tree);
      const infos = await this.#infos();
      await this.#root.close(output);
      const free = freeList(output, this.#root.name);
      output.append(free.bytes);
      await output.patch(fileHeader(output, this.#root, this.#compression, infos, free), 0);
    } catch (error) {
      await output.abort();
      throw error;
    }
    await output.finish();
  }

  /** The record of the streamer infos, which no directory lists. */
  #infos(): Promise<KeyRecord> {
    const named = { className: "TList", name: "StreamerInfo", title: titles.TList };
    return this.#record(named, 1, this.#root.seek, (keylen) =>
      streamerInfos(this.#classes, this.#described, keylen),
    );
  }
}

/** What is written to a file that nobody holds any more is given up, as by `abort`. */
const abandoned = new FinalizationRegistry<Output>((output) => {
  output.abort().catch(() => {});
});
