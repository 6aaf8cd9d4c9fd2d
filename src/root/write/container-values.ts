import { fieldOf } from "../../array/field.ts";
import { type Layout, lengthOf, loaded, nameOf } from "../../array/layout.ts";
import { regularOffsets } from "../../array/offsets.ts";
import { ShapeError } from "../../errors.ts";
import { type Column, columnOf, reserve } from "../../wasm/column.ts";
import type { DType } from "../../wasm/dtype.ts";
import type { ContainerType } from "./branch-type.ts";
import { exactly } from "./exact-integers.ts";

/** The values of a branch of containers, in linear memory. */
export interface ContainerValues {
  readonly type: ContainerType;
  readonly entries: number;
  /** Of the outermost lists. */
  readonly offsets: Column<"int32">;
  /** Of all lists, from outermost to innermost. */
  readonly levels: readonly Column<"int32">[];
  /** Numbers, one column for each member of objects, or the bytes of texts. */
  readonly columns: readonly Column[];
  /** Of texts. */
  readonly texts: Column<"int32"> | undefined;
}

/**
 * The values of a branch of containers, as numbers of its type.
 *
 * @throws ShapeError when they have another structure than the branch; OverflowError, DTypeError on
 *   numbers that its integers cannot be
 */
export function containerValues(
  given: Layout,
  type: ContainerType,
  where: string,
): ContainerValues {
  let layout = loaded(given);
  const entries = lengthOf(layout);
  const levels: Column<"int32">[] = [];
  let range: { readonly start: number; readonly stop: number } = { start: 0, stop: entries };
  for (let depth = 0; depth < type.depth; depth++) {
    if (layout.kind === "list") {
      levels.push(layout.offsets);
      // What no list holds does not count.
      const view = layout.offsets.view();
      range = { start: view[range.start], stop: view[range.stop] };
      layout = loaded(layout.content);
    } else if (layout.kind === "regular") {
      levels.push(regularOffsets(layout.length, layout.size));
      range = { start: range.start * layout.size, stop: range.stop * layout.size };
      layout = loaded(layout.content);
    } else if (layout.kind === "empty") {
      levels.push(columnOf("int32", [0]));
      range = { start: 0, stop: 0 };
    } else throw mismatch(where, type, nameOf(layout));
  }
  const whole = { type, entries, offsets: levels[0], levels };
  const { content } = type;
  if (content === "string") {
    if (layout.kind === "string") {
      return { ...whole, columns: [layout.data as unknown as Column], texts: layout.offsets };
    }
    if (layout.kind !== "empty") throw mismatch(where, type, nameOf(layout));
    return {
      ...whole,
      columns: [reserve("uint8", 0) as unknown as Column],
      texts: columnOf("int32", [0]),
    };
  }
  const { start, stop } = range;
  const numbers = (from: Layout, dtype: DType, place: string): Column => {
    const now = loaded(from);
    if (now.kind === "empty") return reserve(dtype, 0) as unknown as Column;
    if (now.kind === "option") {
      throw mismatch(where, type, "values that may be missing: fillNone or dropNone first");
    }
    if (now.kind !== "flat") throw mismatch(where, type, nameOf(now));
    return exactly(now.data, dtype, place, start, stop) as unknown as Column;
  };
  if (typeof content === "string") {
    return { ...whole, columns: [numbers(layout, content, where)], texts: undefined };
  }
  const columns = content.fields.map(({ name, dtype }) => {
    const inner = layout.kind === "empty" ? layout : fieldOf(layout, name);
    return numbers(inner, dtype, `${where}, "${name}"`);
  });
  return { ...whole, columns, texts: undefined };
}

function mismatch(where: string, type: ContainerType, given: string): ShapeError {
  const { className } = type;
  return new ShapeError(`${where} is a ${className}, and was given ${given}`, className, given);
}

/** Bytes that entries take in a basket, about. */
export function containerBytes({ entries, levels, columns, texts }: ContainerValues): number {
  let range = { start: 0, stop: entries };
  let bytes = entries * 14;
  for (const level of levels) {
    const view = level.view();
    range = { start: view[range.start], stop: view[range.stop] };
    bytes += 4 * (range.stop - range.start);
  }
  if (texts !== undefined) {
    const view = texts.view();
    return range.start < range.stop ? bytes + view[range.stop] - view[range.start] : bytes;
  }
  const width = columns.reduce((sum, column) => sum + column.byteLength / (column.length || 1), 0);
  return bytes + (range.stop - range.start) * width;
}
