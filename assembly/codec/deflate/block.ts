// Blocks of DEFLATE: RFC 1951, section 3.2

import {
  beginBits,
  bitsCount,
  bitsHeld,
  bitsTarget,
  endForwardBits,
  flushBits,
  putBits,
  setBits,
} from "../bits";
import { buildLengths } from "../huffman-lengths";
import {
  distanceCounts,
  distanceExtra,
  distanceSymbol,
  lengthExtra,
  lengthSymbol,
  literalCounts,
} from "./matches";

const LITERALS = 286;
const DISTANCES = 30;
const END_OF_BLOCK: usize = 256;
const MOST_BITS = 15;
/** Of the codes of lengths of codes. */
const MOST_LENGTH_BITS = 7;
const STORED_BYTES: usize = 65535;
const STORED = 0;
const DYNAMIC = 2;

/** u8[286 + 30]: lengths of codes, those of distances behind; u32[286], u32[30]: codes and lengths. */
const lengths: usize = memory.data(320, 16);
const literalCodes: usize = memory.data(1152, 16);
const distanceCodes: usize = memory.data(128, 16);
/** u16[320]: the lengths of codes as they are written, `symbol | extra << 8`. */
const runs: usize = memory.data(640, 16);
/** u32[19], u8[19], u32[19]: of their symbols. */
const runCounts: usize = memory.data(80, 16);
const runLengths: usize = memory.data(20, 16);
const runCodes: usize = memory.data(80, 16);
/** The order in which lengths of the lengths' codes are written: section 3.2.7 */
const order: usize = memory.data<u8>([
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
]);

/**
 * Writes a block behind the bits that were put.
 *
 * @param from   u8[n]: its content
 * @param tokens u32[count]: its content as literals and matches
 */
export function writeBlock(from: usize, n: usize, tokens: usize, count: i32, last: bool): void {
  store<u32>(literalCounts + (END_OF_BLOCK << 2), 1);
  let bits = <usize>buildLengths(literalCounts, LITERALS, MOST_BITS, lengths);
  let literals = LITERALS;
  while (load<u8>(lengths + <usize>(literals - 1)) === 0) literals--;
  // The lengths of distances stand behind those of literals.
  const ofDistances = lengths + <usize>literals;
  bits += <usize>buildLengths(distanceCounts, DISTANCES, MOST_BITS, ofDistances);
  let distances = DISTANCES;
  while (distances > 1 && load<u8>(ofDistances + <usize>(distances - 1)) === 0) distances--;
  const found = findRuns(literals + distances);
  const ofRuns = <usize>buildLengths(runCounts, 19, MOST_LENGTH_BITS, runLengths);
  let shown = 19;
  while (shown > 4 && lengthOfRun(shown - 1) === 0) shown--;
  bits += ofRuns + 17 + 3 * <usize>shown + <usize>extraBits();
  if (bits >> 3 >= n + 5) {
    writeStored(from, n, last);
    return;
  }
  assignCodes(lengths, literals, literalCodes);
  assignCodes(ofDistances, distances, distanceCodes);
  assignCodes(runLengths, 19, runCodes);
  putBits((last ? 1 : 0) | (DYNAMIC << 1), 3);
  putBits(literals - 257, 5);
  putBits(distances - 1, 5);
  putBits(shown - 4, 4);
  flushBits();
  for (let i = 0; i < shown; i++) {
    putBits(lengthOfRun(i), 3);
    flushBits();
  }
  for (let i = 0; i < found; i++) {
    const run = <u32>load<u16>(runs + ((<usize>i) << 1));
    const symbol = run & 255;
    const code = load<u32>(runCodes + ((<usize>symbol) << 2));
    putBits(code & 0xffff, code >> 16);
    putBits(run >> 8, symbol === 16 ? 2 : symbol === 17 ? 3 : symbol === 18 ? 7 : 0);
    flushBits();
  }
  writeTokens(tokens, count);
  const code = load<u32>(literalCodes + (END_OF_BLOCK << 2));
  putBits(code & 0xffff, code >> 16);
  flushBits();
}

function lengthOfRun(i: i32): i32 {
  return <i32>load<u8>(runLengths + <usize>load<u8>(order + <usize>i));
}

/** Extra bits of lengths, distances and runs. */
function extraBits(): u32 {
  let bits: u32 = 0;
  for (let symbol: u32 = 265; symbol < 285; symbol++) {
    bits += load<u32>(literalCounts + ((<usize>symbol) << 2)) * ((symbol - 261) >> 2);
  }
  for (let symbol: u32 = 4; symbol < 30; symbol++) {
    bits += load<u32>(distanceCounts + ((<usize>symbol) << 2)) * ((symbol >> 1) - 1);
  }
  bits +=
    load<u32>(runCounts, 64) * 2 + load<u32>(runCounts, 68) * 3 + load<u32>(runCounts, 72) * 7;
  return bits;
}

/** The lengths of codes as symbols: themselves, a repetition, or zeros. */
function findRuns(n: i32): i32 {
  memory.fill(runCounts, 0, 80);
  let to = runs;
  for (let i = 0; i < n; ) {
    const length = load<u8>(lengths + <usize>i);
    let run = 1;
    while (i + run < n && load<u8>(lengths + <usize>(i + run)) === length) run++;
    i += run;
    if (length !== 0) {
      to = putRun(length, 0, to);
      run--;
    }
    while (run >= 3) {
      const most = length !== 0 ? 6 : run > 10 ? 138 : 10;
      const some = min(run, most);
      if (length !== 0) to = putRun(16, some - 3, to);
      else if (some > 10) to = putRun(18, some - 11, to);
      else to = putRun(17, some - 3, to);
      run -= some;
    }
    for (; run > 0; run--) to = putRun(length, 0, to);
  }
  return <i32>((to - runs) >> 1);
}

function putRun(symbol: i32, extra: i32, to: usize): usize {
  store<u16>(to, <u16>(symbol | (extra << 8)));
  const place = runCounts + ((<usize>symbol) << 2);
  store<u32>(place, load<u32>(place) + 1);
  return to + 2;
}

/** Shorter codes come first, symbols of one length in their order; bits are written reversed. */
function assignCodes(from: usize, n: i32, codes: usize): void {
  let next: u32 = 0;
  for (let length = 1; length <= MOST_BITS; length++) {
    for (let symbol = 0; symbol < n; symbol++) {
      if (<i32>load<u8>(from + <usize>symbol) !== length) continue;
      store<u32>(codes + ((<usize>symbol) << 2), reversed(next, length) | ((<u32>length) << 16));
      next++;
    }
    next <<= 1;
  }
}

function reversed(code: u32, length: i32): u32 {
  let out: u32 = 0;
  for (let i = 0; i < length; i++) {
    out = (out << 1) | (code & 1);
    code >>= 1;
  }
  return out;
}

function writeTokens(tokens: usize, n: i32): void {
  let to = bitsTarget();
  let held = bitsHeld();
  let count = bitsCount();
  const stop = tokens + ((<usize>n) << 2);
  for (let at = tokens; at < stop; at += 4) {
    const token = load<u32>(at);
    if (token < 256) {
      const code = load<u32>(literalCodes + ((<usize>token) << 2));
      held |= (<u64>(code & 0xffff)) << count;
      count += code >> 16;
    } else {
      const length = token & 511;
      const distance = token >> 9;
      const ofLength = load<u32>(literalCodes + ((<usize>lengthSymbol(length)) << 2));
      held |= (<u64>(ofLength & 0xffff)) << count;
      count += ofLength >> 16;
      const lengthBits = lengthExtra(length);
      held |= (<u64>((length - 3) & ((1 << lengthBits) - 1))) << count;
      count += lengthBits;
      const ofDistance = load<u32>(distanceCodes + ((<usize>distanceSymbol(distance)) << 2));
      held |= (<u64>(ofDistance & 0xffff)) << count;
      count += ofDistance >> 16;
      const distanceBits = distanceExtra(distance);
      held |= (<u64>((distance - 1) & ((1 << distanceBits) - 1))) << count;
      count += distanceBits;
    }
    store<u64>(to, held);
    to += <usize>(count >> 3);
    held >>= count & ~7;
    count &= 7;
  }
  setBits(to, held, count);
}

/** Content as it is, in blocks of at most 65535 bytes. */
function writeStored(from: usize, n: usize, last: bool): void {
  do {
    const some = min(n, STORED_BYTES);
    putBits((last && some === n ? 1 : 0) | (STORED << 1), 3);
    const to = endForwardBits();
    store<u16>(to, <u16>some);
    store<u16>(to, <u16>~some, 2);
    memory.copy(to + 4, from, some);
    beginBits(to + 4 + some);
    from += some;
    n -= some;
  } while (n > 0);
}
