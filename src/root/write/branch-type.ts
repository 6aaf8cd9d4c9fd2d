import { NotFoundError, UsageError } from "../../errors.ts";
import { type DType, isDType } from "../../wasm/dtype.ts";

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

/** NumPy's short names. */
const short: Readonly<Record<string, DType>> = {
  "?": "bool",
  i1: "int8",
  u1: "uint8",
  i2: "int16",
  u2: "uint16",
  i4: "int32",
  u4: "uint32",
  i8: "int64",
  u8: "uint64",
  f4: "float32",
  f8: "float64",
};

const names: readonly DType[] = Object.values(short);

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
  const name = Object.hasOwn(short, last) ? short[last] : last;
  const jagged = parts[0] === "var";
  const shape = parts.slice(jagged ? 1 : 0).map(Number);
  if (name !== "string" && !isDType(name)) {
    throw new NotFoundError("type", last, [...names, "string"], where);
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
