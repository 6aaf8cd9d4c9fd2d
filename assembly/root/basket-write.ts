// What a basket has beside its numbers, big-endian, as ROOT stores it.

/**
 * The number of elements in each list, as a counter branch has them.
 *
 * @param offsets i32[n + 1], ascending
 * @param out     big-endian i32[n], written
 * @returns the largest, 0 for no lists
 */
export function root_write_counts(offsets: usize, out: usize, n: i32): i32 {
  let most = 0;
  let before = load<i32>(offsets);
  for (let i = 0; i < n; i++) {
    const now = load<i32>(offsets + ((<usize>i) << 2), 4);
    const count = now - before;
    if (count > most) most = count;
    store<i32>(out + ((<usize>i) << 2), bswap<i32>(count));
    before = now;
  }
  return most;
}

/**
 * Where each entry begins in its basket, the key in front included: the number of these, and 0 where
 * the last one ends.
 *
 * @param offsets i32[n + 1], ascending
 * @param size    bytes of an element of a list
 * @param keylen  bytes of the key
 * @param out     big-endian i32[n + 2], at any address, written
 */
export function root_write_offsets(
  offsets: usize,
  size: i32,
  keylen: i32,
  out: usize,
  n: i32,
): void {
  const first = load<i32>(offsets);
  store<i32>(out, bswap<i32>(n + 1));
  for (let i = 0; i < n; i++) {
    const at = (load<i32>(offsets + ((<usize>i) << 2)) - first) * size + keylen;
    store<i32>(out + ((<usize>i) << 2), bswap<i32>(at), 4);
  }
  store<i32>(out + ((<usize>n) << 2), 0, 4);
}

/**
 * Texts behind their lengths: one byte, or 255 and four.
 *
 * @param offsets i32[n + 1], ascending, of bytes in `data`
 * @param data    u8[offsets[n]]
 * @param out     u8[offsets[n] - offsets[0] + 5 * n], written
 * @param starts  i32[n + 1], written: where each begins in `out`, and where the last ends
 * @returns bytes of the longest text
 */
export function root_write_strings(
  offsets: usize,
  data: usize,
  out: usize,
  starts: usize,
  n: i32,
): i32 {
  let most = 0;
  let to = out;
  let before = load<i32>(offsets);
  for (let i = 0; i < n; i++) {
    const now = load<i32>(offsets + ((<usize>i) << 2), 4);
    const length = now - before;
    store<i32>(starts + ((<usize>i) << 2), <i32>(to - out));
    if (length < 255) {
      store<u8>(to++, <u8>length);
    } else {
      store<u8>(to, 255);
      store<i32>(to, bswap<i32>(length), 1);
      to += 5;
    }
    memory.copy(to, data + <usize>before, <usize>length);
    to += <usize>length;
    if (length > most) most = length;
    before = now;
  }
  store<i32>(starts + ((<usize>n) << 2), <i32>(to - out));
  return most;
}
