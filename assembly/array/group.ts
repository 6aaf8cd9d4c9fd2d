// Grouping by position in the list: the first, second … elements of all lists of a bin, which is what
// a reduction over an outer axis reduces. Bins are runs of lists: bin b holds lists bins[b] to
// bins[b + 1] - 1.

/**
 * How many groups each bin has: the length of its longest list.
 *
 * @param bins    i32[n + 1]
 * @param lists   i32[bins[n] + 1], offsets of the lists
 * @param groups  i32[n + 1], running total of groups, from 0, written
 * @returns the number of groups
 */
export function array_group_counts(bins: usize, lists: usize, groups: usize, n: i32): i32 {
  let total = 0;
  store<i32>(groups, 0);
  for (let b = 0; b < n; b++) {
    const at = (<usize>b) << 2;
    const stop = lists + ((<usize>load<i32>(bins + at, 4)) << 2);
    let longest = 0;
    for (let list = lists + ((<usize>load<i32>(bins + at)) << 2); list < stop; list += 4) {
      longest = max(longest, load<i32>(list, 4) - load<i32>(list));
    }
    total += longest;
    store<i32>(groups + at, total, 4);
  }
  return total;
}

/**
 * The elements of all lists, ordered by bin, by position in their list, and by list.
 *
 * @param bins    i32[n + 1]
 * @param lists   i32[bins[n] + 1], offsets of the lists
 * @param groups  i32[n + 1], of {@link array_group_counts}
 * @param next    i32[groups[n] + 1], offsets of the groups in `index`, written
 * @param index   i32[number of elements], positions in the content, written
 * @param rows    i32[number of elements], which list of its bin an element is of, written
 */
export function array_group(
  bins: usize,
  lists: usize,
  groups: usize,
  next: usize,
  index: usize,
  rows: usize,
  n: i32,
): void {
  const total = load<i32>(groups + ((<usize>n) << 2));
  memory.fill(next, 0, (<usize>(total + 1)) << 2);
  for (let b = 0; b < n; b++) {
    const at = (<usize>b) << 2;
    const first = next + ((<usize>load<i32>(groups + at)) << 2);
    for (let i = load<i32>(bins + at); i < load<i32>(bins + at, 4); i++) {
      const list = lists + ((<usize>i) << 2);
      const stop = first + ((<usize>(load<i32>(list, 4) - load<i32>(list))) << 2);
      for (let p = first; p < stop; p += 4) store<i32>(p, load<i32>(p) + 1);
    }
  }
  let start = 0;
  for (let g = 0; g <= total; g++) {
    const at = next + ((<usize>g) << 2);
    const count = load<i32>(at);
    store<i32>(at, start);
    start += count;
  }
  for (let b = 0; b < n; b++) {
    const at = (<usize>b) << 2;
    const first = next + ((<usize>load<i32>(groups + at)) << 2);
    const from = load<i32>(bins + at);
    for (let i = from; i < load<i32>(bins + at, 4); i++) {
      const list = lists + ((<usize>i) << 2);
      const begin = load<i32>(list);
      const length = load<i32>(list, 4) - begin;
      for (let j = 0; j < length; j++) {
        const cursor = first + ((<usize>j) << 2);
        const to = (<usize>load<i32>(cursor)) << 2;
        store<i32>(cursor, load<i32>(cursor) + 1);
        store<i32>(index + to, begin + j);
        store<i32>(rows + to, i - from);
      }
    }
  }
  // Each start has become the next one's.
  memory.copy(next + 4, next, (<usize>total) << 2);
  store<i32>(next, 0);
}

/**
 * As {@link array_group} for lists of one size: each bin has `size` groups, also one without lists.
 *
 * @param bins   i32[n + 1]
 * @param next   i32[n * size + 1], offsets of the groups in `index`, written
 * @param index  i32[bins[n] * size], positions in the content, written
 * @param rows   i32[bins[n] * size], which list of its bin an element is of, written
 */
export function array_group_regular(
  bins: usize,
  next: usize,
  index: usize,
  rows: usize,
  n: i32,
  size: i32,
): void {
  let total = 0;
  store<i32>(next, 0);
  for (let b = 0; b < n; b++) {
    const at = (<usize>b) << 2;
    const from = load<i32>(bins + at);
    const count = load<i32>(bins + at, 4) - from;
    for (let j = 0; j < size; j++) {
      for (let i = 0; i < count; i++) {
        const to = (<usize>total) << 2;
        store<i32>(index + to, (from + i) * size + j);
        store<i32>(rows + to, i);
        total++;
      }
      next += 4;
      store<i32>(next, total);
    }
  }
}

/** Which element of its list each element is. offsets i32[n + 1], from 0, out i32[offsets[n]], written. */
export function array_local_positions(offsets: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const length = load<i32>(offsets + at, 4) - load<i32>(offsets + at);
    // Four at a time, past the end of the list: the next list overwrites it.
    let positions = i32x4(0, 1, 2, 3);
    for (let j = 0; j < length; j += 4) {
      v128.store(out + ((<usize>j) << 2), positions);
      positions = i32x4.add(positions, i32x4.splat(4));
    }
    out += (<usize>length) << 2;
  }
}

/**
 * The place that each entry of a permutation is taken from. index i32[n], each of 0 to n - 1 once,
 * out i32[n], written.
 */
export function array_invert(index: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<i32>(out + ((<usize>load<i32>(index + ((<usize>i) << 2))) << 2), i);
  }
}
