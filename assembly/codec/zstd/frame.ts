// Zstandard frames: RFC 8878, section 3.1

import { codec_xxhash64 } from "../xxhash64";
import { literalsAddress, literalsLength, readLiterals, resetLiterals } from "./literals";
import { blockEnd, resetSequences, runSequences } from "./sequences";
import {
  BLOCK_SIZE,
  CHECKSUM,
  CONTENT_SIZE,
  DICTIONARY,
  NOT_ZSTD,
  RESERVED,
  TOO_LONG,
  TOO_SHORT,
  TRUNCATED,
} from "./status";
import { resetTables } from "./tables";

const MAGIC: u32 = 0xfd2fb528;
const SKIPPABLE: u32 = 0x184d2a50;
/** Most bytes of a block, compressed or not (section 3.1.1.2.4). */
const MOST_BLOCK: u64 = 131072;
const NO_SIZE: u64 = u64.MAX_VALUE;

/**
 * Decompresses Zstandard frames, of which there may be several, and skippable ones among them.
 * On any input, within the given bounds.
 *
 * Up to 64 bytes behind the input may be read; nothing is written outside the output.
 *
 * @param source  u8[n]
 * @param target  u8[length], written
 * @returns 0 when the whole input gives exactly `length` bytes, else what is wrong (status.ts)
 */
export function codec_zstd(source: usize, n: i32, target: usize, length: i32): i32 {
  let from = source;
  const stop = source + <usize>n;
  let to = target;
  const end = target + <usize>length;
  // Pointers never pass the ends, so differences are never negative; sizes are compared with what
  // is left, and never added to a pointer before.
  if (n === 0) return TRUNCATED;
  while (from < stop) {
    if (stop - from < 8) return stop - from < 4 ? NOT_ZSTD : TRUNCATED;
    const magic = load<u32>(from);
    if ((magic & 0xfffffff0) === SKIPPABLE) {
      const size = <usize>load<u32>(from, 4);
      from += 8;
      if (size > stop - from) return TRUNCATED;
      from += size;
      continue;
    }
    if (magic !== MAGIC) return NOT_ZSTD;
    const descriptor = <i32>load<u8>(from, 4);
    from += 5;
    if ((descriptor & 8) !== 0) return RESERVED;
    const single = (descriptor >> 5) & 1;
    const dictionaryBytes = <usize>((1 << (descriptor & 3)) >> 1);
    let sizeBytes = <usize>((1 << (descriptor >> 6)) & 14);
    if (sizeBytes === 0) sizeBytes = single;
    const rest = <usize>(1 - single) + dictionaryBytes + sizeBytes;
    if (rest > stop - from) return TRUNCATED;
    // All output is at hand, so the window limits only the blocks.
    let window: u64 = 0;
    if (single === 0) {
      const exponent = <u64>(load<u8>(from) >> 3);
      const eighths = <u64>(load<u8>(from) & 7) + 8;
      window = eighths << (exponent + 7);
      from += 1;
    }
    const dictionary = load<u32>(from) & <u32>(((<u64>1) << (dictionaryBytes << 3)) - 1);
    if (dictionary !== 0) return DICTIONARY;
    from += dictionaryBytes;
    let size = NO_SIZE;
    if (sizeBytes === 1) size = load<u8>(from);
    else if (sizeBytes === 2) size = <u64>load<u16>(from) + 256;
    else if (sizeBytes === 4) size = load<u32>(from);
    else if (sizeBytes === 8) size = load<u64>(from);
    from += sizeBytes;
    if (size !== NO_SIZE && size > <u64>(end - to)) return TOO_LONG;
    if (single !== 0) window = size;
    const mostBlock = <usize>min(window, MOST_BLOCK);

    resetLiterals();
    resetTables();
    resetSequences();
    const frameStart = to;
    let header: u32 = 0;
    while ((header & 1) === 0) {
      if (stop - from < 3) return TRUNCATED;
      header = load<u32>(from) & 0xffffff;
      from += 3;
      const kind = (header >> 1) & 3;
      const blockSize = <usize>(header >> 3);
      if (kind === 3) return RESERVED;
      if (blockSize > mostBlock) return BLOCK_SIZE;
      if (kind === 1) {
        if (stop - from < 1) return TRUNCATED;
        if (blockSize > end - to) return TOO_LONG;
        memory.fill(to, load<u8>(from), blockSize);
        from += 1;
        to += blockSize;
        continue;
      }
      if (blockSize > stop - from) return TRUNCATED;
      if (kind === 0) {
        if (blockSize > end - to) return TOO_LONG;
        memory.copy(to, from, blockSize);
        from += blockSize;
        to += blockSize;
        continue;
      }
      const status = decodeBlock(from, <i32>blockSize, to, end, frameStart);
      if (status !== 0) return status;
      if (blockEnd() - to > mostBlock) return BLOCK_SIZE;
      from += blockSize;
      to = blockEnd();
    }
    if (size !== NO_SIZE && <u64>(to - frameStart) !== size) return CONTENT_SIZE;
    if ((descriptor & 4) !== 0) {
      if (stop - from < 4) return TRUNCATED;
      const hash = <u32>codec_xxhash64(frameStart, <i32>(to - frameStart), 0);
      if (hash !== load<u32>(from)) return CHECKSUM;
      from += 4;
    }
  }
  return to === end ? 0 : TOO_SHORT;
}

function decodeBlock(from: usize, n: i32, to: usize, end: usize, frameStart: usize): i32 {
  if (n < 1) return TRUNCATED;
  const room = <i32>min(end - to, <usize>MOST_BLOCK);
  const used = readLiterals(from, n, to, room);
  if (used < 0) return -used;
  return runSequences(
    from + <usize>used,
    n - used,
    literalsAddress(),
    literalsLength(),
    to,
    end,
    frameStart,
  );
}
