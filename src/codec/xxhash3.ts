import { kernels } from "../wasm/instance.ts";
import { withAddress } from "./codec.ts";

/**
 * XXH3-64 of `bytes`, seed 0, as 0 to 2^64 - 1.
 *
 * @see xxhash.xxh3_64_intdigest
 */
export function xxhash3(bytes: Uint8Array): bigint {
  return withAddress(bytes, (address) =>
    BigInt.asUintN(64, kernels.codec_xxhash3(address, bytes.length)),
  );
}
