import type { DType } from "../../wasm/dtype.ts";
import type { Literal } from "./literal.ts";

/** What a step does with its arguments, which have the dtypes it needs. */
export type StepOp =
  /** Column number `input`. */
  | "input"
  /** `value` for all elements. */
  | "constant"
  /** To another dtype without loss, or integers to their lower bits; to bool: differs from 0. */
  | "convert"
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "minimum"
  | "maximum"
  | "absolute"
  | "sqrt"
  /** Comparisons, of two floats of one dtype, int32, or int64 and uint64 in any pairing. */
  | "equal"
  | "not_equal"
  | "less"
  | "less_equal"
  | "and"
  | "or"
  | "xor"
  | "bit_and"
  | "bit_or"
  | "bit_xor"
  /** `args[1]` where `args[0]` (bool), else `args[2]`. */
  | "select"
  | "floor"
  | "ceil"
  | "trunc"
  | "rint"
  | "isnan"
  | "isfinite"
  | "isinf"
  /** The kernel `kernel` of one column, or of two with steps. */
  | "kernel";

/** One operation on all elements; equal steps are one object. */
export interface Step {
  /** Number of the step; those of its arguments are lower. */
  readonly id: number;
  readonly op: StepOp;
  readonly dtype: DType;
  readonly args: readonly Step[];
  readonly input?: number;
  readonly value?: Literal;
  readonly kernel?: string;
}

/** A whole elementwise expression: steps in an order in which they can be done. */
export interface Program {
  /** Of each column that it reads. */
  readonly inputs: readonly DType[];
  readonly steps: readonly Step[];
  readonly result: Step;
}

/** The steps of a program while it is made. */
export class Steps {
  readonly #steps: Step[] = [];
  readonly #known = new Map<string, Step>();
  readonly #inputs: DType[] = [];

  make(
    op: StepOp,
    dtype: DType,
    args: readonly Step[],
    more: Pick<Step, "input" | "value" | "kernel"> = {},
  ): Step {
    const { input = "", kernel = "", value = "" } = more;
    const text = Object.is(value, -0) ? "-0" : String(value);
    const key = `${op} ${dtype} ${args.map(({ id }) => id)} ${input}${kernel} ${typeof value} ${text}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const step = { id: this.#steps.length, op, dtype, args, ...more };
    this.#steps.push(step);
    this.#known.set(key, step);
    return step;
  }

  input(index: number, dtype: DType): Step {
    this.#inputs[index] = dtype;
    return this.make("input", dtype, [], { input: index });
  }

  /** The program of one result, without the steps that it does not need. */
  program(result: Step, inputs: readonly DType[]): Program {
    const needed = new Set<Step>([result]);
    for (const step of this.#steps.toReversed()) {
      if (needed.has(step)) for (const arg of step.args) needed.add(arg);
    }
    return { inputs, steps: this.#steps.filter((step) => needed.has(step)), result };
  }
}
