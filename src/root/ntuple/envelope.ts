import { xxhash3 } from "../../codec/xxhash3.ts";
import { FormatError, UnsupportedError } from "../../errors.ts";
import { decompress, placed, readFrames } from "../frames.ts";
import type { ByteRange } from "../source.ts";
import { keysOf, type Storage } from "./payload.ts";
import { Reader } from "./reader.ts";

/** Where an envelope lies, and its bytes when decompressed. */
export interface EnvelopeLink extends ByteRange {
  readonly unpacked: number;
}

/** Envelope types. */
export const HEADER = 1;
export const FOOTER = 2;
export const PAGE_LIST = 3;

const CHECKSUM = 8;

/** An envelope that is what it should be: its content and its checksum. */
export interface Envelope {
  readonly reader: Reader;
  readonly checksum: bigint;
}

/**
 * Decompresses an envelope and verifies its checksum, type and length.
 *
 * @param what  file, tree and envelope, for messages
 * @throws FormatError, UnsupportedError
 * @see RNTuple format specification 1.0, "Envelopes"
 */
export function openEnvelope(
  payload: Uint8Array,
  link: EnvelopeLink,
  type: number,
  what: string,
): Envelope {
  const bytes = unpack(payload, link, what);
  const end = bytes.length - CHECKSUM;
  if (end < 8) {
    throw new FormatError(`${what}: ${bytes.length} bytes are no envelope`, { path: what });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stored = view.getBigUint64(end, true);
  const checksum = xxhash3(bytes.subarray(0, end));
  if (stored !== checksum) {
    throw new FormatError(
      `${what}: its XXH3 checksum differs: ${hex(stored)} is stored, its bytes give ${hex(checksum)}`,
      { path: what, at: link.position },
    );
  }
  const head = view.getBigUint64(0, true);
  const found = Number(head & 0xffffn);
  if (found !== type) {
    throw new FormatError(`${what}: an envelope of type ${found}, not ${type}`, { path: what });
  }
  if (head >> 16n !== BigInt(bytes.length)) {
    throw new FormatError(`${what}: it has ${bytes.length} bytes and says ${head >> 16n}`, {
      path: what,
    });
  }
  return { reader: new Reader(bytes, what, 8, end), checksum };
}

function unpack(payload: Uint8Array, link: EnvelopeLink, what: string): Uint8Array {
  const { unpacked, position } = link;
  if (payload.length === unpacked) return payload;
  if (payload.length > unpacked) {
    throw new FormatError(`${what}: ${payload.length} bytes on file should give ${unpacked}`, {
      path: what,
      at: position,
    });
  }
  try {
    const column = decompress(payload, readFrames(payload, unpacked), unpacked);
    const bytes = column.toTypedArray();
    column.dispose();
    return bytes;
  } catch (error) {
    throw placed(error, what, position);
  }
}

/**
 * A locator: where a page or envelope lies in the file.
 *
 * @param extra  bytes behind it that belong to it
 * @see RNTuple format specification 1.0, "Locators and Envelope Links"
 */
export function readLocator(reader: Reader, limits: Storage, extra: number = 0): ByteRange {
  const head = reader.i32();
  let length = head;
  let position: number;
  if (head >= 0) {
    position = reader.u64();
  } else {
    const size = -head & 0xffff;
    const type = (-head >>> 24) & 0x7f;
    if (type !== 1) {
      throw new UnsupportedError(
        `${limits.source.name}: a locator of type ${type}: only files are supported`,
        `RNTuple locator type ${type}`,
      );
    }
    const start = reader.at;
    length = reader.u64();
    position = reader.u64();
    if (size < 20) throw reader.error(`a large locator of ${size} bytes`);
    reader.skip(size - 4 - (reader.at - start));
  }
  checkRange(position, length, extra, limits, (message) => reader.error(message));
  return { position, length };
}

/** @throws what `fail` makes, when the range leaves the file */
export function checkRange(
  position: number,
  length: number,
  extra: number,
  { source, maxKeySize }: Storage,
  fail: (message: string) => Error,
): void {
  const whole = length + extra;
  const keys = keysOf(whole, maxKeySize);
  const first = keys === 1 ? whole : maxKeySize;
  if (position + first > source.size || whole > source.size) {
    throw fail(
      `bytes ${position} to ${position + whole} lie beyond the end of the file (${source.size} bytes)`,
    );
  }
  if (keys === undefined) {
    throw fail(`${whole} bytes at ${position} cannot be split into keys of ${maxKeySize}`);
  }
}

/** An envelope link: length when decompressed, locator. */
export function readLink(reader: Reader, limits: Storage): EnvelopeLink {
  const unpacked = reader.u64();
  return { unpacked, ...readLocator(reader, limits) };
}

export function hex(value: bigint): string {
  return `0x${value.toString(16).padStart(16, "0")}`;
}
