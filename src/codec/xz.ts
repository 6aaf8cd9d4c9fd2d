import { CodecError } from "../errors.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
import type { Column } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { targetAddress, withAddress } from "./codec.ts";

// Section numbers are those of the .xz file format specification 1.2.1.

const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];
const LZMA2 = 0x21;
/** Greatest dictionary size byte: 4 GiB - 1 (section 5.3.1). */
const MOST_DICTIONARY = 40;
/** Sizes of the checks 0 to 15 (section 2.1.1.2). */
const CHECK_SIZES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
const CRC32 = 1;
const CRC64 = 4;
const SHA256 = 10;

/** What each status of the LZMA2 kernel means, from 1 (`assembly/codec/xz/status.ts`). */
const reasons: readonly string[] = [
  "an LZMA2 chunk ends early",
  "damaged: invalid control byte of an LZMA2 chunk",
  "damaged: invalid lc, lp or pb of an LZMA2 chunk",
  "it decompresses to more",
  "damaged: the range coder does not end with its chunk",
  "damaged: a distance reaches before the dictionary's start",
  "damaged: a match is longer than its chunk",
];

/** The bytes being read, where they lie in linear memory, and where the output goes. */
interface Reading {
  readonly bytes: Uint8Array;
  readonly address: Address;
  readonly to: Address;
  readonly length: number;
}

/** What a block took and gave, as the index repeats it. */
interface BlockSizes {
  readonly unpadded: number;
  readonly uncompressed: number;
}

/**
 * XZ streams, one or several, of LZMA2 blocks. Headers, index and footer are verified, and the
 * content against the stream's check: none, CRC32, CRC64 or SHA-256. Nothing is written outside
 * the elements.
 *
 * @throws CodecError
 * @throws ShapeError when `target` has no elements `at` to `at + length - 1`
 * @see https://tukaani.org/xz/xz-file-format.txt
 */
export function xz(
  compressed: Uint8Array,
  target: Column<"uint8">,
  at: number,
  length: number,
): void {
  const to = targetAddress(target, at, length);
  withAddress(compressed, (address) => {
    // The copy in linear memory, or the bytes themselves: nothing here makes memory grow.
    const bytes = new Uint8Array(kernels.memory.buffer, address, compressed.length);
    const reading = { bytes, address, to, length };
    let position = 0;
    let written = 0;
    do {
      [position, written] = readStream(reading, position, written);
      // Padding between and behind streams (section 2.2).
      const start = position;
      while (bytes[position] === 0) position++;
      if ((position - start) % 4 !== 0) fail(reading, "the padding of a stream is not 4-aligned");
    } while (position < bytes.length);
    if (written !== length) fail(reading, "it decompresses to less");
  });
}

/** Reads a stream at `position`; returns the positions behind it in input and output. */
function readStream(reading: Reading, position: number, written: number): [number, number] {
  const { bytes } = reading;
  if (bytes.length - position < 32) fail(reading, "the input ends early");
  if (MAGIC.some((byte, i) => bytes[position + i] !== byte)) {
    fail(reading, "not an XZ stream (magic bytes)");
  }
  const check = readFlags(reading, position + 6);
  expectCrc(reading, position + 6, 2, position + 8, "a stream header");
  position += 12;
  const blocks: BlockSizes[] = [];
  while (position < bytes.length && bytes[position] !== 0) {
    const sizes = readBlock(reading, position, written, check);
    blocks.push(sizes);
    position += roundUp4(sizes.unpadded);
    written += sizes.uncompressed;
  }
  const index = position;
  position = readIndex(reading, position, blocks);
  // Stream footer (section 2.1.2).
  if (bytes.length - position < 12) fail(reading, "the input ends early");
  expectCrc(reading, position + 4, 6, position, "a stream footer");
  const backward = (uint32(bytes, position + 4) + 1) * 4;
  if (backward !== position - index) fail(reading, "damaged: the footer has another index size");
  if (readFlags(reading, position + 8) !== check) {
    fail(reading, "damaged: header and footer have different flags");
  }
  if (bytes[position + 10] !== 0x59 || bytes[position + 11] !== 0x5a) {
    fail(reading, "damaged: the footer has no magic bytes");
  }
  return [position + 12, written];
}

/** Stream flags (section 2.1.1.2); returns the check. */
function readFlags(reading: Reading, position: number): number {
  const { bytes } = reading;
  if (bytes[position] !== 0 || bytes[position + 1] > 15) {
    fail(reading, "reserved stream flags are set");
  }
  const check = bytes[position + 1];
  if (check !== 0 && check !== CRC32 && check !== CRC64 && check !== SHA256) {
    fail(reading, `check ${check} is not supported: only none, CRC32, CRC64 and SHA-256 are`);
  }
  return check;
}

/** Decodes a block (section 3) and verifies its sizes and check. */
function readBlock(reading: Reading, position: number, written: number, check: number): BlockSizes {
  const { bytes, address } = reading;
  const start = position;
  const headerSize = (bytes[position] + 1) * 4;
  if (headerSize > bytes.length - position) fail(reading, "the input ends early");
  const data = position + headerSize;
  expectCrc(reading, position, headerSize - 4, data - 4, "a block header");
  const { compressed, uncompressed } = readBlockHeader(reading, position + 1, data - 4);

  const room = reading.length - written;
  const to = offsetAddress(reading.to, written);
  const n = bytes.length - data;
  const status = kernels.codec_lzma2(offsetAddress(address, data), n, to, room);
  if (status !== 0) fail(reading, reasons[status - 1]);
  const used = kernels.codec_lzma2_used();
  const size = kernels.codec_lzma2_written();
  if (compressed !== undefined && compressed !== used) {
    fail(reading, "damaged: a block has not the compressed size of its header");
  }
  if (uncompressed !== undefined && uncompressed !== size) {
    fail(reading, "damaged: a block has not the uncompressed size of its header");
  }
  position = data + used;
  const padded = start + roundUp4(position - start);
  if (bytes.length - padded < CHECK_SIZES[check]) fail(reading, "the input ends early");
  expectZeros(reading, position, padded, "a block's padding");
  if (!hasCheck(check, to, size, reading, padded)) {
    fail(reading, "the content's checksum differs: damaged");
  }
  return { unpadded: position - start + CHECK_SIZES[check], uncompressed: size };
}

/** Sizes and filters of a block header from its flags up to `stop` (section 3.1). */
function readBlockHeader(
  reading: Reading,
  position: number,
  stop: number,
): { compressed: number | undefined; uncompressed: number | undefined } {
  const { bytes } = reading;
  const flags = bytes[position++];
  if ((flags & 0x3c) !== 0) fail(reading, "reserved block flags are set");
  let compressed: number | undefined;
  let uncompressed: number | undefined;
  if ((flags & 0x40) !== 0) [compressed, position] = readInteger(reading, position, stop);
  if ((flags & 0x80) !== 0) [uncompressed, position] = readInteger(reading, position, stop);
  let id: number;
  [id, position] = readInteger(reading, position, stop);
  if ((flags & 3) !== 0 || id !== LZMA2) {
    const name = `0x${id.toString(16)}`;
    const all = (flags & 3) === 0 ? `filter ${name}` : `a chain of ${(flags & 3) + 1} filters`;
    fail(reading, `${all} is not supported: only LZMA2 alone is`);
  }
  let properties: number;
  [properties, position] = readInteger(reading, position, stop);
  if (properties !== 1 || position >= stop || bytes[position] > MOST_DICTIONARY) {
    fail(reading, "damaged: invalid properties of the LZMA2 filter");
  }
  expectZeros(reading, position + 1, stop, "a block header's padding");
  return { compressed, uncompressed };
}

/** Verifies the index (section 4) at `position` against the blocks; returns the position behind. */
function readIndex(reading: Reading, position: number, blocks: readonly BlockSizes[]): number {
  const { bytes } = reading;
  const start = position;
  const stop = bytes.length;
  if (position >= stop) fail(reading, "the input ends early");
  let records: number;
  [records, position] = readInteger(reading, position + 1, stop);
  if (records !== blocks.length) fail(reading, "damaged: the index has another number of blocks");
  for (const block of blocks) {
    let unpadded: number;
    let uncompressed: number;
    [unpadded, position] = readInteger(reading, position, stop);
    [uncompressed, position] = readInteger(reading, position, stop);
    if (unpadded !== block.unpadded || uncompressed !== block.uncompressed) {
      fail(reading, "damaged: the index has other sizes than the blocks");
    }
  }
  const padded = start + roundUp4(position - start);
  if (stop - padded < 4) fail(reading, "the input ends early");
  expectZeros(reading, position, padded, "the index's padding");
  expectCrc(reading, start, padded - start, padded, "the index");
  return padded + 4;
}

/** A multibyte integer (section 1.2) and the position behind it. Not exact above 2^53. */
function readInteger(reading: Reading, position: number, stop: number): [number, number] {
  let value = 0;
  for (let i = 0; i < 9 && position + i < stop; i++) {
    const byte = reading.bytes[position + i];
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) {
      if (byte === 0 && i > 0) break;
      return [value, position + i + 1];
    }
  }
  return fail(reading, "damaged: an invalid integer in a header");
}

/** Whether the check behind a block fits its content. */
function hasCheck(
  check: number,
  content: Address,
  size: number,
  reading: Reading,
  position: number,
): boolean {
  const { bytes, address } = reading;
  if (check === CRC32) return kernels.codec_crc32(content, size) >>> 0 === uint32(bytes, position);
  if (check === CRC64) {
    const stored = new DataView(bytes.buffer, bytes.byteOffset + position, 8).getBigUint64(0, true);
    return BigInt.asUintN(64, kernels.codec_crc64(content, size)) === stored;
  }
  const digest = offsetAddress(address, position);
  return check !== SHA256 || kernels.codec_sha256_matches(content, size, digest) === 1;
}

function expectCrc(
  reading: Reading,
  position: number,
  n: number,
  crcPosition: number,
  what: string,
): void {
  const crc = kernels.codec_crc32(offsetAddress(reading.address, position), n) >>> 0;
  if (crc !== uint32(reading.bytes, crcPosition)) {
    fail(reading, `the checksum of ${what} differs: damaged`);
  }
}

function expectZeros(reading: Reading, position: number, stop: number, what: string): void {
  for (; position < stop; position++) {
    if (reading.bytes[position] !== 0) fail(reading, `damaged: ${what} is not zero`);
  }
}

function uint32(bytes: Uint8Array, position: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + position, 4).getUint32(0, true);
}

function roundUp4(value: number): number {
  return Math.ceil(value / 4) * 4;
}

function fail(reading: Reading, reason: string): never {
  const { bytes, length } = reading;
  throw new CodecError("xz", `${reason} (${bytes.length} bytes that should give ${length})`);
}
