import { JsonReader, type JsonRules } from "../array/json-reader.ts";
import { CorrectionError } from "../errors.ts";
import { type Integer, type ReadNumber, readNumber } from "./json-number.ts";

export { Integer } from "./json-number.ts";

/** What a payload is made of: reals are numbers, integers {@link Integer}. */
export type Json = null | boolean | number | Integer | string | readonly Json[] | JsonObject;

/** Members by name; of members with the same name the first counts. */
export interface JsonObject {
  readonly [member: string]: Json;
}

const MINUS = 45;

/** Words for numbers that correctionlib reads, and those that its schema's validator does. */
const words = { payload: ["NaN", "Infinity", "Inf"], schema: ["NaN", "Infinity"] } as const;

/**
 * A JSON text with the literals `NaN`, `Inf` and `Infinity` (also with a minus), as correctionlib reads it.
 *
 * @param as  as a payload, or as the validator of the schema reads it: without `Inf`
 * @throws CorrectionError naming line and column
 */
export function parseJson(text: string, as: "payload" | "schema" = "payload"): Json {
  const reader = new JsonReader(text, rulesOf(words[as]));
  const value = reader.read();
  if (!reader.done()) throw reader.error("nothing may follow the value");
  return value;
}

const rulesOf = (literals: readonly string[]): JsonRules<Json, Record<string, Json>> => ({
  // What nests deeper is no payload.
  depth: 2000,
  textFault(value) {
    // Halves of characters can be escaped alone, and are none.
    const may = /[\ud800-\udfff]/.test(value);
    return may && /\p{Cs}/u.test(value) ? "a text has half of a surrogate pair" : "";
  },
  number(text, at) {
    const code = text.charCodeAt(at);
    const negative = code === MINUS;
    const first = negative ? text.charCodeAt(at + 1) : code;
    const word = first === 78 || first === 73;
    return word ? special(text, at + Number(negative), negative, literals) : readNumber(text, at);
  },
  valueOf: (value) => value,
  members: () => ({}),
  put(members, name, value) {
    if (name === "__proto__") Object.defineProperty(members, name, { value, enumerable: true });
    else if (!Object.hasOwn(members, name)) members[name] = value;
    return "";
  },
  error(fault, text, at) {
    const before = text.slice(0, at);
    const line = before.split("\n").length;
    const column = at - before.lastIndexOf("\n");
    return new CorrectionError("", `JSON, line ${line}, column ${column}: ${fault}`);
  },
});

function special(
  text: string,
  at: number,
  negative: boolean,
  literals: readonly string[],
): ReadNumber {
  for (const word of literals) {
    if (!text.startsWith(word, at)) continue;
    const value = word === "NaN" ? Number.NaN : Infinity;
    return { value: negative ? -value : value, end: at + word.length, fault: "" };
  }
  return { value: 0, end: at, fault: "this is no value" };
}
