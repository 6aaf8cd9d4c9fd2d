import type { Literal } from "./literal.ts";
import { parse } from "./parse.ts";
import type { Program } from "./program.ts";
import { Recent } from "./recent.ts";
import type { Node } from "./syntax.ts";

/** Programs of one expression that are kept: one for each combination of dtypes. */
const PROGRAMS = 64;
/** Expressions given as text whose trees and programs are kept. */
const EXPRESSIONS = 128;

/** An expression understood, with the programs made of it so far. */
export interface Parsed {
  readonly text: string;
  readonly root: Node;
  readonly programs: Recent<Program | Literal>;
}

const recent = new Recent<Parsed>(EXPRESSIONS);

/** @throws ExpressionError */
export function parsed(text: string): Parsed {
  return recent.get(text, () => ({
    text,
    root: parse(text),
    programs: new Recent<Program | Literal>(PROGRAMS),
  }));
}
