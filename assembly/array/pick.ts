// Picking elements of lists by positions: NumPy's advanced indexing and jagged positions.

/** Positions as i32; what lies outside becomes the nearest end, where no element is. src i64[n], out i32[n], written. */
export function array_saturate_i64(src: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const value = load<i64>(src + ((<usize>i) << 3));
    const low = max<i64>(value, <i64>i32.MIN_VALUE);
    store<i32>(out + ((<usize>i) << 2), <i32>min<i64>(low, <i64>i32.MAX_VALUE));
  }
}

/**
 * The same positions of each list.
 *
 * @param offsets  i32[n + 1]
 * @param index    i32[count], from the end if negative
 * @param out      i32[n * count], positions in the content, written
 * @param order    i32[n * count], which of `index` it is, written
 * @returns 0, or 1 + the first list that is too short
 */
export function array_pick_grid(
  offsets: usize,
  index: usize,
  out: usize,
  order: usize,
  n: i32,
  count: i32,
): i32 {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const start = load<i32>(offsets + at);
    const length = load<i32>(offsets + at, 4) - start;
    for (let j = 0; j < count; j++) {
      let position = load<i32>(index + ((<usize>j) << 2));
      if (position < 0) position += length;
      if (position < 0 || position >= length) return i + 1;
      store<i32>(out, start + position);
      store<i32>(order, j);
      out += 4;
      order += 4;
    }
  }
  return 0;
}

/**
 * One position of each list.
 *
 * @param offsets  i32[n + 1]
 * @param index    i32[…], from the end if negative
 * @param order    i32[n], which of `index` each list takes
 * @param out      i32[n], positions in the content, written
 * @returns 0, or 1 + the first list that is too short
 */
export function array_pick_each(
  offsets: usize,
  index: usize,
  order: usize,
  out: usize,
  n: i32,
): i32 {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const start = load<i32>(offsets + at);
    const length = load<i32>(offsets + at, 4) - start;
    let position = load<i32>(index + ((<usize>load<i32>(order + at)) << 2));
    if (position < 0) position += length;
    if (position < 0 || position >= length) return i + 1;
    store<i32>(out + at, start + position);
  }
  return 0;
}

/**
 * Positions of each list, in lists of their own.
 *
 * @param offsets  i32[n + 1]
 * @param picks    i32[n + 1], offsets of the positions
 * @param index    i32[picks[n]], from the end if negative
 * @param out      i32[picks[n] - picks[0]], positions in the content, written
 * @returns 0, or 1 + the first list with a position that is not there
 */
export function array_pick_jagged(
  offsets: usize,
  picks: usize,
  index: usize,
  out: usize,
  n: i32,
): i32 {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const start = load<i32>(offsets + at);
    const length = load<i32>(offsets + at, 4) - start;
    const stop = load<i32>(picks + at, 4);
    for (let j = load<i32>(picks + at); j < stop; j++) {
      let position = load<i32>(index + ((<usize>j) << 2));
      if (position < 0) position += length;
      if (position < 0 || position >= length) return i + 1;
      store<i32>(out, start + position);
      out += 4;
    }
  }
  return 0;
}

/**
 * Positions that are true in each list, counted within it.
 *
 * @param offsets  i32[n + 1]
 * @param mask     u8[offsets[n] - offsets[0]], of the elements from offsets[0] on
 * @param out      i32[number true], written
 */
export function array_true_within(offsets: usize, mask: usize, out: usize, n: i32): void {
  const base = load<i32>(offsets);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const start = load<i32>(offsets + at);
    const stop = load<i32>(offsets + at, 4);
    for (let j = start; j < stop; j++) {
      store<i32>(out, j - start);
      out += (<usize>load<u8>(mask + <usize>(j - base))) << 2;
    }
  }
}

/** Repeats positions with missing ones `times` over, each time `size` further. index i32[n], out i32[n * times], written. */
export function array_repeat_missing(
  index: usize,
  out: usize,
  n: i32,
  times: i32,
  size: i32,
): void {
  for (let k = 0; k < times; k++) {
    for (let i = 0; i < n; i++) {
      const position = load<i32>(index + ((<usize>i) << 2));
      store<i32>(out, select<i32>(position + k * size, -1, position >= 0));
      out += 4;
    }
  }
}

/**
 * A mask of which some entries are missing as positions: of the true, and of the true and the missing.
 *
 * @param index  i32[n], positions in the mask, negative where missing
 * @param mask   u8[…]
 * @param kept   u8[n], whether an entry is true or missing, written
 * @param out    i32[number true], their numbers, written
 * @param order  i32[number true or missing], numbers of the true from 0, -1 where missing, written
 * @returns the number of true entries
 */
export function array_true_or_missing(
  index: usize,
  mask: usize,
  kept: usize,
  out: usize,
  order: usize,
  n: i32,
): i32 {
  let count = 0;
  for (let i = 0; i < n; i++) {
    const position = load<i32>(index + ((<usize>i) << 2));
    let entry: u8 = 1;
    let number = -1;
    if (position >= 0) {
      entry = load<u8>(mask + <usize>position);
      if (entry !== 0) {
        store<i32>(out + ((<usize>count) << 2), i);
        number = count++;
      }
    }
    store<u8>(kept + <usize>i, entry);
    if (entry !== 0) {
      store<i32>(order, number);
      order += 4;
    }
  }
  return count;
}

/** Offsets of lists of which those at `index` < 0 are missing: they are empty. index i32[n], offsets i32[…], out i32[n + 1], written. */
export function array_offsets_or_empty(index: usize, offsets: usize, out: usize, n: i32): void {
  let next = 0;
  let last = load<i32>(offsets);
  store<i32>(out, last);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    if (load<i32>(index + at) >= 0) {
      next++;
      last = load<i32>(offsets + ((<usize>next) << 2));
    }
    store<i32>(out + at, last, 4);
  }
}

/**
 * Where an array broadcast to a shape has its elements.
 *
 * @param out      i32[total], written
 * @param sizes    i32[dimensions], the shape
 * @param strides  i32[dimensions], steps in the array, 0 where it is repeated
 */
export function array_broadcast_index(
  out: usize,
  sizes: usize,
  strides: usize,
  dimensions: i32,
  total: i32,
): void {
  for (let i = 0; i < total; i++) {
    let rest = i;
    let position = 0;
    for (let k = dimensions - 1; k >= 0; k--) {
      const at = (<usize>k) << 2;
      const size = load<i32>(sizes + at);
      position += (rest % size) * load<i32>(strides + at);
      rest /= size;
    }
    store<i32>(out + ((<usize>i) << 2), position);
  }
}

/** One coordinate of positions in a C-ordered array. src i32[n], out i32[n], written. */
export function array_digit(src: usize, out: usize, n: i32, below: i32, size: i32): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    store<i32>(out + at, (load<i32>(src + at) / below) % size);
  }
}

/** The number of each element within its list. offsets i32[n + 1], out i32[offsets[n] - offsets[0]], written. */
export function array_number_within(offsets: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const count = load<i32>(offsets + at, 4) - load<i32>(offsets + at);
    for (let j = 0; j < count; j++) {
      store<i32>(out, j);
      out += 4;
    }
  }
}

/** 0, or 1 + the first list whose length is not `size`. offsets i32[n + 1]. */
export function array_check_lengths(offsets: usize, n: i32, size: i32): i32 {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    if (load<i32>(offsets + at, 4) - load<i32>(offsets + at) !== size) return i + 1;
  }
  return 0;
}

/** 0 to count - 1, `n` times over. out i32[n * count], written. */
export function array_tile(out: usize, n: i32, count: i32): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < count; j++) {
      store<i32>(out, j);
      out += 4;
    }
  }
}
