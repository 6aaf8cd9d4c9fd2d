import type { AwkwardArray, Metadata, Records } from "../array/array.ts";
import { concatenate } from "../array/concatenate.ts";
import { fieldOf } from "../array/field.ts";
import { columnsOf, isFreed, type Layout } from "../array/layout.ts";
import { knownOptions } from "../array/option-names.ts";
import { NotFoundError, NotLoadedError, UsageError } from "../errors.ts";
import { OPEN_OPTIONS } from "../root/check-reading.ts";
import { type Files, type OpenTree, openAllTrees } from "../root/concatenate.ts";
import { type NameFilter, nameTest } from "../root/key-filter.ts";
import type { OpenOptions } from "../root/source.ts";
import type { Column } from "../wasm/column.ts";
import { dispose, scope } from "../wasm/scope.ts";
import { buildEvents } from "./build.ts";
import { loadResult } from "./load-result.ts";
import { BaseSchema, type Schema } from "./schema.ts";
import { columnsOfTree, type EventColumns, type SourceColumn } from "./source.ts";

/** An array of events or objects whose fields, and derived properties, are arrays like it. */
export type NanoArray = Records;

/** How events are read from files. */
export interface NanoEventsOptions extends OpenOptions {
  /** How columns become collections. Default: every column as it is. */
  readonly schema?: Schema | undefined;
  /** The tree, for files that do not name it. Default: the schema's. */
  readonly tree?: string | undefined;
  /**
   * The columns that the events have, by their names in the tree: these are read at once. By
   * default the events have all columns, and none is read before `NanoEvents.load` needs it.
   */
  readonly filterName?: NameFilter | undefined;
  /** What is known of the events: `events.metadata`. */
  readonly metadata?: Metadata | undefined;
}

/** Events of ROOT files as collections of objects. @see coffea.nanoevents.NanoEventsFactory */
export const NanoEvents: {
  /**
   * The events of one or more files, in order, arranged by a schema.
   *
   * @param files  as `concatenate` takes them: paths, URLs, `path:tree`, globs, `File`s, bytes
   * @throws NotFoundError for a tree or column that is not there; what `openRoot` throws
   * @see coffea.nanoevents.NanoEventsFactory.from_root
   */
  fromRoot(files: Files, options?: NanoEventsOptions): Promise<NanoArray>;
  /**
   * Calls `use` with the events, reads what it turns out to need, and returns what it made. Arrays
   * in what it returns, also inside records, lists, maps and sets, are read whole: of objects all
   * fields. Only the fields of events as such (`(events) => events.filter(mask)`) stay unread unless
   * `use` needs them. Columns once read stay with the events; those that were disposed of are read again.
   *
   * @param events  of `fromRoot`
   * @param use  synchronous; called again after each column that it needs
   * @throws what `use` and reading throw
   */
  load<Out>(events: NanoArray, use: (events: NanoArray) => Out): Promise<Out>;
} = { fromRoot, load };

const sources = new WeakMap<object, FileColumns>();

async function fromRoot(files: Files, options: NanoEventsOptions = {}): Promise<NanoArray> {
  const known = ["schema", "tree", "filterName", "metadata", ...OPEN_OPTIONS] as const;
  const {
    schema = BaseSchema,
    filterName,
    metadata,
    signal,
    headers,
    credentials,
  } = knownOptions(options, known, "NanoEvents.fromRoot");
  const open = (): Promise<OpenTree[]> =>
    openAllTrees(files, { signal, headers, credentials, tree: options.tree ?? schema.trees });
  const trees = await open();
  try {
    const length = trees.reduce((sum, { tree }) => sum + tree.entries, 0);
    const columns = columnsOfTree(trees[0].tree.branches, schema);
    const test = nameTest(filterName);
    const taken = columns.filter(
      ({ name }) => test(name) || test(name.split("/").at(-1) as string),
    );
    if (taken.length === 0) {
      const known = columns.map(({ name }) => name);
      throw new NotFoundError("column", String(filterName), known, trees[0].file.path);
    }
    const source = new FileColumns(length, taken, open, options);
    if (filterName !== undefined) {
      await source.read(
        trees,
        taken.map(({ name }) => name),
      );
    }
    const events = buildEvents(source, schema, metadata) as NanoArray;
    sources.set(events, source);
    return events;
  } finally {
    await closeAll(trees);
  }
}

async function load<Out>(events: NanoArray, use: (events: NanoArray) => Out): Promise<Out> {
  const source = sources.get(events);
  if (source === undefined) throw new UsageError("NanoEvents.load takes events of fromRoot");
  source.forgetFreed();
  let trees: OpenTree[] = [];
  try {
    for (;;) {
      source.pending.clear();
      try {
        return scope(() => {
          const out = use(events);
          source.pending.clear();
          loadResult(out, source.pending);
          return out;
        });
      } catch (error) {
        if (source.pending.size === 0) throw error;
        // Before others run, who may load from the same events.
        const names = [...source.pending];
        if (trees.length === 0) trees = await source.open();
        await source.read(trees, names);
      }
    }
  } finally {
    await closeAll(trees);
  }
}

async function closeAll(trees: readonly OpenTree[]): Promise<void> {
  for (const { file } of trees) await file.close();
}

/** Columns of files, in memory from when they are read. */
class FileColumns implements EventColumns {
  readonly length: number;
  readonly columns: readonly SourceColumn[];
  /** Columns that were asked for and are not there. */
  readonly pending: Set<string> = new Set();
  readonly open: () => Promise<OpenTree[]>;
  readonly #options: OpenOptions;
  readonly #layouts = new Map<string, Layout>();

  constructor(
    length: number,
    columns: readonly SourceColumn[],
    open: () => Promise<OpenTree[]>,
    { signal, progress }: OpenOptions,
  ) {
    this.length = length;
    this.columns = columns;
    this.open = open;
    this.#options = { signal, progress };
  }

  async read(trees: readonly OpenTree[], names: readonly string[]): Promise<void> {
    const parts: AwkwardArray[] = [];
    try {
      for (const { tree } of trees) parts.push(await tree.arrays(names, this.#options));
      const array = parts.length === 1 ? (parts.pop() as AwkwardArray) : concatenate(parts);
      if (array.length !== this.length) {
        dispose(array);
        throw new UsageError(`the files have ${array.length} events now, and had ${this.length}`);
      }
      for (const name of names) this.#layouts.set(name, fieldOf(array.layout, name));
    } finally {
      for (const part of parts) part.dispose();
    }
  }

  /** What was freed, as with an array that lent it, is read again when needed. */
  forgetFreed(): void {
    for (const [name, layout] of this.#layouts) if (isFreed(layout)) this.#layouts.delete(name);
  }

  load(name: string): Layout {
    const layout = this.#layouts.get(name);
    if (layout !== undefined) return layout;
    this.pending.add(name);
    throw new NotLoadedError(
      name,
      `column "${name}" has not been read: await NanoEvents.load(events, (events) => …) reads what ` +
        "is used there, { filterName } reads columns at once",
    );
  }

  held(name: string): Iterable<Column> {
    const layout = this.#layouts.get(name);
    return layout === undefined ? [] : columnsOf(layout);
  }
}
