import { ShapeError, UnsupportedError, UsageError } from "../errors.ts";
import { type Column, columnFrom, columnOf } from "../wasm/column.ts";
import type { DType, TypedArray } from "../wasm/dtype.ts";
import { AwkwardArray } from "./array.ts";
import type { ListValue } from "./export.ts";
import type { Layout } from "./layout.ts";
import { tidy } from "./share.ts";

/** What `fromIter` reads: `undefined` is `null`, a missing value. */
export type NestedValue =
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Iterable<NestedValue>
  | { readonly [field: string]: NestedValue };

/**
 * An array of nested JavaScript values, copied into linear memory.
 *
 * Numbers become float64, BigInts int64 (uint64 where one is above 2^63 - 1), booleans bool,
 * iterables lists, plain objects records, `null` and `undefined` missing values. JavaScript does not
 * tell 1 from 1.0: give BigInts, or a typed array, for integers. Numbers and BigInts together are
 * float64. An empty list has float64 elements, where Awkward's are of unknown type.
 *
 * @throws ShapeError when the values have different structures or records different fields
 * @see awkward.from_iter
 */
export function fromIter(values: Iterable<NestedValue>): AwkwardArray {
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

/** @see AwkwardArray.toList */
export function toList(array: AwkwardArray): ListValue[] {
  return array.toList();
}

/** @see AwkwardArray.toTypedArray */
export function toTypedArray(array: AwkwardArray): TypedArray {
  return array.toTypedArray();
}

function build(values: readonly NestedValue[]): Layout {
  const present = values.filter((value) => value !== null && value !== undefined);
  if (present.length < values.length) {
    let next = 0;
    const index = values.map((value) => (value === null || value === undefined ? -1 : next++));
    return { kind: "option", index: columnOf("int32", index), content: build(present) };
  }
  const kinds = new Set(present.map(kindOf));
  if (kinds.has("bigint") && kinds.has("number")) kinds.delete("bigint");
  if (kinds.size > 1) {
    throw new ShapeError(`${[...kinds].join(" and ")} side by side are not one type of element`);
  }
  const [kind] = kinds;
  switch (kind) {
    case "boolean":
      return flat("bool", present);
    case "bigint": {
      const big = (present as bigint[]).some((value) => value > 2n ** 63n - 1n);
      return flat(big ? "uint64" : "int64", present);
    }
    case "list": {
      const lists = (present as Iterable<NestedValue>[]).map((list) => [...list]);
      const offsets = [0];
      for (const list of lists) offsets.push(offsets[offsets.length - 1] + list.length);
      return { kind: "list", offsets: columnOf("int32", offsets), content: build(lists.flat()) };
    }
    case "record":
      return record(present as Record<string, NestedValue>[]);
    default:
      return flat("float64", present);
  }
}

function flat(dtype: DType, values: readonly NestedValue[]): Layout {
  return { kind: "flat", data: columnOf(dtype, values as (number | bigint | boolean)[]) as Column };
}

function record(values: readonly Record<string, NestedValue>[]): Layout {
  const fields = Object.keys(values[0]);
  for (const value of values) {
    const own = Object.keys(value);
    if (own.length !== fields.length || !fields.every((field) => field in value)) {
      throw new ShapeError(
        `records of different fields: ${fields.join(", ")} and ${own.join(", ")}`,
        fields,
        own,
      );
    }
  }
  const contents = fields.map((field) => build(values.map((value) => value[field])));
  return { kind: "record", fields, contents, length: values.length };
}

function kindOf(value: NestedValue): "number" | "bigint" | "boolean" | "list" | "record" {
  switch (typeof value) {
    case "number":
    case "bigint":
    case "boolean":
      return typeof value as "number";
    case "object":
      return Symbol.iterator in (value as object) ? "list" : "record";
    case "string":
      throw new UnsupportedError("arrays of strings are not supported yet", "strings");
    default:
      throw new UsageError(`a ${typeof value} is no element of an array`);
  }
}
