import type { AwkwardArray } from "../array/array.ts";
import { withField } from "../array/with-field.ts";
import { scope } from "../wasm/scope.ts";
import type { CallOptions, ColumnarTool } from "./tool.ts";

/**
 * The records of each variation: the tool's outputs take the place of the columns they replace, other
 * columns are shared, and what variations have in common is computed once.
 *
 * @param objects  records in lists, such as electrons
 * @param tool     initialised
 * @param names    variations; "" is the nominal one
 * @param options  columns that are not fields of the records; whether they are data
 * @returns the records by variation
 * @throws NotFoundError, as the tool does
 */
export function variations<Output extends string>(
  objects: AwkwardArray,
  tool: ColumnarTool<Output>,
  names: readonly string[],
  options: Omit<CallOptions, "sys"> = {},
): Readonly<Record<string, AwkwardArray>> {
  return scope(() => {
    const results = tool.evaluateRecords(objects, names, options);
    const records = names.map((name): [string, AwkwardArray] => {
      const outputs: Readonly<Record<string, AwkwardArray>> = results[name];
      const made = tool.columns
        .filter(({ access }) => access === "output")
        .reduce((sofar, { name: output, replacesColumn }) => {
          return withField(sofar, outputs[output], replacesColumn ?? output);
        }, objects);
      return [name, made];
    });
    return Object.fromEntries(records);
  });
}
