import { log } from "../math/exponential";
import { place } from "./program";

/**
 * -log of the Poisson probabilities without the factorials: sum of yield - n log(yield), where 0 log 0
 * is 0. NaN if a yield is negative or NaN, infinite if data are where none is expected. Even and odd
 * bins are summed apart, in order.
 *
 * @param yields f64[bins]
 * @param data   f64[bins]
 * @param bins   even
 * @param clip   yields below it are raised to it; NaN for no clipping
 */
export function stats_poisson_nll_f64(yields: usize, data: usize, bins: i32, clip: f64): f64 {
  let sum = f64x2.splat(0);
  const zero = f64x2.splat(0);
  const least = f64x2.splat(clip);
  for (let i = 0; i < bins; i += 2) {
    const raw = v128.load(place(yields, i));
    const nu = v128.bitselect(least, raw, f64x2.lt(raw, least));
    const n = v128.load(place(data, i));
    const surprise = f64x2.mul(n, log(nu));
    // A negative yield is no rate, data or not: nu - nu log 1 would pass it.
    const none = v128.and(f64x2.eq(n, zero), f64x2.ge(nu, zero));
    sum = f64x2.add(sum, f64x2.sub(nu, v128.andnot(surprise, none)));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/**
 * What the derivatives of {@link stats_poisson_nll_f64} by the yields are: first 1 - n/yield, second
 * n/yield^2; where n is 0, 1 and 0. A yield that was raised to `clip` has none.
 *
 * @param yields f64[bins], before clipping
 * @param data   f64[bins]
 * @param first  f64[bins], written
 * @param second f64[bins], written
 * @param clip   NaN for no clipping
 */
export function stats_poisson_derivatives_f64(
  yields: usize,
  data: usize,
  first: usize,
  second: usize,
  bins: i32,
  clip: f64,
): void {
  for (let i = 0; i < bins; i++) {
    const nu = load<f64>(place(yields, i));
    const n = load<f64>(place(data, i));
    let one: f64 = 1;
    let two: f64 = 0;
    if (nu < clip) {
      one = 0;
    } else if (n !== 0) {
      const ratio = n / nu;
      one = 1 - ratio;
      two = ratio / nu;
    }
    store<f64>(place(first, i), one);
    store<f64>(place(second, i), two);
  }
}

/**
 * -log of the constraints: normal ones without their constants, Poisson ones without factorials. In
 * order.
 *
 * @param index      i32[n]: parameter of each constraint
 * @param width      f64[n]: sigma of a normal constraint; minus the rate factor of a Poisson one
 * @param auxiliary  f64[n]: its datum
 * @param parameters f64[…]
 * @param gradient   f64[…]: its derivatives are added; 0 for none
 * @param hessian    f64[size, size]: second derivatives are added to its diagonal; 0 for none
 */
export function stats_constraints_f64(
  index: usize,
  width: usize,
  auxiliary: usize,
  n: i32,
  parameters: usize,
  gradient: usize,
  hessian: usize,
  size: i32,
): f64 {
  let sum: f64 = 0;
  for (let j = 0; j < n; j++) {
    const k = load<i32>(index + ((<usize>j) << 2));
    const x = load<f64>(place(parameters, k));
    const a = load<f64>(place(auxiliary, j));
    const w = load<f64>(place(width, j));
    let slope: f64;
    let bend: f64;
    if (w > 0) {
      const pull = (x - a) / w;
      sum += 0.5 * pull * pull;
      slope = pull / w;
      bend = 1 / (w * w);
    } else {
      const rate = -w * x;
      sum += rate;
      slope = -w;
      bend = 0;
      if (a !== 0) {
        sum -= a * f64x2.extract_lane(log(f64x2.splat(rate)), 0);
        slope -= a / x;
        bend = a / (x * x);
      } else if (rate < 0) {
        sum = NaN;
      }
    }
    if (gradient !== 0) {
      const at = place(gradient, k);
      store<f64>(at, load<f64>(at) + slope);
    }
    if (hessian !== 0) {
      const at = place(hessian, k * size + k);
      store<f64>(at, load<f64>(at) + bend);
    }
  }
  return sum;
}
