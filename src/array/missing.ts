import { AxisError, ShapeError, UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { type DType, isFloat, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, AwkwardRecord, checkArray } from "./array.ts";
import { asList } from "./axis.ts";
import { broadcastAll } from "./broadcast.ts";
import { convert } from "./convert.ts";
import { depthsOf, posAxis } from "./depth.ts";
import { fromIter, type NestedValue } from "./from.ts";
import {
  isLeaf,
  type Layout,
  type ListLayout,
  type LoadedLayout,
  lengthOf,
  loaded,
  type OptionLayout,
  type RecordLayout,
} from "./layout.ts";
import { loadAll, loadDeep } from "./load.ts";
import { simplifyUnion } from "./merge.ts";
import { rangeOf } from "./offsets.ts";
import { missingWhere } from "./option.ts";
import { knownOptions } from "./option-names.ts";
import { dropMissing } from "./present-values.ts";
import { isScalar, promote, type Scalar, scalarType } from "./promote.ts";
import { takeLayout } from "./select.ts";
import { share } from "./share.ts";
import { stringOf } from "./text.ts";
import { unary } from "./ufunc-unary.ts";
import { Tuple } from "./value.ts";
import { changeWithin } from "./walk.ts";

/** Which axis to look at. */
export interface AxisOptions {
  /** 0 the outermost axis, -1 the innermost. */
  readonly axis?: number | null | undefined;
}

/** What can stand in the place of missing values. */
export type Filling =
  | Scalar
  | string
  | AwkwardArray
  | AwkwardRecord
  | readonly NestedValue[]
  | Tuple<NestedValue>
  | { readonly [field: string]: NestedValue };

/**
 * Another value in place of the missing ones: a number, text, a list (an array, or a plain one) or
 * a record (of an array, or a plain object); plain ones are what `ak.array` makes of them. As in Awkward, numbers take the dtype that the two promote to (an integral value counts as int64, any other
 * as float64), and values of different types are a union.
 *
 * @param options.axis  -1 (default) the innermost, `null` for all
 * @throws UsageError for a value that is none of these
 * @see awkward.fill_none
 */
export function fillNone<Given extends AwkwardArray>(
  array: Given,
  value: Filling,
  options?: AxisOptions,
): Given;
export function fillNone(
  array: AwkwardArray,
  value: Filling,
  options: AxisOptions = {},
): AwkwardArray {
  checkArray(array, "fillNone");
  const { axis = -1 } = knownOptions(options, ["axis"], "fillNone");
  const layout = loadAll(array.layout);
  const given = fillingOf(value);
  return scope(() => {
    const filling = given();
    const filled = changeWithin(layout, (now, depth, within) => {
      if (axis === null) {
        if (now.kind !== "option") return undefined;
        const inner = within();
        return inner.kind === "option" ? fill(inner, filling) : inner;
      }
      const level = posAxis(now, axis, depth);
      if (level !== undefined && level + 1 === depth) {
        if (now.kind === "option") return fill(now, filling);
        return now.kind === "union" || now.kind === "record" ? undefined : share(now);
      }
      // The bytes of text are one axis more, which has nothing to fill.
      if (now.kind === "string" && level === depth) return undefined;
      if (isEnd(now)) throw beyond(axis, depth);
      return undefined;
    });
    return new AwkwardArray(filled, { metadata: array.metadata });
  });
}

/** Where Awkward sees no deeper axis: records without fields too. */
function isEnd(now: LoadedLayout): boolean {
  if (now.kind === "record") return now.fields.length === 0;
  return isLeaf(now) && now.kind !== "union";
}

function beyond(axis: number, depth: number): AxisError {
  return new AxisError(`axis=${axis} exceeds the depth of this array (${depth})`);
}

/** The value as an array of one, made in the scope of whoever calls the function returned. */
function fillingOf(value: Filling): () => LoadedLayout {
  if (value instanceof AwkwardRecord) {
    const layout = loadAll(value.array.layout);
    return () => layout;
  }
  if (value instanceof AwkwardArray) {
    const content = loadAll(value.layout);
    return () => listOf(content);
  }
  if (typeof value === "string") return () => stringOf(value);
  if (isScalar(value)) {
    return () => ({ kind: "flat", data: columnOf(scalarType(value), [value.valueOf()]) as Column });
  }
  if (Array.isArray(value)) return () => listOf(loaded(fromIter(value).layout));
  if (value instanceof Tuple || isPlainObject(value))
    return () => loaded(fromIter([value as NestedValue]).layout);
  throw new UsageError(
    `fillNone fills with a number, text, a list or a record, not with ${nameOfValue(value)}`,
  );
}

function listOf(content: LoadedLayout): LoadedLayout {
  return { kind: "regular", size: lengthOf(content), length: 1, content };
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function nameOfValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" ? `a ${value.constructor?.name}` : `a ${typeof value}`;
}

function fill(layout: OptionLayout, filling: LoadedLayout): Layout {
  const { index } = layout;
  const inner = loadAll(layout.content);
  // Where nothing can be missing the type stays as it is, in Awkward, too.
  const all = layout.unmasked && kernels.array_count_present(index.address, index.length);
  if (all === index.length) return takeLayout(inner, index);
  if (inner.kind === "flat" && filling.kind === "flat") {
    return { kind: "flat", data: fillColumn(inner.data, index, filling.data) };
  }
  const n = index.length;
  const tags = reserve("int8", n);
  kernels.array_is_missing(index.address, tags.address, n);
  const from = reserve("int32", n);
  const zero = columnOf("int32", [0]);
  const positions = iota(Math.max(lengthOf(inner), 1));
  kernels.array_fill_32(positions.address, index.address, zero.address, from.address, n);
  return simplifyUnion({ kind: "union", tags, index: from, contents: [inner, filling] }, true);
}

function iota(n: number): Column<"int32"> {
  const out = reserve("int32", n);
  kernels.array_iota(out.address, n);
  return out;
}

function fillColumn(data: Column, index: Column<"int32">, filling: Column): Column {
  const dtype = promote(data.dtype, filling.dtype);
  const from = convert(data, dtype);
  const one = convert(filling, dtype);
  const out = reserve<DType>(dtype, index.length);
  const bits = (8 * itemSize(dtype)) as 8 | 16 | 32 | 64;
  const kernel = kernels[`array_fill_${bits}`];
  kernel(from.address, index.address, one.address, out.address, index.length);
  return out;
}

/**
 * Whether each element of an axis (0 by default) is missing, as bool.
 * @see awkward.is_none
 */
export function isNone(
  array: AwkwardArray,
  options: { readonly axis?: number | undefined } = {},
): AwkwardArray {
  checkArray(array, "isNone");
  const { axis = 0 } = knownOptions(options, ["axis"], "isNone");
  const { kind } = loaded(array.layout);
  // Values that are missing as a whole are found without loading what they hold.
  const whole = axis === 0 && kind !== "record" && kind !== "union";
  const layout = whole ? loadDeep(array.layout) : loadAll(array.layout);
  return scope(() => {
    const made = changeWithin(layout, (now, depth) => {
      const level = posAxis(now, axis, depth);
      if (level !== undefined && level + 1 === depth) {
        // An index around records is looked at in Awkward, their fields are not.
        if (now.kind === "record") return now.indexed ? missingMask(now) : undefined;
        return now.kind === "union" ? undefined : missingMask(now);
      }
      if (isEnd(now)) throw beyond(axis, depth);
      return undefined;
    });
    return new AwkwardArray(made, { metadata: array.metadata });
  });
}

function missingMask(layout: LoadedLayout): Layout {
  const n = lengthOf(layout);
  const out = reserve("bool", n);
  if (layout.kind === "option") {
    kernels.array_is_missing(layout.index.address, out.address, n);
  } else out.view().fill(0);
  return { kind: "flat", data: out as unknown as Column };
}

/**
 * The elements that are not missing: of all axes by default, or of one.
 *
 * As in Awkward, lists of an axis without missing elements lose those within them; and all regular
 * lists come to vary in length where all axes are meant.
 *
 * @throws AxisError for an axis that is not there
 * @see awkward.drop_none
 */
export function dropNone<Given extends AwkwardArray>(array: Given, options?: AxisOptions): Given;
export function dropNone(array: AwkwardArray, options: AxisOptions = {}): AwkwardArray {
  checkArray(array, "dropNone");
  const { axis = null } = knownOptions(options, ["axis"], "dropNone");
  const layout = loadAll(array.layout);
  return scope(
    () =>
      new AwkwardArray(axis === null ? dropAll(layout) : dropAt(layout, axis), {
        behavior: array.behavior,
        metadata: array.metadata,
      }),
  );
}

function dropAll(layout: LoadedLayout): Layout {
  const outer = layout.kind === "option" ? dropMissing(layout) : layout;
  return changeWithin(outer, (now, _, within) => {
    if (now.kind !== "list" && now.kind !== "regular") return undefined;
    return dropInLists(asList(loaded(within())));
  });
}

function dropAt(layout: LoadedLayout, axis: number): Layout {
  const { least: most } = depthsOf(layout);
  if (axis >= most) throw beyond(axis, most);
  return changeWithin(layout, (now, depth) => {
    if (now.kind === "record") checkLevels(now, axis, depth);
    const level = posAxis(now, axis, depth);
    if (level === 0) return now.kind === "option" ? dropMissing(now) : share(now);
    // A field of records in the lists of this axis, of which all are there.
    if (now.kind === "option" && level === depth - 1 && isComplete(now)) return dropMissing(now);
    if (now.kind !== "list" && now.kind !== "regular") return undefined;
    const here = level === depth || level === depth - 1;
    return here && loaded(now.content).kind === "option" ? dropInLists(asList(now)) : undefined;
  });
}

function isComplete({ index }: OptionLayout): boolean {
  return kernels.array_count_present(index.address, index.length) === index.length;
}

/** @throws AxisError where an axis would be that of the records for some fields only */
function checkLevels(record: RecordLayout, axis: number, depth: number): void {
  const levels = new Set(record.contents.map((content) => posAxis(content, axis, depth)));
  if (levels.size >= 2 && [...levels].some((level) => level !== undefined && level < depth)) {
    throw new AxisError(
      `axis=${axis} is another axis for each of the fields ${record.fields.join(", ")}: parts of ` +
        "records cannot be dropped",
    );
  }
  for (const [i, content] of record.contents.entries()) {
    const field = loaded(content);
    if (field.kind !== "option" || posAxis(field, axis, depth) !== depth - 1 || depth === 1)
      continue;
    const { index } = field;
    if (kernels.array_count_present(index.address, record.length) === record.length) continue;
    throw new ShapeError(
      `axis=${axis} is that of records: missing values of the field ${record.fields[i]} cannot be ` +
        "dropped without them",
    );
  }
}

/** Lists without their missing elements. */
function dropInLists(list: ListLayout): Layout {
  const content = loaded(list.content);
  if (content.kind !== "option") return share(list);
  const { start, stop } = rangeOf(list.offsets);
  const index = content.index.slice(start, stop);
  const there = reserve("bool", index.length);
  kernels.array_is_present(index.address, there.address, index.length);
  const offsets = reserve("int32", list.offsets.length);
  const n = offsets.length - 1;
  kernels.array_mask_offsets(list.offsets.address, there.address, offsets.address, n);
  return { ...list, offsets, content: dropMissing({ ...content, index }) };
}

/**
 * Missing values where a mask says so.
 *
 * @param mask  bool, of the array's nesting or less: then it holds for whole lists or records
 * @param options.validWhen  what the mask is where values stay (true)
 * @throws UsageError for a mask of anything but bool
 * @see awkward.mask
 */
export function mask<Given extends AwkwardArray>(
  array: Given,
  mask: AwkwardArray,
  options?: { readonly validWhen?: boolean | undefined },
): Given;
export function mask(
  array: AwkwardArray,
  mask: AwkwardArray,
  options: { readonly validWhen?: boolean | undefined } = {},
): AwkwardArray {
  checkArray(array, "mask");
  checkArray(mask, "mask");
  const { validWhen = true } = knownOptions(options, ["validWhen"], "mask");
  const flags = loadDeep(mask.layout);
  // A mask of whole records does not look at their fields, which may not be loaded.
  const values = loadDeep(array.layout);
  const inputs = [reachesFields(values, flags) ? loadAll(values) : values, flags];
  return scope(() => {
    const [layout] = broadcastAll(
      inputs,
      ([values, flags], length) => {
        if (typeof flags !== "object" || !("kind" in flags) || flags.kind !== "flat") {
          return undefined;
        }
        if (flags.data.dtype !== "bool") {
          throw new UsageError(`a mask is of bool, not of ${flags.data.dtype}`);
        }
        const index = indexWhere(flags.data, validWhen, length);
        return [missingWhere(index, values as LoadedLayout)];
      },
      { rightBroadcast: false, name: "mask" },
    );
    // A broadcast may have passed an input on: the result has handles of its own.
    return new AwkwardArray(share(layout), {
      behavior: array.behavior,
      metadata: array.metadata,
    });
  });
}

/** Whether flags lie deeper than the records of an array. */
function reachesFields(values: Layout, flags: Layout): boolean {
  const [one, other] = [loaded(values), loaded(flags)];
  if (one.kind === "option") return reachesFields(one.content, other);
  if (other.kind === "option") return reachesFields(one, other.content);
  const lists = other.kind === "list" || other.kind === "regular";
  if (one.kind === "record") return lists || other.kind === "record";
  if (one.kind === "union") return true;
  return lists && (one.kind === "list" || one.kind === "regular")
    ? reachesFields(one.content, other.content)
    : false;
}

/** Each position, or -1 where a flag is not as wanted. */
function indexWhere(flags: Column, wanted: boolean, n: number): Column<"int32"> {
  const index = reserve("int32", n);
  kernels.array_mask_index(flags.address, index.address, n, Number(wanted));
  return index;
}

/**
 * Missing values in place of NaN.
 * @see awkward.nan_to_none
 */
export function nanToNone(array: AwkwardArray): AwkwardArray {
  checkArray(array, "nanToNone");
  const layout = loadAll(array.layout);
  return scope(() => {
    const made = changeWithin(layout, (now) => {
      if (now.kind !== "flat" || !isFloat(now.data.dtype)) return undefined;
      const index = indexWhere(unary("isnan", now.data), false, now.data.length);
      return { kind: "option", index, content: share(now) };
    });
    return new AwkwardArray(made, { behavior: array.behavior, metadata: array.metadata });
  });
}
