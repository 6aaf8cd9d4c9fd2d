// The sequences of a block: RFC 8878, section 3.1.1.3.2

import { endBits, flushBits, putBits, setBits } from "../bits";
import { lengthCounts, lengthExtras, matchCounts, matchExtras, offsetCounts } from "../zstd/tables";
import {
  buildEncoder,
  ENCODER,
  entryOf,
  firstState,
  log256,
  nextState,
  normalise,
  widthOf,
  writeCounts,
} from "./fse";

/** Bytes of a sequence: literals, match length, value of the offset, and the codes of the three. */
export const SEQUENCE: usize = 16;

const lengthEncoder: usize = memory.data(ENCODER, 16);
const matchEncoder: usize = memory.data(ENCODER, 16);
const offsetEncoder: usize = memory.data(ENCODER, 16);
/** u32[64] each: how often each code occurs. */
const COUNTS: usize = 256;
const lengthOccurs: usize = memory.data(768, 16);
const matchOccurs: usize = lengthOccurs + COUNTS;
const offsetOccurs: usize = matchOccurs + COUNTS;
/** i16[64]: that normalised. */
const norm: usize = memory.data(128, 16);

const PREDEFINED: u32 = 0;
const SINGLE: u32 = 1;
const DESCRIBED: u32 = 2;

/** The mode and the accuracy log of the table written last. */
let mode: u32 = 0;
let log: u32 = 0;

/** Codes of numbers of literals below 64. */
const lengthCodes: usize = memory.data<u8>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 16, 17, 17, 18, 18, 19, 19, 20, 20, 20,
  20, 21, 21, 21, 21, 22, 22, 22, 22, 22, 22, 22, 22, 23, 23, 23, 23, 23, 23, 23, 23, 24, 24, 24,
  24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24,
]);
/** Codes of match lengths, less 3, below 128. */
const matchCodes: usize = memory.data<u8>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
  27, 28, 29, 30, 31, 32, 32, 33, 33, 34, 34, 35, 35, 36, 36, 36, 36, 37, 37, 37, 37, 38, 38, 38,
  38, 38, 38, 38, 38, 39, 39, 39, 39, 39, 39, 39, 39, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40,
  40, 40, 40, 40, 40, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 42, 42, 42,
  42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42,
  42, 42, 42, 42, 42,
]);

/** Enters the codes of each sequence, and counts them. */
function codeSequences(from: usize, stop: usize): void {
  memory.fill(lengthOccurs, 0, 3 * COUNTS);
  for (let at = from; at < stop; at += SEQUENCE) {
    const literals = load<u32>(at);
    const match = load<u32>(at, 4) - 3;
    const length: u32 =
      literals < 64 ? load<u8>(lengthCodes + <usize>literals) : 50 - clz<u32>(literals);
    const matched: u32 = match < 128 ? load<u8>(matchCodes + <usize>match) : 67 - clz<u32>(match);
    const offset: u32 = 31 - clz<u32>(load<u32>(at, 8));
    store<u32>(at, length | (matched << 8) | (offset << 16), 12);
    increment(lengthOccurs, length);
    increment(matchOccurs, matched);
    increment(offsetOccurs, offset);
  }
}

function increment(counts: usize, code: u32): void {
  const place = counts + ((<usize>code) << 2);
  store<u32>(place, load<u32>(place) + 1);
}

/**
 * Writes the section.
 *
 * @param from { literals u32, match length u32, value of the offset u32, u32 }[n]; the last is written
 * @returns the byte behind it
 */
export function writeSequences(from: usize, n: i32, to: usize): usize {
  if (n < 128) {
    store<u8>(to++, <u8>n);
  } else if (n < 0x7f00) {
    store<u8>(to, <u8>((n >> 8) + 128));
    store<u8>(to, <u8>n, 1);
    to += 2;
  } else {
    store<u8>(to, 255);
    store<u16>(to, <u16>(n - 0x7f00), 1);
    to += 3;
  }
  if (n === 0) return to;
  const modes = to++;
  const stop = from + <usize>n * SEQUENCE;
  codeSequences(from, stop);
  to = writeTable(n, lengthOccurs, 36, 9, lengthCounts, 36, 6, lengthEncoder, to);
  const lengthMode = mode;
  const lengthLog = log;
  to = writeTable(n, offsetOccurs, 32, 8, offsetCounts, 29, 5, offsetEncoder, to);
  const offsetMode = mode;
  const offsetLog = log;
  to = writeTable(n, matchOccurs, 53, 9, matchCounts, 53, 6, matchEncoder, to);
  store<u8>(modes, <u8>((lengthMode << 6) | (offsetMode << 4) | (mode << 2)));
  return writeStream(from, stop, lengthLog, offsetLog, log, to);
}

/** The lower bits of a value. */
function low(value: u32, n: u32): u64 {
  return <u64>value & (((<u64>1) << (<u64>n)) - 1);
}

/** Writes codes and extra bits, from the last sequence to the first; returns the byte behind. */
function writeStream(
  from: usize,
  stop: usize,
  lengthLog: u32,
  offsetLog: u32,
  matchLog: u32,
  to: usize,
): usize {
  // In variables, as each bit waits for the one before: see `bits.ts`.
  let held: u64 = 0;
  let count: u64 = 0;
  let at = stop - SEQUENCE;
  let length: u32 = load<u8>(at, 12);
  let match: u32 = load<u8>(at, 13);
  let offset: u32 = load<u8>(at, 14);
  let lengthState = firstState(lengthEncoder, length);
  let offsetState = firstState(offsetEncoder, offset);
  let matchState = firstState(matchEncoder, match);
  while (true) {
    // 7 bits are held, three states have 26 at most, and what is added to a length 16.
    const lengthExtra = load<u8>(lengthExtras + <usize>length);
    held |= low(load<u32>(at), lengthExtra) << count;
    count += lengthExtra;
    store<u64>(to, held);
    to += <usize>(count >> 3);
    held >>= count & ~7;
    count &= 7;
    const matchExtra = load<u8>(matchExtras + <usize>match);
    held |= low(load<u32>(at, 4) - 3, matchExtra) << count;
    count += matchExtra;
    held |= low(load<u32>(at, 8), offset) << count;
    count += offset;
    store<u64>(to, held);
    to += <usize>(count >> 3);
    held >>= count & ~7;
    count &= 7;
    if (at === from) break;
    at -= SEQUENCE;
    length = load<u8>(at, 12);
    match = load<u8>(at, 13);
    offset = load<u8>(at, 14);
    const offsetEntry = entryOf(offsetEncoder, offset);
    const offsetWidth = widthOf(offsetEntry, offsetState);
    held |= low(offsetState, offsetWidth) << count;
    count += offsetWidth;
    offsetState = nextState(offsetEncoder, offsetEntry, offsetState, offsetWidth);
    const matchEntry = entryOf(matchEncoder, match);
    const matchWidth = widthOf(matchEntry, matchState);
    held |= low(matchState, matchWidth) << count;
    count += matchWidth;
    matchState = nextState(matchEncoder, matchEntry, matchState, matchWidth);
    const lengthEntry = entryOf(lengthEncoder, length);
    const lengthWidth = widthOf(lengthEntry, lengthState);
    held |= low(lengthState, lengthWidth) << count;
    count += lengthWidth;
    lengthState = nextState(lengthEncoder, lengthEntry, lengthState, lengthWidth);
  }
  setBits(to, held, count);
  putBits(matchState, matchLog);
  putBits(offsetState, offsetLog);
  putBits(lengthState, lengthLog);
  flushBits();
  return endBits();
}

/** Decides on a table, writes what it needs, and builds the encoder. Returns the byte behind. */
function writeTable(
  n: i32,
  counts: usize,
  symbols: i32,
  mostLog: i32,
  predefined: usize,
  predefinedSymbols: i32,
  predefinedLog: i32,
  encoder: usize,
  to: usize,
): usize {
  let kinds = 0;
  let last = 0;
  for (let symbol = 0; symbol < symbols; symbol++) {
    if (load<u32>(counts + ((<usize>symbol) << 2)) === 0) continue;
    kinds++;
    last = symbol;
  }
  if (kinds === 1) {
    mode = SINGLE;
    log = 0;
    // An encoder with one state, which takes no bits.
    memory.fill(norm, 0, 128);
    store<i16>(norm + ((<usize>last) << 1), 1);
    buildEncoder(norm, last + 1, 0, encoder);
    store<u8>(to, <u8>last);
    return to + 1;
  }
  const least = 32 - clz<i32>(kinds);
  const wanted = max(max(5, least), 29 - clz<i32>(n - 1));
  const own = min(mostLog, wanted);
  normalise(counts, last + 1, n, own, norm);
  const end = writeCounts(norm, last + 1, own, to);
  const described = cost(counts, norm, last + 1, own) + ((<u32>(end - to)) << 11);
  if (last < predefinedSymbols && cost(counts, predefined, last + 1, predefinedLog) <= described) {
    mode = PREDEFINED;
    log = predefinedLog;
    buildEncoder(predefined, predefinedSymbols, log, encoder);
    return to;
  }
  mode = DESCRIBED;
  log = own;
  buildEncoder(norm, last + 1, log, encoder);
  return end;
}

/** 256 times the bits that the codes would take. */
function cost(counts: usize, norm: usize, n: i32, log: i32): u32 {
  let sum: u32 = 0;
  for (let symbol = 0; symbol < n; symbol++) {
    const count = load<u32>(counts + ((<usize>symbol) << 2));
    if (count === 0) continue;
    const share = abs(<i32>load<i16>(norm + ((<usize>symbol) << 1)));
    sum += count * (((<u32>log) << 8) - log256(<u32>share));
  }
  return sum;
}
