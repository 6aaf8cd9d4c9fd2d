import { NotLoadedError } from "../errors.ts";
import { isDType } from "../wasm/dtype.ts";
import {
  type Layout,
  type LoadedLayout,
  loaded,
  type Parameters,
  type RecordLayout,
  unreachable,
} from "./layout.ts";

/** Words of the grammar that a record's name may not be, besides the dtypes. */
const RESERVED: ReadonlySet<string> = new Set([
  "unknown",
  "string",
  "bytes",
  "option",
  "tuple",
  "struct",
  "union",
  "categorical",
]);

/**
 * The type of the elements in Awkward's datashape: `var * ?float64`, `Point[x: int32]`; `??` where a
 * column is not loaded.
 * @see awkward.types
 */
export function typeOf(layout: Layout): string {
  return typeText(layout, undefined);
}

/** The same with each field of records on a line of its own. @see awkward.types.ArrayType.show */
export function typeLines(layout: Layout): string {
  return typeText(layout, "");
}

/** @param indent  of the lines of fields; one line for all if not given */
function typeText(layout: Layout, indent: string | undefined): string {
  const now = ifRead(layout);
  if (now === undefined) return "??";
  const type = plainTypeOf(now, indent);
  // Of missing values the mark stands behind the "?", as Awkward writes it.
  const categorical = now.parameters?.__array__ === "categorical" && now.kind !== "option";
  return categorical ? `categorical[type=${type}]` : type;
}

/** Undefined for what has not been read. */
function ifRead(layout: Layout): LoadedLayout | undefined {
  try {
    return loaded(layout);
  } catch (error) {
    if (error instanceof NotLoadedError && !error.awaited) return undefined;
    throw error;
  }
}

function plainTypeOf(now: LoadedLayout, indent: string | undefined): string {
  const parameters = parametersText(now.parameters);
  switch (now.kind) {
    case "flat": {
      const text = now.parameters?.__array__;
      if (text === "char" || text === "byte") return text;
      return parameters === "" ? now.data.dtype : `${now.data.dtype}[${parameters}]`;
    }
    case "list":
      return lists("var", now.content, parameters, indent);
    case "regular":
      return lists(String(now.size), now.content, parameters, indent);
    case "record":
      return recordType(now, indent);
    case "string":
      return (now.bytes ? "bytes" : "string") + (now.size === undefined ? "" : `[${now.size}]`);
    case "union": {
      const types = now.contents.map((one) => typeText(one, deeper(indent)));
      return `union[${members(types, indent, parameters)}]`;
    }
    case "empty":
      return parameters === "" ? "unknown" : `unknown[${parameters}]`;
    case "option":
      return optionType(now.content, now.parameters, indent);
    default:
      return unreachable(now);
  }
}

function lists(
  size: string,
  content: Layout,
  parameters: string,
  indent: string | undefined,
): string {
  const type = `${size} * ${typeText(content, indent)}`;
  return parameters === "" ? type : `[${type}, ${parameters}]`;
}

/** Values of several types that may be missing are values of several types, each of which may be. */
function optionType(
  layout: Layout,
  own: Parameters | undefined,
  indent: string | undefined,
): string {
  const content = ifRead(layout);
  // Without its kind nobody knows where the mark of missing values would stand.
  if (content === undefined) return "??";
  if (content.kind === "union") {
    const types = content.contents.map((one) => optionType(one, own, deeper(indent)));
    return `union[${members(types, indent)}]`;
  }
  const plain = typeText(content, indent);
  if (content.kind === "option") return plain;
  const parameters = parametersText(own);
  const type = own?.__array__ === "categorical" ? `categorical[type=${plain}]` : plain;
  if (parameters !== "") return `option[${type}, ${parameters}]`;
  return content.kind === "list" || content.kind === "regular" ? `option[${type}]` : `?${type}`;
}

function deeper(indent: string | undefined): string | undefined {
  return indent === undefined ? undefined : `${indent}    `;
}

/** Members beside each other, or each on a line, with parameters behind them. */
function members(parts: readonly string[], indent: string | undefined, parameters = ""): string {
  if (indent === undefined)
    return [...parts, ...(parameters === "" ? [] : [parameters])].join(", ");
  const lines = parts.join(`,\n${indent}    `);
  const between = parameters === "" || parts.length === 0 ? "" : ", ";
  return `\n${indent}    ${lines}${between}\n${indent}${parameters}`;
}

function recordType(record: RecordLayout, indent: string | undefined): string {
  const types = record.contents.map((one) => typeText(one, deeper(indent)));
  const parts = record.tuple
    ? types
    : record.fields.map((field, i) => `${quoted(field)}: ${types[i]}`);
  let parameters = parametersText(record.parameters);
  let { name } = record;
  if (name !== undefined && (!isWord(name) || RESERVED.has(name) || isDType(name))) {
    const own = `parameters={"__record__": ${json(name)}`;
    parameters = parameters === "" ? `${own}}` : `${own}, ${parameters.slice(12)}`;
    name = undefined;
  }
  if (name !== undefined) return `${name}[${members(parts, indent, parameters)}]`;
  const inside = members(parts, indent);
  if (parameters === "") return record.tuple ? `(${inside})` : `{${inside}}`;
  return record.tuple ? `tuple[[${inside}], ${parameters}]` : `struct[{${inside}}, ${parameters}]`;
}

/** `parameters={"unit": "GeV"}`, or nothing. */
function parametersText(parameters: Parameters | undefined): string {
  if (parameters === undefined) return "";
  const parts = Object.entries(parameters)
    .filter(([key, value]) => value !== null && !(key === "__array__" && value === "categorical"))
    .map(([key, value]) => `${json(key)}: ${json(value)}`);
  return parts.length === 0 ? "" : `parameters={${parts.join(", ")}}`;
}

/** JSON as Python writes it. */
function json(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(json).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, one]) => `${json(key)}: ${json(one)}`);
    return `{${members.join(", ")}}`;
  }
  return (JSON.stringify(value) ?? "null").replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function isWord(name: string): boolean {
  return /^[A-Za-z_][A-Za-z_0-9]*$/.test(name);
}

/** Field names that are no identifiers are quoted, as in Awkward. */
function quoted(field: string): string {
  return isWord(field) ? field : json(field);
}
