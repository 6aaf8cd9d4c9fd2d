import { UsageError } from "../../errors.ts";
import { type Column, reserve } from "../../wasm/column.ts";
import { kernels } from "../../wasm/instance.ts";
import type { AwkwardArray } from "../array.ts";
import type { StringLayout } from "../layout.ts";
import { knownOptions } from "../option-names.ts";
import { applyToText, builtText, bytesOf, isWide, partsOf } from "./apply.ts";
import { charactersOf, kinds, lowerCase, otherCase, upperCase } from "./characters.ts";

type Change = (array: AwkwardArray) => AwkwardArray;

/** How the kernel of cases is told where the first table counts. */
const MODES = { all: 0, text: 1, words: 2 } as const;

function cases(
  name: string,
  mode: keyof typeof MODES,
  first: (wide: boolean) => Column<"uint32">,
  rest: (wide: boolean) => Column<"uint32">,
): Change {
  return (array) =>
    applyToText(array, name, (text, n) => {
      const wide = isWide(text);
      const [head, tail] = [first(wide), rest(wide)];
      const { offsets, data } = text;
      return builtText(text, n, (to, out) =>
        kernels.array_text_map(
          offsets.address,
          data.address,
          head.address,
          tail.address,
          head.length,
          MODES[mode],
          to,
          out,
          n,
        ),
      );
    });
}

/** Text in lower case, character by character. @see awkward.str.lower */
export const lower: Change = cases("lower", "all", lowerCase, lowerCase);
/** Text in upper case, character by character. @see awkward.str.upper */
export const upper: Change = cases("upper", "all", upperCase, upperCase);
/** Text with each character in its other case. @see awkward.str.swapcase */
export const swapcase: Change = cases("swapcase", "all", otherCase, otherCase);
/** The first character in upper case, the others in lower case. @see awkward.str.capitalize */
export const capitalize: Change = cases("capitalize", "text", upperCase, lowerCase);
/** The first character of each word in upper case, the others in lower case. @see awkward.str.title */
export const title: Change = cases("title", "words", upperCase, lowerCase);

/** The characters the other way round. @see awkward.str.reverse */
export function reverse(array: AwkwardArray): AwkwardArray {
  return applyToText(array, "reverse", (text, n) => {
    const { offsets, data } = text;
    const view = offsets.view();
    const [start, stop] = [view[0], view[n]];
    const out = reserve("uint8", stop - start);
    const bytes = Number(text.bytes ?? false);
    kernels.array_text_reverse(offsets.address, data.address, out.address, n, bytes);
    const to = reserve("int32", n + 1);
    kernels.array_shift_offsets(offsets.address, to.address, n + 1, -start);
    return { ...text, offsets: to, data: out };
  });
}

function trimming(
  name: string,
  ends: 1 | 2 | 3,
  flagsOf: (text: StringLayout) => Column<"uint8">,
): Change {
  return (array) =>
    applyToText(array, name, (text, n) => {
      const flags = flagsOf(text);
      const [starts, stops] = [reserve("int32", n), reserve("int32", n)];
      kernels.array_text_trim(
        text.offsets.address,
        text.data.address,
        flags.address,
        flags.length,
        ends,
        starts.address,
        stops.address,
        n,
      );
      return partsOf(text, starts, stops);
    });
}

const spaces = (text: StringLayout): Column<"uint8"> => kinds("space", undefined, isWide(text));

/** Text without white space at its ends. @see awkward.str.trim_whitespace */
export const trimWhitespace: Change = trimming("trimWhitespace", 3, spaces);
/** Text without white space at its beginning. @see awkward.str.ltrim_whitespace */
export const ltrimWhitespace: Change = trimming("ltrimWhitespace", 1, spaces);
/** Text without white space at its end. @see awkward.str.rtrim_whitespace */
export const rtrimWhitespace: Change = trimming("rtrimWhitespace", 2, spaces);

/** Text without any of some characters at its ends. @see awkward.str.trim */
export function trim(array: AwkwardArray, characters: string): AwkwardArray {
  return trimming("trim", 3, () => charactersOf(characters))(array);
}

/** Text without any of some characters at its beginning. @see awkward.str.ltrim */
export function ltrim(array: AwkwardArray, characters: string): AwkwardArray {
  return trimming("ltrim", 1, () => charactersOf(characters))(array);
}

/** Text without any of some characters at its end. @see awkward.str.rtrim */
export function rtrim(array: AwkwardArray, characters: string): AwkwardArray {
  return trimming("rtrim", 2, () => charactersOf(characters))(array);
}

/**
 * Other text in the place of each occurrence of a pattern.
 *
 * @param options.maxReplacements  how many in each text; all by default
 * @throws UsageError for an empty pattern
 * @see awkward.str.replace_substring
 */
export function replaceSubstring(
  array: AwkwardArray,
  pattern: string,
  replacement: string,
  options: { readonly maxReplacements?: number | null | undefined } = {},
): AwkwardArray {
  const { maxReplacements } = knownOptions(options, ["maxReplacements"], "str.replaceSubstring");
  if (pattern === "")
    throw new UsageError("str.replaceSubstring takes a pattern that is not empty");
  const most = maxReplacements ?? -1;
  return applyToText(array, "replaceSubstring", (text, n) => {
    const [from, by] = [bytesOf(pattern), bytesOf(replacement)];
    return builtText(text, n, (to, out) =>
      kernels.array_text_replace(
        text.offsets.address,
        text.data.address,
        from.address,
        from.length,
        by.address,
        by.length,
        most < 0 ? 2 ** 31 - 1 : most,
        to,
        out,
        n,
      ),
    );
  });
}

/**
 * Characters `start` to `stop - 1` of each text, as Python slices.
 *
 * @param start  from the end if negative
 * @param stop  the end by default
 * @see awkward.str.slice
 */
export function slice(
  array: AwkwardArray,
  start: number,
  stop?: number | null,
  options: { readonly step?: number | undefined } = {},
): AwkwardArray {
  const { step = 1 } = knownOptions(options, ["step"], "str.slice");
  if (!(Number.isInteger(step) && step !== 0)) throw new UsageError("step is an integer, not 0");
  return applyToText(array, "slice", (text, n) => {
    const { offsets, data } = text;
    const view = offsets.view();
    const places = reserve("int32", view[n] - view[0] + 1);
    const stops = typeof stop === "number";
    return builtText(text, n, (to, out) => {
      kernels.array_text_slice(
        offsets.address,
        data.address,
        start,
        stops ? stop : 0,
        Number(stops),
        step,
        places.address,
        to,
        out,
        n,
      );
      return lastOf(to, n);
    });
  });
}

/** The offset behind all. */
function lastOf(offsets: Column["address"], n: number): number {
  return new Int32Array(kernels.memory.buffer, offsets + 4 * n, 1)[0];
}

/** Each text several times. @see awkward.str.repeat */
export function repeat(array: AwkwardArray, times: number): AwkwardArray {
  if (!(Number.isInteger(times) && times >= 0))
    throw new UsageError("text is repeated 0 times or more");
  return applyToText(array, "repeat", (text, n) => {
    const nothing = reserve("uint8", 0);
    const index = reserve("int32", n * times);
    const lists = reserve("int32", n + 1);
    kernels.array_regular_offsets(lists.address, n, times);
    const count = reserve("int32", n);
    kernels.array_iota(count.address, n);
    kernels.array_repeat_32(count.address, lists.address, index.address, n);
    const [starts, stops] = [reserve("int32", n * times), reserve("int32", n * times)];
    const { offsets } = text;
    const ending = offsets.slice(1, n + 1);
    kernels.array_gather_32(offsets.address, index.address, starts.address, n * times);
    kernels.array_gather_32(ending.address, index.address, stops.address, n * times);
    const parts = partsOf(text, starts, stops);
    return builtText(text, n, (to, out) =>
      kernels.array_text_join(
        lists.address,
        parts.offsets.address,
        parts.data.address,
        nothing.address,
        0,
        to,
        out,
        n,
      ),
    );
  });
}

function padding(name: string, sides: 1 | 2 | 3) {
  return (array: AwkwardArray, width: number, padding = " "): AwkwardArray => {
    if ([...padding].length !== 1) throw new UsageError("text is padded with one character");
    return applyToText(array, name, (text, n) => {
      const lengths = reserve("int64", n);
      const { offsets, data } = text;
      kernels.array_text_length(offsets.address, data.address, lengths.address, n);
      const character = bytesOf(padding);
      return builtText(text, n, (to, out) =>
        kernels.array_text_pad(
          offsets.address,
          data.address,
          lengths.address,
          width,
          character.address,
          character.length,
          sides,
          to,
          out,
          n,
        ),
      );
    });
  };
}

type Pad = (array: AwkwardArray, width: number, padding?: string) => AwkwardArray;

/** Text filled up to a width on the left. @see awkward.str.lpad */
export const lpad: Pad = padding("lpad", 1);
/** Text filled up to a width on the right. @see awkward.str.rpad */
export const rpad: Pad = padding("rpad", 2);
/** Text filled up to a width on both sides. @see awkward.str.center */
export const center: Pad = padding("center", 3);
