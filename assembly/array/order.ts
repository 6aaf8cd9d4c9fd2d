// What goes with sorting: text, missing elements and places.

/** Whether string `a` comes after string `b`, by their bytes. */
function after(offsets: usize, data: usize, a: i32, b: i32): bool {
  const placeA = offsets + ((<usize>a) << 2);
  const placeB = offsets + ((<usize>b) << 2);
  const startA = <usize>load<i32>(placeA);
  const startB = <usize>load<i32>(placeB);
  const lengthA = <i32>(<usize>load<i32>(placeA, 4) - startA);
  const lengthB = <i32>(<usize>load<i32>(placeB, 4) - startB);
  const common = <usize>min(lengthA, lengthB);
  const order = memory.compare(data + startA, data + startB, common);
  return order === 0 ? lengthA > lengthB : order > 0;
}

/**
 * The order of the strings of each bin, by their bytes: a merge sort from the bottom. Equal ones stay
 * in order; descending order is the reverse of ascending order, equal ones included, as in Awkward.
 *
 * @param bins        i32[n + 1], from 0
 * @param offsets     i32[bins[n] + 1], of the strings in `data`
 * @param data        u8[offsets[bins[n]]]
 * @param index       i32[bins[n]], which string comes where, written
 * @param scratch     i32[length of the longest bin]
 * @param descending  whether the greatest comes first
 */
export function array_order_strings(
  bins: usize,
  offsets: usize,
  data: usize,
  index: usize,
  scratch: usize,
  n: i32,
  descending: bool,
): void {
  for (let bin = 0; bin < n; bin++) {
    const at = (<usize>bin) << 2;
    const start = load<i32>(bins + at);
    const count = load<i32>(bins + at, 4) - start;
    let src = index + ((<usize>start) << 2);
    const home = src;
    let out = scratch;
    for (let j = 0; j < count; j++) store<i32>(src + ((<usize>j) << 2), start + j);
    for (let width = 1; width < count; ) {
      for (let from = 0; from < count; ) {
        const middle = width > count - from ? count : from + width;
        const to = width > count - middle ? count : middle + width;
        let a = from;
        let b = middle;
        for (let j = from; j < to; j++) {
          let left = b >= to;
          if (!left && a < middle) {
            const first = load<i32>(src + ((<usize>a) << 2));
            left = !after(offsets, data, first, load<i32>(src + ((<usize>b) << 2)));
          }
          const take = left ? a++ : b++;
          store<i32>(out + ((<usize>j) << 2), load<i32>(src + ((<usize>take) << 2)));
        }
        from = to;
      }
      const swap = src;
      src = out;
      out = swap;
      width = width > count - width ? count : 2 * width;
    }
    if (src !== home) memory.copy(home, src, (<usize>count) << 2);
    if (!descending) continue;
    let last = home + ((<usize>count) << 2);
    for (let p = home; p + 4 < last; p += 4) {
      last -= 4;
      const swap = load<i32>(p);
      store<i32>(p, load<i32>(last));
      store<i32>(last, swap);
    }
  }
}

/** Places in their bins of elements. bins i32[n + 1], from 0, index i32[bins[n]], out i64[bins[n]], written. */
export function array_places_in_bins(bins: usize, index: usize, out: usize, n: i32): void {
  for (let bin = 0; bin < n; bin++) {
    const at = (<usize>bin) << 2;
    const start = load<i32>(bins + at);
    for (let j = start; j < load<i32>(bins + at, 4); j++) {
      store<i64>(out + ((<usize>j) << 3), load<i32>(index + ((<usize>j) << 2)) - start);
    }
  }
}

/**
 * Places that elements had before some were left out or moved, for those that they have in their bins.
 *
 * @param bins    i32[n + 1], from 0
 * @param old     i32[bins[n]]
 * @param places  i64[bins[n]], changed
 */
export function array_places_of_old(bins: usize, old: usize, places: usize, n: i32): void {
  for (let bin = 0; bin < n; bin++) {
    const at = (<usize>bin) << 2;
    const start = load<i32>(bins + at);
    for (let j = start; j < load<i32>(bins + at, 4); j++) {
      const place = places + ((<usize>j) << 3);
      const from = <usize>(start + <i32>load<i64>(place));
      store<i64>(place, load<i32>(old + (from << 2)));
    }
  }
}

/**
 * What is there, in the order it has, then -1 for what is missing, in each bin.
 *
 * @param bins     i32[n + 1], from 0
 * @param present  i32[n + 1], offsets of what is there
 * @param out      i32[bins[n]], written
 */
export function array_missing_last(bins: usize, present: usize, out: usize, n: i32): void {
  for (let bin = 0; bin < n; bin++) {
    const at = (<usize>bin) << 2;
    const from = load<i32>(present + at);
    const count = load<i32>(present + at, 4) - from;
    const start = load<i32>(bins + at);
    const length = load<i32>(bins + at, 4) - start;
    for (let j = 0; j < length; j++) {
      const position = select<i32>(from + j, -1, j < count);
      store<i32>(out + ((<usize>(start + j)) << 2), position);
    }
  }
}

/**
 * Places of what is there, in order, then those in the bin of what is missing, as they lie.
 *
 * @param bins    i32[n + 1], from 0
 * @param index   i32[bins[n]], negative where an element is missing
 * @param order   i32[bins[n]], of {@link array_missing_last}
 * @param places  i64[number present], of what is there
 * @param out     i64[bins[n]], written
 */
export function array_places_missing_last(
  bins: usize,
  index: usize,
  order: usize,
  places: usize,
  out: usize,
  n: i32,
): void {
  for (let bin = 0; bin < n; bin++) {
    const at = (<usize>bin) << 2;
    const start = load<i32>(bins + at);
    let missing = start;
    for (let j = start; j < load<i32>(bins + at, 4); j++) {
      const position = load<i32>(order + ((<usize>j) << 2));
      let place: i64;
      if (position >= 0) {
        place = load<i64>(places + ((<usize>position) << 3));
      } else {
        while (load<i32>(index + ((<usize>missing) << 2)) >= 0) missing++;
        place = missing - start;
        missing++;
      }
      store<i64>(out + ((<usize>j) << 3), place);
    }
  }
}
