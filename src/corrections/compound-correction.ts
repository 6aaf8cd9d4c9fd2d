import { binary } from "../array/ufunc.ts";
import { CorrectionError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { scope } from "../wasm/scope.ts";
import { type Argument, evaluate, type Input, type Result } from "./arguments.ts";
import type { Correction } from "./correction.ts";
import { type Fields, refuse } from "./reader.ts";
import type { Single } from "./single-call.ts";
import { inputIndex, readInputs, readOutput, type Variable } from "./variable.ts";

const operations = { "+": "add", "*": "multiply", "/": "true_divide" } as const;

/** How a step changes what came before it. */
export type UpdateOperation = keyof typeof operations;

/**
 * A stack of corrections that are applied one after the other: each result changes some inputs of the next
 * steps, and the result of all.
 * @see correctionlib.highlevel.CompoundCorrection
 */
export class CompoundCorrection {
  readonly name: string;
  readonly description: string;
  /** The function's arguments, in order. */
  readonly inputs: readonly Variable[];
  readonly output: Variable;
  /** Names of the inputs that each step changes. */
  readonly inputsUpdate: readonly string[];
  readonly inputOp: UpdateOperation;
  readonly outputOp: UpdateOperation | "last";
  /** Names of the corrections, in order. */
  readonly stack: readonly string[];
  readonly #steps: readonly {
    readonly correction: Correction;
    readonly inputs: readonly number[];
  }[];
  readonly #updated: readonly number[];
  readonly #texts: () => ReadonlyMap<string, number>;

  /** Use {@link CorrectionSet}. */
  constructor(
    fields: Fields,
    corrections: ReadonlyMap<string, Correction>,
    texts: () => ReadonlyMap<string, number>,
  ) {
    this.name = fields.text("name");
    this.description = fields.optionalText("description");
    this.output = readOutput(fields);
    this.inputs = readInputs(fields);
    this.inputsUpdate = fields.texts("inputs_update");
    this.#updated = this.inputsUpdate.map((name, i) => {
      const place = { within: fields.at("inputs_update"), step: i };
      const index = inputIndex(name, this.inputs, place);
      const { type } = this.inputs[index];
      if (type !== "real") refuse(place, `inputs that change are real; "${name}" is ${type}`);
      return index;
    });
    const inputOp = operationOf(fields, "input_op");
    if (inputOp === "last") refuse(fields.at("input_op"), 'an operation is "+", "*" or "/"');
    this.inputOp = inputOp;
    this.outputOp = operationOf(fields, "output_op");
    this.stack = fields.texts("stack");
    this.#steps = this.stack.map((name, i) => {
      const place = { within: fields.at("stack"), step: i };
      const correction = corrections.get(name);
      if (correction === undefined) return refuse(place, `no correction "${name}" in the set`);
      const inputs = correction.inputs.map((input) => inputIndex(input.name, this.inputs, place));
      return { correction, inputs };
    });
    this.#texts = texts;
  }

  /**
   * The values of the whole stack; arguments and result as {@link Correction.evaluate} has them.
   *
   * @throws ShapeError, CorrectionError, NotFoundError
   * @see correctionlib.highlevel.CompoundCorrection.evaluate
   */
  evaluate<A extends readonly Argument[]>(...args: A): Result<A> {
    const signature = { name: this.name, inputs: this.inputs, texts: this.#texts() };
    return evaluate(signature, args, {
      many: (inputs, n) => this.#compute(inputs, n),
      single: (inputs) => this.#single(inputs),
    });
  }

  #single(given: readonly Single[]): number {
    const now = [...given];
    let result: number | undefined;
    for (const { correction, inputs } of this.#steps) {
      this.#checkTypes(correction, inputs);
      const factor = correction.single(inputs.map((i) => now[i]));
      for (const i of this.#updated) {
        now[i] = { value: combined(this.inputOp, now[i].value as number, factor) };
      }
      result =
        result === undefined || this.outputOp === "last"
          ? factor
          : combined(this.outputOp, result, factor);
    }
    return result ?? 0;
  }

  #compute(given: readonly Input[], n: number): Column<"float64"> {
    return scope(() => {
      const now = [...given];
      let result: Column | undefined;
      for (const { correction, inputs } of this.#steps) {
        this.#checkTypes(correction, inputs);
        const factor = correction.compute(
          inputs.map((i) => now[i]),
          n,
        ) as unknown as Column;
        for (const i of this.#updated) {
          const { column, step } = now[i];
          const before = step === 0 ? (column.at(0) as number) : column;
          now[i] = { column: binary(operations[this.inputOp], before, factor, n), step: 8 };
        }
        result =
          result === undefined || this.outputOp === "last"
            ? factor
            : binary(operations[this.outputOp], result, factor, n);
      }
      return (result ?? zeros(n)) as unknown as Column<"float64">;
    });
  }

  /** As in the peer, a stack whose types do not fit loads, and cannot be evaluated. */
  #checkTypes(correction: Correction, inputs: readonly number[]): void {
    for (const [j, i] of inputs.entries()) {
      const { name, type } = correction.inputs[j];
      if (type === this.inputs[i].type) continue;
      throw new CorrectionError(
        "",
        `"${name}" is ${type} in "${correction.name}" and ${this.inputs[i].type} in "${this.name}"`,
      );
    }
  }
}

function operationOf(fields: Fields, name: string): UpdateOperation | "last" {
  const text = fields.text(name);
  if (text === "last" || text === "+" || text === "*" || text === "/") return text;
  return refuse(fields.at(name), `an operation is "+", "*" or "/", not "${text}"`);
}

/** As {@link binary} does it with columns. */
function combined(operation: UpdateOperation, a: number, b: number): number {
  if (operation === "+") return a + b;
  return operation === "*" ? a * b : a / b;
}

function zeros(n: number): Column {
  const column = reserve("float64", n);
  column.view().fill(0);
  return column as unknown as Column;
}
