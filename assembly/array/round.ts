// Rounding, sign and the like of each element, 16 bytes at a time; the last step may touch the slack.

function nearest<T>(a: usize, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  for (; out < end; out += 16) {
    v128.store(out, v128.nearest<T>(v128.load(a)));
    a += 16;
  }
}

function down<T>(a: usize, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  for (; out < end; out += 16) {
    v128.store(out, v128.floor<T>(v128.load(a)));
    a += 16;
  }
}

function up<T>(a: usize, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  for (; out < end; out += 16) {
    v128.store(out, v128.ceil<T>(v128.load(a)));
    a += 16;
  }
}

function toZero<T>(a: usize, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  for (; out < end; out += 16) {
    v128.store(out, v128.trunc<T>(v128.load(a)));
    a += 16;
  }
}

function negate<T>(a: usize, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  for (; out < end; out += 16) {
    v128.store(out, v128.neg<T>(v128.load(a)));
    a += 16;
  }
}

function sign<T>(a: usize, out: usize, n: i32): void {
  const end = out + <usize>n * sizeof<T>();
  const zero = v128.splat<T>(<T>0);
  for (; out < end; out += 16) {
    const x = v128.load(a);
    if (isFloat<T>()) {
      const one = v128.splat<T>(<T>1);
      const size = v128.and(v128.or(v128.gt<T>(x, zero), v128.lt<T>(x, zero)), one);
      const signed = v128.or(size, v128.and(v128.lt<T>(x, zero), v128.splat<T>(<T>-0.0)));
      v128.store(out, v128.bitselect(x, signed, v128.ne<T>(x, x)));
    } else {
      // The masks are -1 where they hold.
      v128.store(out, v128.sub<T>(v128.lt<T>(x, zero), v128.gt<T>(x, zero)));
    }
    a += 16;
  }
}

/** To the nearest whole number, halves to the even one. a f32[n]; out f32[n], written. */
export function array_rint_f32(a: usize, out: usize, n: i32): void {
  nearest<f32>(a, out, n);
}

/** To the nearest whole number, halves to the even one. a f64[n]; out f64[n], written. */
export function array_rint_f64(a: usize, out: usize, n: i32): void {
  nearest<f64>(a, out, n);
}

/** Down to a whole number. a f32[n]; out f32[n], written. */
export function array_floor_f32(a: usize, out: usize, n: i32): void {
  down<f32>(a, out, n);
}

/** Down to a whole number. a f64[n]; out f64[n], written. */
export function array_floor_f64(a: usize, out: usize, n: i32): void {
  down<f64>(a, out, n);
}

/** Up to a whole number. a f32[n]; out f32[n], written. */
export function array_ceil_f32(a: usize, out: usize, n: i32): void {
  up<f32>(a, out, n);
}

/** Up to a whole number. a f64[n]; out f64[n], written. */
export function array_ceil_f64(a: usize, out: usize, n: i32): void {
  up<f64>(a, out, n);
}

/** Towards 0 to a whole number. a f32[n]; out f32[n], written. */
export function array_trunc_f32(a: usize, out: usize, n: i32): void {
  toZero<f32>(a, out, n);
}

/** Towards 0 to a whole number. a f64[n]; out f64[n], written. */
export function array_trunc_f64(a: usize, out: usize, n: i32): void {
  toZero<f64>(a, out, n);
}

/** -a; integers wrap. a f32[n]; out f32[n], written. */
export function array_negative_f32(a: usize, out: usize, n: i32): void {
  negate<f32>(a, out, n);
}

/** -a; integers wrap. a f64[n]; out f64[n], written. */
export function array_negative_f64(a: usize, out: usize, n: i32): void {
  negate<f64>(a, out, n);
}

/** -a; integers wrap. a i8[n]; out i8[n], written. */
export function array_negative_i8(a: usize, out: usize, n: i32): void {
  negate<i8>(a, out, n);
}

/** -a; integers wrap. a i16[n]; out i16[n], written. */
export function array_negative_i16(a: usize, out: usize, n: i32): void {
  negate<i16>(a, out, n);
}

/** -a; integers wrap. a i32[n]; out i32[n], written. */
export function array_negative_i32(a: usize, out: usize, n: i32): void {
  negate<i32>(a, out, n);
}

/** -a; integers wrap. a i64[n]; out i64[n], written. */
export function array_negative_i64(a: usize, out: usize, n: i32): void {
  negate<i64>(a, out, n);
}

/** -1, 0 or 1; NaN of NaN. a f32[n]; out f32[n], written. */
export function array_sign_f32(a: usize, out: usize, n: i32): void {
  sign<f32>(a, out, n);
}

/** -1, 0 or 1; NaN of NaN. a f64[n]; out f64[n], written. */
export function array_sign_f64(a: usize, out: usize, n: i32): void {
  sign<f64>(a, out, n);
}

/** -1, 0 or 1; NaN of NaN. a i8[n]; out i8[n], written. */
export function array_sign_i8(a: usize, out: usize, n: i32): void {
  sign<i8>(a, out, n);
}

/** -1, 0 or 1; NaN of NaN. a i16[n]; out i16[n], written. */
export function array_sign_i16(a: usize, out: usize, n: i32): void {
  sign<i16>(a, out, n);
}

/** -1, 0 or 1; NaN of NaN. a i32[n]; out i32[n], written. */
export function array_sign_i32(a: usize, out: usize, n: i32): void {
  sign<i32>(a, out, n);
}

/** -1, 0 or 1; NaN of NaN. a i64[n]; out i64[n], written. */
export function array_sign_i64(a: usize, out: usize, n: i32): void {
  sign<i64>(a, out, n);
}
