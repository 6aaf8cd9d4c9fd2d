import type { AwkwardArray } from "../array/array.ts";
import { loaded, type StringLayout } from "../array/layout.ts";
import { UnsupportedError } from "../errors.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, columnFrom, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import type { StrCategoryAxis } from "./axis.ts";
import type { Grown } from "./growth.ts";

/** Seeds that are tried for a table without collisions, and names up to which that is hopeful. */
const SEEDS = 100;
const SEEDED = 64;

/** More categories than this would be mistakes, such as texts filled for names. */
const MOST = 2 ** 16;

/** The strings of an array; undefined where it has none. */
export function stringsOf(array: AwkwardArray): StringLayout | undefined {
  const layout = loaded(array.layout);
  return layout.kind === "string" ? layout : undefined;
}

/** Finds the codes of strings that lie in memory on an axis that does not grow. */
export interface StringFinder {
  /** Writes codes i32[n] of the strings from `start` on. */
  find(codes: Address, start: number, n: number): void;
  /** The offsets of the strings. */
  readonly offsets: Column<"int32">;
  /** Counts n strings, the first at `offsets`, in four quarters of each cell; where there is a kernel. */
  readonly count: ((offsets: Address, n: number, counts: Address) => void) | undefined;
  dispose(): void;
}

export function stringFinder(axis: StrCategoryAxis, strings: StringLayout): StringFinder {
  const table = lookUp(axis.categories);
  const find: StringFinder["find"] = (codes, start, n) => {
    const offsets = offsetAddress(strings.offsets.address, 4 * start);
    run(table, offsets, strings.data.address, codes, 0, n, false);
  };
  const { short, slots, seed, mask } = table;
  const bins = axis.categories.length;
  const count: StringFinder["count"] = (offsets, n, counts) => {
    const { address } = strings.data;
    kernels.hist_count_short_strings(
      ...([offsets, address, n, slots.address, seed, mask, counts, bins] as const),
    );
  };
  const { offsets } = strings;
  return { find, offsets, count: short ? count : undefined, dispose: () => table.dispose() };
}

function run(
  { short, slots, seed, mask }: LookUp,
  offsets: Address,
  data: Address,
  codes: Address,
  from: number,
  n: number,
  stop: boolean,
): number {
  const find = short ? kernels.hist_codes_short_strings : kernels.hist_codes_strings;
  return find(offsets, data, codes, from, n, slots.address, seed, mask, Number(stop));
}

/**
 * Codes of strings that lie in memory on a string category axis that grows by new ones.
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
      from = run(table, offsets.address, data.address, codes.address, from, n, true);
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
  readonly seed: number;
  readonly mask: number;
  /** Whether it is that of `hist_codes_short_strings`. */
  readonly short: boolean;
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
  // The longest string that one number holds: see `hist_codes_short_strings`.
  const short = names.every(({ length }) => length <= 7);
  const [numbers, slotOf, write] = short
    ? [4, kernels.hist_short_slot, kernels.hist_short_write]
    : [8, kernels.hist_string_slot, kernels.hist_string_write];
  const slots = reserve("int32", numbers * size);
  const bytes = texts.view();
  for (const [bin, name] of names.entries()) bytes.set(name, starts[bin]);
  const text = (bin: number): Address => offsetAddress(texts.address, starts[bin]);
  // Without collisions the processor guesses every step of the look-up right.
  let seed = 0;
  const slot = (bin: number): number => slotOf(text(bin), names[bin].length, seed, size - 1);
  const distinct = (): boolean => new Set(names.map((_, bin) => slot(bin))).size === names.length;
  if (names.length <= SEEDED) while (seed < SEEDS && !distinct()) seed++;
  slots.view().fill(-1);
  const taken = new Set<number>();
  for (const [bin, name] of names.entries()) {
    let place = slot(bin);
    while (taken.has(place)) place = (place + 1) & (size - 1);
    taken.add(place);
    write(offsetAddress(slots.address, 4 * numbers * place), text(bin), name.length, bin);
  }
  const dispose = (): void => {
    texts.dispose();
    slots.dispose();
  };
  return { slots, seed, mask: size - 1, short, dispose };
}
