// Which events lie in certified luminosity blocks.

/** Number of elements below a value. values u32[n], ascending. */
function below(values: usize, n: i32, value: u32): i32 {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<u32>(values + ((<usize>middle) << 2)) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Whether each pair of a run and a block is in a list of ranges.
 *
 * @param runs     u32[n]
 * @param blocks   u32[n]
 * @param known    u32[k], ascending: runs that have ranges
 * @param offsets  i32[k + 1], of the bounds of each run
 * @param bounds   u32[offsets[k]], ascending for each run: first - 1 and last block of each range
 * @param out      bool[n], written
 */
export function selection_lumi_mask(
  runs: usize,
  blocks: usize,
  known: usize,
  offsets: usize,
  bounds: usize,
  out: usize,
  n: i32,
  k: i32,
): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const run = load<u32>(runs + at);
    const place = below(known, k, run);
    let inside = 0;
    if (place < k && load<u32>(known + ((<usize>place) << 2)) === run) {
      const from = load<i32>(offsets + ((<usize>place) << 2));
      const count = load<i32>(offsets + ((<usize>place) << 2), 4) - from;
      inside = below(bounds + ((<usize>from) << 2), count, load<u32>(blocks + at)) & 1;
    }
    store<u8>(out + <usize>i, inside);
  }
}
