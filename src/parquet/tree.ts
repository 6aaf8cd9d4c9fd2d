import type { SchemaElement, SchemaTree } from "hyparquet";
import { FormatError, UnsupportedError } from "../errors.ts";
import type { DType } from "../wasm/dtype.ts";
import { type FileGuide, type Guide, partOf } from "./guide.ts";

/** What the values of a leaf are. */
export type LeafType =
  | { readonly kind: "number"; readonly dtype: DType }
  | { readonly kind: "text"; readonly bytes: boolean; readonly size: number | undefined }
  | { readonly kind: "nothing" };

/** A column of the file: its path, and the highest levels of its values. */
export interface LeafNode {
  readonly kind: "leaf";
  readonly path: readonly string[];
  readonly elements: readonly SchemaTree[];
  readonly type: LeafType;
  readonly definition: number;
}

/** What a file's schema says, in the words of arrays: `definition` is the level from which it is there. */
export type Node =
  | LeafNode
  | { readonly kind: "option"; readonly definition: number; readonly content: Node }
  | {
      readonly kind: "list";
      readonly definition: number;
      readonly size: number | undefined;
      readonly content: Node;
    }
  | {
      readonly kind: "record";
      readonly fields: readonly string[];
      readonly contents: readonly Node[];
      readonly tuple: boolean;
      readonly name: string | undefined;
    };

/** Down to where the schema has been followed. */
interface Place {
  readonly above: readonly SchemaTree[];
  readonly definition: number;
}

/**
 * The nodes of a file's schema. What Parquet does not know, such as lists of fixed size and names of
 * records, comes from the guide.
 *
 * @throws UnsupportedError for types that there are no arrays of, with the column's name
 */
export function recordOf(root: SchemaTree, guide: FileGuide): Node {
  const place = { above: [root], definition: 0 };
  const contents = root.children.map((child) =>
    node(child, guide.column(child.element.name), place),
  );
  const fields = root.children.map(({ element }) => element.name);
  return { kind: "record", fields, contents, tuple: false, name: guide.name };
}

function node(tree: SchemaTree, guide: Guide, place: Place): Node {
  const { repetition_type } = tree.element;
  const above = [...place.above, tree];
  if (repetition_type === "REQUIRED") return values(tree, guide, { ...place, above });
  const definition = place.definition + 1;
  const content = values(tree, guide, { above, definition });
  // A repeated element that no list is around is a list itself, as protobuf writes it.
  if (repetition_type === "REPEATED") return { kind: "list", definition, size: undefined, content };
  if (guide.said?.is_nonnullable_nulltype === true) return content;
  return { kind: "option", definition, content };
}

function values(tree: SchemaTree, guide: Guide, place: Place): Node {
  const { element, children } = tree;
  if (element.type !== undefined) {
    const type = leafType(element, tree.path);
    const { above: elements, definition } = place;
    return { kind: "leaf", path: tree.path, elements, type, definition };
  }
  const [only] = children;
  const asked = element.logical_type?.type ?? element.converted_type;
  if (asked === "LIST" || asked === "MAP" || element.converted_type === "MAP_KEY_VALUE") {
    if (children.length !== 1 || only.element.repetition_type !== "REPEATED") {
      throw new FormatError(`"${tree.path.join(".")}" is no list: it holds nothing repeated`);
    }
    const definition = place.definition + 1;
    const inside = { above: [...place.above, only], definition };
    const size = (guide.field?.type as { readonly listSize?: number } | undefined)?.listSize;
    const content = isElement(tree, only)
      ? values(only, partOf(guide, 0), inside)
      : node(only.children[0], partOf(guide, 0), inside);
    return { kind: "list", definition, size, content };
  }
  if (asked === "VARIANT") refuse(tree.path, "VARIANT");
  const names = children.map((child) => child.element.name);
  const contents = children.map((child, i) => node(child, partOf(guide, i, names[i]), place));
  const { said } = guide;
  const name = said?.node_parameters?.__record__;
  return {
    kind: "record",
    fields: names,
    contents,
    tuple: said?.record_is_tuple === true,
    name: typeof name === "string" ? name : undefined,
  };
}

/**
 * Whether what is repeated is the element itself, as old writers have it, and not a wrapping of it.
 * @see Parquet's LogicalTypes.md, "Backward-compatibility rules"
 */
function isElement(list: SchemaTree, repeated: SchemaTree): boolean {
  const { element, children } = repeated;
  if (children.length !== 1) return true;
  return element.name === "array" || element.name === `${list.element.name}_tuple`;
}

const wholes: Readonly<Record<string, DType>> = {
  INT_8: "int8",
  INT_16: "int16",
  INT_32: "int32",
  INT_64: "int64",
  UINT_8: "uint8",
  UINT_16: "uint16",
  UINT_32: "uint32",
  UINT_64: "uint64",
};

const numbers: Readonly<Record<string, DType>> = {
  BOOLEAN: "bool",
  INT32: "int32",
  INT64: "int64",
  FLOAT: "float32",
  DOUBLE: "float64",
};

const texts = new Set(["STRING", "UTF8", "ENUM", "JSON"]);

function leafType(element: SchemaElement, path: readonly string[]): LeafType {
  const { type = "", converted_type, logical_type, type_length } = element;
  const said = logical_type?.type ?? converted_type;
  if (said === "NULL") return { kind: "nothing" };
  if (logical_type?.type === "INTEGER") {
    const { bitWidth, isSigned } = logical_type;
    return { kind: "number", dtype: wholes[`${isSigned ? "" : "U"}INT_${bitWidth}`] };
  }
  if (said !== undefined && wholes[said] !== undefined) {
    return { kind: "number", dtype: wholes[said] };
  }
  if (type === "BYTE_ARRAY" && (said === undefined || said === "BSON" || texts.has(said))) {
    return { kind: "text", bytes: said === undefined || said === "BSON", size: undefined };
  }
  if (type === "FIXED_LEN_BYTE_ARRAY" && (said === undefined || said === "UUID")) {
    return { kind: "text", bytes: true, size: type_length };
  }
  const dtype = said === undefined ? numbers[type] : undefined;
  if (dtype === undefined) return refuse(path, said ?? type);
  return { kind: "number", dtype };
}

function refuse(path: readonly string[], type: string): never {
  throw new UnsupportedError(
    `"${path.join(".")}" of Parquet type ${type}: there are no arrays of it`,
    "type",
  );
}
