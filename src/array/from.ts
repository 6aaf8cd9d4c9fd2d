import { OverflowError, UnsupportedError, UsageError } from "../errors.ts";
import { type Column, columnFrom, columnOf, reserve } from "../wasm/column.ts";
import type { DType, TypedArray } from "../wasm/dtype.ts";
import { AwkwardArray, AwkwardRecord, checkArray } from "./array.ts";
import type { ListValue } from "./export.ts";
import type { Layout } from "./layout.ts";
import { tidy } from "./share.ts";
import { Tuple } from "./value.ts";

/** What `fromIter` reads: `undefined` is `null`, a missing value. */
export type NestedValue =
  | number
  | bigint
  | boolean
  | string
  | null
  | undefined
  | Tuple<NestedValue>
  | Iterable<NestedValue>
  | { readonly [field: string]: NestedValue };

/**
 * An array of nested JavaScript values, copied into linear memory.
 *
 * Numbers become float64, BigInts int64 (uint64 where one is above 2^63 - 1), booleans bool, text
 * strings, iterables lists, plain objects records, {@link Tuple} tuples, `null` and `undefined` missing
 * values. JavaScript does not tell 1 from 1.0: give BigInts, or a typed array, for integers. Numbers and
 * BigInts together are float64. Records have the fields that any of them has; values of several types
 * become a union. What an empty list would hold is of unknown type.
 *
 * @throws OverflowError for BigInts that neither int64 nor uint64 holds all; UsageError for what is no
 *   iterable
 * @see awkward.from_iter
 */
export function fromIter(values: Iterable<NestedValue>): AwkwardArray {
  checkIterable(values);
  return new AwkwardArray(tidy(() => build([...values])));
}

/**
 * A flat array of the elements of a typed array, copied; its type gives the dtype.
 *
 * @param dtype  says more, such as `bool` for a Uint8Array
 * @see awkward.from_numpy
 */
export function fromTypedArray(values: TypedArray, dtype?: DType): AwkwardArray {
  return fromColumn(columnFrom(values, dtype));
}

/** @throws UsageError for what has no elements */
function checkIterable(values: unknown): void {
  if (values !== null && values !== undefined && Symbol.iterator in Object(values)) return;
  const plain = typeof values === "object" && values !== null;
  const given = plain ? "an object" : String(values);
  const hint = plain ? ": ak.zip makes records of arrays, and [record] is an array of one" : "";
  throw new UsageError(
    `an array is made of a list of values or a typed array, not of ${given}${hint}`,
  );
}

/** A flat array over a column, which it takes over. */
export function fromColumn(data: Column): AwkwardArray {
  return new AwkwardArray({ kind: "flat", data });
}

/**
 * An array of a typed array, of nested values, or the array itself.
 * @see awkward.Array
 */
export function array(values: TypedArray | Iterable<NestedValue> | AwkwardArray): AwkwardArray {
  if (values instanceof AwkwardArray) return values;
  return ArrayBuffer.isView(values) && !(values instanceof DataView)
    ? fromTypedArray(values as TypedArray)
    : fromIter(values as Iterable<NestedValue>);
}

/**
 * Plain values of an array, or of a record.
 * @see AwkwardArray.toList
 */
export function toList(array: AwkwardArray): ListValue[];
export function toList(record: AwkwardRecord): ListValue;
export function toList(value: AwkwardArray | AwkwardRecord): ListValue {
  if (value instanceof AwkwardRecord) return value.toObject();
  checkArray(value, "toList");
  return value.toList();
}

/** @see AwkwardArray.toTypedArray */
export function toTypedArray(array: AwkwardArray): TypedArray {
  return array.toTypedArray();
}

/** What values are, as far as they can lie in one array without a union. */
type Kind = "boolean" | "number" | "string" | "list" | "record" | `tuple of ${number}`;

/** @see awkward.ArrayBuilder */
function build(values: readonly NestedValue[]): Layout {
  const present = values.filter((value) => value !== null && value !== undefined);
  if (present.length < values.length) {
    let next = 0;
    const index = values.map((value) => (value === null || value === undefined ? -1 : next++));
    return { kind: "option", index: columnOf("int32", index), content: build(present) };
  }
  if (present.length === 0) return { kind: "empty" };
  const byKind = new Map<Kind, NestedValue[]>();
  const kinds = present.map((value) => {
    const kind = kindOf(value);
    const same = byKind.get(kind);
    if (same === undefined) byKind.set(kind, [value]);
    else same.push(value);
    return kind;
  });
  if (byKind.size === 1) return ofKind(kinds[0], present);
  if (byKind.size > 128) throw new UnsupportedError("values of more than 128 types", "union");
  const order = [...byKind.keys()];
  const counts = order.map(() => 0);
  const tags = kinds.map((kind) => order.indexOf(kind));
  const index = tags.map((tag) => counts[tag]++);
  return {
    kind: "union",
    tags: columnOf("int8", tags),
    index: columnOf("int32", index),
    contents: order.map((kind) => ofKind(kind, byKind.get(kind) as NestedValue[])),
  };
}

function ofKind(kind: Kind, values: readonly NestedValue[]): Layout {
  switch (kind) {
    case "boolean":
      return flat("bool", values);
    case "number": {
      if (values.some((value) => typeof value === "number")) return flat("float64", values);
      return flat(wholeType(values as bigint[]), values);
    }
    case "string":
      return strings(values as string[]);
    case "list": {
      const lists = (values as Iterable<NestedValue>[]).map((list) => [...list]);
      const offsets = [0];
      for (const list of lists) offsets.push(offsets[offsets.length - 1] + list.length);
      return { kind: "list", offsets: columnOf("int32", offsets), content: build(lists.flat()) };
    }
    case "record":
      return record(values as Record<string, NestedValue>[]);
    default: {
      const tuples = values as Tuple<NestedValue>[];
      const fields = tuples[0].items.map((_, i) => String(i));
      const contents = fields.map((_, i) => build(tuples.map(({ items }) => items[i])));
      return { kind: "record", fields, contents, length: values.length, tuple: true };
    }
  }
}

/** @throws OverflowError for integers that no dtype holds together */
function wholeType(values: readonly bigint[]): DType {
  let [least, most] = [0n, 0n];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least >= -(2n ** 63n) && most < 2n ** 63n) return "int64";
  if (least === 0n && most < 2n ** 64n) return "uint64";
  const what = least === 0n ? `${most}` : most < 2n ** 63n ? `${least}` : `${least} beside ${most}`;
  throw new OverflowError(`no dtype of integers holds ${what}: give floats, or smaller ones`);
}

function flat(dtype: DType, values: readonly NestedValue[]): Layout {
  return { kind: "flat", data: columnOf(dtype, values as (number | bigint | boolean)[]) as Column };
}

const utf8 = new TextEncoder();

function strings(values: readonly string[]): Layout {
  const encoded = values.map((value) => utf8.encode(value));
  const offsets = [0];
  for (const bytes of encoded) offsets.push(offsets[offsets.length - 1] + bytes.length);
  const data = reserve("uint8", offsets[offsets.length - 1]);
  const view = data.view();
  encoded.forEach((bytes, i) => {
    view.set(bytes, offsets[i]);
  });
  return { kind: "string", offsets: columnOf("int32", offsets), data };
}

/** Records of the fields that any of them has: what one has not is missing. */
function record(values: readonly Record<string, NestedValue>[]): Layout {
  const names = new Set<string>();
  for (const value of values) for (const name of Object.keys(value)) names.add(name);
  const fields = [...names];
  const contents = fields.map((field) =>
    build(values.map((value) => (Object.hasOwn(value, field) ? value[field] : null))),
  );
  return { kind: "record", fields, contents, length: values.length };
}

function kindOf(value: NestedValue): Kind {
  switch (typeof value) {
    case "number":
    case "bigint":
      return "number";
    case "boolean":
    case "string":
      return typeof value as "boolean";
    case "object":
      if (value instanceof Tuple) return `tuple of ${value.items.length}`;
      return Symbol.iterator in (value as object) ? "list" : "record";
    default:
      throw new UsageError(`a ${typeof value} is no element of an array`);
  }
}
