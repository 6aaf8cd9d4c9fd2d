// Finite state entropy: RFC 8878, section 4.1

import { FSE, TRUNCATED } from "./status";

/** Symbols that any table here has: 53 match length codes are the most. */
const SYMBOLS: i32 = 64;

/** i16[64]: normalised counts of the table being read; -1 is a probability below one. */
export const counts: usize = memory.data(128, 8);
/** u16[64]: the next state of each symbol while a table is built. */
const nexts: usize = memory.data(128, 8);

/** Accuracy log and number of symbols of the counts read last. */
let log: i32 = 0;
let symbols: i32 = 0;

export function countsLog(): i32 {
  return log;
}

export function countsSymbols(): i32 {
  return symbols;
}

/**
 * Reads normalised counts (section 4.1.1) into `counts`.
 *
 * @param from       u8[n]; 4 bytes behind them are readable
 * @param mostLog    greatest accuracy log allowed, at most 9
 * @param mostSymbols  symbols allowed, at most 64
 * @returns bytes used, or minus a status
 */
export function readCounts(from: usize, n: i32, mostLog: i32, mostSymbols: i32): i32 {
  if (n < 1) return -TRUNCATED;
  memory.fill(counts, 0, SYMBOLS * 2);
  log = (<i32>load<u8>(from) & 15) + 5;
  if (log > mostLog) return -FSE;
  const bits = n << 3;
  let at = 4;
  let remaining = (1 << log) + 1;
  let threshold = 1 << log;
  let width = log + 1;
  let symbol = 0;
  while (remaining > 1) {
    if (symbol >= mostSymbols) return -FSE;
    if (at >= bits) return -TRUNCATED;
    const word = <i32>(load<u32>(from + <usize>(at >> 3)) >> (at & 7));
    // Values below `small` take one bit less.
    const small = 2 * threshold - 1 - remaining;
    let count = word & (threshold - 1);
    if (count < small) {
      at += width - 1;
    } else {
      count = word & (2 * threshold - 1);
      if (count >= threshold) count -= small;
      at += width;
    }
    count--;
    store<i16>(counts + ((<usize>symbol) << 1), <i16>count);
    symbol++;
    remaining -= abs(count);
    while (remaining < threshold) {
      width--;
      threshold >>= 1;
    }
    if (count !== 0) continue;
    // Two bits say how many further symbols have a count of zero; 3 is followed by two more.
    let skip = 3;
    while (skip === 3) {
      if (at >= bits || symbol >= mostSymbols) return -FSE;
      skip = <i32>(load<u32>(from + <usize>(at >> 3)) >> (at & 7)) & 3;
      at += 2;
      symbol += skip;
    }
  }
  if (at > bits) return -TRUNCATED;
  symbols = symbol;
  return (at + 7) >> 3;
}

/**
 * Builds a decoding table (section 4.1.1, "From normalized distribution to decoding tables").
 *
 * An entry has the value's baseline in bits 0 to 31, its extra bits in 32 to 39, the bits that
 * lead to the next state in 40 to 47 and the least next state in 48 to 63.
 *
 * @param from     i16[n], counts that add up to 1 << log
 * @param baselines  u32[n]
 * @param extras   u8[n]
 * @param table    u64[1 << log], written
 */
export function buildTable(
  from: usize,
  n: i32,
  log: i32,
  baselines: usize,
  extras: usize,
  table: usize,
): void {
  const size = 1 << log;
  const mask = size - 1;
  let high = size - 1;
  for (let symbol = 0; symbol < n; symbol++) {
    let count = <i32>load<i16>(from + ((<usize>symbol) << 1));
    if (count === -1) {
      store<u64>(table + ((<usize>high) << 3), symbol);
      high--;
      count = 1;
    }
    store<u16>(nexts + ((<usize>symbol) << 1), <u16>count);
  }
  const step = (size >> 1) + (size >> 3) + 3;
  let position = 0;
  for (let symbol = 0; symbol < n; symbol++) {
    const count = <i32>load<i16>(from + ((<usize>symbol) << 1));
    for (let i = 0; i < count; i++) {
      store<u64>(table + ((<usize>position) << 3), symbol);
      do position = (position + step) & mask;
      while (position > high);
    }
  }
  for (let i = 0; i < size; i++) {
    const entry = table + ((<usize>i) << 3);
    const symbol = <usize>load<u64>(entry);
    const next = <u32>load<u16>(nexts + (symbol << 1));
    store<u16>(nexts + (symbol << 1), <u16>(next + 1));
    const width = log - (31 - <i32>clz<u32>(next));
    store<u64>(
      entry,
      makeEntry(
        load<u32>(baselines + (symbol << 2)),
        load<u8>(extras + symbol),
        width,
        ((<i32>next) << width) - size,
      ),
    );
  }
}

/** A table of one entry, which takes no bits and leads to itself. */
export function buildSingle(baseline: u32, extra: u32, table: usize): void {
  store<u64>(table, makeEntry(baseline, extra, 0, 0));
}

function makeEntry(baseline: u32, extra: u32, width: i32, next: i32): u64 {
  return <u64>baseline | ((<u64>extra) << 32) | ((<u64>width) << 40) | ((<u64>next) << 48);
}
