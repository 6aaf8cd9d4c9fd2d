import { AwkwardArray } from "../../../array/array.ts";
import { type Layout, lengthOf } from "../../../array/layout.ts";
import { NotFoundError, ShapeError } from "../../../errors.ts";
import { columnFrom } from "../../../wasm/column.ts";
import type { TypedArray } from "../../../wasm/dtype.ts";
import { type ColumnValues, layoutOf } from "../column-values.ts";
import type { FieldType } from "./field-type.ts";

/**
 * The layout of what was given for a column: an array, numbers (row after row where the type is of
 * fixed arrays), lists, or for records their fields one by one.
 *
 * @param where  the column, for messages
 * @throws NotFoundError, ShapeError when fields of records do not fit
 */
export function givenLayout(values: ColumnValues, type: FieldType, where: string): Layout {
  if (type.kind === "record" && isFields(values)) {
    const extra = Object.keys(values).find((name) => !type.fields.includes(name));
    if (extra !== undefined) throw new NotFoundError("field", extra, type.fields, where);
    const contents = type.fields.map((field, i) => {
      const own = values[field];
      if (own === undefined) throw new ShapeError(`${where}: no values for the field "${field}"`);
      return givenLayout(own, type.contents[i], `${where}.${field}`);
    });
    const lengths = contents.map(lengthOf);
    const other = lengths.findIndex((length) => length !== lengths[0]);
    if (other >= 0) {
      const message = `${where}.${type.fields[other]} has ${lengths[other]} entries, others ${lengths[0]}`;
      throw new ShapeError(message, lengths[0], lengths[other]);
    }
    const { fields, tuple } = type;
    return { kind: "record", fields, contents, length: lengths[0], tuple };
  }
  const layout = layoutOf(values, where);
  return ArrayBuffer.isView(layout) ? rows(layout, type, where) : layout;
}

function isFields(values: ColumnValues): values is { readonly [field: string]: ColumnValues } {
  return !(values instanceof AwkwardArray || ArrayBuffer.isView(values) || Array.isArray(values));
}

/** Numbers in the fixed arrays of the type. */
function rows(values: TypedArray, type: FieldType, where: string): Layout {
  const sizes: number[] = [];
  for (let now = type; now.kind === "regular"; now = now.content) sizes.push(now.size);
  const items = sizes.reduce((product, size) => product * size, 1);
  if (values.length % items !== 0) {
    throw new ShapeError(`${where}: ${values.length} numbers are no whole number of ${items}`);
  }
  let layout: Layout = { kind: "flat", data: columnFrom(values) };
  let length = values.length;
  for (const size of sizes.reverse()) {
    length /= size;
    layout = { kind: "regular", size, length, content: layout };
  }
  return layout;
}
