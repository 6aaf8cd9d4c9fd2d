// The literals section of a block: RFC 8878, section 3.1.1.3.1

import { decodeFourStreams, decodeStream } from "./huffman";
import { readTree } from "./huffman-table";
import { HUFFMAN, LITERALS, TRUNCATED } from "./status";

/** Most literals of a block. */
const MOST: i32 = 131072;

/** u8[MOST], and 64 bytes for copies that read more than they need. */
const buffer: usize = memory.data(131136, 64);

/** Where the literals of the last section lie, and their number. */
let at: usize = 0;
let n: i32 = 0;
/** Whether this frame had a tree that a treeless section may use. */
let hasTree: bool = false;

export function literalsAddress(): usize {
  return at;
}

export function literalsLength(): i32 {
  return n;
}

/** Forgets the tree of the frame before. */
export function resetLiterals(): void {
  hasTree = false;
}

/**
 * Reads a literals section.
 *
 * @param from   u8[size], the rest of the block, at least 1; 8 bytes before and behind are readable
 * @param to     where the block's content goes: literals that are all of it are decoded right there
 * @param room   bytes that may be written at `to`
 * @returns bytes used, or minus a status
 */
export function readLiterals(from: usize, size: i32, to: usize, room: i32): i32 {
  // The longest header has 5 bytes, and at least 2 follow.
  const header = load<u64>(from);
  const kind = <i32>header & 3;
  const format = <i32>(header >> 2) & 3;
  return kind < 2
    ? readPlain(from, size, header, kind, format)
    : readCoded(from, size, header, kind, format, to, room);
}

/** Raw literals stay where they are; one byte that repeats is written out. */
function readPlain(from: usize, size: i32, header: u64, kind: i32, format: i32): i32 {
  let used = 1;
  n = <i32>(header >> 3) & 31;
  if (format === 1) {
    used = 2;
    n = <i32>(header >> 4) & 0xfff;
  } else if (format === 3) {
    used = 3;
    n = <i32>(header >> 4) & 0xfffff;
  }
  if (n > MOST) return -LITERALS;
  if (kind === 0) {
    if (used + n > size) return -TRUNCATED;
    at = from + <usize>used;
    return used + n;
  }
  if (used + 1 > size) return -TRUNCATED;
  at = buffer;
  memory.fill(buffer, load<u8>(from + <usize>used), <usize>n);
  return used + 1;
}

function readCoded(
  from: usize,
  size: i32,
  header: u64,
  kind: i32,
  format: i32,
  to: usize,
  room: i32,
): i32 {
  const width: u64 = format < 2 ? 10 : format === 2 ? 14 : 18;
  const mask = ((<u64>1) << width) - 1;
  const used = format < 2 ? 3 : format + 2;
  n = <i32>((header >> 4) & mask);
  let coded = <i32>((header >> (4 + width)) & mask);
  if (n > MOST || n === 0) return -LITERALS;
  if (coded > size - used) return -TRUNCATED;
  const end = used + coded;
  from += <usize>used;
  if (kind === 2) {
    const tree = readTree(from, coded);
    if (tree < 0) return tree;
    hasTree = true;
    from += <usize>tree;
    coded -= tree;
  } else if (!hasTree) {
    return -LITERALS;
  }
  // A block without sequences ends with one byte of 0 after its literals.
  const all = end === size - 1 && n <= room && load<u8>(from + <usize>coded) === 0;
  at = all ? to : buffer;
  let status = HUFFMAN;
  if (format === 0) status = decodeStream(from, coded, at, n);
  else if (n >= 6) status = decodeFourStreams(from, coded, at, n);
  return status === 0 ? end : -status;
}
