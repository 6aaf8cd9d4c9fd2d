// Huffman codes of literals: RFC 8878, section 4.2

import { beginBits, endBits, flushBits, putBits } from "./bits";
import { buildEncoder, firstState, normalise, putSymbol, writeCounts } from "./fse";

const SYMBOLS = 256;
/** The longest code that the format allows. */
const MOST_BITS = 11;
/** Of the weights' finite state table. */
const WEIGHTS_LOG = 6;

/** u32[256]: count and symbol of the symbols that there are, `count << 8 | symbol`, ascending. */
const sorted: usize = memory.data(1024, 16);
/** u32[512], u16[512]: counts of the tree's nodes, leaves first, and the node above each. */
const nodes: usize = memory.data(2048, 16);
const parents: usize = memory.data(1024, 16);
/** u8[512]: depth of each node. */
const depths: usize = memory.data(512, 16);
/** u8[256]: length of each symbol's code, 0 where there is none. */
const lengths: usize = memory.data(256, 16);
/** u32[256]: code and its length, `code | length << 16`. */
export const codes: usize = memory.data(1024, 16);
/** u8[256], u32[13], i16[13]: weights, how often each occurs, and that normalised. */
const weights: usize = memory.data(256, 16);
const weightCounts: usize = memory.data(52, 16);
const weightNorm: usize = memory.data(26, 16);
const weightEncoder: usize = memory.data(1536, 16);

let present: i32 = 0;
let last: i32 = 0;
let longest: i32 = 0;

/**
 * Makes a code of at most 11 bits for each symbol that occurs; two at least do.
 *
 * @param counts u32[256], each below 2^24
 * @returns the bits that all symbols take together
 */
export function buildCodes(counts: usize): u32 {
  sortSymbols(counts);
  buildTree();
  limitLengths();
  memory.fill(lengths, 0, SYMBOLS);
  let total: u32 = 0;
  longest = 0;
  last = 0;
  for (let i = 0; i < present; i++) {
    const key = load<u32>(sorted + ((<usize>i) << 2));
    const length = <i32>load<u8>(depths + <usize>i);
    const symbol = <i32>(key & 255);
    store<u8>(lengths + <usize>symbol, <u8>length);
    total += (key >> 8) * <u32>length;
    if (length > longest) longest = length;
    if (symbol > last) last = symbol;
  }
  assignCodes();
  return total;
}

function sortSymbols(counts: usize): void {
  present = 0;
  for (let symbol = 0; symbol < SYMBOLS; symbol++) {
    const count = load<u32>(counts + ((<usize>symbol) << 2));
    if (count === 0) continue;
    store<u32>(sorted + ((<usize>present) << 2), (count << 8) | <u32>symbol);
    present++;
  }
  // Shell's sort, for a few hundred at most.
  for (let gap = 121; gap > 0; gap = gap / 3) {
    for (let i = gap; i < present; i++) {
      const key = load<u32>(sorted + ((<usize>i) << 2));
      let j = i;
      for (; j >= gap; j -= gap) {
        const other = load<u32>(sorted + ((<usize>(j - gap)) << 2));
        if (other <= key) break;
        store<u32>(sorted + ((<usize>j) << 2), other);
      }
      store<u32>(sorted + ((<usize>j) << 2), key);
    }
  }
}

/** Joins the two rarest nodes until one is left; leaves and joined ones are in order by themselves. */
function buildTree(): void {
  for (let i = 0; i < present; i++) {
    store<u32>(nodes + ((<usize>i) << 2), load<u32>(sorted + ((<usize>i) << 2)) >> 8);
  }
  let leaf = 0;
  let joined = present;
  for (let next = present; next < 2 * present - 1; next++) {
    let sum: u32 = 0;
    for (let side = 0; side < 2; side++) {
      const ofLeaf = leaf < present ? load<u32>(nodes + ((<usize>leaf) << 2)) : <u32>0xffffffff;
      const ofJoined = joined < next ? load<u32>(nodes + ((<usize>joined) << 2)) : <u32>0xffffffff;
      const chosen = ofLeaf <= ofJoined ? leaf++ : joined++;
      sum += min(ofLeaf, ofJoined);
      store<u16>(parents + ((<usize>chosen) << 1), <u16>next);
    }
    store<u32>(nodes + ((<usize>next) << 2), sum);
  }
  const root = 2 * present - 2;
  store<u8>(depths + <usize>root, 0);
  for (let i = root - 1; i >= 0; i--) {
    const parent = <usize>load<u16>(parents + ((<usize>i) << 1));
    store<u8>(depths + <usize>i, load<u8>(depths + parent) + 1);
  }
}

/** Cuts codes that are too long, and gives others the room that they have or the bits that lack. */
function limitLengths(): void {
  let room = 1 << MOST_BITS;
  for (let i = 0; i < present; i++) {
    const length = min<i32>(load<u8>(depths + <usize>i), MOST_BITS);
    store<u8>(depths + <usize>i, <u8>length);
    room -= 1 << (MOST_BITS - length);
  }
  while (room < 0) {
    // The rarest of those that are nearest to the limit.
    let at = -1;
    for (let i = 0; i < present; i++) {
      const length = <i32>load<u8>(depths + <usize>i);
      if (length < MOST_BITS && (at < 0 || length > <i32>load<u8>(depths + <usize>at))) at = i;
    }
    const length = <i32>load<u8>(depths + <usize>at) + 1;
    store<u8>(depths + <usize>at, <u8>length);
    room += 1 << (MOST_BITS - length);
  }
  for (let i = present - 1; room > 0; i = i > 0 ? i - 1 : present - 1) {
    const length = <i32>load<u8>(depths + <usize>i);
    const gain = 1 << (MOST_BITS - length);
    if (gain > room) continue;
    store<u8>(depths + <usize>i, <u8>(length - 1));
    room -= gain;
  }
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
