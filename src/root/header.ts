import { FormatError } from "../errors.ts";
import { Cursor } from "./cursor.ts";
import { readKey } from "./key.ts";
import type { ByteSource, ReadOptions } from "./source.ts";

/** Versions from here on have 64-bit positions. */
const LARGE = 1_000_000;
/** More than any header takes, with room for the first directory: read at once. */
const FIRST_READ = 1024;

/** What the first bytes of a file say. */
export interface Header {
  /** Of the ROOT that wrote it: 62206 is 6.22/06. */
  readonly version: number;
  readonly end: number;
  /** Record of the streamer infos; length 0 if there is none. */
  readonly seekInfo: number;
  readonly nbytesInfo: number;
  /** Of the file, in the usual form; made anew for each file written. */
  readonly uuid: string;
  /** The default compression, `100 * algorithm + level`. */
  readonly compression: number;
  /** Record of the keys of the root directory; length 0 if there is none. */
  readonly seekKeys: number;
  readonly nbytesKeys: number;
}

/** Where the keys of a directory lie. */
export interface DirectoryRecord {
  readonly seekKeys: number;
  readonly nbytesKeys: number;
}

/**
 * Reads the header and the record of the root directory.
 *
 * @throws FormatError when it is not a ROOT file, or shorter than it says
 */
export async function readHeader(source: ByteSource, options: ReadOptions): Promise<Header> {
  const { name, size } = source;
  const bytes = await source.read(0, Math.min(FIRST_READ, size), options);
  if (!(bytes[0] === 0x72 && bytes[1] === 0x6f && bytes[2] === 0x6f && bytes[3] === 0x74)) {
    const begin = size === 0 ? "it is empty" : `it begins with ${showBytes(bytes.subarray(0, 4))}`;
    throw new FormatError(`${name} is not a ROOT file: ${begin}`, { path: name, at: 0 });
  }
  const cursor = new Cursor(bytes, `${name}: file header`, 0, 4);
  // Signed: files are met whose writer took the mark of large files off a version without it.
  const stored = cursor.i32();
  const large = stored >= LARGE;
  const position = (): number => (large ? cursor.u64() : cursor.u32());
  const begin = cursor.u32();
  const end = position();
  position();
  cursor.skip(8);
  const nbytesName = cursor.u32();
  cursor.skip(1);
  const compression = cursor.u32();
  const seekInfo = position();
  const nbytesInfo = cursor.u32();
  const uuid = readUuid(cursor);
  if (end > size) {
    throw new FormatError(
      `${name} is truncated: it has ${size} bytes of the ${end} that its header tells`,
      { path: name, at: size },
    );
  }
  const root = begin + nbytesName;
  const record = await readWithin(source, root, DIRECTORY_BYTES, bytes, "root directory", options);
  const key = new Cursor(
    await readWithin(source, begin, nbytesName, bytes, "first key", options),
    `${name}: first key`,
    begin,
  );
  readKey(key);
  const directory = readDirectory(new Cursor(record, `${name}: root directory`, root));
  const version = (stored + LARGE) % LARGE;
  return { version, end, seekInfo, nbytesInfo, uuid, compression, ...directory };
}

/** TUUID: a version, then 16 bytes. */
function readUuid(cursor: Cursor): string {
  cursor.skip(2);
  const digits = Array.from({ length: 16 }, () => cursor.u8().toString(16).padStart(2, "0"));
  return digits.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Bytes of a directory's record as far as it is read. */
export const DIRECTORY_BYTES = 42;

/** The record of a directory, without its key. */
export function readDirectory(cursor: Cursor): DirectoryRecord {
  const version = cursor.u16();
  cursor.skip(8);
  const nbytesKeys = cursor.u32();
  cursor.skip(4);
  const large = version > 1000;
  const position = (): number => (large ? cursor.u64() : cursor.u32());
  position();
  position();
  return { seekKeys: position(), nbytesKeys };
}

/**
 * Reads a record, from `cached` (the first bytes of the file) where it can.
 *
 * @throws FormatError when it lies beyond the end of the file
 */
async function readWithin(
  source: ByteSource,
  position: number,
  length: number,
  cached: Uint8Array,
  what: string,
  options: ReadOptions,
): Promise<Uint8Array> {
  const stop = Math.min(position + length, source.size);
  if (position >= source.size) throw beyond(source, position, length, what);
  if (stop <= cached.byteLength) return cached.subarray(position, stop);
  return source.read(position, stop - position, options);
}

/**
 * A record that a position in the file points to.
 *
 * @throws FormatError when it lies beyond the end of the file
 */
export function recordRange(
  source: ByteSource,
  position: number,
  length: number,
  what: string,
): { position: number; length: number } {
  if (position + length > source.size) throw beyond(source, position, length, what);
  return { position, length };
}

function beyond(source: ByteSource, position: number, length: number, what: string): FormatError {
  return new FormatError(
    `${source.name}: ${what}: bytes ${position} to ${position + length} lie beyond the end of the ` +
      `file (${source.size} bytes)`,
    { path: `${source.name}: ${what}`, at: position },
  );
}

function showBytes(bytes: Uint8Array): string {
  const printable = [...bytes].every((byte) => byte >= 0x20 && byte < 0x7f);
  if (printable) return JSON.stringify(String.fromCharCode(...bytes));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
