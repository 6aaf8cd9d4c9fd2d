// Sorting within lists, stable. NaN comes first, whichever way numbers are ordered, and -0 equals 0
// (in a long list of floats -0 comes before 0), as in awkward_sort.cpp. Descending order is ascending
// order of flipped elements: negated floats, complemented integers.

import { Small } from "./sort-small";

/** Lists to this length are sorted by insertion, longer ones digit by digit (sort-radix.ts). */
const SHORT = 64;

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
      if (Small.sort<T>(src, to, count, flip, false)) continue;
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
      if (Small.sort<T>(src, to, count, flip, true)) continue;
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

/** As `array_sort_i32`, of u32. */
export function array_sort_u32(
  offsets: usize,
  content: usize,
  out: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.sort<u32>(offsets, content, out, n, <u32>(descending ? -1 : 0));
}

/** As `array_argsort_i32`, of u32. */
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

/** As `array_sort_i32`, of i64. */
export function array_sort_i64(
  offsets: usize,
  content: usize,
  out: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.sort<i64>(offsets, content, out, n, <i64>(descending ? -1 : 0));
}

/** As `array_argsort_i32`, of i64. */
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

/** As `array_sort_i32`, of u64. */
export function array_sort_u64(
  offsets: usize,
  content: usize,
  out: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.sort<u64>(offsets, content, out, n, <u64>(descending ? -1 : 0));
}

/** As `array_argsort_i32`, of u64. */
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

/** As `array_sort_i32`, of f32. */
export function array_sort_f32(
  offsets: usize,
  content: usize,
  out: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.sort<f32>(offsets, content, out, n, <f32>(descending ? -1 : 1));
}

/** As `array_argsort_i32`, of f32. */
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

/** As `array_sort_i32`, of f64. */
export function array_sort_f64(
  offsets: usize,
  content: usize,
  out: usize,
  n: i32,
  descending: bool,
): i32 {
  return Order.sort<f64>(offsets, content, out, n, <f64>(descending ? -1 : 1));
}

/** As `array_argsort_i32`, of f64. */
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
