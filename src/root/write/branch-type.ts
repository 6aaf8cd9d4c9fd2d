import { NotFoundError, UsageError } from "../../errors.ts";
import type { DType } from "../../wasm/dtype.ts";
import { numberType, numberTypes } from "./number-type.ts";
import { cppNumbers, type StructType, structType } from "./struct-type.ts";

/**
 * What a branch holds, in Awkward's words: `"float32"`, `"3 * int32"`, `"var * float32"`,
 * `"var * 2 * float64"`, `"string"`; lists of lists or of texts, `"var * var * float32"`,
 * `"var * string"`, and lists of lists of objects, `"var * var * Hit[x: float32, layer: int8]"`,
 * `"var * var * ElementLink<…>"`; or fields, which become branches `name_field` that share a counter
 * where they are `var`.
 */
export type BranchType = string | { readonly [field: string]: string };

/** Lists that ROOT streams as a `std::vector`: of lists or texts. */
export interface ContainerType {
  /** Of lists within lists. */
  readonly depth: number;
  readonly content: DType | "string" | StructType;
  /** In ROOT's spelling. */
  readonly className: string;
}

/** A type taken apart. */
export interface ParsedType {
  readonly dtype: DType | "string";
  /** Lists of varying length around everything else, with a counter. */
  readonly jagged: boolean;
  /** Of the fixed arrays within. */
  readonly shape: readonly number[];
  /** Where it is streamed as a whole: nothing else counts then. */
  readonly container?: ContainerType | undefined;
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
  const depth = parts.lastIndexOf("var") + 1;
  const struct = structType(last, where);
  const name = last === "string" ? last : numberType(last);
  const content = struct ?? name;
  if (content === undefined) {
    throw new NotFoundError("type", last, [...numberTypes, "string"], where);
  }
  const shape = parts.slice(depth).map(Number);
  if (
    !shape.every((length) => Number.isInteger(length) && length > 0) ||
    !parts.slice(0, depth).every((part) => part === "var")
  ) {
    throw new UsageError(
      `${where}: "${type}" is no type of a branch: lists of varying length (var) come outermost, ` +
        "then fixed lengths",
    );
  }
  const counted = depth <= 1 && typeof content === "string" && content !== "string";
  if (counted) return { dtype: content, jagged: depth === 1, shape };
  if (shape.length > 0) {
    throw new UsageError(
      `${where}: "${type}" is no type of a branch: numbers alone stand in lists of fixed length, ` +
        "and these in lists of varying length, but not in lists of lists",
    );
  }
  if (struct !== undefined && depth < 2) {
    throw new UsageError(
      `${where}: objects stand in lists of lists (var * var); for lists of them give their fields`,
    );
  }
  if (depth > 0) {
    const className = vectorName(content, depth);
    return { dtype: "string", jagged: false, shape, container: { depth, content, className } };
  }
  return { dtype: "string", jagged: false, shape };
}

function vectorName(content: ContainerType["content"], depth: number): string {
  if (depth > 0) {
    const inner = vectorName(content, depth - 1);
    return `vector<${inner}${inner.endsWith(">") ? " " : ""}>`;
  }
  if (typeof content !== "string") return content.className;
  return content === "string" ? content : cppNumbers[content][0];
}
