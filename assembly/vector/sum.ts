// Sums of momenta over lists, from (pt, eta, phi, E or m) in one pass.

import { BLOCK, components, fillTables, scratch } from "./components";

/** Whether the first to fourth element belong to a list of 0 to 4. */
const masks: usize = memory.data<i32>([
  0, 0, 0, 0, -1, 0, 0, 0, -1, -1, 0, 0, -1, -1, -1, 0, -1, -1, -1, -1,
]);

/**
 * Sum of the momenta of each list, in float64, each component in the order of the list from +0.
 *
 * List i has `lengths[i + 1] - lengths[i]` elements from `starts[i]` on: `lengths` is `starts`, or
 * holds the offsets of a slice that keeps the first elements of each list.
 *
 * @param starts   i32[n + 1], rising
 * @param lengths  i32[n + 1]
 * @param pt       f32[starts[n]] where `single` is 1, else f64, as eta, phi, e
 * @param e        energies, or masses where `fromMass` is 1
 * @param px       f64[n], as py, pz, t, written
 */
export function vector_sum(
  starts: usize,
  lengths: usize,
  pt: usize,
  eta: usize,
  phi: usize,
  e: usize,
  single: i32,
  fromMass: i32,
  px: usize,
  py: usize,
  pz: usize,
  t: usize,
  n: i32,
): void {
  fillTables();
  const stop = load<i32>(starts + ((<usize>n) << 2));
  let blockStart = 0;
  let blockEnd = 0;
  for (let i = 0; i < n; i++) {
    let j = load<i32>(starts);
    const end = j + load<i32>(lengths, 4) - load<i32>(lengths);
    let xy = f64x2.splat(0);
    let zt = f64x2.splat(0);
    // Short lists without a branch on their length: what lies past the end counts as +0.
    if (end - j <= 4 && j >= blockStart && j < blockEnd && end <= blockEnd) {
      const source = scratch + ((<usize>(j - blockStart)) << 5);
      const inside = masks + ((<usize>(end - j)) << 4);
      const m1 = v128.load32_splat(inside);
      const m2 = v128.load32_splat(inside, 4);
      const m3 = v128.load32_splat(inside, 8);
      const m4 = v128.load32_splat(inside, 12);
      xy = f64x2.add(xy, v128.and(v128.load(source), m1));
      zt = f64x2.add(zt, v128.and(v128.load(source, 16), m1));
      xy = f64x2.add(xy, v128.and(v128.load(source, 32), m2));
      zt = f64x2.add(zt, v128.and(v128.load(source, 48), m2));
      xy = f64x2.add(xy, v128.and(v128.load(source, 64), m3));
      zt = f64x2.add(zt, v128.and(v128.load(source, 80), m3));
      xy = f64x2.add(xy, v128.and(v128.load(source, 96), m4));
      zt = f64x2.add(zt, v128.and(v128.load(source, 112), m4));
      j = end;
    }
    while (j < end) {
      if (j >= blockEnd) {
        components(pt, eta, phi, e, single !== 0, fromMass !== 0, j, stop);
        blockStart = j;
        blockEnd = j + BLOCK;
      }
      let source = scratch + ((<usize>(j - blockStart)) << 5);
      const last = min(end, blockEnd);
      const sourceEnd = source + ((<usize>(last - j)) << 5);
      for (; source < sourceEnd; source += 32) {
        xy = f64x2.add(xy, v128.load(source));
        zt = f64x2.add(zt, v128.load(source, 16));
      }
      j = last;
    }
    v128.store64_lane(px, xy, 0);
    v128.store64_lane(py, xy, 1);
    v128.store64_lane(pz, zt, 0);
    v128.store64_lane(t, zt, 1);
    starts += 4;
    lengths += 4;
    px += 8;
    py += 8;
    pz += 8;
    t += 8;
  }
}
