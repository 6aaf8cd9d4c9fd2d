// Text made of parts of other text.

/** Offsets of parts one after another, from 0. starts, stops i32[n]; offsets i32[n + 1], written. */
export function array_text_part_offsets(starts: usize, stops: usize, offsets: usize, n: i32): void {
  let total = 0;
  store<i32>(offsets, 0);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    total += load<i32>(stops + at) - load<i32>(starts + at);
    store<i32>(offsets + at, total, 4);
  }
}

/** Copies parts one after another. starts, stops i32[n], bytes of data; out u8, written. */
export function array_text_copy_parts(
  starts: usize,
  stops: usize,
  data: usize,
  out: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const start = load<i32>(starts + at);
    const length = <usize>(load<i32>(stops + at) - start);
    memory.copy(out, data + <usize>start, length);
    out += length;
  }
}

/**
 * Text filled up to a number of characters.
 *
 * @param offsets     i32[n + 1]
 * @param data        u8[offsets[n]]
 * @param lengths     i64[n], characters
 * @param padding     u8[size], one character
 * @param sides       1 on the left, 2 on the right, 3 on both, the right more
 * @param outOffsets  i32[n + 1], written
 * @param out         u8[the last of them], written; 0 to find the offsets alone
 * @returns bytes in all, or -1 where they are too many
 */
export function array_text_pad(
  offsets: usize,
  data: usize,
  lengths: usize,
  width: i32,
  padding: usize,
  size: i32,
  sides: i32,
  outOffsets: usize,
  out: usize,
  n: i32,
): i32 {
  let total: i64 = 0;
  store<i32>(outOffsets, 0);
  for (let i = 0; i < n; i++) {
    const start = load<i32>(offsets + ((<usize>i) << 2));
    const length = load<i32>(offsets + ((<usize>i) << 2), 4) - start;
    const lack = <i64>width - load<i64>(lengths + ((<usize>i) << 3));
    const more = lack > 0 ? <i32>lack : 0;
    const left = sides === 1 ? more : sides === 2 ? 0 : more / 2;
    if (out !== 0) {
      for (let k = 0; k < left; k++) {
        memory.copy(out, padding, <usize>size);
        out += <usize>size;
      }
      memory.copy(out, data + <usize>start, <usize>length);
      out += <usize>length;
      for (let k = left; k < more; k++) {
        memory.copy(out, padding, <usize>size);
        out += <usize>size;
      }
    }
    total += <i64>length + <i64>more * <i64>size;
    if (total > <i64>i32.MAX_VALUE) return -1;
    store<i32>(outOffsets + ((<usize>i) << 2), <i32>total, 4);
  }
  return <i32>total;
}

/**
 * The texts of each list as one, with a separator between.
 *
 * @param lists       i32[n + 1]
 * @param offsets     i32[lists[n] + 1]
 * @param data        u8[…]
 * @param separator   u8[size]
 * @param outOffsets  i32[n + 1], written
 * @param out         u8[the last of them], written; 0 to find the offsets alone
 * @returns bytes in all, or -1 where they are too many
 */
export function array_text_join(
  lists: usize,
  offsets: usize,
  data: usize,
  separator: usize,
  size: i32,
  outOffsets: usize,
  out: usize,
  n: i32,
): i32 {
  let total: i64 = 0;
  store<i32>(outOffsets, 0);
  for (let i = 0; i < n; i++) {
    const from = load<i32>(lists + ((<usize>i) << 2));
    const to = load<i32>(lists + ((<usize>i) << 2), 4);
    for (let k = from; k < to; k++) {
      const start = load<i32>(offsets + ((<usize>k) << 2));
      const length = load<i32>(offsets + ((<usize>k) << 2), 4) - start;
      const between = k > from ? size : 0;
      if (out !== 0) {
        memory.copy(out, separator, <usize>between);
        memory.copy(out + <usize>between, data + <usize>start, <usize>length);
        out += <usize>(between + length);
      }
      total += <i64>(between + length);
    }
    if (total > <i64>i32.MAX_VALUE) return -1;
    store<i32>(outOffsets + ((<usize>i) << 2), <i32>total, 4);
  }
  return <i32>total;
}
