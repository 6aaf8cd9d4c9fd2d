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
 * @param size     bytes of an element: 1, 2, 4 or 8
 * @param content  [offsets[n] - offsets[0]], from the first element of the first list on
 * @param offsets  i32[n + 1], of this array
 * @param ends     i32[n], how many elements of each list are written already; raised
 * @param starts   i32[n + 1], offsets of the lists that are made
 * @param out      [starts[n]], written where the elements of this array go
 */
export function array_join(
  size: i32,
  content: usize,
  offsets: usize,
  ends: usize,
  starts: usize,
  out: usize,
  n: i32,
): void {
  if (size === 1) join<u8>(content, offsets, ends, starts, out, n);
  else if (size === 2) join<u16>(content, offsets, ends, starts, out, n);
  else if (size === 4) join<u32>(content, offsets, ends, starts, out, n);
  else join<u64>(content, offsets, ends, starts, out, n);
}
