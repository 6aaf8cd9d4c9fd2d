// Layout of the probabilities of LZMA: lzma-specification.txt (LZMA SDK). They are u16, of 11 bits.

const HALF: u16 = 1024;
const BYTES: usize = 28480;

// Byte offsets.
export const IS_MATCH: usize = 0;
export const IS_REPEAT: usize = 384;
export const IS_REPEAT_0: usize = 408;
export const IS_REPEAT_1: usize = 432;
export const IS_REPEAT_2: usize = 456;
export const IS_REPEAT_0_LONG: usize = 480;
export const SLOT: usize = 896;
export const SPECIAL: usize = 1408;
export const ALIGN: usize = 1664;
export const MATCH_LENGTH: usize = 1728;
export const REPEAT_LENGTH: usize = 2816;
export const LITERAL: usize = 3904;
/** Within the probabilities of a length: two choices, then three trees. */
export const LENGTH_LOW: usize = 32;
export const LENGTH_MIDDLE: usize = 288;
export const LENGTH_HIGH: usize = 544;
/** Literal contexts: lc + lp is at most 4 in LZMA2. */
export const LITERAL_BYTES: u32 = 0x600;

export const probabilities: usize = memory.data(28480, 64);

/** Sets all probabilities to a half. */
export function resetProbabilities(): void {
  const run = i16x8.splat(HALF);
  for (let i: usize = 0; i < BYTES; i += 16) v128.store(probabilities + i, run);
}
