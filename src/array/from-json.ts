import { UsageError } from "../errors.ts";
import type { AwkwardArray, Element } from "./array.ts";
import { fromIter, type NestedValue } from "./from.ts";
import { JsonReader } from "./json-reader.ts";
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
  const reader = new JsonReader(text, numbers);
  if (lineDelimited) {
    const documents: NestedValue[] = [];
    while (!reader.done()) documents.push(reader.read());
    return fromIter(documents);
  }
  const value = reader.read();
  if (!reader.done()) reader.fail("more than one document: see the option lineDelimited");
  if (Array.isArray(value)) return fromIter(value);
  return typeof value === "object" && value !== null ? fromIter([value]).at(0) : (value as Element);
}
