// Text within text, byte by byte: which is character by character in UTF-8.

class Search {
  /** Where a pattern is found from `at` on, at `stop` if nowhere. All in bytes of `data`. */
  static find(data: usize, at: i32, stop: i32, pattern: usize, length: i32): i32 {
    if (length === 0) return at;
    const first = load<u8>(pattern);
    for (; at + length <= stop; at++) {
      const from = data + <usize>at;
      if (load<u8>(from) === first && Search.same(from, pattern, length)) return at;
    }
    return stop;
  }

  /** Whether two runs of bytes are the same. */
  static same(a: usize, b: usize, length: i32): bool {
    for (let i = 0; i < length; i++) {
      if (load<u8>(a + <usize>i) !== load<u8>(b + <usize>i)) return false;
    }
    return true;
  }
}

/**
 * Whether each text begins (mode 0) or ends (mode 1) with a pattern, or holds it (mode 2).
 * offsets i32[n + 1], data u8[offsets[n]], pattern u8[length]; out u8[n], written.
 */
export function array_text_holds(
  offsets: usize,
  data: usize,
  pattern: usize,
  length: i32,
  mode: i32,
  out: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const start = load<i32>(offsets + ((<usize>i) << 2));
    const stop = load<i32>(offsets + ((<usize>i) << 2), 4);
    let holds = length <= stop - start;
    if (holds) {
      if (mode === 0) holds = Search.same(data + <usize>start, pattern, length);
      else if (mode === 1) holds = Search.same(data + <usize>(stop - length), pattern, length);
      else holds = length === 0 || Search.find(data, start, stop, pattern, length) < stop;
    }
    store<u8>(out + <usize>i, <u8>holds);
  }
}

/**
 * The byte at which a pattern begins in each text, -1 if nowhere (mode 0); how often it is there without
 * overlap (mode 1). offsets i32[n + 1], data u8[offsets[n]], pattern u8[length]; out i64[n], written.
 */
export function array_text_find(
  offsets: usize,
  data: usize,
  pattern: usize,
  length: i32,
  mode: i32,
  out: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const start = load<i32>(offsets + ((<usize>i) << 2));
    const stop = load<i32>(offsets + ((<usize>i) << 2), 4);
    let result: i64 = mode === 0 ? -1 : 0;
    if (length === 0) result = mode === 0 ? 0 : <i64>(stop - start + 1);
    else {
      let at = Search.find(data, start, stop, pattern, length);
      if (mode === 0 && at < stop) result = <i64>(at - start);
      while (mode === 1 && at < stop) {
        result++;
        at = Search.find(data, at + length, stop, pattern, length);
      }
    }
    store<i64>(out + ((<usize>i) << 3), result);
  }
}

/**
 * Other text in the place of a pattern.
 *
 * @param offsets      i32[n + 1]
 * @param data         u8[offsets[n]]
 * @param pattern      u8[length], length > 0
 * @param replacement  u8[replacing]
 * @param most         replacements in each text
 * @param outOffsets   i32[n + 1], written
 * @param out          u8[the last of them], written; 0 to find the offsets alone
 * @returns bytes in all, or -1 where they are too many
 */
export function array_text_replace(
  offsets: usize,
  data: usize,
  pattern: usize,
  length: i32,
  replacement: usize,
  replacing: i32,
  most: i32,
  outOffsets: usize,
  out: usize,
  n: i32,
): i32 {
  let total: i64 = 0;
  store<i32>(outOffsets, 0);
  for (let i = 0; i < n; i++) {
    let start = load<i32>(offsets + ((<usize>i) << 2));
    const stop = load<i32>(offsets + ((<usize>i) << 2), 4);
    for (let k = 0; k < most; k++) {
      const at = Search.find(data, start, stop, pattern, length);
      if (at >= stop) break;
      if (out !== 0) {
        memory.copy(out, data + <usize>start, <usize>(at - start));
        out += <usize>(at - start);
        memory.copy(out, replacement, <usize>replacing);
        out += <usize>replacing;
      }
      total += <i64>(at - start + replacing);
      start = at + length;
    }
    if (out !== 0) {
      memory.copy(out, data + <usize>start, <usize>(stop - start));
      out += <usize>(stop - start);
    }
    total += <i64>(stop - start);
    if (total > <i64>i32.MAX_VALUE) return -1;
    store<i32>(outOffsets + ((<usize>i) << 2), <i32>total, 4);
  }
  return <i32>total;
}

/**
 * Where each text stands in a set, -1 if it does not.
 *
 * @param offsets     i32[n + 1]
 * @param data        u8[offsets[n]]
 * @param setOffsets  i32[m + 1]
 * @param setData     u8[setOffsets[m]]
 * @param out         i32[n], written
 */
export function array_text_index_in(
  offsets: usize,
  data: usize,
  setOffsets: usize,
  setData: usize,
  m: i32,
  out: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const start = load<i32>(offsets + ((<usize>i) << 2));
    const length = load<i32>(offsets + ((<usize>i) << 2), 4) - start;
    let found = -1;
    for (let j = 0; j < m && found < 0; j++) {
      const from = load<i32>(setOffsets + ((<usize>j) << 2));
      const same = load<i32>(setOffsets + ((<usize>j) << 2), 4) - from === length;
      if (same && Search.same(data + <usize>start, setData + <usize>from, length)) found = j;
    }
    store<i32>(out + ((<usize>i) << 2), found);
  }
}

/**
 * Parts of each text between separators.
 *
 * @param offsets  i32[n + 1]
 * @param data     u8[offsets[n]]
 * @param pattern  u8[length], length > 0
 * @param most     separators in each text at which it is split, from the end if `reverse` is not 0
 * @param lists    i32[n + 1], written: the first part of each text, and the number of all
 * @param starts   i32[parts], written; 0 to find the lists alone
 * @param stops    i32[parts], written
 */
export function array_text_split(
  offsets: usize,
  data: usize,
  pattern: usize,
  length: i32,
  most: i32,
  reverse: i32,
  lists: usize,
  starts: usize,
  stops: usize,
  n: i32,
): void {
  let parts = 0;
  store<i32>(lists, 0);
  for (let i = 0; i < n; i++) {
    const start = load<i32>(offsets + ((<usize>i) << 2));
    const stop = load<i32>(offsets + ((<usize>i) << 2), 4);
    let found = 0;
    if (reverse === 0) {
      let from = start;
      let at = Search.find(data, from, stop, pattern, length);
      while (found < most && at < stop) {
        if (starts !== 0) {
          store<i32>(starts + ((<usize>(parts + found)) << 2), from);
          store<i32>(stops + ((<usize>(parts + found)) << 2), at);
        }
        found++;
        from = at + length;
        at = Search.find(data, from, stop, pattern, length);
      }
      if (starts !== 0) {
        store<i32>(starts + ((<usize>(parts + found)) << 2), from);
        store<i32>(stops + ((<usize>(parts + found)) << 2), stop);
      }
    } else {
      // From the end: counted first, so that the parts stand in their order.
      let last = stop;
      for (let at = stop - length; at >= start && found < most; at--) {
        if (!Search.same(data + <usize>at, pattern, length)) continue;
        found++;
        last = at;
        at -= length - 1;
      }
      if (starts !== 0) {
        let to = stop;
        let k = found;
        for (let at = stop - length; k > 0; at--) {
          if (!Search.same(data + <usize>at, pattern, length)) continue;
          store<i32>(starts + ((<usize>(parts + k)) << 2), at + length);
          store<i32>(stops + ((<usize>(parts + k)) << 2), to);
          to = at;
          k--;
          at -= length - 1;
        }
        store<i32>(starts + ((<usize>parts) << 2), start);
        store<i32>(stops + ((<usize>parts) << 2), found > 0 ? last : stop);
      }
    }
    parts += found + 1;
    store<i32>(lists + ((<usize>i) << 2), parts, 4);
  }
}
