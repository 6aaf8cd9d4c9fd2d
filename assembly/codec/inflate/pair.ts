// The symbols of two blocks of two streams, round by round in turn. Each is a chain of look-ups, and
// the processor goes on with one while that of the other waits.

import { copyMatch } from "../match";
import { LITERAL, SPECIAL, STOP } from "./huffman";
import {
  bitsAt,
  DISTANCE_PLACES,
  DISTANCES_A,
  DISTANCES_B,
  LITERAL_PLACES,
  LITERALS_A,
  LITERALS_B,
  OVERRUN,
  placeOf,
  ROUND_OUTPUT,
  STREAM_A,
  STREAM_B,
  setPlace,
  setTo,
  sourceEndOf,
  targetEndOf,
  targetOf,
  toOf,
} from "./stream";
import { DAMAGED, ENDED } from "./symbols";

/** Bits of an outcome. */
export const OUTCOME_BITS: i32 = 2;

/**
 * Decodes symbols of STREAM_A and STREAM_B while a whole round fits the output of both.
 *
 * Of each only what a round needs is kept in variables, so that those of two fit the registers: not
 * how many bits are left, but where they came from.
 * A round is written twice: a function for both would have to keep its variables in memory.
 *
 * @returns what they lead to: that of STREAM_A, then in bits OUTCOME_BITS and following of STREAM_B
 */
export function pairSymbols(): i32 {
  const farA = (<u64>(sourceEndOf(STREAM_A) + OVERRUN)) << 3;
  const farB = (<u64>(sourceEndOf(STREAM_B) + OVERRUN)) << 3;
  const outputA = targetOf(STREAM_A);
  const outputB = targetOf(STREAM_B);
  // Both are 0 once a stream is done.
  let nearA = targetEndOf(STREAM_A) - <usize>ROUND_OUTPUT;
  let nearB = targetEndOf(STREAM_B) - <usize>ROUND_OUTPUT;
  // Two bits below the next one come along, as huffman.ts says.
  let placeA = placeOf(STREAM_A) - 2;
  let placeB = placeOf(STREAM_B) - 2;
  let outA = toOf(STREAM_A);
  let outB = toOf(STREAM_B);
  let outcomes = 0;

  let bitsA = bitsAt(placeA);
  let bitsB = bitsAt(placeB);
  let entryA = load<u32>(LITERALS_A + <usize>(<u32>bitsA & LITERAL_PLACES));
  let entryB = load<u32>(LITERALS_B + <usize>(<u32>bitsB & LITERAL_PLACES));
  // Entries are looked up but not taken. Each round begins with 55 valid bits: four literals leave
  // enough for a look-up, three enough for a length.
  do {
    for (;;) {
      let used: u32 = 0;
      if (entryA & LITERAL) {
        store<u16>(outA, entryA >> 8);
        outA += entryA >> 30;
        bitsA >>= entryA;
        used = entryA;
        entryA = load<u32>(LITERALS_A + <usize>(<u32>bitsA & LITERAL_PLACES));
        if (entryA & LITERAL) {
          store<u16>(outA, entryA >> 8);
          outA += entryA >> 30;
          bitsA >>= entryA;
          used += entryA;
          entryA = load<u32>(LITERALS_A + <usize>(<u32>bitsA & LITERAL_PLACES));
          if (entryA & LITERAL) {
            store<u16>(outA, entryA >> 8);
            outA += entryA >> 30;
            bitsA >>= entryA;
            used += entryA;
            entryA = load<u32>(LITERALS_A + <usize>(<u32>bitsA & LITERAL_PLACES));
            if (entryA & LITERAL) {
              store<u16>(outA, entryA >> 8);
              outA += entryA >> 30;
              bitsA >>= entryA;
              used += entryA;
              entryA = load<u32>(LITERALS_A + <usize>(<u32>bitsA & LITERAL_PLACES));
              placeA += used & 63;
              bitsA = load<u64>(<usize>(placeA >> 3)) >> (placeA & 7);
              break;
            }
          }
        }
      }
      if ((entryA & (SPECIAL | STOP)) === SPECIAL) {
        bitsA >>= entryA;
        used += entryA;
        const within = <u32>bitsA & ((1 << ((entryA >> 8) & 31)) - 4);
        entryA = load<u32>(LITERALS_A + <usize>((entryA >> 16) + within));
        if (entryA & LITERAL) {
          store<u16>(outA, entryA >> 8);
          outA += entryA >> 30;
          bitsA >>= entryA;
          used += entryA;
          entryA = load<u32>(LITERALS_A + <usize>(<u32>bitsA & LITERAL_PLACES));
          placeA += used & 63;
          bitsA = load<u64>(<usize>(placeA >> 3)) >> (placeA & 7);
          break;
        }
      }
      used += entryA;
      placeA += used & 63;
      if (entryA & SPECIAL) {
        outcomes |= entryA >> 16 ? DAMAGED : ENDED;
        nearA = 0;
        break;
      }
      const length = (entryA >> 16) + ((<u32>bitsA & ((4 << entryA) - 1)) >> ((entryA >> 8) & 31));
      bitsA = load<u64>(<usize>(placeA >> 3)) >> (placeA & 7);
      entryA = load<u32>(DISTANCES_A + <usize>(<u32>bitsA & DISTANCE_PLACES));
      if ((entryA & (SPECIAL | STOP)) === SPECIAL) {
        bitsA >>= entryA;
        placeA += entryA & 63;
        const within = <u32>bitsA & ((1 << ((entryA >> 8) & 31)) - 4);
        entryA = load<u32>(DISTANCES_A + <usize>((entryA >> 16) + within));
      }
      const offset = <usize>(
        ((entryA >> 16) + ((<u32>bitsA & ((4 << entryA) - 1)) >> ((entryA >> 8) & 31)))
      );
      if (entryA & SPECIAL || offset > outA - outputA) {
        outcomes |= DAMAGED;
        nearA = 0;
        break;
      }
      // At most 28 of 55 bits are gone.
      bitsA >>= entryA;
      placeA += entryA & 63;
      entryA = load<u32>(LITERALS_A + <usize>(<u32>bitsA & LITERAL_PLACES));
      bitsA = load<u64>(<usize>(placeA >> 3)) >> (placeA & 7);

      if (offset >= 16 || offset >= length) {
        let at = outA - offset;
        let to = outA;
        outA += length;
        do {
          v128.store(to, v128.load(at));
          to += 16;
          at += 16;
        } while (to < outA);
      } else {
        copyMatch(outA, offset, length);
        outA += length;
      }
      break;
    }

    for (;;) {
      let used: u32 = 0;
      if (entryB & LITERAL) {
        store<u16>(outB, entryB >> 8);
        outB += entryB >> 30;
        bitsB >>= entryB;
        used = entryB;
        entryB = load<u32>(LITERALS_B + <usize>(<u32>bitsB & LITERAL_PLACES));
        if (entryB & LITERAL) {
          store<u16>(outB, entryB >> 8);
          outB += entryB >> 30;
          bitsB >>= entryB;
          used += entryB;
          entryB = load<u32>(LITERALS_B + <usize>(<u32>bitsB & LITERAL_PLACES));
          if (entryB & LITERAL) {
            store<u16>(outB, entryB >> 8);
            outB += entryB >> 30;
            bitsB >>= entryB;
            used += entryB;
            entryB = load<u32>(LITERALS_B + <usize>(<u32>bitsB & LITERAL_PLACES));
            if (entryB & LITERAL) {
              store<u16>(outB, entryB >> 8);
              outB += entryB >> 30;
              bitsB >>= entryB;
              used += entryB;
              entryB = load<u32>(LITERALS_B + <usize>(<u32>bitsB & LITERAL_PLACES));
              placeB += used & 63;
              bitsB = load<u64>(<usize>(placeB >> 3)) >> (placeB & 7);
              break;
            }
          }
        }
      }
      if ((entryB & (SPECIAL | STOP)) === SPECIAL) {
        bitsB >>= entryB;
        used += entryB;
        const within = <u32>bitsB & ((1 << ((entryB >> 8) & 31)) - 4);
        entryB = load<u32>(LITERALS_B + <usize>((entryB >> 16) + within));
        if (entryB & LITERAL) {
          store<u16>(outB, entryB >> 8);
          outB += entryB >> 30;
          bitsB >>= entryB;
          used += entryB;
          entryB = load<u32>(LITERALS_B + <usize>(<u32>bitsB & LITERAL_PLACES));
          placeB += used & 63;
          bitsB = load<u64>(<usize>(placeB >> 3)) >> (placeB & 7);
          break;
        }
      }
      used += entryB;
      placeB += used & 63;
      if (entryB & SPECIAL) {
        outcomes |= (entryB >> 16 ? DAMAGED : ENDED) << OUTCOME_BITS;
        nearB = 0;
        break;
      }
      const length = (entryB >> 16) + ((<u32>bitsB & ((4 << entryB) - 1)) >> ((entryB >> 8) & 31));
      bitsB = load<u64>(<usize>(placeB >> 3)) >> (placeB & 7);
      entryB = load<u32>(DISTANCES_B + <usize>(<u32>bitsB & DISTANCE_PLACES));
      if ((entryB & (SPECIAL | STOP)) === SPECIAL) {
        bitsB >>= entryB;
        placeB += entryB & 63;
        const within = <u32>bitsB & ((1 << ((entryB >> 8) & 31)) - 4);
        entryB = load<u32>(DISTANCES_B + <usize>((entryB >> 16) + within));
      }
      const offset = <usize>(
        ((entryB >> 16) + ((<u32>bitsB & ((4 << entryB) - 1)) >> ((entryB >> 8) & 31)))
      );
      if (entryB & SPECIAL || offset > outB - outputB) {
        outcomes |= DAMAGED << OUTCOME_BITS;
        nearB = 0;
        break;
      }
      // At most 28 of 55 bits are gone.
      bitsB >>= entryB;
      placeB += entryB & 63;
      entryB = load<u32>(LITERALS_B + <usize>(<u32>bitsB & LITERAL_PLACES));
      bitsB = load<u64>(<usize>(placeB >> 3)) >> (placeB & 7);

      if (offset >= 16 || offset >= length) {
        let at = outB - offset;
        let to = outB;
        outB += length;
        do {
          v128.store(to, v128.load(at));
          to += 16;
          at += 16;
        } while (to < outB);
      } else {
        copyMatch(outB, offset, length);
        outB += length;
      }
      break;
    }
  } while (outA < nearA && outB < nearB && placeA <= farA && placeB <= farB);
  setPlace(STREAM_A, placeA + 2);
  setTo(STREAM_A, outA);
  setPlace(STREAM_B, placeB + 2);
  setTo(STREAM_B, outB);
  return outcomes;
}
