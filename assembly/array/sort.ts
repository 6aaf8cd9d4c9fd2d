// Sorting within lists, stable. NaN comes first, whichever way numbers are ordered, and -0 equals 0
// (in a long list of floats -0 comes before 0), as in awkward_sort.cpp. Descending order is ascending
// order of flipped elements: negated floats, complemented integers.

/** Lists to this length are sorted by insertion, longer ones digit by digit (sort-radix.ts). */
const SHORT = 64;

/** Lanes 0 to 3 of a list of 0 to 4 elements. */
const inside: usize = memory.data<i32>([
  0, 0, 0, 0, -1, 0, 0, 0, -1, -1, 0, 0, -1, -1, -1, 0, -1, -1, -1, -1,
]);

class Order {
  @inline
  static flipped<T>(value: T, flip: T): T {
    if (isFloat<T>()) return <T>(value * flip);
    return <T>(value ^ flip);
  }

  @inline
  static isNaN<T>(value: T): bool {
    const same = value;
    return isFloat<T>() && value !== same;
  }

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
    const a = Order.head<T>(src, min(count, 4), flip);
    if (isFloat<T>() && v128.any_true(v128.ne<T>(a, a))) return false;
    let placesA = Order.places<T>(a);
    if (count > 4) {
      const b = Order.head<T>(src + 16, count - 4, flip);
      if (isFloat<T>() && v128.any_true(v128.ne<T>(b, b))) return false;
      placesA = Order.smaller<T>(a, b, placesA);
      const placesB = Order.notGreater<T>(a, b, Order.places<T>(b));
      if (numbers) Order.number(to, 4, placesB);
      else Order.put<T>(to, src + 16, placesB);
    }
    if (numbers) Order.number(to, 0, placesA);
    else Order.put<T>(to, src, placesA);
    return true;
  }

  /** As `eight` for up to four elements of 8 bytes, floats or signed. */
  @inline
  static four<T>(src: usize, to: usize, count: i32, flip: T, numbers: bool): bool {
    const a = Order.head64<T>(src, min(count, 2), flip);
    const b = Order.head64<T>(src + 16, max(count - 2, 0), flip);
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

  /** Sorts a short list without a branch, if it can. */
  @inline
  static small<T>(src: usize, to: usize, count: i32, flip: T, numbers: bool): bool {
    if (sizeof<T>() === 4) return count <= 8 && Order.eight<T>(src, to, count, flip, numbers);
    if (!isFloat<T>() && !isSigned<T>()) return false;
    return count <= 4 && Order.four<T>(src, to, count, flip, numbers);
  }

  @inline
  static sort<T>(offsets: usize, content: usize, out: usize, n: i32, flip: T): i32 {
    const size = sizeof<T>();
    const base = load<i32>(offsets);
    const ascending: T = isFloat<T>() ? <T>1 : <T>0;
    let long = 0;
    for (let i = 0; i < n; i++) {
      const at = (<usize>i) << 2;
      const start = load<i32>(offsets + at);
      const count = load<i32>(offsets + at, 4) - start;
      const src = content + <usize>start * size;
      const to = out + <usize>(start - base) * size;
      if (Order.small<T>(src, to, count, flip, false)) continue;
      if (count > SHORT) {
        long++;
        continue;
      }
      // Insertion on the way from one column to the other; NaN goes before all that is no NaN.
      let begin = to;
      const end = to + <usize>count * size;
      let from = src;
      for (let p = to; p < end; p += size) {
        const value = Order.flipped<T>(load<T>(from), flip);
        from += size;
        let q = p;
        if (Order.isNaN<T>(value)) {
          for (; q > begin; q -= size) store<T>(q, load<T>(q - size));
          begin += size;
        } else {
          for (; q > begin; q -= size) {
            const before = load<T>(q - size);
            if (before <= value) break;
            store<T>(q, before);
          }
        }
        store<T>(q, value);
      }
      if (flip !== ascending) {
        for (let p = to; p < end; p += size) store<T>(p, Order.flipped<T>(load<T>(p), flip));
      }
    }
    return long;
  }

  @inline
  static argsort<T>(
    offsets: usize,
    content: usize,
    out: usize,
    scratch: usize,
    n: i32,
    flip: T,
  ): i32 {
    const size = sizeof<T>();
    const base = load<i32>(offsets);
    let long = 0;
    for (let i = 0; i < n; i++) {
      const at = (<usize>i) << 2;
      const start = load<i32>(offsets + at);
      const count = load<i32>(offsets + at, 4) - start;
      const src = content + <usize>start * size;
      const to = out + ((<usize>(start - base)) << 3);
      if (Order.small<T>(src, to, count, flip, true)) continue;
      if (count > SHORT) {
        long++;
        continue;
      }
      let begin = 0;
      for (let j = 0; j < count; j++) {
        const value = Order.flipped<T>(load<T>(src + <usize>j * size), flip);
        const nan = Order.isNaN<T>(value);
        let k = j;
        for (; k > begin; k--) {
          const before = load<T>(scratch + <usize>(k - 1) * size);
          if (!nan && before <= value) break;
          store<T>(scratch + <usize>k * size, before);
          store<i64>(to + ((<usize>k) << 3), load<i64>(to + ((<usize>(k - 1)) << 3)));
        }
        if (nan) begin++;
        store<T>(scratch + <usize>k * size, value);
        store<i64>(to + ((<usize>k) << 3), j);
      }
    }
    return long;
  }
}

/**
 * The elements of each list of up to 64 in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  i32[offsets[n]]
 * @param out      i32[offsets[n] - offsets[0]], written but for longer lists
 * @returns the number of longer lists
 */
export function array_sort_i32(
  offsets: usize,
  content: usize,
  out: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.sort<i32>(offsets, content, out, n, <i32>(descending ? -1 : 0));
}

/**
 * The places within each list of up to 64 of its elements in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  i32[offsets[n]]
 * @param out      i64[offsets[n] - offsets[0]], written but for longer lists
 * @param scratch  i32[64]
 * @returns the number of longer lists
 */
export function array_argsort_i32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.argsort<i32>(offsets, content, out, scratch, n, <i32>(descending ? -1 : 0));
}

/**
 * The elements of each list of up to 64 in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  u32[offsets[n]]
 * @param out      u32[offsets[n] - offsets[0]], written but for longer lists
 * @returns the number of longer lists
 */
export function array_sort_u32(
  offsets: usize,
  content: usize,
  out: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.sort<u32>(offsets, content, out, n, <u32>(descending ? -1 : 0));
}

/**
 * The places within each list of up to 64 of its elements in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  u32[offsets[n]]
 * @param out      i64[offsets[n] - offsets[0]], written but for longer lists
 * @param scratch  u32[64]
 * @returns the number of longer lists
 */
export function array_argsort_u32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.argsort<u32>(offsets, content, out, scratch, n, <u32>(descending ? -1 : 0));
}

/**
 * The elements of each list of up to 64 in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  i64[offsets[n]]
 * @param out      i64[offsets[n] - offsets[0]], written but for longer lists
 * @returns the number of longer lists
 */
export function array_sort_i64(
  offsets: usize,
  content: usize,
  out: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.sort<i64>(offsets, content, out, n, <i64>(descending ? -1 : 0));
}

/**
 * The places within each list of up to 64 of its elements in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  i64[offsets[n]]
 * @param out      i64[offsets[n] - offsets[0]], written but for longer lists
 * @param scratch  i64[64]
 * @returns the number of longer lists
 */
export function array_argsort_i64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.argsort<i64>(offsets, content, out, scratch, n, <i64>(descending ? -1 : 0));
}

/**
 * The elements of each list of up to 64 in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  u64[offsets[n]]
 * @param out      u64[offsets[n] - offsets[0]], written but for longer lists
 * @returns the number of longer lists
 */
export function array_sort_u64(
  offsets: usize,
  content: usize,
  out: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.sort<u64>(offsets, content, out, n, <u64>(descending ? -1 : 0));
}

/**
 * The places within each list of up to 64 of its elements in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  u64[offsets[n]]
 * @param out      i64[offsets[n] - offsets[0]], written but for longer lists
 * @param scratch  u64[64]
 * @returns the number of longer lists
 */
export function array_argsort_u64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.argsort<u64>(offsets, content, out, scratch, n, <u64>(descending ? -1 : 0));
}

/**
 * The elements of each list of up to 64 in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  f32[offsets[n]]
 * @param out      f32[offsets[n] - offsets[0]], written but for longer lists
 * @returns the number of longer lists
 */
export function array_sort_f32(
  offsets: usize,
  content: usize,
  out: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.sort<f32>(offsets, content, out, n, <f32>(descending ? -1 : 1));
}

/**
 * The places within each list of up to 64 of its elements in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  f32[offsets[n]]
 * @param out      i64[offsets[n] - offsets[0]], written but for longer lists
 * @param scratch  f32[64]
 * @returns the number of longer lists
 */
export function array_argsort_f32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.argsort<f32>(offsets, content, out, scratch, n, <f32>(descending ? -1 : 1));
}

/**
 * The elements of each list of up to 64 in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  f64[offsets[n]]
 * @param out      f64[offsets[n] - offsets[0]], written but for longer lists
 * @returns the number of longer lists
 */
export function array_sort_f64(
  offsets: usize,
  content: usize,
  out: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.sort<f64>(offsets, content, out, n, <f64>(descending ? -1 : 1));
}

/**
 * The places within each list of up to 64 of its elements in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  f64[offsets[n]]
 * @param out      i64[offsets[n] - offsets[0]], written but for longer lists
 * @param scratch  f64[64]
 * @returns the number of longer lists
 */
export function array_argsort_f64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.argsort<f64>(offsets, content, out, scratch, n, <f64>(descending ? -1 : 1));
}
