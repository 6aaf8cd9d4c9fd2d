import { xxhash3 } from "../../../codec/xxhash3.ts";
import { GrowingBytes } from "../growing-bytes.ts";

const encoder = new TextEncoder();

/**
 * Little-endian values and frames of an envelope, one after another; grows as needed.
 * @see RNTuple format specification 1.0, "Basic Types" and "Frames"
 */
export class EnvelopeWriter {
  readonly #room = new GrowingBytes();

  get length(): number {
    return this.#room.length;
  }

  u16(value: number): void {
    const at = this.#room.take(2);
    this.#room.view.setUint16(at, value, true);
  }

  u32(value: number): void {
    const at = this.#room.take(4);
    this.#room.view.setUint32(at, value, true);
  }

  i32(value: number): void {
    const at = this.#room.take(4);
    this.#room.view.setInt32(at, value, true);
  }

  u64(value: number | bigint): void {
    const at = this.#room.take(8);
    this.#room.view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), true);
  }

  string(value: string): void {
    const bytes = encoder.encode(value);
    this.u32(bytes.length);
    this.raw(bytes);
  }

  raw(bytes: Uint8Array): void {
    const at = this.#room.take(bytes.length);
    this.#room.buffer.set(bytes, at);
  }

  /** A record frame: its length, then what `write` writes. */
  record(write: () => void): void {
    const start = this.#room.take(8);
    write();
    this.#room.view.setBigInt64(start, BigInt(this.#room.length - start), true);
  }

  /** A list frame: its length, negated, the number of items, then these. */
  list<T>(items: Iterable<T>, write: (item: T) => void, behind: () => void = () => {}): void {
    const start = this.#room.take(12);
    let n = 0;
    for (const item of items) {
      write(item);
      n++;
    }
    behind();
    this.#room.view.setBigInt64(start, BigInt(start - this.#room.length), true);
    this.#room.view.setUint32(start + 8, n, true);
  }

  /** A locator of a place in the file. */
  locator({ position, length }: { readonly position: number; readonly length: number }): void {
    this.i32(length);
    this.u64(position);
  }

  /** A copy of what was written. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#room.buffer.slice(0, this.#room.length);
  }
}

/** An envelope: type and length, what `write` writes, XXH3-64 of all. */
export function envelope(
  type: number,
  write: (out: EnvelopeWriter) => void,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly checksum: bigint } {
  const out = new EnvelopeWriter();
  out.u64(0);
  write(out);
  const content = out.bytes();
  const length = content.length + 8;
  const head = BigInt(type) | (BigInt(length) << 16n);
  new DataView(content.buffer).setBigUint64(0, head, true);
  const checksum = xxhash3(content);
  const bytes = new Uint8Array(length);
  bytes.set(content);
  new DataView(bytes.buffer).setBigUint64(content.length, checksum, true);
  return { bytes, checksum };
}
