import type { AwkwardArray, RecordArray } from "../array/array.ts";
import { concatenate as join } from "../array/concatenate.ts";
import { NotFoundError, UsageError } from "../errors.ts";
import { checkFiles } from "./check-reading.ts";
import type { EventBranch, EventSource } from "./event-source.ts";
import { openRoot, type RootFile } from "./file.ts";
import { splitFileTree } from "./file-tree.ts";
import { globFiles } from "./glob-files.ts";
import { type TypedColumn, typedRecord } from "./library.ts";
import type { ArraysOptions, IterateOptions } from "./reading.ts";
import type { BranchSelector } from "./select.ts";
import type { OpenOptions } from "./source.ts";
import type { RootInput } from "./source-open.ts";

/**
 * Trees of several files: `path:tree` (a path may be a glob of local files), files whose tree
 * `tree` names, a record of trees by path, or a list of these.
 */
export type Files = RootInput | readonly RootInput[] | Readonly<Record<string, string>>;

/** Which trees are read. */
export interface FilesOptions extends OpenOptions {
  /**
   * For files that do not name their tree; not needed where a file has only one. Of several names
   * the first that a file has.
   */
  readonly tree?: string | readonly string[] | undefined;
  /** Passes over files that do not have the tree. Default false. */
  readonly allowMissing?: boolean | undefined;
}

/** A file, and the tree in it if one is named. */
interface Place {
  readonly input: RootInput;
  readonly tree: string | undefined;
}

/**
 * Reads the same branches of the trees of several files into one array, in the order of the files.
 *
 * @param selector  as `tree.arrays` takes it
 * @param options  entry ranges count in each file
 * @throws what `openRoot` and `tree.arrays` throw; ShapeError when types differ between files
 * @see uproot.concatenate
 */
export async function concatenate<Name extends string = string>(
  files: Files,
  selector: BranchSelector<EventBranch> | readonly Name[] | undefined,
  options: ArraysOptions & FilesOptions & { readonly library: "typed" },
): Promise<Readonly<Record<Name, TypedColumn>>>;
export async function concatenate<Name extends string = string>(
  files: Files,
  selector?: BranchSelector<EventBranch> | readonly Name[],
  options?: ArraysOptions & FilesOptions,
): Promise<RecordArray<Name>>;
export async function concatenate(
  files: Files,
  selector?: BranchSelector<EventBranch>,
  options: ArraysOptions & FilesOptions = {},
): Promise<unknown> {
  const { library, ...reading } = options;
  const parts: AwkwardArray[] = [];
  try {
    for await (const { tree } of openTrees(files, options)) {
      parts.push(await tree.arrays(selector, reading));
    }
    if (parts.length === 0) throw nothing(files);
    const whole = parts.length === 1 ? (parts.pop() as AwkwardArray) : join(parts);
    return library === "typed" ? typedRecord(whole) : whole;
  } finally {
    for (const part of parts) part.dispose();
  }
}

/**
 * Reads the trees of several files step by step, as `tree.iterate` does with each.
 *
 * @see uproot.iterate
 */
export function iterate<Name extends string = string>(
  files: Files,
  selector: BranchSelector<EventBranch> | readonly Name[] | undefined,
  options: IterateOptions & FilesOptions & { readonly library: "typed" },
): AsyncGenerator<Readonly<Record<Name, TypedColumn>>>;
export function iterate<Name extends string = string>(
  files: Files,
  selector?: BranchSelector<EventBranch> | readonly Name[],
  options?: IterateOptions & FilesOptions,
): AsyncGenerator<RecordArray<Name>>;
export async function* iterate(
  files: Files,
  selector?: BranchSelector<EventBranch>,
  options: IterateOptions & FilesOptions = {},
): AsyncGenerator<unknown> {
  for await (const { tree } of openTrees(files, options)) yield* tree.iterate(selector, options);
}

/** A tree and how many entries it has. */
export interface TreeEntries {
  readonly file: string;
  /** With its cycle. */
  readonly tree: string;
  readonly entries: number;
}

/**
 * The number of entries of the trees of several files, without reading any.
 * @see uproot.num_entries
 */
export async function numEntries(files: Files, options: FilesOptions = {}): Promise<TreeEntries[]> {
  checkFiles(options, "numEntries");
  const out: TreeEntries[] = [];
  for await (const { file, tree } of openTrees(files, options)) {
    out.push({ file, tree: tree.path, entries: tree.entries });
  }
  return out;
}

/** A tree of a file that is open. */
export interface OpenTree {
  readonly file: RootFile;
  readonly tree: EventSource;
}

/** Opens one tree after another; each file is closed when the next is asked for. */
async function* openTrees(
  files: Files,
  options: FilesOptions,
): AsyncGenerator<{ file: string; tree: EventSource }> {
  for (const place of await placesOf(files)) {
    const opened = await openTree(place, options);
    if (opened === undefined) continue;
    try {
      yield { file: opened.file.path, tree: opened.tree };
    } finally {
      await opened.file.close();
    }
  }
}

/** Opens all trees at once; the caller closes the files. */
export async function openAllTrees(files: Files, options: FilesOptions): Promise<OpenTree[]> {
  const opened: OpenTree[] = [];
  try {
    for (const place of await placesOf(files)) {
      const one = await openTree(place, options);
      if (one !== undefined) opened.push(one);
    }
    if (opened.length === 0) throw nothing(files);
    return opened;
  } catch (error) {
    for (const { file } of opened) await file.close();
    throw error;
  }
}

async function openTree(
  { input, tree }: Place,
  { tree: fallback, allowMissing = false, signal, headers, credentials }: FilesOptions,
): Promise<OpenTree | undefined> {
  const file = await openRoot(input, { signal, headers, credentials });
  try {
    const name = tree ?? (typeof fallback === "string" ? fallback : onlyTree(file, fallback));
    return { file, tree: await file.tree(name, { signal }) };
  } catch (error) {
    await file.close();
    if (allowMissing && error instanceof NotFoundError) return undefined;
    throw error;
  }
}

async function placesOf(files: Files): Promise<Place[]> {
  const out: Place[] = [];
  if (isRecord(files)) {
    for (const [path, tree] of Object.entries(files)) {
      for (const input of await globFiles(path)) out.push({ input, tree });
    }
    return out;
  }
  const list = (Array.isArray(files) ? files : [files]) as readonly RootInput[];
  if (list.length === 0) throw nothing(files);
  for (const input of list) {
    if (typeof input !== "string") {
      out.push({ input, tree: undefined });
      continue;
    }
    const { file, tree } = splitFileTree(input);
    for (const path of await globFiles(file)) out.push({ input: path, tree });
  }
  return out;
}

/** A record of trees by path: a plain object, not one that can be opened itself. */
function isRecord(files: Files): files is Readonly<Record<string, string>> {
  if (typeof files !== "object" || Array.isArray(files)) return false;
  const prototype: unknown = Object.getPrototypeOf(files);
  const plain = prototype === Object.prototype || prototype === null;
  return plain && Object.values(files).every((value) => typeof value === "string");
}

function onlyTree(file: RootFile, preferred: readonly string[] = []): string {
  const trees = file.keys({
    cycle: false,
    filterClassname: ["TTree", "TNtuple", "TNtupleD", "ROOT::RNTuple"],
  });
  const found = preferred.find((name) => trees.includes(name));
  if (found !== undefined) return found;
  if (trees.length === 1) return trees[0];
  const known = trees.length === 0 ? "" : `: ${trees.join(", ")}`;
  throw new UsageError(
    `${file.path} has ${trees.length === 0 ? "no tree" : `${trees.length} trees`}; say which one${known}`,
  );
}

function nothing(files: Files): UsageError {
  return new UsageError(
    `no file to read: ${Array.isArray(files) ? "the list is empty" : "none has the tree"}`,
  );
}
