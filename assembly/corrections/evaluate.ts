// Corrections on columns: one block after the other goes down the tree of src/corrections/opcodes.ts. Where
// the elements of a block part, those with the same formula (or node) are gathered and go on together; so
// formulas, networks and random numbers run on whole blocks. Elements are independent of each other.

import * as op from "../../src/corrections/opcodes";
import { formulaBlock } from "./formula";
import { anyOutside, locateBlock, pickBlock, placeBlock, valueAt } from "./locate";
import { networkBlock } from "./network";
import { drawBlock } from "./random";
import {
  beginCall,
  chosenKey,
  code,
  descend,
  FAILED,
  inputAt,
  nodeAt,
  numberAt,
  outside,
  pool,
  sameKey,
} from "./tree";

export { corrections_bucket } from "./locate";

const BLOCK = op.BLOCK;
const BLOCK_BYTES: usize = (<usize>BLOCK) << 3;
/** An element that has its value. */
const DONE: i32 = i32.MIN_VALUE;
/** Bytes of a block of positions, with room for one more pair. */
const POSITIONS: usize = ((<usize>BLOCK) << 2) + 16;

// What is the same for all blocks of a call.
let inputCount: i32 = 0;
let shared: usize = 0;

/**
 * The values of a correction.
 *
 * @param root      reference, see src/corrections/opcodes.ts
 * @param words     i32, the words of the set
 * @param numbers   f64, the pool of the set
 * @param columns   u32[2 * inputs]: address, and bytes from element to element of f64 or i64: 8, or 0 for
 *   a block f64[BLOCK] of one value
 * @param inputs    inputs of the correction
 * @param scratch   bytes, as corrections_scratch says
 * @param failure   i32[4]: what, node, axis; written where the status is not 0
 * @param registers f64[BLOCK] each: of the longest formula, network or list of random inputs
 * @param out       f64[n], written; up to 8 bytes past its end may be
 * @returns 0, or 1 + the index of an element for which there is no value
 */
export function corrections_evaluate(
  root: i32,
  words: usize,
  numbers: usize,
  columns: usize,
  inputs: i32,
  scratch: usize,
  failure: usize,
  registers: usize,
  out: usize,
  n: i32,
): i32 {
  beginCall(words, numbers, failure);
  inputCount = inputs;
  shared = registers;
  const table = scratch;
  const level = scratch + tableBytes();
  for (let from = 0; from < n; from += BLOCK) {
    const count = min(BLOCK, n - from);
    for (let j: usize = 0; j < <usize>inputs; j++) {
      const column = columns + (j << 3);
      const address = load<u32>(column) + <u32>from * load<u32>(column, 4);
      store<u32>(table + (j << 2), address);
    }
    const status = block(root, table, out + ((<usize>from) << 3), level, count);
    if (status !== 0) return from + status;
  }
  return 0;
}

/** Bytes of a table of inputs. */
function tableBytes(): usize {
  return (((<usize>inputCount) << 2) + 15) & ~15;
}

/** Bytes of scratch for a correction of `inputs` whose nodes part at most `depth` times. */
export function corrections_scratch(inputs: i32, depth: i32): i32 {
  inputCount = inputs;
  return <i32>(tableBytes() + levelBytes() * <usize>(depth + 1));
}

/** A level: a table, blocks of inputs, a block of results, references, positions and first parameters. */
function levelBytes(): usize {
  return tableBytes() + (BLOCK_BYTES + 16) * <usize>(inputCount + 1) + 3 * POSITIONS;
}

/** The values of one block, all of them from the content that `reference` names. */
function block(reference: i32, table: usize, out: usize, level: usize, count: i32): i32 {
  if (reference < 0) {
    const value = numberAt(reference);
    for (let i = 0; i < count; i++) store<f64>(out + ((<usize>i) << 3), value);
    return 0;
  }
  const node = nodeAt(reference);
  switch (load<i32>(node)) {
    case op.BINNING:
      return binning(reference, node, table, out, level, count);
    case op.CATEGORY: {
      if (sameKey(node, table, count)) {
        const chosen = chosenKey(reference, node, table, 0);
        return chosen === FAILED ? 1 : block(chosen, table, out, level, count);
      }
      const references = referencesAt(level);
      for (let i = 0; i < count; i++) store<i32>(references + ((<usize>i) << 2), reference);
      return part(table, out, level, count);
    }
    case op.FORMULA:
      formulaBlock(nodeAt(load<i32>(node, 4)), pool, node + 8, true, table, shared, out, count);
      return 0;
    case op.PRNG:
      drawBlock(node, table, shared, out, count);
      return 0;
    case op.TRANSFORM:
      return transform(node, table, out, level, count);
    default:
      network(node, table, out, count);
      return 0;
  }
}

function referencesAt(level: usize): usize {
  return level + tableBytes() + (BLOCK_BYTES + 16) * <usize>(inputCount + 1);
}

function positionsAt(level: usize): usize {
  return referencesAt(level) + POSITIONS;
}

function firstsAt(level: usize): usize {
  return positionsAt(level) + POSITIONS;
}

/** Block `j` of a level: of its inputs, and the last one of results. */
function blockAt(level: usize, j: i32): usize {
  return level + tableBytes() + (BLOCK_BYTES + 16) * <usize>j;
}

function binning(
  reference: i32,
  node: usize,
  table: usize,
  out: usize,
  level: usize,
  count: i32,
): i32 {
  const axes = load<i32>(node, 8);
  const bins = load<i32>(node, 12);
  const first = load<i32>(node, 20);
  const numbers = load<i32>(node, 16) === op.NUMBERS;
  const references = referencesAt(level);
  let axis = node + ((<usize>op.BINNING_WORDS) << 2);
  const flow = load<i32>(node, 4);
  if (load<i32>(node, 24) !== 0) {
    const strict = flow !== op.CLAMP;
    for (let j = 0; j < axes; j++) {
      placeBlock(axis, pool, strict, inputAt(table, load<i32>(axis)), out, j === 0, count);
      axis += (<usize>op.AXIS_WORDS) << 2;
    }
    // An error is told below, where the values are looked at one by one.
    if (flow !== op.ERROR || !anyOutside(out, count)) {
      if (numbers) {
        pickBlock(pool + ((<usize>first) << 3), bins, out, count);
        return 0;
      }
      const contents = nodeAt(first);
      for (let i = 0; i < count; i++) {
        const at = <usize>min(<i64>load<f64>(out + ((<usize>i) << 3)), <i64>bins);
        store<i32>(references + ((<usize>i) << 2), load<i32>(contents + (at << 2)));
      }
      return part(table, out, level, count);
    }
    axis = node + ((<usize>op.BINNING_WORDS) << 2);
  }
  const positions = positionsAt(level);
  memory.fill(positions, 0, POSITIONS);
  for (let j = 0; j < axes; j++) {
    const values = inputAt(table, load<i32>(axis));
    const bad = locateBlock(axis, code, pool, flow, values, positions, count);
    if (bad !== 0) {
      outside(reference, j, axis, valueAt(values, bad - 1, load<i32>(axis, 4) !== 0));
      return bad;
    }
    axis += (<usize>op.AXIS_WORDS) << 2;
  }
  for (let i = 0; i < count; i++) {
    // What is outside has the content behind the last bin.
    const at = <usize>min(load<u32>(positions + ((<usize>i) << 2)), <u32>bins);
    if (numbers) store<f64>(out + ((<usize>i) << 3), load<f64>(pool + ((<usize>first + at) << 3)));
    else store<i32>(references + ((<usize>i) << 2), load<i32>(nodeAt(first) + (at << 2)));
  }
  return numbers ? 0 : part(table, out, level, count);
}

/** Element by element down to numbers, formulas and other nodes; then those that go on together. */
function part(table: usize, out: usize, level: usize, count: i32): i32 {
  const references = referencesAt(level);
  for (let i = 0; i < count; i++) {
    const at = references + ((<usize>i) << 2);
    const leaf = descend(load<i32>(at), table, i);
    if (leaf === FAILED) return i + 1;
    if (leaf < 0) {
      store<f64>(out + ((<usize>i) << 3), numberAt(leaf));
      store<i32>(at, DONE);
    } else store<i32>(at, leaf);
  }
  for (let i = 0; i < count; i++) {
    const leaf = load<i32>(references + ((<usize>i) << 2));
    if (leaf === DONE) continue;
    const status = together(leaf, table, out, level, i, count);
    if (status !== 0) return status;
  }
  return 0;
}

/** The values of the elements from `start` on that share a node, or a formula with other parameters. */
function together(leaf: i32, table: usize, out: usize, level: usize, start: i32, count: i32): i32 {
  const references = referencesAt(level);
  const positions = positionsAt(level);
  const firsts = firstsAt(level);
  const node = nodeAt(leaf);
  const formula = load<i32>(node) === op.FORMULA;
  const program = formula ? load<i32>(node, 4) : 0;
  const own = formula ? load<i32>(node, 8) : 0;
  let same = true;
  let many = 0;
  for (let i = start; i < count; i++) {
    const at = references + ((<usize>i) << 2);
    const other = load<i32>(at);
    if (other !== leaf) {
      if (!formula || other === DONE) continue;
      const words = nodeAt(other);
      if (load<i32>(words) !== op.FORMULA || load<i32>(words, 4) !== program) continue;
    }
    if (formula) {
      const first = load<i32>(nodeAt(other), 8);
      store<i32>(firsts + ((<usize>many) << 2), first);
      same = same && first === own;
    }
    store<i32>(positions + ((<usize>many) << 2), i);
    store<i32>(at, DONE);
    many++;
  }
  const next = level + levelBytes();
  const results = blockAt(level, inputCount);
  if (formula) {
    const header = nodeAt(program);
    let inputs = table;
    if (many < count) {
      inputs = level;
      const used = load<i32>(header, 8);
      for (let j = 0; j < used; j++) {
        gather(
          load<i32>(header + ((<usize>(op.PROGRAM_WORDS + j)) << 2)),
          table,
          level,
          positions,
          many,
        );
      }
    }
    if (many === count) formulaBlock(header, pool, firsts, same, inputs, shared, out, many);
    else {
      formulaBlock(header, pool, firsts, same, inputs, shared, results, many);
      scatter(results, positions, out, many);
    }
    return 0;
  }
  if (many === count) return block(leaf, table, out, next, count);
  for (let j = 0; j < inputCount; j++) gather(j, table, level, positions, many);
  const status = block(leaf, level, results, next, many);
  if (status !== 0) return 1 + load<i32>(positions + ((<usize>(status - 1)) << 2));
  scatter(results, positions, out, many);
  return 0;
}

/** An input of the elements at some positions, in the level's own block. */
function gather(input: i32, table: usize, level: usize, positions: usize, many: i32): void {
  const from = inputAt(table, input);
  let to = blockAt(level, input);
  store<u32>(level + ((<usize>input) << 2), <u32>to);
  const end = positions + ((<usize>many) << 2);
  for (; positions < end; positions += 4) {
    store<u64>(to, load<u64>(from + ((<usize>load<i32>(positions)) << 3)));
    to += 8;
  }
}

function scatter(from: usize, positions: usize, out: usize, many: i32): void {
  const end = positions + ((<usize>many) << 2);
  for (; positions < end; positions += 4) {
    store<f64>(out + ((<usize>load<i32>(positions)) << 3), load<f64>(from));
    from += 8;
  }
}

/** The content with one input rewritten; integers are rounded, halves away from 0. */
function transform(node: usize, table: usize, out: usize, level: usize, count: i32): i32 {
  const input = load<i32>(node, 4);
  const next = level + levelBytes();
  const rewritten = blockAt(level, input);
  const status = block(load<i32>(node, 12), table, rewritten, next, count);
  if (status !== 0) return status;
  if (load<i32>(node, 8) !== 0) {
    for (let i = 0; i < count; i++) {
      const at = rewritten + ((<usize>i) << 3);
      const x = load<f64>(at);
      let whole = trunc(x);
      if (abs(x - whole) >= 0.5) whole += copysign<f64>(1, x);
      // What no i64 holds, NaN too, becomes the lowest one, as a processor of x86 casts it for the peer.
      store<i64>(at, abs(whole) < 9223372036854775808.0 ? <i64>whole : i64.MIN_VALUE);
    }
  }
  memory.copy(level, table, (<usize>inputCount) << 2);
  store<u32>(level + ((<usize>input) << 2), <u32>rewritten);
  return block(load<i32>(node, 16), level, out, next, count);
}

/** The finalizer's inputs are the outputs of the network. */
function network(node: usize, table: usize, out: usize, count: i32): void {
  const outputs = load<i32>(node, 12);
  const widest = load<i32>(node, 20);
  const program = code + ((<usize>load<i32>(node, 16)) << 2);
  const addresses = shared;
  const units = shared + ((((<usize>outputs) << 2) + 15) & ~15);
  const result = networkBlock(node, pool, table, units, count);
  for (let j: usize = 0; j < <usize>outputs; j++) {
    store<u32>(addresses + (j << 2), <u32>(result + j * BLOCK_BYTES));
  }
  const registers = units + <usize>(2 * widest + 1) * BLOCK_BYTES;
  formulaBlock(program, pool, node + 24, true, addresses, registers, out, count);
}
