import type { AwkwardArray } from "../array/array.ts";
import { loaded, type StringLayout } from "../array/layout.ts";
import { UnsupportedError } from "../errors.ts";
import { type Column, columnFrom, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import type { StrCategoryAxis } from "./axis.ts";
import type { Grown } from "./growth.ts";

/** More categories than this would be mistakes, such as texts filled for names. */
const MOST = 2 ** 16;

/** The strings of an array; undefined where it has none. */
export function stringsOf(array: AwkwardArray): StringLayout | undefined {
  const layout = loaded(array.layout);
  return layout.kind === "string" ? layout : undefined;
}

/**
 * Codes of strings that lie in memory on a string category axis; new ones are added where it grows.
 * The strings are not decoded: their bytes are looked up.
 *
 * @throws UnsupportedError when an axis would grow beyond 2^16 categories
 */
export function codesOfStrings(axis: StrCategoryAxis, strings: StringLayout): Grown {
  const { offsets, data } = strings;
  const n = offsets.length - 1;
  const known = [...axis.categories];
  const codes = reserve("int32", n);
  let table = lookUp(known);
  try {
    for (let from = 0; from < n; ) {
      from = kernels.hist_codes_strings(
        ...([offsets.address, data.address, codes.address, from, n] as const),
        ...([table.slots.address, table.mask, Number(axis.growth)] as const),
      );
      if (from === n) break;
      // Every new name of a while at once: a table is made for each only at the beginning.
      const places = offsets.view();
      const bytes = data.view();
      const seen = new Set(known);
      const before = known.length;
      for (let i = from; i < n && i < from + Math.max(64, known.length); i++) {
        const name = decoder.decode(bytes.slice(places[i], places[i + 1]));
        if (seen.has(name)) continue;
        seen.add(name);
        known.push(name);
      }
      if (known.length > MOST || known.length === before) {
        throw new UnsupportedError(
          `an axis of names would grow to ${known.length} categories; is it filled with names?`,
          "axes of more than 2^16 names",
        );
      }
      table.dispose();
      table = lookUp(known);
    }
  } catch (error) {
    codes.dispose();
    throw error;
  } finally {
    table.dispose();
  }
  const grown = known.length === axis.categories.length ? axis : { ...axis, categories: known };
  return { axis: grown, codes, shift: 0 };
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

interface LookUp {
  readonly slots: Column<"int32">;
  readonly mask: number;
  dispose(): void;
}

/** The hash table of categories for `hist_codes_strings`, at most a quarter full. */
function lookUp(categories: readonly string[]): LookUp {
  const names = categories.map((name) => encoder.encode(name));
  const starts: number[] = [];
  let room = 0;
  for (const name of names) {
    starts.push(room);
    room += name.length + 8;
  }
  const texts = columnFrom<"uint8">(new Uint8Array(room));
  let size = 16;
  while (size < 4 * (names.length + 1)) size *= 2;
  const slots = reserve("int32", 4 * size);
  const bytes = texts.view();
  const table = slots.view();
  table.fill(-1);
  for (const [bin, name] of names.entries()) {
    bytes.set(name, starts[bin]);
    const text = (texts.address >>> 0) + starts[bin];
    let slot = kernels.hist_string_slot(text as typeof texts.address, name.length, size - 1);
    while (table[4 * slot + 2] >= 0) slot = (slot + 1) & (size - 1);
    table.set([text, name.length, bin], 4 * slot);
  }
  const dispose = (): void => {
    texts.dispose();
    slots.dispose();
  };
  return { slots, mask: size - 1, dispose };
}
