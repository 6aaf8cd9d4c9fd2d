import type { AwkwardArray, RecordArray } from "../../array/array.ts";
import type { Layout } from "../../array/layout.ts";
import { UnsupportedError } from "../../errors.ts";
import { codecName } from "../branch.ts";
import { checkColumnRead } from "../check-reading.ts";
import type { EventBranch, EventSource } from "../event-source.ts";
import type { Streamers } from "../jsroot.ts";
import type { TypedColumn, TypedRecord } from "../library.ts";
import {
  type ArraysOptions,
  type EntryRange,
  entryRange,
  type IterateOptions,
  type Readable,
  readArrays,
  readSteps,
  type Typed,
} from "../reading.ts";
import { type BranchSelector, findBranch, missing, selectBranches } from "../select.ts";
import { type ShowOptions, showBranches } from "../show.ts";
import type { ByteSource, ReadOptions } from "../source.ts";
import { type Anchor, readAnchor } from "./anchor.ts";
import { buildFields } from "./build-fields.ts";
import { pageBytes } from "./column-type.ts";
import { columnsOf, type Field, memberOf, memberPaths } from "./field.ts";
import { type Metadata, readMetadata } from "./metadata.ts";
import type { ColumnRange } from "./page-list.ts";
import type { Storage } from "./payload.ts";
import { readFields } from "./read-fields.ts";
import { type ColumnRecord, type FieldRecord, STREAMER } from "./schema.ts";
import { streamersOf } from "./streamed.ts";

/** A top-level field of an RNTuple. */
export interface FieldBranch extends EventBranch {
  readonly interpretation: Field | { readonly kind: "unsupported"; readonly reason: string };
}

/** Where an RNTuple is. */
interface NTuplePlace {
  /** Key with its directories and cycle. */
  readonly path: string;
  /** Of the file's content. */
  readonly id: string;
}

/**
 * An RNTuple: its top-level fields and their data.
 * @see uproot.behaviors.RNTuple.RNTuple
 */
export class NTuple implements EventSource {
  readonly name: string;
  /** Its description. */
  readonly title: string;
  /** Key with its directories and cycle: `dir/name;1`. */
  readonly path: string;
  readonly entries: number;
  /** Top-level fields in the order of the file. */
  readonly branches: readonly FieldBranch[];
  /** The library that wrote it. */
  readonly writer: string;
  /** Of the format that its writer supports, as "1.0.0.1". */
  readonly formatVersion: string;
  readonly #storage: Storage;
  readonly #metadata: Metadata;
  readonly #readable: Readable<FieldBranch>;

  /** Use {@link openNTuple}. */
  constructor(
    metadata: Metadata,
    streamers: Streamers | undefined,
    storage: Anchor,
    { path, id }: NTuplePlace,
  ) {
    this.name = metadata.name;
    this.title = metadata.description;
    this.path = path;
    this.entries = metadata.entries;
    this.writer = metadata.writer;
    this.formatVersion = storage.version;
    this.branches = buildFields(metadata.schema, streamers).map(({ record, field }) =>
      makeBranch(metadata, record.name, record, field),
    );
    this.#storage = storage;
    this.#metadata = metadata;
    const filename = storage.source.name;
    this.#readable = {
      entries: this.entries,
      filename,
      treename: path,
      place: { id, path: `${filename}:${path}` },
      where: this.#where(),
      aliases: {},
      keys: () => this.keys(),
      has: (name) => (findBranch(this.branches, name) ?? this.#member(name)) !== undefined,
      select: (selector) => this.#selected(selector),
      read: (branches, range, options) => this.#read(branches, range, options),
    };
  }

  /** Number of clusters. */
  get clusters(): number {
    return this.#metadata.clusters.length;
  }

  /**
   * Entries at which clusters begin, from 0 to the number of entries.
   * @see uproot.behaviors.RNTuple.HasFields.cluster_summaries
   */
  commonEntryOffsets(): number[] {
    const starts = this.#metadata.clusters.map(({ start }) => start);
    const inside = [...new Set(starts)].filter((entry) => entry > 0 && entry < this.entries);
    return [0, ...inside.sort((a, b) => a - b), ...(this.entries > 0 ? [this.entries] : [])];
  }

  /** Names of the top-level fields. */
  keys(): string[] {
    return this.branches.map(({ path }) => path);
  }

  /**
   * A top-level field, or a member of one, with the lists around it: `points.x`.
   * @throws NotFoundError with the nearest name
   */
  branch(name: string): FieldBranch {
    const found = findBranch(this.branches, name) ?? this.#member(name);
    if (found !== undefined) return found;
    throw missing([...this.branches, ...this.#members(name)], name, this.#where());
  }

  /**
   * Reads one field.
   *
   * @returns a layout of `entryStop - entryStart` entries; the caller frees its columns
   * @throws NotFoundError, UnsupportedError, FormatError, SourceError, MemoryError
   */
  async column(name: string, options: EntryRange = {}): Promise<Layout> {
    checkColumnRead(options);
    const range = entryRange(this.entries, options);
    const [layout] = await this.#read([this.branch(name)], range, options);
    return layout;
  }

  /**
   * Reads fields into an array of records, one for each. Only the pages that hold the entries are
   * read.
   *
   * @param selector  default: every field that can be read; a name may be that of a member,
   *   `points.x`; names given as a list are the fields that the type checker knows
   * @returns an `ak.Array`; for `library: "typed"` plain arrays outside linear memory
   * @throws NotFoundError when a name, or a pattern, matches nothing, and for options of other names
   * @throws UnsupportedError when a field is named that cannot be read
   * @throws FormatError, SourceError, MemoryError
   * @see uproot.behaviors.RNTuple.HasFields.arrays
   */
  async arrays<Name extends string = string>(
    selector: BranchSelector<FieldBranch> | readonly Name[] | undefined,
    options: ArraysOptions & Typed,
  ): Promise<Readonly<Record<Name, TypedColumn>>>;
  async arrays<Name extends string = string>(
    selector?: BranchSelector<FieldBranch> | readonly Name[],
    options?: ArraysOptions,
  ): Promise<RecordArray<Name>>;
  async arrays(
    selector?: BranchSelector<FieldBranch>,
    options: ArraysOptions = {},
  ): Promise<AwkwardArray | TypedRecord> {
    return readArrays(this.#readable, selector, options);
  }

  /**
   * Reads fields step by step, as `arrays` does at once. Each step is the caller's to dispose of; its
   * `metadata` says where it comes from.
   *
   * @throws what `arrays` throws, and UsageError for a step size that makes no sense
   */
  iterate<Name extends string = string>(
    selector: BranchSelector<FieldBranch> | readonly Name[] | undefined,
    options: IterateOptions & Typed,
  ): AsyncGenerator<Readonly<Record<Name, TypedColumn>>>;
  iterate<Name extends string = string>(
    selector?: BranchSelector<FieldBranch> | readonly Name[],
    options?: IterateOptions,
  ): AsyncGenerator<RecordArray<Name>>;
  iterate(
    selector?: BranchSelector<FieldBranch>,
    options: IterateOptions = {},
  ): AsyncGenerator<AwkwardArray | TypedRecord> {
    return readSteps(this.#readable, selector, options);
  }

  /**
   * A table of the fields as text.
   * @see uproot.behaviors.RNTuple.HasFields.show
   */
  show(options: ShowOptions = {}): string {
    return showBranches(this.branches, options);
  }

  #selected(selector: BranchSelector<FieldBranch> | undefined) {
    const names = typeof selector === "string" ? [selector] : selector;
    const asked = Array.isArray(names) ? names.map((name) => this.#member(name)) : [];
    const members = asked.filter((branch) => branch !== undefined);
    return selectBranches([...this.branches, ...members], selector, this.#where());
  }

  async #read(
    branches: readonly FieldBranch[],
    range: { readonly start: number; readonly stop: number },
    options: ReadOptions,
  ): Promise<Layout[]> {
    const place = `${this.#storage.source.name}:${this.path}`;
    const fields = branches.map(({ path, typename, interpretation }) => {
      if (interpretation.kind !== "unsupported") return interpretation;
      throw new UnsupportedError(
        `${place}: field "${path}" (${typename}) cannot be read: ${interpretation.reason}`,
        typename,
      );
    });
    return await readFields(this.#storage, place, this.#metadata.clusters, fields, range, options);
  }

  /** The member that a name with dots means. */
  #member(name: string): FieldBranch | undefined {
    const [top, ...names] = String(name).split(".");
    const whole = names.length > 0 ? this.branches.find(({ path }) => path === top) : undefined;
    if (whole === undefined || whole.interpretation.kind === "unsupported") return undefined;
    const member = memberOf(whole.interpretation, names);
    if (member === undefined) return undefined;
    const { typename } = member;
    return makeBranch(this.#metadata, name, { typename, description: "" }, member);
  }

  /** Members of the field that a name with dots begins with, for messages. */
  #members(name: string): { path: string; name: string; typename: string }[] {
    const [top] = name.split(".");
    const whole = this.branches.find(({ path }) => path === top)?.interpretation;
    if (whole === undefined || whole.kind === "unsupported") return [];
    return memberPaths(whole).map((path) => ({ path: top + path, name: path, typename: "" }));
  }

  #where(): string {
    return `RNTuple "${this.path}" of ${this.#storage.source.name}`;
  }
}

/**
 * Reads the metadata of an RNTuple.
 *
 * @param anchor  the object of its key, decompressed
 * @param key  where it is
 * @param streamers  reads the classes that the file describes: only streamed fields need them
 * @throws FormatError, SourceError
 * @throws UnsupportedError for formats and features that are unknown
 */
export async function openNTuple(
  anchor: Uint8Array,
  key: NTuplePlace,
  source: ByteSource,
  streamers: () => Promise<Streamers>,
  options: ReadOptions,
): Promise<NTuple> {
  const where = `${source.name}:${key.path}`;
  const place = readAnchor(anchor, source, where);
  const metadata = await readMetadata(place, where, options);
  const { schema } = metadata;
  const classes = schema.fields.some(({ role }) => role === STREAMER)
    ? streamersOf(schema, await streamers(), where)
    : undefined;
  return new NTuple(metadata, classes, place, key);
}

/** A field as a branch: top-level, or a member with the lists around it. */
function makeBranch(
  metadata: Metadata,
  path: string,
  { typename, description }: Pick<FieldRecord, "typename" | "description">,
  field: Field | string,
): FieldBranch {
  let storage: StoredSize | undefined;
  const stored = (): StoredSize => {
    storage ??= storageOf(metadata, typeof field === "string" ? [] : [...columnsOf(field)]);
    return storage;
  };
  const common = {
    name: path.slice(path.lastIndexOf(".") + 1),
    path,
    title: description,
    typename,
    entries: metadata.entries,
    get codec() {
      return stored().codec;
    },
    get compressedBytes() {
      return stored().compressedBytes;
    },
    get uncompressedBytes() {
      return stored().uncompressedBytes;
    },
    get baskets() {
      return stored().baskets;
    },
  };
  // Assigned, not spread: the getters stay unasked.
  if (typeof field !== "string") return Object.assign(common, { interpretation: field });
  return Object.assign(common, {
    interpretation: { kind: "unsupported", reason: field } as const,
    unsupported: field,
  });
}

type StoredSize = Pick<FieldBranch, "codec" | "compressedBytes" | "uncompressedBytes" | "baskets">;

function storageOf({ clusters }: Metadata, columns: readonly ColumnRecord[]): StoredSize {
  let compressedBytes = 0;
  let uncompressedBytes = 0;
  let baskets = 0;
  let setting = 0;
  for (const column of columns) {
    for (const cluster of clusters) {
      const range: ColumnRange | "suppressed" | undefined = cluster.column(column.id);
      if (range === undefined || range === "suppressed") continue;
      if (setting === 0) setting = range.compression;
      baskets += range.pages.length;
      for (const { size, elements } of range.pages) {
        compressedBytes += size;
        uncompressedBytes += pageBytes(column, elements);
      }
    }
  }
  return { codec: codecName(setting), compressedBytes, uncompressedBytes, baskets };
}
