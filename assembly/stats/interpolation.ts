// HistFactory's interpolation codes with their first two derivatives.
// CERN-OPEN-2012-016, section 4; pyhf 0.7.6 interpolators.

import { exp } from "../math/exponential";
import { FACTOR_CODE1, FACTOR_CODE4 } from "./program";

function exponential(x: f64): f64 {
  return f64x2.extract_lane(exp(f64x2.splat(x)), 0);
}

/**
 * A scalar factor at parameter value x.
 *
 * @param table f64[…]: code 1: log hi, log lo; code 4: the same, then the six coefficients of the
 *   polynomial inside of +-1, lowest power (the first) first
 * @param out   f64[4], written: value, first and second derivative, and the first over the value
 */
export function scalarFactor(code: i32, x: f64, table: usize, out: usize): void {
  let value = x;
  let slope: f64 = 1;
  let bend: f64 = 0;
  if (code === FACTOR_CODE4 && abs(x) < 1) {
    const a1 = load<f64>(table, 16);
    const a2 = load<f64>(table, 24);
    const a3 = load<f64>(table, 32);
    const a4 = load<f64>(table, 40);
    const a5 = load<f64>(table, 48);
    const a6 = load<f64>(table, 56);
    value = 1 + x * (a1 + x * (a2 + x * (a3 + x * (a4 + x * (a5 + x * a6)))));
    slope = a1 + x * (2 * a2 + x * (3 * a3 + x * (4 * a4 + x * (5 * a5 + x * 6 * a6))));
    bend = 2 * a2 + x * (6 * a3 + x * (12 * a4 + x * (20 * a5 + x * 30 * a6)));
  } else if (code === FACTOR_CODE4 || code === FACTOR_CODE1) {
    const rate = x >= 0 ? load<f64>(table) : -load<f64>(table, 8);
    value = exponential(x * rate);
    slope = rate * value;
    bend = rate * slope;
  }
  store<f64>(out, value);
  store<f64>(out, slope, 8);
  store<f64>(out, bend, 16);
  store<f64>(out, slope / value, 24);
}

/**
 * The shift of a histosys at parameter value x, as a combination of two of its arrays: shift = a X +
 * b Y, its derivative da X + db Y, its second derivative ddb Y, where X is the array at place
 * `pick` of its table and Y the second one. The four arrays are
 *
 *   code 0:  -, -, hi - nominal, nominal - lo
 *   code 2:  (hi - lo)/2, (hi + lo)/2 - nominal, and the slopes above and below
 *   code 4p: (hi - lo)/2, (hi + lo)/2 - nominal over 8, hi - nominal, nominal - lo
 *
 * Code 2 goes on from zero above 1 and from its own slope below -1, as pyhf's does.
 *
 * @param out f64[6], written: pick, a, b, da, db, ddb
 */
export function shift(code: i32, x: f64, out: usize): void {
  let pick: f64 = 0;
  let a = x;
  let b: f64 = 0;
  const da: f64 = 1;
  let db: f64 = 0;
  let ddb: f64 = 0;
  if (code === 0) {
    pick = x >= 0 ? 2 : 3;
  } else if (x > 1) {
    pick = 2;
    if (code === 2) a = x - 1;
  } else if (x < -1) {
    pick = 3;
  } else if (code === 2) {
    b = x * x;
    db = 2 * x;
    ddb = 2;
  } else {
    const square = x * x;
    b = square * (15 + square * (3 * square - 10));
    db = x * (30 + square * (18 * square - 40));
    ddb = 30 + square * (90 * square - 120);
    // x != x: every comparison above is false, and NaN goes on.
  }
  store<f64>(out, pick);
  store<f64>(out, a, 8);
  store<f64>(out, b, 16);
  store<f64>(out, da, 24);
  store<f64>(out, db, 32);
  store<f64>(out, ddb, 40);
}
