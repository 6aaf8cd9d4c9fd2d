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
 * edges of the buckets before its own, and below those of the buckets after it.
 */
export function bucketOf(x: f64, low: f64, scale: f64, buckets: i32): i32 {
  const at = i32x4.trunc_sat_f64x2_s_zero(f64x2.splat((x - low) * scale));
  return min(max(i32x4.extract_lane(at, 0), 0), buckets - 1);
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
  if (flow === op.CLAMP && !integer) {
    if (load<i32>(axis, 8) === op.UNIFORM) {
      clampUniform(axis, pool, values, positions, count);
      return 0;
    }
    if (load<i32>(axis, 28) > 0) {
      clampVariable(axis, code, pool, values, positions, count);
      return 0;
    }
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

/** Two values at a time. */
function clampUniform(axis: usize, pool: usize, values: usize, positions: usize, count: i32): void {
  const bins = load<i32>(axis, 12);
  const edges = pool + ((<usize>load<i32>(axis, 16)) << 3);
  const low = f64x2.splat(load<f64>(edges));
  const width = f64x2.sub(f64x2.splat(load<f64>(edges, 8)), low);
  const many = f64x2.splat(<f64>bins);
  const last = i32x4.splat(bins - 1);
  const stride = i32x4.splat(load<i32>(axis, 20));
  const nothing = i32x4.splat(0);
  const end = positions + ((<usize>count) << 2);
  for (; positions < end; positions += 8) {
    let x = v128.load(values);
    x = v128.bitselect(x, f64x2.splat(Infinity), f64x2.eq(x, x));
    const turns = f64x2.div(f64x2.sub(x, low), width);
    let bin = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(many, turns));
    bin = i32x4.min_s(i32x4.max_s(bin, nothing), last);
    const sum = i32x4.add(v128.load64_zero(positions), i32x4.mul(bin, stride));
    v128.store64_lane(positions, sum, 0);
    values += 16;
  }
}

/** Two values at a time, by the table of buckets. */
function clampVariable(
  axis: usize,
  code: usize,
  pool: usize,
  values: usize,
  positions: usize,
  count: i32,
): void {
  const bins = load<i32>(axis, 12);
  const stride = load<i32>(axis, 20);
  const edges = pool + ((<usize>load<i32>(axis, 16)) << 3);
  const low = f64x2.splat(load<f64>(edges + ((<usize>bins) << 3), 8));
  const scale = f64x2.splat(load<f64>(edges + ((<usize>bins) << 3), 16));
  const last = i32x4.splat(load<i32>(axis, 28) - 1);
  const table = code + ((<usize>load<i32>(axis, 24)) << 2);
  const nothing = i32x4.splat(0);
  const lastBin = i32x4.splat(bins - 1);
  const strides = i32x4.splat(stride);
  const end = positions + ((<usize>count) << 2);
  for (; positions < end; positions += 8) {
    let x = v128.load(values);
    x = v128.bitselect(x, f64x2.splat(Infinity), f64x2.eq(x, x));
    let at = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.sub(x, low), scale));
    at = i32x4.min_s(i32x4.max_s(at, nothing), last);
    const before = v128.load32_lane(
      table + ((<usize>i32x4.extract_lane(at, 1)) << 2),
      v128.load32_zero(table + ((<usize>i32x4.extract_lane(at, 0)) << 2)),
      1,
    );
    const edge = v128.load64_lane(
      edges + ((<usize>i32x4.extract_lane(before, 1)) << 3),
      v128.load64_zero(edges + ((<usize>i32x4.extract_lane(before, 0)) << 3)),
      1,
    );
    // All bits where the edge is not above: -1, in the two low words of each lane.
    const reached = f64x2.ge(x, edge);
    const mask = v128.shuffle<i32>(reached, reached, 0, 2, 0, 2);
    let bin = i32x4.sub(i32x4.sub(before, mask), i32x4.splat(1));
    bin = i32x4.min_s(i32x4.max_s(bin, nothing), lastBin);
    const sum = i32x4.add(v128.load64_zero(positions), i32x4.mul(bin, strides));
    v128.store64_lane(positions, sum, 0);
    values += 16;
  }
}
