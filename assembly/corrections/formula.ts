// Formulas on one block: instructions of src/corrections/opcodes.ts over registers, two numbers at a time.

import * as op from "../../src/corrections/opcodes";
import * as steps from "./steps";

const REGISTER: usize = (<usize>op.BLOCK) << 3;
const INSTRUCTION: usize = (<usize>op.INSTRUCTION_WORDS) << 2;

/**
 * The values of a formula. What does not depend on inputs is computed once for the block where all elements
 * have the same parameters, and stands then for all of them: two numbers that every step reads again.
 *
 * @param program    i32, see src/corrections/opcodes.ts
 * @param pool       f64
 * @param firsts     i32[count]: the first parameter of each element (pool); i32[1] where `same`
 * @param same       whether the elements have the same parameters
 * @param inputs     u32 each: f64[count]
 * @param registers  f64[BLOCK] each, as many as the program writes
 * @param out        f64[count + 1], written
 */
export function formulaBlock(
  program: usize,
  pool: usize,
  firsts: usize,
  same: bool,
  inputs: usize,
  registers: usize,
  out: usize,
  count: i32,
): void {
  const size = (<usize>((count + 1) >> 1)) << 4;
  const constants = same ? load<i32>(program, 12) : 0;
  const result = load<i32>(program, 4);
  let at = program + ((<usize>(op.PROGRAM_WORDS + load<i32>(program, 8))) << 2);
  const end = at + INSTRUCTION * <usize>load<i32>(program);
  let written = false;
  for (; at < end; at += INSTRUCTION) {
    const register = load<i32>(at, 4);
    const first = load<i32>(at, 8);
    const second = load<i32>(at, 12);
    // The last instruction gives the result, unless that is a constant or an input.
    written = register === result && register >= constants && at + INSTRUCTION === end;
    const target = written ? out : registers + <usize>register * REGISTER;
    const stop = target + (register < constants ? 16 : size);
    const operation = load<i32>(at);
    if (operation === op.LITERAL) {
      fill(target, stop, load<f64>(pool + ((<usize>first) << 3)));
    } else if (operation === op.PARAMETER) {
      const own = pool + ((<usize>first) << 3);
      if (same) fill(target, stop, load<f64>(own + ((<usize>load<i32>(firsts)) << 3)));
      else parameters(target, own, firsts, count);
    } else {
      const a = place(first, inputs, registers);
      const b = place(second, inputs, registers);
      run(operation, target, a, b, step(first, constants), step(second, constants), stop);
    }
  }
  if (!written) {
    copy(out, place(result, inputs, registers), step(result, constants), out + size);
  }
}

/** A register, or the block of an input. */
function place(operand: i32, inputs: usize, registers: usize): usize {
  if (operand >= 0) return registers + <usize>operand * REGISTER;
  return <usize>load<u32>(inputs + ((<usize>~operand) << 2));
}

/** Bytes from two elements of an operand to the next. */
function step(operand: i32, constants: i32): usize {
  return operand >= 0 && operand < constants ? 0 : 16;
}

function fill(out: usize, end: usize, value: f64): void {
  const both = f64x2.splat(value);
  for (; out < end; out += 16) v128.store(out, both);
}

function copy(out: usize, from: usize, bytes: usize, end: usize): void {
  for (; out < end; out += 16) {
    v128.store(out, v128.load(from));
    from += bytes;
  }
}

function parameters(out: usize, pool: usize, firsts: usize, count: i32): void {
  const end = out + ((<usize>count) << 3);
  for (; out < end; out += 8) {
    store<f64>(out, load<f64>(pool + ((<usize>load<i32>(firsts)) << 3)));
    firsts += 4;
  }
}

function run(
  operation: i32,
  out: usize,
  a: usize,
  b: usize,
  stepA: usize,
  stepB: usize,
  end: usize,
): void {
  switch (operation) {
    case op.NEGATE:
      steps.negateStep(out, a, end);
      break;
    case op.LOG:
      steps.logStep(out, a, end);
      break;
    case op.LOG10:
      steps.log10Step(out, a, end);
      break;
    case op.EXP:
      steps.expStep(out, a, end);
      break;
    case op.ERF:
      steps.erfStep(out, a, end);
      break;
    case op.SQRT:
      steps.sqrtStep(out, a, end);
      break;
    case op.ABS:
      steps.absStep(out, a, end);
      break;
    case op.COS:
      steps.cosStep(out, a, end);
      break;
    case op.SIN:
      steps.sinStep(out, a, end);
      break;
    case op.TAN:
      steps.tanStep(out, a, end);
      break;
    case op.ACOS:
      steps.acosStep(out, a, end);
      break;
    case op.ASIN:
      steps.asinStep(out, a, end);
      break;
    case op.ATAN:
      steps.atanStep(out, a, end);
      break;
    case op.COSH:
      steps.coshStep(out, a, end);
      break;
    case op.SINH:
      steps.sinhStep(out, a, end);
      break;
    case op.TANH:
      steps.tanhStep(out, a, end);
      break;
    case op.ACOSH:
      steps.acoshStep(out, a, end);
      break;
    case op.ASINH:
      steps.asinhStep(out, a, end);
      break;
    case op.ATANH:
      steps.atanhStep(out, a, end);
      break;
    case op.OR:
      steps.Pairs.run(op.OR, out, a, b, stepA, stepB, end);
      break;
    case op.AND:
      steps.Pairs.run(op.AND, out, a, b, stepA, stepB, end);
      break;
    case op.EQUAL:
      steps.Pairs.run(op.EQUAL, out, a, b, stepA, stepB, end);
      break;
    case op.NOT_EQUAL:
      steps.Pairs.run(op.NOT_EQUAL, out, a, b, stepA, stepB, end);
      break;
    case op.GREATER:
      steps.Pairs.run(op.GREATER, out, a, b, stepA, stepB, end);
      break;
    case op.LESS:
      steps.Pairs.run(op.LESS, out, a, b, stepA, stepB, end);
      break;
    case op.GREATER_EQUAL:
      steps.Pairs.run(op.GREATER_EQUAL, out, a, b, stepA, stepB, end);
      break;
    case op.LESS_EQUAL:
      steps.Pairs.run(op.LESS_EQUAL, out, a, b, stepA, stepB, end);
      break;
    case op.SUBTRACT:
      steps.Pairs.run(op.SUBTRACT, out, a, b, stepA, stepB, end);
      break;
    case op.ADD:
      steps.Pairs.run(op.ADD, out, a, b, stepA, stepB, end);
      break;
    case op.DIVIDE:
      steps.Pairs.run(op.DIVIDE, out, a, b, stepA, stepB, end);
      break;
    case op.MULTIPLY:
      steps.Pairs.run(op.MULTIPLY, out, a, b, stepA, stepB, end);
      break;
    case op.POWER:
      steps.powerStep(out, a, b, stepA, stepB, end);
      break;
    case op.ATAN2:
      steps.Pairs.run(op.ATAN2, out, a, b, stepA, stepB, end);
      break;
    case op.MAXIMUM:
      steps.Pairs.run(op.MAXIMUM, out, a, b, stepA, stepB, end);
      break;
    case op.MINIMUM:
      steps.Pairs.run(op.MINIMUM, out, a, b, stepA, stepB, end);
      break;
  }
}
