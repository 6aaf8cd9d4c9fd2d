import { AwkwardArray } from "../array/array.ts";
import { columnsOf, type Layout, lazy } from "../array/layout.ts";
import { NotLoadedError } from "../errors.ts";
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
  readonly #known: ReadonlySet<string>;
  readonly #read = new Map<string, Layout>();
  #pending: string | undefined;
  #closed = false;

  constructor(names: readonly string[], length: number) {
    this.#names = names;
    this.#known = new Set(names);
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
    const contents = this.#names.map((name) => lazy(this.length, [], () => this.#load(name)));
    const layout = { kind: "record", fields: this.#names, contents, length: this.length } as const;
    return new AwkwardArray(layout, { metadata }) as Events;
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

function isFreed(layout: Layout): boolean {
  for (const column of columnsOf(layout)) if (column.disposed) return true;
  return false;
}
