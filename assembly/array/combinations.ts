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

/** Lists to this length have their pairs copied from patterns. */
const SHORT = 12;
/** The patterns of all lengths to 12, 572 pairs' halves of up to 8 bytes, and room to read on. */
const patterns: usize = memory.data(4608, 16);

class Combine {
  /** Pairs of lists to `SHORT` elements, as they are copied: left ones, then right ones, for each length. */
  @inline
  static fill<T>(): void {
    let p = patterns;
    for (let length = 2; length <= SHORT; length++) {
      const right = p + <usize>((length * (length - 1)) >> 1) * sizeof<T>();
      let at = p;
      for (let a = 0; a < length; a++) {
        for (let b = a + 1; b < length; b++) {
          store<T>(at, <T>a);
          store<T>(at + (right - p), <T>b);
          at += sizeof<T>();
        }
      }
      p = right + (right - p);
    }
  }

  /** Where the pairs of a list of `length` are: behind those of all shorter ones. */
  @inline
  static pattern<T>(length: i32): usize {
    // Twice the sum of m (m - 1) / 2 for m below `length`.
    return patterns + <usize>((length * (length - 1) * (length - 2)) / 3) * sizeof<T>();
  }

  /**
   * Pairs: the left ones the same while the right ones run to the end of the list. 16 bytes at a time,
   * past the end: the next pairs overwrite it.
   */
  @inline
  static pairs<T>(
    offsets: usize,
    out: usize,
    n: i32,
    stride: i32,
    repeats: i32,
    local: bool,
  ): void {
    const size = sizeof<T>();
    const steps: v128 = size === 4 ? i32x4(0, 1, 2, 3) : i64x2(0, 1);
    const more = v128.splat<T>(size === 4 ? 4 : 2);
    const skip = 1 - repeats;
    let left = out;
    let right = out + <usize>stride * size;
    if (repeats === 0) Combine.fill<T>();
    for (let i = 0; i < n; i++) {
      const at = (<usize>i) << 2;
      const start = load<i32>(offsets + at);
      const stop = load<i32>(offsets + at, 4);
      const length = stop - start;
      if (repeats === 0 && length <= SHORT) {
        if (length < 2) continue;
        const bytes = <usize>((length * (length - 1)) >> 1) * size;
        const from = Combine.pattern<T>(length);
        const base = v128.splat<T>(local ? 0 : <T>start);
        for (let p: usize = 0; p < bytes; p += 16) {
          const one = v128.load(from + p);
          const other = v128.load(from + bytes + p);
          v128.store(left + p, local ? one : v128.add<T>(one, base));
          v128.store(right + p, local ? other : v128.add<T>(other, base));
        }
        left += bytes;
        right += bytes;
        continue;
      }
      const base = local ? start : 0;
      for (let a = start; a < stop; a++) {
        const first = v128.splat<T>(<T>(a - base));
        let second = v128.add<T>(v128.splat<T>(<T>(a + skip - base)), steps);
        const bytes = <usize>(stop - a - skip) * size;
        for (let p: usize = 0; p < bytes; p += 16) {
          v128.store(left + p, first);
          v128.store(right + p, second);
          second = v128.add<T>(second, more);
        }
        left += bytes;
        right += bytes;
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
    stride: i32,
    count: i32,
    repeats: i32,
    local: bool,
  ): void {
    const size = sizeof<T>();
    const column = <usize>stride * size;
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
 * @param out      i32[count * stride], written
 * @param state    i32[count], scratch
 * @param stride   from a column to the next: at least four more than there are combinations
 * @param repeats  as there
 */
export function array_combinations_index(
  offsets: usize,
  out: usize,
  state: usize,
  n: i32,
  stride: i32,
  count: i32,
  repeats: i32,
): void {
  if (count === 2) Combine.pairs<i32>(offsets, out, n, stride, repeats, false);
  else Combine.any<i32>(offsets, out, state, n, stride, count, repeats, false);
}

/** As {@link array_combinations_index} with places in the list: out i64[count * stride], written. */
export function array_combinations_places(
  offsets: usize,
  out: usize,
  state: usize,
  n: i32,
  stride: i32,
  count: i32,
  repeats: i32,
): void {
  if (count === 2) Combine.pairs<i64>(offsets, out, n, stride, repeats, true);
  else Combine.any<i64>(offsets, out, state, n, stride, count, repeats, true);
}
