import { AwkwardArray } from "../../array/array.ts";
import { UsageError } from "../../errors.ts";
import type { WritableColumns } from "./derive-types.ts";
import type { RootWritable } from "./from-record.ts";

/**
 * Records of objects say what they are; columns are arrays.
 * @throws UsageError for what is neither
 */
export function isObject(
  value: RootWritable | WritableColumns,
  name: string,
): value is RootWritable {
  if (value instanceof AwkwardArray) return false;
  if (typeof value === "string") return true;
  if (typeof value !== "object" || value === null || isList(value)) {
    const what = isList(value) ? "a list of values" : String(value);
    throw new UsageError(
      `"${name}": ${what} cannot be written; histograms, records, texts and columns by name can`,
    );
  }
  const { kind, toRecord } = value as { readonly kind?: unknown; readonly toRecord?: unknown };
  return typeof kind === "string" || typeof toRecord === "function";
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}
