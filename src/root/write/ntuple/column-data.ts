import { fieldOf } from "../../../array/field.ts";
import {
  type Layout,
  type LoadedLayout,
  lengthOf,
  loaded,
  nameOf,
  unreachable,
} from "../../../array/layout.ts";
import { compactContent, rangeOf, regularOffsets } from "../../../array/offsets.ts";
import { dropMissing } from "../../../array/present-values.ts";
import { sliceLayout } from "../../../array/select.ts";
import { optionsOfUnion, projected } from "../../../array/union.ts";
import { ShapeError } from "../../../errors.ts";
import { type Column, columnOf, reserve } from "../../../wasm/column.ts";
import { kernels } from "../../../wasm/instance.ts";
import { exactly } from "../exact-integers.ts";
import { datashapeOf, type FieldType } from "./field-type.ts";
import { fitsType } from "./fits-type.ts";
import type { PlannedField } from "./schema-plan.ts";

/** The elements of a column in a cluster, in linear memory. */
export type ColumnData =
  | { readonly kind: "numbers"; readonly elements: number; readonly data: Column }
  /** Ends of lists; one offset more than there are elements. */
  | { readonly kind: "offsets"; readonly elements: number; readonly offsets: Column<"int32"> }
  | {
      readonly kind: "switch";
      readonly elements: number;
      readonly tags: Column<"int8">;
      readonly index: Column<"int32">;
      /** By tag, what stands for it on file. */
      readonly targets: Column<"uint8">;
    };

/**
 * Takes an array apart into the columns of a field. Temporaries are left to the scope.
 *
 * @param out  by the number of the column, written
 * @throws ShapeError when the array has another structure than the field; OverflowError, DTypeError on
 *   numbers that its integers cannot be
 */
export function columnData(field: PlannedField, given: Layout, out: ColumnData[]): void {
  const layout = loaded(given);
  const { type, columns, children } = field;
  if (layout.kind === "empty" || lengthOf(layout) === 0) {
    nothing(field, out);
    return;
  }
  switch (type.kind) {
    case "number": {
      if (layout.kind !== "flat") throw mismatch(field, layout);
      const data = exactly(layout.data, type.dtype, `"${field.path}"`) as unknown as Column;
      out[columns[0].id] = { kind: "numbers", elements: data.length, data };
      return;
    }
    case "string": {
      if (layout.kind !== "string") throw mismatch(field, layout);
      const { offsets } = layout;
      const { start, stop } = rangeOf(offsets);
      const data = layout.data.slice(start, stop) as unknown as Column;
      out[columns[0].id] = { kind: "offsets", elements: offsets.length - 1, offsets };
      out[columns[1].id] = { kind: "numbers", elements: data.length, data };
      return;
    }
    case "list": {
      const { offsets, content } = listsOf(field, layout);
      out[columns[0].id] = { kind: "offsets", elements: offsets.length - 1, offsets };
      columnData(children[0], content, out);
      return;
    }
    case "regular":
      columnData(children[0], fixedContent(field, type.size, layout), out);
      return;
    case "option": {
      const n = lengthOf(layout);
      let offsets: Column<"int32">;
      if (layout.kind === "option") {
        offsets = reserve("int32", n + 1);
        kernels.root_ntuple_write_present(layout.index.address, offsets.address, n);
      } else {
        offsets = regularOffsets(n, 1);
      }
      out[columns[0].id] = { kind: "offsets", elements: n, offsets };
      columnData(children[0], layout.kind === "option" ? dropMissing(layout) : layout, out);
      return;
    }
    case "record":
      recordData(field, type, layout, out);
      return;
    case "union":
      unionData(field, layout, out);
      return;
    default:
      unreachable(type);
  }
}

/** No elements, in all columns. */
function nothing({ columns, children }: PlannedField, out: ColumnData[]): void {
  for (const { id, encoding } of columns) {
    const { kind } = encoding;
    if (kind === "switch") {
      const tags = reserve("int8", 0);
      const targets = reserve("uint8", 0);
      out[id] = { kind: "switch", elements: 0, tags, index: reserve("int32", 0), targets };
    } else if (kind === "index" || kind === "split-index") {
      out[id] = { kind: "offsets", elements: 0, offsets: regularOffsets(0, 0) };
    } else {
      const data = reserve("uint8", 0) as unknown as Column;
      out[id] = { kind: "numbers", elements: 0, data };
    }
  }
  for (const child of children) nothing(child, out);
}

/** Lists, of one length as well, or texts and bytes for lists of bytes. */
function listsOf(
  field: PlannedField,
  layout: LoadedLayout,
): { readonly offsets: Column<"int32">; readonly content: Layout } {
  switch (layout.kind) {
    case "list":
      return { offsets: layout.offsets, content: compactContent(layout) };
    case "regular": {
      const { length, size } = layout;
      const content = sliceLayout(layout.content, 0, length * size);
      return { offsets: regularOffsets(length, size), content };
    }
    case "string": {
      if (!layout.bytes) throw mismatch(field, layout);
      const { offsets } = layout;
      const { start, stop } = rangeOf(offsets);
      const data = layout.data.slice(start, stop) as unknown as Column;
      return { offsets, content: { kind: "flat", data } };
    }
    default:
      throw mismatch(field, layout);
  }
}

/** What lists of one length hold, as such or as lists that happen to have it. */
function fixedContent(field: PlannedField, size: number, layout: LoadedLayout): Layout {
  if (layout.kind === "regular" && layout.size === size) {
    return sliceLayout(layout.content, 0, layout.length * size);
  }
  if (layout.kind !== "list") throw mismatch(field, layout);
  const n = lengthOf(layout);
  const same = regularOffsets(n, size);
  if (kernels.array_compare_lists(layout.offsets.address, same.address, n) !== 0) {
    throw mismatch(field, layout, `lists of other lengths than ${size}`);
  }
  return compactContent(layout);
}

function recordData(
  field: PlannedField,
  type: Extract<FieldType, { kind: "record" }>,
  layout: LoadedLayout,
  out: ColumnData[],
): void {
  if (layout.kind !== "record") throw mismatch(field, layout);
  const extra = layout.fields.find((name) => !type.fields.includes(name));
  if (extra !== undefined || layout.fields.length !== type.fields.length) {
    throw mismatch(field, layout);
  }
  for (const [i, child] of field.children.entries()) {
    const content = fieldOf(layout, type.fields[i]);
    columnData(child, sliceLayout(content, 0, layout.length), out);
  }
}

function unionData(field: PlannedField, given: LoadedLayout, out: ColumnData[]): void {
  const layout = given.kind === "option" ? optionsOfUnion(given) : given;
  const union =
    layout.kind === "union"
      ? layout
      : ({ kind: "union", contents: [layout], ...onlyOne(lengthOf(layout)) } as const);
  const targets = union.contents.map((content) => alternative(field, loaded(content)));
  if (new Set(targets).size !== targets.length) throw mismatch(field, layout);
  const { parts, place } = projected(union);
  const { tags } = union;
  out[field.columns[0].id] = {
    kind: "switch",
    elements: tags.length,
    tags,
    index: place,
    // 0 stands for no value at all.
    targets: columnOf(
      "uint8",
      targets.map((target) => target + 1),
    ),
  };
  for (const [target, child] of field.children.entries()) {
    const at = targets.indexOf(target);
    if (at < 0) nothing(child, out);
    else columnData(child, parts[at], out);
  }
}

/** Which type of a variant some elements have: their own, or the only one that they can have. */
function alternative(field: PlannedField, content: LoadedLayout): number {
  const types = field.children.map(({ type }) => type);
  const same = types.findIndex((type) => fitsType(content, type, true));
  if (same >= 0) return same;
  const alike = types.filter((type) => fitsType(content, type, false));
  if (alike.length !== 1) throw mismatch(field, content);
  return types.indexOf(alike[0]);
}

function onlyOne(n: number): { readonly tags: Column<"int8">; readonly index: Column<"int32"> } {
  const tags = reserve("int8", n);
  tags.view().fill(0);
  const index = reserve("int32", n);
  kernels.array_iota(index.address, n);
  return { tags, index };
}

function mismatch(
  { path, type }: PlannedField,
  layout: LoadedLayout,
  what: string = nameOf(layout),
): ShapeError {
  const expected = datashapeOf(type);
  const hint = layout.kind === "option" ? ": fillNone or dropNone first" : "";
  return new ShapeError(
    `"${path}" has the type "${expected}", and was given ${what}${hint}`,
    expected,
    what,
  );
}
