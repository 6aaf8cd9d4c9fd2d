// Formulas of vectors over columns: a list of instructions (src/vector/opcodes.ts), compiled for one
// operation on vectors of given systems, runs on one block after the other, whose values stay in the
// cache. So any formula is one pass over its columns, without columns for what lies in between.

import * as op from "../../src/vector/opcodes";
import * as step from "./steps";

const BLOCK = op.BLOCK;

/**
 * Runs instructions for n elements. Elements are independent of each other: the bits of each are the
 * same wherever it stands. What is written may reach 8 bytes past the end of its column.
 *
 * @param code   i32[5 steps]
 * @param slots  u32[2 slots]: address, and bytes of an element, or 0 for registers, f64[BLOCK]
 *   that each block uses again; constants are in place
 */
export function vector_run(code: usize, steps: i32, slots: usize, n: i32): void {
  for (let from = 0; from < n; from += BLOCK) {
    const count = min(BLOCK, n - from);
    let at = code;
    for (let i = 0; i < steps; i++) {
      run(at, slots, <usize>from, count);
      at += op.WORDS << 2;
    }
  }
}

/** Where a slot's numbers lie for the block that begins at element `from`. */
function place(at: usize, slots: usize, from: usize): usize {
  const slot = slots + ((<usize>load<u32>(at)) << 3);
  return <usize>load<u32>(slot) + from * <usize>load<u32>(slot, 4);
}

function run(at: usize, slots: usize, from: usize, count: i32): void {
  const out = place(at + 4, slots, from);
  const end = out + ((<usize>((count + 1) >> 1)) << 4);
  const a = place(at + 8, slots, from);
  const b = place(at + 12, slots, from);
  switch (load<i32>(at)) {
    case op.LOAD_F32:
      loadSingle(out, a, end);
      break;
    case op.GATHER_F64:
      gather<f64>(out, a, b, count);
      break;
    case op.GATHER_F32:
      gather<f32>(out, a, b, count);
      break;
    case op.COPY:
      memory.copy(out, a, end - out);
      break;
    case op.STORE_BOOL:
      storeMask(out, a, count);
      break;
    case op.ADD:
      step.addStep(out, a, b, end);
      break;
    case op.SUBTRACT:
      step.subtractStep(out, a, b, end);
      break;
    case op.MULTIPLY:
      step.multiplyStep(out, a, b, end);
      break;
    case op.DIVIDE:
      step.divideStep(out, a, b, end);
      break;
    case op.MINIMUM:
      step.minimumStep(out, a, b, end);
      break;
    case op.MAXIMUM:
      step.maximumStep(out, a, b, end);
      break;
    case op.COPYSIGN:
      step.copysignStep(out, a, b, end);
      break;
    case op.FILL:
      step.fillStep(out, a, b, end);
      break;
    case op.EQUAL:
      step.equalStep(out, a, b, end);
      break;
    case op.NOT_EQUAL:
      step.notEqualStep(out, a, b, end);
      break;
    case op.LESS:
      step.lessStep(out, a, b, end);
      break;
    case op.LESS_EQUAL:
      step.lessEqualStep(out, a, b, end);
      break;
    case op.AND:
      step.andStep(out, a, b, end);
      break;
    case op.OR:
      step.orStep(out, a, b, end);
      break;
    case op.NEGATE:
      step.negateStep(out, a, end);
      break;
    case op.ABSOLUTE:
      step.absoluteStep(out, a, end);
      break;
    case op.SQRT:
      step.sqrtStep(out, a, end);
      break;
    case op.SIGN:
      step.signStep(out, a, end);
      break;
    case op.RECTIFY:
      step.rectifyStep(out, a, end);
      break;
    case op.SIN:
      step.sinStep(out, a, end);
      break;
    case op.COS:
      step.cosStep(out, a, end);
      break;
    case op.SINCOS:
      step.sincosStep(out, a, place(at + 16, slots, from), end);
      break;
    case op.TAN:
      step.tanStep(out, a, end);
      break;
    case op.EXP:
      step.expStep(out, a, end);
      break;
    case op.LOG:
      step.logStep(out, a, end);
      break;
    case op.SINH:
      step.sinhStep(out, a, end);
      break;
    case op.ASINH:
      step.asinhStep(out, a, end);
      break;
    case op.ATAN2:
      step.atan2Step(out, a, b, end);
      break;
    case op.ARCCOS:
      step.arccosStep(out, a, end);
      break;
  }
}

function loadSingle(out: usize, column: usize, end: usize): void {
  for (; out < end; out += 16) {
    v128.store(out, f64x2.promote_low_f32x4(v128.load64_zero(column)));
    column += 8;
  }
}

function gather<T>(out: usize, column: usize, positions: usize, count: i32): void {
  const end = out + ((<usize>count) << 3);
  for (; out < end; out += 8) {
    const at = <usize>load<u32>(positions) * sizeof<T>();
    store<f64>(out, <f64>load<T>(column + at));
    positions += 4;
  }
}

function storeMask(column: usize, mask: usize, count: i32): void {
  const end = column + <usize>count;
  for (; column < end; column++) {
    store<u8>(column, <u8>(load<i64>(mask) & 1));
    mask += 8;
  }
}
