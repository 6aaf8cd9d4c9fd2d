// Smallest and largest element of each list. As in awkward_reduce_max.cpp, NaN never wins against
// the identity that the search starts from; an empty list gives the identity.

class Extremes {
  @inline
  static better<T>(largest: bool, a: T, b: T): T {
    return largest ? select<T>(b, a, b > a) : select<T>(b, a, b < a);
  }

  @inline
  static run<T>(
    largest: bool,
    offsets: usize,
    content: usize,
    out: usize,
    n: i32,
    identity: T,
  ): void {
    for (let i = 0; i < n; i++) {
      const end = content + <usize>load<i32>(offsets, 4) * sizeof<T>();
      let best = identity;
      for (let p = content + <usize>load<i32>(offsets) * sizeof<T>(); p < end; p += sizeof<T>()) {
        best = Extremes.better<T>(largest, best, load<T>(p));
      }
      store<T>(out, best);
      offsets += 4;
      out += sizeof<T>();
    }
  }

  /** As NumPy: NaN if there is one. */
  @inline
  static whole<T>(largest: bool, src: usize, n: i32): T {
    let best = load<T>(src);
    for (let i = 1; i < n; i++) {
      const value = load<T>(src + <usize>i * sizeof<T>());
      if (isFloat<T>()) {
        best = largest ? max<T>(best, value) : min<T>(best, value);
      } else {
        best = Extremes.better<T>(largest, best, value);
      }
    }
    return best;
  }
}

/** Largest of each list. offsets i32[n + 1], content i8[offsets[n]], out i8[n], written. */
export function array_max_i8(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<i8>(true, offsets, content, out, n, i8.MIN_VALUE);
}

/** Largest of each list. offsets i32[n + 1], content u8[offsets[n]], out u8[n], written. */
export function array_max_u8(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<u8>(true, offsets, content, out, n, u8.MIN_VALUE);
}

/** Largest of each list. offsets i32[n + 1], content i16[offsets[n]], out i16[n], written. */
export function array_max_i16(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<i16>(true, offsets, content, out, n, i16.MIN_VALUE);
}

/** Largest of each list. offsets i32[n + 1], content u16[offsets[n]], out u16[n], written. */
export function array_max_u16(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<u16>(true, offsets, content, out, n, u16.MIN_VALUE);
}

/** Largest of each list. offsets i32[n + 1], content i32[offsets[n]], out i32[n], written. */
export function array_max_i32(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<i32>(true, offsets, content, out, n, i32.MIN_VALUE);
}

/** Largest of each list. offsets i32[n + 1], content u32[offsets[n]], out u32[n], written. */
export function array_max_u32(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<u32>(true, offsets, content, out, n, u32.MIN_VALUE);
}

/** Largest of each list. offsets i32[n + 1], content i64[offsets[n]], out i64[n], written. */
export function array_max_i64(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<i64>(true, offsets, content, out, n, i64.MIN_VALUE);
}

/** Largest of each list. offsets i32[n + 1], content u64[offsets[n]], out u64[n], written. */
export function array_max_u64(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<u64>(true, offsets, content, out, n, u64.MIN_VALUE);
}

/** Largest of each list. offsets i32[n + 1], content f32[offsets[n]], out f32[n], written. */
export function array_max_f32(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<f32>(true, offsets, content, out, n, -Infinity);
}

/** Largest of each list. offsets i32[n + 1], content f64[offsets[n]], out f64[n], written. */
export function array_max_f64(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<f64>(true, offsets, content, out, n, -Infinity);
}

/** Largest of a column that is not empty. src i8[n], out i8[1], written. */
export function array_maximum_of_i8(src: usize, out: usize, n: i32): void {
  store<i8>(out, Extremes.whole<i8>(true, src, n));
}

/** Largest of a column that is not empty. src u8[n], out u8[1], written. */
export function array_maximum_of_u8(src: usize, out: usize, n: i32): void {
  store<u8>(out, Extremes.whole<u8>(true, src, n));
}

/** Largest of a column that is not empty. src i16[n], out i16[1], written. */
export function array_maximum_of_i16(src: usize, out: usize, n: i32): void {
  store<i16>(out, Extremes.whole<i16>(true, src, n));
}

/** Largest of a column that is not empty. src u16[n], out u16[1], written. */
export function array_maximum_of_u16(src: usize, out: usize, n: i32): void {
  store<u16>(out, Extremes.whole<u16>(true, src, n));
}

/** Largest of a column that is not empty. src i32[n], out i32[1], written. */
export function array_maximum_of_i32(src: usize, out: usize, n: i32): void {
  store<i32>(out, Extremes.whole<i32>(true, src, n));
}

/** Largest of a column that is not empty. src u32[n], out u32[1], written. */
export function array_maximum_of_u32(src: usize, out: usize, n: i32): void {
  store<u32>(out, Extremes.whole<u32>(true, src, n));
}

/** Largest of a column that is not empty. src i64[n], out i64[1], written. */
export function array_maximum_of_i64(src: usize, out: usize, n: i32): void {
  store<i64>(out, Extremes.whole<i64>(true, src, n));
}

/** Largest of a column that is not empty. src u64[n], out u64[1], written. */
export function array_maximum_of_u64(src: usize, out: usize, n: i32): void {
  store<u64>(out, Extremes.whole<u64>(true, src, n));
}

/** Largest of a column that is not empty. src f32[n], out f32[1], written. */
export function array_maximum_of_f32(src: usize, out: usize, n: i32): void {
  store<f32>(out, Extremes.whole<f32>(true, src, n));
}

/** Largest of a column that is not empty. src f64[n], out f64[1], written. */
export function array_maximum_of_f64(src: usize, out: usize, n: i32): void {
  store<f64>(out, Extremes.whole<f64>(true, src, n));
}

/** Smallest of each list. offsets i32[n + 1], content i8[offsets[n]], out i8[n], written. */
export function array_min_i8(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<i8>(false, offsets, content, out, n, i8.MAX_VALUE);
}

/** Smallest of each list. offsets i32[n + 1], content u8[offsets[n]], out u8[n], written. */
export function array_min_u8(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<u8>(false, offsets, content, out, n, u8.MAX_VALUE);
}

/** Smallest of each list. offsets i32[n + 1], content i16[offsets[n]], out i16[n], written. */
export function array_min_i16(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<i16>(false, offsets, content, out, n, i16.MAX_VALUE);
}

/** Smallest of each list. offsets i32[n + 1], content u16[offsets[n]], out u16[n], written. */
export function array_min_u16(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<u16>(false, offsets, content, out, n, u16.MAX_VALUE);
}

/** Smallest of each list. offsets i32[n + 1], content i32[offsets[n]], out i32[n], written. */
export function array_min_i32(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<i32>(false, offsets, content, out, n, i32.MAX_VALUE);
}

/** Smallest of each list. offsets i32[n + 1], content u32[offsets[n]], out u32[n], written. */
export function array_min_u32(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<u32>(false, offsets, content, out, n, u32.MAX_VALUE);
}

/** Smallest of each list. offsets i32[n + 1], content i64[offsets[n]], out i64[n], written. */
export function array_min_i64(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<i64>(false, offsets, content, out, n, i64.MAX_VALUE);
}

/** Smallest of each list. offsets i32[n + 1], content u64[offsets[n]], out u64[n], written. */
export function array_min_u64(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<u64>(false, offsets, content, out, n, u64.MAX_VALUE);
}

/** Smallest of each list. offsets i32[n + 1], content f32[offsets[n]], out f32[n], written. */
export function array_min_f32(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<f32>(false, offsets, content, out, n, Infinity);
}

/** Smallest of each list. offsets i32[n + 1], content f64[offsets[n]], out f64[n], written. */
export function array_min_f64(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.run<f64>(false, offsets, content, out, n, Infinity);
}

/** Smallest of a column that is not empty. src i8[n], out i8[1], written. */
export function array_minimum_of_i8(src: usize, out: usize, n: i32): void {
  store<i8>(out, Extremes.whole<i8>(false, src, n));
}

/** Smallest of a column that is not empty. src u8[n], out u8[1], written. */
export function array_minimum_of_u8(src: usize, out: usize, n: i32): void {
  store<u8>(out, Extremes.whole<u8>(false, src, n));
}

/** Smallest of a column that is not empty. src i16[n], out i16[1], written. */
export function array_minimum_of_i16(src: usize, out: usize, n: i32): void {
  store<i16>(out, Extremes.whole<i16>(false, src, n));
}

/** Smallest of a column that is not empty. src u16[n], out u16[1], written. */
export function array_minimum_of_u16(src: usize, out: usize, n: i32): void {
  store<u16>(out, Extremes.whole<u16>(false, src, n));
}

/** Smallest of a column that is not empty. src i32[n], out i32[1], written. */
export function array_minimum_of_i32(src: usize, out: usize, n: i32): void {
  store<i32>(out, Extremes.whole<i32>(false, src, n));
}

/** Smallest of a column that is not empty. src u32[n], out u32[1], written. */
export function array_minimum_of_u32(src: usize, out: usize, n: i32): void {
  store<u32>(out, Extremes.whole<u32>(false, src, n));
}

/** Smallest of a column that is not empty. src i64[n], out i64[1], written. */
export function array_minimum_of_i64(src: usize, out: usize, n: i32): void {
  store<i64>(out, Extremes.whole<i64>(false, src, n));
}

/** Smallest of a column that is not empty. src u64[n], out u64[1], written. */
export function array_minimum_of_u64(src: usize, out: usize, n: i32): void {
  store<u64>(out, Extremes.whole<u64>(false, src, n));
}

/** Smallest of a column that is not empty. src f32[n], out f32[1], written. */
export function array_minimum_of_f32(src: usize, out: usize, n: i32): void {
  store<f32>(out, Extremes.whole<f32>(false, src, n));
}

/** Smallest of a column that is not empty. src f64[n], out f64[1], written. */
export function array_minimum_of_f64(src: usize, out: usize, n: i32): void {
  store<f64>(out, Extremes.whole<f64>(false, src, n));
}
