import { UsageError } from "../errors.ts";
import { reserve } from "../wasm/column.ts";
import type { StrCategoryAxis } from "./axis.ts";
import type { Grown } from "./growth.ts";

const SLOTS = 1024;

/**
 * Codes of names on a string category axis; new names are added where the axis grows.
 *
 * A name is first looked for by its length and its outer letters, which takes no hash of all of it
 * and no guess of the processor (measured: a third of a map's time for a few names).
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
  const guesses = new Int32Array(SLOTS).fill(-1);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (typeof name !== "string") {
      column.dispose();
      throw new UsageError(`${what} is filled with names; entry ${i} is a ${typeof name}`);
    }
    const slot = slotOf(name);
    let code = guesses[slot];
    if (code < 0 || known[code] !== name) {
      code = bins.get(name) ?? -2;
      if (code < 0 && axis.growth) {
        code = known.push(name) - 1;
        bins.set(name, code);
      }
      if (code >= 0) guesses[slot] = code;
    }
    codes[i] = code;
  }
  const grown = known.length === axis.categories.length ? axis : { ...axis, categories: known };
  return { axis: grown, codes: column, shift: 0 };
}

function slotOf(name: string): number {
  const { length } = name;
  // NaN, for the empty name, is 0 in a shift.
  const outer = (name.charCodeAt(0) << 3) ^ name.charCodeAt(length - 1);
  return ((length << 5) ^ outer) & (SLOTS - 1);
}
