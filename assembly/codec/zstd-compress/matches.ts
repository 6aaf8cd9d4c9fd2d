// What a block repeats of the bytes before: greedy, with two remembered places for each position, one
// for eight bytes and one for five.

import { matched } from "../matched";
import { SEQUENCE } from "./sequences";

/** Positions tried in vain before steps get longer by one: a power of two. */
const PATIENCE: u32 = 8;
/** Eight bytes can be read from a position that is tried. */
const MARGIN: usize = 8;
/** A match of four bytes this far back costs as much as it saves. */
const FAR: usize = 1 << 17;

const FACTOR_8: u64 = 0xcf1bbcdcb7a56463;
const FACTOR_5: u64 = 889523592379;

/** The offsets used last, across the blocks of a frame. */
let first: usize = 1;
let second: usize = 4;
let third: usize = 8;

/** The same as they were before the block. */
let firstBefore: usize = 1;
let secondBefore: usize = 4;
let thirdBefore: usize = 8;

/** Where the sequences of this block go next. */
let out: usize = 0;
/** Where its literals go next. */
let literals: usize = 0;

/** At the start of a frame. */
export function resetOffsets(): void {
  first = 1;
  second = 4;
  third = 8;
}

/** Takes back what a block changed: its sequences are not stored. */
export function restoreOffsets(): void {
  first = firstBefore;
  second = secondBefore;
  third = thirdBefore;
}

export function literalsEnd(): usize {
  return literals;
}

/**
 * Finds the sequences of a block.
 *
 * @param source where the frame's content begins
 * @param start  where the block begins
 * @param stop   and ends
 * @param long   u32[1 << log]: places by hashes of eight bytes
 * @param short  u32[1 << log]: and of five
 * @param to     { literals u32, match length u32, value of the offset u32 }[], written
 * @param copy   u8[], written: the literals, those behind the last sequence as well
 * @returns number of sequences
 */
export function findMatches(
  source: usize,
  start: usize,
  stop: usize,
  long: usize,
  short: usize,
  log: u32,
  to: usize,
  copy: usize,
): i32 {
  firstBefore = first;
  secondBefore = second;
  thirdBefore = third;
  out = to;
  literals = copy;
  let anchor = start;
  let from = start === source ? start + 1 : start;
  const shift = <u64>(64 - log);
  // The same as `first`, which the loop need not load. It never reaches beyond the content: at first it is
  // 1, and then the offset of a match before.
  let last = first;
  if (stop - start > MARGIN + 4) {
    const limit = stop - MARGIN;
    while (from < limit) {
      const value = load<u64>(from);
      const longPlace = long + ((<usize>((value * FACTOR_8) >> shift)) << 2);
      const shortPlace = short + ((<usize>(((value << 24) * FACTOR_5) >> shift)) << 2);
      let match = source + <usize>load<u32>(longPlace);
      const near = source + <usize>load<u32>(shortPlace);
      store<u32>(longPlace, <u32>(from - source));
      store<u32>(shortPlace, <u32>(from - source));
      let length: usize = 0;
      const repeated = from + 1 - last;
      if (load<u32>(repeated) === <u32>(value >> 8)) {
        from++;
        match = repeated;
        length = 4 + matched(from + 4, match + 4, stop);
      } else if (load<u64>(match) === value) {
        length = 8 + matched(from + 8, match + 8, stop);
      } else if (load<u32>(near) === <u32>value && from - near < FAR) {
        match = near;
        length = 4 + matched(from + 4, near + 4, stop);
        // Perhaps a longer one begins one byte on.
        const next = load<u64>(from + 1);
        const place = long + ((<usize>((next * FACTOR_8) >> shift)) << 2);
        const other = source + <usize>load<u32>(place);
        store<u32>(place, <u32>(from + 1 - source));
        if (load<u64>(other) === next) {
          const longer: usize = 8 + matched(from + 9, other + 8, stop);
          if (longer > length) {
            from++;
            match = other;
            length = longer;
          }
        }
      } else {
        from += <usize>((<u32>(from - anchor) >> PATIENCE) + 1);
        continue;
      }
      while (from > anchor && match > source && load<u8>(from - 1) === load<u8>(match - 1)) {
        from--;
        match--;
        length++;
      }
      emit(anchor, from, length, from - match);
      last = first;
      // What lies at the ends of the match is remembered as well.
      const inside = from + 2;
      from += length;
      anchor = from;
      if (from >= limit) break;
      remember(inside, source, long, short, shift);
      remember(from - 2, source, long, short, shift);
      // The offset before the last one often goes on.
      while (from < limit && from - source >= second) {
        const again = from - second;
        if (load<u32>(again) !== load<u32>(from)) break;
        const more: usize = 4 + matched(from + 4, again + 4, stop);
        remember(from, source, long, short, shift);
        emit(anchor, from, more, second);
        last = first;
        from += more;
        anchor = from;
      }
    }
  }
  copyLiterals(anchor, stop);
  return <i32>((out - to) / SEQUENCE);
}

function remember(at: usize, source: usize, long: usize, short: usize, shift: u64): void {
  const value = load<u64>(at);
  const place = <u32>(at - source);
  store<u32>(long + ((<usize>((value * FACTOR_8) >> shift)) << 2), place);
  store<u32>(short + ((<usize>(((value << 24) * FACTOR_5) >> shift)) << 2), place);
}

/** Writes a sequence and copies its literals. */
function emit(anchor: usize, from: usize, length: usize, offset: usize): void {
  store<u32>(out, <u32>(from - anchor));
  store<u32>(out, <u32>length, 4);
  store<u32>(out, offsetValue(offset, from > anchor), 8);
  out += SEQUENCE;
  copyLiterals(anchor, from);
}

/** Repeated offsets have values of their own: section 3.1.1.5 */
function offsetValue(offset: usize, afterLiterals: bool): u32 {
  let value: u32 = 0;
  if (offset === first && afterLiterals) return 1;
  if (offset === second) value = afterLiterals ? 2 : 1;
  else if (offset === third) value = afterLiterals ? 3 : 2;
  else if (offset === first - 1 && !afterLiterals) value = 3;
  if (value === 0 || offset !== second) third = second;
  second = first;
  first = offset;
  return value === 0 ? <u32>offset + 3 : value;
}

function copyLiterals(from: usize, stop: usize): void {
  // By 16 bytes, as runs are short; up to 15 more are overwritten.
  const end = literals + (stop - from);
  for (let to = literals; to < end; to += 16) {
    v128.store(to, v128.load(from));
    from += 16;
  }
  literals = end;
}
