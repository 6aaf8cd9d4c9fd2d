// LZMA: Igor Pavlov's lzma-specification.txt (LZMA SDK), as LZMA2 chunks carry it

import { copyMatch, copyMatchExactly } from "../match";
import * as model from "./probabilities";
import { DISTANCE, LENGTH, RANGE } from "./status";

/** The range coder takes a further byte when its range is below this. */
const TOP: u64 = 1 << 24;
/** Probabilities have 11 bits and move by 1/32 of their distance to 0 or 1. */
const ONE_BITS: u64 = 11;
const MOVE: u32 = 5;
/** Turns a shift that rounds down into one that rounds up, towards a probability of 1. */
const TOWARDS_ONE: i32 = 31 - 2048;

let literalContextBits: u32 = 0;
let literalPositionMask: u32 = 0;
let positionMask: u32 = 0;
let lastState: u32 = 0;
let last0: u32 = 0;
let last1: u32 = 0;
let last2: u32 = 0;
let last3: u32 = 0;

/** Sets lc, lp and pb from their byte; returns whether they are valid in LZMA2. */
export function setProperties(byte: u32): bool {
  if (byte >= 225) return false;
  const lp = (byte / 9) % 5;
  literalContextBits = byte % 9;
  literalPositionMask = (1 << lp) - 1;
  positionMask = (1 << (byte / 45)) - 1;
  return literalContextBits + lp <= 4;
}

/** Sets all probabilities to a half and forgets the last distances. */
export function resetState(): void {
  lastState = 0;
  last0 = 0;
  last1 = 0;
  last2 = 0;
  last3 = 0;
  model.resetProbabilities();
}

/**
 * Decodes one chunk.
 *
 * @param from   u8[stop - from], at least 5; 32 bytes behind them are readable
 * @param to     u8[limit - to], all written
 * @param start  first byte of the dictionary, from which positions count
 * @param end    end of what may be written
 * @returns status
 */
export function decodeChunk(
  from: usize,
  stop: usize,
  to: usize,
  limit: usize,
  start: usize,
  end: usize,
): i32 {
  if (load<u8>(from) !== 0) return RANGE;
  let code = <u64>bswap<u32>(load<u32>(from, 1));
  let range: u64 = 0xffffffff;
  from += 5;
  let state = lastState;
  let distance0 = last0;
  let distance1 = last1;
  let distance2 = last2;
  let distance3 = last3;
  let at: usize;
  let p: u32;
  let bound: u64;
  let symbol: u32;

  while (to < limit) {
    // A symbol takes at most 20 bytes, so what is read too much stays within what is readable.
    if (from > stop) return RANGE;
    const position = <u32>(to - start) & positionMask;
    if (range < TOP) {
      range <<= 8;
      code = (code << 8) | load<u8>(from++);
    }
    at = model.probabilities + model.IS_MATCH + (((state << 4) + position) << 1);
    p = load<u16>(at);
    bound = (range >> ONE_BITS) * p;
    if (code < bound) {
      range = bound;
      store<u16>(at, p + ((2048 - p) >> MOVE));
      const before = to > start ? <u32>load<u8>(to - 1) : 0;
      const context =
        (((<u32>(to - start) & literalPositionMask) << literalContextBits) +
          (before >> (8 - literalContextBits))) *
        model.LITERAL_BYTES;
      const literals = model.probabilities + model.LITERAL + <usize>context;
      symbol = 1;
      if (state >= 7) {
        // The byte at the last distance is a hint: its bits choose other probabilities as long
        // as they are right.
        if (distance0 >= <u32>(to - start)) return DISTANCE;
        let hint = (<u32>load<u8>(to - <usize>distance0 - 1)) << 1;
        let other: u32 = 0x100;
        do {
          const hinted = hint & other;
          if (range < TOP) {
            range <<= 8;
            code = (code << 8) | load<u8>(from++);
          }
          at = literals + ((other + hinted + symbol) << 1);
          p = load<u16>(at);
          bound = (range >> ONE_BITS) * p;
          symbol += symbol;
          if (code < bound) {
            range = bound;
            store<u16>(at, p + ((2048 - p) >> MOVE));
            other ^= hinted;
          } else {
            range -= bound;
            code -= bound;
            store<u16>(at, p - (p >> MOVE));
            symbol++;
            other = hinted;
          }
          hint <<= 1;
        } while (symbol < 0x100);
      } else {
        do {
          if (range < TOP) {
            range <<= 8;
            code = (code << 8) | load<u8>(from++);
          }
          at = literals + (symbol << 1);
          p = load<u16>(at);
          bound = (range >> ONE_BITS) * p;
          const difference = <i64>(code - bound);
          const zero = difference >> 63;
          range = (zero & (bound + bound - range)) + (range - bound);
          code = difference + (bound & zero);
          store<u16>(at, p - <u32>((<i32>p + (<i32>zero & TOWARDS_ONE)) >> MOVE));
          symbol = symbol + symbol + 1 + <u32>zero;
        } while (symbol < 0x100);
      }
      store<u8>(to++, symbol);
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    range -= bound;
    code -= bound;
    store<u16>(at, p - (p >> MOVE));

    let lengths: usize;
    if (range < TOP) {
      range <<= 8;
      code = (code << 8) | load<u8>(from++);
    }
    at = model.probabilities + model.IS_REPEAT + (state << 1);
    p = load<u16>(at);
    bound = (range >> ONE_BITS) * p;
    const repeats = code >= bound;
    if (!repeats) {
      range = bound;
      store<u16>(at, p + ((2048 - p) >> MOVE));
      distance3 = distance2;
      distance2 = distance1;
      distance1 = distance0;
      lengths = model.probabilities + model.MATCH_LENGTH;
    } else {
      range -= bound;
      code -= bound;
      store<u16>(at, p - (p >> MOVE));
      if (range < TOP) {
        range <<= 8;
        code = (code << 8) | load<u8>(from++);
      }
      at = model.probabilities + model.IS_REPEAT_0 + (state << 1);
      p = load<u16>(at);
      bound = (range >> ONE_BITS) * p;
      if (code < bound) {
        range = bound;
        store<u16>(at, p + ((2048 - p) >> MOVE));
        if (range < TOP) {
          range <<= 8;
          code = (code << 8) | load<u8>(from++);
        }
        at = model.probabilities + model.IS_REPEAT_0_LONG + (((state << 4) + position) << 1);
        p = load<u16>(at);
        bound = (range >> ONE_BITS) * p;
        if (code < bound) {
          range = bound;
          store<u16>(at, p + ((2048 - p) >> MOVE));
          if (distance0 >= <u32>(to - start)) return DISTANCE;
          store<u8>(to, load<u8>(to - <usize>distance0 - 1));
          to++;
          state = state < 7 ? 9 : 11;
          continue;
        }
        range -= bound;
        code -= bound;
        store<u16>(at, p - (p >> MOVE));
      } else {
        range -= bound;
        code -= bound;
        store<u16>(at, p - (p >> MOVE));
        if (range < TOP) {
          range <<= 8;
          code = (code << 8) | load<u8>(from++);
        }
        at = model.probabilities + model.IS_REPEAT_1 + (state << 1);
        p = load<u16>(at);
        bound = (range >> ONE_BITS) * p;
        let distance = distance1;
        if (code < bound) {
          range = bound;
          store<u16>(at, p + ((2048 - p) >> MOVE));
        } else {
          range -= bound;
          code -= bound;
          store<u16>(at, p - (p >> MOVE));
          if (range < TOP) {
            range <<= 8;
            code = (code << 8) | load<u8>(from++);
          }
          at = model.probabilities + model.IS_REPEAT_2 + (state << 1);
          p = load<u16>(at);
          bound = (range >> ONE_BITS) * p;
          distance = distance2;
          if (code < bound) {
            range = bound;
            store<u16>(at, p + ((2048 - p) >> MOVE));
          } else {
            range -= bound;
            code -= bound;
            store<u16>(at, p - (p >> MOVE));
            distance = distance3;
            distance3 = distance2;
          }
          distance2 = distance1;
        }
        distance1 = distance0;
        distance0 = distance;
      }
      lengths = model.probabilities + model.REPEAT_LENGTH;
    }

    // The length: 2 to 9, 10 to 17 or 18 to 273.
    let tree: usize;
    let leaves: u32 = 8;
    let length: u32 = 2;
    if (range < TOP) {
      range <<= 8;
      code = (code << 8) | load<u8>(from++);
    }
    p = load<u16>(lengths);
    bound = (range >> ONE_BITS) * p;
    if (code < bound) {
      range = bound;
      store<u16>(lengths, p + ((2048 - p) >> MOVE));
      tree = lengths + model.LENGTH_LOW + (position << 4);
    } else {
      range -= bound;
      code -= bound;
      store<u16>(lengths, p - (p >> MOVE));
      if (range < TOP) {
        range <<= 8;
        code = (code << 8) | load<u8>(from++);
      }
      p = load<u16>(lengths, 2);
      bound = (range >> ONE_BITS) * p;
      if (code < bound) {
        range = bound;
        store<u16>(lengths, p + ((2048 - p) >> MOVE), 2);
        tree = lengths + model.LENGTH_MIDDLE + (position << 4);
        length = 10;
      } else {
        range -= bound;
        code -= bound;
        store<u16>(lengths, p - (p >> MOVE), 2);
        tree = lengths + model.LENGTH_HIGH;
        leaves = 256;
        length = 18;
      }
    }
    symbol = 1;
    do {
      if (range < TOP) {
        range <<= 8;
        code = (code << 8) | load<u8>(from++);
      }
      at = tree + (symbol << 1);
      p = load<u16>(at);
      bound = (range >> ONE_BITS) * p;
      symbol += symbol;
      if (code < bound) {
        range = bound;
        store<u16>(at, p + ((2048 - p) >> MOVE));
      } else {
        range -= bound;
        code -= bound;
        store<u16>(at, p - (p >> MOVE));
        symbol++;
      }
    } while (symbol < leaves);
    length += symbol - leaves;

    if (repeats) {
      state = state < 7 ? 8 : 11;
    } else {
      state = state < 7 ? 7 : 10;
      // The distance: a slot of 6 bits, and what it lacks.
      tree = model.probabilities + model.SLOT + (min(length - 2, 3) << 7);
      symbol = 1;
      do {
        if (range < TOP) {
          range <<= 8;
          code = (code << 8) | load<u8>(from++);
        }
        at = tree + (symbol << 1);
        p = load<u16>(at);
        bound = (range >> ONE_BITS) * p;
        symbol += symbol;
        if (code < bound) {
          range = bound;
          store<u16>(at, p + ((2048 - p) >> MOVE));
        } else {
          range -= bound;
          code -= bound;
          store<u16>(at, p - (p >> MOVE));
          symbol++;
        }
      } while (symbol < 64);
      distance0 = symbol - 64;
      if (distance0 >= 4) {
        let bits = (distance0 >> 1) - 1;
        distance0 = (2 | (distance0 & 1)) << bits;
        if (bits < 6) {
          tree = model.probabilities + model.SPECIAL + ((<usize>(distance0 - (symbol - 64))) << 1);
        } else {
          // Bits of even chance, without probabilities, except for the last four.
          let direct: u32 = 0;
          for (let i: u32 = 4; i < bits; i++) {
            if (range < TOP) {
              range <<= 8;
              code = (code << 8) | load<u8>(from++);
            }
            range >>= 1;
            const difference = <i64>(code - range);
            const zero = difference >> 63;
            code = difference + (range & zero);
            direct = direct + direct + 1 + <u32>zero;
          }
          distance0 += direct << 4;
          bits = 4;
          tree = model.probabilities + model.ALIGN;
        }
        // From the lowest bit upwards.
        symbol = 1;
        for (let i: u32 = 0; i < bits; i++) {
          if (range < TOP) {
            range <<= 8;
            code = (code << 8) | load<u8>(from++);
          }
          at = tree + (symbol << 1);
          p = load<u16>(at);
          bound = (range >> ONE_BITS) * p;
          const difference = <i64>(code - bound);
          const zero = difference >> 63;
          range = (zero & (bound + bound - range)) + (range - bound);
          code = difference + (bound & zero);
          store<u16>(at, p - <u32>((<i32>p + (<i32>zero & TOWARDS_ONE)) >> MOVE));
          symbol = symbol + symbol + 1 + <u32>zero;
          distance0 += (1 + <u32>zero) << i;
        }
      }
    }
    if (distance0 >= <u32>(to - start)) return DISTANCE;
    if (<usize>length > limit - to) return LENGTH;
    if (end - to >= 320) copyMatch(to, <usize>distance0 + 1, <usize>length);
    else copyMatchExactly(to, <usize>distance0 + 1, <usize>length);
    to += <usize>length;
  }
  // The encoder's last byte may be one that no bit has needed.
  if (range < TOP) {
    code = (code << 8) | load<u8>(from++);
  }
  lastState = state;
  last0 = distance0;
  last1 = distance1;
  last2 = distance2;
  last3 = distance3;
  return from === stop && code === 0 ? 0 : RANGE;
}
