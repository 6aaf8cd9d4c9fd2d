// zlib streams: RFC 1950 and 1951

import { codec_adler32 } from "../adler32";
import { beginBits, endForwardBits } from "../bits";
import { writeBlock } from "./block";
import { blockEnd, findTokens, PLACES } from "./matches";

/** Literals and matches of a block, at most. */
const TOKENS: i32 = 32768;

/** Bytes of memory that compressing needs besides. */
export function codec_deflate_compress_memory(): i32 {
  return <i32>PLACES + (TOKENS << 2);
}

/**
 * Encodes a zlib stream with Huffman codes of its own for each block, so that the same input gives the
 * same stream everywhere: about as small as zlib's level 1.
 *
 * @param source u8[n]
 * @param target u8[n + n / 4096 + 64], written
 * @param work   u8[codec_deflate_compress_memory()], overwritten
 * @returns bytes of the stream
 */
export function codec_deflate_compress(source: usize, n: i32, target: usize, work: usize): i32 {
  memory.fill(work, 0, PLACES);
  // Deflate with a window of 32 kB, fastest.
  store<u8>(target, 0x78);
  store<u8>(target, 0x01, 1);
  beginBits(target + 2);
  const end = source + <usize>n;
  const tokens = work + PLACES;
  let from = source;
  do {
    const count = findTokens(source, from, end, work, tokens, TOKENS);
    const stop = blockEnd();
    writeBlock(from, stop - from, tokens, count, stop === end);
    from = stop;
  } while (from < end);
  const to = endForwardBits();
  store<u32>(to, bswap<u32>(codec_adler32(source, n)));
  return <i32>(to + 4 - target);
}
