import { AwkwardArray } from "../../array/array.ts";
import type { Layout } from "../../array/layout.ts";
import { dtypeOf } from "../../wasm/dtype.ts";
import type { BranchType } from "./branch-type.ts";
import { type ColumnValues, columnsByName, layoutOf } from "./column-values.ts";
import { datashapeOf, type FieldType } from "./ntuple/field-type.ts";
import { typeOfLayout } from "./ntuple/type-of-layout.ts";
import type { TreeColumns } from "./tree.ts";

/** Columns by name, or an array of records. */
export type WritableColumns = TreeColumns | AwkwardArray;

/** Columns whose values are arrays, and what types these have. */
export interface TypedColumns {
  readonly columns: TreeColumns;
  readonly types: ReadonlyMap<string, FieldType>;
}

/**
 * The types of columns, from their values. Arrays that are made are left to the scope.
 *
 * @param where  the tree, for messages
 * @throws UsageError where values do not tell their type, or an array has no fields
 */
export function deriveTypes(given: WritableColumns, where: string): TypedColumns {
  const entries = Object.entries(columnsByName(given, where));
  const columns: Record<string, ColumnValues> = {};
  const types = new Map<string, FieldType>();
  for (const [name, values] of entries) {
    const [array, type] = derive(values, `"${name}" of ${where}`);
    columns[name] = array;
    types.set(name, type);
  }
  return { columns, types };
}

function derive(values: ColumnValues, where: string): [ColumnValues, FieldType] {
  if (isFields(values)) {
    const fields = Object.keys(values);
    const parts = fields.map((field) => derive(values[field], `${where}, "${field}"`));
    const arrays = Object.fromEntries(fields.map((field, i) => [field, parts[i][0]]));
    const contents = parts.map(([, type]) => type);
    return [arrays, { kind: "record", fields, contents, tuple: false }];
  }
  const layout = layoutOf(values, where);
  if (ArrayBuffer.isView(layout)) return [layout, { kind: "number", dtype: dtypeOf(layout) }];
  return [new AwkwardArray(layout as Layout), typeOfLayout(layout as Layout, where)];
}

function isFields(values: ColumnValues): values is Readonly<Record<string, ColumnValues>> {
  return !(values instanceof AwkwardArray || ArrayBuffer.isView(values) || Array.isArray(values));
}

/** What a TTree needs for a column: fields of records, also in lists, become branches. */
export function branchTypeOf(type: FieldType): BranchType {
  const list = type.kind === "list";
  const record = list ? type.content : type;
  if (record.kind !== "record") return datashapeOf(type);
  const { fields, contents } = record;
  return Object.fromEntries(
    contents.map((content, i) => {
      const one = list ? ({ kind: "list", content } as const) : content;
      return [fields[i], datashapeOf(one)];
    }),
  );
}
