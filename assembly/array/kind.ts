// What kind of number each element is, as bool (u8).

class Kind {
  @inline
  static isNaN<T>(x: T): bool {
    return !(x <= <T>Infinity);
  }

  @inline
  static isFinite<T>(x: T): bool {
    return <T>(x - x) === <T>0;
  }

  @inline
  static isInfinite<T>(x: T): bool {
    return abs<T>(x) === <T>Infinity;
  }

  @inline
  static isNegative<T>(x: T): bool {
    return sizeof<T>() === 4 ? reinterpret<i32>(<f32>x) < 0 : reinterpret<i64>(<f64>x) < 0;
  }
}

function nan<T>(a: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<u8>(out + <usize>i, <u8>Kind.isNaN<T>(load<T>(a)));
    a += sizeof<T>();
  }
}

function finite<T>(a: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<u8>(out + <usize>i, <u8>Kind.isFinite<T>(load<T>(a)));
    a += sizeof<T>();
  }
}

function infinite<T>(a: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<u8>(out + <usize>i, <u8>Kind.isInfinite<T>(load<T>(a)));
    a += sizeof<T>();
  }
}

function negative<T>(a: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<u8>(out + <usize>i, <u8>Kind.isNegative<T>(load<T>(a)));
    a += sizeof<T>();
  }
}

/** Whether a is NaN. a f32[n]; out u8[n], written. */
export function array_isnan_f32(a: usize, out: usize, n: i32): void {
  nan<f32>(a, out, n);
}

/** Whether a is NaN. a f64[n]; out u8[n], written. */
export function array_isnan_f64(a: usize, out: usize, n: i32): void {
  nan<f64>(a, out, n);
}

/** Whether a is neither infinite nor NaN. a f32[n]; out u8[n], written. */
export function array_isfinite_f32(a: usize, out: usize, n: i32): void {
  finite<f32>(a, out, n);
}

/** Whether a is neither infinite nor NaN. a f64[n]; out u8[n], written. */
export function array_isfinite_f64(a: usize, out: usize, n: i32): void {
  finite<f64>(a, out, n);
}

/** Whether a is infinite. a f32[n]; out u8[n], written. */
export function array_isinf_f32(a: usize, out: usize, n: i32): void {
  infinite<f32>(a, out, n);
}

/** Whether a is infinite. a f64[n]; out u8[n], written. */
export function array_isinf_f64(a: usize, out: usize, n: i32): void {
  infinite<f64>(a, out, n);
}

/** Whether the sign bit is set, also of -0. a f32[n]; out u8[n], written. */
export function array_signbit_f32(a: usize, out: usize, n: i32): void {
  negative<f32>(a, out, n);
}

/** Whether the sign bit is set, also of -0. a f64[n]; out u8[n], written. */
export function array_signbit_f64(a: usize, out: usize, n: i32): void {
  negative<f64>(a, out, n);
}
