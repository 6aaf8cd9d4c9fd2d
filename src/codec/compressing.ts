import type { Address } from "../wasm/address.ts";
import { Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { withAddress } from "./codec.ts";

/** What is compressed: bytes anywhere, or in a column, which is not copied. */
export type PlainBytes = Uint8Array | Column<"uint8">;

/** What a kernel that compresses needs. */
interface Room {
  /** Bytes that it may write. */
  readonly target: number;
  /** Bytes that it needs besides. */
  readonly work: number;
}

/** @returns bytes written */
type Kernel = (source: Address, n: number, target: Address, work: Address) => number;

/** What becomes of compressed bytes in linear memory, which are there during the call alone. */
export type TakeBytes<T> = (packed: Uint8Array) => T;

/** Keeps them. */
export function copyBytes(packed: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(packed);
}

/** Runs a kernel that compresses; what becomes of what it wrote. */
export function compressing<T>(
  bytes: PlainBytes,
  { target: most, work: need }: Room,
  kernel: Kernel,
  take: TakeBytes<T>,
): T {
  const n = bytes.length;
  // Reserving may grow the memory, which detaches a view on it.
  const inMemory = !(bytes instanceof Column) && bytes.buffer === kernels.memory.buffer;
  const source = inMemory ? bytes.slice() : bytes;
  const target = reserve("uint8", most);
  const work = reserve("uint8", need);
  const run = (address: Address): T => {
    const length = kernel(address, n, target.address, work.address);
    return take(target.view().subarray(0, length));
  };
  try {
    return source instanceof Column ? run(source.address) : withAddress(source, run);
  } finally {
    target.dispose();
    work.dispose();
  }
}
