// Momenta of muons: those of their tracks in the inner detector and the spectrometer are scaled and
// smeared, and change the combined one by their weights. Momenta in MeV; every muon is computed alone.

/**
 * What scale and smearing make of tracks' momenta:
 * ((1 + s1) + s0 / pt) / (1 + r0 g0 / pt + r1 g1 + r2 g2 pt). Parameters that are NaN count as 0; where the
 * denominator is not above 0 nothing is smeared.
 *
 * @param pt       f64[n], and one more may be read
 * @param tables   u32[5]: addresses of s0 (MeV), s1, r0 (MeV), r1, r2 (1 / MeV), f64[n] each, and one more
 * @param normals  f64[3][stride]: g0, g1, g2
 * @param out      f64[n], written, and 8 bytes more
 */
export function corrections_track(
  pt: usize,
  tables: usize,
  normals: usize,
  stride: i32,
  out: usize,
  n: i32,
): void {
  const one = f64x2.splat(1);
  const plane = (<usize>stride) << 3;
  for (let at: usize = 0, end = (<usize>n) << 3; at < end; at += 16) {
    const p = v128.load(pt + at);
    const scaled = f64x2.add(
      f64x2.add(one, term(tables, 1, at)),
      f64x2.div(term(tables, 0, at), p),
    );
    const g0 = v128.load(normals + at);
    const g1 = v128.load(normals + plane + at);
    const g2 = v128.load(normals + 2 * plane + at);
    const constant = f64x2.add(
      f64x2.div(f64x2.mul(term(tables, 2, at), g0), p),
      f64x2.mul(term(tables, 3, at), g1),
    );
    const slope = f64x2.mul(f64x2.mul(term(tables, 4, at), g2), p);
    const below = f64x2.add(one, f64x2.add(constant, slope));
    const sound = f64x2.gt(below, f64x2.splat(0));
    v128.store(out + at, f64x2.div(scaled, v128.bitselect(below, one, sound)));
  }
}

/** Parameter `k`, 0 for NaN. */
function term(tables: usize, k: usize, at: usize): v128 {
  const x = v128.load(<usize>load<u32>(tables + (k << 2)) + at);
  return v128.and(x, f64x2.eq(x, x));
}

/**
 * Combined momenta: pt (w inner + (1 - w) outer).
 *
 * @param pt, inner, outer, weight  f64[n], and one more may be read; a weight that is NaN counts as 0
 * @param out  f64[n], written, and 8 bytes more
 */
export function corrections_combine(
  pt: usize,
  inner: usize,
  outer: usize,
  weight: usize,
  out: usize,
  n: i32,
): void {
  const one = f64x2.splat(1);
  for (let at: usize = 0, end = (<usize>n) << 3; at < end; at += 16) {
    const x = v128.load(weight + at);
    const w = v128.and(x, f64x2.eq(x, x));
    const first = f64x2.mul(w, v128.load(inner + at));
    const second = f64x2.mul(f64x2.sub(one, w), v128.load(outer + at));
    v128.store(out + at, f64x2.mul(v128.load(pt + at), f64x2.add(first, second)));
  }
}
