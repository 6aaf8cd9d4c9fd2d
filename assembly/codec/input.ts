/** Compressed bytes of most baskets fit; larger ones are worth a reservation. */
const CAPACITY: i32 = 65536;
/** u8[CAPACITY], and the slack that kernels may read. */
const input: usize = memory.data(65536 + 64, 64);

/**
 * A fixed place for the input of a kernel, 64 bytes of slack behind it; holds its content until the
 * next call of any codec.
 *
 * @returns its address, or 0 when `n` bytes do not fit
 */
export function codec_input(n: i32): usize {
  return n <= CAPACITY ? input : 0;
}
