// The sequences of a block: RFC 8878, section 3.1.1.3.2

import { beginBits, endBits, flushBits, putBits } from "../bits";
import { lengthCounts, lengthExtras, matchCounts, matchExtras, offsetCounts } from "../zstd/tables";
import { buildEncoder, firstState, log256, normalise, putSymbol, writeCounts } from "./fse";

/** Bytes of a sequence: literals, match length, value of the offset. */
export const SEQUENCE: usize = 12;

const lengthEncoder: usize = memory.data(1536, 16);
const matchEncoder: usize = memory.data(1536, 16);
const offsetEncoder: usize = memory.data(1536, 16);
/** u32[64], i16[64]: how often each code occurs, and that normalised. */
const counts: usize = memory.data(256, 16);
const norm: usize = memory.data(128, 16);

const PREDEFINED = 0;
const SINGLE = 1;
const DESCRIBED = 2;

/** The mode, the accuracy log and the end of the table written last. */
let mode: i32 = 0;
let log: i32 = 0;

/** The code of a number of literals. */
function lengthCode(n: u32): i32 {
  if (n < 16) return n;
  if (n < 24) return 16 + ((n - 16) >> 1);
  if (n < 32) return 20 + ((n - 24) >> 2);
  if (n < 48) return 22 + ((n - 32) >> 3);
  if (n < 64) return 24;
  return 50 - clz<u32>(n);
}

/** The code of a match length, less 3. */
function matchCode(n: u32): i32 {
  if (n < 32) return n;
  if (n < 40) return 32 + ((n - 32) >> 1);
  if (n < 48) return 36 + ((n - 40) >> 2);
  if (n < 64) return 38 + ((n - 48) >> 3);
  if (n < 96) return 40 + ((n - 64) >> 4);
  if (n < 128) return 42;
  return 67 - clz<u32>(n);
}

function offsetCode(value: u32): i32 {
  return 31 - clz<u32>(value);
}

/**
 * Writes the section.
 *
 * @param from { literals u32, match length u32, value of the offset u32 }[n]
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
  memory.fill(counts, 0, 256);
  for (let at = from; at < stop; at += SEQUENCE) increment(lengthCode(load<u32>(at)));
  to = writeTable(n, 36, 9, lengthCounts, 36, 6, lengthEncoder, to);
  const lengthMode = mode;
  const lengthLog = log;
  memory.fill(counts, 0, 256);
  for (let at = from; at < stop; at += SEQUENCE) increment(offsetCode(load<u32>(at, 8)));
  to = writeTable(n, 32, 8, offsetCounts, 29, 5, offsetEncoder, to);
  const offsetMode = mode;
  const offsetLog = log;
  memory.fill(counts, 0, 256);
  for (let at = from; at < stop; at += SEQUENCE) increment(matchCode(load<u32>(at, 4) - 3));
  to = writeTable(n, 53, 9, matchCounts, 53, 6, matchEncoder, to);
  const matchMode = mode;
  const matchLog = log;
  store<u8>(modes, <u8>((lengthMode << 6) | (offsetMode << 4) | (matchMode << 2)));

  beginBits(to);
  let at = stop - SEQUENCE;
  let lengths = load<u32>(at);
  let match = load<u32>(at, 4) - 3;
  let offset = load<u32>(at, 8);
  let ofLengths = lengthCode(lengths);
  let ofMatch = matchCode(match);
  let ofOffset = offsetCode(offset);
  let lengthState = lengthMode === SINGLE ? 0 : firstState(lengthEncoder, ofLengths);
  let offsetState = offsetMode === SINGLE ? 0 : firstState(offsetEncoder, ofOffset);
  let matchState = matchMode === SINGLE ? 0 : firstState(matchEncoder, ofMatch);
  while (true) {
    putBits(lengths, load<u8>(lengthExtras + <usize>ofLengths));
    putBits(match, load<u8>(matchExtras + <usize>ofMatch));
    flushBits();
    putBits(offset, ofOffset);
    flushBits();
    if (at === from) break;
    at -= SEQUENCE;
    lengths = load<u32>(at);
    match = load<u32>(at, 4) - 3;
    offset = load<u32>(at, 8);
    ofLengths = lengthCode(lengths);
    ofMatch = matchCode(match);
    ofOffset = offsetCode(offset);
    if (offsetMode !== SINGLE) offsetState = putSymbol(offsetEncoder, offsetState, ofOffset);
    if (matchMode !== SINGLE) matchState = putSymbol(matchEncoder, matchState, ofMatch);
    if (lengthMode !== SINGLE) lengthState = putSymbol(lengthEncoder, lengthState, ofLengths);
  }
  putBits(matchState, matchLog);
  putBits(offsetState, offsetLog);
  putBits(lengthState, lengthLog);
  flushBits();
  return endBits();
}

function increment(code: i32): void {
  const place = counts + ((<usize>code) << 2);
  store<u32>(place, load<u32>(place) + 1);
}

/** Decides on a table, writes what it needs, and builds the encoder. Returns the byte behind. */
function writeTable(
  n: i32,
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
    store<u8>(to, <u8>last);
    return to + 1;
  }
  const least = 32 - clz<i32>(kinds);
  const wanted = max(max(5, least), 29 - clz<i32>(n - 1));
  const own = min(mostLog, wanted);
  normalise(counts, last + 1, n, own, norm);
  const end = writeCounts(norm, last + 1, own, to);
  const described = cost(norm, last + 1, own) + ((<u32>(end - to)) << 11);
  if (last < predefinedSymbols && cost(predefined, last + 1, predefinedLog) <= described) {
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
function cost(norm: usize, n: i32, log: i32): u32 {
  let sum: u32 = 0;
  for (let symbol = 0; symbol < n; symbol++) {
    const count = load<u32>(counts + ((<usize>symbol) << 2));
    if (count === 0) continue;
    const share = abs(<i32>load<i16>(norm + ((<usize>symbol) << 1)));
    sum += count * (((<u32>log) << 8) - log256(<u32>share));
  }
  return sum;
}
