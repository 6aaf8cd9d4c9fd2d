// Lists of several arrays joined list by list, of elements of one width.

function join<T>(
  content: usize,
  offsets: usize,
  ends: usize,
  starts: usize,
  out: usize,
  n: i32,
): void {
  const size = sizeof<T>();
  let first = load<i32>(offsets);
  let from = content;
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const next = load<i32>(offsets + at, 4);
    const count = next - first;
    const done = load<i32>(ends + at);
    store<i32>(ends + at, done + count);
    let to = out + <usize>(load<i32>(starts + at) + done) * size;
    const stop = from + <usize>count * size;
    while (from + 16 <= stop) {
      v128.store(to, v128.load(from));
      from += 16;
      to += 16;
    }
    while (from < stop) {
      store<T>(to, load<T>(from));
      from += size;
      to += size;
    }
    first = next;
  }
}

/**
 * Lists of one array written behind what the joined lists have already.
 *
 * @param content  u8[offsets[n] - offsets[0]], from the first element of the first list on
 * @param offsets  i32[n + 1], of this array
 * @param ends     i32[n], how many elements of each list are written already; raised
 * @param starts   i32[n + 1], offsets of the lists that are made
 * @param out      u8[starts[n]], written where the elements of this array go
 */
export function array_join_8(
  content: usize,
  offsets: usize,
  ends: usize,
  starts: usize,
  out: usize,
  n: i32,
): void {
  join<u8>(content, offsets, ends, starts, out, n);
}

/** As {@link array_join_8}: content u16[…], out u16[…], written. */
export function array_join_16(
  content: usize,
  offsets: usize,
  ends: usize,
  starts: usize,
  out: usize,
  n: i32,
): void {
  join<u16>(content, offsets, ends, starts, out, n);
}

/** As {@link array_join_8}: content u32[…], out u32[…], written. */
export function array_join_32(
  content: usize,
  offsets: usize,
  ends: usize,
  starts: usize,
  out: usize,
  n: i32,
): void {
  join<u32>(content, offsets, ends, starts, out, n);
}

/** As {@link array_join_8}: content u64[…], out u64[…], written. */
export function array_join_64(
  content: usize,
  offsets: usize,
  ends: usize,
  starts: usize,
  out: usize,
  n: i32,
): void {
  join<u64>(content, offsets, ends, starts, out, n);
}
