// Networks of dense layers on one block: unit j of a layer is f64[BLOCK]. Sums are taken in the order of lwtnn,
// whose matrices are Eigen 3.3's on processors with vectors of two: the bits of an element are the peer's, and do
// not depend on its neighbours.

import * as op from "../../src/corrections/opcodes";
import { exp } from "../math/exponential";

const BLOCK: usize = (<usize>op.BLOCK) << 3;

/**
 * The outputs of a network, before its finalizer.
 *
 * @param node    i32: NETWORK and its words, see src/corrections/opcodes.ts
 * @param inputs  u32 each: f64[count] or i64[count]
 * @param units   f64[2 * widest layer + 1][BLOCK], scratch
 * @returns the outputs, f64[BLOCK] each, in `units`
 */
export function networkBlock(
  node: usize,
  pool: usize,
  inputs: usize,
  units: usize,
  count: i32,
): usize {
  const many = load<i32>(node, 4);
  const layers = load<i32>(node, 8);
  let from = units;
  let to = units + <usize>load<i32>(node, 20) * BLOCK;
  const spare = units + 2 * <usize>load<i32>(node, 20) * BLOCK;
  let at = node + 28;
  for (let j = 0; j < many; j++) {
    const source = <usize>load<u32>(inputs + ((<usize>load<i32>(at)) << 2));
    const integer = load<i32>(at, 4) !== 0;
    const scaling = pool + ((<usize>load<i32>(at, 8)) << 3);
    const offset = load<f64>(scaling);
    const scale = load<f64>(scaling, 8);
    const unit = from + <usize>j * BLOCK;
    for (let i = 0; i < count; i++) {
      const k = (<usize>i) << 3;
      const x = integer ? <f64>load<i64>(source + k) : load<f64>(source + k);
      store<f64>(unit + k, (x + offset) * scale);
    }
    at += 12;
  }
  const end = (<usize>((count + 1) >> 1)) << 4;
  for (let i = 0; i < layers; i++) {
    layer(at, pool, from, to, spare, end);
    const last = from;
    from = to;
    to = last;
    at += (<usize>op.LAYER_WORDS) << 2;
  }
  return from;
}

function layer(at: usize, pool: usize, from: usize, to: usize, spare: usize, end: usize): void {
  const kind = load<i32>(at);
  const activation = load<i32>(at, 4);
  const inputs = load<i32>(at, 8);
  const outputs = load<i32>(at, 12);
  const weights = pool + ((<usize>load<i32>(at, 16)) << 3);
  const biases = pool + ((<usize>load<i32>(at, 20)) << 3);
  const alpha = load<f64>(pool + ((<usize>load<i32>(at, 24)) << 3));
  const parts = load<i32>(at, 28);
  const rows = (<usize>outputs * <usize>inputs) << 3;
  for (let j = 0; j < outputs; j++) {
    const out = to + <usize>j * BLOCK;
    const bias = biases + ((<usize>j) << 3);
    const row = weights + ((<usize>j * <usize>inputs) << 3);
    if (kind === op.NORMALIZATION) {
      normalize(
        load<f64>(weights + ((<usize>j) << 3)),
        load<f64>(bias),
        from + <usize>j * BLOCK,
        out,
        end,
      );
      continue;
    }
    const paired = isPaired(j, outputs);
    weigh(row, inputs, load<f64>(bias), paired, from, out, end);
    for (let part: usize = 1; part < <usize>parts; part++) {
      const other = load<f64>(bias + ((part * <usize>outputs) << 3));
      weigh(row + part * rows, inputs, other, paired, from, spare, end);
      for (let i: usize = 0; i < end; i += 16) {
        v128.store(out + i, f64x2.pmax(v128.load(out + i), v128.load(spare + i)));
      }
    }
  }
  if (activation === op.SOFTMAX) softmax(to, outputs, spare, end);
  else {
    for (let j = 0; j < outputs; j++) activate(activation, alpha, to + <usize>j * BLOCK, end);
  }
  if (kind === op.HIGHWAY)
    carry(weights + rows, biases + ((<usize>outputs) << 3), from, to, spare, outputs, end);
}

/** Whether the peer computes a row of a matrix together with its neighbour: all but the last of an odd number. */
function isPaired(row: i32, rows: i32): bool {
  return row < (rows & ~1);
}

/**
 * bias + sum of weight times input: of paired rows four inputs at a time, ((0 + 1) + (2 + 3)), and then, as of
 * the row that is left, one after the other.
 */
function weigh(
  row: usize,
  inputs: i32,
  bias: f64,
  paired: bool,
  from: usize,
  out: usize,
  end: usize,
): void {
  const fours = paired ? inputs & ~3 : 0;
  for (let i: usize = 0; i < end; i += 16) {
    let sum = f64x2.splat(0);
    let unit = from + i;
    let weights = row;
    let k = 0;
    for (; k < fours; k += 4) {
      const first = f64x2.add(weighed(weights, unit), weighed(weights + 8, unit + BLOCK));
      const second = f64x2.add(
        weighed(weights + 16, unit + 2 * BLOCK),
        weighed(weights + 24, unit + 3 * BLOCK),
      );
      sum = f64x2.add(sum, f64x2.add(first, second));
      unit += 4 * BLOCK;
      weights += 32;
    }
    for (; k < inputs; k++) {
      sum = f64x2.add(sum, weighed(weights, unit));
      unit += BLOCK;
      weights += 8;
    }
    v128.store(out + i, f64x2.add(sum, f64x2.splat(bias)));
  }
}

function weighed(weight: usize, unit: usize): v128 {
  return f64x2.mul(v128.load64_splat(weight), v128.load(unit));
}

function normalize(weight: f64, bias: f64, from: usize, out: usize, end: usize): void {
  for (let i: usize = 0; i < end; i += 16) {
    const shifted = f64x2.add(v128.load(from + i), f64x2.splat(bias));
    v128.store(out + i, f64x2.mul(f64x2.splat(weight), shifted));
  }
}

/** c t + (1 - c) x, where t is in `to` and c the sigmoid of the carry's own layer. */
function carry(
  weights: usize,
  biases: usize,
  from: usize,
  to: usize,
  spare: usize,
  units: i32,
  end: usize,
): void {
  for (let j = 0; j < units; j++) {
    const at = <usize>j * BLOCK;
    const row = weights + ((<usize>j * <usize>units) << 3);
    weigh(row, units, load<f64>(biases + ((<usize>j) << 3)), isPaired(j, units), from, spare, end);
    activate(op.SIGMOID, 0, spare, end);
    for (let i: usize = 0; i < end; i += 16) {
      const c = v128.load(spare + i);
      const kept = f64x2.mul(f64x2.sub(f64x2.splat(1), c), v128.load(from + at + i));
      v128.store(to + at + i, f64x2.add(f64x2.mul(c, v128.load(to + at + i)), kept));
    }
  }
}

/** Exponentials over their sum, taken after the largest is subtracted. */
function softmax(units: usize, many: i32, spare: usize, end: usize): void {
  for (let i: usize = 0; i < end; i += 16) {
    let most = v128.load(units + i);
    for (let j = 1; j < many; j++) most = f64x2.pmax(most, v128.load(units + i + <usize>j * BLOCK));
    for (let j = 0; j < many; j++) {
      const at = units + i + <usize>j * BLOCK;
      v128.store(at, exp(f64x2.sub(v128.load(at), most)));
    }
    v128.store(spare + i, sumOfUnits(units + i, many));
  }
  for (let j = 0; j < many; j++) {
    const at = units + <usize>j * BLOCK;
    for (let i: usize = 0; i < end; i += 16) {
      v128.store(at + i, f64x2.div(v128.load(at + i), v128.load(spare + i)));
    }
  }
}

/**
 * The sum of units as the peer's vectors of two take it: those at 0, 4, 8 …, at 1, 5 …, at 2, 6 … and at 3, 7 …,
 * ((0 + 2) + the first of two left) + ((1 + 3) + the second), and one that is left.
 */
function sumOfUnits(units: usize, many: i32): v128 {
  const pairs = many & ~1;
  if (pairs === 0) return v128.load(units);
  let even = v128.load(units);
  let odd = v128.load(units + BLOCK);
  if (pairs > 2) {
    const fours = many & ~3;
    let even2 = v128.load(units + 2 * BLOCK);
    let odd2 = v128.load(units + 3 * BLOCK);
    for (let j = 4; j < fours; j += 4) {
      const at = units + <usize>j * BLOCK;
      even = f64x2.add(even, v128.load(at));
      odd = f64x2.add(odd, v128.load(at + BLOCK));
      even2 = f64x2.add(even2, v128.load(at + 2 * BLOCK));
      odd2 = f64x2.add(odd2, v128.load(at + 3 * BLOCK));
    }
    even = f64x2.add(even, even2);
    odd = f64x2.add(odd, odd2);
    if (pairs > fours) {
      const at = units + <usize>fours * BLOCK;
      even = f64x2.add(even, v128.load(at));
      odd = f64x2.add(odd, v128.load(at + BLOCK));
    }
  }
  const sum = f64x2.add(even, odd);
  return many > pairs ? f64x2.add(sum, v128.load(units + <usize>pairs * BLOCK)) : sum;
}

function sigmoid(x: v128): v128 {
  const value = f64x2.div(f64x2.splat(1), f64x2.add(f64x2.splat(1), exp(f64x2.neg(x))));
  // Beyond 30 it is 0 or 1, as the peer has it.
  const above = v128.bitselect(f64x2.splat(1), value, f64x2.gt(x, f64x2.splat(30)));
  return v128.andnot(above, f64x2.lt(x, f64x2.splat(-30)));
}

function activate(activation: i32, alpha: f64, unit: usize, end: usize): void {
  if (activation === op.LINEAR) return;
  const zero = f64x2.splat(0);
  const slope = f64x2.splat(alpha);
  for (let at = unit; at < unit + end; at += 16) {
    const x = v128.load(at);
    let y = x;
    switch (activation) {
      case op.SIGMOID:
        y = sigmoid(x);
        break;
      case op.RECTIFIED:
        y = v128.andnot(x, f64x2.lt(x, zero));
        break;
      case op.TANH_ACTIVATION:
        y = f64x2.replace_lane(
          f64x2.splat(NativeMath.tanh(f64x2.extract_lane(x, 0))),
          1,
          NativeMath.tanh(f64x2.extract_lane(x, 1)),
        );
        break;
      case op.HARD_SIGMOID:
        y = f64x2.add(f64x2.mul(f64x2.splat(0.2), x), f64x2.splat(0.5));
        y = f64x2.pmin(f64x2.pmax(y, zero), f64x2.splat(1));
        break;
      case op.ELU:
        y = f64x2.mul(slope, f64x2.sub(exp(x), f64x2.splat(1)));
        y = v128.bitselect(x, y, f64x2.ge(x, zero));
        break;
      case op.LEAKY_RELU:
        y = v128.bitselect(x, f64x2.mul(slope, x), f64x2.gt(x, zero));
        break;
      case op.SWISH:
        y = f64x2.mul(x, sigmoid(f64x2.mul(slope, x)));
        break;
      case op.ABSOLUTE:
        y = f64x2.abs(x);
        break;
    }
    v128.store(at, y);
  }
}
