// Zstandard frames: RFC 8878, section 3.1.1

import { codec_xxhash64 } from "../xxhash64";
import { writeLiterals } from "./literals";
import { findMatches, literalsEnd, resetOffsets, restoreOffsets } from "./matches";
import { SEQUENCE, writeSequences } from "./sequences";

const MAGIC: u32 = 0xfd2fb528;
/** Bytes of a block, at most. */
const BLOCK: usize = 131072;
const MOST_LOG: u32 = 15;
const LEAST_LOG: u32 = 10;
/** The content's size is in the header, and its checksum behind. */
const SINGLE_SEGMENT = 1 << 5;
const CHECKED = 1 << 2;
const RAW: u32 = 0;
const COMPRESSED: u32 = 2;

/** The logarithm of the places that are remembered of `n` bytes. */
function tableLog(n: usize): u32 {
  return min(MOST_LOG, max(LEAST_LOG, 32 - clz<u32>(<u32>n)));
}

/** Bytes of memory that compressing `n` bytes needs besides. */
export function codec_zstd_compress_memory(n: i32): i32 {
  const block = min<usize>(<usize>n, BLOCK);
  const sequences = ((block >> 2) + 2) * SEQUENCE;
  return <i32>(((<usize>8) << tableLog(<usize>n)) + sequences + block + 64);
}

/**
 * Encodes a frame: greedy, with Huffman codes for literals and tables of its own for sequences where
 * they are worth it, so that the same input gives the same frame everywhere.
 *
 * @param source u8[n]
 * @param target u8[n + 4 * min(n, 131072) + n / 8192 + 64], written
 * @param work   u8[codec_zstd_compress_memory(n)], overwritten
 * @returns bytes of the frame
 */
export function codec_zstd_compress(source: usize, n: i32, target: usize, work: usize): i32 {
  const length = <usize>n;
  const log = tableLog(length);
  const long = work;
  const short = long + ((<usize>4) << log);
  const sequences = short + ((<usize>4) << log);
  const literals = sequences + ((min(length, BLOCK) >> 2) + 2) * SEQUENCE;
  memory.fill(long, 0, (<usize>8) << log);
  resetOffsets();
  let to = writeHeader(length, target);
  const end = source + length;
  let from = source;
  do {
    const size = min<usize>(end - from, BLOCK);
    const stop = from + size;
    const last: u32 = stop === end ? 1 : 0;
    const found = findMatches(source, from, stop, long, short, log, sequences, literals);
    let close = writeLiterals(literals, literalsEnd() - literals, to + 3);
    close = writeSequences(sequences, found, close);
    let type = COMPRESSED;
    if (close - to - 3 >= size) {
      type = RAW;
      memory.copy(to + 3, from, size);
      close = to + 3 + size;
      // A reader does not see the offsets of a block that is not compressed.
      restoreOffsets();
    }
    const header = last | (type << 1) | ((<u32>(close - to - 3)) << 3);
    store<u16>(to, <u16>header);
    store<u8>(to, <u8>(header >> 16), 2);
    to = close;
    from = stop;
  } while (from < end);
  store<u32>(to, <u32>codec_xxhash64(source, n, 0));
  return <i32>(to + 4 - target);
}

function writeHeader(n: usize, to: usize): usize {
  store<u32>(to, MAGIC);
  const flag = n < 256 ? 0 : n < 65792 ? 1 : 2;
  store<u8>(to, <u8>((flag << 6) | SINGLE_SEGMENT | CHECKED), 4);
  to += 5;
  if (flag === 0) {
    store<u8>(to, <u8>n);
    return to + 1;
  }
  if (flag === 1) {
    store<u16>(to, <u16>(n - 256));
    return to + 2;
  }
  store<u32>(to, <u32>n);
  return to + 4;
}
