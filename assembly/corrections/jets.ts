// Uncertainties of jets, element by element.

/**
 * Momenta of jets that are scaled and smeared: x (1 + shift) max(1 + sqrt((r + |d|)^2 - r^2) z, 0).
 *
 * @param x         f64[n], and one more may be read: pt or m
 * @param shift     f64[n], and one more may be read: the sum of the scale's shifts
 * @param nominal   f64[n], and one more may be read: r, the resolution; where it is NaN nothing is smeared
 * @param widening  f64[n], and one more may be read: d, the sum of the resolution's shifts
 * @param normals   f64[n], and one more may be read: z
 * @param out       f64[n], written, and 8 bytes more
 */
export function corrections_jets(
  x: usize,
  shift: usize,
  nominal: usize,
  widening: usize,
  normals: usize,
  out: usize,
  n: i32,
): void {
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  for (let at: usize = 0, end = (<usize>n) << 3; at < end; at += 16) {
    const r = v128.load(nominal + at);
    const wider = f64x2.add(r, f64x2.abs(v128.load(widening + at)));
    const square = f64x2.sub(f64x2.mul(wider, wider), f64x2.mul(r, r));
    const width = v128.and(f64x2.sqrt(f64x2.pmax(square, zero)), f64x2.eq(r, r));
    const smearing = f64x2.add(one, f64x2.mul(width, v128.load(normals + at)));
    const scale = f64x2.add(one, v128.load(shift + at));
    const factor = f64x2.mul(scale, f64x2.pmax(smearing, zero));
    v128.store(out + at, f64x2.mul(v128.load(x + at), factor));
  }
}
