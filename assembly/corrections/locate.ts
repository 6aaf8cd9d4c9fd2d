// Bins of values: edge[i] <= x < edge[i + 1]. NaN counts as above.

import * as op from "../../src/corrections/opcodes";

/**
 * The bin of a value on an axis: -1 below, the number of bins above.
 *
 * @param axis  i32[AXIS_WORDS], see src/corrections/opcodes.ts
 */
export function locate(axis: usize, code: usize, pool: usize, x: f64): i32 {
  const bins = load<i32>(axis, 12);
  const edges = pool + ((<usize>load<i32>(axis, 16)) << 3);
  if (load<i32>(axis, 8) === op.UNIFORM) {
    const low = load<f64>(edges);
    const high = load<f64>(edges, 8);
    if (x < low) return -1;
    if (!(x < high)) return bins;
    // One ulp below the high end the quotient may be 1.
    return min(<i32>(<f64>bins * ((x - low) / (high - low))), bins - 1);
  }
  const buckets = load<i32>(axis, 28);
  if (buckets > 0) {
    const value = x <= Infinity ? x : Infinity;
    const low = load<f64>(edges + ((<usize>bins) << 3), 8);
    const scale = load<f64>(edges + ((<usize>bins) << 3), 16);
    const bucket = bucketOf(value, low, scale, buckets);
    const before = load<i32>(code + ((<usize>(load<i32>(axis, 24) + bucket)) << 2));
    return before - 1 + <i32>(value >= load<f64>(edges + ((<usize>before) << 3)));
  }
  let first = 0;
  let last = bins + 1;
  while (first < last) {
    const middle = (first + last) >> 1;
    if (x < load<f64>(edges + ((<usize>middle) << 3))) last = middle;
    else first = middle + 1;
  }
  return first - 1;
}

/**
 * Where a value falls in the table of buckets. Never falls as x rises, and so a value lies above the
 * edges of the buckets before its own, and below those of the buckets after it. NaN is in the last one.
 */
export function bucketOf(x: f64, low: f64, scale: f64, buckets: i32): i32 {
  const at = Places.buckets(
    f64x2.splat(x),
    f64x2.splat(low),
    f64x2.splat(scale),
    f64x2.splat(<f64>(buckets - 1)),
  );
  return i32x4.extract_lane(at, 0);
}

/** As `bucketOf` and for the binding, which makes the table with it. */
export function corrections_bucket(x: f64, low: f64, scale: f64, buckets: i32): i32 {
  return bucketOf(x, low, scale, buckets);
}

/**
 * The bin of a value that is led back into the range; -2 where there is none (NaN, infinities, a
 * range without an end).
 */
export function locateWrapped(axis: usize, code: usize, pool: usize, x: f64): i32 {
  const bins = load<i32>(axis, 12);
  const edges = pool + ((<usize>load<i32>(axis, 16)) << 3);
  const uniform = load<i32>(axis, 8) === op.UNIFORM;
  const low = load<f64>(edges);
  const high = load<f64>(edges + (uniform ? 8 : (<usize>bins) << 3));
  // Nothing is led back into an infinite range.
  if (!(high - low < Infinity)) return -2;
  let turns = (x - low) / (high - low);
  turns -= floor(turns);
  if (!(turns >= 0)) return -2;
  if (uniform) return min(<i32>(<f64>bins * turns), bins - 1);
  return min(max(locate(axis, code, pool, low + turns * (high - low)), 0), bins - 1);
}

/** Marks a block's element that lies outside; what is added for further axes leaves the bit. */
const OUTSIDE: i32 = 0x40000000;

/**
 * Adds stride * bin of each value of a block to its position among the contents.
 *
 * @param values     f64[count] or i64[count]
 * @param positions  i32[count + 2], changed
 * @returns 0, or 1 + the index of the first value outside, where that is an error
 */
export function locateBlock(
  axis: usize,
  code: usize,
  pool: usize,
  flow: i32,
  values: usize,
  positions: usize,
  count: i32,
): i32 {
  const bins = load<i32>(axis, 12);
  const stride = load<i32>(axis, 20);
  const integer = load<i32>(axis, 4) !== 0;
  if (flow === op.WRAP) {
    for (let i = 0; i < count; i++) {
      const bin = locateWrapped(axis, code, pool, valueAt(values, i, integer));
      if (bin < 0) return i + 1;
      add(positions, i, stride * bin);
    }
    return 0;
  }
  for (let i = 0; i < count; i++) {
    const bin = locate(axis, code, pool, valueAt(values, i, integer));
    if (<u32>bin < <u32>bins) add(positions, i, stride * bin);
    else if (flow === op.CLAMP) add(positions, i, bin < 0 ? 0 : stride * (bins - 1));
    else if (flow === op.ERROR) return i + 1;
    else store<i32>(positions + ((<usize>i) << 2), OUTSIDE);
  }
  return 0;
}

export function valueAt(values: usize, i: i32, integer: bool): f64 {
  const at = values + ((<usize>i) << 3);
  return integer ? <f64>load<i64>(at) : load<f64>(at);
}

function add(positions: usize, i: i32, step: i32): void {
  const at = positions + ((<usize>i) << 2);
  store<i32>(at, load<i32>(at) + step);
}

/** Added to a whole number below 2^51, it leaves it in the lowest bits. */
const WHOLE: f64 = 6755399441055744.0;

class Places {
  /** The buckets of two values, in the lower halves of lanes. */
  @inline
  static buckets(x: v128, low: v128, scale: v128, last: v128): v128 {
    // pmin takes the last bucket where the other is not below it: for NaN as well.
    const at = f64x2.pmin(last, f64x2.mul(f64x2.sub(x, low), scale));
    return f64x2.add(f64x2.pmax(f64x2.splat(0), at), f64x2.splat(WHOLE));
  }

  /** The stride times the bins of two values, by the records of an axis. */
  @inline
  static variable(
    x: v128,
    low: v128,
    scale: v128,
    last: v128,
    strides: v128,
    records: usize,
  ): v128 {
    const at = i64x2.shl(Places.buckets(x, low, scale, last), 4);
    const first = v128.load(records + <usize>(<u32>i32x4.extract_lane(at, 0)));
    const second = v128.load(records + <usize>(<u32>i32x4.extract_lane(at, 2)));
    const edges = i64x2.shuffle(first, second, 0, 2);
    const below = i64x2.shuffle(first, second, 1, 3);
    return f64x2.add(below, v128.and(strides, f64x2.ge(x, edges)));
  }

  /** OUT for values that are not from `low` to below `high`. */
  @inline
  static outside(x: v128, low: v128, high: v128): v128 {
    const inside = v128.and(f64x2.ge(x, low), f64x2.lt(x, high));
    return v128.andnot(f64x2.splat(OUT), inside);
  }

  /** The stride times the bins of two values, by the width of an axis. */
  @inline
  static uniform(x: v128, low: v128, width: v128, many: v128, last: v128, strides: v128): v128 {
    const turns = f64x2.div(f64x2.sub(x, low), width);
    const at = f64x2.pmin(last, f64x2.mul(many, turns));
    return f64x2.mul(f64x2.floor(f64x2.pmax(f64x2.splat(0), at)), strides);
  }
}

/** Added to the place of what lies outside of an axis: places are below 2^30. */
const OUT: f64 = 2147483648.0;

/**
 * The places of a block's values on an axis with records, or a uniform one. Those outside are led back into it,
 * or have places from OUT on.
 *
 * @param strict  whether values outside are told from others
 * @param values  f64[count], and one more may be read
 * @param places  f64[count + 1], written: the stride times the bin; where not `first`, that is added
 */
export function placeBlock(
  axis: usize,
  pool: usize,
  strict: bool,
  values: usize,
  places: usize,
  first: bool,
  count: i32,
): void {
  const edges = pool + ((<usize>load<i32>(axis, 16)) << 3);
  const bins = load<i32>(axis, 12);
  const strides = f64x2.splat(<f64>load<i32>(axis, 20));
  const end = places + ((<usize>count) << 3);
  const lowest = v128.load64_splat(edges);
  if (load<i32>(axis, 8) === op.UNIFORM) {
    const highest = v128.load64_splat(edges, 8);
    const width = f64x2.sub(highest, lowest);
    const many = f64x2.splat(<f64>bins);
    const last = f64x2.splat(<f64>(bins - 1));
    for (; places < end; places += 16) {
      const x = v128.load(values);
      let place = Places.uniform(x, lowest, width, many, last, strides);
      if (strict) place = f64x2.add(place, Places.outside(x, lowest, highest));
      v128.store(places, first ? place : f64x2.add(v128.load(places), place));
      values += 16;
    }
    return;
  }
  const highest = v128.load64_splat(edges + ((<usize>bins) << 3));
  const low = v128.load64_splat(edges + ((<usize>bins) << 3), 8);
  const scale = v128.load64_splat(edges + ((<usize>bins) << 3), 16);
  const last = f64x2.splat(<f64>(load<i32>(axis, 28) - 1));
  const records = pool + ((<usize>load<i32>(axis, 32)) << 3);
  for (; places < end; places += 16) {
    const x = v128.load(values);
    let place = Places.variable(x, low, scale, last, strides, records);
    if (strict) place = f64x2.add(place, Places.outside(x, lowest, highest));
    v128.store(places, first ? place : f64x2.add(v128.load(places), place));
    values += 16;
  }
}

/** Whether an element of a block lies outside of an axis, as `placeBlock` tells. */
export function anyOutside(places: usize, count: i32): bool {
  let most = f64x2.splat(0);
  const end = places + ((<usize>count) << 3);
  for (const last = end - 8; places < last; places += 16) {
    most = f64x2.pmax(most, v128.load(places));
  }
  if (places < end) most = f64x2.pmax(most, v128.load64_zero(places));
  return v128.any_true(f64x2.ge(most, f64x2.splat(OUT)));
}

/**
 * Numbers of a row at the places of a block, the last for all places behind it.
 *
 * @param row     f64[end + 1]
 * @param places  f64[count + 1], changed to the numbers
 */
export function pickBlock(row: usize, end: i32, places: usize, count: i32): void {
  const magic = f64x2.splat(WHOLE);
  const most = f64x2.splat(<f64>end);
  const stop = places + ((<usize>count) << 3);
  for (const last = stop - 8; places < last; places += 16) {
    const place = f64x2.pmin(most, v128.load(places));
    const at = i64x2.shl(f64x2.add(place, magic), 3);
    const first = v128.load64_zero(row + <usize>(<u32>i32x4.extract_lane(at, 0)));
    v128.store(places, v128.load64_lane(row + <usize>(<u32>i32x4.extract_lane(at, 2)), first, 1));
  }
  if (places < stop) {
    const place = min(load<f64>(places), <f64>end);
    store<f64>(places, load<f64>(row + ((<usize>(<i32>place)) << 3)));
  }
}
