import { DTypeError } from "../../errors.ts";
import { columnOf, reserve } from "../../wasm/column.ts";
import { kernels } from "../../wasm/instance.ts";
import { scope } from "../../wasm/scope.ts";
import { AwkwardArray, checkArray } from "../array.ts";
import type { Layout, LoadedLayout, StringLayout } from "../layout.ts";
import { loaded } from "../layout.ts";
import { loadAll } from "../load.ts";
import { merge } from "../merge.ts";
import { knownOptions } from "../option-names.ts";
import { stringOf } from "../text.ts";
import { changeWithin } from "../walk.ts";
import { applyToText, bytesOf, flatLayout, isWide } from "./apply.ts";
import { lower } from "./change.ts";
import { type Kind, kinds } from "./characters.ts";

type Ask = (array: AwkwardArray) => AwkwardArray;

/** Number of characters, as int64. @see awkward.str.length */
export function length(array: AwkwardArray): AwkwardArray {
  return applyToText(array, "length", (text, n) => {
    const out = reserve("int64", n);
    kernels.array_text_length(text.offsets.address, text.data.address, out.address, n);
    return flatLayout(out);
  });
}

/** How the kernel of kinds looks at all characters. */
const MODES = { some: 0, all: 1, cased: 2, words: 3 } as const;

function question(name: string, kind: Kind, mode: keyof typeof MODES, other?: Kind): Ask {
  return (array) =>
    applyToText(array, name, (text, n) => {
      const flags = kinds(kind, other, isWide(text));
      const out = reserve("bool", n);
      kernels.array_text_test(
        text.offsets.address,
        text.data.address,
        flags.address,
        flags.length,
        MODES[mode],
        out.address,
        n,
      );
      return flatLayout(out);
    });
}

/** Whether a text has letters and nothing else. @see awkward.str.is_alpha */
export const isAlpha: Ask = question("isAlpha", "alpha", "some");
/** Whether a text has letters and numerals and nothing else. @see awkward.str.is_alnum */
export const isAlnum: Ask = question("isAlnum", "alnum", "some");
/** Whether a text has decimal digits and nothing else. @see awkward.str.is_decimal */
export const isDecimal: Ask = question("isDecimal", "decimal", "some");
/** Whether a text has digits and other numbers and nothing else. @see awkward.str.is_digit */
export const isDigit: Ask = question("isDigit", "digit", "some");
/** Whether a text has numerals and nothing else. @see awkward.str.is_numeric */
export const isNumeric: Ask = question("isNumeric", "numeric", "some");
/** Whether a text has white space and nothing else. @see awkward.str.is_space */
export const isSpace: Ask = question("isSpace", "space", "some");
/** Whether all characters are printable. @see awkward.str.is_printable */
export const isPrintable: Ask = question("isPrintable", "printable", "all");
/** Whether all characters are ASCII. @see awkward.str.is_ascii */
export const isAscii: Ask = question("isAscii", "ascii", "all");
/** Whether a text has letters in lower case and none in upper case. @see awkward.str.is_lower */
export const isLower: Ask = question("isLower", "lower", "cased", "upper");
/** Whether a text has letters in upper case and none in lower case. @see awkward.str.is_upper */
export const isUpper: Ask = question("isUpper", "upper", "cased", "lower");
/** Whether the words of a text begin in upper case and go on in lower case. @see awkward.str.is_title */
export const isTitle: Ask = question("isTitle", "upper", "words", "lower");

/** Options of searches. */
export interface SearchOptions {
  /** Whether letters of both cases count as the same (false). */
  readonly ignoreCase?: boolean | undefined;
}

/** A pattern and the text to look in, both in lower case if case does not count. */
function folded(array: AwkwardArray, pattern: string, ignoreCase: boolean): [AwkwardArray, string] {
  return ignoreCase ? [lower(array), pattern.toLowerCase()] : [array, pattern];
}

type Search = (array: AwkwardArray, pattern: string, options?: SearchOptions) => AwkwardArray;
type Kernel = "array_text_holds" | "array_text_find";

function searching(name: string, kernel: Kernel, mode: number): Search {
  const where = `str.${name}`;
  return (array, pattern, options = {}) =>
    scope(() => {
      checkArray(array, where);
      const { ignoreCase = false } = knownOptions(options, ["ignoreCase"], where);
      const [within, what] = folded(array, pattern, ignoreCase);
      return applyToText(within, name, (text, n) => {
        const bytes = bytesOf(what);
        const out = reserve(kernel === "array_text_holds" ? "bool" : "int64", n);
        kernels[kernel](
          text.offsets.address,
          text.data.address,
          bytes.address,
          bytes.length,
          mode,
          out.address,
          n,
        );
        return flatLayout(out);
      });
    });
}

/** Whether each text begins with a pattern. @see awkward.str.starts_with */
export const startsWith: Search = searching("startsWith", "array_text_holds", 0);
/** Whether each text ends with a pattern. @see awkward.str.ends_with */
export const endsWith: Search = searching("endsWith", "array_text_holds", 1);
/** Whether each text holds a pattern. @see awkward.str.match_substring */
export const matchSubstring: Search = searching("matchSubstring", "array_text_holds", 2);
/** The byte at which a pattern begins in each text, -1 if nowhere. @see awkward.str.find_substring */
export const findSubstring: Search = searching("findSubstring", "array_text_find", 0);
/** How often a pattern is in each text, without overlap. @see awkward.str.count_substring */
export const countSubstring: Search = searching("countSubstring", "array_text_find", 1);

/** Texts of which some may be missing. */
export type TextSet = AwkwardArray | readonly (string | null)[];

/** The texts of a set, those that are there, and whether one is missing. */
function setOf(values: TextSet): { text: StringLayout; missing: boolean } {
  if (!(values instanceof AwkwardArray)) {
    const other = values.find((value) => value !== null && typeof value !== "string");
    if (other !== undefined) {
      throw new DTypeError(`a set to look in is of text, and ${String(other)} is none`);
    }
    const all = values.filter((value): value is string => value !== null).map(stringOf);
    const text = all.length > 0 ? (merge(all) as StringLayout) : stringOf("");
    const offsets = all.length > 0 ? text.offsets : columnOf("int32", [0]);
    return { text: { ...text, offsets }, missing: all.length < values.length };
  }
  const layout = loadAll(values.layout);
  if (layout.kind === "string") return { text: layout, missing: false };
  const content = layout.kind === "option" ? loaded(layout.content) : layout;
  if (layout.kind !== "option" || content.kind !== "string") {
    throw new DTypeError("a set to look in is an array of text, some of which may be missing");
  }
  const { index } = layout;
  const missing = kernels.array_count_present(index.address, index.length) < index.length;
  return { text: content, missing };
}

/** Where each text stands in a set: i32, -1 where it does not. */
function positionsIn(text: StringLayout, set: StringLayout) {
  const n = text.offsets.length - 1;
  const out = reserve("int32", n);
  kernels.array_text_index_in(
    text.offsets.address,
    text.data.address,
    set.offsets.address,
    set.data.address,
    set.offsets.length - 1,
    out.address,
    n,
  );
  return out;
}

/**
 * Whether each text is one of a set. What is missing is in a set that misses one, too.
 *
 * @param options.skipNones  whether missing ones in the set do not count (false)
 * @throws DTypeError for a set of anything but text
 * @see awkward.str.is_in
 */
export function isIn(
  array: AwkwardArray,
  valueSet: TextSet,
  options: { readonly skipNones?: boolean | undefined } = {},
): AwkwardArray {
  checkArray(array, "str.isIn");
  const { skipNones = false } = knownOptions(options, ["skipNones"], "str.isIn");
  const layout = loadAll(array.layout);
  return scope(() => {
    const set = setOf(valueSet);
    const found = (text: StringLayout) => {
      const at = positionsIn(text, set.text);
      const out = reserve("bool", at.length);
      kernels.array_is_present(at.address, out.address, at.length);
      return out;
    };
    const made = changeWithin(layout, (now: LoadedLayout): Layout | undefined => {
      if (now.kind === "string") return flatLayout(found(now));
      const content = now.kind === "option" ? loaded(now.content) : undefined;
      if (now.kind !== "option" || content?.kind !== "string") return undefined;
      const { index } = now;
      const out = reserve("bool", index.length);
      const none = columnOf("bool", [Number(set.missing && !skipNones)]);
      const flags = found(content);
      kernels.array_fill_8(flags.address, index.address, none.address, out.address, index.length);
      return flatLayout(out);
    });
    return new AwkwardArray(made, { metadata: array.metadata });
  });
}
