// The literals of a block: RFC 8878, section 3.1.1.3.1

import { buildCodes, writeCodes, writeTree } from "./huffman";

/** Fewer literals are stored as they are. */
const LEAST: usize = 64;
/** From here on there are four streams. */
const FOUR: usize = 256;
/** Of all literals, so much must be saved. */
const SAVING: usize = 6;

/** u32[256] four times: counts of literals. */
const counts: usize = memory.data(4096, 16);

/**
 * Writes the section.
 *
 * @param from u8[n], n at most 131072; 8 bytes behind can be read
 * @returns the byte behind it
 */
export function writeLiterals(from: usize, n: usize, to: usize): usize {
  if (n >= LEAST) {
    const most = countLiterals(from, n);
    if (<usize>most === n) {
      const end = writePlainHeader(1, n, to);
      store<u8>(end, load<u8>(from));
      return end + 1;
    }
    // Bytes that are all about as frequent are not worth a code.
    if (<usize>most > (n >> 7) + 4) {
      const end = writeCompressed(from, n, to);
      if (end !== 0) return end;
    }
  }
  const end = writePlainHeader(0, n, to);
  memory.copy(end, from, n);
  return end + n;
}

/**
 * Counts in four tables, which bytes take in turn, so that neither runs of a byte nor numbers that begin with
 * the same one wait for each other; returns the most.
 */
function countLiterals(from: usize, n: usize): u32 {
  memory.fill(counts, 0, 4096);
  const one = counts + 1024;
  const two = counts + 2048;
  const three = counts + 3072;
  const end = from + n;
  let at = from;
  for (; at + 16 <= end; at += 16) {
    countFour(load<u32>(at), counts, one, two, three);
    countFour(load<u32>(at, 4), one, two, three, counts);
    countFour(load<u32>(at, 8), two, three, counts, one);
    countFour(load<u32>(at, 12), three, counts, one, two);
  }
  for (; at < end; at++) increment(counts + ((<usize>load<u8>(at)) << 2));
  let most: u32 = 0;
  for (let i: usize = 0; i < 1024; i += 4) {
    const place = counts + i;
    const sum = load<u32>(place) + load<u32>(place, 1024) + load<u32>(place, 2048);
    const count = sum + load<u32>(place, 3072);
    store<u32>(place, count);
    if (count > most) most = count;
  }
  return most;
}

/** Counts the bytes of a word, each in a table. */
function countFour(word: u32, a: usize, b: usize, c: usize, d: usize): void {
  increment(a + ((<usize>word & 255) << 2));
  increment(b + ((<usize>(word >> 8) & 255) << 2));
  increment(c + ((<usize>(word >> 16) & 255) << 2));
  increment(d + ((<usize>word >> 24) << 2));
}

function increment(place: usize): void {
  store<u32>(place, load<u32>(place) + 1);
}

/** Literals as they are, or one of them. */
function writePlainHeader(type: u32, n: usize, to: usize): usize {
  if (n < 32) {
    store<u8>(to, <u8>(type | ((<u32>n) << 3)));
    return to + 1;
  }
  if (n < 4096) {
    store<u16>(to, <u16>(type | (1 << 2) | ((<u32>n) << 4)));
    return to + 2;
  }
  const head = type | (3 << 2) | ((<u32>n) << 4);
  store<u16>(to, <u16>head);
  store<u8>(to, <u8>(head >> 16), 2);
  return to + 3;
}

/** Returns 0 where that saves too little. */
function writeCompressed(from: usize, n: usize, to: usize): usize {
  const bits = buildCodes(counts);
  const limit = n - (n >> SAVING) - 2;
  if (<usize>(bits >> 3) >= limit) return 0;
  const four = n >= FOUR;
  const header: usize = n < 1024 ? 3 : n < 16384 ? 4 : 5;
  const tree = to + header;
  let end = writeTree(tree);
  if (end === 0) return 0;
  if (four) {
    const part = (n + 3) >> 2;
    const jumps = end;
    end += 6;
    for (let i: usize = 0; i < 4; i++) {
      const start = end;
      const length = i < 3 ? part : n - 3 * part;
      end = writeCodes(from + i * part, length, end);
      if (i < 3) store<u16>(jumps + 2 * i, <u16>(end - start));
    }
  } else {
    end = writeCodes(from, n, end);
  }
  const length = end - tree;
  if (length >= limit) return 0;
  const width: u64 = n < 1024 ? 10 : n < 16384 ? 14 : 18;
  const format: u64 = !four ? 0 : n < 1024 ? 1 : n < 16384 ? 2 : 3;
  const head = 2 | (format << 2) | ((<u64>n) << 4) | ((<u64>length) << (4 + width));
  for (let i: usize = 0; i < header; i++) store<u8>(to + i, <u8>(head >> ((<u64>i) << 3)));
  return end;
}
