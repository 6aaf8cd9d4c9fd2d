// What became of objects: the status of each, and what keeps its value.

/**
 * Whether any object has a status.
 *
 * @param status  u8[n], and up to 15 more may be read
 */
export function corrections_any(status: usize, n: i32): i32 {
  const end = status + <usize>n;
  for (; status + 16 <= end; status += 16) if (v128.any_true(v128.load(status))) return 1;
  for (; status < end; status++) if (load<u8>(status) !== 0) return 1;
  return 0;
}

/**
 * @param status  u8[n]
 * @param out     u8[n], written: the same
 */
export function corrections_copy_status(status: usize, out: usize, n: i32): void {
  memory.copy(out, status, <usize>n);
}

/**
 * Gives objects that have a status their former value.
 *
 * @param before  f64[n]
 * @param status  u8[n]
 * @param out     f64[n], changed
 */
export function corrections_restore(before: usize, status: usize, out: usize, n: i32): void {
  for (const end = status + <usize>n; status < end; status++) {
    if (load<u8>(status) !== 0) store<f64>(out, load<f64>(before));
    before += 8;
    out += 8;
  }
}

/**
 * Gives objects whose value is no finite number their former one, and the status 2.
 *
 * @param before  f64[n]
 * @param status  u8[n], changed
 * @param out     f64[n], changed
 */
export function corrections_sound(before: usize, status: usize, out: usize, n: i32): void {
  for (const end = status + <usize>n; status < end; status++) {
    if (!(abs(load<f64>(out)) < Infinity)) {
      store<f64>(out, load<f64>(before));
      store<u8>(status, 2);
    }
    before += 8;
    out += 8;
  }
}

/**
 * Momenta of muons' tracks of which one may be missing, which has the momentum 0: the other has all the weight.
 *
 * @param inner, outer, weight  f64[n]: momenta of the tracks, weight of the inner one
 * @param innerOut, outerOut, weightOut  f64[n], written; a missing track has the momentum 1 and the weight 0
 * @param status  u8[n], raised to 1 where both are missing, to 2 where one is no momentum
 */
export function corrections_tracks(
  inner: usize,
  outer: usize,
  weight: usize,
  innerOut: usize,
  outerOut: usize,
  weightOut: usize,
  status: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 3;
    const a = load<f64>(inner + at);
    const b = load<f64>(outer + at);
    const sound = a >= 0 && a < Infinity && b >= 0 && b < Infinity;
    const code: u8 = sound ? u8(a === 0 && b === 0) : 2;
    const now = status + <usize>i;
    store<u8>(now, max(load<u8>(now), code));
    store<f64>(innerOut + at, a > 0 ? a : 1);
    store<f64>(outerOut + at, b > 0 ? b : 1);
    const both = a > 0 && b > 0;
    store<f64>(weightOut + at, both ? load<f64>(weight + at) : f64(i32(a > 0)));
  }
}
