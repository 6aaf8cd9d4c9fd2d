import { FormatError } from "../../errors.ts";
import { type DType, itemSize } from "../../wasm/dtype.ts";
import type { NumberArray, RootValue } from "./value.ts";

const BYTE_COUNT = 0x4000_0000;
const text = new TextDecoder();

/** Objects inside objects; deeper than any class, and shallow enough for the stack. */
const MAX_DEPTH = 150;
/** Values that one byte may give: a bit of `vector<bool>` takes a byte, an empty object none. */
const VALUES_PER_BYTE = 4;
const FREE_VALUES = 10_000;

/** The header in front of an object. */
export interface Version {
  readonly number: number;
  /** Where the object ends; `undefined` where the file does not say. */
  readonly stop: number | undefined;
}

/**
 * The bytes of one object: big-endian values one after another. No count is trusted: an array must
 * fit into the bytes left, objects nest to a limited depth, and all values together are limited by
 * the number of bytes, so that reading takes time and memory proportional to them.
 */
export class ObjectBuffer {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #path: string;
  /** Objects and class names by their tags. */
  readonly #tagged = new Map<number, RootValue>();
  readonly #classes = new Map<number, string>();
  /** Length of the key in front: tags count from there. */
  readonly #keylen: number;
  #values: number;
  #depth = 0;
  /** The next byte. */
  at = 0;

  /** @param path  file and key, for messages */
  constructor(bytes: Uint8Array, keylen: number, path: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#keylen = keylen;
    this.#path = path;
    this.#values = FREE_VALUES + bytes.length * VALUES_PER_BYTE;
  }

  get left(): number {
    return this.#bytes.length - this.at;
  }

  u8(): number {
    return this.#view.getUint8(this.take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.take(2));
  }

  i16(): number {
    return this.#view.getInt16(this.take(2));
  }

  i32(): number {
    return this.#view.getInt32(this.take(4));
  }

  u32(): number {
    return this.#view.getUint32(this.take(4));
  }

  f32(): number {
    return this.#view.getFloat32(this.take(4));
  }

  /** The next four bytes, which stay. */
  peek(): number | undefined {
    return this.left < 4 ? undefined : this.#view.getUint32(this.at);
  }

  /** One number; BigInt beyond 2^53. */
  number(dtype: DType): number | bigint | boolean {
    const at = this.take(itemSize(dtype));
    switch (dtype) {
      case "bool":
        return this.#view.getUint8(at) !== 0;
      case "int8":
        return this.#view.getInt8(at);
      case "uint8":
        return this.#view.getUint8(at);
      case "int16":
        return this.#view.getInt16(at);
      case "uint16":
        return this.#view.getUint16(at);
      case "int32":
        return this.#view.getInt32(at);
      case "uint32":
        return this.#view.getUint32(at);
      case "int64":
        return safe(this.#view.getBigInt64(at));
      case "uint64":
        return safe(this.#view.getBigUint64(at));
      case "float32":
        return this.#view.getFloat32(at);
      case "float64":
        return this.#view.getFloat64(at);
      default:
        throw this.error(`no number type ${dtype satisfies never}`);
    }
  }

  /** `n` numbers; bool as bytes. */
  numbers(dtype: DType, n: number): NumberArray {
    const size = itemSize(dtype);
    this.checkCount(n, size);
    const start = this.take(n * size);
    const copy = this.#bytes.slice(start, start + n * size);
    reverse(copy, size);
    return typed(dtype, copy.buffer);
  }

  /** A TString or std::string: length in one byte, or 255 and the length in four; then UTF-8. */
  string(): string {
    const short = this.u8();
    return this.text(short === 255 ? this.u32() : short);
  }

  /** `n` bytes of text. */
  text(n: number): string {
    const start = this.take(n);
    return text.decode(this.#bytes.subarray(start, start + n));
  }

  /** Text up to a zero byte. */
  cstring(): string {
    const stop = this.#bytes.indexOf(0, this.at);
    if (stop < 0) throw this.error("a class name does not end");
    const out = this.text(stop - this.at);
    this.at = stop + 1;
    return out;
  }

  raw(n: number): Uint8Array {
    const start = this.take(n);
    return this.#bytes.slice(start, start + n);
  }

  /** Skips `n` bytes and says where they began. */
  take(n: number): number {
    const start = this.at;
    if (!(n >= 0 && n <= this.left)) {
      throw this.error(`${n} bytes are needed and ${this.left} are left`);
    }
    this.at = start + n;
    return start;
  }

  /** A number of things of at least `size` bytes each that are to come. */
  count(size: number): number {
    const n = this.i32();
    this.checkCount(n, size);
    return n;
  }

  /** @throws FormatError when `n` things of `size` bytes cannot be there */
  checkCount(n: number, size: number): void {
    if (!(Number.isInteger(n) && n >= 0 && n * Math.max(size, 1) <= this.left)) {
      throw this.error(`${n} elements are announced and ${this.left} bytes are left`);
    }
    this.spend(n);
  }

  /** @throws FormatError when there are more values than the bytes could give */
  spend(n: number): void {
    this.#values -= n;
    if (!(this.#values >= 0)) throw this.error("it holds more values than bytes");
  }

  /** Whether a byte count is next; no number of elements looks like one. */
  hasByteCount(): boolean {
    const first = this.peek() ?? 0;
    return (first & BYTE_COUNT) !== 0 && first < 0x8000_0000;
  }

  /** The version of an object, and where it ends. */
  version(): Version {
    const start = this.at;
    if (!this.hasByteCount()) return { number: this.u16(), stop: undefined };
    const first = this.#view.getUint32(start);
    const stop = start + 4 + (first & ~BYTE_COUNT);
    this.at += 4;
    const number = this.u16();
    if (stop < this.at || stop > this.#bytes.length) {
      throw this.error(`an object at byte ${start} ends at byte ${stop}`);
    }
    return { number, stop };
  }

  /** Goes to the end of an object. @throws FormatError when more was read than it has */
  finish({ stop }: Version, what: string): void {
    if (stop === undefined) return;
    if (this.at > stop) throw this.error(`the ${what} ends at byte ${stop}`);
    this.at = stop;
  }

  /** Runs `read` one level deeper. */
  nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) {
      throw this.error(`objects are nested more than ${MAX_DEPTH} deep`);
    }
    this.spend(1);
    const out = read();
    this.#depth--;
    return out;
  }

  /** The tag of an object that begins at `at`; 2 is ROOT's kMapOffset. */
  tagAt(at: number): number {
    return at + this.#keylen + 2;
  }

  remember(tag: number, object: RootValue): void {
    this.#tagged.set(tag, object);
  }

  rememberClass(tag: number, name: string): void {
    this.#classes.set(tag, name);
  }

  /** @throws FormatError when nothing has this tag */
  recall(tag: number): RootValue {
    const object = this.#tagged.get(tag);
    if (object === undefined) throw this.error(`no object has the tag ${tag}`);
    return object;
  }

  recallClass(tag: number): string {
    const name = this.#classes.get(tag);
    if (name === undefined) throw this.error(`no class has the tag ${tag}`);
    return name;
  }

  error(message: string, cause?: unknown): FormatError {
    const place = `byte ${this.at} of ${this.#bytes.length}`;
    return new FormatError(`${this.#path}: ${message} (${place})`, {
      path: this.#path,
      at: this.at,
      cause,
    });
  }
}

function safe(value: bigint): number | bigint {
  const fits = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
  return fits ? Number(value) : value;
}

/** Turns big-endian elements around, in place. */
function reverse(bytes: Uint8Array, size: number): void {
  if (size === 1) return;
  for (let i = 0; i < bytes.length; i += size) {
    for (let low = i, high = i + size - 1; low < high; low++, high--) {
      const byte = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = byte;
    }
  }
}

function typed(dtype: DType, buffer: ArrayBuffer): NumberArray {
  switch (dtype) {
    case "bool":
    case "uint8":
      return new Uint8Array(buffer);
    case "int8":
      return new Int8Array(buffer);
    case "int16":
      return new Int16Array(buffer);
    case "uint16":
      return new Uint16Array(buffer);
    case "int32":
      return new Int32Array(buffer);
    case "uint32":
      return new Uint32Array(buffer);
    case "int64":
      return new BigInt64Array(buffer);
    case "uint64":
      return new BigUint64Array(buffer);
    case "float32":
      return new Float32Array(buffer);
    case "float64":
      return new Float64Array(buffer);
    default:
      throw new FormatError(`no number type ${dtype satisfies never}`);
  }
}
