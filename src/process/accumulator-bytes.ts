import { AwkwardArray } from "../array/array.ts";
import type { Form } from "../array/form.ts";
import { fromBuffers } from "../array/from-buffers.ts";
import { type Layout, loaded } from "../array/layout.ts";
import { toPacked } from "../array/regular.ts";
import { toBuffers } from "../array/to-buffers.ts";
import { xxhash64 } from "../codec/xxhash64.ts";
import { FormatError, UnsupportedError, UsageError } from "../errors.ts";
import { Hist } from "../hist/hist.ts";
import { scope } from "../wasm/scope.ts";
import { type AccumulatorClass, isMergeable } from "./accumulate.ts";

// A result in bytes, as threads, checkpoints, batch jobs and Dask pass it on:
//
//   0   "hepwasm" and a zero
//   8   u32le version
//   12  u32le bytes of the header
//   16  XXH64 of all that follows, with the bytes of the header as its seed, u64le
//   24  header: JSON { value, buffers: [bytes of each] }
//   …   the buffers, each from a multiple of 8 on
//
// In `value` lists and records have a letter in front, since JSON has fewer kinds of values.

const MAGIC: readonly number[] = [0x68, 0x65, 0x70, 0x77, 0x61, 0x73, 0x6d, 0];
const VERSION = 1;
const PREFIX = 24;

/** A value in the header. Buffers are named by their index. */
type Node =
  | null
  | boolean
  | number
  | string
  | readonly ["undefined"]
  | readonly ["number", string]
  | readonly ["bigint", string]
  | readonly ["list" | "set", readonly Node[]]
  | readonly ["map", readonly Node[], readonly Node[]]
  | readonly ["record", readonly string[], readonly Node[]]
  | readonly ["typed", string, number]
  | readonly ["hist", number]
  | readonly ["array", Form, number, Readonly<Record<string, readonly [string, number]>>]
  | readonly ["class", string, Node];

const TYPED = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
} as const;

/**
 * The result of a processor in bytes: numbers, BigInts, strings, `Hist`s, `ak.Array`s, typed arrays,
 * records, lists, sets and maps of them, and objects of `classes`.
 *
 * @param classes  kinds of accumulators of the user's own, as `Processor.accumulators` lists them
 * @throws UsageError naming what has no bytes, such as a function or what is inside itself:
 *   `out.a.b: objects of class Date …`
 * @see accumulatorFromBytes
 */
export function accumulatorToBytes(
  value: unknown,
  classes: readonly AccumulatorClass[] = [],
): Uint8Array {
  const buffers: Uint8Array[] = [];
  const node = new Writer(classes, buffers).write(value, "out");
  const header = new TextEncoder().encode(
    JSON.stringify({ value: node, buffers: buffers.map(({ byteLength }) => byteLength) }),
  );
  let size = aligned(PREFIX + header.length);
  const places = buffers.map(({ byteLength }) => {
    const at = size;
    size += aligned(byteLength);
    return at;
  });
  const bytes = new Uint8Array(size);
  bytes.set(MAGIC);
  bytes.set(header, PREFIX);
  for (const [i, buffer] of buffers.entries()) bytes.set(buffer, places[i]);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, header.length, true);
  view.setBigUint64(16, xxhash64(bytes.subarray(PREFIX), BigInt(header.length)), true);
  return bytes;
}

/**
 * The result that `accumulatorToBytes` put into bytes. The caller frees its histograms and arrays.
 *
 * @param source  the bytes
 * @param classes  those it was written with
 * @throws FormatError for other or damaged bytes, UnsupportedError for a newer version
 * @throws UsageError when it holds an object of a class that is not among `classes`
 */
export function accumulatorFromBytes(
  source: Uint8Array,
  classes: readonly AccumulatorClass[] = [],
): unknown {
  // Node's buffers are Uint8Arrays whose `slice` does not copy.
  const bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (bytes.length < PREFIX || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new FormatError("these bytes are not a result of hepwasm");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version > VERSION) {
    throw new UnsupportedError(
      `a result of format ${version}: this version of hepwasm reads up to ${VERSION}`,
      "newer results",
    );
  }
  const length = view.getUint32(12, true);
  const sum = xxhash64(bytes.subarray(PREFIX), BigInt(length));
  if (version === 0 || view.getBigUint64(16, true) !== sum) {
    throw new FormatError("a result is truncated or damaged: its checksum is wrong");
  }
  const end = PREFIX + length;
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(PREFIX, end))) as {
    value: Node;
    buffers: number[];
  };
  let at = aligned(end);
  const buffers = header.buffers.map((length) => {
    const buffer = bytes.slice(at, at + length);
    at += aligned(length);
    return buffer;
  });
  return new Reader(classes, buffers).read(header.value);
}

/**
 * The array without what is missing or not reached, where there may be such: which values hide behind missing
 * ones depends on how an array was made, and equal results have equal bytes.
 */
function canonical(array: AwkwardArray): AwkwardArray {
  if (!has(array.layout, ["option", "union"])) return array;
  if (!has(array.layout, ["union"])) return toPacked(array);
  // In buffers, what is missing of a union is missing in its contents: that is to be packed.
  const { form, length, container } = toBuffers(array);
  return toPacked(fromBuffers(form, length, container));
}

function has(layout: Layout, kinds: readonly string[]): boolean {
  const now = loaded(layout);
  if (kinds.includes(now.kind)) return true;
  switch (now.kind) {
    case "option":
    case "list":
    case "regular":
      return has(now.content, kinds);
    case "record":
    case "union":
      return now.contents.some((content) => has(content, kinds));
    default:
      return false;
  }
}

class Writer {
  readonly #classes: readonly AccumulatorClass[];
  readonly #buffers: Uint8Array[];
  /** The containers around what is being written. */
  readonly #above = new Set<object>();

  constructor(classes: readonly AccumulatorClass[], buffers: Uint8Array[]) {
    this.#classes = classes;
    this.#buffers = buffers;
  }

  write(value: unknown, path: string): Node {
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
        // JSON has neither NaN nor infinities, and writes -0 as 0.
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : ["number", Object.is(value, -0) ? "-0" : String(value)];
      case "bigint":
        return ["bigint", String(value)];
      case "undefined":
        return ["undefined"];
      case "object":
        return value === null ? null : this.#inside(value, path);
      default:
        throw new UsageError(`${path}: a ${typeof value} is no result`);
    }
  }

  #inside(value: object, path: string): Node {
    if (this.#above.has(value)) {
      throw new UsageError(`${path}: this object is inside itself, so it has no bytes`);
    }
    this.#above.add(value);
    const node = this.#object(value, path);
    this.#above.delete(value);
    return node;
  }

  #object(value: object, path: string): Node {
    if (value instanceof Hist) return ["hist", this.#add(value.toBytes())];
    if (value instanceof AwkwardArray) {
      const { form, length, container } = scope(() => toBuffers(canonical(value)));
      const buffers = Object.entries(container).map(([key, column]) => [key, this.#typed(column)]);
      return ["array", form, length, Object.fromEntries(buffers)];
    }
    const each = (items: Iterable<unknown>, place: (i: number) => string): Node[] =>
      [...items].map((item, i) => this.write(item, place(i)));
    if (Array.isArray(value)) return ["list", each(value, (i) => `${path}[${i}]`)];
    if (value instanceof Set) return ["set", each(value, () => path)];
    if (value instanceof Map) {
      const keys = [...value.keys()];
      const named = (i: number): string => `${path}.get(${String(keys[i])})`;
      return ["map", each(keys, named), each(value.values(), named)];
    }
    const name = value.constructor?.name ?? "object";
    if (ArrayBuffer.isView(value) && name in TYPED) {
      return ["typed", ...this.#typed(value as Uint8Array)];
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === null || prototype === Object.prototype) {
      const keys = Object.keys(value);
      return ["record", keys, each(Object.values(value), (i) => `${path}.${keys[i]}`)];
    }
    const known = this.#classes.find((candidate) => candidate === value.constructor);
    if (known !== undefined) {
      const plain = (value as InstanceType<AccumulatorClass>).toPlain();
      return ["class", known.name, this.write(plain, path)];
    }
    const hint = isMergeable(value)
      ? `list the class in the processor's "accumulators"`
      : "return numbers, histograms, arrays, records, maps, sets, lists or typed arrays";
    throw new UsageError(`${path}: objects of class ${name} stay in their thread; ${hint}`);
  }

  #typed(column: {
    buffer: ArrayBufferLike;
    byteOffset: number;
    byteLength: number;
  }): [string, number] {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    return [column.constructor.name, this.#add(bytes)];
  }

  #add(bytes: Uint8Array): number {
    return this.#buffers.push(bytes) - 1;
  }
}

class Reader {
  readonly #classes: readonly AccumulatorClass[];
  readonly #buffers: readonly Uint8Array[];

  constructor(classes: readonly AccumulatorClass[], buffers: readonly Uint8Array[]) {
    this.#classes = classes;
    this.#buffers = buffers;
  }

  read(node: Node): unknown {
    if (typeof node !== "object" || node === null) return node;
    switch (node[0]) {
      case "undefined":
        return undefined;
      case "number":
        return Number(node[1]);
      case "bigint":
        return BigInt(node[1]);
      case "list":
        return this.#each(node[1]);
      case "set":
        return new Set(this.#each(node[1]));
      case "map": {
        const values = this.#each(node[2]);
        return new Map(this.#each(node[1]).map((key, i) => [key, values[i]]));
      }
      case "record": {
        const values = this.#each(node[2]);
        return Object.fromEntries(node[1].map((key, i) => [key, values[i]]));
      }
      case "typed":
        return this.#typed(node[1], node[2]);
      case "hist":
        return Hist.fromBytes(this.#buffers[node[1]]);
      case "array": {
        const [, form, length, columns] = node;
        const container = Object.entries(columns).map(([key, [kind, index]]) => [
          key,
          this.#typed(kind, index),
        ]);
        return fromBuffers(form, length, Object.fromEntries(container));
      }
      case "class": {
        const known = this.#classes.find(({ name }) => name === node[1]);
        if (known === undefined) {
          throw new UsageError(
            `the result holds an object of class ${node[1]}, which is not in the processor's "accumulators"`,
          );
        }
        return known.fromPlain(this.read(node[2]));
      }
      default:
        throw new FormatError(`a result holds a value of unknown kind "${String(node[0])}"`);
    }
  }

  #each(nodes: readonly Node[]): unknown[] {
    return nodes.map((node) => this.read(node));
  }

  #typed(kind: string, index: number): InstanceType<(typeof TYPED)[keyof typeof TYPED]> {
    const made = TYPED[kind as keyof typeof TYPED];
    if (made === undefined)
      throw new FormatError(`a result holds an array of unknown kind ${kind}`);
    return new made(this.#buffers[index].buffer as ArrayBuffer);
  }
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8;
}
