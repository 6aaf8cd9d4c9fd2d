// Huffman codes of literals: RFC 8878, section 4.2

import { beginBits, endBits, flushBits, putBits } from "../bits";
import { buildLengths } from "../huffman-lengths";
import {
  buildEncoder,
  ENCODER,
  entryOf,
  firstState,
  nextState,
  normalise,
  widthOf,
  writeCounts,
} from "./fse";

const SYMBOLS = 256;
/** The longest code that the format allows. */
const MOST_BITS = 11;
/** Of the weights' finite state table. */
const WEIGHTS_LOG = 6;

/** u8[256]: length of each symbol's code, 0 where there is none. */
const lengths: usize = memory.data(256, 16);
/** u64[256]: code and its length, `code << (64 - length) | length`. */
const codes: usize = memory.data(2048, 16);
/** u8[256], u32[13], i16[13]: weights, how often each occurs, and that normalised. */
const weights: usize = memory.data(256, 16);
const weightCounts: usize = memory.data(52, 16);
const weightNorm: usize = memory.data(26, 16);
const weightEncoder: usize = memory.data(ENCODER, 16);

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
  let next: u64 = 0;
  for (let length = longest; length > 0; length--) {
    for (let symbol = 0; symbol <= last; symbol++) {
      if (<i32>load<u8>(lengths + <usize>symbol) !== length) continue;
      store<u64>(codes + ((<usize>symbol) << 3), (next << (64 - length)) | <u64>length);
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

/** Two states in turn, the first for the first symbol; there are two weights at least. */
function writeWeights(to: usize, log: u32): usize {
  beginBits(to);
  let at = last - 1;
  let state = firstState(weightEncoder, weightOf(at--));
  let other = firstState(weightEncoder, weightOf(at--));
  for (; at >= 0; at--) {
    const entry = entryOf(weightEncoder, weightOf(at));
    const width = widthOf(entry, state);
    putBits(state, width);
    flushBits();
    const next = nextState(weightEncoder, entry, state, width);
    state = other;
    other = next;
  }
  // `other` is of the first weight.
  putBits(state, log);
  putBits(other, log);
  return endBits();
}

function weightOf(symbol: i32): u32 {
  return load<u8>(weights + <usize>symbol);
}

/**
 * Writes the codes of literals.
 *
 * @param from u8[n]
 * @returns the byte behind; up to 8 more are overwritten
 */
export function writeCodes(from: usize, n: usize, to: usize): usize {
  // The `count` uppermost bits are held: what is added pushes them down, and its length, which stands in
  // the lowest 8 bits, gets below them.
  let held: u64 = 0;
  let count: u64 = 0;
  let at = from + n;
  while (at >= from + 5) {
    at -= 5;
    const a = codeOf(at + 4);
    const b = codeOf(at + 3);
    const c = codeOf(at + 2);
    const d = codeOf(at + 1);
    const e = codeOf(at);
    held = (held >> a) | a;
    held = (held >> b) | b;
    held = (held >> c) | c;
    held = (held >> d) | d;
    // Five codes have 55 bits at most, besides 7 that are held: no room for a length.
    held = (held >> e) | (e & ~255);
    count = (count + a + b + c + d + e) & 255;
    store<u64>(to, held >> (64 - count));
    to += <usize>(count >> 3);
    count &= 7;
  }
  while (at > from) {
    const code = codeOf(--at);
    held = (held >> code) | code;
    count = (count + code) & 255;
  }
  // A 1 ends the stream.
  count++;
  held = (held >> 1) | ((<u64>1) << 63);
  store<u64>(to, held >> (64 - count));
  return to + <usize>((count + 7) >> 3);
}

function codeOf(at: usize): u64 {
  return load<u64>(codes + ((<usize>load<u8>(at)) << 3));
}
