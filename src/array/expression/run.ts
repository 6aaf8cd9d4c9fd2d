import { type Column, reserve } from "../../wasm/column.ts";
import { interpret } from "./interpret.ts";
import type { Program } from "./program.ts";

/** Runs a program on columns of `n` elements. */
export function run(program: Program, inputs: readonly Column[], n: number): Column {
  const out = reserve(program.result.dtype, n);
  interpret(program, inputs, out, n);
  return out;
}
