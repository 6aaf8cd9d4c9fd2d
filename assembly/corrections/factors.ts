// Scale factors of objects and what moves them, element by element. NaN marks what tables do not hold.

import { cosh } from "../math/exponential";
import { Codes } from "./codes";

/**
 * One number for all.
 *
 * @param out  f64[n], written
 */
export function corrections_fill(out: usize, value: f64, n: i32): void {
  for (const end = out + ((<usize>n) << 3); out < end; out += 8) store<f64>(out, value);
}

/** Added to a whole number below 2^51, it leaves it in the lowest bits. */
const WHOLE: f64 = 6755399441055744.0;

/**
 * Elements of a table; NaN where the index is NaN.
 *
 * @param table    f64, more than every index
 * @param indices  f64[n], whole numbers from 0, and one more, which is set to 0 where n is odd
 * @param out      f64[n], written, and 8 bytes more
 */
export function corrections_pick(table: usize, indices: usize, out: usize, n: i32): void {
  if ((n & 1) !== 0) store<f64>(indices + ((<usize>n) << 3), 0);
  const nothing = f64x2.splat(NaN);
  for (const end = out + ((<usize>n) << 3); out < end; out += 16) {
    const index = v128.load(indices);
    const whole = f64x2.add(f64x2.pmax(f64x2.splat(0), index), f64x2.splat(WHOLE));
    const at = i64x2.shl(whole, 3);
    const first = v128.load64_zero(table + <usize>(<u32>i32x4.extract_lane(at, 0)));
    const second = table + <usize>(<u32>i32x4.extract_lane(at, 2));
    const value = v128.load64_lane(second, first, 1);
    v128.store(out, v128.bitselect(value, nothing, f64x2.eq(index, index)));
    indices += 16;
  }
}

/**
 * Makes NaN, nothing, of what is no finite number.
 *
 * @param x  f64[n], changed, and one more
 */
export function corrections_finite(x: usize, n: i32): void {
  const nothing = f64x2.splat(NaN);
  for (const end = x + ((<usize>n) << 3); x < end; x += 16) {
    const value = v128.load(x);
    v128.store(x, v128.bitselect(value, nothing, Codes.finite(value)));
  }
}

/**
 * @param x    f64[n], and one more may be read
 * @param out  f64[n], written, and 8 bytes more: |x|
 */
export function corrections_absolute(x: usize, out: usize, n: i32): void {
  for (const end = out + ((<usize>n) << 3); out < end; out += 16) {
    v128.store(out, f64x2.abs(v128.load(x)));
    x += 16;
  }
}

/**
 * @param energy, eta  f64[n], and one more may be read
 * @param out  f64[n], written, and 8 bytes more: energy / cosh(eta)
 */
export function corrections_transverse(energy: usize, eta: usize, out: usize, n: i32): void {
  for (const end = out + ((<usize>n) << 3); out < end; out += 16) {
    v128.store(out, f64x2.div(v128.load(energy), cosh(v128.load(eta))));
    energy += 16;
    eta += 16;
  }
}

/**
 * Raises the status of each object: to 1 where a value is outside of [low, high), to 2 where it is not finite.
 *
 * @param x       f64[n], and seven more may be read
 * @param status  u8[n], changed, and seven more
 */
export function corrections_check(x: usize, low: f64, high: f64, status: usize, n: i32): void {
  const least = f64x2.splat(low);
  const most = f64x2.splat(high);
  for (const end = status + <usize>n; status < end; status += 8) {
    const a = Checked.codes(v128.load(x), least, most);
    const b = Checked.codes(v128.load(x, 16), least, most);
    const c = Checked.codes(v128.load(x, 32), least, most);
    const d = Checked.codes(v128.load(x, 48), least, most);
    const now = i8x16.max_u(v128.load64_zero(status), Codes.bytes(a, b, c, d));
    v128.store64_lane(status, now, 0);
    x += 64;
  }
}

class Checked {
  /** The codes of two numbers. */
  @inline
  static codes(x: v128, low: v128, high: v128): v128 {
    const inside = v128.and(f64x2.ge(x, low), f64x2.lt(x, high));
    return Codes.of(Codes.finite(x), inside);
  }
}

/**
 * Raises the status of each object to 1 where a table holds nothing for it.
 *
 * @param x       f64[n]
 * @param status  u8[n], changed
 */
export function corrections_check_known(x: usize, status: usize, n: i32): void {
  for (const end = status + <usize>n; status < end; status++) {
    const value = load<f64>(x);
    if (!(value <= Infinity) && load<u8>(status) === 0) store<u8>(status, 1);
    x += 8;
  }
}

/**
 * Moves numbers by a shift. A shift that is NaN moves nothing.
 *
 * @param nominal, shift  f64[n], and one more may be read
 * @param out  f64[n], written, and 8 bytes more: nominal + factor shift; may be `nominal`
 */
export function corrections_shift(
  nominal: usize,
  shift: usize,
  factor: f64,
  out: usize,
  n: i32,
): void {
  const sign = f64x2.splat(factor);
  for (const end = out + ((<usize>n) << 3); out < end; out += 16) {
    const x = v128.load(shift);
    const moved = v128.and(f64x2.mul(sign, x), f64x2.eq(x, x));
    v128.store(out, f64x2.add(v128.load(nominal), moved));
    nominal += 16;
    shift += 16;
  }
}

/**
 * Adds squares: NaN counts as 0.
 *
 * @param x    f64[n], and one more may be read
 * @param sum  f64[n], changed, and 8 bytes more
 */
export function corrections_add_square(x: usize, sum: usize, n: i32): void {
  for (const end = sum + ((<usize>n) << 3); sum < end; sum += 16) {
    const value = v128.load(x);
    const square = v128.and(f64x2.mul(value, value), f64x2.eq(value, value));
    v128.store(sum, f64x2.add(v128.load(sum), square));
    x += 16;
  }
}

/**
 * @param x  f64[n], changed to its square root, and one more
 */
export function corrections_root(x: usize, n: i32): void {
  for (const end = x + ((<usize>n) << 3); x < end; x += 16) {
    v128.store(x, f64x2.sqrt(v128.load(x)));
  }
}

/**
 * Puts a number where an object has a status.
 *
 * @param status  u8[n]
 * @param x       f64[n], changed
 */
export function corrections_settle(status: usize, neutral: f64, x: usize, n: i32): void {
  for (const end = x + ((<usize>n) << 3); x < end; x += 8) {
    if (load<u8>(status) !== 0) store<f64>(x, neutral);
    status++;
  }
}

/**
 * Other values, where they are numbers: the difference to the nominal ones is added, so that several shifts
 * add up.
 *
 * @param nominal, value  f64[n], and one more may be read
 * @param out  f64[n], changed: out + (value - nominal), or `value` itself where `out` is nominal
 */
export function corrections_replace(nominal: usize, value: usize, out: usize, n: i32): void {
  for (const end = out + ((<usize>n) << 3); out < end; out += 8) {
    const now = load<f64>(out);
    const before = load<f64>(nominal);
    const other = load<f64>(value);
    if (other <= Infinity) store<f64>(out, now === before ? other : now + (other - before));
    nominal += 8;
    value += 8;
  }
}

/**
 * Leads numbers back into [low, high]; NaN stays.
 *
 * @param x    f64[n], and one more may be read
 * @param out  f64[n], written, and 8 bytes more
 */
export function corrections_clamp(x: usize, low: f64, high: f64, out: usize, n: i32): void {
  const least = f64x2.splat(low);
  const most = f64x2.splat(high);
  for (const end = out + ((<usize>n) << 3); out < end; out += 16) {
    v128.store(out, f64x2.pmin(f64x2.pmax(v128.load(x), least), most));
    x += 16;
  }
}

/**
 * @param status  u8[n], written: 0
 */
export function corrections_clear(status: usize, n: i32): void {
  memory.fill(status, 0, <usize>n);
}
