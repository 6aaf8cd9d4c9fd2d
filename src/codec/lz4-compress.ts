import { type Address, offsetAddress } from "../wasm/address.ts";
import { kernels } from "../wasm/instance.ts";
import { compressing, copyBytes, type PlainBytes, type TakeBytes } from "./compressing.ts";

/** The checksum in front of the block. */
const HEADER = 8;
const TABLE_LENGTH = 8192;

/**
 * LZ4 as ROOT stores it behind the header of an `L4` frame: the XXH64 of the block in 8 big-endian
 * bytes, then the block. Fast rather than small; the same bytes everywhere.
 *
 * @see {@link lz4} for the way back
 */
export function lz4Compress(bytes: PlainBytes): Uint8Array<ArrayBuffer> {
  return lz4CompressTo(bytes, copyBytes);
}

/** The same, and what becomes of it. */
export function lz4CompressTo<T>(bytes: PlainBytes, take: TakeBytes<T>): T {
  const room = {
    target: HEADER + bytes.length + Math.ceil(bytes.length / 255) + 32,
    work: 4 * TABLE_LENGTH,
  };
  const kernel = (source: Address, n: number, target: Address, table: Address): number => {
    const block = offsetAddress(target, HEADER);
    const length = kernels.codec_lz4_compress(source, n, block, table);
    const hash = BigInt.asUintN(64, kernels.codec_xxhash64(block, length, 0n));
    new DataView(kernels.memory.buffer, target, HEADER).setBigUint64(0, hash);
    return HEADER + length;
  };
  return compressing(bytes, room, kernel, take);
}
