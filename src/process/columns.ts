import { AwkwardArray } from "../array/array.ts";
import { columnsOf, isFreed, type Layout, lazy } from "../array/layout.ts";
import { sliceLayout } from "../array/select.ts";
import { NotLoadedError, UsageError } from "../errors.ts";
import { buildEvents } from "../events/build.ts";
import type { Schema } from "../events/schema.ts";
import { columnsOfTree, type SourceColumn } from "../events/source.ts";
import type { EventTree } from "./event-tree.ts";
import type { Events, EventsMetadata } from "./processor.ts";

/**
 * Passes through `process` to the executor when a column is used that has not been read. The
 * executor reads the column and calls `process` again.
 */
export class ColumnSuspension extends NotLoadedError {
  constructor(column: string) {
    super(
      column,
      `column "${column}" is read first: this error belongs to the executor, let it pass`,
      true,
    );
  }
}

/**
 * The columns of one entry range: those read so far, those `process` used, and the one it waits
 * for. Owns the columns until `release`.
 */
export class ChunkColumns {
  readonly length: number;
  /** Columns that `process` used, in the order of first use. */
  readonly touched: Set<string> = new Set();
  readonly #names: readonly string[];
  readonly #columns: readonly SourceColumn[] | undefined;
  readonly #schema: Schema | undefined;
  readonly #known: ReadonlySet<string>;
  readonly #read = new Map<string, Layout>();
  #pending: string | undefined;
  #closed = false;

  constructor(
    tree: Pick<EventTree, "keys" | "branches">,
    length: number,
    schema?: Schema | undefined,
  ) {
    const names = tree.keys();
    this.#names = names;
    this.#schema = schema;
    const { branches } = tree;
    // A schema's columns may be members of those that the tree names.
    this.#columns = schema && branches && columnsOfTree(branches, schema);
    this.#known = new Set([...names, ...(this.#columns ?? []).map(({ name }) => name)]);
    this.length = length;
  }

  /** The column that `process` waits for. */
  get pending(): string | undefined {
    return this.#pending;
  }

  /** Takes over what was read. */
  add(names: readonly string[], layouts: readonly Layout[]): void {
    for (const [i, name] of names.entries()) this.#read.set(name, layouts[i]);
    if (this.#pending !== undefined && this.#read.has(this.#pending)) this.#pending = undefined;
  }

  /** Takes over the first events of `names` from the columns of a longer range, where they are read. */
  addStart(longer: ChunkColumns, names: Iterable<string>): void {
    for (const name of this.missing(names)) {
      const layout = longer.#read.get(name);
      if (layout !== undefined) this.add([name], [sliceLayout(layout, 0, this.length)]);
    }
  }

  /** Those of `names` that the tree has and that are not there yet (or were freed by `process`). */
  missing(names: Iterable<string>): string[] {
    const wanted: string[] = [];
    for (const name of names) {
      if (!this.#known.has(name)) continue;
      const layout = this.#read.get(name);
      if (layout === undefined || isFreed(layout)) wanted.push(name);
    }
    return wanted;
  }

  /** The events, for one call of `process`. */
  events(metadata: EventsMetadata): Events {
    if (this.#schema !== undefined) return this.#arranged(this.#schema, metadata);
    const contents = this.#names.map((name) =>
      lazy(
        this.length,
        () => [],
        () => this.#load(name),
      ),
    );
    const layout = { kind: "record", fields: this.#names, contents, length: this.length } as const;
    return new AwkwardArray(layout, { metadata }) as Events;
  }

  #arranged(schema: Schema, metadata: EventsMetadata): Events {
    const columns = this.#columns;
    if (columns === undefined) {
      throw new UsageError("a schema arranges the branches of a tree, and this source names none");
    }
    const source = {
      length: this.length,
      columns,
      load: (name: string) => this.#load(name),
      held: (name: string) => {
        const layout = this.#read.get(name);
        return layout === undefined ? [] : columnsOf(layout);
      },
    };
    return buildEvents(source, schema, metadata) as Events;
  }

  /** Frees what was read, except the columns of `kept`, and ends the use of the events. */
  release(kept: ReadonlySet<unknown> = new Set()): void {
    this.#closed = true;
    for (const layout of this.#read.values()) {
      for (const column of columnsOf(layout)) if (!kept.has(column)) column.dispose();
    }
    this.#read.clear();
  }

  #load(name: string): Layout {
    if (this.#closed) {
      throw new NotLoadedError(
        name,
        `column "${name}" was not read: process() is over; use events only inside it, or read ` +
          `with await tree.arrays(["${name}"])`,
      );
    }
    this.touched.add(name);
    const layout = this.#read.get(name);
    if (layout !== undefined) return layout;
    this.#pending ??= name;
    throw new ColumnSuspension(name);
  }
}
