import { FormatError } from "../../errors.ts";

const text = new TextDecoder();

/**
 * Reads little-endian values and frames of an envelope one after another. Nothing is read beyond
 * the innermost frame: that is an error with the position.
 * @see RNTuple format specification 1.0, "Basic Types" and "Frames"
 */
export class Reader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  /** What the bytes are and in which file, for messages. */
  readonly #what: string;
  /** The next byte. */
  at: number;
  /** Where the innermost frame ends. */
  #end: number;

  constructor(bytes: Uint8Array, what: string, at: number, end: number) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#what = what;
    this.at = at;
    this.#end = end;
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  /** A count, size or position: beyond 2^53 it is an error. */
  u64(): number {
    const value = this.bits64();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw this.error(`${value} is beyond any count or position`, -8);
    }
    return Number(value);
  }

  /** A count that is negated where it has a second meaning: whether it is, and its size. */
  i64(): { negative: boolean; value: number } {
    const value = BigInt.asIntN(64, this.bits64());
    const size = value < 0n ? -value : value;
    const negative = value < 0n;
    // The lowest value of all stands for "negative" alone.
    if (size > BigInt(Number.MAX_SAFE_INTEGER)) {
      if (negative) return { negative, value: 0 };
      throw this.error(`${value} is beyond any count or position`, -8);
    }
    return { negative, value: Number(size) };
  }

  /** Flags and checksums: 0 to 2^64 - 1. */
  bits64(): bigint {
    return this.#view.getBigUint64(this.#take(8), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  string(): string {
    return text.decode(this.blob());
  }

  /** The bytes of a string: a view. */
  blob(): Uint8Array {
    const length = this.u32();
    const start = this.#take(length);
    return this.bytes.subarray(start, start + length);
  }

  /** What `read` makes of a record frame; unknown bytes at its end are passed over. */
  record<T>(read: () => T): T {
    const { negative, value: size } = this.i64();
    if (negative) throw this.error("a list frame in the place of a record frame", -8);
    return this.#frame(size, 8, read);
  }

  /** What `read` makes of each item of a list frame. */
  list<T>(read: (index: number) => T): T[] {
    return this.listWith((n) => {
      const items: T[] = [];
      for (let i = 0; i < n; i++) items.push(read(i));
      return items;
    });
  }

  /** What `read` makes of a list frame as a whole, given its number of items. */
  listWith<T>(read: (items: number) => T): T {
    const { negative, value: size } = this.i64();
    if (!negative) throw this.error("a record frame in the place of a list frame", -8);
    const items = this.u32();
    return this.#frame(size, 12, () => read(items));
  }

  skip(n: number): void {
    this.#take(n);
  }

  /** Bytes left in the innermost frame. */
  get left(): number {
    return this.#end - this.at;
  }

  /** An error about the bytes just read (`back` bytes before the next one). */
  error(message: string, back: number = 0): FormatError {
    const at = this.at + back;
    return new FormatError(`${this.#what}: ${message} (byte ${at} of it)`, {
      path: this.#what,
      at,
    });
  }

  #frame<T>(size: number, header: number, read: () => T): T {
    const stop = this.at - header + size;
    if (size < header || stop > this.#end) {
      throw this.error(`a frame of ${size} bytes, ${this.left + header} are left`, -header);
    }
    const outer = this.#end;
    this.#end = stop;
    try {
      return read();
    } finally {
      this.at = stop;
      this.#end = outer;
    }
  }

  #take(n: number): number {
    const start = this.at;
    if (start + n > this.#end) {
      throw this.error(`${this.left} bytes are left, where ${n} are needed`);
    }
    this.at = start + n;
    return start;
  }
}
