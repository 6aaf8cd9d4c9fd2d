// Codes of integer, boolean and integer category axes; see codes.ts.

const OVERFLOW: i32 = -2;

/** 1.5 * 2^52: its sum with an integer has that integer in the low 32 bits. */
const MAGIC: f64 = 6755399441055744.0;

/**
 * Integer axis that is not circular.
 *
 * @param values f64[n], integers
 * @param codes  i32[n], written
 * @see boost::histogram::axis::integer::index
 */
export function hist_codes_integer(
  values: usize,
  codes: usize,
  n: i32,
  start: f64,
  bins: i32,
): void {
  const low = f64x2.splat(start);
  const size = f64x2.splat(<f64>bins);
  const below = f64x2.splat(-1);
  const magic = f64x2.splat(MAGIC);
  const last = i32x4.splat(bins);
  const over = i32x4.splat(bins ^ OVERFLOW);
  for (let i = 0; i < n; i += 4) {
    const at = values + ((<usize>i) << 3);
    const z0 = f64x2.sub(v128.load(at), low);
    const z1 = f64x2.sub(v128.load(at, 16), low);
    const k0 = f64x2.add(f64x2.pmax(below, f64x2.pmin(size, z0)), magic);
    const k1 = f64x2.add(f64x2.pmax(below, f64x2.pmin(size, z1)), magic);
    const k = v128.shuffle<i32>(k0, k1, 0, 2, 4, 6);
    v128.store(codes + ((<usize>i) << 2), v128.xor(k, v128.and(i32x4.eq(k, last), over)));
  }
}

/**
 * Integer circular axis: counts modulo `bins`.
 *
 * @param values f64[n], integers
 * @param codes  i32[n], written
 */
export function hist_codes_integer_circular(
  values: usize,
  codes: usize,
  n: i32,
  start: f64,
  bins: i32,
): void {
  const size = <f64>bins;
  for (let i = 0; i < n; i++) {
    const z = load<f64>(values + ((<usize>i) << 3)) - start;
    store<i32>(codes + ((<usize>i) << 2), <i32>(z - floor(z / size) * size));
  }
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
 * Boolean axis cut to one of its bins: 0 there, outside -2.
 *
 * @param values f64[n]
 * @param codes  i32[n], written
 * @param only   the bin that is left: 0 or 1
 * @returns n
 */
export function hist_codes_boolean_cut(values: usize, codes: usize, n: i32, only: i32): i32 {
  for (let i = 0; i < n; i++) {
    const x = load<f64>(values + ((<usize>i) << 3));
    store<i32>(codes + ((<usize>i) << 2), <i32>(x !== 0) === only ? 0 : -2);
  }
  return n;
}

/**
 * Integer category axis: look-up in a hash table with linear probing.
 *
 * @param values f64[n], integers
 * @param codes  i32[n], written
 * @param keys   f64[mask + 1]: categories
 * @param bins   i32[mask + 1]: the bin of each key; -1 where the slot is empty
 * @param mask   number of slots - 1, a power of 2 less 1; at least one slot is empty
 */
export function hist_codes_category(
  values: usize,
  codes: usize,
  n: i32,
  keys: usize,
  bins: usize,
  mask: i32,
): void {
  for (let i = 0; i < n; i++) {
    const x = load<f64>(values + ((<usize>i) << 3));
    let slot = hist_category_slot(x, mask);
    let k = load<i32>(bins + ((<usize>slot) << 2));
    while (k >= 0 && load<f64>(keys + ((<usize>slot) << 3)) !== x) {
      slot = (slot + 1) & mask;
      k = load<i32>(bins + ((<usize>slot) << 2));
    }
    store<i32>(codes + ((<usize>i) << 2), select(k, OVERFLOW, k >= 0));
  }
}

/** First slot to look at for an integer. The table is filled by the same rule. */
export function hist_category_slot(x: f64, mask: i32): i32 {
  // Fibonacci hashing: 2^32 over the golden ratio.
  const hash = <u32>(<i64>x) * 0x9e3779b9;
  return <i32>((hash ^ (hash >> 15)) & <u32>mask);
}

/**
 * Integer category axis whose categories lie close together: look-up by the distance to the lowest.
 *
 * @param values f64[n], integers
 * @param codes  i32[n], written
 * @param lowest the lowest category
 * @param table  i32[span + 2]: for -1 to `span`, the bin of category `lowest` + i, or -2
 * @param span   highest category - lowest + 1
 */
export function hist_codes_category_table(
  values: usize,
  codes: usize,
  n: i32,
  lowest: f64,
  table: usize,
  span: i32,
): void {
  const low = f64x2.splat(lowest);
  const size = f64x2.splat(<f64>span);
  const below = f64x2.splat(-1);
  // 2^50 has units of 1/4: the sum with a place holds the address of its i32 in the low bits.
  const base = f64x2.splat(1125899906842624.0 + <f64>table / 4 + 1);
  for (let i = 0; i < n; i += 2) {
    const z = f64x2.sub(v128.load(values + ((<usize>i) << 3)), low);
    const at = f64x2.add(f64x2.pmax(below, f64x2.pmin(size, z)), base);
    const to = codes + ((<usize>i) << 2);
    store<i32>(to, load<i32>(<usize>(<u32>i64x2.extract_lane(at, 0))));
    store<i32>(to, load<i32>(<usize>(<u32>i64x2.extract_lane(at, 1))), 4);
  }
}

/**
 * The first entry outside all bins, for axes of integers that grow.
 *
 * @param codes i32[n]
 * @returns the position of the first negative code from `from` on, or n
 */
export function hist_codes_outside(codes: usize, from: i32, n: i32): i32 {
  let i = from;
  while (i < n && load<i32>(codes + ((<usize>i) << 2)) >= 0) i++;
  return i;
}
