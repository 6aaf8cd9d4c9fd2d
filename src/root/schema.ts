import type { DType } from "../wasm/dtype.ts";

/** A number before an array that says how long the array is. */
export interface Counter {
  readonly name: string;
}

/** A number. */
export interface NumberSchema {
  readonly kind: "number";
  readonly dtype: DType;
  /** Where the number counts the elements of a later member. */
  readonly counter?: Counter | undefined;
}

/**
 * `Double32_t` or `Float16_t`: integers in a range where there is a `factor` (value = integer *
 * factor + low), else floats with so many `bits` of mantissa, or plain floats where that is 0.
 */
export interface PackedSchema {
  readonly kind: "packed";
  readonly dtype: "float64" | "float32";
  readonly bits: number;
  readonly factor: number;
  readonly low: number;
}

/** A text behind its length, of 1 (or 5) or of 4 bytes; 0: of 1, or nothing at all where it is empty. */
export interface TextSchema {
  readonly kind: "text";
  readonly lengthBytes: 0 | 1 | 4;
  /** Whether a frame of byte count and version may be around it. */
  readonly framed: boolean;
}

/** A collection: a count, and so many elements. */
export interface ListSchema {
  readonly kind: "list";
  readonly content: Schema;
  readonly framed: boolean;
}

/** Elements up to the end of the entry. */
export interface RestSchema {
  readonly kind: "rest";
  readonly content: Schema;
  /** Whether one frame is around all of them. */
  readonly framed: boolean;
}

/** Elements as many as a counter before them says. */
export interface CountedSchema {
  readonly kind: "counted";
  readonly content: Schema;
  readonly counter: Counter;
  /** `flagged`: behind a byte that says whether they are there; `triangle`: of a symmetric matrix. */
  readonly how: "plain" | "flagged" | "triangle";
  readonly framed: boolean;
}

/** So many elements. */
export interface ArraySchema {
  readonly kind: "array";
  readonly size: number;
  readonly content: Schema;
  readonly framed: boolean;
}

/** A member of a class. */
export interface Member {
  /** No name: it is read, but is no field; the fields of a base class are fields of its own. */
  readonly name?: string | undefined;
  readonly schema: Schema;
}

/** An object: its members one after another. */
export interface ObjectSchema {
  readonly kind: "object";
  readonly className: string;
  /** Whether a frame of byte count and version is around it. */
  readonly framed: boolean;
  /** Expected version and checksum; -1 and 0 where any will do. */
  readonly version: number;
  readonly checksum: number;
  readonly members: readonly Member[];
  /** A pair without names, as maps have them. */
  readonly tuple?: boolean | undefined;
}

/** What is in a frame and not described: it is read past. */
export interface OpaqueSchema {
  readonly kind: "opaque";
}

/** A TObject; its identifier is a field where `identifier` says so. */
export interface RootObjectSchema {
  readonly kind: "root-object";
  readonly identifier: boolean;
}

/** The bits of a TObject: 32, and 16 more that are no part of them where a TRef points to it. */
export interface BitsSchema {
  readonly kind: "bits";
}

/** A pointer to an object: it is read past. */
export interface PointerSchema {
  readonly kind: "pointer";
}

/** Bytes that are read past. */
export interface SkipSchema {
  readonly kind: "skip";
  readonly bytes: number;
}

/** The name of the object's class, which comes before it. */
export interface ClassNameSchema {
  readonly kind: "class-name";
}

/** How the bytes of an entry are laid out: a tree, compiled from type names and streamer infos. */
export type Schema =
  | NumberSchema
  | PackedSchema
  | TextSchema
  | ListSchema
  | RestSchema
  | CountedSchema
  | ArraySchema
  | ObjectSchema
  | OpaqueSchema
  | RootObjectSchema
  | BitsSchema
  | PointerSchema
  | SkipSchema
  | ClassNameSchema;
