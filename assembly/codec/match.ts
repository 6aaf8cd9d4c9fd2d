// Copying of matches: bytes that were written a little earlier, possibly overlapping themselves.

/** Row `offset` (1 to 15) of 16 bytes: i % offset, for `swizzle` to repeat the last `offset` bytes. */
const repeats: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 0, 1,
  2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 0, 1, 2,
  3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1, 0, 1, 2, 3,
  4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4,
  5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4,
  5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 1, 2, 0, 1, 2, 3,
  4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0,
]);

/** The largest multiple of `offset` (1 to 15) that is at most 16. */
const steps: usize = memory.data<u8>([
  16, 16, 16, 15, 16, 15, 12, 14, 16, 9, 10, 11, 12, 13, 14, 15,
]);

/**
 * Writes to `to` the `length` bytes that begin `offset` before it, each as if copied alone, so that
 * an offset below the length repeats. Up to 15 bytes behind the last are overwritten.
 *
 * @param to      u8[length + 15], written; `offset` bytes before it are initialised
 * @param offset  at least 1
 * @param length  at least 1
 */
export function copyMatch(to: usize, offset: usize, length: usize): void {
  const end = to + length;
  let from = to - offset;
  if (offset >= 16) {
    do {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    } while (to < end);
  } else {
    const run = i8x16.swizzle(v128.load(from), v128.load(repeats + (offset << 4)));
    const step = <usize>load<u8>(steps + offset);
    do {
      v128.store(to, run);
      to += step;
    } while (to < end);
  }
}

/** As `copyMatch`, but nothing behind the last byte is overwritten. */
export function copyMatchExactly(to: usize, offset: usize, length: usize): void {
  if (length > 32) {
    copyMatch(to, offset, length - 16);
    to += length - 16;
    length = 16;
  }
  const end = to + length;
  for (; to < end; to++) store<u8>(to, load<u8>(to - offset));
}

/**
 * As `copyMatch` for at most 18 bytes at an offset below 16, without a loop. Up to 32 bytes from `to`
 * on are overwritten.
 */
export function copyShortRepeat(to: usize, offset: usize): void {
  const run = i8x16.swizzle(v128.load(to - offset), v128.load(repeats + (offset << 4)));
  v128.store(to, run);
  // Behind 9 bytes at least.
  v128.store(to + <usize>load<u8>(steps + offset), run);
}
