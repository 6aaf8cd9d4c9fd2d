// Adler-32 (RFC 1950, section 8.2).

const MODULUS: u32 = 65521;
/** Bytes until the sums must be reduced: 5552 at one by one, here of whole vectors. */
const RUN: usize = 5552 & ~31;

/**
 * Adler-32 of `n` bytes.
 *
 * @param bytes  u8[n]
 */
export function codec_adler32(bytes: usize, n: i32): u32 {
  let sum: u32 = 1;
  let sums: u32 = 0;
  let left = <usize>n;
  while (left >= 32) {
    const run = left < RUN ? left & ~31 : RUN;
    const end = bytes + run;
    sums += sum * <u32>run;
    // Per run of 32: `weighted` takes each byte times its distance from the end of its 32, `before`
    // the sums of all that came before, which count 32 times more.
    let total = i32x4.splat(0);
    let before = i32x4.splat(0);
    let weighted = i32x4.splat(0);
    for (; bytes < end; bytes += 32) {
      const a = v128.load(bytes);
      const b = v128.load(bytes, 16);
      before = i32x4.add(before, total);
      total = i32x4.add(
        total,
        i32x4.extadd_pairwise_i16x8_u(
          i16x8.add(i16x8.extadd_pairwise_i8x16_u(a), i16x8.extadd_pairwise_i8x16_u(b)),
        ),
      );
      weighted = i32x4.add(
        weighted,
        i32x4.add(
          i32x4.add(
            i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(a), i16x8(32, 31, 30, 29, 28, 27, 26, 25)),
            i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(a), i16x8(24, 23, 22, 21, 20, 19, 18, 17)),
          ),
          i32x4.add(
            i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(b), i16x8(16, 15, 14, 13, 12, 11, 10, 9)),
            i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(b), i16x8(8, 7, 6, 5, 4, 3, 2, 1)),
          ),
        ),
      );
    }
    sum = (sum + lanes(total)) % MODULUS;
    sums = ((sums % MODULUS) + ((lanes(before) % MODULUS) << 5) + lanes(weighted)) % MODULUS;
    left -= run;
  }
  for (; left > 0; left--) {
    sum += <u32>load<u8>(bytes++);
    sums += sum;
  }
  return ((sums % MODULUS) << 16) | (sum % MODULUS);
}

function lanes(vector: v128): u32 {
  return (
    i32x4.extract_lane(vector, 0) +
    i32x4.extract_lane(vector, 1) +
    i32x4.extract_lane(vector, 2) +
    i32x4.extract_lane(vector, 3)
  );
}
