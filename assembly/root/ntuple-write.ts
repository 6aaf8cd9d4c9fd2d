// Pages of RNTuple columns (format specification 1.0, "Column Description"), the way back of
// ntuple-split.ts and ntuple-index.ts. Nothing is written behind a page.

/**
 * Booleans, eight to a byte, from the lowest bit up.
 *
 * @param values u8[n], 0 or 1
 * @param out    u8[ceil(n / 8)], written
 */
export function root_ntuple_write_bits(values: usize, out: usize, n: i32): void {
  let i = 0;
  for (; i + 16 <= n; i += 16) {
    const bits = i8x16.bitmask(i8x16.ne(v128.load(values + <usize>i), i8x16.splat(0)));
    store<u16>(out, <u16>bits);
    out += 2;
  }
  for (; i < n; i += 8) {
    let byte = 0;
    for (let j = 0; j < 8 && i + j < n; j++) {
      if (load<u8>(values + <usize>(i + j)) !== 0) byte |= 1 << j;
    }
    store<u8>(out++, <u8>byte);
  }
}

/**
 * Elements of 2 bytes, split: all lower bytes, then all upper ones.
 *
 * @param values u16[n]
 * @param out    u8[2 * n], written
 */
export function root_ntuple_write_split_16(values: usize, out: usize, n: i32): void {
  const plane = <usize>n;
  let i: usize = 0;
  for (; i + 16 <= plane; i += 16) {
    const a = v128.load(values + (i << 1));
    const b = v128.load(values + (i << 1), 16);
    v128.store(out + i, even8(a, b));
    v128.store(out + plane + i, odd8(a, b));
  }
  for (; i < plane; i++) {
    store<u8>(out + i, load<u8>(values + (i << 1)));
    store<u8>(out + plane + i, load<u8>(values + (i << 1), 1));
  }
}

/**
 * Elements of 4 bytes, split.
 *
 * @param values u32[n]
 * @param out    u8[4 * n], written
 */
export function root_ntuple_write_split_32(values: usize, out: usize, n: i32): void {
  const plane = <usize>n;
  let i: usize = 0;
  for (; i + 16 <= plane; i += 16) {
    const from = values + (i << 2);
    const a = v128.load(from);
    const b = v128.load(from, 16);
    const c = v128.load(from, 32);
    const d = v128.load(from, 48);
    const even = even8(a, b);
    const evenNext = even8(c, d);
    const odd = odd8(a, b);
    const oddNext = odd8(c, d);
    const to = out + i;
    v128.store(to, even8(even, evenNext));
    v128.store(to + plane, even8(odd, oddNext));
    v128.store(to + 2 * plane, odd8(even, evenNext));
    v128.store(to + 3 * plane, odd8(odd, oddNext));
  }
  for (; i < plane; i++) {
    for (let j: usize = 0; j < 4; j++) {
      store<u8>(out + j * plane + i, load<u8>(values + (i << 2) + j));
    }
  }
}

/**
 * Elements of 8 bytes, split.
 *
 * @param values u64[n]
 * @param out    u8[8 * n], written
 */
export function root_ntuple_write_split_64(values: usize, out: usize, n: i32): void {
  const plane = <usize>n;
  let i: usize = 0;
  for (; i + 16 <= plane; i += 16) {
    // The four lower bytes of each element, then the four upper ones, as those of 4 bytes are split.
    for (let half: usize = 0; half < 2; half++) {
      const from = values + (i << 3);
      const a = words(from, half);
      const b = words(from + 32, half);
      const c = words(from + 64, half);
      const d = words(from + 96, half);
      const even = even8(a, b);
      const evenNext = even8(c, d);
      const odd = odd8(a, b);
      const oddNext = odd8(c, d);
      const to = out + 4 * half * plane + i;
      v128.store(to, even8(even, evenNext));
      v128.store(to + plane, even8(odd, oddNext));
      v128.store(to + 2 * plane, odd8(even, evenNext));
      v128.store(to + 3 * plane, odd8(odd, oddNext));
    }
  }
  for (; i < plane; i++) {
    for (let j: usize = 0; j < 8; j++) {
      store<u8>(out + j * plane + i, load<u8>(values + (i << 3) + j));
    }
  }
}

/**
 * Signed numbers as zigzag has them: 0, -1, 1, -2 … become 0, 1, 2, 3 …
 *
 * @param values i16[n]
 * @param out    u16[n], written
 */
export function root_ntuple_write_zigzag_16(values: usize, out: usize, n: i32): void {
  let i: usize = 0;
  const end = (<usize>n) << 1;
  for (; i + 16 <= end; i += 16) {
    const v = v128.load(values + i);
    v128.store(out + i, v128.xor(i16x8.shl(v, 1), i16x8.shr_s(v, 15)));
  }
  for (; i < end; i += 2) {
    const v = <i32>load<i16>(values + i);
    store<i16>(out + i, <i16>((v << 1) ^ (v >> 31)));
  }
}

/** As root_ntuple_write_zigzag_16: values i32[n], out u32[n]. */
export function root_ntuple_write_zigzag_32(values: usize, out: usize, n: i32): void {
  let i: usize = 0;
  const end = (<usize>n) << 2;
  for (; i + 16 <= end; i += 16) {
    const v = v128.load(values + i);
    v128.store(out + i, v128.xor(i32x4.shl(v, 1), i32x4.shr_s(v, 31)));
  }
  for (; i < end; i += 4) {
    const v = load<i32>(values + i);
    store<i32>(out + i, (v << 1) ^ (v >> 31));
  }
}

/** As root_ntuple_write_zigzag_16: values i64[n], out u64[n]. */
export function root_ntuple_write_zigzag_64(values: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < (<usize>n) << 3; i += 8) {
    const v = load<i64>(values + i);
    store<i64>(out + i, (v << 1) ^ (v >> 63));
  }
}

/**
 * Where lists end, counted from the first of the cluster.
 *
 * @param offsets i32[n + 1], ascending
 * @param first   the offset of the cluster's first list
 * @param out     u64[n], written
 */
export function root_ntuple_write_index(offsets: usize, first: i32, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i++) {
    store<u64>(out + (i << 3), <u64>(load<i32>(offsets + (i << 2), 4) - first));
  }
}

/**
 * The same as differences, but for the first of the page.
 *
 * @param offsets i32[n + 1], ascending
 * @param first   the offset of the cluster's first list
 * @param out     u64[n], written
 */
export function root_ntuple_write_counts(offsets: usize, first: i32, out: usize, n: i32): void {
  let before = first;
  for (let i: usize = 0; i < <usize>n; i++) {
    const now = load<i32>(offsets + (i << 2), 4);
    store<u64>(out + (i << 3), <u64>(now - before));
    before = now;
  }
}

/**
 * Of values that may be missing: offsets of lists of one or none.
 *
 * @param index i32[n], negative where missing
 * @param out   i32[n + 1], written
 */
export function root_ntuple_write_present(index: usize, out: usize, n: i32): void {
  let present = 0;
  store<i32>(out, 0);
  for (let i: usize = 0; i < <usize>n; i++) {
    present += load<i32>(index + (i << 2)) >= 0 ? 1 : 0;
    store<i32>(out + (i << 2), present, 4);
  }
}

/**
 * Which of several types each value has, and which of these it is.
 *
 * @param tags    i8[n], from 0
 * @param index   i32[n]
 * @param targets u8[types]: what stands for each tag
 * @param out     { u64, u32 }[n], written: the index, and what stands for the tag
 */
export function root_ntuple_write_switch(
  tags: usize,
  index: usize,
  targets: usize,
  out: usize,
  n: i32,
): void {
  for (let i: usize = 0; i < <usize>n; i++) {
    store<u64>(out + 12 * i, <u64>load<i32>(index + (i << 2)));
    store<u32>(out + 12 * i, <u32>load<u8>(targets + <usize>load<u8>(tags + i)), 8);
  }
}

/** The lower or the upper halves of four elements of 8 bytes. */
function words(from: usize, half: usize): v128 {
  const a = v128.load(from);
  const b = v128.load(from, 16);
  return half === 0 ? i32x4.shuffle(a, b, 0, 2, 4, 6) : i32x4.shuffle(a, b, 1, 3, 5, 7);
}

function even8(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
}

function odd8(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}
