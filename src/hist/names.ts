import { UsageError } from "../errors.ts";
import { reserve } from "../wasm/column.ts";
import type { StrCategoryAxis } from "./axis.ts";
import type { Grown } from "./growth.ts";

const SLOTS = 1024;

/**
 * Codes of names on a string category axis; new names are added where the axis grows.
 *
 * A name is first looked for by its length and last letter, or its outer ones where that does not tell
 * names apart: this takes no hash of all of it and no guess of the processor (measured: less than a third
 * of a map's time for a few names).
 *
 * @param names  one for each entry
 * @param what  the axis, for messages
 * @throws UsageError when something is not a name
 */
export function codesOfNames(axis: StrCategoryAxis, names: readonly string[], what: string): Grown {
  const column = reserve("int32", names.length);
  // Nothing is reserved before the loop ends: the view stays.
  const codes = column.view();
  const known = [...axis.categories];
  const bins = new Map(known.map((name, bin) => [name, bin]));
  const guesses = new Array<string | undefined>(SLOTS).fill(undefined);
  const guessed = new Int32Array(SLOTS);
  let outer = false;
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (typeof name !== "string") {
      column.dispose();
      throw new UsageError(`${what} is filled with names; entry ${i} is a ${typeof name}`);
    }
    const slot = outer ? outerSlot(name) : lastSlot(name);
    if (guesses[slot] === name) {
      codes[i] = guessed[slot];
      continue;
    }
    let code = bins.get(name) ?? -2;
    if (code < 0 && axis.growth) {
      code = known.push(name) - 1;
      bins.set(name, code);
    }
    codes[i] = code;
    if (!outer && guesses[slot] !== undefined) {
      outer = true;
      guesses.fill(undefined);
    } else {
      guesses[slot] = name;
      guessed[slot] = code;
    }
  }
  const grown = known.length === axis.categories.length ? axis : { ...axis, categories: known };
  return { axis: grown, codes: column, shift: 0 };
}

function lastSlot(name: string): number {
  const { length } = name;
  // NaN, for the empty name, is 0 in a bit operation.
  return ((length << 5) ^ name.charCodeAt(length - 1)) & (SLOTS - 1);
}

function outerSlot(name: string): number {
  const { length } = name;
  const letters = (name.charCodeAt(0) << 3) ^ name.charCodeAt(length - 1);
  return ((length << 5) ^ letters) & (SLOTS - 1);
}
