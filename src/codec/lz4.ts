import { CodecError } from "../errors.ts";
import { offsetAddress } from "../wasm/address.ts";
import type { Column } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { targetAddress, withAddress } from "./codec.ts";

/** The checksum in front of the block. */
const HEADER = 8;

/**
 * LZ4 as ROOT stores it behind the header of an `L4` frame: the XXH64 of the block in 8 big-endian
 * bytes, then the block. The checksum is verified before anything is decompressed.
 *
 * @throws CodecError
 * @throws ShapeError when `target` has no elements `at` to `at + length - 1`
 * @see uproot 5.7 compression.py, `LZ4`
 */
export function lz4(
  compressed: Uint8Array,
  target: Column<"uint8">,
  at: number,
  length: number,
): void {
  const to = targetAddress(target, at, length);
  const n = compressed.length - HEADER;
  if (n < 0) throw new CodecError("lz4", `${compressed.length} bytes are too few for a checksum`);
  const stored = new DataView(compressed.buffer, compressed.byteOffset, HEADER).getBigUint64(0);
  withAddress(compressed, (address) => {
    const block = offsetAddress(address, HEADER);
    const hash = BigInt.asUintN(64, kernels.codec_xxhash64(block, n, 0n));
    if (hash !== stored) {
      throw new CodecError(
        "lz4",
        `checksum differs: the frame says ${hex(stored)}, its ${n} bytes give ${hex(hash)}`,
      );
    }
    checkStatus(kernels.codec_lz4(block, n, to, length), n, length);
  });
}

/**
 * A bare block of LZ4, without checksum or frame: `LZ4_RAW` of Parquet.
 *
 * @throws CodecError
 * @throws ShapeError when `target` has no elements `at` to `at + length - 1`
 */
export function lz4Block(
  compressed: Uint8Array,
  target: Column<"uint8">,
  at: number,
  length: number,
): void {
  const to = targetAddress(target, at, length);
  const n = compressed.length;
  withAddress(compressed, (address) => {
    checkStatus(kernels.codec_lz4(address, n, to, length), n, length);
  });
}

function checkStatus(status: number, n: number, length: number): void {
  if (status === 0) return;
  throw new CodecError(
    "lz4",
    `a block of ${n} bytes does not decompress to ${length}: stopped at its byte ${status - 1}`,
  );
}

function hex(value: bigint): string {
  return `0x${value.toString(16).padStart(16, "0")}`;
}
