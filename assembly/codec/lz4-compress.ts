// LZ4 block format: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md

import { matched } from "./matched";

/** Logarithm of the number of places that are remembered. */
const LOG: u64 = 13;
/** Multiplies five bytes into a hash, as the reference does. */
const FACTOR: u64 = 889523592379;
/** The last match begins at least so many bytes before the end, says the format. */
const LAST_MATCH: usize = 12;
/** The last bytes are literals, says the format. */
const LAST_LITERALS: usize = 5;
const MAX_OFFSET: usize = 65535;
/** Places tried in vain before steps get longer by one. */
const PATIENCE: u32 = 6;

/**
 * Encodes an LZ4 block: greedy, with one remembered place for each hash of five bytes, so that the
 * same input gives the same block everywhere.
 *
 * @param source  u8[n]
 * @param target  u8[n + n / 255 + 32], written
 * @param table   u32[8192], overwritten
 * @returns bytes of the block
 */
export function codec_lz4_compress(source: usize, n: i32, target: usize, table: usize): i32 {
  const end = source + <usize>n;
  let anchor = source;
  let to = target;
  if (<usize>n > LAST_MATCH) {
    memory.fill(table, 0, 4 << (<usize>LOG));
    const matchStop = end - LAST_MATCH;
    const compareStop = end - LAST_LITERALS;
    let from = source + 1;
    let value = load<u64>(from);
    while (true) {
      let match: usize = 0;
      let tries: u32 = 1 << PATIENCE;
      while (true) {
        const place = placeOf(value, table);
        match = source + <usize>load<u32>(place);
        store<u32>(place, <u32>(from - source));
        if (load<u32>(match) === <u32>value && from - match <= MAX_OFFSET) break;
        from += <usize>(tries++ >> PATIENCE);
        if (from > matchStop) return <i32>(last(anchor, end, to) - target);
        value = load<u64>(from);
      }
      while (from > anchor && match > source && load<u8>(from - 1) === load<u8>(match - 1)) {
        from--;
        match--;
      }
      let token = to++;
      to = literals(anchor, from - anchor, token, to);
      // Matches that follow each other without literals between them are the rule where there are any.
      while (true) {
        store<u16>(to, <u16>(from - match));
        to += 2;
        const length = matched(from + 4, match + 4, compareStop);
        from += 4 + length;
        if (length >= 15) {
          store<u8>(token, load<u8>(token) | 15);
          to = rest(length - 15, to);
        } else {
          store<u8>(token, load<u8>(token) | <u8>length);
        }
        if (from > matchStop) return <i32>(last(from, end, to) - target);
        store<u32>(placeOf(load<u64>(from - 2), table), <u32>(from - 2 - source));
        value = load<u64>(from);
        const place = placeOf(value, table);
        match = source + <usize>load<u32>(place);
        store<u32>(place, <u32>(from - source));
        if (load<u32>(match) !== <u32>value || from - match > MAX_OFFSET) break;
        token = to++;
        store<u8>(token, 0);
      }
      anchor = from;
      if (++from > matchStop) break;
      value = load<u64>(from);
    }
  }
  return <i32>(last(anchor, end, to) - target);
}

/** Where a value's first five bytes are remembered. */
function placeOf(value: u64, table: usize): usize {
  return table + ((<usize>(((value << 24) * FACTOR) >> (64 - LOG))) << 2);
}

/** The last sequence: literals alone. */
function last(anchor: usize, end: usize, to: usize): usize {
  return literals(anchor, end - anchor, to, to + 1);
}

/** Writes the token for `n` literals and these; returns where to go on. */
function literals(from: usize, n: usize, token: usize, to: usize): usize {
  if (n >= 15) {
    store<u8>(token, 15 << 4);
    to = rest(n - 15, to);
  } else {
    store<u8>(token, <u8>(n << 4));
  }
  return copied(from, n, to);
}

/** Copies by 16 bytes, as runs are short; up to 15 more are overwritten. Returns where to go on. */
function copied(from: usize, n: usize, to: usize): usize {
  const end = to + n;
  while (to < end) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
  return end;
}

/** Writes what of a length the token has no room for. */
function rest(length: usize, to: usize): usize {
  while (length >= 255) {
    store<u8>(to++, 255);
    length -= 255;
  }
  store<u8>(to++, <u8>length);
  return to;
}
