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
  return converted(value, undefined, undefined);
}

function converted(value: unknown, place: Place | undefined, member: string | undefined): Json {
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
  if (Array.isArray(value)) {
    return value.map((item, i) => converted(item, { within: place, step: i }, undefined));
  }
  if (ArrayBuffer.isView(value)) return [...(value as Float64Array)];
  const members: Record<string, Json> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    members[name] = converted(item, { within: place, step: name }, name);
  }
  return members;
}
