import { xxhash64 } from "../math/xxhash64";

/**
 * XXH64 of `n` bytes.
 *
 * @param bytes  u8[n]
 */
export function codec_xxhash64(bytes: usize, n: i32, seed: u64): u64 {
  return xxhash64(bytes, n, seed);
}
