import { type Column, reserve } from "../../wasm/column.ts";
import { itemSize } from "../../wasm/dtype.ts";
import { kernels } from "../../wasm/instance.ts";
import { scope } from "../../wasm/scope.ts";
import { generate } from "./generate.ts";
import { checkStatus, interpret, kernelOf } from "./interpret.ts";
import type { Program } from "./program.ts";

/**
 * Elements of one call of a compiled program: engines improve a function between its calls, not
 * within one.
 */
const CHUNK = 1 << 16;

/** A compiled program, ready to be called. */
interface Compiled {
  readonly run: (scratch: number, out: number, n: number, ...inputs: number[]) => number;
  readonly scratch: number;
}

/** Those of programs that are still in use; `null` where it is interpreted. */
const compiled = new WeakMap<Program, Compiled | null>();
let forbidden = false;

/**
 * Runs a program on columns of `n` elements: compiled to a WebAssembly module over the same memory,
 * or, where the host forbids that, interpreted, with the same bits.
 */
export function run(program: Program, inputs: readonly Column[], n: number): Column {
  const out = reserve(program.result.dtype, n);
  if (n === 0) return out;
  const module = compile(program);
  if (module === null) interpret(program, inputs, out, n);
  else runCompiled(program, module, inputs, out, n);
  return out;
}

function runCompiled(
  program: Program,
  module: Compiled,
  inputs: readonly Column[],
  out: Column,
  n: number,
): void {
  scope(() => {
    const scratch = reserve("uint8", module.scratch).address;
    const size = itemSize(program.result.dtype);
    const columns = inputs.map(({ address, dtype }) => ({ address, size: itemSize(dtype) }));
    for (let start = 0; start < n; start += CHUNK) {
      const addresses = columns.map((column) => column.address + start * column.size);
      checkStatus(
        module.run(scratch, out.address + start * size, Math.min(CHUNK, n - start), ...addresses),
      );
    }
  });
}

function compile(program: Program): Compiled | null {
  if (forbidden) return null;
  const known = compiled.get(program);
  if (known !== undefined) return known;
  const made = instantiate(program);
  compiled.set(program, made);
  return made;
}

function instantiate(program: Program): Compiled | null {
  const { bytes, kernels: names, scratch } = generate(program);
  let module: WebAssembly.Module;
  try {
    module = new WebAssembly.Module(bytes);
  } catch (error) {
    // A page's policy, or a host that runs only what it was given beforehand.
    if (!WebAssembly.validate(bytes)) throw error;
    forbidden = true;
    return null;
  }
  const host: Record<string, WebAssembly.ImportValue> = { memory: kernels.memory };
  for (const name of names) host[name] = kernelOf(name);
  const { exports } = new WebAssembly.Instance(module, { host });
  return { run: exports.run as Compiled["run"], scratch };
}
