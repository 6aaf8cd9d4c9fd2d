// Columns to another element type. To wider types exact; i64 and u64 to f64 to the nearest; to
// narrower integers the lower bits.

function convert<A, B>(src: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<B>(out, <B>load<A>(src));
    src += sizeof<A>();
    out += sizeof<B>();
  }
}

/** src f32[n], out f64[n], written. */
export function array_convert_f32_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  while (out < end) {
    const a = v128.load(src);
    const b = v128.load(src, 16);
    v128.store(out, f64x2.promote_low_f32x4(a));
    v128.store(out, f64x2.promote_low_f32x4(i64x2.shuffle(a, a, 1, 0)), 16);
    v128.store(out, f64x2.promote_low_f32x4(b), 32);
    v128.store(out, f64x2.promote_low_f32x4(i64x2.shuffle(b, b, 1, 0)), 48);
    src += 32;
    out += 64;
  }
}

/** src i32[n], out f64[n], written. */
export function array_convert_i32_f64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  while (out < end) {
    const a = v128.load(src);
    const b = v128.load(src, 16);
    v128.store(out, f64x2.convert_low_i32x4_s(a));
    v128.store(out, f64x2.convert_low_i32x4_s(i64x2.shuffle(a, a, 1, 0)), 16);
    v128.store(out, f64x2.convert_low_i32x4_s(b), 32);
    v128.store(out, f64x2.convert_low_i32x4_s(i64x2.shuffle(b, b, 1, 0)), 48);
    src += 32;
    out += 64;
  }
}

/** src f64[n], out f32[n], written, to the nearest. */
export function array_convert_f64_f32(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  while (out < end) {
    const a = f32x4.demote_f64x2_zero(v128.load(src));
    const b = f32x4.demote_f64x2_zero(v128.load(src, 16));
    v128.store(out, i64x2.shuffle(a, b, 0, 2));
    src += 32;
    out += 16;
  }
}

function nonzero<T>(src: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<u8>(out + <usize>i, <u8>(load<T>(src) !== 0));
    src += sizeof<T>();
  }
}

/** Towards 0; the lowest integer for what does not fit. src f64[n], out i32[n], written. */
export function array_convert_f64_i32(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  while (out < end) {
    const a = v128.load(src);
    const b = v128.load(src, 16);
    const low = i32x4.trunc_sat_f64x2_s_zero(a);
    const high = i32x4.trunc_sat_f64x2_s_zero(b);
    const whole = i64x2.shuffle(low, high, 0, 2);
    const fits = i32x4.shuffle(within32(a), within32(b), 0, 2, 4, 6);
    v128.store(out, v128.bitselect(whole, i32x4.splat(i32.MIN_VALUE), fits));
    src += 32;
    out += 16;
  }
}

/** Whether numbers cut to whole ones are i32. */
function within32(x: v128): v128 {
  const above = f64x2.gt(x, f64x2.splat(-2147483649));
  return v128.and(above, f64x2.lt(x, f64x2.splat(2147483648)));
}

/** Towards 0; the lowest integer for what does not fit. src f64[n], out i64[n], written. */
export function array_convert_f64_i64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 8) {
    const x = load<f64>(src);
    store<i64>(out, abs(x) < 9223372036854775808.0 ? <i64>x : i64.MIN_VALUE);
    src += 8;
  }
}

/** Towards 0; negative numbers wrap. src f64[n], out u64[n], written. */
export function array_convert_f64_u64(src: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  for (; out < end; out += 8) {
    const x = load<f64>(src);
    const upper = x >= 9223372036854775808.0;
    const rest = upper ? x - 9223372036854775808.0 : x;
    const low = abs(rest) < 9223372036854775808.0 ? <i64>rest : i64.MIN_VALUE;
    store<u64>(out, upper ? <u64>low ^ 0x8000000000000000 : <u64>low);
    src += 8;
  }
}

/** src i8[n], out f64[n], written. */
export function array_convert_i8_f64(src: usize, out: usize, n: i32): void {
  convert<i8, f64>(src, out, n);
}

/** src u8[n], out f64[n], written. */
export function array_convert_u8_f64(src: usize, out: usize, n: i32): void {
  convert<u8, f64>(src, out, n);
}

/** src i16[n], out f64[n], written. */
export function array_convert_i16_f64(src: usize, out: usize, n: i32): void {
  convert<i16, f64>(src, out, n);
}

/** src u16[n], out f64[n], written. */
export function array_convert_u16_f64(src: usize, out: usize, n: i32): void {
  convert<u16, f64>(src, out, n);
}

/** src u32[n], out f64[n], written. */
export function array_convert_u32_f64(src: usize, out: usize, n: i32): void {
  convert<u32, f64>(src, out, n);
}

/** src i64[n], out f64[n], written. */
export function array_convert_i64_f64(src: usize, out: usize, n: i32): void {
  convert<i64, f64>(src, out, n);
}

/** src u64[n], out f64[n], written. */
export function array_convert_u64_f64(src: usize, out: usize, n: i32): void {
  convert<u64, f64>(src, out, n);
}

/** To the nearest. src i64[n], out f32[n], written. */
export function array_convert_i64_f32(src: usize, out: usize, n: i32): void {
  convert<i64, f32>(src, out, n);
}

/** To the nearest. src u64[n], out f32[n], written. */
export function array_convert_u64_f32(src: usize, out: usize, n: i32): void {
  convert<u64, f32>(src, out, n);
}

/** src i8[n], out f32[n], written. */
export function array_convert_i8_f32(src: usize, out: usize, n: i32): void {
  convert<i8, f32>(src, out, n);
}

/** src u8[n], out f32[n], written. */
export function array_convert_u8_f32(src: usize, out: usize, n: i32): void {
  convert<u8, f32>(src, out, n);
}

/** src i16[n], out f32[n], written. */
export function array_convert_i16_f32(src: usize, out: usize, n: i32): void {
  convert<i16, f32>(src, out, n);
}

/** src u16[n], out f32[n], written. */
export function array_convert_u16_f32(src: usize, out: usize, n: i32): void {
  convert<u16, f32>(src, out, n);
}

/** src i8[n], out i64[n], written. */
export function array_convert_i8_i64(src: usize, out: usize, n: i32): void {
  convert<i8, i64>(src, out, n);
}

/** src u8[n], out i64[n], written. */
export function array_convert_u8_i64(src: usize, out: usize, n: i32): void {
  convert<u8, i64>(src, out, n);
}

/** src i16[n], out i64[n], written. */
export function array_convert_i16_i64(src: usize, out: usize, n: i32): void {
  convert<i16, i64>(src, out, n);
}

/** src u16[n], out i64[n], written. */
export function array_convert_u16_i64(src: usize, out: usize, n: i32): void {
  convert<u16, i64>(src, out, n);
}

/** src i32[n], out i64[n], written. */
export function array_convert_i32_i64(src: usize, out: usize, n: i32): void {
  convert<i32, i64>(src, out, n);
}

/** src u32[n], out i64[n], written. */
export function array_convert_u32_i64(src: usize, out: usize, n: i32): void {
  convert<u32, i64>(src, out, n);
}

/** src i8[n], out i32[n], written. */
export function array_convert_i8_i32(src: usize, out: usize, n: i32): void {
  convert<i8, i32>(src, out, n);
}

/** src u8[n], out i32[n], written. */
export function array_convert_u8_i32(src: usize, out: usize, n: i32): void {
  convert<u8, i32>(src, out, n);
}

/** src i16[n], out i32[n], written. */
export function array_convert_i16_i32(src: usize, out: usize, n: i32): void {
  convert<i16, i32>(src, out, n);
}

/** src u16[n], out i32[n], written. */
export function array_convert_u16_i32(src: usize, out: usize, n: i32): void {
  convert<u16, i32>(src, out, n);
}

/** src i32[n], out i8[n], written. */
export function array_convert_i32_i8(src: usize, out: usize, n: i32): void {
  convert<i32, i8>(src, out, n);
}

/** src i32[n], out i16[n], written. */
export function array_convert_i32_i16(src: usize, out: usize, n: i32): void {
  convert<i32, i16>(src, out, n);
}

/** src i64[n], out i32[n], written. */
export function array_convert_i64_i32(src: usize, out: usize, n: i32): void {
  convert<i64, i32>(src, out, n);
}

/** src i8[n], out i16[n], written. */
export function array_convert_i8_i16(src: usize, out: usize, n: i32): void {
  convert<i8, i16>(src, out, n);
}

/** src u8[n], out i16[n], written. */
export function array_convert_u8_i16(src: usize, out: usize, n: i32): void {
  convert<u8, i16>(src, out, n);
}

/** Whether each element differs from 0; NaN does. src i8[n], out u8[n], written. */
export function array_nonzero_i8(src: usize, out: usize, n: i32): void {
  nonzero<i8>(src, out, n);
}

/** Whether each element differs from 0; NaN does. src i16[n], out u8[n], written. */
export function array_nonzero_i16(src: usize, out: usize, n: i32): void {
  nonzero<i16>(src, out, n);
}

/** Whether each element differs from 0; NaN does. src i32[n], out u8[n], written. */
export function array_nonzero_i32(src: usize, out: usize, n: i32): void {
  nonzero<i32>(src, out, n);
}

/** Whether each element differs from 0; NaN does. src i64[n], out u8[n], written. */
export function array_nonzero_i64(src: usize, out: usize, n: i32): void {
  nonzero<i64>(src, out, n);
}

/** Whether each element differs from 0; NaN does. src f32[n], out u8[n], written. */
export function array_nonzero_f32(src: usize, out: usize, n: i32): void {
  nonzero<f32>(src, out, n);
}

/** Whether each element differs from 0; NaN does. src f64[n], out u8[n], written. */
export function array_nonzero_f64(src: usize, out: usize, n: i32): void {
  nonzero<f64>(src, out, n);
}
