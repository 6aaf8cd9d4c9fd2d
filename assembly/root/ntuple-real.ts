// Reals of reduced precision and bits in RNTuple pages (format specification 1.0, "Column
// Description"). Whole blocks are written: up to 31 bytes behind the output.

/**
 * IEEE half precision to single precision; NaN payloads are kept.
 *
 * @param page u16[n]
 * @param out  f32[n], written
 */
export function root_ntuple_real_16(page: usize, out: usize, n: i32): void {
  const end = page + ((<usize>n) << 1);
  while (page < end) {
    const v = v128.load(page);
    v128.store(out, widened(i32x4.extend_low_i16x8_u(v)));
    v128.store(out, widened(i32x4.extend_high_i16x8_u(v)), 16);
    page += 16;
    out += 32;
  }
}

/** As root_ntuple_real_16, with page u8[2 * n], split. */
export function root_ntuple_real_split_16(page: usize, out: usize, n: i32): void {
  const plane = <usize>n;
  const end = page + plane;
  while (page < end) {
    const a = v128.load64_zero(page);
    const b = v128.load64_zero(page + plane);
    const v = i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    v128.store(out, widened(i32x4.extend_low_i16x8_u(v)));
    v128.store(out, widened(i32x4.extend_high_i16x8_u(v)), 16);
    page += 8;
    out += 32;
  }
}

/** Four halves in 32 bits each. */
function widened(half: v128): v128 {
  const magnitude = v128.and(half, i32x4.splat(0x7fff));
  const sign = i32x4.shl(v128.and(half, i32x4.splat(0x8000)), 16);
  // Times 2^112 rebiases the exponent and normalises subnormal numbers, exactly.
  const scaled = f32x4.mul(i32x4.shl(magnitude, 13), f32x4.splat(reinterpret<f32>(0x77800000)));
  const special = i32x4.gt_u(magnitude, i32x4.splat(0x7bff));
  const bits = v128.or(scaled, v128.and(special, i32x4.splat(0x7f800000)));
  return v128.or(bits, sign);
}

/**
 * The upper `bits` bits of single precision, packed from the lowest bit of a page up.
 *
 * @param page u8[ceil(n * bits / 8)]
 * @param bits 10 to 31
 * @param out  f32[n], written
 */
export function root_ntuple_trunc(page: usize, bits: i32, out: usize, n: i32): void {
  const shift = 32 - bits;
  for (let i = 0; i < n; i++) {
    store<u32>(out + ((<usize>i) << 2), packed(page, bits, i) << shift);
  }
}

/**
 * Whole numbers of `bits` bits that count the steps from `min` (0) to `max` (all bits set), packed
 * as in root_ntuple_trunc; computed in double precision.
 *
 * @param page u8[ceil(n * bits / 8)]
 * @param bits 1 to 32
 * @param out  f32[n], written
 */
export function root_ntuple_quant(
  page: usize,
  bits: i32,
  min: f64,
  max: f64,
  out: usize,
  n: i32,
): void {
  const steps = <f64>(((<u64>1) << bits) - 1);
  const width = max - min;
  for (let i = 0; i < n; i++) {
    const value = min + (<f64>packed(page, bits, i) * width) / steps;
    store<f32>(out + ((<usize>i) << 2), <f32>value);
  }
}

/** Element `i` of packed numbers. */
function packed(page: usize, bits: i32, i: i32): u32 {
  const at = <u64>i * <u64>bits;
  const word = load<u64>(page + <usize>(at >> 3)) >> (at & 7);
  return <u32>(word & (((<u64>1) << bits) - 1));
}

/**
 * Bits, lowest first, as booleans.
 *
 * @param page u8[ceil(n / 8)]
 * @param out  bool[n], written
 */
export function root_ntuple_bits(page: usize, out: usize, n: i32): void {
  const masks = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const one = i8x16.splat(1);
  const zero = i8x16.splat(0);
  const end = out + <usize>n;
  while (out < end) {
    const v = i16x8.splat(load<u16>(page));
    const bytes = i8x16.shuffle(v, v, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    v128.store(out, v128.and(i8x16.ne(v128.and(bytes, masks), zero), one));
    page += 2;
    out += 16;
  }
}
