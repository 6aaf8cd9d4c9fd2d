// Elements of lists that may be missing.

/**
 * Position of element `item` of each list, from its end if negative; -1 where the list is too short.
 * offsets i32[n + 1], out i32[n], written.
 */
export function array_item_or_missing(offsets: usize, out: usize, n: i32, item: i32): void {
  for (let i = 0; i < n; i++) {
    const start = load<i32>(offsets);
    const stop = load<i32>(offsets, 4);
    const at = item < 0 ? stop + item : start + item;
    store<i32>(out, at >= start && at < stop ? at : -1);
    offsets += 4;
    out += 4;
  }
}

/**
 * Position of one element of each list, from its end if negative; -1 where the list is too short.
 * offsets i32[n + 1], items i64[n], out i32[n], written.
 */
export function array_items_or_missing(offsets: usize, items: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const start = <i64>load<i32>(offsets);
    const stop = <i64>load<i32>(offsets, 4);
    const item = load<i64>(items);
    const at = item < 0 ? stop + item : start + item;
    store<i32>(out, at >= start && at < stop ? <i32>at : -1);
    offsets += 4;
    items += 8;
    out += 4;
  }
}

/**
 * An index through another: inner[outer[i]], -1 where either is missing.
 * outer i32[n], inner i32[max of outer + 1], out i32[n], written.
 */
export function array_index_through(outer: usize, inner: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = load<i32>(outer);
    store<i32>(out, at < 0 ? -1 : max(load<i32>(inner + ((<usize>at) << 2)), -1));
    outer += 4;
    out += 4;
  }
}

/** i where mask is true, else -1. mask u8[n], out i32[n], written. */
export function array_index_where(mask: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<i32>(out, load<u8>(mask + <usize>i) ? i : -1);
    out += 4;
  }
}

/**
 * Positions of elements of each list, from its end if negative. Gives 0, or 1 + the number of the
 * first list that has no such element.
 * offsets i32[n + 1], at i32[n + 1] of the items of each list, items i64[at[n]],
 * out i32[at[n] - at[0]], written.
 */
export function array_items_of_lists(
  offsets: usize,
  at: usize,
  items: usize,
  out: usize,
  n: i32,
): i32 {
  for (let i = 0; i < n; i++) {
    const start = <i64>load<i32>(offsets);
    const stop = <i64>load<i32>(offsets, 4);
    const end = load<i32>(at, 4);
    for (let j = load<i32>(at); j < end; j++) {
      const item = load<i64>(items + ((<usize>j) << 3));
      const place = item < 0 ? stop + item : start + item;
      if (place < start || place >= stop) return i + 1;
      store<i32>(out, <i32>place);
      out += 4;
    }
    offsets += 4;
    at += 4;
  }
  return 0;
}
