import { CodecError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { targetAddress } from "./codec.ts";
import { inflate } from "./deflate.ts";

/** Marks, method, flags, time, system (RFC 1952, section 2.3). */
const HEADER = 10;
/** CRC-32 and length of what is decompressed, little-endian. */
const TRAILER = 8;
const HAS_CRC = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;

/**
 * The gzip format (RFC 1952) of one member, its CRC-32 and length verified.
 *
 * @throws CodecError
 * @throws ShapeError when `target` has no elements `at` to `at + length - 1`
 * @see Python's gzip.decompress
 */
export function gzip(
  compressed: Uint8Array,
  target: Column<"uint8">,
  at: number,
  length: number,
): void {
  const to = targetAddress(target, at, length);
  const start = headerLength(compressed);
  const n = compressed.length - start - TRAILER;
  if (n < 0) throw new CodecError("gzip", `${compressed.length} bytes are too few for a stream`);
  const view = new DataView(compressed.buffer, compressed.byteOffset + start + n, TRAILER);
  const stored = view.getUint32(0, true);
  const size = view.getUint32(4, true);
  inflate("gzip", compressed, [start, start + n], to, length);
  if (size !== length) {
    throw new CodecError("gzip", `the stream gives ${length} bytes, and says ${size}`);
  }
  const actual = kernels.codec_crc32(to, length) >>> 0;
  if (actual !== stored) {
    const [said, given] = [stored, actual].map((value) => value.toString(16).padStart(8, "0"));
    throw new CodecError("gzip", `checksum differs: 0x${said} is said, 0x${given} it is`);
  }
}

/** Bytes in front of the stream. */
function headerLength(bytes: Uint8Array): number {
  const [first, second, method, flags] = bytes;
  if (first !== 0x1f || second !== 0x8b || method !== 8) {
    throw new CodecError("gzip", "these bytes do not begin as gzip does");
  }
  let at = HEADER;
  if ((flags & HAS_EXTRA) !== 0) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const text of [HAS_NAME, HAS_COMMENT]) {
    if ((flags & text) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) throw new CodecError("gzip", "its name does not end");
    at = end + 1;
  }
  return (flags & HAS_CRC) === 0 ? at : at + 2;
}
