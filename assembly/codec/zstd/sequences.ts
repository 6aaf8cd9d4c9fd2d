// The sequences section of a block, and what it does: RFC 8878, sections 3.1.1.3.2 and 3.1.1.4

import { copyMatch, copyMatchExactly } from "../match";
import { OFFSET, RESERVED, SEQUENCES, TOO_LONG, TRUNCATED } from "./status";
import {
  lengthTable,
  lengthTableLog,
  matchTable,
  matchTableLog,
  offsetTable,
  offsetTableLog,
  readTables,
} from "./tables";

/** Bytes that copies in steps of 16 may write too much, with a margin. */
const MARGIN: usize = 64;

/** The repeat offsets between blocks. */
let repeat0: u32 = 1;
let repeat1: u32 = 4;
let repeat2: u32 = 8;

/** The state at the start of a frame. */
export function resetSequences(): void {
  repeat0 = 1;
  repeat1 = 4;
  repeat2 = 8;
}

/** Where the last block's content ended. */
let written: usize = 0;

export function blockEnd(): usize {
  return written;
}

/**
 * Decodes the sequences of a block and executes them.
 *
 * @param from        u8[n]; 8 bytes before and behind them are readable
 * @param literals    u8[literalsLength]; 64 bytes behind them are readable
 * @param to          u8[end - to], written up to `blockEnd()`
 * @param frameStart  first byte that offsets reach
 * @returns status
 */
export function runSequences(
  from: usize,
  n: i32,
  literals: usize,
  literalsLength: i32,
  to: usize,
  end: usize,
  frameStart: usize,
): i32 {
  if (n < 1) return TRUNCATED;
  const stop = from + <usize>n;
  let sequences = <i32>load<u8>(from++);
  if (sequences >= 128) {
    if (sequences < 255) {
      if (stop - from < 1) return TRUNCATED;
      sequences = ((sequences - 128) << 8) + <i32>load<u8>(from);
      from += 1;
    } else {
      if (stop - from < 2) return TRUNCATED;
      sequences = <i32>load<u16>(from) + 0x7f00;
      from += 2;
    }
  }
  const literalsEnd = literals + <usize>literalsLength;
  if (sequences === 0) {
    if (from !== stop) return SEQUENCES;
  } else {
    if (stop - from < 1) return TRUNCATED;
    const modes = <i32>load<u8>(from++);
    if ((modes & 3) !== 0) return RESERVED;
    const used = readTables(modes, from, <i32>(stop - from));
    if (used < 0) return -used;
    from += <usize>used;
    const status = runBits(
      from,
      <i32>(stop - from),
      sequences,
      literals,
      literalsEnd,
      to,
      end,
      frameStart,
    );
    if (status !== 0) return status;
    to = written;
    literals = literalsRead;
  }
  const rest = literalsEnd - literals;
  if (rest > end - to) return TOO_LONG;
  if (to !== literals) memory.copy(to, literals, rest);
  written = to + rest;
  return 0;
}

/** How far the literals were used by `runBits`. */
let literalsRead: usize = 0;

function runBits(
  from: usize,
  n: i32,
  sequences: i32,
  literals: usize,
  literalsEnd: usize,
  to: usize,
  end: usize,
  frameStart: usize,
): i32 {
  if (n < 1) return TRUNCATED;
  const last = <u32>load<u8>(from + <usize>n - 1);
  if (last === 0) return SEQUENCES;
  // Bits that remain: reading goes from the last byte backwards. A word is loaded so that the next
  // bit to read is below position `k` (56 to 63) of it.
  let bits = (n << 3) - (<i32>clz<u32>(last) - 23);
  const before = from - 7;
  const lengthLog = lengthTableLog();
  const offsetLog = offsetTableLog();
  const matchLog = matchTableLog();

  let word = load<u64>(before + <usize>(bits >> 3));
  let k = 56 + (bits & 7);
  let left = k;
  k -= lengthLog;
  let lengthEntry = load<u64>(lengthTable + ((<usize>take(word, k, lengthLog)) << 3));
  k -= offsetLog;
  let offsetEntry = load<u64>(offsetTable + ((<usize>take(word, k, offsetLog)) << 3));
  k -= matchLog;
  let matchEntry = load<u64>(matchTable + ((<usize>take(word, k, matchLog)) << 3));
  bits -= left - k;

  let offset0 = repeat0;
  let offset1 = repeat1;
  let offset2 = repeat2;

  for (;;) {
    if (bits < 0) return SEQUENCES;
    word = load<u64>(before + <usize>(bits >> 3));
    k = 56 + (bits & 7);
    left = k;
    const offsetBits = <i32>(offsetEntry >> 32) & 0xff;
    const matchBits = <i32>(matchEntry >> 32) & 0xff;
    const lengthBits = <i32>(lengthEntry >> 32) & 0xff;
    k -= offsetBits;
    const value = <u32>offsetEntry + take(word, k, offsetBits);
    // The three states take up to 26 bits after these, of at least 56.
    const many = offsetBits + matchBits + lengthBits > 30;
    if (many) {
      bits -= offsetBits;
      if (bits < 0) return SEQUENCES;
      word = load<u64>(before + <usize>(bits >> 3));
      k = 56 + (bits & 7);
      left = k;
    }
    k -= matchBits;
    const matched = <usize>(<u32>matchEntry + take(word, k, matchBits));
    k -= lengthBits;
    const length = <usize>(<u32>lengthEntry + take(word, k, lengthBits));

    let offset: u32;
    if (offsetBits > 1) {
      offset = value - 3;
      offset2 = offset1;
      offset1 = offset0;
      offset0 = offset;
    } else {
      // Values 1 to 3 repeat an offset; without literals the first is skipped.
      const which = value + (length === 0 ? 1 : 0);
      if (which === 1) {
        offset = offset0;
      } else {
        offset = which === 2 ? offset1 : which === 3 ? offset2 : offset0 - 1;
        if (which !== 2) offset2 = offset1;
        offset1 = offset0;
        offset0 = offset;
      }
    }

    sequences--;
    if (sequences !== 0) {
      if (many) {
        bits -= left - k;
        if (bits < 0) return SEQUENCES;
        word = load<u64>(before + <usize>(bits >> 3));
        k = 56 + (bits & 7);
        left = k;
      }
      const lengthWidth = <i32>(lengthEntry >> 40) & 0xff;
      const matchWidth = <i32>(matchEntry >> 40) & 0xff;
      const offsetWidth = <i32>(offsetEntry >> 40) & 0xff;
      k -= lengthWidth;
      const lengthState = <u32>(lengthEntry >> 48) + take(word, k, lengthWidth);
      k -= matchWidth;
      const matchState = <u32>(matchEntry >> 48) + take(word, k, matchWidth);
      k -= offsetWidth;
      const offsetState = <u32>(offsetEntry >> 48) + take(word, k, offsetWidth);
      lengthEntry = load<u64>(lengthTable + ((<usize>lengthState) << 3));
      matchEntry = load<u64>(matchTable + ((<usize>matchState) << 3));
      offsetEntry = load<u64>(offsetTable + ((<usize>offsetState) << 3));
    }
    bits -= left - k;

    if (length > literalsEnd - literals) return SEQUENCES;
    const room = end - to;
    if (length + matched > room) return TOO_LONG;
    // An offset of 0 becomes the largest number.
    if (<usize>(offset - 1) >= to + length - frameStart) return OFFSET;
    if (length + matched + MARGIN <= room) {
      v128.store(to, v128.load(literals));
      if (length > 16) {
        const literalsStop = to + length;
        let target = to + 16;
        let source = literals + 16;
        do {
          v128.store(target, v128.load(source));
          v128.store(target, v128.load(source, 16), 16);
          target += 32;
          source += 32;
        } while (target < literalsStop);
      }
      to += length;
      literals += length;
      let source = to - <usize>offset;
      const stop = to + matched;
      if (offset >= 16) {
        v128.store(to, v128.load(source));
        v128.store(to, v128.load(source, 16), 16);
        if (matched > 32) {
          let target = to + 32;
          source += 32;
          do {
            v128.store(target, v128.load(source));
            v128.store(target, v128.load(source, 16), 16);
            target += 32;
            source += 32;
          } while (target < stop);
        }
      } else if (offset >= 8) {
        // Narrow loads meet fewer stores that are still under way.
        store<u64>(to, load<u64>(source));
        store<u64>(to, load<u64>(source, 8), 8);
        if (matched > 16) {
          let target = to + 16;
          source += 16;
          do {
            store<u64>(target, load<u64>(source));
            store<u64>(target, load<u64>(source, 8), 8);
            target += 16;
            source += 16;
          } while (target < stop);
        }
      } else {
        copyMatch(to, <usize>offset, matched);
      }
      to = stop;
    } else {
      memory.copy(to, literals, length);
      to += length;
      literals += length;
      copyMatchExactly(to, <usize>offset, matched);
      to += matched;
    }
    if (sequences === 0) break;
  }
  if (bits !== 0) return SEQUENCES;
  repeat0 = offset0;
  repeat1 = offset1;
  repeat2 = offset2;
  literalsRead = literals;
  written = to;
  return 0;
}

/** The `n` bits (at most 31) of `word` from position `k` upward. */
function take(word: u64, k: i32, n: i32): u32 {
  return <u32>(word >> k) & ((1 << n) - 1);
}
