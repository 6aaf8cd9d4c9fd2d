// Finite state entropy, the way back: RFC 8878, section 4.1. What the decoder's table says is read
// from the other side: which state a symbol leads to from the state behind it.

import { beginBits, endForwardBits, flushBits, putBits } from "../bits";

/** Where symbols begin in an encoder: u16[512] next states, then { i32, i32 }[64] by symbol; 1536 bytes. */
const SYMBOLS: usize = 1024;
export const ENCODER: i32 = 1536;

/** u8[512]: the symbol at each place of the decoder's table. */
const places: usize = memory.data(512, 8);
/** u16[65]: where the states of a symbol begin, counted by symbol. */
const starts: usize = memory.data(132, 8);

function countOf(norm: usize, symbol: i32): i32 {
  return <i32>load<i16>(norm + ((<usize>symbol) << 1));
}

/**
 * Scales counts to a sum of 1 << log, each that is there at least 1.
 *
 * @param counts u32[n], of fewer than 1 << log kinds
 * @param total  their sum
 * @param norm   i16[n], written
 */
export function normalise(counts: usize, n: i32, total: u32, log: i32, norm: usize): void {
  const size = 1 << log;
  let left = size;
  for (let symbol = 0; symbol < n; symbol++) {
    const count = <u64>load<u32>(counts + ((<usize>symbol) << 2));
    let scaled = <i32>(((count << log) + (total >> 1)) / total);
    if (count > 0 && scaled === 0) scaled = 1;
    store<i16>(norm + ((<usize>symbol) << 1), <i16>scaled);
    left -= scaled;
  }
  while (left !== 0) {
    let largest = 0;
    for (let symbol = 1; symbol < n; symbol++) {
      if (countOf(norm, symbol) > countOf(norm, largest)) largest = symbol;
    }
    const change = left > 0 ? left : -1;
    store<i16>(norm + ((<usize>largest) << 1), <i16>(countOf(norm, largest) + change));
    left -= change;
  }
}

/**
 * Writes normalised counts (section 4.1.1).
 *
 * @param norm i16[n], the last above 0
 * @returns the byte behind
 */
export function writeCounts(norm: usize, n: i32, log: i32, to: usize): usize {
  beginBits(to);
  putBits(log - 5, 4);
  let remaining = (1 << log) + 1;
  let threshold = 1 << log;
  let width = log + 1;
  let symbol = 0;
  while (remaining > 1) {
    const count = countOf(norm, symbol);
    const small = 2 * threshold - 1 - remaining;
    remaining -= abs(count);
    let value = count + 1;
    if (value >= threshold) value += small;
    putBits(value, value < small ? width - 1 : width);
    flushBits();
    while (remaining < threshold) {
      width--;
      threshold >>= 1;
    }
    symbol++;
    if (count !== 0) continue;
    // How many further symbols have a count of zero, two bits at a time.
    let zeros = 0;
    while (symbol < n && countOf(norm, symbol) === 0) {
      zeros++;
      symbol++;
    }
    for (; zeros >= 3; zeros -= 3) {
      putBits(3, 2);
      flushBits();
    }
    putBits(zeros, 2);
  }
  return endForwardBits();
}

/**
 * Builds an encoder's table.
 *
 * @param norm  i16[n], counts that add up to 1 << log; -1 is a probability below one
 * @param table written
 */
export function buildEncoder(norm: usize, n: i32, log: i32, table: usize): void {
  const size = 1 << log;
  const mask = size - 1;
  let high = size - 1;
  let total = 0;
  for (let symbol = 0; symbol < n; symbol++) {
    const count = countOf(norm, symbol);
    store<u16>(starts + ((<usize>symbol) << 1), <u16>total);
    if (count === -1) {
      store<u8>(places + <usize>high, <u8>symbol);
      high--;
    }
    total += abs(count);
  }
  const step = (size >> 1) + (size >> 3) + 3;
  let position = 0;
  for (let symbol = 0; symbol < n; symbol++) {
    for (let i = countOf(norm, symbol); i > 0; i--) {
      store<u8>(places + <usize>position, <u8>symbol);
      do position = (position + step) & mask;
      while (position > high);
    }
  }
  for (let i = 0; i < size; i++) {
    const start = starts + ((<usize>load<u8>(places + <usize>i)) << 1);
    const at = load<u16>(start);
    store<u16>(start, at + 1);
    store<u16>(table + ((<usize>at) << 1), <u16>(size + i));
  }
  total = 0;
  for (let symbol = 0; symbol < n; symbol++) {
    const count = abs(countOf(norm, symbol));
    const entry = table + SYMBOLS + ((<usize>symbol) << 3);
    if (count === 0) continue;
    // Bits that lead from a state: `most`, or one less from states below `least`.
    const most = count === 1 ? log : log - (31 - clz<i32>(count - 1));
    store<i32>(entry, (most << 16) - (count << most));
    store<i32>(entry, total - count, 4);
    total += count;
  }
}

/** The entry of a symbol. */
export function entryOf(table: usize, symbol: u32): usize {
  return table + SYMBOLS + ((<usize>symbol) << 3);
}

/** The state behind the last symbol: the one that took fewest bits. */
export function firstState(table: usize, symbol: u32): u32 {
  const entry = entryOf(table, symbol);
  const bits = load<i32>(entry);
  const width = <u32>(bits + (1 << 15)) >> 16;
  return nextState(table, entry, (width << 16) - <u32>bits, width);
}

/** Bits of a state that lead from a symbol's to it. */
export function widthOf(entry: usize, state: u32): u32 {
  return (state + load<u32>(entry)) >> 16;
}

/** The state of a symbol, of which `width` bits lead to that behind it. */
export function nextState(table: usize, entry: usize, state: u32, width: u32): u32 {
  return <u32>load<u16>(table + ((<usize>((state >> width) + load<u32>(entry, 4))) << 1));
}

/** 256 times the logarithm of `n`, about. */
export function log256(n: u32): u32 {
  const whole = 31 - clz<u32>(n);
  return (whole << 8) + (((n << 8) >> whole) & 255);
}
