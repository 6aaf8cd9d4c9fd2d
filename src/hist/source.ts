import { AwkwardArray } from "../array/array.ts";
import { loaded } from "../array/layout.ts";
import { takeLayout } from "../array/select.ts";
import { ShapeError, UsageError } from "../errors.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
import { Column } from "../wasm/column.ts";
import { type DType, dtypeOf, isBig, isFloat, itemSize, type TypedArray } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";

/** Numbers to fill with, one per entry; or one number for all entries. */
export type Numbers =
  | AwkwardArray
  | Column
  | TypedArray
  | Uint8ClampedArray
  | readonly (number | boolean)[]
  | number;

/** Numbers or names to fill an axis with. */
export type Values = Numbers | boolean | string | readonly string[];

/** One number per entry, wherever it lies, or the same number for all. */
export type Source =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "column"; readonly column: Column; readonly length: number }
  | { readonly kind: "array"; readonly array: TypedArray; readonly length: number };

/**
 * Numbers as a source; nothing is copied but lists of JavaScript numbers.
 *
 * @param what  what the numbers are, for messages: `axis "x"`, `weight`
 * @throws ShapeError for jagged arrays, UsageError for things that hold no numbers
 */
export function sourceOf(values: unknown, what: string): Source {
  if (typeof values === "number") return { kind: "constant", value: values };
  if (typeof values === "boolean") return { kind: "constant", value: Number(values) };
  if (values instanceof Column) return columnSource(values as Column);
  if (values instanceof AwkwardArray) return arraySource(values, what);
  if (Array.isArray(values)) return listSource(values, what);
  if (values instanceof Uint8ClampedArray) {
    const { buffer, byteOffset, length } = values;
    return { kind: "array", array: new Uint8Array(buffer, byteOffset, length), length };
  }
  if (ArrayBuffer.isView(values) && !(values instanceof DataView)) {
    dtypeOf(values as TypedArray);
    return { kind: "array", array: values as TypedArray, length: (values as TypedArray).length };
  }
  throw new UsageError(`${what} cannot be filled with ${describe(values)}; give numbers`);
}

/**
 * An array whose values may be missing, of which none is: the values as they are, in an array that `made` frees.
 * All else as it is.
 *
 * @throws ShapeError where some are missing
 */
export function withoutOption<Given>(
  given: Given,
  what: string,
  made: { dispose(): void }[],
): Given | AwkwardArray {
  if (!(given instanceof AwkwardArray)) return given;
  const layout = loaded(given.layout);
  if (layout.kind !== "option") return given;
  const { index, content } = layout;
  const missing = index.length - kernels.array_count_present(index.address, index.length);
  if (missing > 0) {
    throw new ShapeError(
      `${what}: ${missing} of ${index.length} entries are missing: leave them out (ak.dropNone, or a mask for ` +
        "all that is filled), or give them a value (ak.fillNone)",
      "no missing entries",
      missing,
    );
  }
  const values = scope(() => new AwkwardArray(takeLayout(content, index)));
  made.push(values);
  return withoutOption(values, what, made);
}

/** Whether all numbers are integers by their type; lists are looked at. */
export function isIntegral(source: Source): boolean {
  switch (source.kind) {
    case "constant":
      return Number.isSafeInteger(source.value);
    case "column":
      return !isFloat(source.column.dtype);
    case "array":
      return !isFloat(dtypeOf(source.array)) || listsIntegers(source.array);
  }
}

/** The dtype of the numbers as they lie. */
export function sourceDType(source: Source): DType {
  if (source.kind === "constant") return "float64";
  return source.kind === "column" ? source.column.dtype : dtypeOf(source.array);
}

/**
 * Entries `start` to `start + n - 1` as float64: in place where they lie so, else in `scratch`.
 *
 * @param scratch  room for n
 */
export function blockOf(
  source: Source,
  start: number,
  n: number,
  scratch: Column<"float64">,
): Address {
  switch (source.kind) {
    case "constant":
      scratch.view().fill(source.value, 0, n);
      return scratch.address;
    case "column": {
      const { column } = source;
      const from = offsetAddress(column.address, start * itemSize(column.dtype));
      if (column.dtype === "float64") return from;
      widen[column.dtype](from, scratch.address, n);
      return scratch.address;
    }
    case "array": {
      const { array } = source;
      const view = scratch.view();
      if (isBig(dtypeOf(array))) {
        for (let i = 0; i < n; i++) view[i] = Number(array[start + i]);
      } else {
        view.set((array as Float64Array).subarray(start, start + n));
      }
      return scratch.address;
    }
  }
}

/** Length of what has one value per entry; undefined for constants. */
export function sourceLength(source: Source): number | undefined {
  return source.kind === "constant" ? undefined : source.length;
}

/** A value in words, for messages. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return `the text "${value}"`;
  if (Array.isArray(value)) return `a list of ${value.length ? typeof value[0] : "nothing"}`;
  if (typeof value === "object") return `a ${value.constructor?.name ?? "plain object"}`;
  return `a ${typeof value}`;
}

/** The numbers of a column as a source. */
export function columnSource(column: Column): Source {
  return { kind: "column", column, length: column.length };
}

function arraySource(array: AwkwardArray, what: string): Source {
  const layout = loaded(array.layout);
  const kind: string = layout.kind;
  if (kind === "empty") return { kind: "array", array: new Int32Array(0), length: 0 };
  if (layout.kind === "flat") return columnSource(layout.data);
  if (kind === "list" || kind === "regular") {
    throw new ShapeError(
      `${what} is filled with one number per entry; this array has lists. Flatten it with ` +
        "ak.flatten, and broadcast what goes with it to the same lists first",
      "flat numbers",
      "lists",
    );
  }
  if (kind === "record") {
    const fields = array.fields.slice(0, 8).join(", ");
    throw new ShapeError(
      `${what} is filled with numbers; this array has records: take one of its fields (${fields})`,
      "flat numbers",
      "records",
    );
  }
  throw new ShapeError(
    `${what} is filled with numbers; this array is of kind "${kind}"`,
    "flat numbers",
    kind,
  );
}

function listSource(values: readonly unknown[], what: string): Source {
  const array = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== "number" && typeof value !== "boolean" && typeof value !== "bigint") {
      throw new UsageError(`${what}: entry ${i} is ${describe(value)}, not a number`);
    }
    array[i] = Number(value);
  }
  madeFromLists.add(array);
  return { kind: "array", array, length: array.length };
}

/** Lists of JavaScript numbers have no integer type: their values decide. */
const madeFromLists = new WeakSet<TypedArray>();

function listsIntegers(array: TypedArray): boolean {
  if (!madeFromLists.has(array)) return false;
  for (const value of array) if (!Number.isSafeInteger(value)) return false;
  return true;
}

type Widen = (values: Address, out: Address, n: number) => void;

const widen: Record<Exclude<DType, "float64">, Widen> = {
  bool: kernels.hist_widen_u8,
  int8: kernels.hist_widen_i8,
  uint8: kernels.hist_widen_u8,
  int16: kernels.hist_widen_i16,
  uint16: kernels.hist_widen_u16,
  int32: kernels.hist_widen_i32,
  uint32: kernels.hist_widen_u32,
  int64: kernels.hist_widen_i64,
  uint64: kernels.hist_widen_u64,
  float32: kernels.hist_widen_f32,
};
