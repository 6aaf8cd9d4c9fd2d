import * as ak from "../../../src/array/index.ts";
import type { Operations } from "./call.ts";

const { str } = ak;

/** Operations on text. */
export const strings: Operations = {
  "str.capitalize": ([array]) => str.capitalize(array),
  "str.center": ([array, width, padding]) => str.center(array, width, padding),
  "str.count_substring": ([array, pattern], options) => str.countSubstring(array, pattern, options),
  "str.ends_with": ([array, pattern], options) => str.endsWith(array, pattern, options),
  "str.find_substring": ([array, pattern], options) => str.findSubstring(array, pattern, options),
  "str.is_alnum": ([array]) => str.isAlnum(array),
  "str.is_alpha": ([array]) => str.isAlpha(array),
  "str.is_ascii": ([array]) => str.isAscii(array),
  "str.is_decimal": ([array]) => str.isDecimal(array),
  "str.is_digit": ([array]) => str.isDigit(array),
  "str.is_in": ([array, set], options) => str.isIn(array, set, options),
  "str.is_lower": ([array]) => str.isLower(array),
  "str.is_numeric": ([array]) => str.isNumeric(array),
  "str.is_printable": ([array]) => str.isPrintable(array),
  "str.is_space": ([array]) => str.isSpace(array),
  "str.is_title": ([array]) => str.isTitle(array),
  "str.is_upper": ([array]) => str.isUpper(array),
  "str.join": ([array, separator]) => str.join(array, separator),
  "str.length": ([array]) => str.length(array),
  "str.lower": ([array]) => str.lower(array),
  "str.lpad": ([array, width, padding]) => str.lpad(array, width, padding),
  "str.ltrim": ([array, characters]) => str.ltrim(array, characters),
  "str.ltrim_whitespace": ([array]) => str.ltrimWhitespace(array),
  "str.match_substring": ([array, pattern], options) => str.matchSubstring(array, pattern, options),
  "str.repeat": ([array, times]) => str.repeat(array, times),
  "str.replace_substring": ([array, pattern, replacement], options) =>
    str.replaceSubstring(array, pattern, replacement, options),
  "str.reverse": ([array]) => str.reverse(array),
  "str.rpad": ([array, width, padding]) => str.rpad(array, width, padding),
  "str.rtrim": ([array, characters]) => str.rtrim(array, characters),
  "str.rtrim_whitespace": ([array]) => str.rtrimWhitespace(array),
  "str.slice": ([array, start, stop], options) => str.slice(array, start, stop, options),
  "str.split_pattern": ([array, pattern], options) => str.splitPattern(array, pattern, options),
  "str.starts_with": ([array, pattern], options) => str.startsWith(array, pattern, options),
  "str.swapcase": ([array]) => str.swapcase(array),
  "str.title": ([array]) => str.title(array),
  "str.trim": ([array, characters]) => str.trim(array, characters),
  "str.trim_whitespace": ([array]) => str.trimWhitespace(array),
  "str.upper": ([array]) => str.upper(array),
};
