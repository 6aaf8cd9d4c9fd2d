import type { AwkwardArray } from "../array/array.ts";
import { toList } from "../array/export.ts";
import { fieldOf } from "../array/field.ts";
import { type Layout, type ListLayout, loaded, unreachable } from "../array/layout.ts";
import { sliceLayout } from "../array/select.ts";
import type { TypedArray } from "../wasm/dtype.ts";
import { scope } from "../wasm/scope.ts";

/** A list of each entry: entry `i` is `content[offsets[i] .. offsets[i + 1])`. */
export interface TypedList {
  readonly offsets: Int32Array;
  readonly content: TypedColumn;
}

/** `size` elements of each entry, one entry after another. */
export interface TypedRegular {
  readonly size: number;
  readonly content: TypedColumn;
}

/** Values that may be missing: entry `i` is `content[index[i]]`, missing where that is negative. */
export interface TypedOption {
  readonly index: Int32Array;
  readonly content: TypedColumn;
}

/** Values of several types: entry `i` is `contents[tags[i]][index[i]]`. */
export interface TypedUnion {
  readonly tags: Int8Array;
  readonly index: Int32Array;
  readonly contents: readonly TypedColumn[];
}

/**
 * A column outside linear memory, as plain arrays: numbers as a typed array (bool as 0 and 1), texts
 * as a list, records by field.
 */
export type TypedColumn =
  | TypedArray
  | readonly (string | Uint8Array)[]
  | TypedList
  | TypedRegular
  | TypedOption
  | TypedUnion
  | TypedRecord;

/** Columns by name. */
export interface TypedRecord {
  readonly [field: string]: TypedColumn;
}

/** Copies an array of records out of linear memory and frees it. */
export function typedRecord(array: AwkwardArray): TypedRecord {
  try {
    // The slices made on the way are freed at once.
    return scope(() =>
      Object.fromEntries(
        array.fields.map((name) => [name, typedColumn(fieldOf(array.layout, name))]),
      ),
    );
  } finally {
    array.dispose();
  }
}

/** Copies a layout out of linear memory; offsets start at 0, and nothing lies behind the end. */
function typedColumn(layout: Layout): TypedColumn {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
      return now.data.toTypedArray();
    case "list":
      return typedList(now);
    case "regular":
      return {
        size: now.size,
        content: typedColumn(sliceLayout(now.content, 0, now.length * now.size)),
      };
    case "record":
      return Object.fromEntries(
        now.fields.map((field, i) => [
          field,
          typedColumn(sliceLayout(now.contents[i], 0, now.length)),
        ]),
      );
    case "option":
      return { index: now.index.toTypedArray(), content: typedColumn(now.content) };
    case "string":
      return toList(now) as (string | Uint8Array)[];
    case "union":
      return {
        tags: now.tags.toTypedArray(),
        index: now.index.toTypedArray(),
        contents: now.contents.map(typedColumn),
      };
    case "empty":
      return new Float64Array(0);
    default:
      return unreachable(now);
  }
}

function typedList({ offsets, content }: ListLayout): TypedList {
  const own = offsets.toTypedArray();
  const [first] = own;
  const inner = typedColumn(sliceLayout(content, first, own[own.length - 1]));
  return { offsets: first === 0 ? own : own.map((offset) => offset - first), content: inner };
}
