import { reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { withAddress } from "./codec.ts";

/** Bytes of a block, at most. */
const BLOCK = 131_072;

/**
 * A Zstandard frame that states its size and ends with its checksum. About as small as level 3 of the
 * reference makes it; the same bytes everywhere.
 *
 * @see {@link zstd} for the way back; RFC 8878
 */
export function zstdCompress(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const n = bytes.length;
  const most = n + 4 * Math.min(n, BLOCK) + Math.ceil(n / 8192) + 64;
  const target = reserve("uint8", most);
  const work = reserve("uint8", kernels.codec_zstd_compress_memory(n));
  try {
    return withAddress(bytes, (address) => {
      const length = kernels.codec_zstd_compress(address, n, target.address, work.address);
      return Uint8Array.from(target.view().subarray(0, length));
    });
  } finally {
    target.dispose();
    work.dispose();
  }
}
