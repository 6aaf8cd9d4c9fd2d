// The way down a tree of src/corrections/opcodes.ts for one element: binnings and categories choose.

import * as op from "../../src/corrections/opcodes";
import { locate, locateWrapped, valueAt } from "./locate";

/** The reference of an element for which there is none. */
export const FAILED: i32 = i32.MIN_VALUE + 1;

/** The words of the set that is evaluated, i32. */
export let code: usize = 0;
/** Its numbers, f64. */
export let pool: usize = 0;
/** Where faults are written, i32[4]. */
let fault: usize = 0;

/** Sets what is the same for all blocks of a call. */
export function beginCall(words: usize, numbers: usize, failure: usize): void {
  code = words;
  pool = numbers;
  fault = failure;
}

/** The words of a node. */
export function nodeAt(reference: i32): usize {
  return code + ((<usize>reference) << 2);
}

/** The number of the pool that a reference means. */
export function numberAt(reference: i32): f64 {
  return load<f64>(pool + ((<usize>~reference) << 3));
}

/** The block of an input. */
export function inputAt(table: usize, input: i32): usize {
  return <usize>load<u32>(table + ((<usize>input) << 2));
}

function report(what: i32, reference: i32, axis: i32): void {
  store<i32>(fault, what);
  store<i32>(fault, reference, 4);
  store<i32>(fault, axis, 8);
}

/** Reports a value that lies outside of axis `j`. */
export function outside(reference: i32, j: i32, axis: usize, value: f64): void {
  if (load<i32>(nodeAt(reference), 4) === op.WRAP) report(op.NOT_FINITE, reference, j);
  else report(locate(axis, code, pool, value) < 0 ? op.BELOW : op.ABOVE, reference, j);
}

/** From a reference down to a number or a node that does not choose; FAILED where there is none. */
export function descend(reference: i32, table: usize, i: i32): i32 {
  while (reference >= 0) {
    const node = nodeAt(reference);
    const kind = load<i32>(node);
    if (kind === op.BINNING) reference = chosenBin(reference, node, table, i);
    else if (kind === op.CATEGORY) reference = chosenKey(reference, node, table, i);
    else return reference;
    if (reference === FAILED) return FAILED;
  }
  return reference;
}

function chosenBin(reference: i32, node: usize, table: usize, i: i32): i32 {
  const flow = load<i32>(node, 4);
  const axes = load<i32>(node, 8);
  let at = 0;
  let axis = node + ((<usize>op.BINNING_WORDS) << 2);
  for (let j = 0; j < axes; j++) {
    const bins = load<i32>(axis, 12);
    const x = valueAt(inputAt(table, load<i32>(axis)), i, load<i32>(axis, 4) !== 0);
    let bin = flow === op.WRAP ? locateWrapped(axis, code, pool, x) : locate(axis, code, pool, x);
    if (<u32>bin >= <u32>bins) {
      if (flow === op.DEFAULT) {
        at = load<i32>(node, 12);
        break;
      }
      if (flow !== op.CLAMP) {
        outside(reference, j, axis, x);
        return FAILED;
      }
      bin = bin < 0 ? 0 : bins - 1;
    }
    at += bin * load<i32>(axis, 20);
    axis += (<usize>op.AXIS_WORDS) << 2;
  }
  const first = load<i32>(node, 20) + at;
  return load<i32>(node, 16) === op.NUMBERS ? ~first : load<i32>(nodeAt(first));
}

/** The content of an element's key; FAILED where there is none. */
export function chosenKey(reference: i32, node: usize, table: usize, i: i32): i32 {
  const key = load<i64>(inputAt(table, load<i32>(node, 4)) + ((<usize>i) << 3));
  const many = load<i32>(node, 8);
  const keys = nodeAt(load<i32>(node, 16));
  let first = 0;
  let last = many;
  while (first < last) {
    const middle = (first + last) >> 1;
    if (<i64>load<i32>(keys + ((<usize>middle) << 2)) < key) first = middle + 1;
    else last = middle;
  }
  if (first < many && <i64>load<i32>(keys + ((<usize>first) << 2)) === key) {
    return load<i32>(keys + ((<usize>(many + first)) << 2));
  }
  const otherwise = load<i32>(node, 12);
  if (otherwise === FAILED) report(op.NO_KEY, reference, 0);
  return otherwise;
}

/** Whether a block has one key only, as texts have. */
export function sameKey(node: usize, table: usize, count: i32): bool {
  const keys = inputAt(table, load<i32>(node, 4));
  const first = load<i64>(keys);
  for (let i = 1; i < count; i++) {
    if (load<i64>(keys + ((<usize>i) << 3)) !== first) return false;
  }
  return true;
}
