// Buffers of Awkward's forms, with indexes of several widths, as columns of i32. Each kernel checks what
// it reads: the buffers come from outside.

function narrow<T>(src: usize, out: usize, n: i32): i32 {
  for (let i = 0; i < n; i++) {
    const value = <i64>load<T>(src + <usize>i * sizeof<T>());
    if (value < 0 || value > <i64>i32.MAX_VALUE) return i + 1;
    store<i32>(out + ((<usize>i) << 2), <i32>value);
  }
  return 0;
}

/**
 * Positions as i32.
 *
 * @param src i64[n]
 * @param out i32[n], written
 * @returns 0, or 1 + the first that is negative or above 2^31 - 1
 */
export function array_narrow_i64(src: usize, out: usize, n: i32): i32 {
  return narrow<i64>(src, out, n);
}

/** Positions as i32. src u32[n], out i32[n], written; returns 0, or 1 + the first above 2^31 - 1. */
export function array_narrow_u32(src: usize, out: usize, n: i32): i32 {
  return narrow<u32>(src, out, n);
}

/** Positions as i32. src i32[n], out i32[n], written; returns 0, or 1 + the first that is negative. */
export function array_narrow_i32(src: usize, out: usize, n: i32): i32 {
  return narrow<i32>(src, out, n);
}

function narrowOption<T>(src: usize, out: usize, n: i32): i32 {
  for (let i = 0; i < n; i++) {
    const value = <i64>load<T>(src + <usize>i * sizeof<T>());
    if (value > <i64>i32.MAX_VALUE) return i + 1;
    store<i32>(out + ((<usize>i) << 2), <i32>max<i64>(value, -1));
  }
  return 0;
}

/**
 * Positions of values that may be missing as i32; whatever is negative becomes -1.
 *
 * @param src i64[n]
 * @param out i32[n], written
 * @returns 0, or 1 + the first above 2^31 - 1
 */
export function array_narrow_option_i64(src: usize, out: usize, n: i32): i32 {
  return narrowOption<i64>(src, out, n);
}

/** Positions of values that may be missing; whatever is negative becomes -1. src i32[n], out i32[n], written. */
export function array_narrow_option_i32(src: usize, out: usize, n: i32): i32 {
  return narrowOption<i32>(src, out, n);
}

/** 0, or 1 + the first list that ends before it begins. offsets i32[n + 1]. */
export function array_check_offsets(offsets: usize, n: i32): i32 {
  for (let i = 0; i < n; i++) {
    const at = offsets + ((<usize>i) << 2);
    if (load<i32>(at, 4) < load<i32>(at)) return i + 1;
  }
  return 0;
}

/**
 * Offsets of lists that lie anywhere in their content.
 *
 * @param starts i32[n]
 * @param stops  i32[n]
 * @param out    i32[n + 1], written
 * @returns the number of elements, or -1 - the first list that ends before it begins
 */
export function array_range_lengths(starts: usize, stops: usize, out: usize, n: i32): f64 {
  let total: i64 = 0;
  store<i32>(out, 0);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const length = load<i32>(stops + at) - load<i32>(starts + at);
    if (length < 0) return <f64>(-1 - i);
    total += <i64>length;
    store<i32>(out + at, <i32>min<i64>(total, <i64>i32.MAX_VALUE), 4);
  }
  return <f64>total;
}

/** Whether each list begins where the one before it ends. starts, stops i32[n]. */
export function array_ranges_adjacent(starts: usize, stops: usize, n: i32): bool {
  for (let i = 1; i < n; i++) {
    const at = (<usize>i) << 2;
    if (load<i32>(starts + at) !== load<i32>(stops + at - 4)) return false;
  }
  return true;
}

/** Positions of the elements of lists. starts, stops i32[n], out i32[total], written. */
export function array_range_elements(starts: usize, stops: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const stop = load<i32>(stops + at);
    for (let j = load<i32>(starts + at); j < stop; j++) {
      store<i32>(out, j);
      out += 4;
    }
  }
}

/** The end of the furthest list that is not empty, or 0. starts, stops i32[n]. */
export function array_furthest_stop(starts: usize, stops: usize, n: i32): i32 {
  let furthest = 0;
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const stop = load<i32>(stops + at);
    if (stop !== load<i32>(starts + at)) furthest = max(furthest, stop);
  }
  return furthest;
}

/** The largest entry, or -1 if there is none. index i32[n]. */
export function array_largest(index: usize, n: i32): i32 {
  let largest = -1;
  for (let i = 0; i < n; i++) largest = max(largest, load<i32>(index + ((<usize>i) << 2)));
  return largest;
}

/** The largest entry under one tag, or -1. tags i8[n], index i32[n]. */
export function array_largest_of_tag(tags: usize, index: usize, n: i32, tag: i32): i32 {
  let largest = -1;
  for (let i = 0; i < n; i++) {
    if (<i32>load<i8>(tags + <usize>i) === tag) {
      largest = max(largest, load<i32>(index + ((<usize>i) << 2)));
    }
  }
  return largest;
}

/** 0, or 1 + the first tag outside of 0 to count - 1. tags i8[n]. */
export function array_check_tags(tags: usize, n: i32, count: i32): i32 {
  for (let i = 0; i < n; i++) {
    if (<u32>load<i8>(tags + <usize>i) >= <u32>count) return i + 1;
  }
  return 0;
}

/**
 * A mask of bytes as positions: -1 where the mask does not say `validWhen`.
 * mask i8[n], out i32[n], written.
 */
export function array_mask_index(mask: usize, out: usize, n: i32, validWhen: i32): void {
  for (let i = 0; i < n; i++) {
    const valid = i32(load<u8>(mask + <usize>i) !== 0) === validWhen;
    store<i32>(out + ((<usize>i) << 2), select<i32>(i, -1, valid));
  }
}

/**
 * A mask of bits as positions: -1 where the mask does not say `validWhen`.
 *
 * @param bits      u8[(n + 7) / 8]
 * @param out       i32[n], written
 * @param lsbOrder  1 where the lowest bit of a byte is the first
 */
export function array_bits_index(
  bits: usize,
  out: usize,
  n: i32,
  validWhen: i32,
  lsbOrder: i32,
): void {
  const flip = lsbOrder ? 0 : 7;
  for (let i = 0; i < n; i++) {
    const bit = (<i32>load<u8>(bits + (<usize>i >> 3)) >> ((i & 7) ^ flip)) & 1;
    store<i32>(out + ((<usize>i) << 2), select<i32>(i, -1, bit === validWhen));
  }
}
