// Sorting of lists of up to eight elements of 4 bytes or four of 8, without a branch: each element goes
// where as many come before it as are smaller. Elements are flipped as in sort.ts.

/** Lanes 0 to 3 of a list of 0 to 4 elements. */
const inside: usize = memory.data<i32>([
  0, 0, 0, 0, -1, 0, 0, 0, -1, -1, 0, 0, -1, -1, -1, 0, -1, -1, -1, -1,
]);

/** Each answers whether it did: longer lists, u64 and NaN are for the insertion of sort.ts. */
export class Small {
  /** `count` elements of 4 bytes, flipped; those behind are the greatest. */
  @inline
  static head<T>(src: usize, count: i32, flip: T): v128 {
    const all = v128.load(src);
    const now = isFloat<T>()
      ? v128.mul<T>(all, v128.splat<T>(flip))
      : v128.xor(all, v128.splat<T>(flip));
    const most: T = isFloat<T>()
      ? <T>Infinity
      : isSigned<T>()
        ? <T>i32.MAX_VALUE
        : <T>u32.MAX_VALUE;
    return v128.bitselect(now, v128.splat<T>(most), v128.load(inside + ((<usize>count) << 4)));
  }

  /**
   * Places of four elements among themselves, negative: minus the number of those that are smaller, or
   * equal and before. In turn each lane is compared with the one that is 1, 2, 3 further on.
   */
  @inline
  static places<T>(a: v128): v128 {
    const b = i32x4.shuffle(a, a, 1, 2, 3, 0);
    const c = i32x4.shuffle(a, a, 2, 3, 0, 1);
    const d = i32x4.shuffle(a, a, 3, 0, 1, 2);
    // The one further on comes before only where it went round the end.
    const one = v128.bitselect(v128.le<T>(b, a), v128.lt<T>(b, a), i32x4(0, 0, 0, -1));
    const two = v128.bitselect(v128.le<T>(c, a), v128.lt<T>(c, a), i32x4(0, 0, -1, -1));
    const three = v128.bitselect(v128.le<T>(d, a), v128.lt<T>(d, a), i32x4(0, -1, -1, -1));
    return i32x4.add(i32x4.add(one, two), three);
  }

  /** Adds to the places of `a` how many of the elements of `b`, which follow it, are smaller. */
  @inline
  static smaller<T>(a: v128, b: v128, places: v128): v128 {
    places = i32x4.add(places, v128.lt<T>(i32x4.shuffle(b, b, 0, 0, 0, 0), a));
    places = i32x4.add(places, v128.lt<T>(i32x4.shuffle(b, b, 1, 1, 1, 1), a));
    places = i32x4.add(places, v128.lt<T>(i32x4.shuffle(b, b, 2, 2, 2, 2), a));
    return i32x4.add(places, v128.lt<T>(i32x4.shuffle(b, b, 3, 3, 3, 3), a));
  }

  /** Adds to the places of `b` how many of the elements of `a`, which precede it, are not greater. */
  @inline
  static notGreater<T>(a: v128, b: v128, places: v128): v128 {
    places = i32x4.add(places, v128.le<T>(i32x4.shuffle(a, a, 0, 0, 0, 0), b));
    places = i32x4.add(places, v128.le<T>(i32x4.shuffle(a, a, 1, 1, 1, 1), b));
    places = i32x4.add(places, v128.le<T>(i32x4.shuffle(a, a, 2, 2, 2, 2), b));
    return i32x4.add(places, v128.le<T>(i32x4.shuffle(a, a, 3, 3, 3, 3), b));
  }

  /** Stores four elements in their places. */
  @inline
  static put<T>(to: usize, src: usize, places: v128): void {
    const p = i32x4.shl(i32x4.neg(places), 2);
    store<T>(to + <usize>i32x4.extract_lane(p, 0), load<T>(src));
    store<T>(to + <usize>i32x4.extract_lane(p, 1), load<T>(src, 4));
    store<T>(to + <usize>i32x4.extract_lane(p, 2), load<T>(src, 8));
    store<T>(to + <usize>i32x4.extract_lane(p, 3), load<T>(src, 12));
  }

  /** Stores the numbers of four elements in their places. */
  @inline
  static number(to: usize, first: i64, places: v128): void {
    const p = i32x4.shl(i32x4.neg(places), 3);
    store<i64>(to + <usize>i32x4.extract_lane(p, 0), first);
    store<i64>(to + <usize>i32x4.extract_lane(p, 1), first + 1);
    store<i64>(to + <usize>i32x4.extract_lane(p, 2), first + 2);
    store<i64>(to + <usize>i32x4.extract_lane(p, 3), first + 3);
  }

  /**
   * Sorts a list of up to eight elements of 4 bytes: each goes where as many come before it as are
   * smaller. What lies behind the list is overwritten.
   *
   * @returns whether it did: not with NaN
   */
  @inline
  static eight<T>(src: usize, to: usize, count: i32, flip: T, numbers: bool): bool {
    const a = Small.head<T>(src, min(count, 4), flip);
    if (isFloat<T>() && v128.any_true(v128.ne<T>(a, a))) return false;
    let placesA = Small.places<T>(a);
    if (count > 4) {
      const b = Small.head<T>(src + 16, count - 4, flip);
      if (isFloat<T>() && v128.any_true(v128.ne<T>(b, b))) return false;
      placesA = Small.smaller<T>(a, b, placesA);
      const placesB = Small.notGreater<T>(a, b, Small.places<T>(b));
      if (numbers) Small.number(to, 4, placesB);
      else Small.put<T>(to, src + 16, placesB);
    }
    if (numbers) Small.number(to, 0, placesA);
    else Small.put<T>(to, src, placesA);
    return true;
  }

  /** As `eight` for up to four elements of 8 bytes, floats or signed. */
  @inline
  static four<T>(src: usize, to: usize, count: i32, flip: T, numbers: bool): bool {
    const a = Small.head64<T>(src, min(count, 2), flip);
    const b = Small.head64<T>(src + 16, max(count - 2, 0), flip);
    if (isFloat<T>() && v128.any_true(v128.or(v128.ne<T>(a, a), v128.ne<T>(b, b)))) return false;
    const after = i64x2(0, -1);
    const a0 = i64x2.shuffle(a, a, 0, 0);
    const a1 = i64x2.shuffle(a, a, 1, 1);
    const b0 = i64x2.shuffle(b, b, 0, 0);
    const b1 = i64x2.shuffle(b, b, 1, 1);
    const otherA = i64x2.shuffle(a, a, 1, 0);
    const otherB = i64x2.shuffle(b, b, 1, 0);
    let placesA = v128.bitselect(v128.le<T>(otherA, a), v128.lt<T>(otherA, a), after);
    let placesB = v128.bitselect(v128.le<T>(otherB, b), v128.lt<T>(otherB, b), after);
    placesA = i64x2.add(placesA, i64x2.add(v128.lt<T>(b0, a), v128.lt<T>(b1, a)));
    placesB = i64x2.add(placesB, i64x2.add(v128.le<T>(a0, b), v128.le<T>(a1, b)));
    const p = i64x2.shl(i64x2.neg(placesA), 3);
    const q = i64x2.shl(i64x2.neg(placesB), 3);
    store<i64>(to + <usize>i64x2.extract_lane(q, 0), numbers ? 2 : load<i64>(src, 16));
    store<i64>(to + <usize>i64x2.extract_lane(q, 1), numbers ? 3 : load<i64>(src, 24));
    store<i64>(to + <usize>i64x2.extract_lane(p, 0), numbers ? 0 : load<i64>(src));
    store<i64>(to + <usize>i64x2.extract_lane(p, 1), numbers ? 1 : load<i64>(src, 8));
    return true;
  }

  /** `count` elements of 8 bytes, flipped; those behind are the greatest. */
  @inline
  static head64<T>(src: usize, count: i32, flip: T): v128 {
    const all = v128.load(src);
    const now = isFloat<T>()
      ? v128.mul<T>(all, v128.splat<T>(flip))
      : v128.xor(all, v128.splat<T>(flip));
    const most: T = isFloat<T>() ? <T>Infinity : <T>i64.MAX_VALUE;
    return v128.bitselect(
      now,
      v128.splat<T>(most),
      v128.load(inside + ((<usize>(2 * count)) << 4)),
    );
  }

  /** Sorts a list, or numbers its elements in order, if it can. */
  @inline
  static sort<T>(src: usize, to: usize, count: i32, flip: T, numbers: bool): bool {
    if (sizeof<T>() === 4) return count <= 8 && Small.eight<T>(src, to, count, flip, numbers);
    if (!isFloat<T>() && !isSigned<T>()) return false;
    return count <= 4 && Small.four<T>(src, to, count, flip, numbers);
  }
}
