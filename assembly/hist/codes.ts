// Where each value lies on one axis: its code. 0 or more is a bin, UNDERFLOW and OVERFLOW are
// outside, whether or not the axis has bins for that. The rules are boost-histogram's, to the bit.
//
// Kernels for axes that grow stop at the first value that needs a new bin and return its position;
// all others return n.

const UNDERFLOW: i32 = -1;
const OVERFLOW: i32 = -2;

/**
 * Regular axis: `z = (x - min) / delta`, bin `floor(z * bins)` for z in [0, 1). NaN is overflow.
 *
 * @param values    f64[n], transformed where the axis is
 * @param codes     i32[n], written
 * @param inclusive 1 puts z = 1 into the last bin: an axis without overflow is a closed range
 * @returns n
 * @see boost::histogram::axis::regular::index
 */
export function hist_codes_regular(
  values: usize,
  codes: usize,
  n: i32,
  min: f64,
  delta: f64,
  bins: i32,
  inclusive: i32,
): i32 {
  const size = f64x2.splat(<f64>bins);
  const low = f64x2.splat(min);
  const range = f64x2.splat(delta);
  const below = f64x2.splat(-1);
  const one = f64x2.splat(1);
  const magic = f64x2.splat(MAGIC);
  const last = i32x4.splat(bins);
  // Masked differences in place of bitselect, which costs three times the rest here (measured).
  const over = i32x4.splat(bins ^ OVERFLOW);
  const closed = i32x4.splat(OVERFLOW ^ (bins - 1));
  for (let i = 0; i < n; i += 4) {
    const at = values + ((<usize>i) << 3);
    const z0 = f64x2.div(f64x2.sub(v128.load(at), low), range);
    const z1 = f64x2.div(f64x2.sub(v128.load(at, 16), low), range);
    const k0 = whole(z0, size, below, magic);
    const k1 = whole(z1, size, below, magic);
    let k = v128.shuffle<i32>(k0, k1, 0, 2, 4, 6);
    k = v128.xor(k, v128.and(i32x4.eq(k, last), over));
    if (inclusive) {
      const edge = v128.shuffle<i32>(f64x2.eq(z0, one), f64x2.eq(z1, one), 0, 2, 4, 6);
      k = v128.xor(k, v128.and(edge, closed));
    }
    // Lanes past n fall into the slack.
    v128.store(codes + ((<usize>i) << 2), k);
  }
  return n;
}

/** 1.5 * 2^52: its sum with an integer, also a negative one, has that integer in the low 32 bits. */
const MAGIC: f64 = 6755399441055744.0;

/** floor(z * size), at least -1, at most `size`, NaN to `size`, in the low 32 bits of each lane. */
function whole(z: v128, size: v128, below: v128, magic: v128): v128 {
  // pmin(a, b) is b < a ? b : a, so NaN gives a.
  const inside = f64x2.pmax(below, f64x2.pmin(size, f64x2.mul(z, size)));
  return f64x2.add(f64x2.floor(inside), magic);
}

/**
 * Regular circular axis: the fraction of z counts; NaN and infinities are overflow.
 *
 * @param values f64[n]
 * @param codes  i32[n], written
 * @returns n
 */
export function hist_codes_regular_circular(
  values: usize,
  codes: usize,
  n: i32,
  min: f64,
  delta: f64,
  bins: i32,
): i32 {
  const size = <f64>bins;
  for (let i = 0; i < n; i++) {
    const z = (load<f64>(values + ((<usize>i) << 3)) - min) / delta;
    let k = OVERFLOW;
    if (z - z === 0) {
      // A tiny negative z gives a fraction of exactly 1: overflow, as in boost-histogram.
      k = <i32>((z - floor(z)) * size);
      if (k >= bins) k = OVERFLOW;
    }
    store<i32>(codes + ((<usize>i) << 2), k);
  }
  return n;
}

/**
 * Regular axis that grows: stops at the first finite value outside.
 *
 * @param values f64[n]
 * @param codes  i32[n], written up to the position returned
 * @param from   first entry
 * @returns the position of a value that needs new bins, or n
 * @see boost::histogram::axis::regular::update
 */
export function hist_codes_regular_growth(
  values: usize,
  codes: usize,
  from: i32,
  n: i32,
  min: f64,
  delta: f64,
  bins: i32,
): i32 {
  const size = <f64>bins;
  for (let i = from; i < n; i++) {
    const z = (load<f64>(values + ((<usize>i) << 3)) - min) / delta;
    let k: i32;
    if (z >= 0 && z < 1) k = <i32>(z * size);
    else if (z - z === 0) return i;
    else k = z < 0 ? UNDERFLOW : OVERFLOW;
    store<i32>(codes + ((<usize>i) << 2), k);
  }
  return n;
}

/**
 * Variable axis: the last edge not above the value.
 *
 * @param values    f64[n]
 * @param codes     i32[n], written
 * @param edges     f64[bins + 1], ascending
 * @param inclusive 1 puts the last edge into the last bin
 * @param circular  1 first moves finite values into the range by whole turns
 * @returns n
 * @see boost::histogram::axis::variable::index
 */
export function hist_codes_variable(
  values: usize,
  codes: usize,
  n: i32,
  edges: usize,
  bins: i32,
  inclusive: i32,
  circular: i32,
): i32 {
  const first = load<f64>(edges);
  const top = load<f64>(edges + ((<usize>bins) << 3));
  for (let i = 0; i < n; i++) {
    let x = load<f64>(values + ((<usize>i) << 3));
    if (circular) x -= floor((x - first) / (top - first)) * (top - first);
    store<i32>(codes + ((<usize>i) << 2), place(x, edges, bins, first, top, inclusive));
  }
  return n;
}

/** The code of one value on a variable axis, by bisection without branches. */
function place(x: f64, edges: usize, bins: i32, first: f64, top: f64, inclusive: i32): i32 {
  if (!(x < top)) return inclusive && x === top ? bins - 1 : OVERFLOW;
  if (x < first) return UNDERFLOW;
  let low = edges;
  let count = bins;
  while (count > 1) {
    const half = count >> 1;
    const middle = low + ((<usize>half) << 3);
    low = select(middle, low, load<f64>(middle) <= x);
    count -= half;
  }
  return <i32>((low - edges) >> 3);
}

/**
 * Variable axis that grows: stops at the first finite value outside.
 *
 * @param values f64[n]
 * @param codes  i32[n], written up to the position returned
 * @param from   first entry
 * @param edges  f64[bins + 1], ascending
 * @returns the position of a value that needs a new bin, or n
 */
export function hist_codes_variable_growth(
  values: usize,
  codes: usize,
  from: i32,
  n: i32,
  edges: usize,
  bins: i32,
): i32 {
  const first = load<f64>(edges);
  const top = load<f64>(edges + ((<usize>bins) << 3));
  for (let i = from; i < n; i++) {
    const x = load<f64>(values + ((<usize>i) << 3));
    const k = place(x, edges, bins, first, top, 0);
    if (k < 0 && x - x === 0) return i;
    store<i32>(codes + ((<usize>i) << 2), k);
  }
  return n;
}

/**
 * Integer axis.
 *
 * @param values   f64[n], integers
 * @param codes    i32[n], written up to the position returned
 * @param from     first entry
 * @param circular 1 counts modulo `bins`
 * @param growth   1 stops at the first value outside
 * @returns the position of a value that needs new bins, or n
 * @see boost::histogram::axis::integer::index
 */
export function hist_codes_integer(
  values: usize,
  codes: usize,
  from: i32,
  n: i32,
  start: f64,
  bins: i32,
  circular: i32,
  growth: i32,
): i32 {
  const size = <f64>bins;
  for (let i = from; i < n; i++) {
    let z = load<f64>(values + ((<usize>i) << 3)) - start;
    if (circular) z -= floor(z / size) * size;
    let k: i32;
    if (z >= 0 && z < size) k = <i32>z;
    else if (growth) return i;
    else k = z < 0 ? UNDERFLOW : OVERFLOW;
    store<i32>(codes + ((<usize>i) << 2), k);
  }
  return n;
}

/**
 * Boolean axis: 0 for 0, 1 for anything else.
 *
 * @param values f64[n]
 * @param codes  i32[n], written
 * @returns n
 */
export function hist_codes_boolean(values: usize, codes: usize, n: i32): i32 {
  for (let i = 0; i < n; i++) {
    const x = load<f64>(values + ((<usize>i) << 3));
    store<i32>(codes + ((<usize>i) << 2), <i32>(x !== 0));
  }
  return n;
}

/**
 * Integer category axis: look-up in a hash table with linear probing.
 *
 * @param values f64[n], integers
 * @param codes  i32[n], written up to the position returned
 * @param from   first entry
 * @param keys   f64[mask + 1]: categories
 * @param bins   i32[mask + 1]: the bin of each key; -1 where the slot is empty
 * @param mask   number of slots - 1, a power of 2 less 1; at least one slot is empty
 * @param growth 1 stops at the first unknown category
 * @returns the position of an unknown category, or n
 */
export function hist_codes_category(
  values: usize,
  codes: usize,
  from: i32,
  n: i32,
  keys: usize,
  bins: usize,
  mask: i32,
  growth: i32,
): i32 {
  for (let i = from; i < n; i++) {
    const x = load<f64>(values + ((<usize>i) << 3));
    let slot = hist_category_slot(x, mask);
    let k = load<i32>(bins + ((<usize>slot) << 2));
    while (k >= 0 && load<f64>(keys + ((<usize>slot) << 3)) !== x) {
      slot = (slot + 1) & mask;
      k = load<i32>(bins + ((<usize>slot) << 2));
    }
    if (k < 0) {
      if (growth) return i;
      k = OVERFLOW;
    }
    store<i32>(codes + ((<usize>i) << 2), k);
  }
  return n;
}

/** First slot to look at for an integer. The table is filled by the same rule. */
export function hist_category_slot(x: f64, mask: i32): i32 {
  // Fibonacci hashing: 2^32 over the golden ratio.
  const hash = <u32>(<i64>x) * 0x9e3779b9;
  return <i32>((hash ^ (hash >> 15)) & <u32>mask);
}

/**
 * Adds `shift` to every bin, after an axis grew at its lower end.
 *
 * @param codes i32[n], changed
 */
export function hist_codes_shift(codes: usize, n: i32, shift: i32): void {
  for (let i = 0; i < n; i++) {
    const at = codes + ((<usize>i) << 2);
    const k = load<i32>(at);
    store<i32>(at, select(k + shift, k, k >= 0));
  }
}
