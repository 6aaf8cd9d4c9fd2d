// Decoding tables for the Huffman codes of DEFLATE (RFC 1951, sections 3.2.2 to 3.2.7).
//
// The low bits of the input select an entry of the main table; codes longer than its bits go on in
// a subtable, selected by the bits that follow. An entry is a u32:
//
//   bits 0-5    bits to take from the input, extra bits included
//   bit 7       LITERAL
//
// and for a literal, or two of them:
//
//   bits 8-15   the byte
//   bits 16-23  the byte after it; bits 0-5 span both codes
//   bits 24-27  bits of the first code alone
//   bits 30-31  how many bytes: 1 or 2
//
// for all others:
//
//   bits 8-12   2 + the bits of the code alone, which stand before the extra bits
//   bit 14      SPECIAL: neither length nor distance. The pointer to a subtable has 4 times its first
//               entry in bits 16-31 and 2 + its bits in bits 8-12
//   bit 15      STOP, with SPECIAL: no pointer. The end of the block has 0 in bits 16-31, else the
//               code does not exist
//   bits 16-31  (none of these) the shortest match, or the least distance
//
// The 2 are because decoding keeps two bits below those of the input: what it masks is 4 times the
// entry's number, its place.

export const LITERAL: u32 = 1 << 7;
export const SPECIAL: u32 = 1 << 14;
export const STOP: u32 = 1 << 15;
const INVALID: u32 = SPECIAL | STOP | (1 << 16);

export const LENGTH_CODE: i32 = 0;
export const LITERAL_CODE: i32 = 1;
export const DISTANCE_CODE: i32 = 2;

const MAX_BITS: i32 = 15;

/** RFC 1951, section 3.2.5: codes 257 to 285. */
const matchBases: usize = memory.data<u16>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
]);
const matchExtras: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
const MATCHES: i32 = 29;

const distanceBases: usize = memory.data<u16>([
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
]);
const distanceExtras: usize = memory.data<u8>([
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
]);
const DISTANCES: i32 = 30;

/** u32[16]: symbols of each length; u32[16]: where those of each length begin in `sorted`. */
const counts: usize = memory.data(64, 16);
const starts: usize = memory.data(64, 16);
/** u16[288]: symbols by length, then by value. */
const sorted: usize = memory.data(288 * 2, 16);

/**
 * Builds the table of a canonical code, with the strictness of zlib's inflate_table: the code must
 * be complete, except that one code of one bit, or no distance code at all, may leave a gap.
 *
 * @param kind     what the symbols mean: LENGTH_CODE, LITERAL_CODE or DISTANCE_CODE
 * @param lengths  u8[n], bits of each symbol's code, 0 to 15, 0 for none
 * @param n        at most 288
 * @param table    u32[], written: for 2^size entries and their subtables. 288 symbols need at most
 *   2342 entries at 11 bits, 32 symbols 402 at 8 (zlib's examples/enough.c)
 * @param size     bits of the main table
 * @returns whether the lengths form a code
 */
export function buildTable(kind: i32, lengths: usize, n: i32, table: usize, size: i32): bool {
  // Not memory.fill and memory.copy: calls out of the engine's code cost more than these few bytes.
  for (let i: usize = 0; i < 64; i += 16) v128.store(counts + i, i64x2.splat(0));
  for (let i = 0; i < n; i++) {
    const count = counts + ((<usize>load<u8>(lengths + <usize>i)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  let space: i32 = 1;
  let longest = 0;
  let start: u32 = 0;
  for (let length = 1; length <= MAX_BITS; length++) {
    const count = load<u32>(counts + ((<usize>length) << 2));
    store<u32>(starts + ((<usize>length) << 2), start);
    start += count;
    space = (space << 1) - <i32>count;
    if (space < 0) return false;
    if (count > 0) longest = length;
  }
  if (space > 0) {
    if (longest > 1 || kind === LENGTH_CODE) return false;
    // At most one code of one bit: the other bit, or both, stand for nothing.
    store<u32>(table, INVALID);
    store<u32>(table, INVALID, 4);
    for (let i = 0; i < n; i++) {
      if (load<u8>(lengths + <usize>i)) store<u32>(table, entryOf(kind, i, 1));
    }
    widen(table, 1, size);
    return true;
  }
  for (let i = 0; i < n; i++) {
    const length = <usize>load<u8>(lengths + <usize>i);
    if (length === 0) continue;
    const place = starts + (length << 2);
    const at = load<u32>(place);
    store<u16>(sorted + ((<usize>at) << 1), i);
    store<u32>(place, at + 1);
  }

  const bits = longest < size ? longest : size;
  let symbol = sorted;
  // Codes are packed from their first bit on, so they appear in the input with their bits reversed.
  let code: u32 = 0;
  for (let length = 1; length <= bits; length++) {
    // One more bit selects: all there is holds for both its values. Slots without a code yet get
    // one before the end, since the code is complete.
    const filled = (<usize>4) << (length - 1);
    repeat(table, filled);
    for (let k = load<u32>(counts + ((<usize>length) << 2)); k > 0; k--) {
      store<u32>(table + ((<usize>code) << 2), entryOf(kind, <i32>load<u16>(symbol), length));
      symbol += 2;
      code = following(code, length);
    }
  }

  widen(table, bits, size);

  const mask: u32 = (1 << bits) - 1;
  let end: u32 = 1 << bits;
  let prefix: u32 = u32.MAX_VALUE;
  let subtable: u32 = 0;
  let slots: u32 = 0;
  for (let length = bits + 1; length <= longest; length++) {
    for (let k = <i32>load<u32>(counts + ((<usize>length) << 2)); k > 0; k--) {
      if ((code & mask) !== prefix) {
        prefix = code & mask;
        // As many bits as it takes until the codes from here on fill all slots.
        let more = length - bits;
        let room: i32 = (1 << more) - k;
        while (room > 0) {
          more++;
          room = (room << 1) - <i32>load<u32>(counts + ((<usize>(bits + more)) << 2));
        }
        subtable = end;
        slots = 1 << more;
        end += slots;
        const pointer = (subtable << 18) | SPECIAL | ((<u32>(more + 2)) << 8) | bits;
        store<u32>(table + ((<usize>prefix) << 2), pointer);
      }
      const entry = entryOf(kind, <i32>load<u16>(symbol), length - bits);
      for (let slot = code >> bits; slot < slots; slot += 1 << (length - bits)) {
        store<u32>(table + ((<usize>(subtable + slot)) << 2), entry);
      }
      symbol += 2;
      code = following(code, length);
    }
  }
  return true;
}

/** Has a table of 2^bits entries hold for more bits: codes that they complete ignore those. */
function widen(table: usize, bits: i32, size: i32): void {
  for (; bits < size; bits++) repeat(table, (<usize>4) << bits);
}

/**
 * Joins two literals in each main entry whose bits select both. Of a table that was just built.
 *
 * @param table  u32[2^size], as built for LITERAL_CODE
 */
export function pairLiterals(table: usize, size: i32): void {
  const end = 1 << size;
  for (let i = 0; i < end; i++) {
    const place = table + ((<usize>i) << 2);
    const first = load<u32>(place);
    const used = first & 63;
    if (!(first & LITERAL)) continue;
    // An earlier slot (or this one, at 0), which may have been joined: its first literal counts.
    const second = load<u32>(table + ((<usize>(i >> used)) << 2));
    const both = used + ((second >> 24) & 15);
    if (!(second & LITERAL) || both > <u32>size) continue;
    const bytes = (first & 0xff00) | ((second & 0xff00) << 8);
    store<u32>(place, (2 << 30) | (used << 24) | bytes | LITERAL | both);
  }
}

/** Copies the first `bytes` (a power of two, at least 4) of a table behind themselves. */
function repeat(table: usize, bytes: usize): void {
  if (bytes === 4) store<u32>(table, load<u32>(table), 4);
  else if (bytes === 8) store<u64>(table, load<u64>(table), 8);
  else {
    for (const end = table + bytes; table < end; table += 16) {
      v128.store(table + bytes, v128.load(table));
    }
  }
}

/** The code after `code` among those of `length` bits, both with their bits reversed. */
function following(code: u32, length: i32): u32 {
  // Adding one from the first bit on: clear the leading ones, set the zero behind them.
  const zeros = code ^ ((1 << length) - 1);
  const bit: u32 = 1 << (31 - clz(zeros));
  return (code & (bit - 1)) | bit;
}

/** The entry of a symbol whose code has `length` bits (in this table). */
function entryOf(kind: i32, symbol: i32, length: i32): u32 {
  const bits: u32 = ((length + 2) << 8) | length;
  if (kind === LITERAL_CODE) {
    if (symbol < 256) return (1 << 30) | (length << 24) | (symbol << 8) | LITERAL | length;
    if (symbol === 256) return SPECIAL | STOP | bits;
    const i = symbol - 257;
    if (i >= MATCHES) return INVALID;
    const base = <u32>load<u16>(matchBases + ((<usize>i) << 1));
    return (base << 16) | (bits + <u32>load<u8>(matchExtras + <usize>i));
  }
  if (kind === DISTANCE_CODE) {
    if (symbol >= DISTANCES) return INVALID;
    const base = <u32>load<u16>(distanceBases + ((<usize>symbol) << 1));
    return (base << 16) | (bits + <u32>load<u8>(distanceExtras + <usize>symbol));
  }
  return ((<u32>symbol) << 16) | bits;
}
