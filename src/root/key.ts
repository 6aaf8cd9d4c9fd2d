import type { Cursor } from "./cursor.ts";

/** The record in front of every object and basket: TKey. */
export interface Key {
  /** Bytes of the record on file, key included. */
  readonly nbytes: number;
  /** Bytes of the object when decompressed. */
  readonly objlen: number;
  /** Bytes of the key itself. */
  readonly keylen: number;
  readonly cycle: number;
  /** Where the record lies. */
  readonly seek: number;
  readonly className: string;
  readonly name: string;
  readonly title: string;
}

/** Versions above this have 64-bit positions. */
const LARGE = 1000;

/** Reads a key and checks its lengths against each other. */
export function readKey(cursor: Cursor): Key {
  const nbytes = cursor.i32();
  const version = cursor.u16();
  const objlen = cursor.u32();
  cursor.skip(4);
  const keylen = cursor.u16();
  const cycle = cursor.u16();
  const seek = version > LARGE ? cursor.u64() : cursor.u32();
  cursor.skip(version > LARGE ? 8 : 4);
  const className = cursor.string();
  const name = cursor.string();
  const title = cursor.string();
  if (nbytes < keylen || keylen < 18) {
    throw cursor.error(`a key of ${keylen} bytes in a record of ${nbytes}`);
  }
  return { nbytes, objlen, keylen, cycle, seek, className, name, title };
}

/** `name;cycle`. */
export function keyName(key: Key): string {
  return `${key.name};${key.cycle}`;
}
