import { ExpressionError } from "../errors.ts";
import * as op from "./opcodes.ts";

/** A formula as a tree. Operations are those of corrections/opcodes.ts. */
export type Term =
  | { readonly kind: "literal"; readonly value: number }
  | { readonly kind: "parameter"; readonly index: number; readonly at: number }
  /** x, y, z, t or x[index]: a place in the formula's list of variables. */
  | { readonly kind: "variable"; readonly index: number; readonly at: number }
  | { readonly kind: "call"; readonly op: number; readonly args: readonly Term[] };

/** Functions of one number by their names. */
export const unary: Readonly<Record<string, number>> = {
  log10: op.LOG10,
  log: op.LOG,
  exp: op.EXP,
  erf: op.ERF,
  sqrt: op.SQRT,
  abs: op.ABS,
  cosh: op.COSH,
  cos: op.COS,
  sinh: op.SINH,
  sin: op.SIN,
  tanh: op.TANH,
  tan: op.TAN,
  acosh: op.ACOSH,
  acos: op.ACOS,
  asinh: op.ASINH,
  asin: op.ASIN,
  atanh: op.ATANH,
  atan: op.ATAN,
};

/** Functions of two. */
export const binary: Readonly<Record<string, number>> = {
  atan2: op.ATAN2,
  pow: op.POWER,
  max: op.MAXIMUM,
  min: op.MINIMUM,
};

/** Operators by how firmly they bind. */
export const operators: Readonly<Record<string, readonly [op: number, level: number]>> = {
  "||": [op.OR, 1],
  "&&": [op.AND, 2],
  "==": [op.EQUAL, 3],
  "!=": [op.NOT_EQUAL, 3],
  ">=": [op.GREATER_EQUAL, 4],
  "<=": [op.LESS_EQUAL, 4],
  ">": [op.GREATER, 4],
  "<": [op.LESS, 4],
  "-": [op.SUBTRACT, 5],
  "+": [op.ADD, 5],
  "/": [op.DIVIDE, 6],
  "*": [op.MULTIPLY, 6],
  "^": [op.POWER, 7],
};

const OPERATOR = /\|\||&&|==|!=|>=|<=|[><+\-/*^]/y;
const LITERAL = /-?[0-9]+(?:\.[0-9]*)?(?:e-?[0-9]+)?/y;
const UNARY = new RegExp(Object.keys(unary).join("|"), "y");
const BINARY = new RegExp(Object.keys(binary).join("|"), "y");
const INDEXED = /x\[([0-9]+)\]/y;
const NAMED = /[xyzt]/y;
const DIGITS = /[0-9]+/y;
const SPACES = /[ \t]*/y;

const MAX_DEPTH = 1000;

/**
 * Parses a formula of correctionlib's grammar, a part of ROOT's TFormula: `^` is right-associative, a minus
 * sign binds more firmly (`-x^2` is `(-x)^2`), comparisons give 1 or 0. An operator before the end of a
 * formula, of a bracket or of an argument is passed over, as correctionlib does.
 *
 * @throws ExpressionError marking the place
 * @see correctionlib 2.9 formula_ast.cc
 */
export function parseFormula(expression: string): Term {
  return new Parser(expression).formula();
}

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  formula(): Term {
    this.#space();
    const term = this.#expression(0);
    if (term === undefined) throw this.#unexpected();
    if (this.#at < this.#text.length) throw this.#unexpected();
    return term;
  }

  #unexpected(): ExpressionError {
    const [next] = this.#text.slice(this.#at);
    const what = next === undefined ? "the formula ends too early" : `unexpected "${next}"`;
    return new ExpressionError(what, this.#text, this.#at);
  }

  /** A match here, and the spaces behind it. */
  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    this.#space();
    return found;
  }

  #space(): void {
    SPACES.lastIndex = this.#at;
    SPACES.test(this.#text);
    this.#at = SPACES.lastIndex;
  }

  #skip(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    this.#space();
    return true;
  }

  /** Operators of `least` and above; `undefined`, and nothing read, where none begins here. */
  #expression(least: number): Term | undefined {
    let left = this.#atom();
    if (left === undefined) return undefined;
    while (true) {
      const before = this.#at;
      const symbol = this.#match(OPERATOR)?.[0];
      if (symbol === undefined) return left;
      const [operation, level] = operators[symbol];
      if (level < least) {
        this.#at = before;
        return left;
      }
      this.#enter();
      const right = this.#expression(operation === op.POWER ? level : level + 1);
      this.#depth--;
      if (right === undefined) return left;
      left = { kind: "call", op: operation, args: [left, right] };
    }
  }

  #enter(): void {
    if (++this.#depth <= MAX_DEPTH) return;
    throw new ExpressionError("the formula nests too deeply", this.#text, this.#at);
  }

  #atom(): Term | undefined {
    const literal = this.#match(LITERAL);
    if (literal !== undefined) {
      const value = Number(literal[0]);
      const most = Number.MAX_VALUE;
      return { kind: "literal", value: Math.min(Math.max(value, -most), most) };
    }
    this.#enter();
    const start = this.#at;
    const negative = this.#skip("-");
    const term = this.#call(UNARY, unary, 1) ?? this.#call(BINARY, binary, 2) ?? this.#operand();
    this.#depth--;
    if (term === undefined) {
      this.#at = start;
      return undefined;
    }
    return negative ? { kind: "call", op: op.NEGATE, args: [term] } : term;
  }

  #call(names: RegExp, table: Readonly<Record<string, number>>, count: number): Term | undefined {
    const start = this.#at;
    const name = this.#match(names)?.[0];
    const args: Term[] = [];
    if (name !== undefined && this.#skip("(")) {
      for (let i = 0; i < count; i++) {
        const arg = this.#expression(0);
        if (arg === undefined || !this.#skip(i < count - 1 ? "," : ")")) break;
        args.push(arg);
      }
      if (args.length === count) return { kind: "call", op: table[name], args };
    }
    this.#at = start;
    return undefined;
  }

  #operand(): Term | undefined {
    const start = this.#at;
    if (this.#skip("[")) {
      const digits = this.#match(DIGITS)?.[0];
      if (digits !== undefined && this.#skip("]")) {
        return { kind: "parameter", index: Number(digits), at: start };
      }
      this.#at = start;
      return undefined;
    }
    const indexed = this.#match(INDEXED);
    if (indexed !== undefined) return { kind: "variable", index: Number(indexed[1]), at: start };
    const named = this.#match(NAMED)?.[0];
    if (named !== undefined) return { kind: "variable", index: "xyzt".indexOf(named), at: start };
    if (this.#skip("(")) {
      const inner = this.#expression(0);
      if (inner !== undefined && this.#skip(")")) return inner;
    }
    this.#at = start;
    return undefined;
  }
}
