// Sorting within lists, stable. NaN comes first, whichever way numbers are ordered, and -0 equals 0,
// as in awkward_sort.cpp. Descending order is ascending order of `flip` elements: negated floats,
// complemented integers.

/** Lists to this length are sorted by insertion. */
const SHORT = 24;

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

  /** Sorts `count` elements at `at` by insertion, with the NaN first. */
  @inline
  static insertion<T>(at: usize, count: i32): void {
    const size = sizeof<T>();
    let begin = at;
    const end = at + <usize>count * size;
    for (let p = at; p < end; p += size) {
      const value = load<T>(p);
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
  }

  /** As `insertion`, moving i64 positions along. */
  @inline
  static insertionArg<T>(at: usize, positions: usize, count: i32): void {
    const size = sizeof<T>();
    let begin = 0;
    for (let i = 0; i < count; i++) {
      const value = load<T>(at + <usize>i * size);
      const position = load<i64>(positions + ((<usize>i) << 3));
      let j = i;
      const nan = Order.isNaN<T>(value);
      for (; j > begin; j--) {
        const before = load<T>(at + <usize>(j - 1) * size);
        if (!nan && before <= value) break;
        store<T>(at + <usize>j * size, before);
        store<i64>(positions + ((<usize>j) << 3), load<i64>(positions + ((<usize>(j - 1)) << 3)));
      }
      if (nan) begin++;
      store<T>(at + <usize>j * size, value);
      store<i64>(positions + ((<usize>j) << 3), position);
    }
  }

  /** Whether `a`, which comes first, stays before `b`. */
  @inline
  static inOrder<T>(a: T, b: T): bool {
    if (isFloat<T>()) return a <= b || Order.isNaN<T>(a);
    return a <= b;
  }

  /** Merges two sorted runs `[from, middle)` and `[middle, to)` of elements, and of positions if there are any. */
  @inline
  static merge<T>(
    src: usize,
    out: usize,
    from: i32,
    middle: i32,
    to: i32,
    positions: usize,
    outPositions: usize,
  ): void {
    const size = sizeof<T>();
    let a = from;
    let b = middle;
    for (let i = from; i < to; i++) {
      const left =
        b >= to ||
        (a < middle &&
          Order.inOrder<T>(load<T>(src + <usize>a * size), load<T>(src + <usize>b * size)));
      const take = left ? a++ : b++;
      store<T>(out + <usize>i * size, load<T>(src + <usize>take * size));
      if (positions !== 0) {
        store<i64>(outPositions + ((<usize>i) << 3), load<i64>(positions + ((<usize>take) << 3)));
      }
    }
  }

  /** Merge sort of a long list; positions 0 if there are none. */
  static long<T>(
    at: usize,
    scratch: usize,
    count: i32,
    positions: usize,
    otherPositions: usize,
  ): void {
    const size = sizeof<T>();
    for (let i = 0; i < count; i += SHORT) {
      const some = min(SHORT, count - i);
      if (positions === 0) Order.insertion<T>(at + <usize>i * size, some);
      else {
        Order.insertionArg<T>(at + <usize>i * size, positions + ((<usize>i) << 3), some);
      }
    }
    let src = at;
    let out = scratch;
    let place = positions;
    let other = otherPositions;
    for (let width = SHORT; width < count; ) {
      for (let i = 0; i < count; ) {
        const middle = width > count - i ? count : i + width;
        const to = width > count - middle ? count : middle + width;
        Order.merge<T>(src, out, i, middle, to, place, other);
        i = to;
      }
      const swap = src;
      src = out;
      out = swap;
      const swapped = place;
      place = other;
      other = swapped;
      width = width > count - width ? count : 2 * width;
    }
    if (src !== at) {
      memory.copy(at, src, <usize>count * size);
      if (positions !== 0) memory.copy(positions, place, (<usize>count) << 3);
    }
  }

  @inline
  static sort<T>(
    offsets: usize,
    content: usize,
    out: usize,
    scratch: usize,
    n: i32,
    flip: T,
  ): void {
    const size = sizeof<T>();
    const base = load<i32>(offsets);
    for (let i = 0; i < n; i++) {
      const at = (<usize>i) << 2;
      const start = load<i32>(offsets + at);
      const count = load<i32>(offsets + at, 4) - start;
      const src = content + <usize>start * size;
      const to = out + <usize>(start - base) * size;
      if (count <= SHORT) {
        // Insertion on the way from one column to the other.
        let begin = to;
        for (let j = 0; j < count; j++) {
          const value = Order.flipped<T>(load<T>(src + <usize>j * size), flip);
          let q = to + <usize>j * size;
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
      } else {
        for (let j = 0; j < count; j++) {
          const value = load<T>(src + <usize>j * size);
          store<T>(to + <usize>j * size, Order.flipped<T>(value, flip));
        }
        Order.long<T>(to, scratch, count, 0, 0);
      }
    }
    const ascending: T = isFloat<T>() ? <T>1 : <T>0;
    if (flip !== ascending) {
      const total = load<i32>(offsets + ((<usize>n) << 2)) - base;
      for (let j = 0; j < total; j++) {
        const p = out + <usize>j * size;
        store<T>(p, Order.flipped<T>(load<T>(p), flip));
      }
    }
  }

  @inline
  static argsort<T>(
    offsets: usize,
    content: usize,
    out: usize,
    scratch: usize,
    positions: usize,
    n: i32,
    longest: i32,
    flip: T,
  ): void {
    const size = sizeof<T>();
    const base = load<i32>(offsets);
    const other = scratch + <usize>longest * size;
    for (let i = 0; i < n; i++) {
      const at = (<usize>i) << 2;
      const start = load<i32>(offsets + at);
      const count = load<i32>(offsets + at, 4) - start;
      const src = content + <usize>start * size;
      const to = out + ((<usize>(start - base)) << 3);
      for (let j = 0; j < count; j++) {
        const value = load<T>(src + <usize>j * size);
        store<T>(scratch + <usize>j * size, Order.flipped<T>(value, flip));
        store<i64>(to + ((<usize>j) << 3), j);
      }
      if (count <= SHORT) Order.insertionArg<T>(scratch, to, count);
      else Order.long<T>(scratch, other, count, to, positions);
    }
  }
}

/**
 * The elements of each list in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  i32[offsets[n]]
 * @param out      i32[offsets[n] - offsets[0]], written
 * @param scratch  i32[length of the longest list]
 */
export function array_sort_i32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): void {
  Order.sort<i32>(offsets, content, out, scratch, n, <i32>(descending ? -1 : 0));
}

/**
 * The places within each list of its elements in order.
 *
 * @param offsets    i32[n + 1]
 * @param content    i32[offsets[n]]
 * @param out        i64[offsets[n] - offsets[0]], written
 * @param scratch    i32[2 * longest]
 * @param positions  i64[longest], scratch
 * @param longest    length of the longest list
 */
export function array_argsort_i32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  positions: usize,
  n: i32,
  longest: i32,
  descending: bool,
): void {
  Order.argsort<i32>(
    offsets,
    content,
    out,
    scratch,
    positions,
    n,
    longest,
    <i32>(descending ? -1 : 0),
  );
}

/**
 * The elements of each list in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  u32[offsets[n]]
 * @param out      u32[offsets[n] - offsets[0]], written
 * @param scratch  u32[length of the longest list]
 */
export function array_sort_u32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): void {
  Order.sort<u32>(offsets, content, out, scratch, n, <u32>(descending ? -1 : 0));
}

/**
 * The places within each list of its elements in order.
 *
 * @param offsets    i32[n + 1]
 * @param content    u32[offsets[n]]
 * @param out        i64[offsets[n] - offsets[0]], written
 * @param scratch    u32[2 * longest]
 * @param positions  i64[longest], scratch
 * @param longest    length of the longest list
 */
export function array_argsort_u32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  positions: usize,
  n: i32,
  longest: i32,
  descending: bool,
): void {
  Order.argsort<u32>(
    offsets,
    content,
    out,
    scratch,
    positions,
    n,
    longest,
    <u32>(descending ? -1 : 0),
  );
}

/**
 * The elements of each list in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  i64[offsets[n]]
 * @param out      i64[offsets[n] - offsets[0]], written
 * @param scratch  i64[length of the longest list]
 */
export function array_sort_i64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): void {
  Order.sort<i64>(offsets, content, out, scratch, n, <i64>(descending ? -1 : 0));
}

/**
 * The places within each list of its elements in order.
 *
 * @param offsets    i32[n + 1]
 * @param content    i64[offsets[n]]
 * @param out        i64[offsets[n] - offsets[0]], written
 * @param scratch    i64[2 * longest]
 * @param positions  i64[longest], scratch
 * @param longest    length of the longest list
 */
export function array_argsort_i64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  positions: usize,
  n: i32,
  longest: i32,
  descending: bool,
): void {
  Order.argsort<i64>(
    offsets,
    content,
    out,
    scratch,
    positions,
    n,
    longest,
    <i64>(descending ? -1 : 0),
  );
}

/**
 * The elements of each list in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  u64[offsets[n]]
 * @param out      u64[offsets[n] - offsets[0]], written
 * @param scratch  u64[length of the longest list]
 */
export function array_sort_u64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): void {
  Order.sort<u64>(offsets, content, out, scratch, n, <u64>(descending ? -1 : 0));
}

/**
 * The places within each list of its elements in order.
 *
 * @param offsets    i32[n + 1]
 * @param content    u64[offsets[n]]
 * @param out        i64[offsets[n] - offsets[0]], written
 * @param scratch    u64[2 * longest]
 * @param positions  i64[longest], scratch
 * @param longest    length of the longest list
 */
export function array_argsort_u64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  positions: usize,
  n: i32,
  longest: i32,
  descending: bool,
): void {
  Order.argsort<u64>(
    offsets,
    content,
    out,
    scratch,
    positions,
    n,
    longest,
    <u64>(descending ? -1 : 0),
  );
}

/**
 * The elements of each list in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  f32[offsets[n]]
 * @param out      f32[offsets[n] - offsets[0]], written
 * @param scratch  f32[length of the longest list]
 */
export function array_sort_f32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): void {
  Order.sort<f32>(offsets, content, out, scratch, n, <f32>(descending ? -1 : 1));
}

/**
 * The places within each list of its elements in order.
 *
 * @param offsets    i32[n + 1]
 * @param content    f32[offsets[n]]
 * @param out        i64[offsets[n] - offsets[0]], written
 * @param scratch    f32[2 * longest]
 * @param positions  i64[longest], scratch
 * @param longest    length of the longest list
 */
export function array_argsort_f32(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  positions: usize,
  n: i32,
  longest: i32,
  descending: bool,
): void {
  Order.argsort<f32>(
    offsets,
    content,
    out,
    scratch,
    positions,
    n,
    longest,
    <f32>(descending ? -1 : 1),
  );
}

/**
 * The elements of each list in order.
 *
 * @param offsets  i32[n + 1]
 * @param content  f64[offsets[n]]
 * @param out      f64[offsets[n] - offsets[0]], written
 * @param scratch  f64[length of the longest list]
 */
export function array_sort_f64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): void {
  Order.sort<f64>(offsets, content, out, scratch, n, <f64>(descending ? -1 : 1));
}

/**
 * The places within each list of its elements in order.
 *
 * @param offsets    i32[n + 1]
 * @param content    f64[offsets[n]]
 * @param out        i64[offsets[n] - offsets[0]], written
 * @param scratch    f64[2 * longest]
 * @param positions  i64[longest], scratch
 * @param longest    length of the longest list
 */
export function array_argsort_f64(
  offsets: usize,
  content: usize,
  out: usize,
  scratch: usize,
  positions: usize,
  n: i32,
  longest: i32,
  descending: bool,
): void {
  Order.argsort<f64>(
    offsets,
    content,
    out,
    scratch,
    positions,
    n,
    longest,
    <f64>(descending ? -1 : 1),
  );
}
