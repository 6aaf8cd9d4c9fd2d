// Index columns of RNTuples (format specification 1.0, "Column Description"): element i is where the
// lists of elements 0 to i end, counted from the start of the cluster. A run of clusters becomes one
// array of offsets: each page is written behind the pages before it, `base` larger.

/**
 * Offsets from split deltas of 8 bytes (SplitIndex64).
 *
 * @param page  u8[8 * n], split; the first element counts from the cluster's start, the others from
 *   the element before
 * @param base  added to each value: what the lists of the clusters before hold
 * @param limit the largest offset that may come out
 * @param out   i32[n], written; out[-1] is the offset before
 * @returns 0, or 1 + the first element that is less than the one before or more than `limit`
 */
export function root_ntuple_index_split_64(
  page: usize,
  base: i32,
  limit: i32,
  out: usize,
  n: i32,
): i32 {
  const plane = <usize>n;
  let high = i64x2.splat(0);
  const stop = page + 8 * plane;
  let at = page + 4 * plane;
  for (; at + 16 <= stop; at += 16) high = v128.or(high, v128.load(at));
  let rest: u32 = 0;
  for (; at < stop; at++) rest |= <u32>load<u8>(at);
  if (rest !== 0 || v128.any_true(high)) {
    // The first delta beyond 2^32: all before it are looked at, as it may not be the first fault.
    let first = n;
    for (let i = 0; i < n && first === n; i++) {
      for (let k: usize = 4; k < 8; k++) {
        if (load<u8>(page + k * plane + <usize>i) !== 0) first = i;
      }
    }
    return deltas(page, plane, base, limit, out, first) || first + 1;
  }
  return deltas(page, plane, base, limit, out, n);
}

/** As root_ntuple_index_split_64, from split deltas of 4 bytes (SplitIndex32): page u8[4 * n]. */
export function root_ntuple_index_split_32(
  page: usize,
  base: i32,
  limit: i32,
  out: usize,
  n: i32,
): i32 {
  return deltas(page, <usize>n, base, limit, out, n);
}

/** The first `n` deltas in four planes of bytes. */
function deltas(page: usize, plane: usize, base: i32, limit: i32, out: usize, n: i32): i32 {
  if (n === 0) return 0;
  const zero = i32x4.splat(0);
  let sum = i32x4.splat(base);
  let signs = zero;
  let i = 0;
  for (; i + 16 <= n; i += 16) {
    const at = page + <usize>i;
    const a = v128.load(at);
    const b = v128.load(at + plane);
    const c = v128.load(at + 2 * plane);
    const d = v128.load(at + 3 * plane);
    const ab = i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const cd = i8x16.shuffle(c, d, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const ef = i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const gh = i8x16.shuffle(c, d, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const v = i8x16.shuffle(ab, cd, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
    const w = i8x16.shuffle(ab, cd, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
    const x = i8x16.shuffle(ef, gh, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
    const y = i8x16.shuffle(ef, gh, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
    signs = v128.or(signs, v128.or(v128.or(v, w), v128.or(x, y)));
    // Each delta is below 2^31: the first sum beyond 2^31 - 1 has its sign bit set.
    const p = i32x4.add(sums(v), sum);
    const q = i32x4.add(sums(w), last(p));
    const r = i32x4.add(sums(x), last(q));
    const s = i32x4.add(sums(y), last(r));
    signs = v128.or(signs, v128.or(v128.or(p, q), v128.or(r, s)));
    const to = out + ((<usize>i) << 2);
    v128.store(to, p);
    v128.store(to, q, 16);
    v128.store(to, r, 32);
    v128.store(to, s, 48);
    sum = last(s);
  }
  let now = <i64>i32x4.extract_lane(sum, 0);
  const faulty = i32x4.bitmask(signs) !== 0 || now > <i64>limit;
  if (faulty || load<i32>(out) < load<i32>(out - 4)) {
    i = 0;
    now = base;
  }
  let previous = i === 0 ? <i64>load<i32>(out - 4) : now;
  for (; i < n; i++) {
    const at = page + <usize>i;
    const low = <u32>load<u8>(at) | ((<u32>load<u8>(at + plane)) << 8);
    const high = <u32>load<u8>(at + 2 * plane) | ((<u32>load<u8>(at + 3 * plane)) << 8);
    now += <i64>(low | (high << 16));
    if (now < previous || now > <i64>limit) return i + 1;
    store<i32>(out + ((<usize>i) << 2), <i32>now);
    previous = now;
  }
  return 0;
}

/** Running sums of four lanes. */
function sums(v: v128): v128 {
  const zero = i32x4.splat(0);
  const one = i32x4.add(
    v,
    i8x16.shuffle(zero, v, 0, 1, 2, 3, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27),
  );
  return i32x4.add(
    one,
    i8x16.shuffle(zero, one, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
  );
}

function last(v: v128): v128 {
  return i8x16.shuffle(v, v, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15);
}

function plain<T>(page: usize, base: i32, limit: i32, out: usize, n: i32): i32 {
  const bases = i32x4.splat(base);
  let before = i32x4.splat(load<i32>(out - 4));
  let high = i32x4.splat(0);
  let bad = i32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    let v: v128;
    const at = page + <usize>i * sizeof<T>();
    if (sizeof<T>() === 8) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      v = i8x16.shuffle(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
      high = v128.or(high, v128.or(a, b));
    } else {
      v = v128.load(at);
    }
    const now = i32x4.add(v, bases);
    const previous = i8x16.shuffle(
      before,
      now,
      12,
      13,
      14,
      15,
      16,
      17,
      18,
      19,
      20,
      21,
      22,
      23,
      24,
      25,
      26,
      27,
    );
    // Beyond 2^31 - 1 the sum is negative, and so less than the one before.
    bad = v128.or(bad, v128.or(i32x4.lt_s(now, previous), v));
    v128.store(out + ((<usize>i) << 2), now);
    before = now;
  }
  const wide = i64x2.extract_lane(high, 0) | i64x2.extract_lane(high, 1);
  const faulty = i32x4.bitmask(bad) !== 0 || wide >> 32 !== 0;
  if (faulty || (i > 0 && i32x4.extract_lane(before, 3) > limit)) i = 0;
  const room = <u64>(limit - base);
  let previous = load<i32>(out + ((<usize>i) << 2) - 4);
  for (; i < n; i++) {
    const value = <u64>load<T>(page + <usize>i * sizeof<T>());
    const now = base + <i32>value;
    if (value > room || now < previous) return i + 1;
    store<i32>(out + ((<usize>i) << 2), now);
    previous = now;
  }
  return 0;
}

/** As root_ntuple_index_split_64, from values as they are (Index64): page u64[n]. `base` <= `limit`. */
export function root_ntuple_index_64(page: usize, base: i32, limit: i32, out: usize, n: i32): i32 {
  return plain<u64>(page, base, limit, out, n);
}

/** As root_ntuple_index_split_64, from values as they are (Index32): page u32[n]. `base` <= `limit`. */
export function root_ntuple_index_32(page: usize, base: i32, limit: i32, out: usize, n: i32): i32 {
  return plain<u32>(page, base, limit, out, n);
}

/**
 * Subtracts the first offset from all.
 *
 * @param offsets i32[n]
 * @param out     i32[n], written; out[0] = 0
 */
export function root_ntuple_rebase(offsets: usize, out: usize, n: i32): void {
  const first = i32x4.splat(load<i32>(offsets));
  const end = offsets + ((<usize>n) << 2);
  while (offsets < end) {
    v128.store(out, i32x4.sub(v128.load(offsets), first));
    offsets += 16;
    out += 16;
  }
}

/**
 * Lengths of lists.
 *
 * @param offsets i32[n + 1]
 * @param out     i64[n], written
 */
export function root_ntuple_lengths_i64(offsets: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = offsets + ((<usize>i) << 2);
    store<i64>(out + ((<usize>i) << 3), <i64>(load<i32>(at, 4) - load<i32>(at)));
  }
}

/** As root_ntuple_lengths_i64, with out i32[n]. */
export function root_ntuple_lengths_i32(offsets: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = offsets + ((<usize>i) << 2);
    store<i32>(out + ((<usize>i) << 2), load<i32>(at, 4) - load<i32>(at));
  }
}

/**
 * Lists of no or one element become values that may be missing.
 *
 * @param offsets i32[n + 1]
 * @param out     i32[n], written: where the element lies, or -1
 * @returns 0, or 1 + the first list of more than one element
 */
export function root_ntuple_option(offsets: usize, out: usize, n: i32): i32 {
  let before = load<i32>(offsets);
  for (let i = 0; i < n; i++) {
    const after = load<i32>(offsets + ((<usize>i) << 2), 4);
    if (after - before > 1) return i + 1;
    store<i32>(out + ((<usize>i) << 2), after === before ? -1 : before);
    before = after;
  }
  return 0;
}

/**
 * Which alternative of a variant each element holds, and where.
 *
 * Elements of an alternative lie in order and without gaps, as they are written.
 *
 * @param page   per element u64 index, counted from the cluster's start, and u32 tag; 12 * n bytes
 * @param count  alternatives; tags are 1 to `count`, or 0 for no value
 * @param next   i32[count + 1]: the index that the next element of each tag must have
 * @param from   elements at the start of the page that are passed over but for `next`
 * @param base   i32[count + 1], added to each index
 * @param tags   i8[n - from], written
 * @param index  i32[n - from], written; 0 for no value
 * @returns 0, or 1 + the first element with another tag or index
 */
export function root_ntuple_switch(
  page: usize,
  count: i32,
  next: usize,
  from: i32,
  base: usize,
  tags: usize,
  index: usize,
  n: i32,
): i32 {
  for (let i = 0; i < n; i++) {
    const tag = load<u32>(page, 8);
    if (tag > <u32>count) return i + 1;
    const place = (<usize>tag) << 2;
    const at = load<i32>(next + place);
    if (tag !== 0) {
      if (load<u64>(page) !== <u64>at) return i + 1;
      store<i32>(next + place, at + 1);
    }
    if (i >= from) {
      const to = <usize>(i - from);
      store<i8>(tags + to, <i8>tag);
      store<i32>(index + (to << 2), tag === 0 ? 0 : at + load<i32>(base + place));
    }
    page += 12;
  }
  return 0;
}
