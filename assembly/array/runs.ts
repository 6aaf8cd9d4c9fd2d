// Runs of equal values, counts of lists and where they end.

function runStarts<T>(data: usize, mask: usize, n: i32): void {
  if (n === 0) return;
  store<u8>(mask, 1);
  for (let i = 1; i < n; i++) {
    const at = data + <usize>i * sizeof<T>();
    store<u8>(mask + <usize>i, u8(load<T>(at) !== load<T>(at - sizeof<T>())));
  }
}

/** Where an element differs from the one before. data u8[n], mask u8[n], written. */
export function array_run_starts_8(data: usize, mask: usize, n: i32): void {
  runStarts<u8>(data, mask, n);
}

/** Where an element differs from the one before. data u16[n], mask u8[n], written. */
export function array_run_starts_16(data: usize, mask: usize, n: i32): void {
  runStarts<u16>(data, mask, n);
}

/** Where an element differs from the one before. data u32[n], mask u8[n], written. */
export function array_run_starts_32(data: usize, mask: usize, n: i32): void {
  runStarts<u32>(data, mask, n);
}

/** Where an element differs from the one before. data u64[n], mask u8[n], written. */
export function array_run_starts_64(data: usize, mask: usize, n: i32): void {
  runStarts<u64>(data, mask, n);
}

/** Where an element differs from the one before; NaN from itself. data f32[n], mask u8[n], written. */
export function array_run_starts_f32(data: usize, mask: usize, n: i32): void {
  runStarts<f32>(data, mask, n);
}

/** Where an element differs from the one before; NaN from itself. data f64[n], mask u8[n], written. */
export function array_run_starts_f64(data: usize, mask: usize, n: i32): void {
  runStarts<f64>(data, mask, n);
}

/** Where a string differs from the one before. offsets i32[n + 1], data u8[offsets[n]], mask u8[n], written. */
export function array_run_starts_text(offsets: usize, data: usize, mask: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    let differs: u8 = 1;
    if (i > 0) {
      const at = offsets + ((<usize>i) << 2);
      const before = <usize>load<i32>(at - 4);
      const start = <usize>load<i32>(at);
      const length = <usize>load<i32>(at, 4) - start;
      if (start - before === length) {
        differs = u8(memory.compare(data + before, data + start, length) !== 0);
      }
    }
    store<u8>(mask + <usize>i, differs);
  }
}

/** Marks the first element of each list that is not empty. offsets i32[n + 1] from 0, mask u8[offsets[n]]. */
export function array_mark_starts(offsets: usize, mask: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = offsets + ((<usize>i) << 2);
    const start = load<i32>(at);
    if (load<i32>(at, 4) > start) store<u8>(mask + <usize>start, 1);
  }
}

/** Distance of each place from the next, of the last from `end`. places i32[n], out i64[n], written. */
export function array_gaps(places: usize, out: usize, n: i32, end: i32): void {
  for (let i = 0; i < n; i++) {
    const at = places + ((<usize>i) << 2);
    const next = i + 1 < n ? load<i32>(at, 4) : end;
    store<i64>(out + ((<usize>i) << 3), <i64>(next - load<i32>(at)));
  }
}

/**
 * Offsets of lists of given lengths, 0 where one is missing.
 *
 * @param counts    i64[n], or i64[…] at the positions of `index`
 * @param index     i32[n], negative where a list is missing
 * @param out       i32[n + 1], written
 * @param hasIndex  whether there is an index
 * @returns the number of elements (above 2^31 - 1 the offsets are void), or -1 - the first negative count
 */
export function array_count_offsets(
  counts: usize,
  index: usize,
  out: usize,
  n: i32,
  hasIndex: i32,
): f64 {
  let total: i64 = 0;
  store<i32>(out, 0);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const position = hasIndex ? load<i32>(index + at) : i;
    let count: i64 = 0;
    if (position >= 0) count = load<i64>(counts + ((<usize>position) << 3));
    if (count < 0) return <f64>(-1 - i);
    total += min<i64>(count, (<i64>1) << 32);
    store<i32>(out + at, <i32>min<i64>(total, <i64>i32.MAX_VALUE), 4);
  }
  return <f64>total;
}

/** How many offsets, after the first, are no larger than `end`. offsets i32[n + 1], growing. */
export function array_reach(offsets: usize, n: i32, end: i32): i32 {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (load<i32>(offsets + ((<usize>middle) << 2)) <= end) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The last place of each value in sorted numbers.
 *
 * @param sorted  i32[count], growing
 * @param values  i32[n], growing
 * @param out     i32[n], written
 * @returns 0, or 1 + the first value that is not among them
 */
export function array_search_right(
  sorted: usize,
  count: i32,
  values: usize,
  out: usize,
  n: i32,
): i32 {
  let place = -1;
  for (let i = 0; i < n; i++) {
    const value = load<i32>(values + ((<usize>i) << 2));
    while (place + 1 < count && load<i32>(sorted + ((<usize>(place + 1)) << 2)) <= value) place++;
    if (place < 0 || load<i32>(sorted + ((<usize>place) << 2)) !== value) return i + 1;
    store<i32>(out + ((<usize>i) << 2), place);
  }
  return 0;
}

/** The least entry that is not negative; there is one. index i32[n]. */
export function array_least(index: usize, n: i32): i32 {
  let least = i32.MAX_VALUE;
  for (let i = 0; i < n; i++) {
    const position = load<i32>(index + ((<usize>i) << 2));
    if (position >= 0) least = min(least, position);
  }
  return least;
}

/**
 * Marks elements of one type of a union that are missing.
 *
 * @param tags   i8[n]
 * @param index  i32[n]
 * @param inner  i32[…], of the type, negative where missing
 * @param out    i32[n], -1 where missing, otherwise left alone
 */
export function array_union_missing(
  tags: usize,
  index: usize,
  inner: usize,
  out: usize,
  n: i32,
  tag: i32,
): void {
  for (let i = 0; i < n; i++) {
    if (<i32>load<i8>(tags + <usize>i) !== tag) continue;
    const at = (<usize>i) << 2;
    if (load<i32>(inner + ((<usize>load<i32>(index + at)) << 2)) < 0) store<i32>(out + at, -1);
  }
}
