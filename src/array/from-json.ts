import { FormatError, UsageError } from "../errors.ts";
import type { AwkwardArray, Element } from "./array.ts";
import { fromIter, type NestedValue } from "./from.ts";
import { type JsonNumberRead, JsonReader, type JsonRules } from "./json-reader.ts";
import { knownOptions } from "./option-names.ts";

/** Options of {@link fromJson}. */
export interface FromJsonOptions {
  /** Whether the text is one document after another, whatever white space parts them (false). */
  readonly lineDelimited?: boolean | undefined;
  /** Text that stands for NaN. */
  readonly nanString?: string | undefined;
  /** Text that stands for infinity. */
  readonly posinfString?: string | undefined;
  /** Text that stands for -infinity. */
  readonly neginfString?: string | undefined;
}

/**
 * JSON as an array; a document that is no list gives its record, number or text, line-delimited
 * documents an array of all. Numbers without point and exponent are int64 (float64 beyond its range),
 * others float64; what only some objects have is missing in the others.
 *
 * @param source  text, or its bytes in UTF-8
 * @throws FormatError with the place of what is no JSON
 * @see awkward.from_json
 */
export function fromJson(
  source: string | Uint8Array,
  options: FromJsonOptions & { readonly lineDelimited: true },
): AwkwardArray;
export function fromJson(source: string | Uint8Array, options?: FromJsonOptions): Element;
export function fromJson(source: string | Uint8Array, options: FromJsonOptions = {}): Element {
  const {
    lineDelimited = false,
    nanString,
    posinfString,
    neginfString,
  } = knownOptions(
    options,
    ["lineDelimited", "nanString", "posinfString", "neginfString"],
    "fromJson",
  );
  if (typeof source !== "string" && !(source instanceof Uint8Array)) {
    throw new UsageError(`fromJson takes text or bytes, not ${typeof source}`);
  }
  const text = typeof source === "string" ? source : new TextDecoder().decode(source);
  const numbers = new Map<string, number>();
  if (neginfString !== undefined) numbers.set(neginfString, Number.NEGATIVE_INFINITY);
  if (posinfString !== undefined) numbers.set(posinfString, Number.POSITIVE_INFINITY);
  if (nanString !== undefined) numbers.set(nanString, Number.NaN);
  const reader = new JsonReader(text, rulesWith(numbers));
  if (lineDelimited) {
    const documents: NestedValue[] = [];
    while (!reader.done()) documents.push(reader.read());
    return fromIter(documents);
  }
  const value = reader.read();
  if (!reader.done()) throw reader.error("more than one document: see the option lineDelimited");
  if (Array.isArray(value)) return fromIter(value);
  return typeof value === "object" && value !== null ? fromIter([value]).at(0) : (value as Element);
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const [LOWEST, HIGHEST] = [-(2n ** 63n), 2n ** 63n - 1n];

type Members = Record<string, NestedValue>;

/**
 * Values of arrays. Unlike `JSON.parse` they tell integers, which become BigInts, from floating-point
 * numbers; texts of `numbers` stand for numbers that JSON has not.
 */
function rulesWith(numbers: ReadonlyMap<string, number>): JsonRules<NestedValue, Members> {
  return {
    depth: 2000,
    number: numberAt,
    valueOf: (value) => (typeof value === "string" ? (numbers.get(value) ?? value) : value),
    // Without a prototype "__proto__" is a name as any other.
    members: () => Object.create(null) as Members,
    put(members, name, value) {
      if (Object.hasOwn(members, name)) return `the field "${name}" twice in an object`;
      members[name] = value;
      return "";
    },
    textFault: (text) => (/\p{Surrogate}/u.test(text) ? "half of a pair of UTF-16" : ""),
    error(fault, text, at) {
      const near = JSON.stringify(text.slice(at, at + 20));
      return new FormatError(`no JSON at character ${at}, at ${near}: ${fault}`, { at });
    },
  };
}

function numberAt(text: string, at: number): JsonNumberRead<number | bigint> {
  NUMBER.lastIndex = at;
  const found = NUMBER.exec(text);
  if (found === null) return { value: 0, end: at, fault: "this is no value" };
  const [digits, fraction, exponent] = found;
  const end = NUMBER.lastIndex;
  if (fraction === undefined && exponent === undefined) {
    const integer = BigInt(digits);
    if (integer >= LOWEST && integer <= HIGHEST) return { value: integer, end, fault: "" };
  }
  const value = Number(digits);
  if (Number.isFinite(value)) return { value, end, fault: "" };
  return { value, end: at, fault: "a number beyond float64" };
}
