// The largest term of each formula: what "relative to the largest intermediate term" is relative to.
import {
  binary,
  operators,
  parseFormula,
  type Term,
  unary,
} from "../../src/corrections/formula-grammar.ts";
import { Integer, type Json, type JsonObject } from "../../src/corrections/json.ts";
import * as op from "../../src/corrections/opcodes.ts";
import { isObject } from "../../src/corrections/reader.ts";

/** How operations are written: as functions, where there is one, or between their operands. */
const functions = new Map([
  [op.NEGATE, "-"],
  ...Object.entries({ ...unary, ...binary }).map(([name, code]) => [code, name] as const),
]);
const infix = new Map(Object.entries(operators).map(([sign, [code]]) => [code, sign]));

/**
 * A payload whose formulas give the size of their largest term, intermediate ones included, instead of their
 * value; rules of transforms stay as they are, so that the same formulas are reached.
 */
export function payloadOfTerms(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(payloadOfTerms);
  if (!isObject(value) || value instanceof Integer) return value;
  const { nodetype, expression } = value;
  if (nodetype === "formula" && typeof expression === "string") {
    return { ...value, expression: largestTerm(expression) };
  }
  const kept = nodetype === "transform" ? "rule" : nodetype === "lwtnn" ? "opaque" : "";
  const members = Object.entries(value).map(([name, item]): [string, Json] => [
    name,
    name === kept ? item : payloadOfTerms(item),
  ]);
  return Object.fromEntries(members) as JsonObject;
}

/** A formula of the size of a formula's largest term. */
export function largestTerm(expression: string): string {
  let terms: string[] = [];
  const textOf = (term: Term): string => {
    const text = spelled(term, textOf);
    terms.push(`abs(${text})`);
    return text;
  };
  textOf(parseFormula(expression));
  // Two at a time, since brackets may not nest deeply.
  while (terms.length > 1) {
    const pairs = Array.from({ length: Math.ceil(terms.length / 2) }, (_, i) =>
      terms.slice(2 * i, 2 * i + 2),
    );
    terms = pairs.map((pair) => (pair.length === 2 ? `max(${pair.join(",")})` : pair[0]));
  }
  return terms[0];
}

function spelled(term: Term, textOf: (term: Term) => string): string {
  switch (term.kind) {
    case "literal":
      return `(${String(term.value).replace("e+", "e")})`;
    case "parameter":
      return `[${term.index}]`;
    case "variable":
      return `x[${term.index}]`;
    case "call": {
      const args = term.args.map(textOf);
      const name = functions.get(term.op);
      return name === undefined
        ? `(${args.join(infix.get(term.op))})`
        : `${name}(${args.join(",")})`;
    }
    default:
      return term satisfies never;
  }
}
