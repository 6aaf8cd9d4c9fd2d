// Random numbers that are a function of the inputs alone: XXH64 of their eight bytes each seeds PCG32.

import * as op from "../../src/corrections/opcodes";
import { Logarithm } from "../math/exponential";
import { logarithmSteps } from "../math/logarithm-steps";
import { pcg32Next, pcg32Output, pcg32Seed } from "../math/pcg32";
import { xxhash64, xxhash64One } from "../math/xxhash64";

/** Blocks of scratch that `drawBlock` needs behind its words: states, those after them, squares, failures. */
const ROOM: usize = ((<usize>op.BLOCK) << 3) + 64;

/**
 * The numbers of a node for one block.
 *
 * @param node     i32: PRNG, distribution, inputs, then the inputs
 * @param inputs   u32 each: f64[count] or i64[count]
 * @param scratch  u64[inputs of the node], then four times u64[BLOCK + 2]
 * @param out      f64[count + 1], written
 */
export function drawBlock(
  node: usize,
  inputs: usize,
  scratch: usize,
  out: usize,
  count: i32,
): void {
  const distribution = load<i32>(node, 4);
  const states = scratch + ((<usize>load<i32>(node, 8)) << 3);
  const squares = states + 2 * ROOM;
  seeds(node, inputs, scratch, states, count);
  if (distribution === op.NORMAL) {
    const failed = squares + ROOM;
    again(firstPoints(states, squares, failed, out, count), states + ROOM, squares, failed, out);
    finish(squares, states, out, count);
    return;
  }
  for (let at: usize = 0, end = (<usize>count) << 3; at < end; at += 8) {
    const state = load<u64>(states + at);
    if (distribution === op.STDFLAT) store<f64>(out + at, flat(state));
    else standardPair(state, out + at, squares + at);
  }
  if (distribution !== op.STDFLAT) finish(squares, states, out, count);
}

/** The first two states of each element, all first ones and then, ROOM behind them, all second ones. */
function seeds(node: usize, inputs: usize, words: usize, states: usize, count: i32): void {
  const many = load<i32>(node, 8);
  const end = states + ((<usize>count) << 3);
  if (many !== 1) {
    for (let at: usize = 0; states < end; states += 8) {
      put(states, hash(node, inputs, words, many, at));
      at += 8;
    }
    return;
  }
  let first = <usize>load<u32>(inputs + ((<usize>load<i32>(node, 12)) << 2));
  for (; states + 8 < end; states += 16) {
    put(states, xxhash64One(load<u64>(first)));
    put(states + 8, xxhash64One(load<u64>(first, 8)));
    first += 16;
  }
  if (states < end) put(states, xxhash64One(load<u64>(first)));
}

function put(states: usize, hash: u64): void {
  const state = pcg32Seed(hash);
  store<u64>(states, state);
  store<u64>(states + ROOM, pcg32Next(state));
}

/**
 * Marsaglia's polar method: u sqrt(-2 log(s) / s), in three loops with short chains of what waits for what, so
 * that many elements are under way. A last odd element has a harmless neighbour.
 *
 * @param scratch  f64[count + 1], and ROOM behind it once more
 */
function finish(squares: usize, scratch: usize, out: usize, count: i32): void {
  const bytes = (<usize>count) << 3;
  store<f64>(squares + bytes, 1);
  const rests = scratch + ROOM;
  logarithmSteps(squares, scratch, rests, bytes);
  for (let at: usize = 0; at < bytes; at += 16) {
    const s = v128.load(squares + at);
    const quotient = v128.load(scratch + at);
    const rest = v128.load(rests + at);
    const y = Logarithm.sum(Logarithm.exponent(s), Logarithm.fraction(s), quotient, rest);
    const factor = f64x2.sqrt(f64x2.div(f64x2.mul(f64x2.splat(-2), y), s));
    v128.store(out + at, f64x2.mul(v128.load(out + at), factor));
  }
}

function word(node: usize, inputs: usize, j: i32, at: usize): u64 {
  const input = load<i32>(node + ((<usize>j) << 2), 12);
  return load<u64>(<usize>load<u32>(inputs + ((<usize>input) << 2)) + at);
}

function hash(node: usize, inputs: usize, words: usize, many: i32, at: usize): u64 {
  for (let j = 0; j < many; j++) {
    store<u64>(words + ((<usize>j) << 3), word(node, inputs, j, at));
  }
  return xxhash64(words, many << 3, 0);
}

/** As std::uniform_real_distribution has it: 64 bits, the first 32 the lower ones, in [0, 1). */
function flat(state: u64): f64 {
  const low = <f64>pcg32Output(state);
  const high = <f64>pcg32Output(pcg32Next(state));
  const value = (low + high * 4294967296.0) * 5.421010862427522e-20;
  return value < 1 ? value : 0.9999999999999999;
}

/** 2^31, whose exponent is 31 + 1023; 2^52; 2^21, whose last bit means 2^-31; 2^21 + 1; 1. */
const POWERS: usize = memory.data<f64>([
  2147483648.0, 4503599627370496.0, 2097152.0, 2097153.0, 1.0,
]);

/** 2^31 over 2^r for the rotation r of each state, as whole numbers: the upper halves of lanes are no matter. */
function turns(states: v128): v128 {
  const exponent = i64x2.shl(i64x2.shr_u(states, 59), 52);
  const power = i64x2.sub(v128.load64_splat(POWERS), exponent);
  return f64x2.add(power, v128.load64_splat(POWERS + 8));
}

/** What rotations turn: 32 bits in the lower half of each lane. */
function turned(states: v128): v128 {
  return i64x2.shr_u(v128.xor(i64x2.shr_u(states, 18), states), 27);
}

/** From bits times 2^(31 - r) to bits rotated to the right by r, times 2^-31, less 1. */
function coordinate(product: v128): v128 {
  const both = i64x2.shl(product, 1);
  const word = v128.or(both, i64x2.shr_u(both, 32));
  const fraction = i32x4.shuffle(word, v128.load64_splat(POWERS + 16), 0, 5, 2, 7);
  return f64x2.sub(fraction, v128.load64_splat(POWERS + 24));
}

/**
 * The first try of each element, without a branch: PCG32's outputs of two states each, g 2^-31 - 1, are a
 * point. Rotations are products, as there is no shift by another number in each lane.
 *
 * @param states  u64[count + 1], and ROOM behind them the states after them
 * @param failed  i32[count + 1], written: those whose point is not in the unit circle, one in five at random
 * @returns how many
 */
function firstPoints(states: usize, squares: usize, failed: usize, out: usize, count: i32): i32 {
  let to = failed;
  for (let i = 0; i < count; i += 2) {
    const p = v128.load(states);
    const q = v128.load(states + ROOM);
    const bits = i32x4.shuffle(turned(p), turned(q), 0, 2, 4, 6);
    const powers = i32x4.shuffle(turns(p), turns(q), 0, 2, 4, 6);
    const a = coordinate(i64x2.extmul_low_i32x4_u(bits, powers));
    const b = coordinate(i64x2.extmul_high_i32x4_u(bits, powers));
    const s = f64x2.add(f64x2.mul(a, a), f64x2.mul(b, b));
    v128.store(out, a);
    v128.store(squares, s);
    const outside = v128.or(
      f64x2.ge(s, v128.load64_splat(POWERS + 32)),
      f64x2.eq(s, f64x2.splat(0)),
    );
    const mask = i64x2.bitmask(outside);
    store<i32>(to, i);
    to += (<usize>(mask & 1)) << 2;
    store<i32>(to, i + 1);
    to += (<usize>(mask & 2)) << 1;
    out += 16;
    squares += 16;
    states += 16;
  }
  const many = <i32>((to - failed) >> 2);
  // The neighbour of a last odd element is none.
  return many > 0 && load<i32>(to - 4) === count ? many - 1 : many;
}

/** Further tries of the elements that failed, all of them once and then those that failed again. */
function again(many: i32, states: usize, squares: usize, failed: usize, out: usize): void {
  while (many > 0) {
    let left: usize = 0;
    for (let from = failed, end = failed + ((<usize>many) << 2); from < end; from += 4) {
      const i = load<i32>(from);
      const at = (<usize>i) << 3;
      let state = pcg32Next(load<u64>(states + at));
      const a = <f64>pcg32Output(state) * 4.656612873077393e-10 - 1;
      state = pcg32Next(state);
      const b = <f64>pcg32Output(state) * 4.656612873077393e-10 - 1;
      const s = a * a + b * b;
      store<f64>(out + at, a);
      store<f64>(squares + at, s);
      store<u64>(states + at, state);
      store<i32>(failed + left, i);
      left += <usize>((<i32>(s >= 1) | <i32>(s === 0)) << 2);
    }
    many = <i32>(left >> 2);
  }
}

/** As std::normal_distribution of libstdc++ has it. */
function standardPair(start: u64, u: usize, square: usize): void {
  let state = start;
  while (true) {
    const a = 2 * flat(state) - 1;
    state = pcg32Next(pcg32Next(state));
    const b = 2 * flat(state) - 1;
    state = pcg32Next(pcg32Next(state));
    const s = a * a + b * b;
    if (s <= 1 && s !== 0) {
      store<f64>(u, b);
      store<f64>(square, s);
      return;
    }
  }
}
