import { ShapeError } from "../errors.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";

/**
 * Decompresses `compressed` (bytes anywhere, e.g. a view on a file's bytes, or on a column) into
 * exactly elements `at` to `at + length - 1` of `target`.
 *
 * The 64 bytes behind those elements may be overwritten as well, so frames that fill one column
 * come in increasing order. What an error leaves in these places is unspecified.
 *
 * @throws CodecError when it does not decompress to exactly `length` bytes, does not use up the
 *   input, or a checksum differs
 * @throws ShapeError when `target` has no elements `at` to `at + length - 1`
 */
export type Codec = (
  compressed: Uint8Array,
  target: Column<"uint8">,
  at: number,
  length: number,
) => void;

/** Counts cross the border as signed 32-bit integers. */
const MAX_COUNT = 2 ** 31 - 1;
/** Bytes behind its input that a kernel may read, as there are behind each column. */
export const SLACK = 64;

/**
 * The address of element `at` of `target`.
 *
 * @throws ShapeError when `target` has no elements `at` to `at + length - 1`
 */
export function targetAddress(target: Column<"uint8">, at: number, length: number): Address {
  if (
    !(Number.isInteger(at) && Number.isInteger(length) && at >= 0 && length >= 0) ||
    at + length > target.length
  ) {
    throw new ShapeError(
      `a column of ${target.length} bytes has no ${length} bytes at ${at}`,
      at + length,
      target.length,
    );
  }
  return offsetAddress(target.address, at);
}

/** Where bytes lie in linear memory, where at least 64 bytes behind them can be read; else undefined. */
export function addressInMemory(bytes: Uint8Array): Address | undefined {
  const memory = kernels.memory.buffer;
  const { buffer, byteOffset, byteLength } = bytes;
  const within = buffer === memory && byteOffset + byteLength + SLACK <= memory.byteLength;
  return within ? (byteOffset as Address) : undefined;
}

/**
 * Calls `work` with the address of `bytes` in linear memory, where they are already there, or else
 * of a copy that lives as long as the call. At least 64 bytes behind them can be read. Such calls
 * are not nested: small copies share one place, since a reservation takes longer than decompressing
 * them.
 */
export function withAddress<T>(bytes: Uint8Array, work: (address: Address) => T): T {
  const there = addressInMemory(bytes);
  if (there !== undefined) return work(there);
  const { buffer, byteLength } = bytes;
  const memory = kernels.memory.buffer;
  const place = kernels.codec_input(Math.min(byteLength, MAX_COUNT)) >>> 0;
  if (place !== 0) {
    new Uint8Array(memory, place, byteLength).set(bytes);
    return work(place as Address);
  }
  // Reserving may grow the memory, which detaches a view on it.
  const source = buffer === memory ? bytes.slice() : bytes;
  const copy = reserve("uint8", byteLength);
  try {
    copy.view().set(source);
    return work(copy.address);
  } finally {
    copy.dispose();
  }
}
