// The symbols of one block, of one stream.

import { copyMatch } from "../match";
import { LITERAL, SPECIAL, STOP } from "./huffman";
import {
  bitsAt,
  DISTANCE_PLACES,
  DISTANCES,
  DISTANCES_A,
  hasRoom,
  isWithin,
  LITERAL_PLACES,
  LITERALS,
  LITERALS_A,
  OVERRUN,
  placeOf,
  ROUND_OUTPUT,
  STREAM_A,
  setPlace,
  setTo,
  sourceEndOf,
  targetEndOf,
  targetOf,
  toOf,
} from "./stream";

/** What symbols lead to: nothing special, the end of the block, an error. */
export const GOING_ON: i32 = 0;
export const ENDED: i32 = 1;
export const DAMAGED: i32 = 2;

/**
 * Decodes a block with the tables that were built, from where it is to its end.
 *
 * @param stream  fast for STREAM_A alone
 * @returns whether that could be done
 */
export function compressed(stream: usize): bool {
  while (isWithin(stream)) {
    const fast = stream === STREAM_A && hasRoom(stream);
    const outcome = fast ? manySymbols() : oneSymbol(stream);
    if (outcome !== GOING_ON) return outcome === ENDED;
  }
  return false;
}

/** Decodes symbols of STREAM_A while a whole round fits the output. */
function manySymbols(): i32 {
  const sourceFar = sourceEndOf(STREAM_A) + OVERRUN;
  const targetNear = targetEndOf(STREAM_A) - <usize>ROUND_OUTPUT;
  const output = targetOf(STREAM_A);
  // Where the low 6 bits of `count` are the valid bits of `bits`, of which two are below the next
  // one; its other bits are left dirty, so that an entry can be subtracted whole. Bits above those
  // counted are already the right ones.
  const start = placeOf(STREAM_A) - 2;
  let source = <usize>(start >> 3) + 7;
  let bits = bitsAt(start);
  let count: u32 = 56 - (<u32>start & 7);
  let out = toOf(STREAM_A);
  let outcome = GOING_ON;

  bits |= load<u64>(source) << count;
  source += 7 - ((count >> 3) & 7);
  count |= 56;
  let entry = load<u32>(LITERALS_A + <usize>(<u32>bits & LITERAL_PLACES));
  do {
    // Here 54 bits are valid, and `entry` is looked up but not taken.
    if (entry & LITERAL) {
      store<u16>(out, entry >> 8);
      out += entry >> 30;
      bits >>= entry;
      count -= entry;
      entry = load<u32>(LITERALS_A + <usize>(<u32>bits & LITERAL_PLACES));
      if (entry & LITERAL) {
        store<u16>(out, entry >> 8);
        out += entry >> 30;
        bits >>= entry;
        count -= entry;
        entry = load<u32>(LITERALS_A + <usize>(<u32>bits & LITERAL_PLACES));
        if (entry & LITERAL) {
          store<u16>(out, entry >> 8);
          out += entry >> 30;
          bits >>= entry;
          count -= entry;
          entry = load<u32>(LITERALS_A + <usize>(<u32>bits & LITERAL_PLACES));
        }
      }
    }
    if (entry & LITERAL) {
      store<u16>(out, entry >> 8);
      out += entry >> 30;
      bits >>= entry;
      count -= entry;
      bits |= load<u64>(source) << count;
      source += 7 - ((count >> 3) & 7);
      count |= 56;
      entry = load<u32>(LITERALS_A + <usize>(<u32>bits & LITERAL_PLACES));
    } else {
      if ((entry & (SPECIAL | STOP)) === SPECIAL) {
        bits >>= entry;
        count -= entry;
        const within = <u32>bits & ((1 << ((entry >> 8) & 31)) - 4);
        entry = load<u32>(LITERALS_A + <usize>((entry >> 16) + within));
      }
      if (entry & LITERAL) {
        store<u16>(out, entry >> 8);
        out += entry >> 30;
        bits >>= entry;
        count -= entry;
        bits |= load<u64>(source) << count;
        source += 7 - ((count >> 3) & 7);
        count |= 56;
        entry = load<u32>(LITERALS_A + <usize>(<u32>bits & LITERAL_PLACES));
      } else {
        if (entry & SPECIAL) {
          bits >>= entry;
          count -= entry;
          outcome = entry >> 16 ? DAMAGED : ENDED;
          break;
        }
        const length = (entry >> 16) + ((<u32>bits & ((4 << entry) - 1)) >> ((entry >> 8) & 31));
        bits >>= entry;
        count -= entry;
        bits |= load<u64>(source) << count;
        source += 7 - ((count >> 3) & 7);
        count |= 56;
        entry = load<u32>(DISTANCES_A + <usize>(<u32>bits & DISTANCE_PLACES));
        if ((entry & (SPECIAL | STOP)) === SPECIAL) {
          bits >>= entry;
          count -= entry;
          const within = <u32>bits & ((1 << ((entry >> 8) & 31)) - 4);
          entry = load<u32>(DISTANCES_A + <usize>((entry >> 16) + within));
        }
        const offset = <usize>(
          ((entry >> 16) + ((<u32>bits & ((4 << entry) - 1)) >> ((entry >> 8) & 31)))
        );
        if (entry & SPECIAL || offset > out - output) {
          outcome = DAMAGED;
          break;
        }
        bits >>= entry;
        count -= entry;
        // At most 28 of 54 bits are gone.
        entry = load<u32>(LITERALS_A + <usize>(<u32>bits & LITERAL_PLACES));
        bits |= load<u64>(source) << count;
        source += 7 - ((count >> 3) & 7);
        count |= 56;

        if (offset >= 16 || offset >= length) {
          let at = out - offset;
          let place = out;
          out += length;
          do {
            v128.store(place, v128.load(at));
            place += 16;
            at += 16;
          } while (place < out);
        } else {
          copyMatch(out, offset, length);
          out += length;
        }
      }
    }
  } while (out < targetNear && source <= sourceFar);
  setPlace(STREAM_A, ((<u64>source) << 3) - (count & 63) + 2);
  setTo(STREAM_A, out);
  return outcome;
}

/** Decodes one symbol, anywhere; a match with its distance. */
function oneSymbol(stream: usize): i32 {
  let entry = symbolAt(stream, stream + LITERALS, LITERAL_PLACES);
  const to = toOf(stream);
  if (entry & LITERAL) {
    if (to === targetEndOf(stream)) return DAMAGED;
    // The first of two alone: there may be room for no more.
    store<u8>(to, entry >> 8);
    setTo(stream, to + 1);
    take(stream, (entry >> 24) & 15);
    return GOING_ON;
  }
  if (entry & SPECIAL) {
    take(stream, entry & 63);
    return entry >> 16 ? DAMAGED : ENDED;
  }
  const length = valueOf(stream, entry);
  entry = symbolAt(stream, stream + DISTANCES, DISTANCE_PLACES);
  if (entry & SPECIAL) return DAMAGED;
  const offset = valueOf(stream, entry);
  if (offset > to - targetOf(stream) || length > targetEndOf(stream) - to) return DAMAGED;
  copyMatch(to, offset, length);
  setTo(stream, to + length);
  return GOING_ON;
}

function take(stream: usize, bits: u32): void {
  setPlace(stream, placeOf(stream) + bits);
}

/** The next bits, two others below them. */
function bitsOf(stream: usize): u32 {
  return <u32>bitsAt(placeOf(stream) - 2);
}

/** Looks up an entry; that of a subtable, once the bits of the pointer are taken. */
function symbolAt(stream: usize, table: usize, places: u32): u32 {
  const entry = load<u32>(table + <usize>(bitsOf(stream) & places));
  if (entry & LITERAL || (entry & (SPECIAL | STOP)) !== SPECIAL) return entry;
  take(stream, entry & 63);
  const within = bitsOf(stream) & ((1 << ((entry >> 8) & 31)) - 4);
  return load<u32>(table + <usize>((entry >> 16) + within));
}

/** Takes the bits of a length or distance; its base and extra bits give the value. */
function valueOf(stream: usize, entry: u32): usize {
  const bits = bitsOf(stream) & ((4 << (entry & 63)) - 1);
  take(stream, entry & 63);
  return <usize>((entry >> 16) + (bits >> ((entry >> 8) & 31)));
}
