// Where the decoding of a DEFLATE stream is: a record in memory, so that several can be under way.

/** Bits that select an entry of the main tables. */
export const LITERAL_BITS: i32 = 11;
export const DISTANCE_BITS: i32 = 8;
/** Masks of the places in them. */
export const LITERAL_PLACES: u32 = ((1 << LITERAL_BITS) - 1) << 2;
export const DISTANCE_PLACES: u32 = ((1 << DISTANCE_BITS) - 1) << 2;

/** Where the literals' table is in the record, u32[2400], and that of the distances, u32[512]. */
export const LITERALS: i32 = 64;
export const DISTANCES: i32 = LITERALS + 4 * 2400;
export const STREAM_BYTES: i32 = DISTANCES + 4 * 512;

/** Where there are records: two, since two are decoded side by side. */
export const STREAM_A: usize = memory.data(STREAM_BYTES, 64);
export const STREAM_B: usize = memory.data(STREAM_BYTES, 64);
export const LITERALS_A: usize = STREAM_A + LITERALS;
export const LITERALS_B: usize = STREAM_B + LITERALS;
export const DISTANCES_A: usize = STREAM_A + DISTANCES;
export const DISTANCES_B: usize = STREAM_B + DISTANCES;

/** How far behind the input's end a block is still followed; what it reads there fails later. */
export const OVERRUN: usize = 8;
/** Output of one round of a fast loop: three entries of two literals, then the longest match. */
export const ROUND_OUTPUT: i32 = 6 + 258;

/** u64: the bit of memory to be read next, 8 times its byte's address and the bits below it there. */
export function placeOf(stream: usize): u64 {
  return load<u64>(stream);
}
export function setPlace(stream: usize, place: u64): void {
  store<u64>(stream, place);
}
/** The next bits, at least 57, the first one lowest. */
export function bitsAt(place: u64): u64 {
  return load<u64>(<usize>(place >> 3)) >> (place & 7);
}
/** The byte of the input that the next whole byte is. */
export function fromOf(stream: usize): usize {
  return <usize>((placeOf(stream) + 7) >> 3);
}
export function setFrom(stream: usize, from: usize): void {
  setPlace(stream, (<u64>from) << 3);
}

/** The byte behind the input. */
export function sourceEndOf(stream: usize): usize {
  return load<usize>(stream, 8);
}

/** Where the next byte of output goes. */
export function toOf(stream: usize): usize {
  return load<usize>(stream, 16);
}
export function setTo(stream: usize, to: usize): void {
  store<usize>(stream, to, 16);
}
/** The first byte of output. */
export function targetOf(stream: usize): usize {
  return load<usize>(stream, 24);
}
/** The byte behind the output. */
export function targetEndOf(stream: usize): usize {
  return load<usize>(stream, 32);
}

/** Whether the block under way is the last one. */
export function isFinal(stream: usize): bool {
  return load<u8>(stream, 40) !== 0;
}
export function setFinal(stream: usize, final: bool): void {
  store<u8>(stream, final ? 1 : 0, 40);
}
/** Whether the tables are those of fixed codes, left by a block before, maybe of another stream. */
export function hasFixedCodes(stream: usize): bool {
  return load<u8>(stream, 41) !== 0;
}
export function setFixedCodes(stream: usize, fixed: bool): void {
  store<u8>(stream, fixed ? 1 : 0, 41);
}

/** Begins a stream: `n` bytes that shall give `length`. */
export function beginStream(
  stream: usize,
  source: usize,
  n: i32,
  output: usize,
  length: i32,
): void {
  setFrom(stream, source);
  store<usize>(stream, source + <usize>n, 8);
  setTo(stream, output);
  store<usize>(stream, output, 24);
  store<usize>(stream, output + <usize>length, 32);
  setFinal(stream, false);
}

/** Whether a stream has not run past its end by so much that it must be broken. */
export function isWithin(stream: usize): bool {
  return fromOf(stream) <= sourceEndOf(stream) + OVERRUN;
}

/** Whether a fast loop may do a round. */
export function hasRoom(stream: usize): bool {
  return isWithin(stream) && toOf(stream) + <usize>ROUND_OUTPUT < targetEndOf(stream);
}
