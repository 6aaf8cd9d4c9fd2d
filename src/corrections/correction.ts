import { CorrectionError, NotFoundError } from "../errors.ts";
import type { Address } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { type Argument, evaluate, type Input, type Result } from "./arguments.ts";
import { type Content, compileContent } from "./compile.ts";
import * as op from "./opcodes.ts";
import type { Fields } from "./reader.ts";
import { type Single, type SingleCalls, writeSingles } from "./single-call.ts";
import type { Tables } from "./tables.ts";
import { readInputs, readOutput, type Variable } from "./variable.ts";

/** The compiled tables of a set, in linear memory. */
export interface Memory {
  readonly words: Column<"int32">;
  readonly numbers: Column<"float64">;
  readonly texts: ReadonlyMap<string, number>;
  readonly singles: SingleCalls;
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
    return evaluate(signature, args, {
      many: (inputs, n) => this.compute(inputs, n),
      single: (inputs) => this.single(inputs),
    });
  }

  /** The value of one object, for stacks of corrections. */
  single(inputs: readonly Single[]): number {
    const { words, numbers, singles } = this.#memory();
    const { root, depth, registers } = this.#content;
    const many = inputs.length;
    const places = singles.memory({ inputs: many, depth, registers });
    const { columns, scratch, failure, registers: shared, out } = places;
    const view = new DataView(kernels.memory.buffer);
    writeSingles(view, places, inputs);
    const status = kernels.corrections_evaluate(
      root,
      words.address,
      numbers.address,
      columns,
      many,
      scratch,
      failure,
      shared,
      out,
      1,
    );
    if (status === 0) return view.getFloat64(out, true);
    const what = [0, 4, 8].map((byte) => view.getInt32(failure + byte, true));
    throw this.#fault(what, (index) => inputs[index], undefined);
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
      if (status === 0) return out;
      const entry = status - 1;
      const at = (index: number): Single => {
        const { column, step, text } = inputs[index];
        return { value: column.at(step === 0 ? 0 : entry) as number | bigint, text };
      };
      const index = (of: number): number | undefined => (inputs[of].step === 0 ? undefined : entry);
      throw this.#fault([...call.failure()], at, index);
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

  /**
   * @param at  the value of an input
   * @param entry  the element of an input's column; undefined where there is one value
   */
  #fault(
    [what, node, axis]: readonly number[],
    at: (input: number) => Single,
    entry?: (input: number) => number | undefined,
  ): Error {
    const words = this.#memory().words.view();
    const category = what === op.NO_KEY;
    const index = words[category ? node + 1 : node + op.BINNING_WORDS + axis * op.AXIS_WORDS];
    const variable = this.inputs[index];
    const { value, text } = at(index);
    const element = entry?.(index);
    const where = `"${this.name}"${element === undefined ? "" : `, element ${element}`}`;
    if (category) return this.#missingKey(node, words, variable, text ?? String(value), where);
    const problem =
      what === op.NOT_FINITE
        ? "cannot be led back into the binning of"
        : `lies ${what === op.BELOW ? "below" : "above"} the binning of`;
    return new CorrectionError(
      "",
      `${where}: ${value} ${problem} "${variable.name}" (or what it was transformed to)`,
      element,
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
