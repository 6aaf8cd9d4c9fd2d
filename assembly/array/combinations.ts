// Combinations of the elements of each list, in the order of Python's itertools.

/** Combinations of `count` things out of `size`; -1 above 2^31 - 1. */
function choose(size: i64, count: i64): i64 {
  if (count > size) return 0;
  if (2 * count > size) count = size - count;
  let total: i64 = 1;
  for (let j: i64 = 1; j <= count; j++) {
    total = (total * (size - j + 1)) / j;
    if (total > i32.MAX_VALUE) return -1;
  }
  return total;
}

/**
 * Offsets of the combinations of `count` elements of each list.
 *
 * @param offsets  i32[n + 1]
 * @param out      i32[n + 1], from 0, written
 * @param repeats  how often more than once an element may be taken: 0, or `count - 1`
 * @returns 0, or 1 when there are more than 2^31 - 1
 */
export function array_combinations_offsets(
  offsets: usize,
  out: usize,
  n: i32,
  count: i32,
  repeats: i32,
): i32 {
  let total: i64 = 0;
  store<i32>(out, 0);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const length: i64 = load<i32>(offsets + at, 4) - load<i32>(offsets + at);
    if (length > 0) {
      const some =
        count === 2 && repeats === 0
          ? (length * (length - 1)) >> 1
          : choose(length + repeats, count);
      total += some;
      if (some < 0 || total > i32.MAX_VALUE) return 1;
    }
    store<i32>(out + at, <i32>total, 4);
  }
  return 0;
}

class Combine {
  /** Pairs: the left ones the same while the right ones run to the end of the list. */
  @inline
  static pairs<T>(offsets: usize, out: usize, n: i32, total: i32, repeats: i32, local: bool): void {
    const size = sizeof<T>();
    let left = out;
    let right = out + <usize>total * size;
    for (let i = 0; i < n; i++) {
      const at = (<usize>i) << 2;
      const start = load<i32>(offsets + at);
      const stop = load<i32>(offsets + at, 4);
      const base = local ? start : 0;
      const skip = 1 - repeats;
      for (let a = start; a < stop; a++) {
        for (let b = a + skip; b < stop; b++) {
          store<T>(left, <T>(a - base));
          store<T>(right, <T>(b - base));
          left += size;
          right += size;
        }
      }
    }
  }

  /** Any number: `state` holds the current places, of which the last turns fastest. */
  @inline
  static any<T>(
    offsets: usize,
    out: usize,
    state: usize,
    n: i32,
    total: i32,
    count: i32,
    repeats: i32,
    local: bool,
  ): void {
    const size = sizeof<T>();
    const column = <usize>total * size;
    const skip = 1 - i32(repeats > 0);
    for (let i = 0; i < n; i++) {
      const at = (<usize>i) << 2;
      const start = load<i32>(offsets + at);
      const length = load<i32>(offsets + at, 4) - start;
      if (length === 0 || length + repeats < count) continue;
      const base = local ? 0 : start;
      for (let k = 0; k < count; k++) store<i32>(state + ((<usize>k) << 2), k * skip);
      for (;;) {
        for (let k = 0; k < count; k++) {
          const place = load<i32>(state + ((<usize>k) << 2)) + base;
          store<T>(out + <usize>k * column, <T>place);
        }
        out += size;
        let k = count - 1;
        while (
          k >= 0 &&
          load<i32>(state + ((<usize>k) << 2)) >= length - 1 - skip * (count - 1 - k)
        ) {
          k--;
        }
        if (k < 0) break;
        let place = load<i32>(state + ((<usize>k) << 2)) + 1;
        for (; k < count; k++) {
          store<i32>(state + ((<usize>k) << 2), place);
          place += skip;
        }
      }
    }
  }
}

/**
 * Positions in the content of the combinations of each list: all first elements, all second ones …
 *
 * @param offsets  i32[n + 1]
 * @param out      i32[count * total], written
 * @param state    i32[count], scratch
 * @param total    as {@link array_combinations_offsets} found
 * @param repeats  as there
 */
export function array_combinations_index(
  offsets: usize,
  out: usize,
  state: usize,
  n: i32,
  total: i32,
  count: i32,
  repeats: i32,
): void {
  if (count === 2) Combine.pairs<i32>(offsets, out, n, total, repeats, false);
  else Combine.any<i32>(offsets, out, state, n, total, count, repeats, false);
}

/** As {@link array_combinations_index} with places in the list: out i64[count * total], written. */
export function array_combinations_places(
  offsets: usize,
  out: usize,
  state: usize,
  n: i32,
  total: i32,
  count: i32,
  repeats: i32,
): void {
  if (count === 2) Combine.pairs<i64>(offsets, out, n, total, repeats, true);
  else Combine.any<i64>(offsets, out, state, n, total, count, repeats, true);
}
