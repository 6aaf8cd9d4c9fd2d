import { UsageError } from "../errors.ts";
import { Column, columnFrom, columnOf } from "../wasm/column.ts";
import { isTypedArray, type TypedArray } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import type { ColumnDeclaration } from "./tool.ts";

/** Values of a column: where they lie in linear memory, or to be copied there for one call. */
export type ColumnValues = Column | TypedArray | readonly number[];

/** Offsets of events' objects, from 0. */
export type OffsetValues = Column<"int32"> | Int32Array | readonly number[];

/**
 * The columns of a call: what lies outside of linear memory is copied there, as temporaries of the open scope.
 *
 * @throws UsageError for what is no column, naming it
 */
export function columnsGiven(
  tool: string,
  given: Readonly<Record<string, ColumnValues | undefined>>,
): Record<string, Column> {
  const columns: Record<string, Column> = {};
  for (const [name, values] of Object.entries(given)) {
    if (values !== undefined) columns[name] = columnGiven(tool, name, values);
  }
  return columns;
}

function columnGiven(tool: string, name: string, values: ColumnValues): Column {
  if (values instanceof Column) return values;
  if (Array.isArray(values)) {
    if (values.every((item) => typeof item === "number")) return columnOf("float64", values);
  } else if (isTypedArray(values)) return columnFrom(values);
  throw new UsageError(
    `${tool}: column "${name}" is a typed array, a list of numbers or a Column, not ${kindOf(values)}`,
  );
}

/** What a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "string") return `"${value}"`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) {
    const isBig = value.some((one) => typeof one === "bigint");
    return isBig ? "a list of BigInts (see BigUint64Array.from)" : "a list of something else";
  }
  const { name } = value.constructor ?? { name: "object" };
  return name === "Object" ? "an object" : `of type ${name}`;
}

/** @throws UsageError unless it is an object of things by name */
export function checkRecord(value: unknown, tool: string, what: string, example: string): void {
  const plain = typeof value === "object" && value !== null && !Array.isArray(value);
  if (plain && !(value instanceof Column) && !ArrayBuffer.isView(value)) return;
  throw new UsageError(
    `${tool}: ${what} must be an object such as ${example}, not ${kindOf(value)}`,
  );
}

/** @throws UsageError unless variations are a list of texts */
export function checkVariations(tool: string, variations: unknown): void {
  if (Array.isArray(variations) && variations.every((one) => typeof one === "string")) return;
  const example = 'such as ["", "Scale_up"]';
  throw new UsageError(
    `${tool}: variations are a list of texts ${example}, not ${kindOf(variations)}`,
  );
}

/**
 * The number of objects of a call whose columns have the lengths that they should have.
 *
 * @throws UsageError naming the column
 */
export function lengthOf(
  tool: string,
  inputs: readonly ColumnDeclaration[],
  given: Readonly<Record<string, Column>>,
  offsets: Column<"int32"> | undefined,
): number {
  for (const { name, optional } of inputs) {
    if (given[name] === undefined && optional !== true) {
      throw new UsageError(`${tool} needs the column "${name}"`);
    }
  }
  const per = inputs.find(({ name, per }) => per === "object" && given[name] !== undefined);
  const n = per === undefined ? 0 : given[per.name].length;
  checkOffsets(tool, offsets, n);
  for (const { name, per: whose } of inputs) {
    const length = given[name]?.length;
    const expected = whose === "event" && offsets !== undefined ? offsets.length - 1 : n;
    if (length !== undefined && length !== expected) {
      const what = whose === "event" && offsets !== undefined ? "events" : "objects";
      throw new UsageError(
        `${tool}: column "${name}" has ${length} values for ${expected} ${what}`,
      );
    }
  }
  return n;
}

/** @throws UsageError for offsets of another type */
export function offsetsGiven(
  tool: string,
  offsets: OffsetValues | undefined,
): Column<"int32"> | undefined {
  if (offsets === undefined) return undefined;
  if (offsets instanceof Column) {
    if (offsets.dtype === "int32") return offsets;
  } else if (offsets instanceof Int32Array) return columnFrom(offsets, "int32");
  else if (Array.isArray(offsets) && offsets.every((one) => (one | 0) === one)) {
    return columnOf("int32", offsets as readonly number[]);
  }
  const got = offsets instanceof Column ? `a column of ${offsets.dtype}` : kindOf(offsets);
  throw new UsageError(
    `${tool}: offsets are an Int32Array, a list of whole numbers or a Column of int32, not ${got}`,
  );
}

function checkOffsets(tool: string, offsets: Column<"int32"> | undefined, n: number): void {
  if (offsets === undefined) return;
  const view = offsets.view();
  if (view.length === 0 || view[0] !== 0 || view[view.length - 1] !== n) {
    throw new UsageError(`${tool}: the offsets do not run from 0 to ${n}, the number of objects`);
  }
  const bad = kernels.array_check_offsets(offsets.address, offsets.length - 1);
  if (bad === 0) return;
  throw new UsageError(`${tool}: offsets never fall: ${view[bad]} follows ${view[bad - 1]}`);
}
