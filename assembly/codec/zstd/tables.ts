// Codes of literal lengths, match lengths and offsets: RFC 8878, section 3.1.1.3.2.1

import { buildSingle, buildTable, counts, countsLog, countsSymbols, readCounts } from "./fse";
import { FSE, TRUNCATED } from "./status";

/** u64[512], u64[512], u64[256]: decoding tables (see `buildTable`). */
export const lengthTable: usize = memory.data(4096, 64);
export const matchTable: usize = memory.data(4096, 64);
export const offsetTable: usize = memory.data(2048, 64);

/** Accuracy logs of the three tables; -1 when this frame had none that could be repeated. */
let lengthLog: i32 = -1;
let matchLog: i32 = -1;
let offsetLog: i32 = -1;

const LENGTHS: i32 = 36;
const lengthBaselines: usize = memory.data<u32>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128,
  256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536,
]);
export const lengthExtras: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12,
  13, 14, 15, 16,
]);
const MATCHES: i32 = 53;
const matchBaselines: usize = memory.data<u32>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
  29, 30, 31, 32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051,
  4099, 8195, 16387, 32771, 65539,
]);
export const matchExtras: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
  1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
]);
/** An offset code is its number of extra bits. */
const OFFSETS: i32 = 32;
const offsetBaselines: usize = memory.data<u32>([
  0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400, 0x800, 0x1000, 0x2000, 0x4000,
  0x8000, 0x10000, 0x20000, 0x40000, 0x80000, 0x100000, 0x200000, 0x400000, 0x800000, 0x1000000,
  0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000, 0x80000000,
]);
const offsetExtras: usize = memory.data<u8>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
  27, 28, 29, 30, 31,
]);

// Predefined distributions: section 3.1.1.3.2.2
export const lengthCounts: usize = memory.data<i16>([
  4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1,
  -1, -1, -1, -1,
]);
export const matchCounts: usize = memory.data<i16>([
  1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
]);
export const offsetCounts: usize = memory.data<i16>([
  1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1,
]);

export function lengthTableLog(): i32 {
  return lengthLog;
}

export function matchTableLog(): i32 {
  return matchLog;
}

export function offsetTableLog(): i32 {
  return offsetLog;
}

/** Forgets the tables of the frame before. */
export function resetTables(): void {
  lengthLog = -1;
  matchLog = -1;
  offsetLog = -1;
}

/**
 * Reads the three tables of a block.
 *
 * @param modes  byte of compression modes
 * @param from   u8[n]; 4 bytes behind them are readable
 * @returns bytes used, or minus a status
 */
export function readTables(modes: i32, from: usize, n: i32): i32 {
  let used = readTable(
    modes >> 6,
    from,
    n,
    lengthBaselines,
    lengthExtras,
    LENGTHS,
    9,
    lengthCounts,
    LENGTHS,
    6,
    lengthTable,
    lengthLog,
  );
  if (used < 0) return used;
  lengthLog = tableLog;
  const forOffsets = readTable(
    (modes >> 4) & 3,
    from + <usize>used,
    n - used,
    offsetBaselines,
    offsetExtras,
    OFFSETS,
    8,
    offsetCounts,
    29,
    5,
    offsetTable,
    offsetLog,
  );
  if (forOffsets < 0) return forOffsets;
  offsetLog = tableLog;
  used += forOffsets;
  const forMatches = readTable(
    (modes >> 2) & 3,
    from + <usize>used,
    n - used,
    matchBaselines,
    matchExtras,
    MATCHES,
    9,
    matchCounts,
    MATCHES,
    6,
    matchTable,
    matchLog,
  );
  if (forMatches < 0) return forMatches;
  matchLog = tableLog;
  return used + forMatches;
}

/** Accuracy log of the table that `readTable` made last. */
let tableLog: i32 = 0;

/** One table: predefined, one symbol, described, or that of the block before. */
function readTable(
  mode: i32,
  from: usize,
  n: i32,
  baselines: usize,
  extras: usize,
  symbols: i32,
  mostLog: i32,
  predefined: usize,
  predefinedSymbols: i32,
  predefinedLog: i32,
  table: usize,
  logBefore: i32,
): i32 {
  if (mode === 0) {
    buildTable(predefined, predefinedSymbols, predefinedLog, baselines, extras, table);
    tableLog = predefinedLog;
    return 0;
  }
  if (mode === 1) {
    if (n < 1) return -TRUNCATED;
    const symbol = <i32>load<u8>(from);
    if (symbol >= symbols) return -FSE;
    buildSingle(
      load<u32>(baselines + ((<usize>symbol) << 2)),
      load<u8>(extras + <usize>symbol),
      table,
    );
    tableLog = 0;
    return 1;
  }
  if (mode === 2) {
    const used = readCounts(from, n, mostLog, symbols);
    if (used < 0) return used;
    tableLog = countsLog();
    buildTable(counts, countsSymbols(), tableLog, baselines, extras, table);
    return used;
  }
  tableLog = logBefore;
  return logBefore < 0 ? -FSE : 0;
}
