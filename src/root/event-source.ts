import type { RecordArray } from "../array/array.ts";
import type { Layout } from "../array/layout.ts";
import type { TypedColumn } from "./library.ts";
import type { ArraysOptions, EntryRange, IterateOptions, Typed } from "./reading.ts";
import type { BranchSelector } from "./select.ts";
import type { ShowOptions } from "./show.ts";

/** A branch of a TTree or a top-level field of an RNTuple. */
export interface EventBranch {
  readonly name: string;
  /** Its name with those of the branches around it. */
  readonly path: string;
  readonly title: string;
  /** The C++ type. */
  readonly typename: string;
  /** What its entries are and how they are stored. */
  readonly interpretation: { readonly kind: string };
  /** Why it cannot be read; absent where it can. */
  readonly unsupported?: string;
  readonly entries: number;
  /** "zlib", "lzma", "lz4", "zstd" or "none". */
  readonly codec: string;
  /** Bytes on file. */
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  /** Pieces that it is stored in: baskets or pages. */
  readonly baskets: number;
}

/** Entries with columns: a TTree or an RNTuple. */
export interface EventSource {
  readonly name: string;
  readonly title: string;
  /** Key with its directories and cycle: `dir/name;1`. */
  readonly path: string;
  readonly entries: number;
  readonly branches: readonly EventBranch[];
  /** Paths of all branches. */
  keys(): string[];
  /**
   * Entries at which pieces of all branches begin, from 0 to the number of entries: reading from one
   * to another decompresses nothing twice.
   * @see uproot.TTree.common_entry_offsets
   */
  commonEntryOffsets(): number[];
  /**
   * A branch by its path or name.
   * @throws NotFoundError with the nearest name
   */
  branch(name: string): EventBranch;
  /**
   * Reads one branch.
   * @returns a layout of the entries asked for; the caller frees its columns
   * @throws NotFoundError, UnsupportedError, FormatError, SourceError, MemoryError
   */
  column(name: string, options?: EntryRange): Promise<Layout>;
  /**
   * Reads branches into an array of records, one field for each; for `library: "typed"` into plain
   * arrays outside linear memory.
   * @param selector  default: every branch that can be read; names given as a list are the fields
   *   that the type checker knows
   * @throws NotFoundError, UnsupportedError, FormatError, SourceError, MemoryError
   */
  arrays<Name extends string = string>(
    selector: BranchSelector<EventBranch> | readonly Name[] | undefined,
    options: ArraysOptions & Typed,
  ): Promise<Readonly<Record<Name, TypedColumn>>>;
  arrays<Name extends string = string>(
    selector?: BranchSelector<EventBranch> | readonly Name[],
    options?: ArraysOptions,
  ): Promise<RecordArray<Name>>;
  /**
   * Reads branches step by step; each step is the caller's to dispose of.
   * @throws what `arrays` throws, and UsageError for a step size that makes no sense
   */
  iterate<Name extends string = string>(
    selector: BranchSelector<EventBranch> | readonly Name[] | undefined,
    options: IterateOptions & Typed,
  ): AsyncGenerator<Readonly<Record<Name, TypedColumn>>>;
  iterate<Name extends string = string>(
    selector?: BranchSelector<EventBranch> | readonly Name[],
    options?: IterateOptions,
  ): AsyncGenerator<RecordArray<Name>>;
  /** A table of the branches as text. */
  show(options?: ShowOptions): string;
}
