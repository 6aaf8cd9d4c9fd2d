import { xxhash3 } from "../../codec/xxhash3.ts";
import { FormatError, UnsupportedError } from "../../errors.ts";
import { Cursor } from "../cursor.ts";
import type { ByteSource } from "../source.ts";
import { checkRange, type EnvelopeLink, hex } from "./envelope.ts";
import type { Storage } from "./payload.ts";

/** The object of class `ROOT::RNTuple`: where header and footer lie. */
export interface Anchor extends Storage {
  /** Of the format that its writer supports, as "1.0.0.1". */
  readonly version: string;
  readonly header: EnvelopeLink;
  readonly footer: EnvelopeLink;
}

/** Bit of the byte count in front of a streamed object. */
const COUNTED = 0x40000000;
const CHECKSUM = 8;

/**
 * Reads an anchor and verifies its checksum.
 *
 * @param object  the object of the key, decompressed
 * @param what  file and key, for messages
 * @throws FormatError, UnsupportedError for formats before 1.0 or of a later epoch
 * @see RNTuple format specification 1.0, "Anchor schema"
 */
export function readAnchor(object: Uint8Array, source: ByteSource, what: string): Anchor {
  const cursor = new Cursor(object, what, 0);
  const count = cursor.u32();
  const end = cursor.at + (count - COUNTED);
  if (count < COUNTED || end + CHECKSUM > object.length) {
    throw cursor.error(`no anchor of an RNTuple: ${count} in place of its length`);
  }
  cursor.skip(2);
  const start = cursor.at;
  const [epoch, ...others] = [cursor.u16(), cursor.u16(), cursor.u16(), cursor.u16()];
  const version = [epoch, ...others].join(".");
  if (epoch !== 1) {
    throw new UnsupportedError(
      `${what}: RNTuple format ${version}: only 1.x is supported`,
      `RNTuple format ${version}`,
    );
  }
  const [header, footer] = [0, 1].map(() => ({
    position: cursor.u64(),
    length: cursor.u64(),
    unpacked: cursor.u64(),
  }));
  const maxKeySize = cursor.u64();
  if (cursor.at > end) throw cursor.error(`an anchor of ${end - start} bytes is too short`);
  cursor.at = end;
  const view = new DataView(object.buffer, object.byteOffset + end, CHECKSUM);
  const stored = view.getBigUint64(0);
  const checksum = xxhash3(object.subarray(start, end));
  if (stored !== checksum) {
    throw new FormatError(
      `${what}: the anchor's XXH3 checksum differs: ${hex(stored)} is stored, its bytes give ${hex(checksum)}`,
      { path: what },
    );
  }
  const limits = { source, maxKeySize };
  for (const { position, length } of [header, footer]) {
    checkRange(position, length, 0, limits, (message) => cursor.error(message));
  }
  return { ...limits, version, header, footer };
}
