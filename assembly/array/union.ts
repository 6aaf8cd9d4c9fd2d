// Values of several types: tags say which content an element is in, an index where.

/** Tags plus `shift`. src i8[n], out i8[n], written. */
export function array_shift_tags(src: usize, out: usize, n: i32, shift: i32): void {
  for (let i = 0; i < n; i++) {
    store<i8>(out + <usize>i, load<i8>(src + <usize>i) + <i8>shift);
  }
}

/**
 * The elements of several arrays of lists, list by list: for each element from which array it is.
 *
 * @param offsets  i32[n + 1], of one array
 * @param ends     i32[n], how many elements of each list are written already; raised
 * @param starts   i32[n + 1], offsets of the lists that are made
 * @param tags     i8[starts[n]], written where the elements of this array go
 * @param index    i32[starts[n]], written there: positions counted from offsets[0]
 */
export function array_union_lists(
  offsets: usize,
  ends: usize,
  starts: usize,
  tags: usize,
  index: usize,
  n: i32,
  tag: i32,
): void {
  const base = load<i32>(offsets);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const first = load<i32>(offsets + at);
    const count = load<i32>(offsets + at, 4) - first;
    const done = load<i32>(ends + at);
    const to = <usize>(load<i32>(starts + at) + done);
    for (let j = 0; j < count; j++) {
      store<i8>(tags + to + <usize>j, <i8>tag);
      store<i32>(index + ((to + <usize>j) << 2), first - base + j);
    }
    store<i32>(ends + at, done + count);
  }
}

/**
 * Offsets of lists joined one by one: those of two arrays added. The result begins at 0.
 *
 * @param a    i32[n + 1]
 * @param b    i32[n + 1]
 * @param out  i32[n + 1], written; may be `a`
 * @returns the number of elements; above 2^31 - 1 the offsets are void
 */
export function array_add_offsets(a: usize, b: usize, out: usize, n: i32): f64 {
  const firstA = load<i32>(a);
  const firstB = load<i32>(b);
  for (let i = 0; i <= n; i++) {
    const at = (<usize>i) << 2;
    store<i32>(out + at, load<i32>(a + at) - firstA + load<i32>(b + at) - firstB);
  }
  const last = (<usize>n) << 2;
  return <f64>load<u32>(out + last);
}
