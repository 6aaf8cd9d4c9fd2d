import { type DType, isFloat, itemSize } from "../../wasm/dtype.ts";
import { Code, type ValueType } from "../../wasm/encoder.ts";
import { isUnsigned } from "../promote.ts";
import type { Literal } from "./literal.ts";
import type { Step } from "./program.ts";

/**
 * How four elements of a dtype lie in vectors: float32 and integers of up to 32 bits in the lanes of
 * one (small integers widened, with their sign), 64-bit types in two, bool as a mask of 32-bit lanes.
 */
export type Register = readonly number[];

/** Vectors of four elements of a dtype. */
export function vectorsOf(dtype: DType): 1 | 2 {
  return itemSize(dtype) === 8 ? 2 : 1;
}

/** Bytes of the lower halves of 64-bit lanes of two vectors: four 32-bit lanes. */
const LOWER_WORDS = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27];
/** The upper half of a vector in the lower one. */
const UPPER_HALF = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];
/** The lower halves of two vectors. */
const LOWER_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
/** The lowest byte, or two, of each 32-bit lane. */
const LOW_BYTES = [0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12];
const LOW_PAIRS = [0, 1, 4, 5, 8, 9, 12, 13, 0, 1, 4, 5, 8, 9, 12, 13];

/** Instructions of a function under way, with its variables and the constants that it needs. */
export class Registers {
  readonly code: Code = new Code();
  readonly #params: number;
  readonly #locals: ValueType[] = [];
  readonly #constants = new Map<string, { readonly local: number; readonly bytes: Uint8Array }>();
  readonly #of = new Map<Step, Register>();

  constructor(params: number) {
    this.#params = params;
  }

  get locals(): readonly ValueType[] {
    return this.#locals;
  }

  /** A new variable. */
  local(type: ValueType): number {
    return this.#params + this.#locals.push(type) - 1;
  }

  /** The variables of a step's four elements. */
  of(step: Step): Register {
    let register = this.#of.get(step);
    if (register === undefined) {
      register =
        step.op === "constant"
          ? this.#constantOf(step.dtype, step.value as Literal)
          : Array.from({ length: vectorsOf(step.dtype) }, () => this.local("v128"));
      this.#of.set(step, register);
    }
    return register;
  }

  /** A variable that holds a vector from the function's start on. */
  constant(bytes: Uint8Array): number {
    const key = bytes.join();
    let known = this.#constants.get(key);
    if (known === undefined) {
      known = { local: this.local("v128"), bytes };
      this.#constants.set(key, known);
    }
    return known.local;
  }

  /** The same 32-bit number in each lane. */
  words(value: number): number {
    return this.constant(new Uint8Array(Int32Array.from({ length: 4 }, () => value).buffer));
  }

  /** What sets the constants; goes before everything else. */
  prologue(): Code {
    const code = new Code();
    for (const { local, bytes } of this.#constants.values()) code.v128(bytes).set(local);
    return code;
  }

  /** Four elements at the address on top of the variable `cursor`, plus `offset` bytes. */
  load(dtype: DType, register: Register, cursor: number, offset: number): void {
    const { code } = this;
    code.get(cursor);
    if (itemSize(dtype) === 1) {
      const type = dtype === "int8" ? "s" : "u";
      code.access("v128.load32_zero", offset);
      code.op(`i16x8.extend_low_i8x16_${type}`).op(`i32x4.extend_low_i16x8_${type}`);
      if (dtype === "bool") code.get(this.words(0)).op("i32x4.ne");
    } else if (itemSize(dtype) === 2) {
      code.access(dtype === "int16" ? "v128.load16x4_s" : "v128.load16x4_u", offset);
    } else code.access("v128.load", offset);
    code.set(register[0]);
    if (register.length === 2)
      code
        .get(cursor)
        .access("v128.load", offset + 16)
        .set(register[1]);
  }

  /** Stores four elements; bool as bytes of 0 and 1. */
  store(dtype: DType, register: Register, cursor: number, offset: number): void {
    const { code } = this;
    code.get(cursor).get(register[0]);
    if (itemSize(dtype) === 1) {
      if (dtype === "bool") code.get(this.words(1)).op("v128.and");
      code.get(register[0]).shuffle(LOW_BYTES).storeLane("v128.store32_lane", offset, 0);
    } else if (itemSize(dtype) === 2) {
      code.get(register[0]).shuffle(LOW_PAIRS).storeLane("v128.store64_lane", offset, 0);
    } else code.access("v128.store", offset);
    if (register.length === 2)
      code
        .get(cursor)
        .get(register[1])
        .access("v128.store", offset + 16);
  }

  /** Stores sixteen bools, four masks, at once. */
  storeMasks(masks: readonly number[], cursor: number): void {
    const { code } = this;
    code.get(cursor);
    code.get(masks[0]).get(masks[1]).op("i16x8.narrow_i32x4_s");
    code.get(masks[2]).get(masks[3]).op("i16x8.narrow_i32x4_s");
    code.op("i8x16.narrow_i16x8_s");
    code
      .get(this.constant(new Uint8Array(16).fill(1)))
      .op("v128.and")
      .access("v128.store", 0);
  }

  /** Two vectors of 64-bit lanes on the stack become one of their lower words. */
  lowerWords(): void {
    this.code.shuffle(LOWER_WORDS);
  }

  lowerHalves(): void {
    this.code.shuffle(LOWER_HALVES);
  }

  /** The upper half of a vector, lower. */
  upper(local: number): void {
    this.code.get(local).get(local).shuffle(UPPER_HALF);
  }

  #constantOf(dtype: DType, value: Literal): Register {
    const vector = this.constant(splat(dtype, value));
    return vectorsOf(dtype) === 2 ? [vector, vector] : [vector];
  }
}

/** The bytes of a vector whose lanes all hold a value. */
function splat(dtype: DType, value: Literal): Uint8Array {
  if (dtype === "float64") return new Uint8Array(new Float64Array(2).fill(Number(value)).buffer);
  if (dtype === "float32") return new Uint8Array(new Float32Array(4).fill(Number(value)).buffer);
  if (itemSize(dtype) === 8) {
    return new Uint8Array(new BigInt64Array(2).fill(BigInt.asIntN(64, BigInt(value))).buffer);
  }
  const number = dtype === "bool" ? -Number(value) : Number(value);
  return new Uint8Array(new Int32Array(4).fill(number).buffer);
}

/** The name of the instructions' lanes: those of integers do not tell their sign. */
export function lanesOf(dtype: DType): "f32x4" | "f64x2" | "i32x4" | "i64x2" {
  if (isFloat(dtype)) return dtype === "float32" ? "f32x4" : "f64x2";
  return itemSize(dtype) === 8 ? "i64x2" : "i32x4";
}

/** Brings lanes of 32 bits on the stack back into the range of a smaller integer. */
export function wrap(registers: Registers, dtype: DType): void {
  const bits = 8 * itemSize(dtype);
  if (isFloat(dtype) || bits >= 32) return;
  const { code } = registers;
  if (isUnsigned(dtype)) code.get(registers.words(2 ** bits - 1)).op("v128.and");
  else
    code
      .i32(32 - bits)
      .op("i32x4.shl")
      .i32(32 - bits)
      .op("i32x4.shr_s");
}
