import { FormatError } from "../errors.ts";

const text = new TextDecoder();

/**
 * Reads big-endian values of a record one after another; leaving the record is an error with the
 * position in the file.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  /** What the record is and in which file, for messages. */
  readonly #what: string;
  /** Where the first byte lies in the file. */
  readonly #origin: number;
  /** The next byte. */
  at: number;

  constructor(bytes: Uint8Array, what: string, origin: number, at: number = 0) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#what = what;
    this.#origin = origin;
    this.at = at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4));
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  /** A position in the file. */
  u64(): number {
    const value = this.#view.getBigUint64(this.#take(8));
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw this.error(`a position of ${value} is beyond any file`, -8);
    }
    return Number(value);
  }

  /** A TString: length in one byte, or 255 and the length in four; then UTF-8. */
  string(): string {
    let length = this.u8();
    if (length === 255) length = this.u32();
    const start = this.#take(length);
    return text.decode(this.bytes.subarray(start, start + length));
  }

  skip(n: number): void {
    this.#take(n);
  }

  /** An error about the bytes just read (`back` bytes before the next one). */
  error(message: string, back: number = 0): FormatError {
    const at = this.#origin + this.at + back;
    return new FormatError(`${this.#what}: ${message} (byte ${at})`, { path: this.#what, at });
  }

  #take(n: number): number {
    const start = this.at;
    if (start + n > this.bytes.byteLength) {
      throw this.error(`ends after ${this.bytes.byteLength} bytes, where ${n} more are needed`);
    }
    this.at = start + n;
    return start;
  }
}
