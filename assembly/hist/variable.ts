// Codes of variable axes; see codes.ts.

const UNDERFLOW: i32 = -1;
const OVERFLOW: i32 = -2;

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
 * Variable axis through a table over cells of equal width: the table knows the bins below each cell,
 * and at most `steps` edges lie within one. Exact, since a value is compared with those edges.
 *
 * @param values    f64[n]
 * @param codes     i32[n], written
 * @param edges     f64[bins + 1 + steps], ascending; infinity behind the last
 * @param inclusive 1 puts the last edge into the last bin
 * @param table     i32[cells + 2]: for cell -1 to `cells`, the bin of values below its edges
 * @param scale     cells per unit: the cell of a value is floor((x - edges[0]) * scale)
 * @returns n
 */
export function hist_codes_variable_table(
  values: usize,
  codes: usize,
  n: i32,
  edges: usize,
  bins: i32,
  inclusive: i32,
  table: usize,
  cells: i32,
  scale: f64,
  steps: i32,
): i32 {
  const first = f64x2.splat(load<f64>(edges));
  const factor = f64x2.splat(scale);
  const most = f64x2.splat(<f64>cells);
  const below = f64x2.splat(-1);
  // 2^50 has units of 1/4: the sum with a cell holds the address of its i32 in the low bits.
  const base = f64x2.splat(1125899906842624.0 + <f64>table / 4 + 1);
  for (let i = 0; i < n; i += 2) {
    const x = v128.load(values + ((<usize>i) << 3));
    const u = f64x2.mul(f64x2.sub(x, first), factor);
    // NaN goes to the last cell, and past all of its edges.
    const cell = f64x2.floor(f64x2.pmax(below, f64x2.pmin(most, u)));
    const at = f64x2.add(cell, base);
    const a = f64x2.extract_lane(x, 0);
    const b = f64x2.extract_lane(x, 1);
    let j = load<i32>(<usize>(<u32>i64x2.extract_lane(at, 0)));
    let k = load<i32>(<usize>(<u32>i64x2.extract_lane(at, 1)));
    for (let step = 0; step < steps; step++) {
      j += <i32>!(a < load<f64>(edges + ((<usize>j) << 3), 8));
      k += <i32>!(b < load<f64>(edges + ((<usize>k) << 3), 8));
    }
    if (j >= bins)
      j = inclusive && a === load<f64>(edges + ((<usize>bins) << 3)) ? bins - 1 : OVERFLOW;
    if (k >= bins)
      k = inclusive && b === load<f64>(edges + ((<usize>bins) << 3)) ? bins - 1 : OVERFLOW;
    const to = codes + ((<usize>i) << 2);
    store<i32>(to, j);
    store<i32>(to, k, 4);
  }
  return n;
}
