// What became of objects, as tools tell it: 0 well, 1 outside of the tables, 2 not a finite number.

export class Codes {
  /** Codes of two objects, from masks. */
  @inline
  static of(sound: v128, inside: v128): v128 {
    return v128.bitselect(v128.andnot(i64x2.splat(1), inside), i64x2.splat(2), sound);
  }

  /** Whether two numbers are finite. */
  @inline
  static finite(x: v128): v128 {
    return f64x2.lt(f64x2.abs(x), f64x2.splat(Infinity));
  }

  /** Bytes of eight codes, in the lower half. */
  @inline
  static bytes(a: v128, b: v128, c: v128, d: v128): v128 {
    const low = i32x4.shuffle(a, b, 0, 2, 4, 6);
    const high = i32x4.shuffle(c, d, 0, 2, 4, 6);
    const words = i16x8.narrow_i32x4_s(low, high);
    return i8x16.narrow_i16x8_u(words, words);
  }
}
