import { ByteWriter, stringLength } from "./byte-writer.ts";

/** ROOT's kStartBigFile: what lies behind has keys with positions of 8 bytes. */
export const LARGE_FILE = 2_000_000_000;
const VERSION = 4;
/** Added to versions of what has positions of 8 bytes. */
export const LARGE_VERSION = 1000;
const SMALL_BYTES = 26;
const LARGE_BYTES = 34;

/** A TKey: what stands in front of each record, and in the list of its directory. */
export interface KeyRecord {
  readonly className: string;
  readonly name: string;
  readonly title: string;
  /** Bytes of the object before compression. */
  readonly objlen: number;
  /** Bytes on file behind the key. */
  readonly stored: number;
  readonly cycle: number;
  readonly seek: number;
  /** Of the directory. */
  readonly seekParent: number;
  /** When it was written, as ROOT counts. */
  readonly datime: number;
  /** Whether positions have 8 bytes. */
  readonly large: boolean;
}

/** Bytes of a key. */
export function keyLength(
  { className, name, title }: Pick<KeyRecord, "className" | "name" | "title">,
  large: boolean,
): number {
  const strings = stringLength(className) + stringLength(name) + stringLength(title);
  return (large ? LARGE_BYTES : SMALL_BYTES) + strings;
}

/** @param more  bytes that count as the key's as well, as those of a basket do */
export function writeKey(out: ByteWriter, key: KeyRecord, more = 0): void {
  const { large } = key;
  const keylen = keyLength(key, large) + more;
  out.u32(keylen + key.stored);
  out.u16(VERSION + (large ? LARGE_VERSION : 0));
  out.u32(key.objlen);
  out.u32(key.datime);
  out.u16(keylen);
  out.u16(key.cycle);
  out.position(key.seek, large);
  out.position(key.seekParent, large);
  out.string(key.className);
  out.string(key.name);
  out.string(key.title);
}

/** A key alone. */
export function keyBytes(key: KeyRecord): Uint8Array {
  const out = new ByteWriter();
  writeKey(out, key);
  return out.bytes();
}

/** A time as a TDatime: years from 1995, month, day, hour, minute, second; in UTC. */
export function datimeOf(date: Date): number {
  const year = (date.getUTCFullYear() - 1995) << 26;
  const day = ((date.getUTCMonth() + 1) << 22) | (date.getUTCDate() << 17);
  const time = (date.getUTCHours() << 12) | (date.getUTCMinutes() << 6) | date.getUTCSeconds();
  return (year | day | time) >>> 0;
}
