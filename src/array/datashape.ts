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
  let now: LoadedLayout;
  try {
    now = loaded(layout);
  } catch (error) {
    if (error instanceof NotLoadedError) return "??";
    throw error;
  }
  const type = plainTypeOf(now);
  // Of missing values the mark stands behind the "?", as Awkward writes it.
  const categorical = now.parameters?.__array__ === "categorical" && now.kind !== "option";
  return categorical ? `categorical[type=${type}]` : type;
}

function plainTypeOf(now: LoadedLayout): string {
  const parameters = parametersText(now.parameters);
  switch (now.kind) {
    case "flat": {
      const text = now.parameters?.__array__;
      if (text === "char" || text === "byte") return text;
      return parameters === "" ? now.data.dtype : `${now.data.dtype}[${parameters}]`;
    }
    case "list":
      return lists("var", now.content, parameters);
    case "regular":
      return lists(String(now.size), now.content, parameters);
    case "record":
      return recordType(now);
    case "string":
      return (now.bytes ? "bytes" : "string") + (now.size === undefined ? "" : `[${now.size}]`);
    case "union": {
      const types = now.contents.map(typeOf);
      return `union[${[...types, ...(parameters === "" ? [] : [parameters])].join(", ")}]`;
    }
    case "empty":
      return parameters === "" ? "unknown" : `unknown[${parameters}]`;
    case "option":
      return optionType(loaded(now.content), now.parameters);
    default:
      return unreachable(now);
  }
}

function lists(size: string, content: Layout, parameters: string): string {
  const type = `${size} * ${typeOf(content)}`;
  return parameters === "" ? type : `[${type}, ${parameters}]`;
}

/** Values of several types that may be missing are values of several types, each of which may be. */
function optionType(content: LoadedLayout, own: Parameters | undefined): string {
  if (content.kind === "union") {
    return `union[${content.contents.map((one) => optionType(loaded(one), own)).join(", ")}]`;
  }
  if (content.kind === "option") return typeOf(content);
  const parameters = parametersText(own);
  const type =
    own?.__array__ === "categorical" ? `categorical[type=${typeOf(content)}]` : typeOf(content);
  if (parameters !== "") return `option[${type}, ${parameters}]`;
  return content.kind === "list" || content.kind === "regular" ? `option[${type}]` : `?${type}`;
}

function recordType(record: RecordLayout): string {
  const types = record.contents.map(typeOf);
  const members = record.tuple
    ? types
    : record.fields.map((field, i) => `${quoted(field)}: ${types[i]}`);
  let parameters = parametersText(record.parameters);
  let { name } = record;
  if (name !== undefined && (!isWord(name) || RESERVED.has(name) || isDType(name))) {
    const own = `parameters={"__record__": ${json(name)}`;
    parameters = parameters === "" ? `${own}}` : `${own}, ${parameters.slice(12)}`;
    name = undefined;
  }
  const inside = members.join(", ");
  if (name !== undefined) {
    const all = parameters === "" ? members : [...members, parameters];
    return `${name}[${all.join(", ")}]`;
  }
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
