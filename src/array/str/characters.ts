import { type Column, reserve } from "../../wasm/column.ts";
import { keep } from "../../wasm/scope.ts";

/** Kinds of characters, in the words of the functions that ask for them. */
export type Kind =
  | "alpha"
  | "alnum"
  | "decimal"
  | "digit"
  | "numeric"
  | "printable"
  | "space"
  | "lower"
  | "upper"
  | "ascii";

const ASCII = 0x80;
/** Beyond it lie no letters with two cases, and characters of private use. */
const ALL = 0x20000;

const patterns: Readonly<Record<Exclude<Kind, "lower" | "upper" | "ascii">, RegExp>> = {
  alpha: /\p{L}/u,
  alnum: /[\p{L}\p{N}]/u,
  decimal: /\p{Nd}/u,
  // Arrow counts all numerals that are no letters: fractions, too.
  digit: /[\p{Nd}\p{No}]/u,
  numeric: /\p{N}/u,
  printable: /[^\p{Z}\p{C}]| /u,
  space: /\p{Z}/u,
};

/** Control characters that count as white space: tabulator to carriage return, separators. */
const isBlank = (code: number): boolean =>
  (code >= 9 && code <= 13) || (code >= 28 && code <= 31) || code === 0x85;

/** Greek vowels with an iota below, whose upper case is one character, too. */
function upperOf(code: number): number {
  if (code === 0xdf) return 0x1e9e;
  const iota = (code >= 0x1f80 && code < 0x1fb0) || [0x1fb3, 0x1fc3, 0x1ff3].includes(code);
  if (iota) return code < 0x1fb0 ? code | 8 : code + 9;
  return single(String.fromCodePoint(code).toUpperCase(), code);
}

function lowerOf(code: number): number {
  // A dotted capital I, whose lower case has a dot of its own beside.
  if (code === 0x130) return 0x69;
  return single(String.fromCodePoint(code).toLowerCase(), code);
}

/** Text of one character; others stay as they are. */
function single(text: string, code: number): number {
  const [first, second] = text;
  return second === undefined && first !== undefined ? (first.codePointAt(0) as number) : code;
}

function isOfKind(kind: Kind, code: number): boolean {
  if (kind === "upper") return isCased(code) && upperOf(code) === code;
  if (kind === "lower") return isCased(code) && upperOf(code) !== code;
  if (kind === "ascii") return code < ASCII;
  if (kind === "space" && isBlank(code)) return true;
  return patterns[kind].test(String.fromCodePoint(code));
}

/** Letters that have another case, or are of one by name. */
function isCased(code: number): boolean {
  return (
    upperOf(code) !== lowerOf(code) || /[\p{Lu}\p{Ll}\p{Lt}]/u.test(String.fromCodePoint(code))
  );
}

const tables = new Map<string, Column>();

/**
 * A table for all characters, made once and kept, or for ASCII alone, made in the scope of the caller.
 * Surrogates are no characters.
 */
function table<D extends "uint8" | "uint32">(
  name: string,
  dtype: D,
  wide: boolean,
  of: (code: number) => number,
): Column<D> {
  const known = tables.get(name);
  if (wide && known !== undefined && !known.disposed) return known as unknown as Column<D>;
  const column = reserve<"uint8" | "uint32">(dtype, wide ? ALL : ASCII);
  const view = column.view();
  for (let code = 0; code < view.length; code++) {
    view[code] = code >= 0xd800 && code < 0xe000 ? 0 : of(code);
  }
  if (wide) tables.set(name, keep(column as unknown as Column));
  return column as unknown as Column<D>;
}

/** What each character becomes in upper case. u32[…] */
export function upperCase(wide: boolean): Column<"uint32"> {
  return table("upper case", "uint32", wide, upperOf);
}

/** What each character becomes in lower case. u32[…] */
export function lowerCase(wide: boolean): Column<"uint32"> {
  return table("lower case", "uint32", wide, lowerOf);
}

/** What each character becomes in the other case. u32[…] */
export function otherCase(wide: boolean): Column<"uint32"> {
  return table("other case", "uint32", wide, (code) =>
    upperOf(code) === code ? lowerOf(code) : upperOf(code),
  );
}

/** 1 for the characters of a kind, 2 for those of the other one. u8[…] */
export function kinds(kind: Kind, other: Kind | undefined, wide: boolean): Column<"uint8"> {
  return table(`${kind} ${other ?? ""}`, "uint8", wide, (code) => {
    if (isOfKind(kind, code)) return 1;
    return other !== undefined && isOfKind(other, code) ? 2 : 0;
  });
}

/** 1 for the characters of a text. u8[…] */
export function charactersOf(text: string): Column<"uint8"> {
  const codes = [...text].map((one) => one.codePointAt(0) as number);
  const flags = reserve("uint8", Math.max(0, ...codes) + 1);
  const view = flags.view();
  view.fill(0);
  for (const code of codes) view[code] = 1;
  return flags;
}
