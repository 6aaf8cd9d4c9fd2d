import type { ColumnDeclaration } from "./tool.ts";

/** An input with a number for each object. */
export function inputColumn(
  name: string,
  branch?: readonly [container: string, variable: string],
  optional?: boolean,
): ColumnDeclaration {
  return { name, access: "input", dtype: "float64", per: "object", branch, optional };
}
