import { reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { withAddress } from "./codec.ts";

/** The checksum in front of the block. */
const HEADER = 8;
const TABLE_LENGTH = 8192;

/**
 * LZ4 as ROOT stores it behind the header of an `L4` frame: the XXH64 of the block in 8 big-endian
 * bytes, then the block. Fast rather than small; the same bytes everywhere.
 *
 * @see {@link lz4} for the way back
 */
export function lz4Compress(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const n = bytes.length;
  const target = reserve("uint8", n + Math.ceil(n / 255) + 16);
  const table = reserve("uint32", TABLE_LENGTH);
  try {
    return withAddress(bytes, (address) => {
      const length = kernels.codec_lz4_compress(address, n, target.address, table.address);
      const hash = BigInt.asUintN(64, kernels.codec_xxhash64(target.address, length, 0n));
      const out = new Uint8Array(HEADER + length);
      new DataView(out.buffer).setBigUint64(0, hash);
      out.set(target.view().subarray(0, length), HEADER);
      return out;
    });
  } finally {
    target.dispose();
    table.dispose();
  }
}
