import { CorrectionError, NotFoundError } from "../errors.ts";
import type { Address } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { type Argument, evaluate, type Input, type Result } from "./arguments.ts";
import { type Content, compileContent } from "./compile.ts";
import * as op from "./opcodes.ts";
import type { Fields } from "./reader.ts";
import type { Tables } from "./tables.ts";
import { readInputs, readOutput, type Variable } from "./variable.ts";

/** The compiled tables of a set, in linear memory. */
export interface Memory {
  readonly words: Column<"int32">;
  readonly numbers: Column<"float64">;
  readonly texts: ReadonlyMap<string, number>;
}

/** Evaluations of one correction, one after the other. */
export interface CorrectionCall {
  /**
   * @param inputs  of each input the address of float64 or int64, and the bytes from element to element: 8,
   *   or 0 for a block of one value
   * @param out  float64[n], written, with room for one more
   * @returns 0, or 1 + the index of an element for which there is no value
   */
  run(inputs: readonly (readonly [Address, 0 | 8])[], out: Address, n: number): number;
  /** What went wrong at last: the kind of fault, the node, its axis. */
  failure(): Int32Array;
}

/**
 * One correction of a set: a function of its inputs.
 * @see correctionlib.highlevel.Correction
 */
export class Correction {
  readonly name: string;
  readonly description: string;
  readonly version: number;
  /** The function's arguments, in order. */
  readonly inputs: readonly Variable[];
  readonly output: Variable;
  readonly #content: Content;
  readonly #memory: () => Memory;

  /** Use {@link CorrectionSet}, which compiles its corrections. */
  constructor(fields: Fields, tables: Tables, memory: () => Memory) {
    this.name = fields.text("name");
    this.description = fields.optionalText("description");
    this.version = fields.integer("version");
    this.output = readOutput(fields);
    this.inputs = readInputs(fields);
    this.#content = compileContent(fields, this.inputs, tables);
    this.#memory = memory;
  }

  /**
   * The correction's values. Numbers and texts stand for all objects; typed arrays, columns and arrays (of
   * lists, too) hold one value per object, and the result has their form. Real inputs take numbers, integer
   * inputs whole numbers or BigInts; columns are converted as `ak.valuesAstype` does.
   *
   * @throws ShapeError for another number of arguments, or columns of different lengths
   * @throws CorrectionError for scalars of another type, and values outside of a binning whose flow is "error"
   * @throws NotFoundError for a key that a category does not have
   * @see correctionlib.highlevel.Correction.evaluate
   */
  evaluate<A extends readonly Argument[]>(...args: A): Result<A> {
    const { texts } = this.#memory();
    const signature = { name: this.name, inputs: this.inputs, texts };
    return evaluate(signature, args, (inputs, n) => this.compute(inputs, n));
  }

  /** The values of columns that have their input's dtype, for stacks of corrections. */
  compute(inputs: readonly Input[], n: number): Column<"float64"> {
    return scope(() => {
      const call = this.prepare();
      const out = reserve("float64", n);
      const status = call.run(
        inputs.map(({ column, step }) => [column.address, step]),
        out.address,
        n,
      );
      if (status !== 0) throw this.#fault(call.failure(), inputs, status - 1);
      return out;
    });
  }

  /** What evaluations need beside their columns, for many of them: temporaries of the open scope. */
  prepare(): CorrectionCall {
    const { words, numbers } = this.#memory();
    const { root, depth, registers } = this.#content;
    const many = this.inputs.length;
    const columns = reserve("uint32", 2 * many);
    const scratch = reserve("uint8", kernels.corrections_scratch(many, depth));
    const shared = reserve("float64", op.BLOCK * (registers + 1));
    const failure = reserve("int32", 4);
    return {
      failure: () => failure.view(),
      run(inputs, out, n) {
        columns.view().set(inputs.flat());
        return kernels.corrections_evaluate(
          root,
          words.address,
          numbers.address,
          columns.address,
          many,
          scratch.address,
          failure.address,
          shared.address,
          out,
          n,
        );
      },
    };
  }

  #fault([what, node, axis]: Int32Array, inputs: readonly Input[], entry: number): Error {
    const words = this.#memory().words.view();
    const category = what === op.NO_KEY;
    const at = category ? node + 1 : node + op.BINNING_WORDS + axis * op.AXIS_WORDS;
    const index = words[at];
    const variable = this.inputs[index];
    const { column, step, text } = inputs[index];
    const value = column.at(step === 0 ? 0 : entry);
    const where = `"${this.name}"${step === 0 ? "" : `, element ${entry}`}`;
    if (category) return this.#missingKey(node, words, variable, text ?? String(value), where);
    const problem =
      what === op.NOT_FINITE
        ? "cannot be led back into the binning of"
        : `lies ${what === op.BELOW ? "below" : "above"} the binning of`;
    return new CorrectionError(
      "",
      `${where}: ${value} ${problem} "${variable.name}" (or what it was transformed to)`,
      entry,
    );
  }

  #missingKey(
    node: number,
    words: Int32Array,
    variable: Variable,
    missing: string,
    where: string,
  ): NotFoundError {
    const names = [...this.#memory().texts.keys()];
    const keys = [...words.subarray(words[node + 4], words[node + 4] + words[node + 2])];
    const text = variable.type === "string";
    const known = keys.map((key) => (text ? names[key] : String(key)));
    return new NotFoundError(
      "key",
      missing,
      known,
      `the category of "${variable.name}" in ${where}`,
    );
  }
}
