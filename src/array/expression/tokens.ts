import { ExpressionError } from "../../errors.ts";
import type { Span } from "./syntax.ts";

/** The smallest parts of an expression. */
export type Token = Span &
  (
    | { readonly kind: "integer"; readonly value: bigint }
    | { readonly kind: "decimal"; readonly value: number }
    | { readonly kind: "text"; readonly value: string }
    | { readonly kind: "name"; readonly value: string; readonly quoted: boolean }
    | { readonly kind: "symbol"; readonly value: string }
    | { readonly kind: "end"; readonly value: "" }
  );

const SPACE = /\s+/y;
const NUMBER = /0[xX][0-9a-fA-F]+|(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
/** Dots and colons join names: `Electrons.pt`, `TMath::Pi`; `$` ends those of TTree::Draw: `Sum$`. */
const NAME = /[\p{L}_][\p{L}\p{N}_]*\$?(?:(?:\.|::)[\p{L}_][\p{L}\p{N}_]*\$?)*/uy;
const SYMBOL = /\*\*|\/\/|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%<>!&|~^?:()[\],.=]/y;

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "0": "\0" };

/**
 * Cuts an expression into tokens.
 * @throws ExpressionError at what is none
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const space = match(SPACE);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const token = one(text, at, match);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: "end", value: "", at: text.length, end: text.length });
  return tokens;
}

function one(text: string, at: number, match: (pattern: RegExp) => string | undefined): Token {
  const number = match(NUMBER);
  if (number !== undefined) return numeric(text, at, number);
  const name = match(NAME);
  if (name !== undefined) {
    return { kind: "name", value: name, quoted: false, at, end: at + name.length };
  }
  const character = text[at];
  if (character === '"' || character === "'") return quoted(text, at, "text");
  if (character === "`") return quoted(text, at, "name");
  const symbol = match(SYMBOL);
  if (symbol !== undefined) return { kind: "symbol", value: symbol, at, end: at + symbol.length };
  const shown = String.fromCodePoint(text.codePointAt(at) ?? 0);
  throw new ExpressionError(`unexpected character ${JSON.stringify(shown)}`, text, at);
}

function numeric(text: string, at: number, digits: string): Token {
  const end = at + digits.length;
  const suffix = /^[\p{L}\p{N}_]+/u.exec(text.slice(end))?.[0];
  if (suffix !== undefined) {
    throw new ExpressionError(
      `"${digits}${suffix}" is no number; names begin with a letter, and numbers have no suffix`,
      text,
      at,
      digits.length + suffix.length,
    );
  }
  if (/^0[xX]/.test(digits) || /^\d+$/.test(digits)) {
    if (digits.length > 400) throw new ExpressionError("a number of so many digits", text, at);
    return { kind: "integer", value: BigInt(digits), at, end };
  }
  return { kind: "decimal", value: Number(digits), at, end };
}

function quoted(text: string, at: number, kind: "text" | "name"): Token {
  const quote = text[at];
  let value = "";
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === quote) {
      if (kind === "text") return { kind, value, at, end: i + 1 };
      if (value === "") throw new ExpressionError("an empty name", text, at, 2);
      return { kind, value, quoted: true, at, end: i + 1 };
    }
    if (text[i] === "\\" && kind === "text") {
      i++;
      if (i < text.length) value += ESCAPES[text[i]] ?? text[i];
    } else value += text[i];
  }
  throw new ExpressionError(`${quote} is never closed`, text, at);
}
