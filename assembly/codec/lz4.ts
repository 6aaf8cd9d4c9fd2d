// LZ4 block format: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md

import { copyMatch, copyShortRepeat } from "./match";

/** Bytes before the end of the input from which a sequence without length bytes fits: 1 + 14 + 2. */
const NEAR_INPUT: i32 = 32;
/** The same for the output: 14 literals, 18 of the match. */
const NEAR_OUTPUT: i32 = 32;

/**
 * Decodes one LZ4 block, on any input, within the given bounds.
 *
 * Up to 16 bytes behind the input may be read, and up to 32 behind the output overwritten.
 *
 * @param source  u8[n], the block
 * @param target  u8[length], written
 * @returns 0 when the whole block gives exactly `length` bytes, else 1 + the position in the block
 *   where that turned out impossible
 */
export function codec_lz4(source: usize, n: i32, target: usize, length: i32): i32 {
  const sourceEnd = source + <usize>n;
  const targetEnd = target + <usize>length;
  const sourceNear = n > NEAR_INPUT ? sourceEnd - NEAR_INPUT : source;
  const targetNear = length > NEAR_OUTPUT ? targetEnd - NEAR_OUTPUT : target;
  let from = source;
  let to = target;
  // Pointers never pass the ends, so differences are never negative; lengths are compared with
  // what is left, and never added to a pointer before.
  while (from < sourceEnd) {
    const token = <usize>load<u8>(from++);
    let literals = token >> 4;
    let matched = token & 15;
    let offset: usize;
    if (literals !== 15 && from < sourceNear && to < targetNear) {
      v128.store(to, v128.load(from));
      to += literals;
      from += literals;
      offset = <usize>load<u16>(from);
      from += 2;
      if (matched !== 15) {
        matched += 4;
        // An offset of 0 becomes the largest number.
        if (offset - 1 >= to - target) break;
        if (offset >= 16) {
          const match = to - offset;
          v128.store(to, v128.load(match));
          store<u16>(to, load<u16>(match, 16), 16);
        } else {
          copyShortRepeat(to, offset);
        }
        to += matched;
        continue;
      }
    } else {
      if (literals === 15) {
        let more: usize = 255;
        while (more === 255) {
          if (from >= sourceEnd) return status(from, source);
          more = <usize>load<u8>(from++);
          literals += more;
          // Also keeps the sum from ever passing 2^32.
          if (literals > <usize>length) return status(from, source);
        }
      }
      if (literals > sourceEnd - from || literals > targetEnd - to) break;
      copyForward(to, from, literals);
      to += literals;
      from += literals;
      if (from === sourceEnd) {
        // Only literals end a block.
        if (to === targetEnd) return 0;
        break;
      }
      if (sourceEnd - from < 2) break;
      offset = <usize>load<u16>(from);
      from += 2;
    }
    if (matched === 15) {
      let more: usize = 255;
      while (more === 255) {
        if (from >= sourceEnd) return status(from, source);
        more = <usize>load<u8>(from++);
        matched += more;
        if (matched > <usize>length) return status(from, source);
      }
    }
    matched += 4;
    if (offset - 1 >= to - target || matched > targetEnd - to) break;
    copyMatch(to, offset, matched);
    to += matched;
  }
  return status(from, source);
}

/** Copies in steps of 16 bytes, so up to 16 behind the end. */
function copyForward(to: usize, from: usize, length: usize): void {
  const end = to + length;
  do {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  } while (to < end);
}

function status(from: usize, source: usize): i32 {
  return <i32>(from - source) + 1;
}
