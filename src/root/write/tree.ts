import { AwkwardArray } from "../../array/array.ts";
import { fromTypedArray } from "../../array/from.ts";
import { equal } from "../../array/functions.ts";
import type { Layout } from "../../array/layout.ts";
import { lengthsOf } from "../../array/num.ts";
import { checkSameLists } from "../../array/offsets.ts";
import { all } from "../../array/reduce.ts";
import { NotFoundError, ShapeError } from "../../errors.ts";
import type { Column } from "../../wasm/column.ts";
import type { TypedArray } from "../../wasm/dtype.ts";
import { scope } from "../../wasm/scope.ts";
import type { PlainObject } from "../objects/value.ts";
import {
  type BasketContent,
  basketBytes,
  basketContent,
  basketKey,
  basketKeyLength,
  counterContent,
} from "./basket.ts";
import { branchesOf, type PlannedBranch, type PlannedColumn } from "./branch-plan.ts";
import type { Lease } from "./buffer-pool.ts";
import type { ClassDescription } from "./class-description.ts";
import {
  type BranchValues,
  branchValues,
  type ColumnValues,
  columnsByName,
  fieldValues,
  layoutOf,
} from "./column-values.ts";
import type { Compression, Place } from "./compression.ts";
import type { ContainerValues } from "./container-values.ts";
import type { Output } from "./output.ts";
import { type BranchState, newBranchState, treeObject } from "./tree-object.ts";

/** Bytes of entries in a basket, about: what reading one entry has to read and decompress. */
const BASKET_BYTES = 1024 * 1024;

/** What a tree needs of its file. */
export interface TreeHost {
  readonly output: Output;
  readonly compression: Compression;
  /** Of the directory. */
  readonly seekParent: number;
  /** Runs a piece of work behind those before it. */
  next(work: () => Promise<void>): Promise<void>;
}

/** Columns of entries, by name. */
export type TreeColumns = Readonly<Record<string, ColumnValues>>;

interface Piece {
  readonly state: BranchState;
  readonly content: BasketContent;
  /** Its bytes behind room for the key, where they were made at once. */
  readonly lease: Lease | undefined;
}

/**
 * A TTree that is being written.
 * @see uproot.WritableTree
 */
export class WritableTree {
  readonly name: string;
  readonly title: string;
  readonly #columns: readonly PlannedColumn[];
  readonly #branches: ReadonlyMap<string, BranchState>;
  readonly #host: TreeHost;
  #entries = 0;

  /** Use `mktree` of a file. */
  constructor(
    { name, title }: { readonly name: string; readonly title: string },
    columns: readonly PlannedColumn[],
    host: TreeHost,
  ) {
    this.name = name;
    this.title = title;
    this.#columns = columns;
    this.#host = host;
    const branches = columns.flatMap(branchesOf);
    this.#branches = new Map(branches.map((branch) => [branch.name, newBranchState(branch)]));
  }

  /** Entries written so far. */
  get entries(): number {
    return this.#entries;
  }

  /** Names of the branches, counters among them. */
  get branches(): readonly string[] {
    return [...this.#branches.keys()];
  }

  /**
   * Appends entries: at least one basket for each branch, so give thousands at a time. The values
   * are taken over at the call, converted to the types of the branches as `astype` does; when the
   * returned promise is kept, but a few MB are out of memory.
   *
   * @param columns  all columns of the tree by name, or an array of records of them, of one length: typed
   *   arrays (row after row for fixed arrays), arrays (`ak.Array`), lists; for fields an array of records, or columns by field
   * @throws NotFoundError for a column that the tree does not have
   * @throws ShapeError when a column is missing, or structures or lengths differ
   * @throws SourceError when the sink fails: then there is no file
   * @see uproot.WritableTree.extend
   */
  extend(columns: TreeColumns | AwkwardArray): Promise<void> {
    const { output } = this.#host;
    output.check();
    const pieces: Piece[] = [];
    scope(() => {
      this.#entries += this.#takeOver(columnsByName(columns, `tree "${this.name}"`), pieces);
    });
    return this.#host.next(() => this.#write(pieces));
  }

  /** The classes of objects in its lists. */
  get classes(): readonly ClassDescription[] {
    return [...this.#branches.values()].flatMap(({ branch: { container } }) => {
      return typeof container?.content === "object" ? container.content.classes : [];
    });
  }

  /** The TTree as it is written at the end. */
  object(): PlainObject {
    return treeObject(this, this.#entries, [...this.#branches.values()]);
  }

  /** Puts the baskets of new entries, copied out of linear memory, into `pieces`. */
  #takeOver(columns: TreeColumns, pieces: Piece[]): number {
    const place = `tree "${this.name}"`;
    const known = this.#columns.map(({ name }) => name);
    for (const name of Object.keys(columns)) {
      if (!known.includes(name)) throw new NotFoundError("column", name, known, place);
    }
    const taken = this.#columns.map((column) => {
      const where = `column "${column.name}" of ${place}`;
      const given = columns[column.name];
      if (column.counts) return { column, values: [] };
      if (given === undefined) throw new ShapeError(`${where} is missing`, known);
      const values = [...column.branches].map(([field, branch]) => {
        const own = column.record ? fieldValues(given, field, where) : layoutOf(given, where);
        return [branch, branchValues(own, branch, `branch "${branch.name}" of ${place}`)] as const;
      });
      return { column, values };
    });
    const branches = taken.flatMap(({ values }) => values);
    const entries = branches[0]?.[1].entries ?? 0;
    for (const [branch, { entries: own }] of branches) {
      if (own !== entries) {
        const message = `branch "${branch.name}" of ${place} has ${own} entries, others ${entries}`;
        throw new ShapeError(message, entries, own);
      }
    }
    const lists = this.#listsByCounter(branches);
    for (const { name, counts } of this.#columns) {
      const own = lists.get(name);
      const given = columns[name];
      if (!counts || own === undefined || given === undefined) continue;
      const where = `column "${name}" of ${place}`;
      checkCounts(own.offsets, layoutOf(given, where), `${where} does not count "${own.name}"`);
    }
    if (entries > 0) pieces.push(...taken.flatMap((one) => this.#columnPieces(one)));
    return entries;
  }

  /** The lists that each counter counts, which those of all its branches are. */
  #listsByCounter(
    branches: readonly (readonly [PlannedBranch, BranchValues | ContainerValues])[],
  ): Map<string, { readonly name: string; readonly offsets: Column<"int32"> }> {
    const lists = new Map<string, { name: string; offsets: Column<"int32"> }>();
    for (const [{ name, counter }, { offsets }] of branches) {
      if (counter === undefined || offsets === undefined) continue;
      const first = lists.get(counter);
      if (first === undefined) lists.set(counter, { name, offsets });
      else checkSameLists(first.offsets, offsets, `"${first.name}"`, `"${name}"`);
    }
    return lists;
  }

  #columnPieces({
    column: { counter },
    values,
  }: {
    column: PlannedColumn;
    values: readonly (readonly [PlannedBranch, BranchValues | ContainerValues])[];
  }): Piece[] {
    const pieces = values.flatMap(([branch, own]) => this.#branchPieces(branch, own));
    const { offsets, entries = 0 } = values.at(0)?.[1] ?? {};
    if (counter === undefined || offsets === undefined) return pieces;
    const { compression } = this.#host;
    const state = this.#state(counter);
    const counts: Piece[] = [];
    for (let start = 0; start < entries; start += BASKET_BYTES / 4) {
      const stop = Math.min(start + BASKET_BYTES / 4, entries);
      counts.push(
        this.#piece(state, (place) => counterContent(offsets, start, stop, compression, place)),
      );
    }
    return [...counts, ...pieces];
  }

  #branchPieces(branch: PlannedBranch, values: BranchValues | ContainerValues): Piece[] {
    const { entries } = values;
    const { compression } = this.#host;
    const state = this.#state(branch);
    const keylen = basketKeyLength(branch.name, this.name);
    const baskets = Math.min(Math.ceil(basketBytes(values) / BASKET_BYTES), entries) || 1;
    const step = Math.ceil(entries / baskets);
    const pieces: Piece[] = [];
    for (let start = 0; start < entries; start += step) {
      const stop = Math.min(start + step, entries);
      const text = branch.dtype === "string";
      pieces.push(
        this.#piece(state, (place) =>
          basketContent(values, start, stop, { keylen, text }, compression, place),
        ),
      );
    }
    return pieces;
  }

  #piece(state: BranchState, make: (place: Place) => BasketContent): Piece {
    const room = basketKeyLength(state.branch.name, this.name);
    let lease: Lease | undefined;
    const content = make((length) => {
      lease = this.#host.output.lease(room + length);
      return lease.bytes.subarray(room);
    });
    return { state, content, lease };
  }

  #state(branch: PlannedBranch): BranchState {
    return this.#branches.get(branch.name) as BranchState;
  }

  async #write(pieces: readonly Piece[]): Promise<void> {
    for (const piece of pieces) {
      const { stored } = piece.content;
      this.#append(piece, stored instanceof Uint8Array ? stored : await stored);
      await this.#host.output.drain();
    }
  }

  #append({ state, content, lease }: Piece, stored: Uint8Array): void {
    const { output, seekParent } = this.#host;
    const seek = output.end;
    const { name } = state.branch;
    const key = { name, title: this.name, seek, seekParent, datime: output.datime() };
    const head = basketKey(content, stored.length, key);
    if (lease === undefined) {
      output.append(head);
      output.append(stored);
    } else {
      lease.bytes.set(head);
      output.append(lease.bytes, lease);
    }
    state.seeks.push(seek);
    state.bytes.push(head.length + stored.length);
    state.firsts.push(state.entries);
    state.entries += content.entries;
    state.packedBytes += head.length + stored.length;
    state.plainBytes += head.length + content.length;
    state.longest = Math.max(state.longest, content.longest);
  }
}

/** @throws ShapeError unless numbers are the lengths of lists */
function checkCounts(offsets: Column<"int32">, given: Layout | TypedArray, message: string): void {
  const data = lengthsOf(offsets) as unknown as Column;
  const lengths = new AwkwardArray({ kind: "flat", data });
  const counts = "kind" in given ? new AwkwardArray(given) : fromTypedArray(given);
  if (counts.length !== lengths.length || !all(equal(lengths, counts))) {
    throw new ShapeError(message, "lengths of the lists", "other numbers");
  }
}
