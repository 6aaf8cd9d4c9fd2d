import { itemSize } from "../../wasm/dtype.ts";
import type { Program, Step } from "./program.ts";

/** A loop over elements, and the kernels that are called behind it. */
export interface Stage {
  /** What is read from memory: inputs, and results of earlier stages. */
  readonly loads: readonly Step[];
  /** What is computed, in order. */
  readonly steps: readonly Step[];
  /** What is written to memory: for kernels and later stages, and the result. */
  readonly stores: readonly Step[];
  readonly calls: readonly Step[];
}

/** The stages of a program, and where in scratch memory what passes between them lies. */
export interface Stages {
  readonly stages: readonly Stage[];
  readonly spills: ReadonlyMap<Step, number>;
  readonly scratch: number;
}

/** Divides a program at its calls of kernels, which take blocks of `block` elements. */
export function stagesOf({ steps, result }: Program, block: number): Stages {
  const stageOf = new Map<Step, number>();
  for (const step of steps) {
    const isCall = step.op === "kernel";
    let stage = 0;
    for (const arg of step.args) {
      const before = stageOf.get(arg) as number;
      // A kernel may follow another at once; a loop comes behind the calls before it.
      stage = Math.max(stage, arg.op === "kernel" && !isCall ? before + 1 : before);
    }
    stageOf.set(step, stage);
  }
  const at = (step: Step): number => stageOf.get(step) as number;
  const kept = new Set<Step>([result]);
  for (const step of steps) {
    for (const arg of step.args) {
      const isFree = arg.op === "input" || arg.op === "constant";
      if (step.op === "kernel" ? arg.op !== "input" : at(arg) < at(step) && !isFree) kept.add(arg);
    }
  }
  const spills = new Map<Step, number>();
  let scratch = 0;
  for (const step of steps) {
    const isCall = step.op === "kernel";
    if (step === result || !(kept.has(step) || isCall)) continue;
    spills.set(step, scratch);
    scratch += block * itemSize(step.dtype) + 64;
  }
  const last = Math.max(...stageOf.values());
  const stages = Array.from({ length: last + 1 }, (_, i) => stage(i));
  return { stages, spills, scratch };

  function stage(i: number): Stage {
    const own = steps.filter((step) => at(step) === i && step.op !== "kernel");
    const stores = own.filter((step) => kept.has(step));
    const computed = own.filter((step) => step.op !== "input" && step.op !== "constant");
    const loads = new Set<Step>(stores.filter(({ op }) => op === "input"));
    for (const step of computed) {
      for (const arg of step.args) {
        if (arg.op === "input" || (arg.op !== "constant" && (at(arg) < i || arg.op === "kernel"))) {
          loads.add(arg);
        }
      }
    }
    const calls = steps.filter((step) => at(step) === i && step.op === "kernel");
    return { loads: [...loads], steps: computed, stores, calls };
  }
}
