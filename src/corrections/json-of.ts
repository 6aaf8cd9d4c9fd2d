import { CorrectionError } from "../errors.ts";
import { isTypedArray } from "../wasm/dtype.ts";
import { Integer, type Json } from "./json.ts";
import { type Place, refuse } from "./reader.ts";

/** Members whose numbers are integers by the schema; all other numbers of a payload are real. */
const integers: ReadonlySet<string> = new Set(["schema_version", "version", "n", "index", "key"]);

/**
 * A payload given as plain objects: JavaScript writes 5.0 as 5, so the schema says which is meant.
 *
 * @throws CorrectionError for what JSON has no word for, with its place
 */
export function jsonOf(value: unknown): Json {
  return converted(value, undefined, undefined, 0);
}

/** What nests deeper is no payload, or holds itself. */
const MAX_DEPTH = 2000;

function converted(
  value: unknown,
  place: Place | undefined,
  member: string | undefined,
  depth: number,
): Json {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return integers.has(member ?? "") && Number.isInteger(value) ? new Integer(value) : value;
    case "object":
      break;
    default:
      return refuse(place, `a payload holds no ${typeof value}`);
  }
  if (value === null || value instanceof Integer) return value;
  if (depth > MAX_DEPTH) {
    throw new CorrectionError(
      "",
      `a payload has no more than ${MAX_DEPTH} levels: one holds itself`,
    );
  }
  if (Array.isArray(value)) {
    return value.map((item, i) =>
      converted(item, { within: place, step: i }, undefined, depth + 1),
    );
  }
  if (isTypedArray(value)) return Array.from(value as Float64Array, Number);
  if (!isPlain(value)) {
    return refuse(place, `a payload holds no ${value.constructor?.name ?? "such object"}`);
  }
  const members: Record<string, Json> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    members[name] = converted(item, { within: place, step: name }, name, depth + 1);
  }
  return members;
}

/** Objects of classes, such as a `Map` or a `Date`, have no members by name. */
function isPlain(value: object): boolean {
  return !(Symbol.iterator in value) && Object.prototype.toString.call(value) === "[object Object]";
}
