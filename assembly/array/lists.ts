// List offsets: comparing, counting, cutting, repeating.

/**
 * Whether two list structures have the same list lengths, wherever they start.
 *
 * @param a  i32[n + 1]
 * @param b  i32[n + 1]
 * @returns 0, or 1 + the first list whose lengths differ
 */
export function array_compare_lists(a: usize, b: usize, n: i32): i32 {
  const shift = load<i32>(a) - load<i32>(b);
  const wanted = i32x4.splat(shift);
  let i = 1;
  for (; i + 4 <= n + 1; i += 4) {
    const at = (<usize>i) << 2;
    const same = i32x4.eq(i32x4.sub(v128.load(a + at), v128.load(b + at)), wanted);
    if (!i32x4.all_true(same)) break;
  }
  for (; i <= n; i++) {
    const at = (<usize>i) << 2;
    if (load<i32>(a + at) - load<i32>(b + at) !== shift) return i;
  }
  return 0;
}

/** Offsets less the first one. src i32[n], out i32[n], written. */
export function array_rebase_offsets(src: usize, out: usize, n: i32): void {
  const first = i32x4.splat(load<i32>(src));
  const end = out + ((<usize>n) << 2);
  while (out < end) {
    v128.store(out, i32x4.sub(v128.load(src), first));
    src += 16;
    out += 16;
  }
}

/** Length of each list. offsets i32[n + 1], out i64[n], written. */
export function array_num(offsets: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 3);
  while (out < end) {
    const count = i32x4.sub(v128.load(offsets, 4), v128.load(offsets));
    v128.store(out, i64x2.extend_low_i32x4_s(count));
    v128.store(out, i64x2.extend_high_i32x4_s(count), 16);
    offsets += 16;
    out += 32;
  }
}

/** Offsets of `n` lists of `size`, from 0. out i32[n + 1], written. */
export function array_regular_offsets(out: usize, n: i32, size: i32): void {
  for (let i = 0; i <= n; i++) store<i32>(out + ((<usize>i) << 2), i * size);
}

/** 0, 1, 2 … out i32[n], written. */
export function array_iota(out: usize, n: i32): void {
  for (let i = 0; i < n; i++) store<i32>(out + ((<usize>i) << 2), i);
}

/**
 * For lists that may be missing: the position of each list that is not empty, -1 for the others.
 * offsets i32[n + 1], out i32[n], written.
 */
export function array_nonempty(offsets: usize, out: usize, n: i32): void {
  const end = out + ((<usize>n) << 2);
  let position = i32x4(0, 1, 2, 3);
  while (out < end) {
    const empty = i32x4.ge_s(v128.load(offsets), v128.load(offsets, 4));
    v128.store(out, v128.or(position, empty));
    position = i32x4.add(position, i32x4.splat(4));
    offsets += 16;
    out += 16;
  }
}

function repeat<T>(values: usize, offsets: usize, out: usize, n: i32): void {
  const base = <usize>load<i32>(offsets);
  for (let i = 0; i < n; i++) {
    const value = v128.splat<T>(load<T>(values));
    const end = out + (<usize>load<i32>(offsets, 4) - base) * sizeof<T>();
    let p = out + (<usize>load<i32>(offsets) - base) * sizeof<T>();
    // 16 bytes at a time, past the end of the list: the next list overwrites it.
    do {
      v128.store(p, value);
      p += 16;
    } while (p < end);
    values += sizeof<T>();
    offsets += 4;
  }
}

/** Each value once per element of its list. values u8[n], offsets i32[n + 1], out u8[offsets[n] - offsets[0]], written. */
export function array_repeat_8(values: usize, offsets: usize, out: usize, n: i32): void {
  repeat<u8>(values, offsets, out, n);
}

/** Each value once per element of its list. values u16[n], offsets i32[n + 1], out u16[offsets[n] - offsets[0]], written. */
export function array_repeat_16(values: usize, offsets: usize, out: usize, n: i32): void {
  repeat<u16>(values, offsets, out, n);
}

/** Each value once per element of its list. values u32[n], offsets i32[n + 1], out u32[offsets[n] - offsets[0]], written. */
export function array_repeat_32(values: usize, offsets: usize, out: usize, n: i32): void {
  repeat<u32>(values, offsets, out, n);
}

/** Each value once per element of its list. values u64[n], offsets i32[n + 1], out u64[offsets[n] - offsets[0]], written. */
export function array_repeat_64(values: usize, offsets: usize, out: usize, n: i32): void {
  repeat<u64>(values, offsets, out, n);
}

/**
 * Position in the content of element `item` of each list, from the end if negative.
 *
 * @param offsets i32[n + 1]
 * @param out     i32[n], written
 * @returns 0, or 1 + the first list that is too short
 */
export function array_item_index(offsets: usize, out: usize, n: i32, item: i32): i32 {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const start = load<i32>(offsets + at);
    const length = load<i32>(offsets + at, 4) - start;
    const position = item < 0 ? length + item : item;
    if (position < 0 || position >= length) return i + 1;
    store<i32>(out + at, start + position);
  }
  return 0;
}

/** The length of the longest list. offsets i32[n + 1]. */
export function array_longest(offsets: usize, n: i32): i32 {
  let longest = 0;
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    longest = max(longest, load<i32>(offsets + at, 4) - load<i32>(offsets + at));
  }
  return longest;
}

/** Offsets plus `shift`, element by element, so that nothing behind is touched. src i32[n], out i32[n], written. */
export function array_shift_offsets(src: usize, out: usize, n: i32, shift: i32): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    store<i32>(out + at, load<i32>(src + at) + shift);
  }
}
