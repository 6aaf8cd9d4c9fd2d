import { xxhash64 } from "../../src/codec/xxhash64.ts";

/** `n` bytes of a number, the lowest first. */
export function little(value: number | bigint, n: number): number[] {
  return Array.from({ length: n }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn));
}

/** Block types of RFC 8878, section 3.1.1.2.2. */
export const RAW = 0;
export const RLE = 1;
export const COMPRESSED = 2;

/** A block; `size` is the number of bytes that it gives for RLE, else that it takes. */
export function block(type: number, body: readonly number[], last = true, size = body.length) {
  return [...little((last ? 1 : 0) | (type << 1) | (size << 3), 3), ...body];
}

/** A frame without content size and with a window of 1 MB, of whole blocks. */
export function frame(blocks: readonly number[], content?: Uint8Array): Uint8Array {
  const checksum = content === undefined ? [] : little(xxhash64(content) & 0xffffffffn, 4);
  const descriptor = content === undefined ? 0 : 4;
  return Uint8Array.from([...little(0xfd2fb528, 4), descriptor, 80, ...blocks, ...checksum]);
}

/** Bits that are read from the last to the first: [value, width] in the order of reading. */
export function backwards(fields: readonly (readonly [number, number])[]): number[] {
  const bits: number[] = [];
  for (const [value, width] of fields) {
    for (let i = width - 1; i >= 0; i--) bits.push(Math.floor(value / 2 ** i) & 1);
  }
  bits.unshift(1);
  while (bits.length % 8 !== 0) bits.unshift(0);
  const bytes: number[] = [];
  for (let at = 0; at < bits.length; at += 8) {
    bytes.unshift(bits.slice(at, at + 8).reduce((byte, bit) => byte * 2 + bit, 0));
  }
  return bytes;
}

/**
 * A literals section of symbols 0 to 15, each with a code of four bits: a tree of 15 equal weights
 * and one that is implied.
 */
export function nibbleLiterals(symbols: readonly number[], streams: 1 | 4): number[] {
  const tree = [127 + 15, ...new Array(7).fill(0x11), 0x10];
  const encode = (part: readonly number[]) => backwards(part.map((symbol) => [symbol, 4]));
  const quarter = Math.ceil(symbols.length / 4);
  const parts =
    streams === 1
      ? [encode(symbols)]
      : [0, 1, 2, 3].map((i) => encode(symbols.slice(i * quarter, (i + 1) * quarter)));
  const jumps = streams === 1 ? [] : parts.slice(0, 3).flatMap((part) => little(part.length, 2));
  const body = [...tree, ...jumps, ...parts.flat()];
  // 10, 14 or 18 bits for either size; one stream has 10.
  const format = streams === 1 ? 0 : symbols.length < 1024 && body.length < 1024 ? 1 : 3;
  const width = format === 3 ? 18 : 10;
  const header =
    2n |
    (BigInt(format) << 2n) |
    (BigInt(symbols.length) << 4n) |
    (BigInt(body.length) << BigInt(4 + width));
  return [...little(header, format === 3 ? 5 : 3), ...body];
}

/** Raw literals with a header of three bytes. */
export function rawLiterals(bytes: readonly number[]): number[] {
  return [...little(0 | (3 << 2) | (bytes.length << 4), 3), ...bytes];
}

/** Baselines and extra bits of some codes: section 3.1.1.3.2.1.1. */
export const lengthCodes: Record<number, [baseline: number, bits: number]> = {
  0: [0, 0],
  1: [1, 0],
  15: [15, 0],
  16: [16, 1],
  20: [24, 2],
  25: [64, 6],
  30: [2048, 11],
  35: [65536, 16],
};
export const matchCodes: Record<number, [baseline: number, bits: number]> = {
  0: [3, 0],
  13: [16, 0],
  31: [34, 0],
  32: [35, 1],
  39: [59, 3],
  44: [259, 8],
  52: [65539, 16],
};

/** Extra bits of one sequence; all sequences of a section have the same three codes. */
export interface Extras {
  readonly length: number;
  readonly match: number;
  readonly offset: number;
}

/** A sequences section whose three tables have one symbol each. */
export function singleSequences(
  lengthCode: number,
  offsetCode: number,
  matchCode: number,
  sequences: readonly Extras[],
): number[] {
  const n = sequences.length;
  const count =
    n < 128 ? [n] : n < 0x7f00 ? [128 + (n >> 8), n & 255] : [255, ...little(n - 0x7f00, 2)];
  const fields = sequences.flatMap(({ length, match, offset }): [number, number][] => [
    [offset, offsetCode],
    [match, matchCodes[matchCode][1]],
    [length, lengthCodes[lengthCode][1]],
  ]);
  return [...count, 0x54, lengthCode, offsetCode, matchCode, ...backwards(fields)];
}

/** What a compressed block does, byte by byte (sections 3.1.1.4 and 3.1.1.5). */
export function execute(
  content: number[],
  literals: readonly number[],
  lengthCode: number,
  offsetCode: number,
  matchCode: number,
  sequences: readonly Extras[],
): void {
  const repeats = [1, 4, 8];
  let used = 0;
  for (const extras of sequences) {
    const length = lengthCodes[lengthCode][0] + extras.length;
    for (let i = 0; i < length; i++) content.push(literals[used++]);
    const value = 2 ** offsetCode + extras.offset;
    let offset = value - 3;
    if (value <= 3) {
      const which = length === 0 ? value : value - 1;
      offset = which === 3 ? repeats[0] - 1 : repeats[which];
      if (which < 3) repeats.splice(which, 1);
      else repeats.pop();
    } else {
      repeats.pop();
    }
    repeats.unshift(offset);
    const match = matchCodes[matchCode][0] + extras.match;
    for (let i = 0; i < match; i++) content.push(content[content.length - offset]);
  }
  while (used < literals.length) content.push(literals[used++]);
}
