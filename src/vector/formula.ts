import * as op from "./opcodes.ts";

/** A number of each element in a formula: an input, a constant, or made of others. */
export interface Node {
  readonly id: number;
  /** An opcode, or what needs no instruction. */
  readonly op: number | "input" | "constant";
  readonly args: readonly Node[];
  /** Of a constant. */
  readonly value?: number | undefined;
}

/** A node, or a number for all elements. */
export type Term = Node | number;

/**
 * A formula under construction. Equal terms are made once, so that quantities may be asked for again
 * and again while it is written down; terms of constants alone are the same for every element.
 */
export class Formula {
  readonly nodes: Node[] = [];
  readonly #known = new Map<string, Node>();

  /** A column of numbers, one for each element. */
  input(): Node {
    return this.#add({ id: this.nodes.length, op: "input", args: [] });
  }

  /** A term as a node. */
  node(term: Term): Node {
    if (typeof term !== "number") return term;
    const key = Object.is(term, -0) ? "-0" : String(term);
    return this.#once(`constant ${key}`, "constant", [], term);
  }

  /** What an operation makes of its operands. */
  apply(operation: number, ...terms: readonly Term[]): Node {
    const args = terms.map((term) => this.node(term));
    return this.#once(`${operation} ${args.map(({ id }) => id).join(" ")}`, operation, args);
  }

  #once(key: string, operation: Node["op"], args: readonly Node[], value?: number): Node {
    const have = this.#known.get(key);
    if (have !== undefined) return have;
    const made = this.#add({ id: this.nodes.length, op: operation, args, value });
    this.#known.set(key, made);
    return made;
  }

  #add(node: Node): Node {
    this.nodes.push(node);
    return node;
  }

  readonly add = (a: Term, b: Term): Node => this.apply(op.ADD, a, b);
  readonly subtract = (a: Term, b: Term): Node => this.apply(op.SUBTRACT, a, b);
  readonly multiply = (a: Term, b: Term): Node => this.apply(op.MULTIPLY, a, b);
  readonly divide = (a: Term, b: Term): Node => this.apply(op.DIVIDE, a, b);
  readonly minimum = (a: Term, b: Term): Node => this.apply(op.MINIMUM, a, b);
  readonly maximum = (a: Term, b: Term): Node => this.apply(op.MAXIMUM, a, b);
  /** |a| with the sign of b. */
  readonly copysign = (a: Term, b: Term): Node => this.apply(op.COPYSIGN, a, b);
  /** a, or `instead` where a is NaN. @see numpy.nan_to_num */
  readonly fill = (a: Term, instead: Term): Node => this.apply(op.FILL, a, instead);
  readonly square = (a: Term): Node => this.apply(op.MULTIPLY, a, a);
  readonly sqrt = (a: Term): Node => this.apply(op.SQRT, a);
  readonly negative = (a: Term): Node => this.apply(op.NEGATE, a);
  readonly absolute = (a: Term): Node => this.apply(op.ABSOLUTE, a);
  readonly sign = (a: Term): Node => this.apply(op.SIGN, a);
  /** An angle into [-pi, pi). */
  readonly rectify = (a: Term): Node => this.apply(op.RECTIFY, a);
  readonly sin = (a: Term): Node => this.apply(op.SIN, a);
  readonly cos = (a: Term): Node => this.apply(op.COS, a);
  readonly tan = (a: Term): Node => this.apply(op.TAN, a);
  readonly exp = (a: Term): Node => this.apply(op.EXP, a);
  readonly log = (a: Term): Node => this.apply(op.LOG, a);
  readonly sinh = (a: Term): Node => this.apply(op.SINH, a);
  readonly asinh = (a: Term): Node => this.apply(op.ASINH, a);
  readonly atan2 = (y: Term, x: Term): Node => this.apply(op.ATAN2, y, x);
  readonly arccos = (a: Term): Node => this.apply(op.ARCCOS, a);
  // Masks; they may enter `and`, `or` and, as NaN (true) or 0 (false), `fill`.
  readonly equal = (a: Term, b: Term): Node => this.apply(op.EQUAL, a, b);
  readonly notEqual = (a: Term, b: Term): Node => this.apply(op.NOT_EQUAL, a, b);
  readonly less = (a: Term, b: Term): Node => this.apply(op.LESS, a, b);
  readonly lessEqual = (a: Term, b: Term): Node => this.apply(op.LESS_EQUAL, a, b);
  readonly and = (a: Term, b: Term): Node => this.apply(op.AND, a, b);
  readonly or = (a: Term, b: Term): Node => this.apply(op.OR, a, b);
}
