import * as arrow from "apache-arrow";
import type { KeyValue } from "hyparquet";
import { recordName } from "../array/arrow.ts";

/** What Awkward writes of a node, in the metadata of a file. */
export interface Said {
  readonly node_type: string;
  readonly mask_type: "IndexedOptionArray" | null;
  readonly mask_parameters: object | null;
  readonly node_parameters: Readonly<Record<string, unknown>> | null;
  readonly record_is_tuple: boolean | null;
  readonly record_is_scalar: false;
  readonly is_nonnullable_nulltype: boolean;
  readonly option_type: false;
  readonly field_name: string;
  readonly subfield_metadata?: readonly Said[];
}

/** What is known of a node beside Parquet's schema. */
export interface Guide {
  readonly field?: arrow.Field | undefined;
  readonly said?: Partial<Said> | undefined;
}

/** The key of what Awkward says of the columns. */
export const AWKWARD = "awkward_array_metadata";
/** The key of Arrow's schema. */
export const ARROW = "ARROW:schema";

/** The guide to a part: the i-th, by name where parts have names. */
export function partOf({ field, said }: Guide, i: number, name?: string): Guide {
  const fields = field?.type.children as readonly arrow.Field[] | null | undefined;
  const parts = Array.isArray(said?.subfield_metadata) ? said.subfield_metadata : undefined;
  if (name === undefined) return { field: fields?.[i], said: parts?.[i] };
  return {
    field: fields?.find((one) => nameOf(one) === name),
    said: parts?.find(({ field_name }) => field_name === name),
  };
}

/** What the writer left beside Parquet's schema: for each column, and the name of the records. */
export interface FileGuide {
  readonly column: (name: string) => Guide;
  readonly name: string | undefined;
}

/** @param pairs  the file's metadata; what cannot be read there says nothing */
export function guideOf(pairs: readonly KeyValue[] | undefined): FileGuide {
  const find = (wanted: string): string | undefined =>
    pairs?.find(({ key }) => key === wanted)?.value;
  const schema = attempt(find(ARROW), (text) => {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return arrow.tableFromIPC(bytes).schema;
  });
  const said = attempt(find(AWKWARD), (text) => JSON.parse(text) as Record<string, Said>);
  const name = attempt(find("ak:parameters") ?? schema?.metadata.get("ak:parameters"), recordName);
  return {
    // An empty name is left out by Arrow's library, and comes back as any other.
    column: (column) => ({
      field: schema?.fields.find((field) => column === "" || nameOf(field) === column),
      said: said?.[column],
    }),
    name,
  };
}

/** It only says more than Parquet's schema, which must do where it says nothing. */
function attempt<T>(text: string | undefined, read: (text: string) => T): T | undefined {
  if (text === undefined) return undefined;
  try {
    return read(text);
  } catch {
    return undefined;
  }
}

/** Of a column of no name Arrow's library says `null`. */
function nameOf(field: arrow.Field): string {
  return (field.name as string | null) ?? "";
}

/** What Awkward would write of a field, and the field as Arrow's schema has it beside that. */
export function guideFor(field: arrow.Field): { readonly said: Said; readonly field: arrow.Field } {
  const { type, nullable, metadata } = field;
  const name = nameOf(field);
  const parts = (type.children as readonly arrow.Field[] | null) ?? [];
  const guides = parts.map(guideFor);
  const extension = attempt(metadata.get("ARROW:extension:metadata"), JSON.parse) as
    | Partial<Said>
    | undefined;
  const nothing = type instanceof arrow.Null;
  const said: Said = {
    mask_type: nullable ? "IndexedOptionArray" : null,
    node_type: nodeType(type),
    mask_parameters: nullable ? {} : null,
    node_parameters: extension?.node_parameters ?? textParameters(type),
    record_is_tuple: type instanceof arrow.Struct ? extension?.record_is_tuple === true : null,
    record_is_scalar: false,
    is_nonnullable_nulltype: nothing && !nullable,
    option_type: false,
    field_name: name,
    ...(guides.length > 0 ? { subfield_metadata: guides.map((guide) => guide.said) } : {}),
  };
  const fields = guides.map((guide) => guide.field);
  return { said, field: new arrow.Field(name, typeOf(type, fields), nullable || nothing) };
}

function typeOf(type: arrow.DataType, parts: arrow.Field[]): arrow.DataType {
  if (type instanceof arrow.List) return new arrow.List(parts[0]);
  if (type instanceof arrow.FixedSizeList) return new arrow.FixedSizeList(type.listSize, parts[0]);
  return type instanceof arrow.Struct ? new arrow.Struct(parts) : type;
}

function nodeType(type: arrow.DataType): string {
  if (type instanceof arrow.Null) return "EmptyArray";
  if (type instanceof arrow.Struct) return "RecordArray";
  const regular = type instanceof arrow.FixedSizeList || type instanceof arrow.FixedSizeBinary;
  if (regular) return "RegularArray";
  const text = type instanceof arrow.Utf8 || type instanceof arrow.Binary;
  return text || type instanceof arrow.List ? "ListOffsetArray" : "NumpyArray";
}

function textParameters(type: arrow.DataType): Record<string, string> {
  if (type instanceof arrow.Utf8) return { __array__: "string" };
  const bytes = type instanceof arrow.Binary || type instanceof arrow.FixedSizeBinary;
  return bytes ? { __array__: "bytestring" } : {};
}
