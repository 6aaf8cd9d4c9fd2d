import type { GraphRecord } from "./graph.ts";
import type { HistogramRecord, ProfileRecord } from "./histogram.ts";
import type { MatrixRecord } from "./matrix.ts";
import type { Members, PlainObject, RootValue } from "./value.ts";

/** Passed and all entries of an efficiency: a TEfficiency. */
export interface EfficiencyRecord {
  readonly kind: "efficiency";
  readonly className: string;
  readonly name: string;
  readonly title: string;
  readonly passed: HistogramRecord;
  readonly total: HistogramRecord;
  /** Everything as it is on file. */
  readonly members: Members;
}

/** A name and a value: a TParameter. */
export interface ParameterRecord {
  readonly kind: "parameter";
  readonly className: string;
  readonly name: string;
  readonly value: number | bigint | boolean;
  readonly members: Members;
}

/** A TNamed. */
export interface NamedRecord {
  readonly kind: "named";
  readonly className: string;
  readonly name: string;
  readonly title: string;
  readonly members: Members;
}

/** A text: a TObjString or std::string. */
export interface TextRecord {
  readonly kind: "text";
  readonly className: string;
  readonly value: string;
  readonly members: Members;
}

/** Objects in their order: a TList, THashList, TObjArray or TClonesArray. */
export interface ListRecord {
  readonly kind: "list";
  readonly className: string;
  readonly name: string;
  readonly items: readonly (RootObject | null)[];
  /** What ROOT keeps beside each item of a TList, such as how to draw it. */
  readonly options: readonly string[];
  readonly members: Members;
}

/** Objects by objects: a TMap. */
export interface MapRecord {
  readonly kind: "map";
  readonly className: string;
  readonly name: string;
  readonly entries: readonly (readonly [RootObject | null, RootObject | null])[];
  readonly members: Members;
}

/** A standard container that is a key of its own. */
export interface ContainerRecord {
  readonly kind: "container";
  readonly className: string;
  readonly value: RootValue;
}

/** An object of any other class. */
export interface OtherRecord extends PlainObject {
  readonly kind: "object";
}

/** What a key holds, by `kind`. */
export type RootObject =
  | HistogramRecord
  | ProfileRecord
  | GraphRecord
  | EfficiencyRecord
  | ParameterRecord
  | NamedRecord
  | TextRecord
  | ListRecord
  | MapRecord
  | MatrixRecord
  | ContainerRecord
  | OtherRecord;
