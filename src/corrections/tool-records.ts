import { AwkwardArray, checkArray } from "../array/array.ts";
import { depthsOf } from "../array/depth.ts";
import { elementwiseAll } from "../array/elementwise.ts";
import { type Layout, loaded, nameOf } from "../array/layout.ts";
import { shareColumn } from "../array/share.ts";
import { NotFoundError, UsageError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import type { ColumnDeclaration } from "./tool.ts";
import { kindOf } from "./tool-arguments.ts";

/**
 * Evaluates a tool on fields of records or arrays beside them, which are broadcast as Awkward does it: what is
 * one for each event is repeated for its objects, and what is missing in any of them has no outputs.
 *
 * @param beside  columns that are no fields
 * @param renamed  names of fields by column
 * @param evaluate  the outputs, of columns with a value for each object
 * @returns the outputs, with the lists of the records
 * @throws NotFoundError naming the field; ShapeError where lists differ; UsageError for what is no array of numbers
 */
export function overRecords(
  tool: string,
  objects: AwkwardArray,
  beside: Readonly<Record<string, AwkwardArray>>,
  inputs: readonly ColumnDeclaration[],
  renamed: Readonly<Record<string, string>>,
  evaluate: (columns: Readonly<Record<string, Column>>) => readonly Column[],
): AwkwardArray[] {
  checkArray(objects, tool);
  const arrays = new Map<string, AwkwardArray>();
  // Only of the fields that are read: others may not be loaded yet.
  let depth = 1;
  for (const { name, optional } of inputs) {
    const field = renamed[name] ?? name;
    const own = objects.fields.includes(field) ? objects.field(field) : undefined;
    const array = Object.hasOwn(beside, name) ? columnBeside(tool, name, beside[name]) : own;
    if (array !== undefined) arrays.set(name, array);
    else if (optional !== true) {
      throw new NotFoundError("field", field, objects.fields, `the records given to ${tool}`);
    }
    if (array !== undefined && array === own) depth = Math.max(depth, depthsOf(own.layout).least);
  }
  for (const [name, array] of arrays) checkNumbers(tool, name, array.layout);
  for (const { name, per } of inputs) {
    const array = per === "object" ? arrays.get(name) : undefined;
    if (array !== undefined && depthsOf(array.layout).least < depth) {
      throw new UsageError(`${tool}: "${name}" has no lists, unlike the records`);
    }
  }
  const names = [...arrays.keys()];
  const run = (columns: readonly Column[]): Column[] => {
    const outputs = evaluate(Object.fromEntries(names.map((name, i) => [name, columns[i]])));
    // Each array has a handle of its own, also of what variations share.
    return outputs.map((column, i) => (outputs.indexOf(column) < i ? shareColumn(column) : column));
  };
  return elementwiseAll([...arrays.values()], (columns) => run(columns as Column[]), {
    name: tool,
    labels: names.map((name) => `"${name}"`),
  });
}

/** @throws UsageError for a column that is no array, such as a field that records do not have */
function columnBeside(tool: string, name: string, given: unknown): AwkwardArray {
  if (given instanceof AwkwardArray) return given;
  const hint = given === undefined ? "" : ": ak.array makes one of a list or typed array";
  throw new UsageError(
    `${tool}: the option "columns" has an ak.Array as "${name}", not ${Array.isArray(given) ? "a list" : kindOf(given)}${hint}`,
  );
}

/** @throws UsageError for texts and records */
function checkNumbers(tool: string, name: string, layout: Layout): void {
  let now = loaded(layout);
  while (now.kind === "list" || now.kind === "regular" || now.kind === "option") {
    now = loaded(now.content);
  }
  if (now.kind !== "string" && now.kind !== "record") return;
  throw new UsageError(`${tool}: "${name}" holds ${nameOf(now)}, not numbers`);
}
