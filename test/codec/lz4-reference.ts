import { xxhash64 } from "../../src/codec/xxhash64.ts";

/** One LZ4 sequence: literals, then `length` (at least 4) bytes from `offset` before. */
export interface Sequence {
  readonly literals: Uint8Array;
  readonly offset: number;
  readonly length: number;
}

/** The LZ4 block of `sequences` and the last literals. */
export function encode(sequences: readonly Sequence[], last: Uint8Array): Uint8Array {
  const block: number[] = [];
  const more = (rest: number): void => {
    for (; rest >= 255; rest -= 255) block.push(255);
    block.push(rest);
  };
  const put = (literals: Uint8Array, matched: number): void => {
    block.push((Math.min(literals.length, 15) << 4) | Math.min(matched, 15));
    if (literals.length >= 15) more(literals.length - 15);
    for (const byte of literals) block.push(byte);
  };
  for (const { literals, offset, length } of sequences) {
    put(literals, length - 4);
    block.push(offset & 255, offset >> 8);
    if (length - 4 >= 15) more(length - 4 - 15);
  }
  put(last, 0);
  return Uint8Array.from(block);
}

/** Finds repeats with a table of the last place of each 4 bytes, and encodes them. */
export function compress(bytes: Uint8Array): Uint8Array {
  const places = new Map<number, number>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const sequences: Sequence[] = [];
  let start = 0;
  for (let at = 0; at + 12 < bytes.length; ) {
    const key = view.getUint32(at);
    const from = places.get(key);
    places.set(key, at);
    if (from === undefined || at - from > 65535) {
      at++;
      continue;
    }
    let length = 4;
    while (at + length < bytes.length - 5 && bytes[from + length] === bytes[at + length]) length++;
    sequences.push({ literals: bytes.subarray(start, at), offset: at - from, length });
    at += length;
    start = at;
  }
  return encode(sequences, bytes.subarray(start));
}

/** The block format's definition, byte by byte; `undefined` where it does not give `length` bytes. */
export function decode(block: Uint8Array, length: number): Uint8Array | undefined {
  const out: number[] = [];
  let at = 0;
  const count = (nibble: number): number => {
    let sum = nibble;
    let byte = nibble === 15 ? 255 : 0;
    for (; byte === 255; sum += byte) byte = block[at++] ?? Number.NaN;
    return sum;
  };
  while (at < block.length) {
    const token = block[at++];
    const literals = count(token >> 4);
    if (!(literals <= block.length - at && literals <= length - out.length)) return undefined;
    for (let i = 0; i < literals; i++) out.push(block[at++]);
    if (at === block.length) return out.length === length ? Uint8Array.from(out) : undefined;
    if (at + 2 > block.length) return undefined;
    const offset = block[at] | (block[at + 1] << 8);
    at += 2;
    const matched = count(token & 15) + 4;
    if (offset === 0 || offset > out.length) return undefined;
    if (!(matched <= length - out.length)) return undefined;
    for (let i = 0; i < matched; i++) out.push(out[out.length - offset]);
  }
  return undefined;
}

/** A block behind its checksum, as in a ROOT file. */
export function frame(block: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + block.length);
  new DataView(bytes.buffer).setBigUint64(0, xxhash64(block));
  bytes.set(block, 8);
  return bytes;
}
