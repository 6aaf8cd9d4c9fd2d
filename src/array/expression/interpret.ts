import { UnsupportedError, UsageError } from "../../errors.ts";
import { Column, reserve } from "../../wasm/column.ts";
import { type DType, itemSize } from "../../wasm/dtype.ts";
import { kernels } from "../../wasm/instance.ts";
import { scope } from "../../wasm/scope.ts";
import { compare, logic } from "../compare.ts";
import { convert } from "../convert.ts";
import { binary } from "../ufunc.ts";
import { unary } from "../ufunc-unary.ts";
import type { Literal } from "./literal.ts";
import { suffix } from "./operations.ts";
import type { Program, Step } from "./program.ts";

/** Elements that are worked on at a time: their intermediate results stay in the cache. */
const BLOCK = 8192;

type Value = Column | Literal;

const PLAIN: KernelForm = { steps: false, more: [], status: false };

/**
 * Runs a program step by step with the kernels of arrays, on blocks of a few thousand elements: for
 * hosts that forbid modules made at run time. The bits are those of the compiled program.
 *
 * @param out  of the program's dtype and of `n` elements, written
 */
export function interpret(
  program: Program,
  inputs: readonly Column[],
  out: Column,
  n: number,
): void {
  for (let start = 0; start < n; start += BLOCK) {
    const stop = Math.min(start + BLOCK, n);
    scope(() => {
      const block = inputs.map((column) => column.slice(start, stop));
      const values = new Map<Step, Value>();
      for (const step of program.steps) {
        const args = step.args.map((arg) => values.get(arg) as Value);
        values.set(step, run(step, args, block, stop - start));
      }
      const result = filled(values.get(program.result) as Value, out.dtype, stop - start);
      (out.slice(start, stop).view() as Float64Array).set(result.view() as Float64Array);
    });
  }
}

function run(step: Step, args: readonly Value[], inputs: readonly Column[], n: number): Value {
  const { op, dtype } = step;
  const type = (i: number): DType => step.args[i].dtype;
  const column = (i: number): Column => filled(args[i], type(i), n);
  switch (op) {
    case "input":
      return inputs[step.input as number];
    case "constant":
      return step.value as Literal;
    case "convert":
      return convert(column(0), dtype);
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
    case "minimum":
    case "maximum":
      return binary(op === "divide" ? "true_divide" : op, column(0), column(1), n);
    case "absolute":
      return unary("absolute", column(0));
    case "sqrt":
      return unary("sqrt", column(0));
    case "equal":
    case "not_equal":
    case "less":
    case "less_equal":
      return compare(op, column(0), column(1), n) as unknown as Column;
    case "and":
    case "or":
    case "xor":
      return logic(op, column(0), column(1), n) as unknown as Column;
    case "bit_and":
    case "bit_or":
    case "bit_xor":
      return bits(op, column(0), column(1));
    case "select":
      return choose(column(0), column(1), column(2));
    case "floor":
    case "ceil":
    case "trunc":
    case "rint":
      return callKernel(`array_${op}_${suffix(dtype)}`, PLAIN, dtype, [column(0)], n);
    case "isnan":
    case "isfinite":
    case "isinf":
      return callKernel(`array_${op}_${suffix(type(0))}`, PLAIN, "bool", [column(0)], n);
    case "kernel":
      return callKernel(
        step.kernel as string,
        formOf(step),
        dtype,
        step.args.map((_, i) => column(i)),
        n,
      );
    default:
      return op satisfies never;
  }
}

/** A value as a column of `n` elements. */
function filled(value: Value, dtype: DType, n: number): Column {
  if (value instanceof Column) return value;
  const column = reserve(dtype, n);
  const view = column.view();
  if (view instanceof BigInt64Array || view instanceof BigUint64Array) view.fill(BigInt(value));
  else view.fill(Number(value));
  return column;
}

function bits(op: "bit_and" | "bit_or" | "bit_xor", a: Column, b: Column): Column {
  const out = reserve(a.dtype, a.length);
  const kernel = { bit_and: "array_and", bit_or: "array_or", bit_xor: "array_xor" } as const;
  kernels[kernel[op]](a.address, 64, b.address, 64, out.address, out.byteLength);
  return out;
}

function choose(mask: Column, a: Column, b: Column): Column {
  const out = reserve(a.dtype, a.length);
  const size = itemSize(a.dtype);
  kernels.array_choose(size, mask.address, a.address, 64, b.address, 64, out.address, a.length);
  return out;
}

type Kernel = (...args: number[]) => number | undefined;

/** A kernel by its name. */
export function kernelOf(name: string): Kernel {
  const found = (kernels as unknown as Record<string, unknown>)[name];
  if (typeof found !== "function") throw new UnsupportedError(`there is no ${name}`, name);
  return found as Kernel;
}

/** How a step's kernel is called: `(a, out, n)`, or `(a, stepA, b, stepB, out, n)`, and more. */
export interface KernelForm {
  /** Whether columns have steps, 64 bytes. */
  readonly steps: boolean;
  /** What follows the number of elements. */
  readonly more: readonly number[];
  /** Whether it gives a status: not 0 where it refuses an element. */
  readonly status: boolean;
}

export function formOf({ kernel, args, dtype }: Step): KernelForm {
  if (kernel === "array_power_i64") {
    return { steps: true, more: [dtype === "int64" ? 1 : 0], status: true };
  }
  // Of two columns every other one but the angle of a point takes steps.
  return { steps: args.length === 2 && kernel !== "math_atan2_f64", more: [], status: false };
}

/** @throws UsageError for what the status of a program's kernels means */
export function checkStatus(status: number | undefined): void {
  if (status) throw new UsageError("integers to negative integer powers are not integers");
}

function callKernel(
  name: string,
  form: KernelForm,
  dtype: DType,
  args: readonly Column[],
  n: number,
) {
  const out = reserve(dtype, n);
  const columns = args.flatMap(({ address }) => (form.steps ? [address, 64] : [address]));
  const status = kernelOf(name)(...columns, out.address, n, ...form.more);
  if (form.status) checkStatus(status);
  return out;
}
