import { AwkwardArray, checkArray } from "../array/array.ts";
import { convert } from "../array/convert.ts";
import { loaded } from "../array/layout.ts";
import { checkSameLists, rangeOf, rebase } from "../array/offsets.ts";
import { flattenAll } from "../array/present-values.ts";
import { shareColumn } from "../array/share.ts";
import { NotFoundError, ShapeError, UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import type { ColumnDeclaration } from "./tool.ts";

/**
 * The columns that a tool reads, from fields of the records or arrays beside them: a value for each
 * object, also of what is one for each event.
 *
 * @throws NotFoundError naming the field; ShapeError where lists differ
 */
export function columnsOfRecords(
  tool: string,
  objects: AwkwardArray,
  beside: Readonly<Record<string, AwkwardArray>>,
  inputs: readonly ColumnDeclaration[],
  renamed: Readonly<Record<string, string>>,
): Readonly<Record<string, Column>> {
  checkArray(objects, tool);
  const offsets = offsetsOf(objects);
  const n = offsets === undefined ? objects.length : rangeOf(offsets).stop;
  const columns: Record<string, Column> = {};
  for (const { name, optional, per } of inputs) {
    const field = renamed[name] ?? name;
    const array =
      beside[name] ?? (objects.fields.includes(field) ? objects.field(field) : undefined);
    if (array === undefined) {
      if (optional === true) continue;
      throw new NotFoundError("field", field, objects.fields, `the records given to ${tool}`);
    }
    const column = columnOf(name, array, per, offsets);
    if (column.length < n) {
      const what = `${n - column.length} of ${n} objects have no "${name}"`;
      const advice = "take missing ones away with ak.dropNone, or give values with ak.fillNone";
      throw new ShapeError(`${tool}: ${what}: ${advice}`, n, column.length);
    }
    columns[name] = column;
  }
  return columns;
}

/** Offsets from 0 of the lists of an array; undefined where it has none. */
function offsetsOf(array: AwkwardArray): Column<"int32"> | undefined {
  const layout = loaded(array.layout);
  return layout.kind === "list" ? rebase(layout.offsets) : undefined;
}

function columnOf(
  name: string,
  array: AwkwardArray,
  per: "object" | "event",
  offsets: Column<"int32"> | undefined,
): Column {
  const layout = loaded(array.layout);
  if (offsets === undefined) return flattenAll(layout);
  if (layout.kind === "list") {
    checkSameLists(offsets, rebase(layout.offsets), "the records", name);
    return flattenAll(layout);
  }
  if (per === "object") throw new UsageError(`"${name}" has no lists, unlike the records`);
  const events = convert(flattenAll(layout), "float64");
  if (events.length !== offsets.length - 1) {
    const count = `${events.length} values for ${offsets.length - 1} events`;
    throw new ShapeError(`"${name}" has ${count}`, offsets.length - 1, events.length);
  }
  const n = rangeOf(offsets).stop;
  const out = reserve("float64", n);
  kernels.corrections_spread(events.address, offsets.address, 0, 0, n, out.address);
  return out;
}

/** Columns of each object as arrays with the lists of the records; handles of their own. */
export function likeRecords(
  objects: AwkwardArray,
  columns: Readonly<Record<string, Column>>,
): Record<string, AwkwardArray> {
  const { metadata } = objects;
  const offsets = offsetsOf(objects);
  const entries = Object.entries(columns).map(([name, column]): [string, AwkwardArray] => {
    const content = { kind: "flat", data: shareColumn(column) } as const;
    if (offsets === undefined) return [name, new AwkwardArray(content, { metadata })];
    const layout = { kind: "list", offsets: shareColumn(offsets), content } as const;
    return [name, new AwkwardArray(layout, { metadata })];
  });
  return Object.fromEntries(entries);
}
