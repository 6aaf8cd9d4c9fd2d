// Huffman trees: RFC 8878, section 4.2.1

import { buildTable, counts, countsLog, countsSymbols, readCounts } from "./fse";
import { HUFFMAN, TRUNCATED } from "./status";

/** Longest code, and bits that index the table. */
export const HUFFMAN_LOG: i32 = 11;
const MOST_WEIGHTS: i32 = 255;
/** Accuracy log of the weights' own table, and its symbols. */
const WEIGHTS_LOG: i32 = 6;
const WEIGHT_SYMBOLS: i32 = 13;

/**
 * u8[2048] each: bits of the code, and its symbol, by the next 11 bits. Apart, since each look-up
 * waits for the bits before it: without a shift to unpack them it is 7% faster (measured).
 */
export const huffmanBits: usize = memory.data(2048, 64);
export const huffmanSymbols: usize = memory.data(2048, 64);
/** u8[256]: weight of each symbol. */
const weights: usize = memory.data(256, 16);
/** u64[64]: decoding table of the weights. */
const weightsTable: usize = memory.data(512, 8);
/** u16[16]: first table index of each weight. */
const starts: usize = memory.data(32, 8);
/** For a table of plain symbols: u32[13] of 0 to 12, and no extra bits. */
const identity: usize = memory.data<u32>([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
const noExtras: usize = memory.data(16, 8);

/**
 * Reads a tree description and builds the tables.
 *
 * @param from  u8[n]; 8 bytes before and behind them are readable
 * @returns bytes used, or minus a status
 */
export function readTree(from: usize, n: i32): i32 {
  if (n < 1) return -TRUNCATED;
  const header = <i32>load<u8>(from);
  let used: i32;
  let symbols: i32;
  if (header >= 128) {
    symbols = header - 127;
    used = 1 + ((symbols + 1) >> 1);
    if (used > n) return -TRUNCATED;
    for (let i = 0; i < symbols; i += 2) {
      const pair = load<u8>(from + <usize>(i >> 1), 1);
      store<u8>(weights + <usize>i, pair >> 4);
      store<u8>(weights + <usize>i, pair & 15, 1);
    }
  } else {
    used = 1 + header;
    if (used > n) return -TRUNCATED;
    symbols = readWeights(from + 1, header);
    if (symbols < 0) return symbols;
  }
  const status = fillTable(symbols);
  return status === 0 ? used : -status;
}

/** Weights coded with two alternating FSE states; returns their number, or minus a status. */
function readWeights(from: usize, n: i32): i32 {
  const used = readCounts(from, n, WEIGHTS_LOG, WEIGHT_SYMBOLS);
  if (used < 0) return used;
  const log = countsLog();
  buildTable(counts, countsSymbols(), log, identity, noExtras, weightsTable);
  from += <usize>used;
  n -= used;
  if (n < 1) return -TRUNCATED;
  const last = <u32>load<u8>(from + <usize>n - 1);
  if (last === 0) return -HUFFMAN;
  // Bits that remain below the highest one, which marks the end.
  let at = (n << 3) - (<i32>clz<u32>(last) - 23) - 2 * log;
  if (at < 0) return -HUFFMAN;
  const both = load<u32>(from + <usize>(at >> 3)) >> (at & 7);
  let even = (both >> log) & ((1 << log) - 1);
  let odd = both & ((1 << log) - 1);
  for (let i = 0; i < MOST_WEIGHTS - 1; i++) {
    const entry = load<u64>(weightsTable + ((<usize>even) << 3));
    store<u8>(weights + <usize>i, <u8>entry);
    const width = <i32>(entry >> 40) & 0xff;
    at -= width;
    if (at < 0) {
      // The state that was not to be advanced gives the last weight.
      store<u8>(weights + <usize>i, <u8>load<u64>(weightsTable + ((<usize>odd) << 3)), 1);
      return i + 2;
    }
    const bits = (load<u32>(from + <usize>(at >> 3)) >> (at & 7)) & ((1 << width) - 1);
    even = odd;
    odd = <u32>(entry >> 48) + bits;
  }
  return -HUFFMAN;
}

/** Adds the last weight, which is implied, and fills the table; returns a status. */
function fillTable(symbols: i32): i32 {
  memory.fill(starts, 0, 32);
  let total = 0;
  for (let i = 0; i < symbols; i++) {
    const weight = <i32>load<u8>(weights + <usize>i);
    if (weight > HUFFMAN_LOG) return HUFFMAN;
    total += (1 << weight) >> 1;
    const slot = starts + ((<usize>weight) << 1);
    store<u16>(slot, load<u16>(slot) + 1);
  }
  if (total === 0) return HUFFMAN;
  const log = 32 - <i32>clz<u32>(total);
  if (log > HUFFMAN_LOG) return HUFFMAN;
  const rest = (1 << log) - total;
  if ((rest & (rest - 1)) !== 0) return HUFFMAN;
  const implied = 32 - <i32>clz<u32>(rest);
  store<u8>(weights + <usize>symbols, <u8>implied);
  const slot = starts + ((<usize>implied) << 1);
  store<u16>(slot, load<u16>(slot) + 1);
  // The longest codes come in pairs.
  if (load<u16>(starts, 2) < 2) return HUFFMAN;
  // Counts to starts, for a table of 11 bits whatever the tree's depth.
  const deepen = HUFFMAN_LOG - log;
  let next = 0;
  for (let weight = 1; weight <= log; weight++) {
    const slot = starts + ((<usize>weight) << 1);
    const count = <i32>load<u16>(slot);
    store<u16>(slot, <u16>next);
    next += count << (weight - 1 + deepen);
  }
  for (let i = 0; i <= symbols; i++) {
    const weight = <i32>load<u8>(weights + <usize>i);
    if (weight === 0) continue;
    const slot = starts + ((<usize>weight) << 1);
    const start = <usize>load<u16>(slot);
    const entries = (<usize>1) << (weight - 1 + deepen);
    store<u16>(slot, <u16>(start + entries));
    const bits = <u8>(log + 1 - weight);
    const end = start + entries;
    if (entries >= 16) {
      for (let at = start; at < end; at += 16) {
        v128.store(at, i8x16.splat(bits), huffmanBits);
        v128.store(at, i8x16.splat(<i8>i), huffmanSymbols);
      }
    } else {
      for (let at = start; at < end; at++) {
        store<u8>(at, bits, huffmanBits);
        store<u8>(at, <u8>i, huffmanSymbols);
      }
    }
  }
  return 0;
}
