// Lists made longer with missing elements, and their first elements.

/**
 * Offsets of lists with at least `target` elements.
 *
 * @param offsets i32[n + 1]
 * @param out     i32[n + 1], from 0, written
 * @returns 0, or 1 when there are more than 2^31 - 1
 */
export function array_pad_offsets(offsets: usize, out: usize, n: i32, target: i32): i32 {
  let total: i64 = 0;
  store<i32>(out, 0);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    total += max(target, load<i32>(offsets + at, 4) - load<i32>(offsets + at));
    if (total > i32.MAX_VALUE) return 1;
    store<i32>(out + at, <i32>total, 4);
  }
  return 0;
}

/**
 * Positions in the content of the elements of padded lists, -1 for those added.
 *
 * @param offsets i32[n + 1]
 * @param padded  i32[n + 1], of {@link array_pad_offsets}, or regular: a list may also become shorter
 * @param out     i32[padded[n]], written
 */
export function array_pad_index(offsets: usize, padded: usize, out: usize, n: i32): void {
  const four = i32x4.splat(4);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const start = load<i32>(offsets + at);
    const stop = i32x4.splat(load<i32>(offsets + at, 4));
    const begin = out + ((<usize>load<i32>(padded + at)) << 2);
    const end = out + ((<usize>load<i32>(padded + at, 4)) << 2);
    let position = i32x4.add(i32x4.splat(start), i32x4(0, 1, 2, 3));
    // Four at a time, past the end of the list: the next list overwrites it.
    for (let p = begin; p < end; p += 16) {
      v128.store(p, v128.or(position, i32x4.ge_s(position, stop)));
      position = i32x4.add(position, four);
    }
  }
}

/** Position in the content of the first element of each list, -1 for an empty one. offsets i32[n + 1], out i32[n], written. */
export function array_first_index(offsets: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  while (out < end) {
    const start = v128.load(offsets);
    v128.store(out, v128.or(start, i32x4.ge_s(start, v128.load(offsets, 4))));
    offsets += 16;
    out += 16;
  }
}

/** Offsets of lists of one for what is there, of none for what is missing. index i32[n], out i32[n + 1], written. */
export function array_singleton_offsets(index: usize, out: usize, n: i32): void {
  let total = 0;
  store<i32>(out, 0);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    total += i32(load<i32>(index + at) >= 0);
    store<i32>(out + at, total, 4);
  }
}

/** The length of the shortest list, or 2^31 - 1 of none. offsets i32[n + 1]. */
export function array_shortest(offsets: usize, n: i32): i32 {
  let least = i32.MAX_VALUE;
  for (let i = 0; i < n; i++) {
    const at = offsets + ((<usize>i) << 2);
    least = min<i32>(least, load<i32>(at, 4) - load<i32>(at));
  }
  return least;
}
