import type { AwkwardArray } from "../array/array.ts";
import type { Layout } from "../array/layout.ts";
import type { Collection } from "./collection.ts";

/** The collection that a column belongs to, and its name there. */
export interface Place {
  readonly collection: string;
  /** "" for a column that is no part of a collection: it is the collection. */
  readonly field: string;
}

/** The columns of a collection by field, before any is read. */
export interface Group {
  readonly collection: string;
  /** Columns by the name of their field; a record of columns where a field has parts. */
  readonly fields: Map<string, FieldPlan>;
  /** The column that is the collection. */
  own?: string | undefined;
  /** The column that says how many objects each event has. */
  counter?: string | undefined;
  /** Whether each event has a list of them. */
  jagged: boolean;
}

/** A field of a collection: a column, a record of columns, or made of others. */
export type FieldPlan =
  | {
      readonly kind: "column";
      readonly column: string;
      /** How many lists are around its numbers. */
      readonly depth: number;
    }
  | { readonly kind: "parts"; readonly parts: ReadonlyMap<string, string> }
  | {
      readonly kind: "derived";
      /** @returns one element for each object (of all events); runs in a scope of its own */
      readonly make: (collection: Collection) => Layout;
    };

/** An accessor of a record: the objects that belong to those of `array`. */
export type Accessor = (array: AwkwardArray, collections: Collections) => AwkwardArray;

/** The collections of the events that an array was taken from, unfiltered. */
export interface Collections {
  /** @throws NotFoundError with the nearest name */
  collection(name: string): Collection;
}

/** What the records of a collection can do. */
export interface RecordTable {
  /** Whether they are four-momenta (`pt`, `eta`, `phi`, `mass` and so on, also derived). */
  readonly vector?: "Momentum4D" | "Momentum2D" | "Vector3D" | undefined;
  /** Fields that sums of them have as well, added: `vector.add(a, b).charge` of candidates. */
  readonly summed?: readonly string[] | undefined;
  /** By the name of the property. */
  readonly accessors?: Readonly<Record<string, Accessor>> | undefined;
}

/**
 * How the columns of a file are arranged as collections of objects: a table. New ones are made by
 * spreading an old one: `{ ...NanoAODSchema, records: { ...NanoAODSchema.records, Dimuon: "Vector" } }`.
 * @see coffea.nanoevents.schemas
 */
export interface Schema {
  readonly name: string;
  /** Trees looked for, the first found is taken, where the caller names none. */
  readonly trees: readonly string[];
  /** Columns of RNTuples that hold records whose members are columns: `place` is asked for `column.member`. */
  readonly members?: ((column: string) => boolean) | undefined;
  /** Where a column belongs; undefined leaves it out. */
  readonly place: (column: string) => Place | undefined;
  /** The name of the column with the number of objects of a collection's events. */
  readonly counter?: ((collection: string) => string) | undefined;
  /** The kind of record of each collection. */
  readonly records: Readonly<Record<string, string>>;
  /** The kind of the other collections; none by default. */
  readonly otherRecords?: string | undefined;
  /** What each kind of record can do. */
  readonly behaviors: Readonly<Record<string, RecordTable>>;
  /** Adds, renames and removes fields, once the columns are grouped. */
  readonly complete?: ((groups: ReadonlyMap<string, Group>) => void) | undefined;
}

/** Every column as it is. @see coffea.nanoevents.BaseSchema */
export const BaseSchema: Schema = {
  name: "Base",
  trees: [],
  place: (column) => ({ collection: column, field: "" }),
  records: {},
  behaviors: {},
};
