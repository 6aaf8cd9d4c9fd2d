// Keeping elements by mask (u8, 0 or 1) or index. Results are compact and begin at 0.

/** Byte shuffles that move the kept of four u32 (by mask of 4 bits) to the front: 16 of 16 bytes. */
const front32: usize = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 1, 2, 3, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 4, 5, 6, 7, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 0, 1, 2, 3, 4, 5, 6, 7, 255, 255, 255, 255, 255, 255, 255, 255, 8,
  9, 10, 11, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 1, 2, 3, 8, 9, 10, 11,
  255, 255, 255, 255, 255, 255, 255, 255, 4, 5, 6, 7, 8, 9, 10, 11, 255, 255, 255, 255, 255, 255,
  255, 255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255, 255, 255, 255, 12, 13, 14, 15, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 1, 2, 3, 12, 13, 14, 15, 255, 255, 255, 255, 255,
  255, 255, 255, 4, 5, 6, 7, 12, 13, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255, 0, 1, 2, 3, 4,
  5, 6, 7, 12, 13, 14, 15, 255, 255, 255, 255, 8, 9, 10, 11, 12, 13, 14, 15, 255, 255, 255, 255,
  255, 255, 255, 255, 0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 255, 255, 255, 255, 4, 5, 6, 7, 8,
  9, 10, 11, 12, 13, 14, 15, 255, 255, 255, 255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
  15,
]);

/** Moves the kept of four u32 to `out`; 16 bytes are written. */
function pack32(src: usize, out: usize, kept: i32): usize {
  const order = v128.load(front32 + ((<usize>kept) << 4));
  v128.store(out, i8x16.swizzle(v128.load(src), order));
  return out + ((<usize>popcnt(kept)) << 2);
}

/** Moves the kept of two u64 to `out`; 16 bytes are written. */
function pack64(src: usize, out: usize, kept: i32): usize {
  const pair = v128.load(src);
  v128.store(
    out,
    v128.bitselect(i64x2.shuffle(pair, pair, 1, 1), pair, i64x2.splat(-i64(kept === 2))),
  );
  return out + ((<usize>popcnt(kept)) << 3);
}

function compact<T>(src: usize, mask: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<T>(out, load<T>(src));
    out += <usize>load<u8>(mask + <usize>i) * sizeof<T>();
    src += sizeof<T>();
  }
}

/** The kept elements. src u8[n], mask u8[n], out u8[number kept], written. */
export function array_compact_8(src: usize, mask: usize, out: usize, n: i32): void {
  compact<u8>(src, mask, out, n);
}

/** The kept elements. src u16[n], mask u8[n], out u16[number kept], written. */
export function array_compact_16(src: usize, mask: usize, out: usize, n: i32): void {
  compact<u16>(src, mask, out, n);
}

/** The kept elements. src u32[n], mask u8[n], out u32[number kept], written. */
export function array_compact_32(src: usize, mask: usize, out: usize, n: i32): void {
  let i = 0;
  for (; i + 16 <= n; i += 16) {
    const bits = i8x16.bitmask(i8x16.neg(v128.load(mask + <usize>i)));
    if (bits !== 0) {
      out = pack32(src, out, bits & 15);
      out = pack32(src + 16, out, (bits >> 4) & 15);
      out = pack32(src + 32, out, (bits >> 8) & 15);
      out = pack32(src + 48, out, bits >> 12);
    }
    src += 64;
  }
  compact<u32>(src, mask + <usize>i, out, n - i);
}

/** The kept elements. src u64[n], mask u8[n], out u64[number kept], written. */
export function array_compact_64(src: usize, mask: usize, out: usize, n: i32): void {
  let i = 0;
  for (; i + 16 <= n; i += 16) {
    const bits = i8x16.bitmask(i8x16.neg(v128.load(mask + <usize>i)));
    if (bits !== 0) {
      for (let k = 0; k < 16; k += 2) out = pack64(src + ((<usize>k) << 3), out, (bits >> k) & 3);
    }
    src += 128;
  }
  compact<u64>(src, mask + <usize>i, out, n - i);
}

/**
 * Offsets of the kept lists.
 *
 * @param mask    u8[n]
 * @param offsets i32[n + 1]
 * @param out     i32[number kept + 1], written
 * @returns the number of elements in the kept lists
 */
export function array_filter_offsets(mask: usize, offsets: usize, out: usize, n: i32): i32 {
  let total = 0;
  store<i32>(out, 0);
  out += 4;
  for (let i = 0; i < n; i++) {
    const kept = <i32>load<u8>(mask + <usize>i);
    total += (load<i32>(offsets, 4) - load<i32>(offsets)) & -kept;
    store<i32>(out, total);
    out += (<usize>kept) << 2;
    offsets += 4;
  }
  return total;
}

/** Copies bytes, 16 at a time: up to 15 behind the last are overwritten. */
function copyLists(out: usize, src: usize, end: usize): usize {
  const size = end - src;
  if (size > 512) {
    memory.copy(out, src, size);
  } else {
    for (let to = out; src < end; src += 16) {
      v128.store(to, v128.load(src));
      to += 16;
    }
  }
  return out + size;
}

/**
 * Elements of the kept lists, `scale` is log2 of the size of an element. Up to 32 bytes behind the
 * last are overwritten.
 */
function filterLists(
  mask: usize,
  offsets: usize,
  content: usize,
  out: usize,
  n: i32,
  scale: usize,
): void {
  const maskEnd = mask + <usize>n;
  while (mask < maskEnd) {
    const lists = min(maskEnd - mask, 16);
    if (lists === 16) {
      const kept = v128.load(mask);
      if (i8x16.all_true(kept)) {
        const start = <usize>load<i32>(offsets);
        const stop = <usize>load<i32>(offsets, 64);
        out = copyLists(out, content + (start << scale), content + (stop << scale));
        mask += 16;
        offsets += 64;
        continue;
      }
      if (!v128.any_true(kept)) {
        mask += 16;
        offsets += 64;
        continue;
      }
    }
    // Each list is copied; only a kept one moves the place of the next. So masks without a pattern
    // cost no wrongly guessed branch.
    const stop = mask + lists;
    do {
      const kept = <usize>load<u8>(mask);
      const src = content + ((<usize>load<i32>(offsets)) << scale);
      const end = content + ((<usize>load<i32>(offsets, 4)) << scale);
      v128.store(out, v128.load(src));
      v128.store(out, v128.load(src, 16), 16);
      if (end - src > 32 && kept !== 0) copyLists(out + 32, src + 32, end);
      out += (end - src) & (0 - kept);
      mask++;
      offsets += 4;
    } while (mask < stop);
  }
}

/** Elements of the kept lists. mask u8[n], offsets i32[n + 1], content 2^scale bytes [offsets[n]], out, written. */
export function array_filter_lists(
  mask: usize,
  offsets: usize,
  content: usize,
  out: usize,
  n: i32,
  scale: i32,
): void {
  if (scale === 2) filterLists(mask, offsets, content, out, n, 2);
  else filterLists(mask, offsets, content, out, n, <usize>scale);
}

/**
 * Offsets after a mask of the elements was applied.
 *
 * @param offsets i32[n + 1]
 * @param mask    u8[offsets[n] - offsets[0]], of the elements from offsets[0] on
 * @param out     i32[n + 1], written
 * @returns the number of kept elements
 */
export function array_mask_offsets(offsets: usize, mask: usize, out: usize, n: i32): i32 {
  const base = load<i32>(offsets);
  let total = 0;
  store<i32>(out, 0);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    let start = load<i32>(offsets + at) - base;
    const stop = load<i32>(offsets + at, 4) - base;
    for (; start < stop; start += 16) {
      const count = min(stop - start, 16);
      const bits = i8x16.bitmask(i8x16.neg(v128.load(mask + <usize>start)));
      total += popcnt(bits & ((1 << count) - 1));
    }
    store<i32>(out + at, total, 4);
  }
  return total;
}

function gather<T>(src: usize, index: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<T>(out, load<T>(src + <usize>load<i32>(index) * sizeof<T>()));
    index += 4;
    out += sizeof<T>();
  }
}

/** Elements at the given positions. src u8[…], index i32[n], out u8[n], written. */
export function array_gather_8(src: usize, index: usize, out: usize, n: i32): void {
  gather<u8>(src, index, out, n);
}

/** Elements at the given positions. src u16[…], index i32[n], out u16[n], written. */
export function array_gather_16(src: usize, index: usize, out: usize, n: i32): void {
  gather<u16>(src, index, out, n);
}

/** Elements at the given positions. src u32[…], index i32[n], out u32[n], written. */
export function array_gather_32(src: usize, index: usize, out: usize, n: i32): void {
  gather<u32>(src, index, out, n);
}

/** Elements at the given positions. src u64[…], index i32[n], out u64[n], written. */
export function array_gather_64(src: usize, index: usize, out: usize, n: i32): void {
  gather<u64>(src, index, out, n);
}

/**
 * Offsets of the lists at the given positions.
 *
 * @param index   i32[n]
 * @param offsets i32[…]
 * @param out     i32[n + 1], written
 * @returns the number of elements; above 2^31 - 1 the offsets are void
 */
export function array_gather_offsets(index: usize, offsets: usize, out: usize, n: i32): f64 {
  let total: i64 = 0;
  store<i32>(out, 0);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const list = offsets + ((<usize>load<i32>(index + at)) << 2);
    total += <i64>(load<i32>(list, 4) - load<i32>(list));
    store<i32>(out + at, <i32>total, 4);
  }
  return <f64>total;
}

/** Positions of the elements of the lists at the given positions. index i32[n], offsets i32[…], out i32[total], written. */
export function array_gather_lists(index: usize, offsets: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const list = offsets + ((<usize>load<i32>(index + ((<usize>i) << 2))) << 2);
    const stop = load<i32>(list, 4);
    for (let j = load<i32>(list); j < stop; j++) {
      store<i32>(out, j);
      out += 4;
    }
  }
}

/**
 * Positions counted from the end become positions from 0.
 *
 * @param index i64[n]
 * @param out   i32[n], written
 * @returns 0, or 1 + the first position outside of -length to length - 1
 */
export function array_resolve_index(index: usize, out: usize, n: i32, length: i32): i32 {
  for (let i = 0; i < n; i++) {
    let position = load<i64>(index + ((<usize>i) << 3));
    if (position < 0) position += <i64>length;
    if (position < 0 || position >= <i64>length) return i + 1;
    store<i32>(out + ((<usize>i) << 2), <i32>position);
  }
  return 0;
}

/** Positions of the true elements. mask u8[n], out i32[number true], written. */
export function array_positions(mask: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<i32>(out, i);
    out += (<usize>load<u8>(mask + <usize>i)) << 2;
  }
}
