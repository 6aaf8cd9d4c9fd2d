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

/** Runs a kernel that compresses; what it wrote, copied. */
export function compressing(
  bytes: PlainBytes,
  { target: most, work: need }: Room,
  kernel: Kernel,
): Uint8Array<ArrayBuffer> {
  const n = bytes.length;
  // Reserving may grow the memory, which detaches a view on it.
  const inMemory = !(bytes instanceof Column) && bytes.buffer === kernels.memory.buffer;
  const source = inMemory ? bytes.slice() : bytes;
  const target = reserve("uint8", most);
  const work = reserve("uint8", need);
  const run = (address: Address): Uint8Array<ArrayBuffer> => {
    const length = kernel(address, n, target.address, work.address);
    return Uint8Array.from(target.view().subarray(0, length));
  };
  try {
    return source instanceof Column ? run(source.address) : withAddress(source, run);
  } finally {
    target.dispose();
    work.dispose();
  }
}
