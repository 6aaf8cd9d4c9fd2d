import { OverflowError, ShapeError, UnsupportedError } from "../errors.ts";
import type { TypedArray } from "../wasm/dtype.ts";
import { type Layout, lengthOf, loaded, nameOf, type StringLayout, unreachable } from "./layout.ts";

const utf8 = new TextDecoder();

/** Plain JavaScript values; 64-bit integers are BigInt. */
export type ListValue =
  | number
  | bigint
  | boolean
  | string
  | Uint8Array
  | null
  | ListValue[]
  | { [field: string]: ListValue };

/** Bytes `start` to `stop - 1` of a string layout's data: text, or a copy of the bytes. */
export function toText(layout: StringLayout, start: number, stop: number): string | Uint8Array {
  const bytes = layout.data.view().slice(start, stop);
  return layout.bytes ? bytes : utf8.decode(bytes);
}

/**
 * Elements `start` to `stop - 1` as plain values; all of them by default.
 * @see awkward.to_list
 */
export function toList(layout: Layout, start = 0, stop: number = lengthOf(layout)): ListValue[] {
  const now = loaded(layout);
  const count = stop - start;
  switch (now.kind) {
    case "flat":
      return now.data.dtype === "bool"
        ? Array.from(now.data.view().subarray(start, stop) as Uint8Array, (value) => value !== 0)
        : Array.from(now.data.view().subarray(start, stop) as Float64Array);
    case "list": {
      const offsets = now.offsets.view().slice(start, stop + 1);
      const base = offsets[0];
      const values = toList(now.content, base, offsets[count]);
      return Array.from({ length: count }, (_, i) =>
        values.slice(offsets[i] - base, offsets[i + 1] - base),
      );
    }
    case "regular": {
      const { size } = now;
      const values = toList(now.content, start * size, stop * size);
      return Array.from({ length: count }, (_, i) => values.slice(i * size, (i + 1) * size));
    }
    case "record": {
      const columns = now.contents.map((content) => toList(content, start, stop));
      if (now.tuple) {
        return Array.from({ length: count }, (_, i) => columns.map((column) => column[i]));
      }
      return Array.from({ length: count }, (_, i) =>
        Object.fromEntries(now.fields.map((field, k) => [field, columns[k][i]])),
      );
    }
    case "string": {
      const offsets = now.offsets.view().slice(start, stop + 1);
      return Array.from({ length: count }, (_, i) => toText(now, offsets[i], offsets[i + 1]));
    }
    case "union": {
      const values = now.contents.map((content) => toList(content));
      const tags = now.tags.view().slice(start, stop);
      const index = now.index.view().slice(start, stop);
      return Array.from(tags, (tag, i) => values[tag][index[i]]);
    }
    case "empty":
      return [];
    case "option": {
      const values = toList(now.content);
      return Array.from(now.index.view().slice(start, stop), (at) => (at < 0 ? null : values[at]));
    }
    default:
      return unreachable(now);
  }
}

/**
 * Plain values as JSON has them: BigInts as numbers.
 * @throws OverflowError for one that a number does not hold exactly
 */
export function jsonValues(values: readonly ListValue[]): ListValue[] {
  return values.map(jsonValue);
}

function jsonValue(value: ListValue): ListValue {
  if (typeof value === "bigint") {
    if (Number.isSafeInteger(Number(value))) return Number(value);
    throw new OverflowError(`no number holds ${value} exactly: ak.toJson writes it as it is`);
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(jsonValue);
  if (value instanceof Uint8Array) return [...value];
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, jsonValue(one)]));
}

/** @see awkward.to_numpy */
export function toTypedArray(layout: Layout): TypedArray {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
      return now.data.toTypedArray();
    case "regular":
      return toTypedArray(now.content).slice(0, now.length * now.size);
    case "option":
      throw new UnsupportedError(
        "missing values have no place in a typed array: use ak.fillNone or ak.dropNone first",
        "masked typed arrays",
      );
    case "empty":
      return new Float64Array(0);
    case "string":
    case "union":
      throw new ShapeError(`${nameOf(now)} are no typed array: use toList()`);
    case "list":
      throw new ShapeError(
        "a jagged array is no typed array: use ak.flatten for its elements, or toList()",
      );
    case "record":
      throw new ShapeError(
        `records are no typed array: take one of the fields ${now.fields.join(", ")}`,
      );
    default:
      return unreachable(now);
  }
}
