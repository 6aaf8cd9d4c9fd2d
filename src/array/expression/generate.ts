import { type DType, itemSize } from "../../wasm/dtype.ts";
import {
  type Code,
  encodeModule,
  type ImportedFunction,
  type ValueType,
} from "../../wasm/encoder.ts";
import { formOf } from "./interpret.ts";
import { emit } from "./lanes.ts";
import type { Program, Step } from "./program.ts";
import { type Register, Registers } from "./registers.ts";
import { type Stage, stagesOf } from "./stages.ts";

/** Elements between calls of kernels: their intermediate results stay in the cache. */
export const BLOCK = 1024;
/** Steps of a program up to which sixteen elements are worked on at a time instead of four. */
const UNROLLED_STEPS = 60;

/** Numbers of the function's parameters; the columns' addresses follow. */
const SCRATCH = 0;
const OUT = 1;
const COUNT = 2;
const FIRST_INPUT = 3;

/** A program as a WebAssembly module. */
export interface Generated {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Names of the kernels that it imports from `host`, as it imports `host.memory`. */
  readonly kernels: readonly string[];
  /** Bytes of scratch memory that it needs. */
  readonly scratch: number;
}

/**
 * Makes a module of one function, `run(scratch, out, n, ...inputs)`, all 32-bit addresses but the
 * number of elements: one loop over memory, or, where kernels are called (exp, sin, …), one loop
 * between calls for each block of elements. It gives 0, or 1 where a kernel refused an element. It reads and writes up to 64 bytes behind columns.
 */
export function generate(program: Program): Generated {
  const { stages, spills, scratch } = stagesOf(program, BLOCK);
  const kernels = [...new Set(program.steps.flatMap(({ kernel }) => kernel ?? []))];
  const registers = new Registers(FIRST_INPUT + program.inputs.length);
  const writer = new Writer(program, registers, spills);
  const { code } = registers;
  if (stages.length === 1 && stages[0].calls.length === 0) {
    writer.elements(stages[0], COUNT);
  } else {
    const count = registers.local("i32");
    code.loop(() => {
      code.get(COUNT).i32(BLOCK).get(COUNT).i32(BLOCK).op("i32.lt_s").op("select").set(count);
      for (const stage of stages) {
        writer.elements(stage, count);
        for (const step of stage.calls)
          writer.call(step, kernels.indexOf(step.kernel as string), count);
      }
      const pointers: (readonly [number, DType])[] = program.inputs.map((dtype, i) => [
        FIRST_INPUT + i,
        dtype,
      ]);
      for (const [pointer, dtype] of [...pointers, [OUT, program.result.dtype] as const]) {
        code.get(pointer).get(count).i32(itemSize(dtype)).op("i32.mul").op("i32.add").set(pointer);
      }
      code.get(COUNT).get(count).op("i32.sub").tee(COUNT).i32(0).op("i32.gt_s");
    });
  }
  const body = registers.prologue();
  body.bytes.push(...code.bytes);
  const words = (n: number): ValueType[] => Array.from({ length: n }, () => "i32");
  const imports = kernels.map((name): ImportedFunction => {
    const step = program.steps.find(({ kernel }) => kernel === name) as Step;
    const { steps, more, status } = formOf(step);
    const params = words((steps ? 2 : 1) * step.args.length + 2 + more.length);
    return { name, params, results: words(status ? 1 : 0) };
  });
  const params = words(FIRST_INPUT + program.inputs.length);
  body.i32(0);
  const run = { name: "run", params, results: words(1), locals: registers.locals, body };
  return { bytes: encodeModule({ imports, functions: [run] }), kernels, scratch };
}

/** A run of elements in memory that a loop walks along. */
interface Stream {
  readonly step: Step;
  readonly cursor: number;
  readonly size: number;
}

class Writer {
  readonly #program: Program;
  readonly #registers: Registers;
  /** Where in scratch memory the results lie that outlive their stage. */
  readonly #spills: ReadonlyMap<Step, number>;

  constructor(program: Program, registers: Registers, spills: ReadonlyMap<Step, number>) {
    this.#program = program;
    this.#registers = registers;
    this.#spills = spills;
  }

  /** The loop of a stage over as many elements as the variable `count` says. */
  elements(stage: Stage, count: number): void {
    const { steps, stores } = stage;
    if (stores.length === 0) return;
    const registers = this.#registers;
    const { code } = registers;
    const loads = stage.loads.map((step) => this.#stream(step));
    const saves = stores.map((step) => this.#stream(step));
    const streams = [...loads, ...saves];
    for (const { step, cursor } of loads) this.#address(step).set(cursor);
    for (const { step, cursor } of saves) {
      this.#address(step, step === this.#program.result).set(cursor);
    }
    const left = registers.local("i32");
    code.get(count).set(left);
    const four = (quad: number): void => {
      for (const { step, cursor, size } of loads) {
        registers.load(step.dtype, registers.of(step), cursor, 4 * quad * size);
      }
      for (const step of steps) emit(registers, step);
    };
    const advance = (elements: number): Code => {
      for (const { cursor, size } of streams) {
        code
          .get(cursor)
          .i32(elements * size)
          .op("i32.add")
          .set(cursor);
      }
      return code.get(left).i32(elements).op("i32.sub").tee(left);
    };
    if (steps.length <= UNROLLED_STEPS) {
      const masks = new Map<Stream, number[]>();
      const sixteen = (): void => {
        for (let quad = 0; quad < 4; quad++) {
          four(quad);
          for (const save of saves) this.#save(save, quad, masks);
        }
        for (const [{ cursor }, four] of masks) registers.storeMasks(four, cursor);
        masks.clear();
      };
      code.get(left).i32(16).op("i32.ge_s");
      code.if(() =>
        code.loop(() => {
          sixteen();
          advance(16).i32(16).op("i32.ge_s");
        }),
      );
    }
    code.get(left).i32(0).op("i32.gt_s");
    code.if(() =>
      code.loop(() => {
        four(0);
        for (const { step, cursor } of saves) {
          registers.store(step.dtype, registers.of(step), cursor, 0);
        }
        advance(4).i32(0).op("i32.gt_s");
      }),
    );
  }

  /** Calls a kernel on whole blocks in memory. */
  call(step: Step, index: number, count: number): void {
    const { code } = this.#registers;
    const { steps, more, status } = formOf(step);
    for (const arg of step.args) {
      this.#address(arg);
      if (steps) code.i32(64);
    }
    this.#address(step, step === this.#program.result);
    code.get(count);
    for (const value of more) code.i32(value);
    code.call(index);
    if (status) code.if(() => code.i32(1).op("return"));
  }

  /** Stores four elements, or keeps a mask until there are four of them. */
  #save(stream: Stream, quad: number, masks: Map<Stream, number[]>): void {
    const registers = this.#registers;
    const register: Register = registers.of(stream.step);
    if (stream.step.dtype !== "bool") {
      registers.store(stream.step.dtype, register, stream.cursor, 4 * quad * stream.size);
      return;
    }
    const mask = registers.local("v128");
    registers.code.get(register[0]).set(mask);
    masks.set(stream, [...(masks.get(stream) ?? []), mask]);
  }

  #stream(step: Step): Stream {
    return { step, cursor: this.#registers.local("i32"), size: itemSize(step.dtype) };
  }

  /** The address of a column, a result in scratch memory, or the output. */
  #address(step: Step, out = false): Code {
    const { code } = this.#registers;
    if (out) return code.get(OUT);
    if (step.op === "input") return code.get(FIRST_INPUT + (step.input as number));
    return code
      .get(SCRATCH)
      .i32(this.#spills.get(step) as number)
      .op("i32.add");
  }
}
