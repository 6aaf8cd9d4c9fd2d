// DEFLATE (RFC 1951), the compressed data inside the zlib format.

import {
  buildTable,
  DISTANCE_CODE,
  LENGTH_CODE,
  LITERAL,
  LITERAL_CODE,
  pairLiterals,
  SPECIAL,
  STOP,
} from "./huffman";
import { copyMatch } from "./match";

const LITERAL_BITS: i32 = 11;
const DISTANCE_BITS: i32 = 8;
const LENGTH_BITS: i32 = 7;

/** Output of one round of the fast loop: two entries of two literals, then the longest match. */
const ROUND_OUTPUT: i32 = 4 + 258;
/** Bytes still to come from which pairing literals can gain more than it takes. */
const PAIRS_PAY: usize = 8192;
/** How far behind the input's end a block is still followed; what it reads there fails later. */
const OVERRUN: usize = 8;

const literalTable: usize = memory.data(2400 * 4, 16);
const distanceTable: usize = memory.data(512 * 4, 16);
/** u8[288 + 32]; the last vector of a repeat goes up to 15 bytes further. */
const lengths: usize = memory.data(512, 16);
/** RFC 1951, section 3.2.7: the order of the code length code's own lengths. */
const lengthOrder: usize = memory.data<u8>([
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
]);

// Where decoding is. The low 6 bits of `held` count the valid bits of `window`; its other bits are
// left dirty, so that an entry can be subtracted whole. Bits of `window` above those counted are
// either 0 or already the right ones.
let window: u64 = 0;
let held: u32 = 0;
let from: usize = 0;
let sourceEnd: usize = 0;
let to: usize = 0;
let target: usize = 0;
let targetEnd: usize = 0;

/**
 * Decodes one DEFLATE stream, on any input, within the given bounds.
 *
 * Up to 48 bytes behind the input may be read, and up to 16 behind the output overwritten.
 *
 * @param source  u8[n], the stream
 * @param output  u8[length], written
 * @returns 0 when the whole stream gives exactly `length` bytes, else 1 + the position in the
 *   stream where that turned out impossible
 */
export function codec_deflate(source: usize, n: i32, output: usize, length: i32): i32 {
  window = 0;
  held = 0;
  from = source;
  sourceEnd = source + <usize>n;
  to = target = output;
  targetEnd = output + <usize>length;
  let good = false;
  let final = false;
  do {
    // A block before may have run past the end.
    if (from > sourceEnd + OVERRUN) break;
    refill();
    final = (window & 1) !== 0;
    const kind = <i32>(window >> 1) & 3;
    take(3);
    if (kind === 0) good = stored();
    else good = (kind === 1 ? fixedCodes() : kind === 2 && dynamicCodes()) && compressed();
  } while (good && !final);
  alignToByte();
  if (good && final && from === sourceEnd && to === targetEnd) return 0;
  const last = from < sourceEnd ? from : sourceEnd;
  return <i32>(last - source) + 1;
}

/** At least 56 valid bits. */
function refill(): void {
  window |= load<u64>(from) << held;
  from += 7 - ((held >> 3) & 7);
  held |= 56;
}

function take(bits: u32): void {
  window >>= bits;
  held -= bits;
}

/** Gives back the whole bytes that were read ahead, and drops the rest of the one begun. */
function alignToByte(): void {
  from -= (held >> 3) & 7;
  window = 0;
  held = 0;
}

/** A block of plain bytes. */
function stored(): bool {
  alignToByte();
  if (from + 4 > sourceEnd) return false;
  const size = <usize>load<u16>(from);
  if ((size ^ 0xffff) !== <usize>load<u16>(from, 2)) return false;
  from += 4;
  if (size > sourceEnd - from || size > targetEnd - to) return false;
  memory.copy(to, from, size);
  from += size;
  to += size;
  return true;
}

let literalMask: u64 = 0;
let distanceMask: u64 = 0;
/** Whether the tables are those of fixed codes, left by a block before, maybe of another stream. */
let tablesAreFixed = false;

/** The tables of RFC 1951, section 3.2.6. */
function fixedCodes(): bool {
  if (tablesAreFixed) return true;
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  memory.fill(lengths + 288, 5, 32);
  tablesAreFixed = useCodes(288, 32);
  return tablesAreFixed;
}

/** Reads the code lengths of a block (RFC 1951, section 3.2.7) and builds their tables. */
function dynamicCodes(): bool {
  const literals = <i32>(window & 31) + 257;
  const distances = (<i32>(window >> 5) & 31) + 1;
  const order = (<i32>(window >> 10) & 15) + 4;
  take(14);
  // Symbols above stand for nothing.
  if (literals > 286 || distances > 30) return false;
  tablesAreFixed = false;
  v128.store(lengths, i64x2.splat(0));
  v128.store(lengths, i64x2.splat(0), 16);
  for (let i = 0; i < order; i++) {
    refill();
    store<u8>(lengths + <usize>load<u8>(lengthOrder + <usize>i), <u8>(window & 7));
    take(3);
  }
  const bits = buildTable(LENGTH_CODE, lengths, 19, distanceTable, LENGTH_BITS);
  if (bits === 0) return false;
  const mask: u64 = (1 << bits) - 1;
  let i = 0;
  const n = literals + distances;
  while (i < n) {
    if (from > sourceEnd + OVERRUN) return false;
    refill();
    const entry = load<u32>(distanceTable + ((<usize>(window & mask)) << 2));
    take(entry & 63);
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(lengths + <usize>i, symbol);
      i++;
      continue;
    }
    let value: u32 = 0;
    let times: i32;
    if (symbol === 16) {
      if (i === 0) return false;
      value = <u32>load<u8>(lengths + <usize>(i - 1));
      times = 3 + <i32>(window & 3);
      take(2);
    } else if (symbol === 17) {
      times = 3 + <i32>(window & 7);
      take(3);
    } else {
      times = 11 + <i32>(window & 127);
      take(7);
    }
    if (i + times > n) return false;
    const run = i8x16.splat(<i8>value);
    for (let k = 0; k < times; k += 16) v128.store(lengths + <usize>(i + k), run);
    i += times;
  }
  // Nothing could end the block.
  if (load<u8>(lengths, 256) === 0) return false;
  return useCodes(literals, distances);
}

function useCodes(literals: i32, distances: i32): bool {
  const second = lengths + <usize>literals;
  const distanceBits = buildTable(DISTANCE_CODE, second, distances, distanceTable, DISTANCE_BITS);
  if (distanceBits === 0) return false;
  const literalBits = buildTable(LITERAL_CODE, lengths, literals, literalTable, LITERAL_BITS);
  if (literalBits === 0) return false;
  if (targetEnd - to > PAIRS_PAY && mostlyLiterals()) pairLiterals(literalTable, literalBits);
  literalMask = (1 << literalBits) - 1;
  distanceMask = (1 << distanceBits) - 1;
  return true;
}

/**
 * Whether literals take 7/8 of the code space, hence are about as frequent, as in columns of floats.
 * In other blocks pairs are too rare to be worth their making: it costs up to 5% there, and gains
 * 8% here (measured).
 */
function mostlyLiterals(): bool {
  let space: u32 = 0;
  for (let i: usize = 0; i < 256; i++) {
    const length = load<u8>(lengths + i);
    if (length) space += (1 << 15) >> length;
  }
  return space > (7 << 15) >> 3;
}

/** Decodes a block with the tables that were built, to its end. */
function compressed(): bool {
  while (from <= sourceEnd + OVERRUN) {
    if (targetEnd - to > <usize>ROUND_OUTPUT) {
      const outcome = manySymbols();
      if (outcome !== 0) return outcome > 0;
    } else {
      const outcome = oneSymbol();
      if (outcome !== 0) return outcome > 0;
    }
  }
  return false;
}

/**
 * Decodes symbols while a whole round fits the output.
 *
 * @returns 1 at the end of the block, -1 when it is damaged, else 0
 */
function manySymbols(): i32 {
  const sourceFar = sourceEnd + OVERRUN;
  const targetNear = targetEnd - <usize>ROUND_OUTPUT;
  const output = target;
  const mask = literalMask;
  const offsetMask = distanceMask;
  let bits = window;
  let count = held;
  let source = from;
  let out = to;
  let outcome = 0;

  bits |= load<u64>(source) << count;
  source += 7 - ((count >> 3) & 7);
  count |= 56;
  let entry = load<u32>(literalTable + ((<usize>(bits & mask)) << 2));
  do {
    // Here 56 bits are valid, and `entry` is looked up but not taken.
    if (entry & LITERAL) {
      store<u16>(out, entry >> 16);
      out += 1 + ((entry >> 13) & 1);
      bits >>= entry;
      count -= entry;
      entry = load<u32>(literalTable + ((<usize>(bits & mask)) << 2));
      if (entry & LITERAL) {
        store<u16>(out, entry >> 16);
        out += 1 + ((entry >> 13) & 1);
        bits >>= entry;
        count -= entry;
        entry = load<u32>(literalTable + ((<usize>(bits & mask)) << 2));
        if (entry & LITERAL) {
          store<u16>(out, entry >> 16);
          out += 1 + ((entry >> 13) & 1);
          bits >>= entry;
          count -= entry;
          // At most 33 of 56 bits are gone: enough are left to look up before the refill.
          entry = load<u32>(literalTable + ((<usize>(bits & mask)) << 2));
          bits |= load<u64>(source) << count;
          source += 7 - ((count >> 3) & 7);
          count |= 56;
          continue;
        }
      }
    }
    if (entry & SPECIAL) {
      if (!(entry & STOP)) {
        bits >>= entry;
        count -= entry;
        const slot = (entry >> 16) + (<u32>bits & ((1 << ((entry >> 8) & 15)) - 1));
        entry = load<u32>(literalTable + ((<usize>slot) << 2));
        if (entry & LITERAL) {
          store<u8>(out, entry >> 16);
          out++;
          bits >>= entry;
          count -= entry;
          bits |= load<u64>(source) << count;
          source += 7 - ((count >> 3) & 7);
          count |= 56;
          entry = load<u32>(literalTable + ((<usize>(bits & mask)) << 2));
          continue;
        }
      }
      if (entry & SPECIAL) {
        bits >>= entry;
        count -= entry;
        outcome = entry >> 16 ? -1 : 1;
        break;
      }
    }
    const length = (entry >> 16) + (<u32>(bits & (((<u64>1) << entry) - 1)) >> ((entry >> 8) & 15));
    bits >>= entry;
    count -= entry;
    bits |= load<u64>(source) << count;
    source += 7 - ((count >> 3) & 7);
    count |= 56;
    entry = load<u32>(distanceTable + ((<usize>(bits & offsetMask)) << 2));
    if (entry & SPECIAL) {
      if (!(entry & STOP)) {
        bits >>= entry;
        count -= entry;
        const slot = (entry >> 16) + (<u32>bits & ((1 << ((entry >> 8) & 15)) - 1));
        entry = load<u32>(distanceTable + ((<usize>slot) << 2));
      }
      if (entry & SPECIAL) {
        outcome = -1;
        break;
      }
    }
    const offset = <usize>(
      ((entry >> 16) + (<u32>(bits & (((<u64>1) << entry) - 1)) >> ((entry >> 8) & 15)))
    );
    bits >>= entry;
    count -= entry;
    if (offset > out - output) {
      outcome = -1;
      break;
    }
    // At most 28 of 56 bits are gone.
    entry = load<u32>(literalTable + ((<usize>(bits & mask)) << 2));
    bits |= load<u64>(source) << count;
    source += 7 - ((count >> 3) & 7);
    count |= 56;
    // The common case of copyMatch in place: 1.5% (measured).
    if (offset >= 16) {
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
  } while (out < targetNear && source <= sourceFar);
  window = bits;
  held = count;
  from = source;
  to = out;
  return outcome;
}

/**
 * Decodes one symbol, anywhere.
 *
 * @returns 1 at the end of the block, -1 when it is damaged or too long, else 0
 */
function oneSymbol(): i32 {
  refill();
  let entry = load<u32>(literalTable + ((<usize>(window & literalMask)) << 2));
  if ((entry & (SPECIAL | STOP)) === SPECIAL) entry = inSubtable(literalTable, entry);
  if (entry & SPECIAL) {
    take(entry & 63);
    return entry >> 16 ? -1 : 1;
  }
  if (entry & LITERAL) {
    if (to === targetEnd) return -1;
    // The first of a pair alone: there may be room for no more.
    store<u8>(to, entry >> 16);
    to++;
    take((entry >> 8) & 15);
    return 0;
  }
  const length = valueOf(entry);
  entry = load<u32>(distanceTable + ((<usize>(window & distanceMask)) << 2));
  if ((entry & (SPECIAL | STOP)) === SPECIAL) entry = inSubtable(distanceTable, entry);
  if (entry & SPECIAL) return -1;
  const offset = valueOf(entry);
  if (offset > to - target || length > targetEnd - to) return -1;
  copyMatch(to, offset, length);
  to += length;
  return 0;
}

/** Takes the bits of a pointer, and looks up where it points. */
function inSubtable(table: usize, pointer: u32): u32 {
  take(pointer & 63);
  const slot = (pointer >> 16) + (<u32>window & ((1 << ((pointer >> 8) & 15)) - 1));
  return load<u32>(table + ((<usize>slot) << 2));
}

/** Takes the bits of a length or distance; its base and extra bits give the value. */
function valueOf(entry: u32): usize {
  const bits = <u32>window & ((1 << (entry & 63)) - 1);
  take(entry & 63);
  return <usize>((entry >> 16) + (bits >> ((entry >> 8) & 15)));
}
