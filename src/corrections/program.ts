import { ExpressionError } from "../errors.ts";
import { parseFormula, type Term } from "./formula-grammar.ts";
import * as op from "./opcodes.ts";
import { type Fields, refuse } from "./reader.ts";
import type { Tables } from "./tables.ts";
import { inputIndex, type Variable } from "./variable.ts";

/** A formula in the tables. */
export interface Program {
  /** Index of its first word. */
  readonly at: number;
  /** Registers it writes. */
  readonly registers: number;
  /** Parameters it needs. */
  readonly parameters: number;
}

/**
 * A formula node as a program.
 *
 * @throws CorrectionError
 */
export function compileFormula(
  fields: Fields,
  inputs: readonly Variable[],
  tables: Tables,
): Program {
  const expression = fields.text("expression");
  const parser = fields.text("parser");
  if (parser !== "TFormula") {
    refuse(fields.at("parser"), `the parser "${parser}" is not offered; "TFormula" is`);
  }
  const variables = fields.texts("variables").map((name, i) => {
    const place = { within: fields.at("variables"), step: i };
    const index = inputIndex(name, inputs, place);
    const { type } = inputs[index];
    if (type !== "real") refuse(place, `formulas take real inputs; "${name}" is ${type}`);
    return index;
  });
  try {
    return new Compilation(expression, variables, tables).program();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return refuse(fields.at("expression"), error.message);
  }
}

/** Registers for what does not depend on inputs: more are rare, and memory that the cache does not hold. */
const MOST_CONSTANTS = 64;

type Call = Extract<Term, { readonly kind: "call" }>;

class Compilation {
  readonly #expression: string;
  readonly #variables: readonly number[];
  readonly #tables: Tables;
  readonly #used = new Set<number>();
  readonly #code: number[] = [];
  /** Terms that do not depend on inputs. */
  readonly #fixed = new Set<Term>();
  /** Registers of the largest of them, of parameters by their index. */
  readonly #constants = new Map<Term | number, number>();
  #free = 0;
  #registers = 0;
  #parameters = 0;

  constructor(expression: string, variables: readonly number[], tables: Tables) {
    this.#expression = expression;
    this.#variables = variables;
    this.#tables = tables;
  }

  program(): Program {
    const term = parseFormula(this.#expression);
    this.#mark(term);
    this.#prepare(term);
    if (this.#constants.size >= MOST_CONSTANTS) this.#forget();
    const constants = this.#registers;
    this.#free = constants;
    const result = this.#operand(term);
    const instructions = this.#code.length / op.INSTRUCTION_WORDS;
    const header = [instructions, result, this.#used.size, constants, ...this.#used];
    const at = this.#tables.push(header);
    this.#tables.push(this.#code);
    return { at, registers: this.#registers, parameters: this.#parameters };
  }

  /** Whether a term does not depend on inputs; notes those within that do not. */
  #mark(term: Term): boolean {
    const { first, calls } = spineOf(term, () => true);
    let fixed = first.kind !== "variable";
    if (fixed) this.#fixed.add(first);
    for (const call of calls) {
      const [, second] = call.args;
      if (second !== undefined) fixed = this.#mark(second) && fixed;
      if (fixed) this.#fixed.add(call);
    }
    return fixed;
  }

  /** The code of the largest terms within a term that do not depend on inputs. */
  #prepare(term: Term): void {
    const { first, calls } = spineOf(term, (call) => !this.#fixed.has(call));
    if (this.#fixed.has(first)) {
      const key = first.kind === "parameter" ? first.index : first;
      if (this.#constants.size < MOST_CONSTANTS) this.#constants.set(key, this.#operand(first));
    }
    for (const { args } of calls) if (args[1] !== undefined) this.#prepare(args[1]);
  }

  /** Computes everything for each element: steps of one operand do not expect one that stands for all. */
  #forget(): void {
    this.#constants.clear();
    this.#code.length = 0;
    this.#free = 0;
    this.#registers = 0;
  }

  /** The code of a term. @returns where its value is: a register, or ~i for input i */
  #operand(term: Term): number {
    const known = this.#constants.get(term.kind === "parameter" ? term.index : term);
    if (known !== undefined) return known;
    switch (term.kind) {
      case "variable": {
        const input = this.#variables[term.index];
        if (input === undefined) {
          throw this.#error(
            `the formula has ${this.#variables.length} variables; this is number ${term.index} from 0`,
            term.at,
          );
        }
        this.#used.add(input);
        return ~input;
      }
      case "parameter":
        if (term.index >= 2 ** 24) throw this.#error("no such parameter", term.at);
        this.#parameters = Math.max(this.#parameters, term.index + 1);
        return this.#emit(op.PARAMETER, term.index);
      case "literal":
        return this.#emit(op.LITERAL, this.#tables.pushNumbers([term.value]));
      case "call":
        return this.#call(term);
      default:
        return term satisfies never;
    }
  }

  /** Of terms to the left of each other, as in x + y + z, however many there are: from the first on. */
  #call(last: Call): number {
    const power = powerOf(last);
    if (power !== undefined) return this.#product(last.args[0], power);
    const before = this.#free;
    const plain = (call: Call): boolean =>
      powerOf(call) === undefined && !this.#constants.has(call);
    const { first, calls } = spineOf(last, plain);
    let a = this.#operand(first);
    for (const { op: operation, args } of calls) {
      const b = args[1] === undefined ? a : this.#operand(args[1]);
      this.#free = before;
      a = this.#emit(operation, a, b);
    }
    return a;
  }

  #product(base: Term, power: number): number {
    const before = this.#free;
    const a = this.#operand(base);
    const square = this.#emit(op.MULTIPLY, a, a);
    this.#free = before;
    return power === 2 ? this.#move(square) : this.#emit(op.MULTIPLY, square, a);
  }

  /** A value in the next free register, so that those above it can be used again. */
  #move(register: number): number {
    if (register === this.#free) {
      this.#free++;
      return register;
    }
    // The instruction that wrote it is the last one.
    this.#code[this.#code.length - op.INSTRUCTION_WORDS + 1] = this.#free;
    return this.#free++;
  }

  /** Operands may be overwritten: each instruction reads an element before it writes it. */
  #emit(operation: number, a: number, b = 0): number {
    const register = this.#free++;
    this.#registers = Math.max(this.#registers, this.#free);
    this.#code.push(operation, register, a, b);
    return register;
  }

  #error(message: string, at: number): ExpressionError {
    return new ExpressionError(message, this.#expression, at);
  }
}

/**
 * A term's first argument, that one's first argument and so on, as long as they are calls of a kind: what is
 * no such call, and the calls from there outwards. Formulas are long in this direction.
 */
function spineOf(term: Term, of: (call: Call) => boolean): { first: Term; calls: Call[] } {
  const calls: Call[] = [];
  let first = term;
  while (first.kind === "call" && of(first)) {
    calls.push(first);
    [first] = first.args;
  }
  return { first, calls: calls.reverse() };
}

/** 2 or 3 where a term is that power of another: a product, within the accuracy and many times as fast. */
function powerOf({ op: operation, args }: Call): 2 | 3 | undefined {
  if (operation !== op.POWER) return undefined;
  const [, power] = args;
  if (power.kind !== "literal") return undefined;
  return power.value === 2 || power.value === 3 ? power.value : undefined;
}
