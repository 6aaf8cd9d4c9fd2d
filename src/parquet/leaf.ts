import type { ColumnMetaData, DecodedArray } from "hyparquet";
import { AwkwardArray } from "../array/array.ts";
import { concatenate } from "../array/concatenate.ts";
import { convert } from "../array/convert.ts";
import { type Layout, lengthOf } from "../array/layout.ts";
import { takeLayout } from "../array/select.ts";
import { FormatError } from "../errors.ts";
import { type Column, columnFrom, reserve } from "../wasm/column.ts";
import type { TypedArray } from "../wasm/dtype.ts";
import type { Decompressors } from "./decompress.ts";
import { type Page, pagesOf } from "./pages.ts";
import type { LeafNode, LeafType } from "./tree.ts";

/** A column of the file: the levels of its entries, and the values that are there. */
export interface LeafData {
  readonly entries: number;
  readonly definitions: Column<"uint8">;
  readonly repetitions: Column<"uint8">;
  readonly values: Layout;
}

/**
 * A column over some row groups, in linear memory.
 *
 * @throws FormatError for pages that contradict themselves
 */
export function readLeaf(
  file: Uint8Array,
  chunks: readonly ColumnMetaData[],
  leaf: LeafNode,
  compressors: Decompressors,
): LeafData {
  const pages = chunks.flatMap((chunk) => [...pagesOf(file, chunk, leaf, compressors)]);
  const entries = pages.reduce((sum, page) => sum + page.entries, 0);
  const definitions = reserve("uint8", entries);
  const repetitions = reserve("uint8", entries);
  let at = 0;
  for (const page of pages) {
    setLevels(definitions, at, page, page.definitions, leaf.definition);
    setLevels(repetitions, at, page, page.repetitions, 0);
    at += page.entries;
  }
  const values = valuesOf(pages, leaf.type);
  return { entries, definitions, repetitions, values };
}

function setLevels(
  column: Column<"uint8">,
  at: number,
  { entries }: Page,
  levels: readonly number[],
  otherwise: number,
): void {
  const view = column.view().subarray(at, at + entries);
  if (levels.length === 0) view.fill(otherwise);
  else if (levels.length === entries) view.set(levels);
  else throw new FormatError(`${levels.length} levels for ${entries} entries`);
}

function valuesOf(pages: readonly Page[], type: LeafType): Layout {
  if (type.kind === "nothing") return { kind: "empty" };
  const dictionaries = new Map<DecodedArray, Layout>();
  const parts = pages.map(({ values, dictionary }) => {
    if (dictionary === undefined) return layoutOf(values, type);
    let known = dictionaries.get(dictionary);
    if (known === undefined) {
      known = layoutOf(dictionary, type);
      dictionaries.set(dictionary, known);
    }
    return takeLayout(known, positions(values, lengthOf(known)));
  });
  if (parts.length === 0) return layoutOf([], type);
  if (parts.length === 1) return parts[0];
  const all = concatenate(parts.map((part) => new AwkwardArray(part))).layout;
  return all.kind === "string" && type.kind === "text" ? { ...all, size: type.size } : all;
}

/** @throws FormatError for what is no position of the dictionary */
function positions(values: DecodedArray, length: number): Column<"int32"> {
  const index = Int32Array.from(values as number[]);
  const wrong = index.find((position) => position < 0 || position >= length);
  if (wrong !== undefined) {
    throw new FormatError(`value ${wrong} of a dictionary of ${length} is asked for`);
  }
  return columnFrom(index, "int32");
}

function layoutOf(values: DecodedArray, type: Exclude<LeafType, { kind: "nothing" }>): Layout {
  if (type.kind === "text") return textLayout(values as Uint8Array[], type.bytes, type.size);
  const { dtype } = type;
  if (dtype === "bool") {
    const flags = Uint8Array.from(values as boolean[], Number);
    return { kind: "flat", data: columnFrom(flags, "bool") as unknown as Column };
  }
  // Without values the library does not say of which type they are.
  const typed = Array.isArray(values) ? undefined : (values as TypedArray);
  if (typed === undefined || typed.length === 0) {
    if (values.length > 0) throw new FormatError(`values of no type where ${dtype} was announced`);
    return { kind: "flat", data: reserve(dtype, 0) };
  }
  const column = columnFrom(typed);
  if (dtype === "uint32" || dtype === "uint64") {
    return { kind: "flat", data: column.reinterpret(dtype) as unknown as Column };
  }
  return { kind: "flat", data: convert(column, dtype) };
}

function textLayout(values: readonly Uint8Array[], bytes: boolean, size: number | undefined) {
  const offsets = new Int32Array(values.length + 1);
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    at += values[i].length;
    offsets[i + 1] = at;
  }
  const data = reserve("uint8", at);
  const view = data.view();
  for (let i = 0; i < values.length; i++) view.set(values[i], offsets[i]);
  return { kind: "string" as const, offsets: columnFrom(offsets, "int32"), data, bytes, size };
}
