import { kernels } from "../wasm/instance.ts";
import { withAddress } from "./codec.ts";

/**
 * Adler-32 of `bytes`, 0 to 2^32 - 1.
 *
 * @see Python's zlib.adler32
 */
export function adler32(bytes: Uint8Array): number {
  const n = bytes.length;
  return withAddress(bytes, (address) => kernels.codec_adler32(address, n) >>> 0);
}
