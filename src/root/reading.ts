import { AwkwardArray } from "../array/array.ts";
import type { Layout } from "../array/layout.ts";
import { UsageError } from "../errors.ts";
import { type CachePlace, type ColumnCache, readThrough } from "./cache.ts";
import { type ComputeOptions, computedColumns } from "./computed.ts";
import { iterateSteps, type StepOptions, type SteppedBranch } from "./iterate.ts";
import { type TypedRecord, typedRecord } from "./library.ts";
import type { BranchSelector, Selected } from "./select.ts";
import type { ReadOptions } from "./source.ts";

/** Entries to read, counted as Python's slices do: negative ones from the end. */
export interface EntryRange extends ReadOptions {
  /** First entry; default 0. */
  readonly entryStart?: number | undefined;
  /** Entry behind the last; default the number of entries. */
  readonly entryStop?: number | undefined;
}

/** What `arrays` gives: an `ak.Array`, or plain typed arrays. */
export type Library = "ak" | "typed";

/** How columns are read. */
export interface ArraysOptions extends EntryRange, ComputeOptions {
  /** Columns that it has are not read again. */
  readonly cache?: ColumnCache | undefined;
  /** Default "ak". */
  readonly library?: Library | undefined;
}

/** How a tree is read in steps. */
export interface IterateOptions extends ArraysOptions, StepOptions {}

/** Options that ask for typed arrays. */
export interface Typed {
  readonly library: "typed";
}

/** Start and stop as of Python's `range(n)[entryStart:entryStop]`; never stop < start. */
export function entryRange(
  n: number,
  { entryStart = 0, entryStop = n }: EntryRange,
): { start: number; stop: number } {
  for (const value of [entryStart, entryStop]) {
    if (!Number.isInteger(value) && Math.abs(value) !== Infinity) {
      throw new UsageError(`entryStart and entryStop are whole numbers, not ${value}`);
    }
  }
  const inside = (i: number): number => Math.min(n, Math.max(0, i < 0 ? i + n : i));
  const start = inside(entryStart);
  return { start, stop: Math.max(start, inside(entryStop)) };
}

/** A branch, as far as it is read. */
interface ReadableBranch extends SteppedBranch {
  readonly path: string;
}

/** A TTree or an RNTuple, as far as both are read alike; B are its branches. */
export interface Readable<B extends ReadableBranch> {
  readonly entries: number;
  /** The file's name and the tree's key, for the metadata of steps. */
  readonly filename: string;
  readonly treename: string;
  /** What caches know its columns by. */
  readonly place: CachePlace;
  /** The tree and its file, for messages. */
  readonly where: string;
  /** Expressions that are stored with it. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Paths of its branches. */
  keys(): string[];
  /** Whether a branch has this name. */
  has(name: string): boolean;
  /** The branches that a selector means; without one all that can be read. */
  select(selector: BranchSelector<B> | undefined): Selected<B>[];
  /** Columns of entries `start` to `stop - 1`. */
  read(
    branches: readonly B[],
    range: { readonly start: number; readonly stop: number },
    options: ReadOptions,
  ): Promise<Layout[]>;
}

/** Branches, and what is computed of them, as an array of records. */
export async function readArrays<B extends ReadableBranch>(
  tree: Readable<B>,
  selector: BranchSelector<B> | undefined,
  options: ArraysOptions,
): Promise<AwkwardArray | TypedRecord> {
  const { library, ...reading } = options;
  const handedOut = (array: AwkwardArray) => (library === "typed" ? typedRecord(array) : array);
  const computed = computedOf(tree, selector, options);
  const { start, stop } = entryRange(tree.entries, options);
  if (computed === undefined) {
    return handedOut(await readSelected(tree, tree.select(selector), { start, stop }, reading));
  }
  const selected = tree.select(computed.reads);
  const read = await readSelected(tree, selected, { start, stop }, reading);
  return handedOut(computed.finish(read, start));
}

/** As {@link readArrays}, step by step. */
export async function* readSteps<B extends ReadableBranch>(
  tree: Readable<B>,
  selector: BranchSelector<B> | undefined,
  options: IterateOptions,
): AsyncGenerator<AwkwardArray | TypedRecord> {
  const computed = computedOf(tree, selector, options);
  const selected = tree.select(computed?.reads ?? selector);
  const { filename, treename } = tree;
  const { progress: _, ...reading } = options;
  const stepped = {
    filename,
    treename,
    read: (start: number, stop: number) => readSelected(tree, selected, { start, stop }, reading),
    finish: (array: AwkwardArray, first: number) => computed?.finish(array, first) ?? array,
  };
  const branches = selected.map(({ branch }) => branch);
  const range = entryRange(tree.entries, options);
  for await (const array of iterateSteps(stepped, branches, range, options)) {
    yield options.library === "typed" ? typedRecord(array) : array;
  }
}

function computedOf<B extends ReadableBranch>(
  tree: Readable<B>,
  selector: BranchSelector<B> | undefined,
  options: ComputeOptions,
) {
  const { where, aliases } = tree;
  const names = {
    keys: () => tree.keys(),
    has: (name: string) => tree.has(name),
    select: (wanted: BranchSelector<B> | undefined) =>
      tree.select(wanted).map(({ field }) => field),
    where,
    aliases,
  };
  return computedColumns(names, selector, options);
}

async function readSelected<B extends ReadableBranch>(
  tree: Readable<B>,
  selected: readonly Selected<B>[],
  range: { readonly start: number; readonly stop: number },
  options: Pick<ArraysOptions, "cache"> & ReadOptions,
): Promise<AwkwardArray> {
  options.signal?.throwIfAborted();
  const paths = selected.map(({ branch }) => branch.path);
  const contents = await readThrough(options.cache, tree.place, paths, range, (places) =>
    tree.read(
      places.map((i) => selected[i].branch),
      range,
      options,
    ),
  );
  const fields = selected.map(({ field }) => field);
  const length = range.stop - range.start;
  return new AwkwardArray({ kind: "record", fields, contents, length });
}
