import { GrowingBytes } from "./growing-bytes.ts";

const BYTE_COUNT = 0x4000_0000;
const NEW_CLASS = 0xffff_ffff;
const CLASS_TAG = 0x8000_0000;
/** ROOT's kMapOffset: tags count from here. */
const TAG_OFFSET = 2;
const NAN_32 = 0x7fc0_0000;
const NAN_64 = 0x7ff8_0000_0000_0000n;

const encoder = new TextEncoder();

/** Big-endian values one after another, as ROOT streams them; grows as needed. */
export class ByteWriter {
  readonly #keylen: number;
  readonly #classes = new Map<string, number>();
  readonly #objects = new Map<object, number>();
  readonly #room = new GrowingBytes();

  /** @param keylen  length of the key in front of an object: references count from there */
  constructor(keylen = 0) {
    this.#keylen = keylen;
  }

  /** Bytes written. */
  get length(): number {
    return this.#room.length;
  }

  /** What was written, not copied. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#room.buffer.subarray(0, this.#room.length);
  }

  u8(value: number): void {
    const at = this.#room.take(1);
    this.#room.view.setUint8(at, value);
  }

  u16(value: number): void {
    const at = this.#room.take(2);
    this.#room.view.setUint16(at, value);
  }

  i32(value: number): void {
    const at = this.#room.take(4);
    this.#room.view.setInt32(at, value);
  }

  u32(value: number): void {
    const at = this.#room.take(4);
    this.#room.view.setUint32(at, value);
  }

  /** NaN has one form, whichever the engine made. */
  f32(value: number): void {
    const at = this.#room.take(4);
    if (Number.isNaN(value)) this.#room.view.setUint32(at, NAN_32);
    else this.#room.view.setFloat32(at, value);
  }

  f64(value: number): void {
    const at = this.#room.take(8);
    if (Number.isNaN(value)) this.#room.view.setBigUint64(at, NAN_64);
    else this.#room.view.setFloat64(at, value);
  }

  i64(value: bigint | number): void {
    const at = this.#room.take(8);
    this.#room.view.setBigInt64(at, BigInt(value));
  }

  /** A position in the file: 8 bytes where it is `large`, else 4. */
  position(value: number, large: boolean): void {
    if (large) this.i64(value);
    else this.u32(value);
  }

  raw(bytes: Uint8Array): void {
    // Taken first: that may replace the buffer.
    const at = this.#room.take(bytes.length);
    this.#room.buffer.set(bytes, at);
  }

  /** A TString: its length in one byte, or 255 and the length in four; then UTF-8. */
  string(value: string): void {
    const bytes = encoder.encode(value);
    if (bytes.length < 255) this.u8(bytes.length);
    else {
      this.u8(255);
      this.u32(bytes.length);
    }
    this.raw(bytes);
  }

  cstring(value: string): void {
    this.raw(encoder.encode(value));
    this.u8(0);
  }

  /** The number of bytes of what `write` writes, in front of it. */
  counted(write: () => void): void {
    const start = this.#room.take(4);
    write();
    this.#room.view.setUint32(start, BYTE_COUNT | (this.#room.length - start - 4));
  }

  /** An object behind its byte count and version. */
  versioned(version: number, write: () => void): void {
    this.counted(() => {
      this.u16(version);
      write();
    });
  }

  /** An object behind a pointer: its class and bytes where it comes first, then a reference. */
  pointer(object: object | null, className: string, write: () => void): void {
    if (object === null) {
      this.u32(0);
      return;
    }
    const before = this.#objects.get(object);
    if (before !== undefined) {
      this.u32(before);
      return;
    }
    this.#objects.set(object, this.#tag());
    this.counted(() => {
      const known = this.#classes.get(className);
      if (known !== undefined) this.u32((CLASS_TAG | known) >>> 0);
      else {
        this.#classes.set(className, this.#tag());
        this.u32(NEW_CLASS);
        this.cstring(className);
      }
      write();
    });
  }

  #tag(): number {
    return this.#room.length + this.#keylen + TAG_OFFSET;
  }
}

/** Bytes of a TString. */
export function stringLength(value: string): number {
  const { length } = encoder.encode(value);
  return length + (length < 255 ? 1 : 5);
}
