// Values of any dtype to float64, a block at a time.

function widen<T>(values: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<f64>(out + ((<usize>i) << 3), <f64>load<T>(values + <usize>i * sizeof<T>()));
  }
}

/**
 * @param values f32[n]
 * @param out    f64[n], written
 */
export function hist_widen_f32(values: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const x = v128.load(values + ((<usize>i) << 2));
    const at = out + ((<usize>i) << 3);
    v128.store(at, f64x2.promote_low_f32x4(x));
    v128.store(at, f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3)), 16);
  }
}

/**
 * @param values i8[n]
 * @param out    f64[n], written
 */
export function hist_widen_i8(values: usize, out: usize, n: i32): void {
  widen<i8>(values, out, n);
}

/**
 * @param values u8[n]
 * @param out    f64[n], written
 */
export function hist_widen_u8(values: usize, out: usize, n: i32): void {
  widen<u8>(values, out, n);
}

/**
 * @param values i16[n]
 * @param out    f64[n], written
 */
export function hist_widen_i16(values: usize, out: usize, n: i32): void {
  widen<i16>(values, out, n);
}

/**
 * @param values u16[n]
 * @param out    f64[n], written
 */
export function hist_widen_u16(values: usize, out: usize, n: i32): void {
  widen<u16>(values, out, n);
}

/**
 * @param values i32[n]
 * @param out    f64[n], written
 */
export function hist_widen_i32(values: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i += 2) {
    const x = v128.load64_zero(values + ((<usize>i) << 2));
    v128.store(out + ((<usize>i) << 3), f64x2.convert_low_i32x4_s(x));
  }
}

/**
 * @param values u32[n]
 * @param out    f64[n], written
 */
export function hist_widen_u32(values: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i += 2) {
    const x = v128.load64_zero(values + ((<usize>i) << 2));
    v128.store(out + ((<usize>i) << 3), f64x2.convert_low_i32x4_u(x));
  }
}

/**
 * @param values i64[n]
 * @param out    f64[n], written
 */
export function hist_widen_i64(values: usize, out: usize, n: i32): void {
  widen<i64>(values, out, n);
}

/**
 * @param values u64[n]
 * @param out    f64[n], written
 */
export function hist_widen_u64(values: usize, out: usize, n: i32): void {
  widen<u64>(values, out, n);
}
