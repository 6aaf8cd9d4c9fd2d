// Sums of lists. A float sum adds in the order of the list, starting from +0, as
// awkward_reduce_sum.cpp does: the same bits. Short lists dominate, so four (f32) or two (f64) of
// them are added side by side, one per lane; lanes past the end of their list add +0, which changes
// no sum that started from +0.

/** Masks of 0 to 4 leading f32 lanes. */
const mask32: usize = memory.data<i32>([
  0, 0, 0, 0, -1, 0, 0, 0, -1, -1, 0, 0, -1, -1, -1, 0, -1, -1, -1, -1,
]);
/** Masks of 0 to 2 leading f64 lanes. */
const mask64: usize = memory.data<i64>([0, 0, -1, 0, -1, -1]);
/** Lists longer than this are added one by one, so that reading past a shorter one stays in the slack. */
const SHORT = 16;

/** The first `left` of four elements, 0 where there are none. */
function head32(address: usize, left: i32): v128 {
  const count = max(min(left, 4), 0);
  return v128.and(v128.load(address), v128.load(mask32 + ((<usize>count) << 4)));
}

/** The first `left` of two elements, 0 where there are none. */
function head64(address: usize, left: i32): v128 {
  const count = max(min(left, 2), 0);
  return v128.and(v128.load(address), v128.load(mask64 + ((<usize>count) << 4)));
}

/** Adds up to two elements of each of two lists, in order. */
function addPairs(sum: v128, pa: usize, pb: usize, a: i32, b: i32): v128 {
  const ra = head64(pa, a);
  const rb = head64(pb, b);
  return f64x2.add(f64x2.add(sum, i64x2.shuffle(ra, rb, 0, 2)), i64x2.shuffle(ra, rb, 1, 3));
}

function sumOne<T, S>(content: usize, start: i32, stop: i32): S {
  let sum: S = 0;
  const end = content + <usize>stop * sizeof<T>();
  for (let p = content + <usize>start * sizeof<T>(); p < end; p += sizeof<T>())
    sum += <S>load<T>(p);
  return sum;
}

function sumLists<T, S>(offsets: usize, content: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<S>(out, sumOne<T, S>(content, load<i32>(offsets), load<i32>(offsets, 4)));
    offsets += 4;
    out += sizeof<S>();
  }
}

/**
 * Sum of each list in float32, in the order of the list; an empty list sums to 0.
 *
 * @param offsets i32[n + 1]
 * @param content f32[offsets[n]]
 * @param out     f32[n], written
 */
export function array_sum_f32(offsets: usize, content: usize, out: usize, n: i32): void {
  const end = offsets + ((<usize>(n & ~3)) << 2);
  const fours = i32x4.splat(4);
  while (offsets < end) {
    const sizes = i32x4.sub(v128.load(offsets, 4), v128.load(offsets));
    const o0 = load<i32>(offsets);
    if (i32x4.all_true(i32x4.eq(sizes, fours))) {
      // Four lists that fill their vectors, such as the leptons of a selection.
      const p = content + ((<usize>o0) << 2);
      const ra = v128.load(p);
      const rb = v128.load(p, 16);
      const rc = v128.load(p, 32);
      const rd = v128.load(p, 48);
      const ab = i32x4.shuffle(ra, rb, 0, 4, 1, 5);
      const cd = i32x4.shuffle(rc, rd, 0, 4, 1, 5);
      const ab2 = i32x4.shuffle(ra, rb, 2, 6, 3, 7);
      const cd2 = i32x4.shuffle(rc, rd, 2, 6, 3, 7);
      let sum = f32x4.add(f32x4.splat(0), i64x2.shuffle(ab, cd, 0, 2));
      sum = f32x4.add(sum, i64x2.shuffle(ab, cd, 1, 3));
      sum = f32x4.add(sum, i64x2.shuffle(ab2, cd2, 0, 2));
      v128.store(out, f32x4.add(sum, i64x2.shuffle(ab2, cd2, 1, 3)));
      offsets += 16;
      out += 16;
      continue;
    }
    const o1 = load<i32>(offsets, 4);
    const o2 = load<i32>(offsets, 8);
    const o3 = load<i32>(offsets, 12);
    const o4 = load<i32>(offsets, 16);
    let a = o1 - o0;
    let b = o2 - o1;
    let c = o3 - o2;
    let d = o4 - o3;
    const longest = max(max(a, b), max(c, d));
    if (longest > SHORT) {
      store<f32>(out, sumOne<f32, f32>(content, o0, o1));
      store<f32>(out, sumOne<f32, f32>(content, o1, o2), 4);
      store<f32>(out, sumOne<f32, f32>(content, o2, o3), 8);
      store<f32>(out, sumOne<f32, f32>(content, o3, o4), 12);
    } else {
      let pa = content + ((<usize>o0) << 2);
      let pb = content + ((<usize>o1) << 2);
      let pc = content + ((<usize>o2) << 2);
      let pd = content + ((<usize>o3) << 2);
      let sum = f32x4.splat(0);
      for (let j = 0; j < longest; j += 4) {
        const ra = head32(pa, a);
        const rb = head32(pb, b);
        const rc = head32(pc, c);
        const rd = head32(pd, d);
        const ab = i32x4.shuffle(ra, rb, 0, 4, 1, 5);
        const cd = i32x4.shuffle(rc, rd, 0, 4, 1, 5);
        sum = f32x4.add(sum, i64x2.shuffle(ab, cd, 0, 2));
        sum = f32x4.add(sum, i64x2.shuffle(ab, cd, 1, 3));
        const ab2 = i32x4.shuffle(ra, rb, 2, 6, 3, 7);
        const cd2 = i32x4.shuffle(rc, rd, 2, 6, 3, 7);
        sum = f32x4.add(sum, i64x2.shuffle(ab2, cd2, 0, 2));
        sum = f32x4.add(sum, i64x2.shuffle(ab2, cd2, 1, 3));
        pa += 16;
        pb += 16;
        pc += 16;
        pd += 16;
        a -= 4;
        b -= 4;
        c -= 4;
        d -= 4;
      }
      v128.store(out, sum);
    }
    offsets += 16;
    out += 16;
  }
  sumLists<f32, f32>(offsets, content, out, n & 3);
}

/**
 * Sum of each list in float64, in the order of the list; an empty list sums to 0.
 *
 * @param offsets i32[n + 1]
 * @param content f64[offsets[n]]
 * @param out     f64[n], written
 */
export function array_sum_f64(offsets: usize, content: usize, out: usize, n: i32): void {
  const end = offsets + ((<usize>(n & ~1)) << 2);
  while (offsets < end) {
    const o0 = load<i32>(offsets);
    const o1 = load<i32>(offsets, 4);
    const o2 = load<i32>(offsets, 8);
    const a = o1 - o0;
    const b = o2 - o1;
    const longest = max(a, b);
    if (longest > 8) {
      store<f64>(out, sumOne<f64, f64>(content, o0, o1));
      store<f64>(out, sumOne<f64, f64>(content, o1, o2), 8);
    } else {
      const pa = content + ((<usize>o0) << 3);
      const pb = content + ((<usize>o1) << 3);
      // Most lists end here: a branch on their length would be guessed wrong half the time.
      let sum = addPairs(f64x2.splat(0), pa, pb, a, b);
      sum = addPairs(sum, pa + 16, pb + 16, a - 2, b - 2);
      sum = addPairs(sum, pa + 32, pb + 32, a - 4, b - 4);
      if (longest > 6) sum = addPairs(sum, pa + 48, pb + 48, a - 6, b - 6);
      v128.store(out, sum);
    }
    offsets += 8;
    out += 16;
  }
  sumLists<f64, f64>(offsets, content, out, n & 1);
}

/** Sum of each list, wrapping. offsets i32[n + 1], content i8[offsets[n]], out i64[n], written. */
export function array_sum_i8(offsets: usize, content: usize, out: usize, n: i32): void {
  sumLists<i8, i64>(offsets, content, out, n);
}

/** Sum of each list, wrapping. offsets i32[n + 1], content u8[offsets[n]], out i64[n], written. */
export function array_sum_u8(offsets: usize, content: usize, out: usize, n: i32): void {
  sumLists<u8, i64>(offsets, content, out, n);
}

/** Sum of each list, wrapping. offsets i32[n + 1], content i16[offsets[n]], out i64[n], written. */
export function array_sum_i16(offsets: usize, content: usize, out: usize, n: i32): void {
  sumLists<i16, i64>(offsets, content, out, n);
}

/** Sum of each list, wrapping. offsets i32[n + 1], content u16[offsets[n]], out i64[n], written. */
export function array_sum_u16(offsets: usize, content: usize, out: usize, n: i32): void {
  sumLists<u16, i64>(offsets, content, out, n);
}

/** Sum of each list, wrapping. offsets i32[n + 1], content i32[offsets[n]], out i64[n], written. */
export function array_sum_i32(offsets: usize, content: usize, out: usize, n: i32): void {
  sumLists<i32, i64>(offsets, content, out, n);
}

/** Sum of each list, wrapping. offsets i32[n + 1], content u32[offsets[n]], out i64[n], written. */
export function array_sum_u32(offsets: usize, content: usize, out: usize, n: i32): void {
  sumLists<u32, i64>(offsets, content, out, n);
}

/** Sum of each list, wrapping. offsets i32[n + 1], content i64[offsets[n]], out i64[n], written. */
export function array_sum_i64(offsets: usize, content: usize, out: usize, n: i32): void {
  sumLists<i64, i64>(offsets, content, out, n);
}

// Sums of a whole column: NumPy's pairwise sum (numpy/_core/src/umath/loops_utils.h.src), so that
// the bits are NumPy's: halves down to 128 elements, in which eight running sums are kept.

function pairwise<T>(src: usize, n: i32): T {
  if (n < 8) {
    let sum: T = <T>-0.0;
    for (let i = 0; i < n; i++) sum += load<T>(src + <usize>i * sizeof<T>());
    return sum;
  }
  if (n > 128) {
    let half = n >> 1;
    half -= half & 7;
    return pairwise<T>(src, half) + pairwise<T>(src + <usize>half * sizeof<T>(), n - half);
  }
  const blocks = src + <usize>(n & ~7) * sizeof<T>();
  const end = src + <usize>n * sizeof<T>();
  let sum: T;
  if (sizeof<T>() === 4) {
    let low = v128.load(src);
    let high = v128.load(src, 16);
    for (src += 32; src < blocks; src += 32) {
      low = f32x4.add(low, v128.load(src));
      high = f32x4.add(high, v128.load(src, 16));
    }
    sum = <T>(
      (f32x4.extract_lane(low, 0) +
        f32x4.extract_lane(low, 1) +
        (f32x4.extract_lane(low, 2) + f32x4.extract_lane(low, 3)) +
        (f32x4.extract_lane(high, 0) +
          f32x4.extract_lane(high, 1) +
          (f32x4.extract_lane(high, 2) + f32x4.extract_lane(high, 3))))
    );
  } else {
    let a = v128.load(src);
    let b = v128.load(src, 16);
    let c = v128.load(src, 32);
    let d = v128.load(src, 48);
    for (src += 64; src < blocks; src += 64) {
      a = f64x2.add(a, v128.load(src));
      b = f64x2.add(b, v128.load(src, 16));
      c = f64x2.add(c, v128.load(src, 32));
      d = f64x2.add(d, v128.load(src, 48));
    }
    sum = <T>(
      (f64x2.extract_lane(a, 0) +
        f64x2.extract_lane(a, 1) +
        (f64x2.extract_lane(b, 0) + f64x2.extract_lane(b, 1)) +
        (f64x2.extract_lane(c, 0) +
          f64x2.extract_lane(c, 1) +
          (f64x2.extract_lane(d, 0) + f64x2.extract_lane(d, 1))))
    );
  }
  for (; src < end; src += sizeof<T>()) sum += load<T>(src);
  return sum;
}

/** Sum of a column in float32, in NumPy's pairwise order; 0 when empty. src f32[n]. */
export function array_total_f32(src: usize, n: i32): f32 {
  return n === 0 ? 0 : 0 + pairwise<f32>(src, n);
}

/** Sum of a column in float64, in NumPy's pairwise order; 0 when empty. src f64[n]. */
export function array_total_f64(src: usize, n: i32): f64 {
  return n === 0 ? 0 : 0 + pairwise<f64>(src, n);
}
