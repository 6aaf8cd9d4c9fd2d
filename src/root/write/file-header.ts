import { ByteWriter } from "./byte-writer.ts";
import { type Compression, compressionNumber } from "./compression.ts";
import { type OpenDirectory, writeUuid } from "./directory.ts";
import { type KeyRecord, keyLength, LARGE_FILE, LARGE_VERSION, writeKey } from "./key-record.ts";
import type { Output } from "./output.ts";

/** Where the first record lies, ROOT's kBEGIN. */
export const BEGIN = 100;
/** The ROOT whose classes these are: 6.26/00. */
const ROOT_VERSION = 62_600;
const LARGE_FILE_VERSION = 1_000_000;

/** The list of free places: one, from the end of the file on. */
export function freeList(
  output: Output,
  name: string,
): { readonly seek: number; readonly bytes: Uint8Array } {
  const seek = output.end;
  const large = seek > LARGE_FILE;
  const segment = large ? 18 : 10;
  const key: KeyRecord = {
    className: "TFile",
    name,
    title: "",
    objlen: segment,
    stored: segment,
    cycle: 1,
    seek,
    seekParent: BEGIN,
    datime: output.datime(),
    large,
  };
  const end = seek + keyLength(key, large) + segment;
  const out = new ByteWriter();
  writeKey(out, key);
  out.u16(1 + (large ? LARGE_VERSION : 0));
  out.position(end, large);
  out.position(lastByte(end), large);
  return { seek, bytes: out.bytes() };
}

/** The first bytes of a file, which say where all else is. */
export function fileHeader(
  output: Output,
  root: OpenDirectory,
  compression: Compression,
  infos: KeyRecord,
  free: { readonly seek: number; readonly bytes: Uint8Array },
): Uint8Array {
  const end = output.end;
  const large = end > LARGE_FILE;
  const out = new ByteWriter();
  out.raw(new TextEncoder().encode("root"));
  out.u32(ROOT_VERSION + (large ? LARGE_FILE_VERSION : 0));
  out.u32(BEGIN);
  out.position(end, large);
  out.position(free.seek, large);
  out.u32(free.bytes.length);
  out.u32(1);
  out.u32(root.nbytesName);
  out.u8(large ? 8 : 4);
  out.u32(compressionNumber(compression));
  out.position(infos.seek, large);
  out.u32(keyLength(infos, infos.large) + infos.stored);
  writeUuid(out, output.uuid());
  return out.bytes();
}

/** Where ROOT says that free places end. */
function lastByte(end: number): number {
  return end <= LARGE_FILE ? LARGE_FILE : end + 1_000_000_000;
}
