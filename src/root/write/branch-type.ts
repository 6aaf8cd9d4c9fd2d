import { NotFoundError, UsageError } from "../../errors.ts";
import type { DType } from "../../wasm/dtype.ts";
import { numberType, numberTypes } from "./number-type.ts";

/**
 * What a branch holds, in Awkward's words: `"float32"`, `"3 * int32"`, `"var * float32"`,
 * `"var * 2 * float64"`, `"string"`; or fields, which become branches `name_field` that share a
 * counter where they are `var`.
 */
export type BranchType = string | { readonly [field: string]: string };

/** A type taken apart. */
export interface ParsedType {
  readonly dtype: DType | "string";
  /** Lists of varying length around everything else. */
  readonly jagged: boolean;
  /** Of the fixed arrays within. */
  readonly shape: readonly number[];
}

/**
 * Takes a type apart.
 *
 * @param where  the branch, for messages
 * @throws NotFoundError for an unknown type
 * @throws UsageError for one that no branch can hold
 */
export function parseBranchType(type: string, where: string): ParsedType {
  const parts = type.split("*").map((part) => part.trim());
  const last = parts.pop() ?? "";
  const name = last === "string" ? last : numberType(last);
  const jagged = parts[0] === "var";
  const shape = parts.slice(jagged ? 1 : 0).map(Number);
  if (name === undefined) {
    throw new NotFoundError("type", last, [...numberTypes, "string"], where);
  }
  if (!shape.every((length) => Number.isInteger(length) && length > 0)) {
    throw new UsageError(
      `${where}: "${type}" is no type of a branch: lists of varying length (var) come outermost, ` +
        "then fixed lengths",
    );
  }
  if (name === "string" && (jagged || shape.length > 0)) {
    throw new UsageError(`${where}: a branch holds one text for each entry, not lists of them`);
  }
  return { dtype: name, jagged, shape };
}
