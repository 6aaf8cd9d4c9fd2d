import { kernels } from "../wasm/instance.ts";
import { withAddress } from "./codec.ts";

/**
 * XXH64 of `bytes`, 0 to 2^64 - 1.
 *
 * @param seed  0 to 2^64 - 1
 * @see xxhash.xxh64_intdigest
 */
export function xxhash64(bytes: Uint8Array, seed: bigint = 0n): bigint {
  const n = bytes.length;
  return withAddress(bytes, (address) =>
    BigInt.asUintN(64, kernels.codec_xxhash64(address, n, BigInt.asIntN(64, seed))),
  );
}
