// Formulas on one block: instructions of src/corrections/opcodes.ts over registers, two numbers at a time.

import * as op from "../../src/corrections/opcodes";
import * as step from "./steps";

const REGISTER: usize = (<usize>op.BLOCK) << 3;

/**
 * The values of a formula.
 *
 * @param program    i32, see src/corrections/opcodes.ts
 * @param pool       f64
 * @param firsts     i32[count]: the first parameter of each element (pool)
 * @param inputs     u32 each: f64[count]
 * @param registers  f64[BLOCK] each, as many as the program writes
 * @param out        f64[count + 1], written
 */
export function formulaBlock(
  program: usize,
  pool: usize,
  firsts: usize,
  inputs: usize,
  registers: usize,
  out: usize,
  count: i32,
): void {
  const size = (<usize>((count + 1) >> 1)) << 4;
  let at = program + ((<usize>(op.PROGRAM_WORDS + load<i32>(program, 8))) << 2);
  const end = at + ((<usize>(op.INSTRUCTION_WORDS * load<i32>(program))) << 2);
  for (; at < end; at += (<usize>op.INSTRUCTION_WORDS) << 2) {
    const target = registers + <usize>load<i32>(at, 4) * REGISTER;
    const operation = load<i32>(at);
    if (operation === op.LITERAL) {
      fill(target, target + size, load<f64>(pool + ((<usize>load<i32>(at, 8)) << 3)));
    } else if (operation === op.PARAMETER) {
      parameters(target, pool + ((<usize>load<i32>(at, 8)) << 3), firsts, count);
    } else {
      const a = place(load<i32>(at, 8), inputs, registers);
      const b = place(load<i32>(at, 12), inputs, registers);
      run(operation, target, a, b, target + size);
    }
  }
  memory.copy(out, place(load<i32>(program, 4), inputs, registers), size);
}

/** A register, or the block of an input. */
function place(operand: i32, inputs: usize, registers: usize): usize {
  if (operand >= 0) return registers + <usize>operand * REGISTER;
  return <usize>load<u32>(inputs + ((<usize>~operand) << 2));
}

function fill(out: usize, end: usize, value: f64): void {
  const both = f64x2.splat(value);
  for (; out < end; out += 16) v128.store(out, both);
}

function parameters(out: usize, pool: usize, firsts: usize, count: i32): void {
  const end = out + ((<usize>count) << 3);
  for (; out < end; out += 8) {
    store<f64>(out, load<f64>(pool + ((<usize>load<i32>(firsts)) << 3)));
    firsts += 4;
  }
}

function run(operation: i32, out: usize, a: usize, b: usize, end: usize): void {
  switch (operation) {
    case op.NEGATE:
      step.negateStep(out, a, end);
      break;
    case op.LOG:
      step.logStep(out, a, end);
      break;
    case op.LOG10:
      step.log10Step(out, a, end);
      break;
    case op.EXP:
      step.expStep(out, a, end);
      break;
    case op.ERF:
      step.erfStep(out, a, end);
      break;
    case op.SQRT:
      step.sqrtStep(out, a, end);
      break;
    case op.ABS:
      step.absStep(out, a, end);
      break;
    case op.COS:
      step.cosStep(out, a, end);
      break;
    case op.SIN:
      step.sinStep(out, a, end);
      break;
    case op.TAN:
      step.tanStep(out, a, end);
      break;
    case op.ACOS:
      step.acosStep(out, a, end);
      break;
    case op.ASIN:
      step.asinStep(out, a, end);
      break;
    case op.ATAN:
      step.atanStep(out, a, end);
      break;
    case op.COSH:
      step.coshStep(out, a, end);
      break;
    case op.SINH:
      step.sinhStep(out, a, end);
      break;
    case op.TANH:
      step.tanhStep(out, a, end);
      break;
    case op.ACOSH:
      step.acoshStep(out, a, end);
      break;
    case op.ASINH:
      step.asinhStep(out, a, end);
      break;
    case op.ATANH:
      step.atanhStep(out, a, end);
      break;
    case op.OR:
      step.orStep(out, a, b, end);
      break;
    case op.AND:
      step.andStep(out, a, b, end);
      break;
    case op.EQUAL:
      step.equalStep(out, a, b, end);
      break;
    case op.NOT_EQUAL:
      step.notEqualStep(out, a, b, end);
      break;
    case op.GREATER:
      step.greaterStep(out, a, b, end);
      break;
    case op.LESS:
      step.lessStep(out, a, b, end);
      break;
    case op.GREATER_EQUAL:
      step.greaterEqualStep(out, a, b, end);
      break;
    case op.LESS_EQUAL:
      step.lessEqualStep(out, a, b, end);
      break;
    case op.SUBTRACT:
      step.subtractStep(out, a, b, end);
      break;
    case op.ADD:
      step.addStep(out, a, b, end);
      break;
    case op.DIVIDE:
      step.divideStep(out, a, b, end);
      break;
    case op.MULTIPLY:
      step.multiplyStep(out, a, b, end);
      break;
    case op.POWER:
      step.powerStep(out, a, b, end);
      break;
    case op.ATAN2:
      step.atan2Step(out, a, b, end);
      break;
    case op.MAXIMUM:
      step.maximumStep(out, a, b, end);
      break;
    case op.MINIMUM:
      step.minimumStep(out, a, b, end);
      break;
  }
}
