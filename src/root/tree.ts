import type { AwkwardArray, RecordArray } from "../array/array.ts";
import type { Layout } from "../array/layout.ts";
import { FormatError } from "../errors.ts";
import {
  type Branch,
  basketStarts,
  type FileFacts,
  readBranches,
  type StoredBranch,
} from "./branch.ts";
import { checkColumnRead } from "./check-reading.ts";
import type { StreamedObject } from "./jsroot.ts";
import type { TypedColumn, TypedRecord } from "./library.ts";
import { items, type RawLeaf, type RawTree } from "./metadata.ts";
import { readColumns, type TreeContext } from "./read-columns.ts";
import {
  type ArraysOptions,
  type EntryRange,
  entryRange,
  type IterateOptions,
  type Readable,
  readArrays,
  readSteps,
  type Typed,
} from "./reading.ts";
import { aliasesOf, type Friend, friendsOf } from "./relations.ts";
import { type BranchSelector, findBranch, missing, selectBranches } from "./select.ts";
import { type ShowOptions, showBranches } from "./show.ts";
import type { ByteSource, ReadOptions } from "./source.ts";

/**
 * A TTree: its branches and their data.
 * @see uproot.TTree
 */
export class Tree {
  readonly name: string;
  readonly title: string;
  /** Key with its directories and cycle: `dir/name;1`. */
  readonly path: string;
  readonly entries: number;
  /** All branches in file order, a branch's sub-branches behind it. */
  readonly branches: readonly Branch[];
  /** Expressions by name that were stored with the tree; `arrays` takes their names like branches'. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Trees that belong to it, as the file names them. */
  readonly friends: readonly Friend[];
  readonly #stored: readonly StoredBranch[];
  readonly #context: TreeContext;
  readonly #readable: Readable<StoredBranch>;

  /** Use {@link RootFile.tree}. */
  constructor(raw: StreamedObject, path: string, source: ByteSource, file: FileFacts) {
    const tree = raw as RawTree;
    const place = `${source.name}:${path}`;
    this.name = tree.fName;
    this.title = tree.fTitle;
    this.path = path;
    this.entries = Number(tree.fEntries);
    if (Number.isNaN(this.entries)) {
      throw new FormatError(`${place}: the file does not describe how its TTree is stored`, {
        path: place,
      });
    }
    if (!(Number.isSafeInteger(this.entries) && this.entries >= 0)) {
      throw new FormatError(`${place}: a tree of ${this.entries} entries`, { path: place });
    }
    this.aliases = aliasesOf(tree);
    this.friends = friendsOf(tree);
    this.#stored = readBranches(tree, file, place);
    this.branches = this.#stored;
    let owners: Map<RawLeaf, StoredBranch> | undefined;
    this.#context = {
      source,
      id: file.uuid,
      path: place,
      places: new Map(),
      counterOf: ({ raw }) => {
        owners ??= leafOwners(this.#stored);
        const counter = items(raw.fLeaves)[0]?.fLeafCount;
        return counter ? owners.get(counter) : undefined;
      },
    };
    const selectable = this.#stored.map((branch) => withTree(branch, this.entries));
    this.#readable = {
      entries: this.entries,
      filename: source.name,
      treename: path,
      place: this.#context,
      where: this.#where(),
      aliases: this.aliases,
      keys: () => this.keys(),
      has: (name) => findBranch(this.#stored, name) !== undefined,
      select: (selector) => selectBranches(selectable, selector, this.#where()),
      read: (branches, range, options) => this.#read(branches, range, options),
    };
  }

  /** Full paths of all branches, in file order. */
  keys(): string[] {
    return this.branches.map(({ path }) => path);
  }

  /**
   * Entries at which baskets of all branches begin, from 0 to the number of entries. A branch without
   * baskets constrains nothing.
   * @see uproot.TTree.common_entry_offsets
   */
  commonEntryOffsets(): number[] {
    let common: Set<number> | undefined;
    for (const { raw } of this.#stored) {
      const own = basketStarts(raw);
      if (own.length === 0) continue;
      common = new Set(common === undefined ? own : own.filter((entry) => common?.has(entry)));
    }
    const inside = [...(common ?? [])].filter((entry) => entry > 0 && entry < this.entries);
    return [0, ...inside.sort((a, b) => a - b), ...(this.entries > 0 ? [this.entries] : [])];
  }

  /**
   * A branch by its full path, or by its own name where only one has it.
   * @throws NotFoundError with the nearest name
   */
  branch(name: string): Branch {
    return this.#branch(name);
  }

  /**
   * Reads one branch.
   *
   * @returns a layout of `entryStop - entryStart` entries; the caller frees its columns
   * @throws NotFoundError, UnsupportedError, FormatError, SourceError
   */
  async column(name: string, options: EntryRange = {}): Promise<Layout> {
    checkColumnRead(options);
    const branch = this.#branch(name);
    const range = entryRange(branch.entries, options);
    const [layout] = await readColumns(this.#context, [{ branch, ...range }], options);
    return layout;
  }

  /**
   * Reads branches into an array of records, one field for each. Only the baskets that hold the
   * entries are read, all in one request to the source.
   *
   * @param selector  default: every branch that can be read; names given as a list are the fields
   *   that the type checker knows
   * @returns an `ak.Array`; for `library: "typed"` plain arrays outside linear memory, a list
   *   column as `{ offsets, content }`
   * @throws NotFoundError when a name, or a pattern, matches nothing, and for options of other names
   * @throws UnsupportedError when a branch is named that cannot be read
   * @throws FormatError, SourceError, MemoryError
   * @see uproot.TTree.arrays
   */
  async arrays<Name extends string = string>(
    selector: BranchSelector<Branch> | readonly Name[] | undefined,
    options: ArraysOptions & Typed,
  ): Promise<Readonly<Record<Name, TypedColumn>>>;
  async arrays<Name extends string = string>(
    selector?: BranchSelector<Branch> | readonly Name[],
    options?: ArraysOptions,
  ): Promise<RecordArray<Name>>;
  async arrays(
    selector?: BranchSelector<Branch>,
    options: ArraysOptions = {},
  ): Promise<AwkwardArray | TypedRecord> {
    return readArrays(this.#readable, selector, options);
  }

  /**
   * Reads branches step by step, as `arrays` does at once. Each step is the caller's to dispose of;
   * its `metadata` says where it comes from (`filename`, `treename`, `entryStart`, `entryStop`).
   *
   * @throws what `arrays` throws, and UsageError for a step size that makes no sense
   * @see uproot.TTree.iterate
   */
  iterate<Name extends string = string>(
    selector: BranchSelector<Branch> | readonly Name[] | undefined,
    options: IterateOptions & Typed,
  ): AsyncGenerator<Readonly<Record<Name, TypedColumn>>>;
  iterate<Name extends string = string>(
    selector?: BranchSelector<Branch> | readonly Name[],
    options?: IterateOptions,
  ): AsyncGenerator<RecordArray<Name>>;
  iterate(
    selector?: BranchSelector<Branch>,
    options: IterateOptions = {},
  ): AsyncGenerator<AwkwardArray | TypedRecord> {
    return readSteps(this.#readable, selector, options);
  }

  /**
   * A table of the branches as text: name, type, and how each is read.
   * @see uproot.TTree.show
   */
  show(options: ShowOptions = {}): string {
    return showBranches(this.branches, options);
  }

  async #read(
    branches: readonly StoredBranch[],
    range: { readonly start: number; readonly stop: number },
    options: ReadOptions,
  ): Promise<Layout[]> {
    const requests = branches.map((branch) => ({ branch, ...range }));
    return await readColumns(this.#context, requests, options);
  }

  #branch(name: string): StoredBranch {
    const found = findBranch(this.#stored, name);
    if (found === undefined) throw missing(this.#stored, name, this.#where());
    return found;
  }

  #where(): string {
    return `tree "${this.path}" of ${this.#context.source.name}`;
  }
}

/**
 * A branch as the other branches of its tree are read: one that was filled further only as far as the
 * tree goes, one that was filled less often not at all.
 */
function withTree(branch: StoredBranch, entries: number): StoredBranch {
  if (branch.entries >= entries || branch.unsupported !== undefined) return branch;
  const unsupported = `it has ${branch.entries} entries, its tree ${entries}: column() reads it alone`;
  return { ...branch, unsupported };
}

function leafOwners(branches: readonly StoredBranch[]): Map<RawLeaf, StoredBranch> {
  const owners = new Map<RawLeaf, StoredBranch>();
  for (const branch of branches) {
    for (const leaf of items(branch.raw.fLeaves)) owners.set(leaf, branch);
  }
  return owners;
}
