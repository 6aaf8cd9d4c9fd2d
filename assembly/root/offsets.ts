// Where each entry begins: the array of offsets behind a basket's content becomes offsets of lists.

/**
 * Offsets of lists from a basket's offsets of entries, for lists without headers.
 *
 * @param raw    big-endian i32[n], at any address: byte offsets of entries, `shift` too large
 * @param shift  length of the basket's key, which the stored offsets include
 * @param border bytes of content, where the last entry ends if `last` is 0
 * @param last   1 if `raw` holds one offset more, where entry n - 1 ends; else 0
 * @param size   bytes of one list element
 * @param base   the first offset written
 * @param out    i32[n + 1], written; out[0] = base
 * @returns 0, or 1 + the first entry that leaves the content, runs backwards or is no whole number
 *   of elements
 */
export function root_offsets(
  raw: usize,
  shift: i32,
  border: i32,
  last: i32,
  size: i32,
  base: i32,
  out: usize,
  n: i32,
): i32 {
  store<i32>(out, base);
  if (n === 0) return 0;
  const first = bswap<i32>(load<i32>(raw)) - shift;
  if (first < 0 || first > border) return 1;
  const end = last === 1 ? bswap<i32>(load<i32>(raw + ((<usize>n) << 2))) - shift : border;
  if (end < first || end > border) return n;
  const power = (size & (size - 1)) === 0;
  const log = ctz(size);
  const mask = size - 1;
  let i = 1;
  if (power) {
    const firsts = i32x4.splat(first + shift);
    const bases = i32x4.splat(base);
    const masks = i32x4.splat(mask);
    for (; i + 4 <= n; i += 4) {
      const at = raw + ((<usize>i) << 2);
      const now = swap32(v128.load(at));
      const before = swap32(v128.load(at - 4));
      const bytes = i32x4.sub(now, firsts);
      const bad = v128.or(i32x4.gt_s(before, now), v128.and(bytes, masks));
      // The last of four decides about the range: the others are not above it.
      if (v128.any_true(bad) || i32x4.extract_lane(now, 3) - shift > border) break;
      v128.store(out + ((<usize>i) << 2), i32x4.add(bases, i32x4.shr_s(bytes, log)));
    }
  }
  let previous = bswap<i32>(load<i32>(raw + ((<usize>(i - 1)) << 2))) - shift;
  for (; i <= n; i++) {
    const now = i === n ? end : bswap<i32>(load<i32>(raw + ((<usize>i) << 2))) - shift;
    const bytes = now - first;
    const elements = bytes / size;
    if (now < previous || now > border || elements * size !== bytes) return i;
    store<i32>(out + ((<usize>i) << 2), base + elements);
    previous = now;
  }
  return 0;
}

function swap32(v: v128): v128 {
  return i8x16.shuffle(v, v, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

function fromCounts<T>(counts: usize, limit: i32, base: i32, out: usize, n: i32): i32 {
  let sum = base;
  store<i32>(out, sum);
  for (let i = 0; i < n; i++) {
    const count = load<T>(counts + <usize>i * sizeof<T>());
    const room = limit - (sum - base);
    if (count < <T>0 || <u64>count > <u64>room) return i + 1;
    sum += <i32>count;
    store<i32>(out + ((<usize>i) << 2), sum, 4);
  }
  return 0;
}

/**
 * Offsets of lists from the number of elements in each.
 *
 * @param counts i32[n]
 * @param limit  elements that there are in all lists
 * @param base   the first offset written
 * @param out    i32[n + 1], written
 * @returns 0, or 1 + the first entry whose count is negative or more than is left
 */
export function root_offsets_i32(counts: usize, limit: i32, base: i32, out: usize, n: i32): i32 {
  return fromCounts<i32>(counts, limit, base, out, n);
}

/** As root_offsets_i32, with counts i8[n]. */
export function root_offsets_i8(counts: usize, limit: i32, base: i32, out: usize, n: i32): i32 {
  return fromCounts<i8>(counts, limit, base, out, n);
}

/** As root_offsets_i32, with counts u8[n]. */
export function root_offsets_u8(counts: usize, limit: i32, base: i32, out: usize, n: i32): i32 {
  return fromCounts<u8>(counts, limit, base, out, n);
}

/** As root_offsets_i32, with counts i16[n]. */
export function root_offsets_i16(counts: usize, limit: i32, base: i32, out: usize, n: i32): i32 {
  return fromCounts<i16>(counts, limit, base, out, n);
}

/** As root_offsets_i32, with counts u16[n]. */
export function root_offsets_u16(counts: usize, limit: i32, base: i32, out: usize, n: i32): i32 {
  return fromCounts<u16>(counts, limit, base, out, n);
}

/** As root_offsets_i32, with counts u32[n]. */
export function root_offsets_u32(counts: usize, limit: i32, base: i32, out: usize, n: i32): i32 {
  return fromCounts<u32>(counts, limit, base, out, n);
}

/** As root_offsets_i32, with counts i64[n]. */
export function root_offsets_i64(counts: usize, limit: i32, base: i32, out: usize, n: i32): i32 {
  return fromCounts<i64>(counts, limit, base, out, n);
}

/** As root_offsets_i32, with counts u64[n]. */
export function root_offsets_u64(counts: usize, limit: i32, base: i32, out: usize, n: i32): i32 {
  return fromCounts<u64>(counts, limit, base, out, n);
}
