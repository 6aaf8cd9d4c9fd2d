// Objects as ROOT writes them, made by hand: bytes and the streamer infos that describe them.
import { type ByteSource, bytesSource, openRoot } from "../../src/root/index.ts";
import {
  readStreamers,
  type StreamerElement,
  type StreamerInfo,
  type Streamers,
} from "../../src/root/jsroot.ts";

/** Big-endian bytes, one value after another. */
export class Bytes {
  readonly data: number[] = [];

  u8(...values: number[]): this {
    this.data.push(...values);
    return this;
  }

  u16(value: number): this {
    return this.u8((value >> 8) & 255, value & 255);
  }

  u32(value: number): this {
    return this.u8((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
  }

  f32(value: number): this {
    return this.view(4, (view) => view.setFloat32(0, value));
  }

  f64(value: number): this {
    return this.view(8, (view) => view.setFloat64(0, value));
  }

  i64(value: bigint): this {
    return this.view(8, (view) => view.setBigInt64(0, value));
  }

  string(text: string): this {
    const bytes = new TextEncoder().encode(text);
    if (bytes.length < 255) return this.u8(bytes.length, ...bytes);
    return this.u8(255)
      .u32(bytes.length)
      .u8(...bytes);
  }

  /** What `write` writes behind a byte count and a version. */
  object(version: number, write: (bytes: this) => void): this {
    const start = this.data.length;
    this.u32(0).u16(version);
    write(this);
    return this.#count(start);
  }

  /** A TObject. */
  tobject(uniqueId = 0): this {
    return this.u16(1).u32(uniqueId).u32(0x0300_0000);
  }

  tnamed(name: string, title: string): this {
    return this.object(1, (b) => b.tobject().string(name).string(title));
  }

  /** A new object behind a pointer, of a class named for the first time. */
  pointer(className: string, write: (bytes: this) => void): this {
    const start = this.data.length;
    this.u32(0).u32(0xffff_ffff);
    for (const char of className) this.u8(char.charCodeAt(0));
    this.u8(0);
    write(this);
    return this.#count(start);
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.data);
  }

  #count(start: number): this {
    const count = new Bytes().u32(0x4000_0000 | (this.data.length - start - 4));
    this.data.splice(start, 4, ...count.data);
    return this;
  }

  private view(size: number, set: (view: DataView) => void): this {
    const view = new DataView(new ArrayBuffer(size));
    set(view);
    return this.u8(...new Uint8Array(view.buffer));
  }
}

/** A member of a class. */
export function element(
  fName: string,
  fType: number,
  fTypeName: string,
  more: Partial<StreamerElement> & Record<string, unknown> = {},
): StreamerElement {
  return { _typename: "TStreamerElement", fName, fTitle: "", fType, fTypeName, ...more };
}

export function base(fName: string, fBaseVersion = 1): StreamerElement {
  return element(fName, 0, "BASE", { _typename: "TStreamerBase", fBaseVersion });
}

/** Classes by name, all of version 1. */
export function classes(described: Record<string, StreamerElement[]>): Streamers {
  const infos: StreamerInfo[] = Object.entries(described).map(([fName, arr], i) => ({
    fName,
    fClassVersion: 1,
    fCheckSum: 1000 + i,
    fElements: { arr },
  }));
  return { infos, file: { extractStreamerInfos() {} } };
}

/** The object of a key, without the key. */
export interface RawObject {
  readonly bytes: Uint8Array;
  readonly className: string;
  readonly streamers: Streamers;
}

/** Objects of a file that is not compressed, as they lie there. */
export async function rawObjects(file: Uint8Array, keys: readonly string[]): Promise<RawObject[]> {
  const source = bytesSource(file);
  let read: Uint8Array[] = [];
  const watched: ByteSource = {
    ...source,
    async read(position, length, options) {
      const bytes = await source.read(position, length, options);
      read.push(bytes);
      return bytes;
    },
  };
  const opened = await openRoot(watched);
  const out: RawObject[] = [];
  let streamers: Streamers | undefined;
  for (const key of keys) {
    read = [];
    await opened.get(key);
    // The first object is read together with the streamer infos, in any order.
    const infos = read.find(isInfos);
    if (infos !== undefined) streamers = readStreamers(behindKey(infos), keylen(infos), "infos");
    const bytes = behindKey(read.find((record) => record !== infos) as Uint8Array);
    if (streamers === undefined) throw new Error("the file was read without its streamer infos");
    out.push({ bytes, className: opened.key(key).className, streamers });
  }
  return out;
}

/** Bytes 14 and 15 of a key are its length. */
function keylen(record: Uint8Array): number {
  return (record[14] << 8) | record[15];
}

function behindKey(record: Uint8Array): Uint8Array {
  return record.slice(keylen(record));
}

function isInfos(record: Uint8Array): boolean {
  return String.fromCharCode(...record.subarray(0, keylen(record))).includes("StreamerInfo");
}
