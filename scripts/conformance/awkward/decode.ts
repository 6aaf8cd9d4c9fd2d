import * as ak from "../../../src/array/index.ts";
import type { Encoded, EncodedArray } from "./call.ts";

/** An array from its form and buffers. */
export function decodeArray({ form, length, buffers }: EncodedArray): ak.Array {
  const container: Record<string, Uint8Array> = {};
  for (const [key, { b64 }] of Object.entries(buffers)) container[key] = Buffer.from(b64, "base64");
  return ak.fromBuffers(form as unknown as ak.FormRecord, length, container);
}

/** A positional argument. */
export function decode(value: Encoded, arrays: readonly ak.Array[]): unknown {
  if (isList(value)) return value.map((item) => decode(item, arrays));
  if (typeof value !== "object" || value === null) return value;
  const [key, ...rest] = Object.keys(value);
  const inside = value[key];
  if (rest.length > 0) throw new Error(`unknown value ${JSON.stringify(value)}`);
  switch (key) {
    case "array":
      return arrays[inside as number];
    case "int":
      return BigInt(inside as string);
    case "float": {
      const number = Number(inside);
      return Number.isInteger(number) ? ak.float(number) : number;
    }
    case "tuple":
      return ak.tuple(...(inside as readonly Encoded[]).map((item) => decode(item, arrays)));
    case "dict":
      return decodePairs(inside as [string, Encoded][], (item) => decode(item, arrays));
    case "slice":
      return (inside as readonly Encoded[]).map((item) => decodeItem(item, arrays));
    default:
      throw new Error(`unknown value ${JSON.stringify(value)}`);
  }
}

function isList(value: Encoded): value is readonly Encoded[] {
  return Array.isArray(value);
}

function decodePairs(
  pairs: readonly (readonly [string, Encoded])[],
  of: (value: Encoded) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(pairs.map(([name, value]) => [name, of(value)]));
}

/** An item of a slice. */
function decodeItem(item: Encoded, arrays: readonly ak.Array[]): unknown {
  if (typeof item === "object" && item !== null && !isList(item)) {
    const [key] = Object.keys(item);
    if (key === "range") {
      const [start, stop, step] = item.range as (number | null)[];
      return { start, stop, step };
    }
    if (key === "ellipsis") return ak.ellipsis;
    if (key === "fields") return item.fields;
  }
  return item === null ? ak.newaxis : decode(item, arrays);
}

/** Keyword arguments as an options object: names in camelCase, numbers without wrapping. */
export function decodeOptions(
  kwargs: Readonly<Record<string, Encoded>>,
  arrays: readonly ak.Array[],
): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(kwargs)) {
    const decoded = decode(value, arrays);
    const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    options[camel] = decoded instanceof ak.Float ? decoded.value : decoded;
  }
  return options;
}

/** A value for `fromIter`: ints are BigInt, floats numbers, tuples {@link ak.Tuple}. */
export function decodeNested(value: Encoded): unknown {
  if (isList(value)) return value.map(decodeNested);
  if (typeof value === "number") return BigInt(value);
  if (typeof value !== "object" || value === null) return value;
  const [key] = Object.keys(value);
  const inside = value[key];
  switch (key) {
    case "int":
      return BigInt(inside as string);
    case "float":
      return Number(inside);
    case "tuple":
      return ak.tuple(...(inside as readonly Encoded[]).map(decodeNested));
    case "dict":
      return decodePairs(inside as [string, Encoded][], decodeNested);
    default:
      throw new Error(`unknown value ${JSON.stringify(value)}`);
  }
}
