import type { CodecName } from "../codec/codecs.ts";
import { type PackedFrame, unpack } from "../codec/packed.ts";
import { CodecError, FormatError, UnsupportedError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";

/** Two letters, method, 3 bytes compressed size, 3 bytes uncompressed size (little-endian). */
const HEADER = 9;

interface Method {
  readonly name: string;
  /** The third byte. */
  readonly method: number;
  readonly codec: CodecName;
  /** Bytes that one compressed byte can give at most. */
  readonly ratio: number;
}

/**
 * By the first two letters of a frame. What a compressed byte can give at most: zlib, 258 bytes for
 * a code of one bit each for length and distance (RFC 1951); LZ4, one more byte of a length is 255
 * more; ZSTD, a block of 4 bytes is 128 kB (RFC 8878, RLE_Block); XZ, a match of 273 bytes is 14
 * binary decisions of which each is as probable as 2017 in 2048.
 */
const methods: ReadonlyMap<string, Method> = new Map([
  ["ZL", { name: "zlib", method: 8, codec: "zlib", ratio: 1032 }],
  ["ZS", { name: "zstd", method: 1, codec: "zstd", ratio: 32_768 }],
  ["XZ", { name: "lzma", method: 0, codec: "xz", ratio: 7_110 }],
  ["L4", { name: "lz4", method: 1, codec: "lz4", ratio: 255 }],
  // Of ROOT until its versions 5: the stream of zlib without its header and checksum.
  ["CS", { name: "deflate", method: 8, codec: "deflate", ratio: 1032 }],
]);

/**
 * Decompresses the payload of a key and verifies every checksum that the formats carry.
 *
 * @param payload  the record behind its key
 * @param frames  those of the payload
 * @param length  bytes they give in all
 * @throws CodecError with the plain fact; the caller adds the place
 */
export function decompress(
  payload: Uint8Array,
  frames: readonly PackedFrame[],
  length: number,
): Column<"uint8"> {
  return unpack({ bytes: payload, frames, length });
}

/**
 * The frames of a key's payload, of at most 2^24 - 1 bytes each. They must announce exactly
 * `length` bytes and use up the payload: checked before any memory is reserved.
 *
 * @param length  bytes that the key announces
 * @throws FormatError, CodecError with the plain fact; the caller adds the place
 */
export function readFrames(payload: Uint8Array, length: number): PackedFrame[] {
  const frames: PackedFrame[] = [];
  let at = 0;
  let total = 0;
  while (total < length) {
    if (at + HEADER > payload.length) {
      throw new FormatError(
        `compressed data end after ${total} of ${length} bytes: no frame header at its byte ${at}`,
        { at },
      );
    }
    const method = methodAt(payload, at);
    const start = at + HEADER;
    const stop = start + u24(payload, at + 3);
    const size = u24(payload, at + 6);
    if (stop > payload.length) {
      throw new FormatError(
        `a ${method.name} frame of ${stop - start} bytes at byte ${at} ends beyond its record (${payload.length} bytes)`,
        { at },
      );
    }
    if (size === 0 || total + size > length) {
      throw new FormatError(
        `a ${method.name} frame at byte ${at} announces ${size} bytes, ${length - total} are missing`,
        { at },
      );
    }
    if (size > method.ratio * (stop - start)) {
      throw new FormatError(
        `a ${method.name} frame of ${stop - start} bytes at byte ${at} announces ${size}, more than the format can give`,
        { at },
      );
    }
    frames.push({ codec: method.codec, start, stop, length: size });
    total += size;
    at = stop;
  }
  if (at !== payload.length) {
    throw new FormatError(
      `${payload.length - at} bytes are left behind the last compressed frame`,
      { at },
    );
  }
  return frames;
}

function methodAt(payload: Uint8Array, at: number): Method {
  const name = letters(payload, at);
  const method = methods.get(name);
  if (method === undefined || payload[at + 2] !== method.method) {
    const bytes = [...payload.subarray(at, at + 3)].map((byte) =>
      byte.toString(16).padStart(2, "0"),
    );
    throw new FormatError(`no compressed frame at byte ${at}: it begins with ${bytes.join(" ")}`, {
      at,
    });
  }
  return method;
}

function letters(payload: Uint8Array, at: number): string {
  return String.fromCharCode(payload[at], payload[at + 1]);
}

function u24(payload: Uint8Array, at: number): number {
  return payload[at] | (payload[at + 1] << 8) | (payload[at + 2] << 16);
}

/** Adds the place to an error of this file; other errors pass through. */
export function placed(error: unknown, path: string, origin: number): unknown {
  if (error instanceof CodecError) {
    return new FormatError(`${path}: ${error.message} (record at byte ${origin})`, {
      path,
      at: origin,
      cause: error,
    });
  }
  if (error instanceof FormatError && error.path === undefined) {
    const at = origin + (error.at ?? 0);
    return new FormatError(`${path}: ${error.message} (byte ${at})`, { path, at, cause: error });
  }
  if (error instanceof UnsupportedError) {
    return new UnsupportedError(`${path}: ${error.message}`, error.feature);
  }
  return error;
}
