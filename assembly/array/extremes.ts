// Smallest and largest element of each list. As in awkward_reduce_max.cpp, NaN never wins against
// the identity that the search starts from; an empty list gives the identity.

/** Masks of 0 to 4 leading lanes of 4 bytes, of 0 and 1 leading lane of 8 bytes. */
const heads32: usize = memory.data<i32>([
  0, 0, 0, 0, -1, 0, 0, 0, -1, -1, 0, 0, -1, -1, -1, 0, -1, -1, -1, -1,
]);
const heads64: usize = memory.data<i64>([0, 0, -1, 0]);

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

  /** The better of each lane; NaN in `b` is passed over. */
  @inline
  static lanes<T>(largest: bool, a: v128, b: v128): v128 {
    if (isFloat<T>()) return largest ? v128.pmax<T>(a, b) : v128.pmin<T>(a, b);
    return largest ? v128.max<T>(a, b) : v128.min<T>(a, b);
  }

  /** The better of `best` and the first `count` of four elements. */
  @inline
  static part<T>(largest: bool, p: usize, count: i32, best: v128, identity: v128): v128 {
    const inside = v128.load(heads32 + ((<usize>max(min(count, 4), 0)) << 4));
    return Extremes.lanes<T>(largest, best, v128.bitselect(v128.load(p), identity, inside));
  }

  /** As `run` for elements of 4 bytes, four at a time; the lanes past the end hold the identity. */
  @inline
  static four<T>(largest: bool, offsets: usize, content: usize, out: usize, n: i32, none: T): void {
    const identity = v128.splat<T>(none);
    let start = load<i32>(offsets);
    for (let i = 0; i < n; i++) {
      const stop = load<i32>(offsets, 4);
      const length = stop - start;
      const p = content + ((<usize>start) << 2);
      // Lists to eight elements, most of all, take no branch.
      let best = Extremes.part<T>(largest, p, length, identity, identity);
      best = Extremes.part<T>(largest, p + 16, length - 4, best, identity);
      for (let j = 8; j < length; j += 4) {
        best = Extremes.part<T>(largest, p + ((<usize>j) << 2), length - j, best, identity);
      }
      best = Extremes.lanes<T>(largest, best, i32x4.shuffle(best, best, 2, 3, 2, 3));
      best = Extremes.lanes<T>(largest, best, i32x4.shuffle(best, best, 1, 1, 1, 1));
      store<T>(out, v128.extract_lane<T>(best, 0));
      start = stop;
      offsets += 4;
      out += 4;
    }
  }

  /** As `run` for f64, two at a time. */
  @inline
  static two(largest: bool, offsets: usize, content: usize, out: usize, n: i32, none: f64): void {
    const identity = f64x2.splat(none);
    let start = load<i32>(offsets);
    for (let i = 0; i < n; i++) {
      const stop = load<i32>(offsets, 4);
      let best = identity;
      let p = content + ((<usize>start) << 3);
      let left = stop - start;
      for (; left >= 2; left -= 2) {
        best = Extremes.lanes<f64>(largest, best, v128.load(p));
        p += 16;
      }
      const inside = v128.load(heads64 + ((<usize>left) << 4));
      const rest = v128.bitselect(v128.load(p), identity, inside);
      best = Extremes.lanes<f64>(largest, best, rest);
      best = Extremes.lanes<f64>(largest, best, i64x2.shuffle(best, best, 1, 1));
      store<f64>(out, f64x2.extract_lane(best, 0));
      start = stop;
      offsets += 4;
      out += 8;
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
  Extremes.four<i32>(true, offsets, content, out, n, i32.MIN_VALUE);
}

/** Largest of each list. offsets i32[n + 1], content u32[offsets[n]], out u32[n], written. */
export function array_max_u32(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.four<u32>(true, offsets, content, out, n, u32.MIN_VALUE);
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
  Extremes.four<f32>(true, offsets, content, out, n, -Infinity);
}

/** Largest of each list. offsets i32[n + 1], content f64[offsets[n]], out f64[n], written. */
export function array_max_f64(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.two(true, offsets, content, out, n, -Infinity);
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
  Extremes.four<i32>(false, offsets, content, out, n, i32.MAX_VALUE);
}

/** Smallest of each list. offsets i32[n + 1], content u32[offsets[n]], out u32[n], written. */
export function array_min_u32(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.four<u32>(false, offsets, content, out, n, u32.MAX_VALUE);
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
  Extremes.four<f32>(false, offsets, content, out, n, Infinity);
}

/** Smallest of each list. offsets i32[n + 1], content f64[offsets[n]], out f64[n], written. */
export function array_min_f64(offsets: usize, content: usize, out: usize, n: i32): void {
  Extremes.two(false, offsets, content, out, n, Infinity);
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
