// Random numbers that are a function of the inputs alone: XXH64 of their eight bytes each seeds PCG32.

import * as op from "../../src/corrections/opcodes";
import { log } from "../math/exponential";
import { pcg32Next, pcg32Output, pcg32Seed } from "../math/pcg32";
import { xxhash64, xxhash64One } from "../math/xxhash64";

/**
 * The numbers of a node for one block.
 *
 * @param node     i32: PRNG, distribution, inputs, then the inputs
 * @param inputs   u32 each: f64[count] or i64[count]
 * @param words    u64[inputs of the node] of scratch
 * @param squares  f64[count + 1] of scratch
 * @param out      f64[count + 1], written
 */
export function drawBlock(
  node: usize,
  inputs: usize,
  words: usize,
  squares: usize,
  out: usize,
  count: i32,
): void {
  const distribution = load<i32>(node, 4);
  const many = load<i32>(node, 8);
  if (distribution === op.NORMAL) {
    pairs(node, inputs, words, many, squares, out, count);
    finish(squares, out, count);
    return;
  }
  for (let i = 0; i < count; i++) {
    const at = (<usize>i) << 3;
    const state = pcg32Seed(
      many === 1 ? xxhash64One(word(node, inputs, 0, at)) : hash(node, inputs, words, many, at),
    );
    if (distribution === op.STDFLAT) store<f64>(out + at, flat(state));
    else standardPair(state, out + at, squares + at);
  }
  if (distribution !== op.STDFLAT) finish(squares, out, count);
}

/** Marsaglia's polar method: u sqrt(-2 log(s) / s). A last odd element has a harmless neighbour. */
function finish(squares: usize, out: usize, count: i32): void {
  const end = (<usize>((count + 1) >> 1)) << 4;
  store<f64>(squares + ((<usize>count) << 3), 1);
  for (let at: usize = 0; at < end; at += 16) {
    const s = v128.load(squares + at);
    const factor = f64x2.sqrt(f64x2.div(f64x2.mul(f64x2.splat(-2), log(s)), s));
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

/**
 * The points of all elements. The first try of each is made without a branch, and those that fail, one in
 * five at random, are noted for further tries.
 */
function pairs(
  node: usize,
  inputs: usize,
  words: usize,
  many: i32,
  squares: usize,
  out: usize,
  count: i32,
): void {
  const input = many === 1 ? load<i32>(node, 12) : 0;
  const first = <usize>load<u32>(inputs + ((<usize>input) << 2));
  // Behind the squares: the states and the numbers of those that failed.
  const states = squares + ((<usize>op.BLOCK + 2) << 3);
  const failed = states + ((<usize>op.BLOCK + 1) << 3);
  let failures: usize = 0;
  for (let i = 0; i < count; i++) {
    const at = (<usize>i) << 3;
    let state = pcg32Seed(
      many === 1 ? xxhash64One(load<u64>(first + at)) : hash(node, inputs, words, many, at),
    );
    const a = <f64>pcg32Output(state) * 4.656612873077393e-10 - 1;
    state = pcg32Next(state);
    const b = <f64>pcg32Output(state) * 4.656612873077393e-10 - 1;
    const s = a * a + b * b;
    store<f64>(out + at, a);
    store<f64>(squares + at, s);
    store<u64>(states + (failures << 3), pcg32Next(state));
    store<i32>(failed + (failures << 2), i);
    failures += <usize>(<i32>(s >= 1) | <i32>(s === 0));
  }
  for (let k: usize = 0; k < failures; k++) {
    const at = (<usize>load<i32>(failed + (k << 2))) << 3;
    pair(load<u64>(states + (k << 3)), out + at, squares + at);
  }
}

/** u, and the square of the distance from 0 of a point (u, v) in the unit circle. */
function pair(start: u64, u: usize, square: usize): void {
  let state = start;
  while (true) {
    const a = <f64>pcg32Output(state) * 4.656612873077393e-10 - 1;
    state = pcg32Next(state);
    const b = <f64>pcg32Output(state) * 4.656612873077393e-10 - 1;
    state = pcg32Next(state);
    const s = a * a + b * b;
    if (s < 1 && s !== 0) {
      store<f64>(u, a);
      store<f64>(square, s);
      return;
    }
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
