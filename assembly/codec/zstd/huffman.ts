// Huffman-coded streams: RFC 8878, section 4.2.2. Streams are read from their last byte backwards.

import { huffmanBits, huffmanSymbols } from "./huffman-table";
import { HUFFMAN } from "./status";

/** Shift that leaves the 11 bits of a table index. */
const INDEX_SHIFT: u64 = 53;

/**
 * Decodes one stream into exactly `length` bytes, which use up all its bits.
 *
 * @param from  u8[n]; 8 bytes before them are readable
 * @param to    u8[length], written
 * @returns status
 */
export function decodeStream(from: usize, n: i32, to: usize, length: i32): i32 {
  if (n < 1) return HUFFMAN;
  const last = <u32>load<u8>(from + <usize>n - 1);
  if (last === 0) return HUFFMAN;
  return decodeTail(from, (n << 3) - (<i32>clz<u32>(last) - 23), to, to + <usize>length);
}

/** The same for the rest of a stream, of which the lowest `bits` are unread. */
function decodeTail(from: usize, bits: i32, to: usize, end: usize): i32 {
  const before = from - 7;
  // Five codes take at most 55 bits of the 56 or more that a word has.
  while (end - to >= 5) {
    if (bits < 0) return HUFFMAN;
    let word = load<u64>(before + <usize>(bits >> 3)) << (8 - (bits & 7));
    for (let i = 0; i < 5; i++) {
      const slot = <usize>(word >> INDEX_SHIFT);
      const used = <i32>load<u8>(slot, huffmanBits);
      word <<= used;
      bits -= used;
      store<u8>(to + <usize>i, load<u8>(slot, huffmanSymbols));
    }
    to += 5;
  }
  for (; to < end; to++) {
    if (bits < 0) return HUFFMAN;
    const word = load<u64>(before + <usize>(bits >> 3)) << (8 - (bits & 7));
    const slot = <usize>(word >> INDEX_SHIFT);
    bits -= <i32>load<u8>(slot, huffmanBits);
    store<u8>(to, load<u8>(slot, huffmanSymbols));
  }
  return bits === 0 ? 0 : HUFFMAN;
}

/**
 * Decodes four streams, each a quarter of the output, side by side: their chains of table look-ups
 * do not wait for each other.
 *
 * @param from    u8[n]: three u16 sizes, then the streams; 8 bytes before them are readable
 * @param to      u8[length], written
 * @param length  at least 6
 * @returns status
 */
export function decodeFourStreams(from: usize, n: i32, to: usize, length: i32): i32 {
  if (n < 10) return HUFFMAN;
  const n0 = <i32>load<u16>(from);
  const n1 = <i32>load<u16>(from, 2);
  const n2 = <i32>load<u16>(from, 4);
  const n3 = n - 6 - n0 - n1 - n2;
  if (n0 < 1 || n1 < 1 || n2 < 1 || n3 < 1) return HUFFMAN;
  const from0 = from + 6;
  const from1 = from0 + <usize>n0;
  const from2 = from1 + <usize>n1;
  const from3 = from2 + <usize>n2;
  const end = from3 + <usize>n3;
  const quarter = <usize>((length + 3) >> 2);
  const end3 = to + <usize>length;
  let to0 = to;
  let to1 = to + quarter;
  let to2 = to1 + quarter;
  let to3 = to2 + quarter;

  // A word has its unread bits on top; its lowest 1 tells how many were read. The bits of the last
  // byte from the highest 1 upward mark the end.
  const last0 = <u32>load<u8>(from1 - 1);
  const last1 = <u32>load<u8>(from2 - 1);
  const last2 = <u32>load<u8>(from3 - 1);
  const last3 = <u32>load<u8>(end - 1);
  if (last0 === 0 || last1 === 0 || last2 === 0 || last3 === 0) return HUFFMAN;
  let at0 = from1 - 8;
  let at1 = from2 - 8;
  let at2 = from3 - 8;
  let at3 = end - 8;
  const skip0 = clz<u32>(last0) - 23;
  let word0 = (load<u64>(at0) | 1) << skip0;
  const skip1 = clz<u32>(last1) - 23;
  let word1 = (load<u64>(at1) | 1) << skip1;
  const skip2 = clz<u32>(last2) - 23;
  let word2 = (load<u64>(at2) | 1) << skip2;
  const skip3 = clz<u32>(last3) - 23;
  let word3 = (load<u64>(at3) | 1) << skip3;

  for (;;) {
    // Rounds of five codes that surely fit: a round takes at most 7 bytes of each stream.
    let least = <i32>(at0 - from0);
    least = min(least, <i32>(at1 - from1));
    least = min(least, <i32>(at2 - from2));
    least = min(least, <i32>(at3 - from3));
    if (least < 7) break;
    const rounds = min(<u32>least / 7, <u32>(end3 - to3) / 5);
    if (rounds === 0) break;
    const stop = to0 + <usize>(rounds * 5);
    do {
      // Written out: as a loop it is 15% slower (measured).
      let code0 = <usize>(word0 >> INDEX_SHIFT);
      let code1 = <usize>(word1 >> INDEX_SHIFT);
      let code2 = <usize>(word2 >> INDEX_SHIFT);
      let code3 = <usize>(word3 >> INDEX_SHIFT);
      word0 <<= <u64>load<u8>(code0, huffmanBits);
      word1 <<= <u64>load<u8>(code1, huffmanBits);
      word2 <<= <u64>load<u8>(code2, huffmanBits);
      word3 <<= <u64>load<u8>(code3, huffmanBits);
      store<u8>(to0, load<u8>(code0, huffmanSymbols));
      store<u8>(to1, load<u8>(code1, huffmanSymbols));
      store<u8>(to2, load<u8>(code2, huffmanSymbols));
      store<u8>(to3, load<u8>(code3, huffmanSymbols));
      code0 = <usize>(word0 >> INDEX_SHIFT);
      code1 = <usize>(word1 >> INDEX_SHIFT);
      code2 = <usize>(word2 >> INDEX_SHIFT);
      code3 = <usize>(word3 >> INDEX_SHIFT);
      word0 <<= <u64>load<u8>(code0, huffmanBits);
      word1 <<= <u64>load<u8>(code1, huffmanBits);
      word2 <<= <u64>load<u8>(code2, huffmanBits);
      word3 <<= <u64>load<u8>(code3, huffmanBits);
      store<u8>(to0, load<u8>(code0, huffmanSymbols), 1);
      store<u8>(to1, load<u8>(code1, huffmanSymbols), 1);
      store<u8>(to2, load<u8>(code2, huffmanSymbols), 1);
      store<u8>(to3, load<u8>(code3, huffmanSymbols), 1);
      code0 = <usize>(word0 >> INDEX_SHIFT);
      code1 = <usize>(word1 >> INDEX_SHIFT);
      code2 = <usize>(word2 >> INDEX_SHIFT);
      code3 = <usize>(word3 >> INDEX_SHIFT);
      word0 <<= <u64>load<u8>(code0, huffmanBits);
      word1 <<= <u64>load<u8>(code1, huffmanBits);
      word2 <<= <u64>load<u8>(code2, huffmanBits);
      word3 <<= <u64>load<u8>(code3, huffmanBits);
      store<u8>(to0, load<u8>(code0, huffmanSymbols), 2);
      store<u8>(to1, load<u8>(code1, huffmanSymbols), 2);
      store<u8>(to2, load<u8>(code2, huffmanSymbols), 2);
      store<u8>(to3, load<u8>(code3, huffmanSymbols), 2);
      code0 = <usize>(word0 >> INDEX_SHIFT);
      code1 = <usize>(word1 >> INDEX_SHIFT);
      code2 = <usize>(word2 >> INDEX_SHIFT);
      code3 = <usize>(word3 >> INDEX_SHIFT);
      word0 <<= <u64>load<u8>(code0, huffmanBits);
      word1 <<= <u64>load<u8>(code1, huffmanBits);
      word2 <<= <u64>load<u8>(code2, huffmanBits);
      word3 <<= <u64>load<u8>(code3, huffmanBits);
      store<u8>(to0, load<u8>(code0, huffmanSymbols), 3);
      store<u8>(to1, load<u8>(code1, huffmanSymbols), 3);
      store<u8>(to2, load<u8>(code2, huffmanSymbols), 3);
      store<u8>(to3, load<u8>(code3, huffmanSymbols), 3);
      code0 = <usize>(word0 >> INDEX_SHIFT);
      code1 = <usize>(word1 >> INDEX_SHIFT);
      code2 = <usize>(word2 >> INDEX_SHIFT);
      code3 = <usize>(word3 >> INDEX_SHIFT);
      word0 <<= <u64>load<u8>(code0, huffmanBits);
      word1 <<= <u64>load<u8>(code1, huffmanBits);
      word2 <<= <u64>load<u8>(code2, huffmanBits);
      word3 <<= <u64>load<u8>(code3, huffmanBits);
      store<u8>(to0, load<u8>(code0, huffmanSymbols), 4);
      store<u8>(to1, load<u8>(code1, huffmanSymbols), 4);
      store<u8>(to2, load<u8>(code2, huffmanSymbols), 4);
      store<u8>(to3, load<u8>(code3, huffmanSymbols), 4);
      to0 += 5;
      to1 += 5;
      to2 += 5;
      to3 += 5;
      const read0 = ctz(word0);
      const read1 = ctz(word1);
      const read2 = ctz(word2);
      const read3 = ctz(word3);
      at0 -= <usize>(read0 >> 3);
      at1 -= <usize>(read1 >> 3);
      at2 -= <usize>(read2 >> 3);
      at3 -= <usize>(read3 >> 3);
      word0 = (load<u64>(at0) | 1) << (read0 & 7);
      word1 = (load<u64>(at1) | 1) << (read1 & 7);
      word2 = (load<u64>(at2) | 1) << (read2 & 7);
      word3 = (load<u64>(at3) | 1) << (read3 & 7);
    } while (to0 < stop);
  }

  const left0 = <i32>(at0 - from0) * 8 + 64 - <i32>ctz(word0);
  const left1 = <i32>(at1 - from1) * 8 + 64 - <i32>ctz(word1);
  const left2 = <i32>(at2 - from2) * 8 + 64 - <i32>ctz(word2);
  const left3 = <i32>(at3 - from3) * 8 + 64 - <i32>ctz(word3);
  return (
    decodeTail(from0, left0, to0, to + quarter) |
    decodeTail(from1, left1, to1, to + 2 * quarter) |
    decodeTail(from2, left2, to2, to + 3 * quarter) |
    decodeTail(from3, left3, to3, end3)
  );
}
