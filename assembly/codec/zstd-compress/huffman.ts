// Huffman codes of literals: RFC 8878, section 4.2

import { beginBits, endBits, flushBits, putBits } from "../bits";
import { buildLengths } from "../huffman-lengths";
import { buildEncoder, firstState, normalise, putSymbol, writeCounts } from "./fse";

const SYMBOLS = 256;
/** The longest code that the format allows. */
const MOST_BITS = 11;
/** Of the weights' finite state table. */
const WEIGHTS_LOG = 6;

/** u8[256]: length of each symbol's code, 0 where there is none. */
const lengths: usize = memory.data(256, 16);
/** u32[256]: code and its length, `code | length << 16`. */
const codes: usize = memory.data(1024, 16);
/** u8[256], u32[13], i16[13]: weights, how often each occurs, and that normalised. */
const weights: usize = memory.data(256, 16);
const weightCounts: usize = memory.data(52, 16);
const weightNorm: usize = memory.data(26, 16);
const weightEncoder: usize = memory.data(1536, 16);

let last: i32 = 0;
let longest: i32 = 0;

/**
 * Makes a code of at most 11 bits for each symbol that occurs; two at least do.
 *
 * @param counts u32[256], each below 2^23
 * @returns the bits that all symbols take together
 */
export function buildCodes(counts: usize): u32 {
  const total = buildLengths(counts, SYMBOLS, MOST_BITS, lengths);
  longest = 0;
  for (let symbol = 0; symbol < SYMBOLS; symbol++) {
    const length = <i32>load<u8>(lengths + <usize>symbol);
    if (length === 0) continue;
    last = symbol;
    if (length > longest) longest = length;
  }
  assignCodes();
  return total;
}

/** Longer codes come first, symbols of one length in their order. */
function assignCodes(): void {
  let next: u32 = 0;
  for (let length = longest; length > 0; length--) {
    for (let symbol = 0; symbol <= last; symbol++) {
      if (<i32>load<u8>(lengths + <usize>symbol) !== length) continue;
      store<u32>(codes + ((<usize>symbol) << 2), next | ((<u32>length) << 16));
      next++;
    }
    next >>= 1;
  }
}

/**
 * Writes the tree: the weights of all symbols but the last.
 *
 * @returns the byte behind, or 0 where the tree cannot be described
 */
export function writeTree(to: usize): usize {
  memory.fill(weightCounts, 0, 52);
  let most: u32 = 0;
  let kinds = 0;
  for (let symbol = 0; symbol < last; symbol++) {
    const length = <i32>load<u8>(lengths + <usize>symbol);
    const weight = length === 0 ? 0 : longest + 1 - length;
    store<u8>(weights + <usize>symbol, <u8>weight);
    const place = weightCounts + ((<usize>weight) << 2);
    const count = load<u32>(place) + 1;
    store<u32>(place, count);
    if (count > most) most = count;
    if (weight >= kinds) kinds = weight + 1;
  }
  if (last > 1 && <i32>most < last) {
    const log = last < 16 ? 5 : WEIGHTS_LOG;
    normalise(weightCounts, kinds, last, log, weightNorm);
    const table = writeCounts(weightNorm, kinds, log, to + 1);
    buildEncoder(weightNorm, kinds, log, weightEncoder);
    const end = writeWeights(table, log);
    const length = end - to - 1;
    if (length < 128 && (last > 128 || <i32>length < (last + 1) >> 1)) {
      store<u8>(to, <u8>length);
      return end;
    }
  }
  if (last > 128) return 0;
  store<u8>(to++, <u8>(127 + last));
  store<u8>(weights + <usize>last, 0);
  for (let i = 0; i < last; i += 2) {
    store<u8>(to++, (load<u8>(weights + <usize>i) << 4) | load<u8>(weights + <usize>i, 1));
  }
  return to;
}

/** Two states in turn, the first for the first symbol. */
function writeWeights(to: usize, log: i32): usize {
  beginBits(to);
  let even = -1;
  let odd = -1;
  for (let i = last - 1; i >= 0; i--) {
    const weight = <i32>load<u8>(weights + <usize>i);
    const state = (i & 1) === 0 ? even : odd;
    const next =
      state < 0 ? firstState(weightEncoder, weight) : putSymbol(weightEncoder, state, weight);
    flushBits();
    if ((i & 1) === 0) even = next;
    else odd = next;
  }
  putBits(odd, log);
  putBits(even, log);
  return endBits();
}

/**
 * Writes the codes of literals.
 *
 * @param from u8[n]
 * @returns the byte behind; up to 8 more are overwritten
 */
export function writeCodes(from: usize, n: usize, to: usize): usize {
  let held: u64 = 0;
  let count: u64 = 0;
  let at = from + n;
  while (at > from) {
    // Five codes have 55 bits at most, besides 7 that are held.
    const stop = at - from > 5 ? at - 5 : from;
    while (at > stop) {
      const entry = load<u32>(codes + ((<usize>load<u8>(--at)) << 2));
      held |= (<u64>(entry & 0xffff)) << count;
      count += entry >> 16;
    }
    store<u64>(to, held);
    to += <usize>(count >> 3);
    held >>= count & ~7;
    count &= 7;
  }
  store<u8>(to, <u8>(held | ((<u64>1) << count)));
  return to + 1;
}
