// Index columns of values that may be missing: a negative entry means missing.

/** Marks in `out` what is missing in `index`. index i32[n], out i32[n], changed to -1 there. */
export function array_join_missing(index: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    if (load<i32>(index + at) < 0) store<i32>(out + at, -1);
  }
}

/** Number of entries that are not missing. index i32[n]. */
export function array_count_present(index: usize, n: i32): i32 {
  let count = 0;
  for (let i = 0; i < n; i++) count += i32(load<i32>(index + ((<usize>i) << 2)) >= 0);
  return count;
}

/**
 * Numbers the entries that are not missing from 0.
 *
 * @param index      i32[n], entries that are not negative become 0, 1, 2 …
 * @param positions  i32[number present], their old values, written
 */
export function array_number_present(index: usize, positions: usize, n: i32): void {
  let next = 0;
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const position = load<i32>(index + at);
    if (position >= 0) {
      store<i32>(positions + ((<usize>next) << 2), position);
      store<i32>(index + at, next++);
    }
  }
}

/** Whether each entry is there. index i32[n], out u8[n], written. */
export function array_is_present(index: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<u8>(out + <usize>i, <u8>(load<i32>(index + ((<usize>i) << 2)) >= 0));
  }
}

/** Whether each entry is missing. index i32[n], out u8[n], written. */
export function array_is_missing(index: usize, out: usize, n: i32): void {
  const end = out + <usize>n;
  const one = i8x16.splat(1);
  for (; out < end; out += 16) {
    const a = i32x4.shr_s(v128.load(index), 31);
    const b = i32x4.shr_s(v128.load(index, 16), 31);
    const c = i32x4.shr_s(v128.load(index, 32), 31);
    const d = i32x4.shr_s(v128.load(index, 48), 31);
    const low = i16x8.narrow_i32x4_s(a, b);
    const high = i16x8.narrow_i32x4_s(c, d);
    v128.store(out, v128.and(i8x16.narrow_i16x8_s(low, high), one));
    index += 64;
  }
}

/** Positions plus `shift`; -1 where missing. src i32[n], out i32[n], written, may be src. */
export function array_shift_index(src: usize, out: usize, n: i32, shift: i32): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const position = load<i32>(src + at);
    store<i32>(out + at, select<i32>(position + shift, -1, position >= 0));
  }
}

function fill<T>(src: usize, index: usize, value: usize, out: usize, n: i32): void {
  const missing = load<T>(value);
  for (let i = 0; i < n; i++) {
    // Without a branch, which would be guessed wrong for masks at random.
    const position = load<i32>(index);
    const there = load<T>(src + <usize>max<i32>(position, 0) * sizeof<T>());
    store<T>(out, select<T>(there, missing, position >= 0));
    index += 4;
    out += sizeof<T>();
  }
}

/** Elements, or `value` where missing. src u8[…], index i32[n], value u8[1], out u8[n], written. */
export function array_fill_8(src: usize, index: usize, value: usize, out: usize, n: i32): void {
  fill<u8>(src, index, value, out, n);
}

/** Elements, or `value` where missing. src u16[…], index i32[n], value u16[1], out u16[n], written. */
export function array_fill_16(src: usize, index: usize, value: usize, out: usize, n: i32): void {
  fill<u16>(src, index, value, out, n);
}

/** Elements, or `value` where missing. src u32[…], index i32[n], value u32[1], out u32[n], written. */
export function array_fill_32(src: usize, index: usize, value: usize, out: usize, n: i32): void {
  fill<u32>(src, index, value, out, n);
}

/** Elements, or `value` where missing. src u64[…], index i32[n], value u64[1], out u64[n], written. */
export function array_fill_64(src: usize, index: usize, value: usize, out: usize, n: i32): void {
  fill<u64>(src, index, value, out, n);
}

/**
 * Positions behind two indexes: -1 where either misses.
 *
 * @param index i32[n]
 * @param inner i32[…], for each entry of `index` that is there
 * @param out   i32[n], written
 */
export function array_compose_index(index: usize, inner: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const position = load<i32>(index + at);
    let behind = -1;
    if (position >= 0) behind = load<i32>(inner + ((<usize>position) << 2));
    store<i32>(out + at, behind);
  }
}

/**
 * Values of several types that may be missing, as values of several types each of which may be.
 *
 * @param index      i32[n], positions in `tags` and `positions`
 * @param tags       i8[…]
 * @param positions  i32[…]
 * @param outTags    i8[n], written; 0 where missing
 * @param outIndex   i32[n], written
 * @param missing    position under tag 0 of an element that is missing
 */
export function array_option_union(
  index: usize,
  tags: usize,
  positions: usize,
  outTags: usize,
  outIndex: usize,
  n: i32,
  missing: i32,
): void {
  for (let i = 0; i < n; i++) {
    const at = load<i32>(index + ((<usize>i) << 2));
    let tag: i8 = 0;
    let position = missing;
    if (at >= 0) {
      tag = load<i8>(tags + <usize>at);
      position = load<i32>(positions + ((<usize>at) << 2));
    }
    store<i8>(outTags + <usize>i, tag);
    store<i32>(outIndex + ((<usize>i) << 2), position);
  }
}

/**
 * Positions of the elements of lists of `size`, of which some are missing. index i32[n]; out
 * i32[n * size], written; -1 for those of missing lists.
 */
export function array_spread_index(index: usize, out: usize, n: i32, size: i32): void {
  for (let i = 0; i < n; i++) {
    const list = load<i32>(index + ((<usize>i) << 2));
    for (let j = 0; j < size; j++) {
      store<i32>(out, list < 0 ? -1 : list * size + j);
      out += 4;
    }
  }
}

/**
 * Positions that are there for all: those of missing entries are their own where every other one is,
 * so that values under a mask come to light, else the last.
 *
 * @param index   i32[n]
 * @param out     i32[n], written
 * @param length  number of elements the positions are of, above 0
 */
export function array_dense_index(index: usize, out: usize, n: i32, length: i32): void {
  let masked = n <= length;
  for (let i = 0; masked && i < n; i++) {
    const position = load<i32>(index + ((<usize>i) << 2));
    masked = position < 0 || position === i;
  }
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const position = load<i32>(index + at);
    const other = masked ? i : length - 1;
    store<i32>(out + at, position < 0 ? other : position);
  }
}
