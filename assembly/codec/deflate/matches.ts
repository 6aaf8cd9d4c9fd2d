// What content repeats of the 32 kB before it: greedy, with a chain of places for each hash.

import { matched } from "../matched";

/** The window that the format allows. */
const WINDOW: usize = 32768;
const HASH_LOG: u32 = 15;
/** Bytes of memory for the places. */
export const PLACES: usize = (((<usize>1) << HASH_LOG) + WINDOW) << 2;
/** Places that are tried. */
const TRIES: i32 = 4;
/** A match of this length is good enough. */
const GOOD: usize = 32;
/** Of longer matches not all positions are remembered. */
const DENSE: usize = 16;
const LEAST: usize = 3;
const MOST: usize = 258;
/** A match of three bytes this far back costs as much as it saves. */
const FAR: usize = 4096;
/** Positions tried in vain before steps get longer by one, as a power of two. */
const PATIENCE: u32 = 6;
const FACTOR: u32 = 2654435761;

/** u32[286] and u32[30]: how often each symbol of the block occurs. */
export const literalCounts: usize = memory.data(1152, 16);
export const distanceCounts: usize = memory.data(128, 16);

/** Where the block's input ends. */
let inputEnd: usize = 0;

export function blockEnd(): usize {
  return inputEnd;
}

/** The symbol of a length, 3 to 258, from 257 on; its extra bits. */
export function lengthSymbol(length: u32): u32 {
  const n = length - 3;
  if (n < 8) return 257 + n;
  if (n === 255) return 285;
  const extra = lengthExtra(length);
  return 257 + (extra << 2) + (n >> extra);
}

export function lengthExtra(length: u32): u32 {
  const n = length - 3;
  return n < 8 || n === 255 ? 0 : 29 - clz<u32>(n);
}

/** The symbol of a distance, 1 to 32768; its extra bits. */
export function distanceSymbol(distance: u32): u32 {
  const n = distance - 1;
  if (n < 4) return n;
  const extra = 30 - clz<u32>(n);
  return (extra << 1) + (n >> extra);
}

export function distanceExtra(distance: u32): u32 {
  const n = distance - 1;
  return n < 4 ? 0 : 30 - clz<u32>(n);
}

/**
 * Finds literals and matches of a block, until there are `most` of them or the content ends.
 *
 * @param source where the content begins
 * @param from   where the block begins
 * @param end    where the content ends
 * @param places u32[32768] by hash, u32[32768] by position: one above places, 0 for none
 * @param tokens u32[most], written: `distance << 9 | length`, or a literal
 * @returns number of tokens
 */
export function findTokens(
  source: usize,
  from: usize,
  end: usize,
  places: usize,
  tokens: usize,
  most: i32,
): i32 {
  memory.fill(literalCounts, 0, 1152);
  memory.fill(distanceCounts, 0, 128);
  const chain = places + ((<usize>4) << HASH_LOG);
  const limit = end - source > 8 ? end - 8 : source;
  const stop = tokens + ((<usize>most) << 2);
  let to = tokens;
  let anchor = from;
  while (from < limit && to < stop) {
    const value = load<u32>(from);
    const position = <u32>(from - source);
    const place = places + hashed(value);
    let candidate = load<u32>(place);
    store<u32>(place, position + 1);
    store<u32>(chain + ((<usize>position & (WINDOW - 1)) << 2), candidate);
    let length: usize = 0;
    let distance: usize = 0;
    const farthest = min(end, from + MOST);
    for (let tries = TRIES; candidate !== 0 && tries > 0; tries--) {
      const back = <usize>(position + 1 - candidate);
      if (back > WINDOW - 8) break;
      const match = from - back;
      if (((load<u32>(match) ^ value) & 0xffffff) === 0) {
        const found = matched(from, match, farthest);
        if (found > length) {
          length = found;
          distance = back;
          if (found >= GOOD) break;
        }
      }
      const before = load<u32>(chain + ((<usize>(candidate - 1) & (WINDOW - 1)) << 2));
      // Places that were written over lead forwards.
      if (before >= candidate) break;
      candidate = before;
    }
    if (length < LEAST || (length === LEAST && distance > FAR)) {
      // The longer nothing was found, the more bytes are taken as they are.
      const step: usize = 1 + <usize>(<u32>(from - anchor) >> PATIENCE);
      const next = min(from + step, limit);
      for (; from < next && to < stop; from++, to += 4) putLiteral(from, to);
      continue;
    }
    store<u32>(to, ((<u32>distance) << 9) | <u32>length);
    to += 4;
    increment(literalCounts, lengthSymbol(<u32>length));
    increment(distanceCounts, distanceSymbol(<u32>distance));
    const next = from + length;
    const dense = min(next, limit);
    if (length <= DENSE) {
      for (from++; from < dense; from++) remember(source, from, places, chain);
    } else if (next < limit) {
      remember(source, from + 1, places, chain);
      remember(source, next - 2, places, chain);
      remember(source, next - 1, places, chain);
    }
    from = next;
    anchor = next;
  }
  for (; from < end && from >= limit && to < stop; from++, to += 4) putLiteral(from, to);
  inputEnd = from;
  return <i32>((to - tokens) >> 2);
}

function putLiteral(from: usize, to: usize): void {
  const byte = <u32>load<u8>(from);
  store<u32>(to, byte);
  increment(literalCounts, byte);
}

function remember(source: usize, from: usize, places: usize, chain: usize): void {
  const position = <u32>(from - source);
  const place = places + hashed(load<u32>(from));
  store<u32>(chain + ((<usize>position & (WINDOW - 1)) << 2), load<u32>(place));
  store<u32>(place, position + 1);
}

/** By four bytes. */
function hashed(value: u32): usize {
  return (<usize>((value * FACTOR) >> (32 - HASH_LOG))) << 2;
}

function increment(counts: usize, symbol: u32): void {
  const place = counts + ((<usize>symbol) << 2);
  store<u32>(place, load<u32>(place) + 1);
}
