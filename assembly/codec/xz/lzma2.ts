// LZMA2: chunks of LZMA or of plain bytes. Described in the XZ sources, lzma2_decoder.c, and in the
// .xz file format specification, section 5.3.1.

import { decodeChunk, resetState, setProperties } from "./lzma";
import { CONTROL, PROPERTIES, TOO_LONG, TRUNCATED } from "./status";

let used: i32 = 0;
let written: i32 = 0;

/** Input bytes that the last `codec_lzma2` used. */
export function codec_lzma2_used(): i32 {
  return used;
}

/** Output bytes that the last `codec_lzma2` wrote. */
export function codec_lzma2_written(): i32 {
  return written;
}

/**
 * Decodes LZMA2 chunks up to and including their end mark, on any input, within the given bounds.
 *
 * Up to 64 bytes behind the input may be read; nothing is written outside the output.
 *
 * @param source  u8[n]
 * @param target  u8[length], written up to `codec_lzma2_written()`
 * @returns 0, else what is wrong (status.ts)
 */
export function codec_lzma2(source: usize, n: i32, target: usize, length: i32): i32 {
  let from = source;
  const stop = source + <usize>n;
  let to = target;
  const end = target + <usize>length;
  let start = to;
  // What the next chunk has to bring; new properties also reset the state.
  let needsDictionary = true;
  let needsProperties = true;
  for (;;) {
    if (stop - from < 1) return TRUNCATED;
    const control = <u32>load<u8>(from++);
    if (control === 0) break;
    if (control >= 0xe0 || control === 1) {
      needsDictionary = false;
      needsProperties = true;
      start = to;
    } else if (needsDictionary) {
      return CONTROL;
    }
    if (control < 0x80) {
      if (control > 2) return CONTROL;
      if (stop - from < 2) return TRUNCATED;
      const size = <usize>bswap<u16>(load<u16>(from)) + 1;
      from += 2;
      if (size > stop - from) return TRUNCATED;
      if (size > end - to) return TOO_LONG;
      memory.copy(to, from, size);
      from += size;
      to += size;
      continue;
    }
    if (stop - from < 5) return TRUNCATED;
    const size = ((<usize>(control & 31)) << 16) + <usize>bswap<u16>(load<u16>(from)) + 1;
    const coded = <usize>bswap<u16>(load<u16>(from, 2)) + 1;
    from += 4;
    if (control >= 0xc0) {
      if (!setProperties(load<u8>(from++))) return PROPERTIES;
      needsProperties = false;
      resetState();
    } else if (needsProperties) {
      return CONTROL;
    } else if (control >= 0xa0) {
      resetState();
    }
    if (coded < 5 || coded > stop - from) return TRUNCATED;
    if (size > end - to) return TOO_LONG;
    const status = decodeChunk(from, from + coded, to, to + size, start, end);
    if (status !== 0) return status;
    from += coded;
    to += size;
  }
  used = <i32>(from - source);
  written = <i32>(to - target);
  return 0;
}
