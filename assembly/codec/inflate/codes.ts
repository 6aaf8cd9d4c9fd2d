// The codes of a block (RFC 1951, section 3.2): how they are described, and their tables.

import { buildTable, DISTANCE_CODE, LENGTH_CODE, LITERAL_CODE, pairLiterals } from "./huffman";
import {
  bitsAt,
  DISTANCE_BITS,
  DISTANCES,
  hasFixedCodes,
  LITERAL_BITS,
  LITERALS,
  OVERRUN,
  placeOf,
  setFixedCodes,
  setPlace,
  sourceEndOf,
  targetEndOf,
  toOf,
} from "./stream";

const LENGTH_BITS: i32 = 7;
/** Bytes still to come from which pairing literals can gain more than it takes. */
const PAIRS_PAY: usize = 8192;

/** u8[288 + 32]; the last vector of a repeat goes up to 15 bytes further. */
const lengths: usize = memory.data(512, 16);
/** RFC 1951, section 3.2.7: the order of the code length code's own lengths. */
const lengthOrder: usize = memory.data<u8>([
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
]);

/** The tables of RFC 1951, section 3.2.6. */
export function fixedCodes(stream: usize): bool {
  if (hasFixedCodes(stream)) return true;
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  memory.fill(lengths + 288, 5, 32);
  const good = useCodes(stream, 288, 32);
  setFixedCodes(stream, good);
  return good;
}

/** Reads the code lengths of a block (RFC 1951, section 3.2.7) and builds their tables. */
export function dynamicCodes(stream: usize): bool {
  let place = placeOf(stream);
  const counts = <u32>bitsAt(place);
  const literals = <i32>(counts & 31) + 257;
  const distances = (<i32>(counts >> 5) & 31) + 1;
  const order = (<i32>(counts >> 10) & 15) + 4;
  place += 14;
  // Symbols above stand for nothing.
  if (literals > 286 || distances > 30) return false;
  setFixedCodes(stream, false);
  v128.store(lengths, i64x2.splat(0));
  v128.store(lengths, i64x2.splat(0), 16);
  for (let i = 0; i < order; i++) {
    const length = <u8>(bitsAt(place) & 7);
    store<u8>(lengths + <usize>load<u8>(lengthOrder + <usize>i), length);
    place += 3;
  }
  const table = stream + DISTANCES;
  if (!buildTable(LENGTH_CODE, lengths, 19, table, LENGTH_BITS)) return false;
  const mask: u64 = (1 << LENGTH_BITS) - 1;
  const far = (<u64>(sourceEndOf(stream) + OVERRUN)) << 3;
  let i = 0;
  const n = literals + distances;
  while (i < n) {
    if (place > far) return false;
    const entry = load<u32>(table + ((<usize>(bitsAt(place) & mask)) << 2));
    place += entry & 63;
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(lengths + <usize>i, symbol);
      i++;
      continue;
    }
    let value: u32 = 0;
    let least = 3;
    let extra = 2;
    if (symbol === 16) {
      if (i === 0) return false;
      value = <u32>load<u8>(lengths + <usize>(i - 1));
    } else if (symbol === 17) extra = 3;
    else {
      least = 11;
      extra = 7;
    }
    const times = least + (<i32>bitsAt(place) & ((1 << extra) - 1));
    place += extra;
    if (i + times > n) return false;
    const run = i8x16.splat(<i8>value);
    for (let k = 0; k < times; k += 16) v128.store(lengths + <usize>(i + k), run);
    i += times;
  }
  setPlace(stream, place);
  // Nothing could end the block.
  if (load<u8>(lengths, 256) === 0) return false;
  return useCodes(stream, literals, distances);
}

function useCodes(stream: usize, literals: i32, distances: i32): bool {
  const far = lengths + <usize>literals;
  const table = stream + LITERALS;
  if (!buildTable(DISTANCE_CODE, far, distances, stream + DISTANCES, DISTANCE_BITS)) return false;
  if (!buildTable(LITERAL_CODE, lengths, literals, table, LITERAL_BITS)) return false;
  const left = targetEndOf(stream) - toOf(stream);
  if (left > PAIRS_PAY && mostlyLiterals()) pairLiterals(table, LITERAL_BITS);
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
