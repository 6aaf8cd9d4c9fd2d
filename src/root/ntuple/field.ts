import type { DType } from "../../wasm/dtype.ts";
import type { StructuredInterpretation } from "../structured.ts";
import type { ColumnRecord } from "./schema.ts";

/** A column of a field: one record for each representation, of which a cluster stores one. */
export interface FieldColumn {
  /** Path of the field, for messages. */
  readonly path: string;
  readonly records: readonly ColumnRecord[];
}

/** What all kinds of fields have. */
interface Typed {
  /** The C++ type. */
  readonly typename: string;
}

/** Numbers. */
export interface NumbersField extends Typed {
  readonly kind: "leaf";
  readonly dtype: DType;
  readonly column: FieldColumn;
}

/** The length of a collection. */
export interface CardinalityField extends Typed {
  readonly kind: "cardinality";
  readonly dtype: "int32" | "int64";
  readonly index: FieldColumn;
}

/** A text. */
export interface StringField extends Typed {
  readonly kind: "string";
  readonly index: FieldColumn;
  readonly characters: FieldColumn;
}

/** A list of any length. */
export interface ListField extends Typed {
  readonly kind: "list";
  readonly index: FieldColumn;
  readonly content: Field;
}

/** A value that may be missing: `std::optional`, `std::unique_ptr`. */
export interface OptionField extends Typed {
  readonly kind: "option";
  readonly index: FieldColumn;
  readonly content: Field;
}

/** A list of fixed length: `std::array`, `std::bitset`. */
export interface RegularField extends Typed {
  readonly kind: "regular";
  readonly size: number;
  readonly content: Field;
}

/** A class; the members of its bases are among its own. */
export interface RecordField extends Typed {
  readonly kind: "record";
  /** `std::pair`, `std::tuple`, and, as uproot has it, classes without members. */
  readonly tuple: boolean;
  readonly fields: readonly string[];
  readonly contents: readonly Field[];
}

/** A value of one of several types, or none. */
export interface VariantField extends Typed {
  readonly kind: "variant";
  readonly tag: FieldColumn;
  readonly contents: readonly Field[];
}

/** An object that ROOT's streamer wrote: its bytes. */
export interface StreamedField extends Typed {
  readonly kind: "streamed";
  readonly index: FieldColumn;
  readonly bytes: FieldColumn;
  readonly interpretation: StructuredInterpretation;
}

/** How the columns of a field become an array. */
export type Field =
  | NumbersField
  | CardinalityField
  | StringField
  | ListField
  | OptionField
  | RegularField
  | RecordField
  | VariantField
  | StreamedField;

/**
 * A member of a field with the lists around it; `undefined` where there is none.
 *
 * @param names  from the outermost record on
 */
export function memberOf(field: Field, [name, ...rest]: readonly string[]): Field | undefined {
  if (name === undefined) return field;
  switch (field.kind) {
    case "list":
    case "option":
    case "regular": {
      const content = memberOf(field.content, [name, ...rest]);
      return content && { ...field, content };
    }
    case "record": {
      const at = field.fields.indexOf(name);
      return at < 0 ? undefined : memberOf(field.contents[at], rest);
    }
    default:
      return undefined;
  }
}

/** Paths of the members of a field, at any depth: `.x`, `.x.y`. */
export function memberPaths(field: Field, prefix: string = ""): string[] {
  switch (field.kind) {
    case "list":
    case "option":
    case "regular":
      return memberPaths(field.content, prefix);
    case "record":
      return field.fields.flatMap((name, i) => {
        const path = `${prefix}.${name}`;
        return [path, ...memberPaths(field.contents[i], path)];
      });
    default:
      return [];
  }
}

/** Every column of a field and of those below it. */
export function* columnsOf(field: Field): Iterable<ColumnRecord> {
  switch (field.kind) {
    case "leaf":
      yield* field.column.records;
      return;
    case "cardinality":
      yield* field.index.records;
      return;
    case "string":
      yield* field.index.records;
      yield* field.characters.records;
      return;
    case "streamed":
      yield* field.index.records;
      yield* field.bytes.records;
      return;
    case "list":
    case "option":
      yield* field.index.records;
      yield* columnsOf(field.content);
      return;
    case "regular":
      yield* columnsOf(field.content);
      return;
    case "variant":
      yield* field.tag.records;
      for (const content of field.contents) yield* columnsOf(content);
      return;
    case "record":
      for (const content of field.contents) yield* columnsOf(content);
      return;
    default:
      field satisfies never;
  }
}
