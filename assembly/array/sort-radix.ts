// Sorting of long lists digit by digit, from the lowest (LSD radix sort): stable, and without
// comparisons. Numbers become unsigned keys of the same order, NaN the least of all.

/** Bits of a digit. */
const BITS = 11;
const BUCKETS = 2048;
/** Lists to this length are sorted by insertion (sort.ts). */
const SHORT = 64;

/** Counts of each digit: six of 64-bit keys. */
const counts: usize = memory.data(49152, 16);

class Radix {
  /** The key of an element: unsigned, in the order wanted. U is u32 or u64, T of the same size. */
  @inline
  static key<T, U>(value: T, descending: bool): U {
    const top: U = (<U>1) << (sizeof<U>() * 8 - 1);
    let key: U;
    if (isFloat<T>()) {
      const same = value;
      if (value !== same) return 0;
      // -0 becomes 0, which it equals.
      const plain = <T>(value + <T>0);
      const bits =
        sizeof<U>() === 4 ? <U>reinterpret<u32>(<f32>plain) : <U>reinterpret<u64>(<f64>plain);
      key = (bits & top) !== 0 ? ~bits : bits | top;
    } else {
      key = isSigned<T>() ? <U>value ^ top : <U>value;
    }
    return descending ? ~key : key;
  }

  /** The element of a key. */
  @inline
  static value<T, U>(given: U, descending: bool): T {
    const top: U = (<U>1) << (sizeof<U>() * 8 - 1);
    if (isFloat<T>()) {
      if (given === 0) return <T>NaN;
      const key = descending ? ~given : given;
      const bits = (key & top) !== 0 ? key ^ top : ~key;
      return sizeof<U>() === 4 ? <T>reinterpret<f32>(<u32>bits) : <T>reinterpret<f64>(<u64>bits);
    }
    const key = descending ? ~given : given;
    return isSigned<T>() ? <T>(key ^ top) : <T>key;
  }

  /** Sorts keys, and positions with them if there are any; both end where they began. */
  static order<U>(keys: usize, other: usize, count: i32, places: usize, otherPlaces: usize): void {
    const size = sizeof<U>();
    const digits = size === 4 ? 3 : 6;
    memory.fill(counts, 0, (<usize>(digits * BUCKETS)) << 2);
    for (let i = 0; i < count; i++) {
      let key = load<U>(keys + <usize>i * size);
      for (let digit = 0; digit < digits; digit++) {
        const at = counts + ((<usize>(digit * BUCKETS + <i32>(key & <U>(BUCKETS - 1)))) << 2);
        store<i32>(at, load<i32>(at) + 1);
        key >>= <U>BITS;
      }
    }
    let src = keys;
    let out = other;
    let from = places;
    let to = otherPlaces;
    for (let digit = 0; digit < digits; digit++) {
      const table = counts + ((<usize>(digit * BUCKETS)) << 2);
      const shift = <U>(digit * BITS);
      // All keys share the digit: nothing moves.
      const some = <usize>((load<U>(src) >> shift) & <U>(BUCKETS - 1));
      if (load<i32>(table + (some << 2)) === count) continue;
      let start = 0;
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        const at = table + ((<usize>bucket) << 2);
        const number = load<i32>(at);
        store<i32>(at, start);
        start += number;
      }
      for (let i = 0; i < count; i++) {
        const key = load<U>(src + <usize>i * size);
        const at = table + ((<usize>((key >> shift) & <U>(BUCKETS - 1))) << 2);
        const place = load<i32>(at);
        store<i32>(at, place + 1);
        store<U>(out + <usize>place * size, key);
        if (places !== 0) {
          store<i64>(to + ((<usize>place) << 3), load<i64>(from + ((<usize>i) << 3)));
        }
      }
      const swap = src;
      src = out;
      out = swap;
      const swapped = from;
      from = to;
      to = swapped;
    }
    if (src === keys) return;
    memory.copy(keys, src, <usize>count * size);
    if (places !== 0) memory.copy(places, from, (<usize>count) << 3);
  }

  @inline
  static sort<T, U>(
    offsets: usize,
    content: usize,
    out: usize,
    scratch: usize,
    n: i32,
    descending: bool,
  ): void {
    const size = sizeof<T>();
    const base = load<i32>(offsets);
    for (let i = 0; i < n; i++) {
      const at = (<usize>i) << 2;
      const start = load<i32>(offsets + at);
      const count = load<i32>(offsets + at, 4) - start;
      if (count <= SHORT) continue;
      const src = content + <usize>start * size;
      const to = out + <usize>(start - base) * size;
      for (let j = 0; j < count; j++) {
        const step = <usize>j * size;
        store<U>(to + step, Radix.key<T, U>(load<T>(src + step), descending));
      }
      Radix.order<U>(to, scratch, count, 0, 0);
      for (let j = 0; j < count; j++) {
        const step = <usize>j * size;
        store<T>(to + step, Radix.value<T, U>(load<U>(to + step), descending));
      }
    }
  }

  @inline
  static argsort<T, U>(
    offsets: usize,
    content: usize,
    out: usize,
    scratch: usize,
    places: usize,
    n: i32,
    longest: i32,
    descending: bool,
  ): void {
    const size = sizeof<T>();
    const base = load<i32>(offsets);
    const other = scratch + <usize>longest * size;
    for (let i = 0; i < n; i++) {
      const at = (<usize>i) << 2;
      const start = load<i32>(offsets + at);
      const count = load<i32>(offsets + at, 4) - start;
      if (count <= SHORT) continue;
      const src = content + <usize>start * size;
      const to = out + ((<usize>(start - base)) << 3);
      for (let j = 0; j < count; j++) {
        const step = <usize>j * size;
        store<U>(scratch + step, Radix.key<T, U>(load<T>(src + step), descending));
        store<i64>(to + ((<usize>j) << 3), j);
      }
      Radix.order<U>(scratch, other, count, to, places);
    }
  }
}

/**
 * The elements of each list of more than 64 in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  i32[offsets[n]]
 * @param out      i32[offsets[n] - offsets[0]], long lists written
 * @param scratch  i32[length of the longest list]
 */
export function array_sort_long_i32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): void {
  Radix.sort<i32, u32>(offsets, content, out, scratch, n, descending);
}

/**
 * The places within each list of more than 64 of its elements in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  i32[offsets[n]]
 * @param out      i64[offsets[n] - offsets[0]], long lists written
 * @param scratch  i32[2 * longest]
 * @param places   i64[longest], scratch
 * @param longest  length of the longest list
 */
export function array_argsort_long_i32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  places: usize,
  n: i32,
  longest: i32,
  descending: bool,
): void {
  Radix.argsort<i32, u32>(offsets, content, out, scratch, places, n, longest, descending);
}

/** As `array_sort_long_i32`, of u32. */
export function array_sort_long_u32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): void {
  Radix.sort<u32, u32>(offsets, content, out, scratch, n, descending);
}

/** As `array_argsort_long_i32`, of u32. */
export function array_argsort_long_u32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  places: usize,
  n: i32,
  longest: i32,
  descending: bool,
): void {
  Radix.argsort<u32, u32>(offsets, content, out, scratch, places, n, longest, descending);
}

/** As `array_sort_long_i32`, of i64. */
export function array_sort_long_i64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): void {
  Radix.sort<i64, u64>(offsets, content, out, scratch, n, descending);
}

/** As `array_argsort_long_i32`, of i64. */
export function array_argsort_long_i64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  places: usize,
  n: i32,
  longest: i32,
  descending: bool,
): void {
  Radix.argsort<i64, u64>(offsets, content, out, scratch, places, n, longest, descending);
}

/** As `array_sort_long_i32`, of u64. */
export function array_sort_long_u64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): void {
  Radix.sort<u64, u64>(offsets, content, out, scratch, n, descending);
}

/** As `array_argsort_long_i32`, of u64. */
export function array_argsort_long_u64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  places: usize,
  n: i32,
  longest: i32,
  descending: bool,
): void {
  Radix.argsort<u64, u64>(offsets, content, out, scratch, places, n, longest, descending);
}

/** As `array_sort_long_i32`, of f32. */
export function array_sort_long_f32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): void {
  Radix.sort<f32, u32>(offsets, content, out, scratch, n, descending);
}

/** As `array_argsort_long_i32`, of f32. */
export function array_argsort_long_f32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  places: usize,
  n: i32,
  longest: i32,
  descending: bool,
): void {
  Radix.argsort<f32, u32>(offsets, content, out, scratch, places, n, longest, descending);
}

/** As `array_sort_long_i32`, of f64. */
export function array_sort_long_f64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): void {
  Radix.sort<f64, u64>(offsets, content, out, scratch, n, descending);
}

/** As `array_argsort_long_i32`, of f64. */
export function array_argsort_long_f64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  places: usize,
  n: i32,
  longest: i32,
  descending: bool,
): void {
  Radix.argsort<f64, u64>(offsets, content, out, scratch, places, n, longest, descending);
}
