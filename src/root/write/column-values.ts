import { AwkwardArray } from "../../array/array.ts";
import { fieldOf } from "../../array/field.ts";
import { fromIter, type NestedValue } from "../../array/from.ts";
import { type Layout, type LoadedLayout, lengthOf, loaded, nameOf } from "../../array/layout.ts";
import { compactContent, rangeOf, regularOffsets } from "../../array/offsets.ts";
import { sliceLayout } from "../../array/select.ts";
import { ShapeError, UsageError } from "../../errors.ts";
import { type Column, columnFrom, columnOf, reserve } from "../../wasm/column.ts";
import type { DType, TypedArray } from "../../wasm/dtype.ts";
import { kernels } from "../../wasm/instance.ts";
import type { PlannedBranch } from "./branch-plan.ts";
import { type ContainerValues, containerValues } from "./container-values.ts";
import { exactly } from "./exact-integers.ts";

/** What fills a column: numbers, an array of any structure that the branches have, or texts. */
export type ColumnValues =
  | AwkwardArray
  | TypedArray
  | readonly string[]
  | readonly NestedValue[]
  | { readonly [field: string]: ColumnValues };

/** The values of one branch, in linear memory. */
export interface BranchValues {
  readonly entries: number;
  /** Numbers, or the bytes of texts. */
  readonly data: Column;
  /** Of lists or texts, in elements of `data` over `items`. */
  readonly offsets: Column<"int32"> | undefined;
  /** Numbers in an element: of fixed arrays within. */
  readonly items: number;
}

/**
 * The layout that a value given to `extend` has.
 *
 * @param where  for messages
 */
export function layoutOf(values: ColumnValues, where: string): Layout | TypedArray {
  if (values instanceof AwkwardArray) return values.layout;
  if (ArrayBuffer.isView(values)) return values as TypedArray;
  if (!Array.isArray(values)) throw new UsageError(`${where}: no array but fields were given`);
  if (values.length > 0 && values.every((value) => typeof value === "string")) {
    return stringLayout(values as string[]);
  }
  return fromIter(values as readonly NestedValue[]).layout;
}

function stringLayout(values: readonly string[]): Layout {
  const encoder = new TextEncoder();
  const encoded = values.map((value) => encoder.encode(value));
  const offsets = [0];
  for (const bytes of encoded) offsets.push(offsets[offsets.length - 1] + bytes.length);
  const data = reserve("uint8", offsets[offsets.length - 1]);
  const view = data.view();
  for (const [i, bytes] of encoded.entries()) view.set(bytes, offsets[i]);
  return { kind: "string", offsets: columnOf("int32", offsets), data };
}

/**
 * Columns by name: the fields of an array of records, or what was given.
 * @throws UsageError for an array without fields
 */
export function columnsByName(
  given: Readonly<Record<string, ColumnValues>> | AwkwardArray,
  where: string,
): Readonly<Record<string, ColumnValues>> {
  if (!(given instanceof AwkwardArray)) return given;
  const layout = loaded(given.layout);
  if (layout.kind !== "record") throw new UsageError(`${where}: the array has no fields`);
  return Object.fromEntries(layout.fields.map((name) => [name, given.field(name)]));
}

/** The values of a record's field, where they were given as one array or field by field. */
export function fieldValues(
  values: ColumnValues,
  field: string,
  where: string,
): Layout | TypedArray {
  if (values instanceof AwkwardArray) return fieldIn(values.layout, field);
  if (ArrayBuffer.isView(values)) throw new UsageError(`${where}: numbers have no fields`);
  if (Array.isArray(values)) {
    return fieldIn(fromIter(values as readonly NestedValue[]).layout, field);
  }
  const own = (values as Readonly<Record<string, ColumnValues>>)[field];
  if (own === undefined) throw new UsageError(`${where}: no values for the field "${field}"`);
  return layoutOf(own, where);
}

/** Lists without a single element do not tell what fields they have: such are any field's. */
function fieldIn(layout: Layout, field: string): Layout {
  let inner = loaded(layout);
  while (inner.kind === "list" || inner.kind === "regular") inner = loaded(inner.content);
  return inner.kind === "empty" ? layout : fieldOf(layout, field);
}

/**
 * The values of a branch, as numbers of its type.
 *
 * @throws ShapeError when they have another structure than the branch; OverflowError, DTypeError on
 *   numbers that its integers cannot be
 */
export function branchValues(
  given: Layout | TypedArray,
  branch: PlannedBranch,
  where: string,
): BranchValues | ContainerValues {
  const { dtype, jagged, shape, container } = branch;
  if (container !== undefined) {
    if (ArrayBuffer.isView(given)) throw mismatch(where, branch, "numbers");
    return containerValues(given, container, where);
  }
  const items = shape.reduce((product, length) => product * length, 1);
  if (ArrayBuffer.isView(given)) {
    if (jagged || dtype === "string") throw mismatch(where, branch, "numbers");
    if (given.length % items !== 0) {
      throw new ShapeError(`${where}: ${given.length} numbers are no whole number of ${items}`);
    }
    const data = exactly(columnFrom(given), dtype, where) as unknown as Column;
    return { entries: given.length / items, data, offsets: undefined, items };
  }
  const layout = loaded(given);
  const entries = lengthOf(layout);
  if (dtype === "string") {
    if (layout.kind === "string") {
      const { offsets, data } = layout;
      return { entries, data: data as unknown as Column, offsets, items };
    }
    if (layout.kind === "empty" || entries === 0) return none(branch, items);
    throw mismatch(where, branch, nameOf(layout));
  }
  if (entries === 0) return none(branch, items);
  if (!jagged) {
    return { entries, data: numbers(layout, branch, where), offsets: undefined, items };
  }
  if (layout.kind === "list") {
    const { offsets } = layout;
    const { start, stop } = rangeOf(offsets);
    const data = numbers(layout.content, branch, where, start * items, stop * items);
    return { entries, data, offsets, items };
  }
  if (layout.kind === "regular") {
    const offsets = regularOffsets(entries, layout.size);
    return { entries, data: numbers(layout.content, branch, where), offsets, items };
  }
  throw mismatch(where, branch, nameOf(layout));
}

function none({ dtype, jagged }: PlannedBranch, items: number): BranchValues {
  const listed = jagged || dtype === "string";
  const data = reserve(dtype === "string" ? "uint8" : dtype, 0) as unknown as Column;
  return { entries: 0, data, offsets: listed ? columnOf("int32", [0]) : undefined, items };
}

/** The numbers below the fixed arrays that a branch has; those from `start` to `stop` are in its entries. */
function numbers(
  outer: Layout,
  branch: PlannedBranch,
  where: string,
  start?: number,
  stop?: number,
): Column {
  let layout = loaded(outer);
  for (const length of branch.shape) {
    if (layout.kind === "empty") break;
    layout = loaded(fixedContent(layout, length, branch, where));
  }
  const dtype = branch.dtype as DType;
  if (layout.kind === "empty") return reserve(dtype, 0) as unknown as Column;
  if (layout.kind === "option") {
    throw mismatch(where, branch, "values that may be missing: fillNone or dropNone first");
  }
  if (layout.kind !== "flat") throw mismatch(where, branch, nameOf(layout));
  return exactly(layout.data, dtype, where, start, stop) as unknown as Column;
}

/** What lists of one length hold, as such or as lists that happen to have it. */
function fixedContent(
  layout: LoadedLayout,
  length: number,
  branch: PlannedBranch,
  where: string,
): Layout {
  if (layout.kind === "regular" && layout.size === length) {
    return sliceLayout(layout.content, 0, layout.length * length);
  }
  if (layout.kind !== "list") {
    const what = layout.kind === "regular" ? `lists of ${layout.size}` : nameOf(layout);
    throw mismatch(where, branch, what);
  }
  const same = regularOffsets(lengthOf(layout), length);
  if (kernels.array_compare_lists(layout.offsets.address, same.address, lengthOf(layout)) !== 0) {
    throw mismatch(where, branch, `lists of other lengths than ${length}`);
  }
  return compactContent(layout);
}

function mismatch(
  where: string,
  { dtype, jagged, shape, container }: PlannedBranch,
  given: string,
): ShapeError {
  if (container !== undefined) {
    const { className } = container;
    return new ShapeError(`${where} is a ${className}, and was given ${given}`, className, given);
  }
  const type = [...(jagged ? ["var"] : []), ...shape, dtype].join(" * ");
  return new ShapeError(`${where} has the type "${type}", and was given ${given}`, type, given);
}
