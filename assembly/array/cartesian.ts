// Every element of one list with every element of another: the products of the lists of one entry.

/**
 * Lengths of lists, some of which may be missing (of length 0).
 *
 * @param offsets  i32[…]
 * @param index    i32[n], which list; -1 where it is missing
 * @param out      i32[n], written
 */
export function array_lengths(offsets: usize, index: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const list = load<i32>(index + at);
    let length = 0;
    if (list >= 0) {
      const place = offsets + ((<usize>list) << 2);
      length = load<i32>(place, 4) - load<i32>(place);
    }
    store<i32>(out + at, length);
  }
}

/** Products of two columns of counts. a i32[n], b i32[n], out i32[n], written, may be a. Returns 0, or 1 beyond 2^31 - 1. */
export function array_multiply_counts(a: usize, b: usize, out: usize, n: i32): i32 {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const product = <i64>load<i32>(a + at) * <i64>load<i32>(b + at);
    if (product > i32.MAX_VALUE) return 1;
    store<i32>(out + at, <i32>product);
  }
  return 0;
}

/**
 * Offsets of lists that stand several times each: list i as often as `times[i]`, of `lengths[i]`.
 *
 * @param times    i32[n]
 * @param lengths  i32[n]
 * @param out      i32[sum of times + 1], from 0, written
 * @returns 0, or 1 beyond 2^31 - 1
 */
export function array_repeated_offsets(times: usize, lengths: usize, out: usize, n: i32): i32 {
  let total: i64 = 0;
  store<i32>(out, 0);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const length = load<i32>(lengths + at);
    for (let j = load<i32>(times + at); j > 0; j--) {
      total += length;
      if (total > i32.MAX_VALUE) return 1;
      out += 4;
      store<i32>(out, <i32>total);
    }
  }
  return 0;
}

/**
 * Positions of the values of a union among all its contents, one after another.
 *
 * @param tags    i8[n]
 * @param index   i32[n]
 * @param starts  i32[…], where the values of each tag begin
 * @param out     i32[n], written
 */
export function array_tagged_positions(
  tags: usize,
  index: usize,
  starts: usize,
  out: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const start = load<i32>(starts + ((<usize>load<i8>(tags + <usize>i)) << 2));
    store<i32>(out + at, start + load<i32>(index + at));
  }
}

/** Counts, or 0 where an entry is missing. index i32[n], counts i32[n], out i32[n], written. */
export function array_count_where_present(index: usize, counts: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    store<i32>(out + at, select<i32>(load<i32>(counts + at), 0, load<i32>(index + at) >= 0));
  }
}

/** Sum of counts; -1 beyond 2^31 - 1. counts i32[n]. */
export function array_sum_counts(counts: usize, n: i32): i32 {
  let total: i64 = 0;
  for (let i = 0; i < n; i++) total += load<i32>(counts + ((<usize>i) << 2));
  return total > i32.MAX_VALUE ? -1 : <i32>total;
}

/**
 * The number of an entry for each time it stands, or -1 where it is missing; numbers count those that
 * are there.
 *
 * @param index  i32[n], -1 where missing
 * @param times  i32[n]
 * @param out    i32[sum of times], written
 * @returns how many are there
 */
export function array_repeated_present(index: usize, times: usize, out: usize, n: i32): i32 {
  let present = 0;
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const there = load<i32>(index + at) >= 0;
    for (let j = load<i32>(times + at); j > 0; j--) {
      store<i32>(out, there ? present++ : -1);
      out += 4;
    }
  }
  return present;
}

/**
 * Positions in the content of one list of each entry in its products.
 *
 * @param offsets  i32[…]
 * @param index    i32[n], which list; -1 where it is missing
 * @param outer    i32[n], products of the lengths of the lists before
 * @param inner    i32[n], products of the lengths of the lists after
 * @param out      i32[sum of outer * length * inner], written
 */
export function array_cartesian_index(
  offsets: usize,
  index: usize,
  outer: usize,
  inner: usize,
  out: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const list = load<i32>(index + at);
    const each = load<i32>(inner + at);
    if (list < 0 || each === 0) continue;
    const place = offsets + ((<usize>list) << 2);
    const start = load<i32>(place);
    const stop = load<i32>(place, 4);
    for (let times = load<i32>(outer + at); times > 0; times--) {
      if (each === 1) {
        for (let element = start; element < stop; element++) {
          store<i32>(out, element);
          out += 4;
        }
        continue;
      }
      for (let element = start; element < stop; element++) {
        const value = i32x4.splat(element);
        // Four at a time, past the end: the next element overwrites it.
        const end = out + ((<usize>each) << 2);
        for (let p = out; p < end; p += 16) v128.store(p, value);
        out = end;
      }
    }
  }
}

function values<T>(
  offsets: usize,
  index: usize,
  outer: usize,
  inner: usize,
  content: usize,
  out: usize,
  n: i32,
): void {
  const size = sizeof<T>();
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const list = load<i32>(index + at);
    const each = load<i32>(inner + at);
    if (list < 0 || each === 0) continue;
    const place = offsets + ((<usize>list) << 2);
    const start = content + <usize>load<i32>(place) * size;
    const stop = content + <usize>load<i32>(place, 4) * size;
    for (let times = load<i32>(outer + at); times > 0; times--) {
      if (each === 1) {
        // 16 bytes at a time, past the end: what follows overwrites it.
        for (let p = start; p < stop; p += 16) v128.store(out + (p - start), v128.load(p));
        out += stop - start;
        continue;
      }
      const step = <usize>each * size;
      for (let p = start; p < stop; p += size) {
        const value = v128.splat<T>(load<T>(p));
        const end = out + step;
        for (let q = out; q < end; q += 16) v128.store(q, value);
        out = end;
      }
    }
  }
}

/**
 * As {@link array_cartesian_index} with the elements themselves.
 *
 * @param size     bytes of an element: 1, 2, 4 or 8
 * @param content  […]
 * @param out      [sum of outer * length * inner], written
 */
export function array_cartesian_values(
  size: i32,
  offsets: usize,
  index: usize,
  outer: usize,
  inner: usize,
  content: usize,
  out: usize,
  n: i32,
): void {
  if (size === 1) values<u8>(offsets, index, outer, inner, content, out, n);
  else if (size === 2) values<u16>(offsets, index, outer, inner, content, out, n);
  else if (size === 4) values<u32>(offsets, index, outer, inner, content, out, n);
  else values<u64>(offsets, index, outer, inner, content, out, n);
}
