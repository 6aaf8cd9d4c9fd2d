// Angles less multiples of pi/2, as hi + lo, for sine and cosine.

/** Where `reduceAngle` leaves hi (16 bytes), lo (16) and the multiple (16, i64x2). */
export const angle: usize = memory.data(48, 16);

/** Up to here, 2^20 multiples of pi/2, the products with the parts below are exact. */
const MEDIUM: f64 = 1647099.0;
/** Adding and subtracting it rounds to an integer, which then lies in the lowest bits. */
const ROUND: f64 = 6755399441055744.0;
const TWO_OVER_PI: f64 = 0.6366197723675814;
/** pi/2 in parts of 33 bits; the last has 53. */
const P1: f64 = 1.5707963267341256;
const P2: f64 = 6.077100506303966e-11;
const P3: f64 = 2.0222662487111665e-21;
const P4: f64 = 8.4784276603689e-32;

/** The first 1280 bits of 2/pi after the point. */
const twoOverPi: usize = memory.data<u64>([
  0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561,
  0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484,
  0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f,
  0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d, 0x7527bac7ebe5f17b,
  0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab, 0xf0cfbc209af4361d,
]);

/**
 * Splits angles into a multiple of pi/2 and a rest of at most about pi/4, right to 2^-100 of the
 * rest for any finite angle. Infinities and NaN leave NaN.
 */
export function reduceAngle(x: v128): void {
  const rounded = f64x2.add(f64x2.mul(x, f64x2.splat(TWO_OVER_PI)), f64x2.splat(ROUND));
  const j = f64x2.sub(rounded, f64x2.splat(ROUND));
  const r = f64x2.sub(x, f64x2.mul(j, f64x2.splat(P1)));
  const w2 = f64x2.mul(j, f64x2.splat(P2));
  const t = f64x2.sub(r, w2);
  const e2 = differenceError(r, w2, t);
  const w3 = f64x2.mul(j, f64x2.splat(P3));
  const u = f64x2.sub(t, w3);
  const e3 = differenceError(t, w3, u);
  const rest = f64x2.sub(f64x2.add(e2, e3), f64x2.mul(j, f64x2.splat(P4)));
  const hi = f64x2.add(u, rest);
  v128.store(angle, hi);
  v128.store(angle, f64x2.add(f64x2.sub(u, hi), rest), 16);
  v128.store(angle, rounded, 32);
  // NaN compares false and passes through above.
  if (v128.any_true(f64x2.gt(f64x2.abs(x), f64x2.splat(MEDIUM)))) {
    reduceLarge(f64x2.extract_lane(x, 0), angle);
    reduceLarge(f64x2.extract_lane(x, 1), angle + 8);
  }
}

/** What rounding took from `difference` = a - b. */
function differenceError(a: v128, b: v128, difference: v128): v128 {
  const back = f64x2.sub(difference, a);
  return f64x2.sub(f64x2.sub(a, f64x2.sub(difference, back)), f64x2.add(b, back));
}

/** 64 bits of 2/pi from bit `from` (1 the first after the point, which may lie ahead). */
function bitsAt(from: i32): u64 {
  const at = from - 1;
  if (at < 0) return at <= -64 ? 0 : load<u64>(twoOverPi) >> <u64>-at;
  const word = twoOverPi + ((<usize>(at >> 6)) << 3);
  const shift = <u64>(at & 63);
  if (shift === 0) return load<u64>(word);
  return (load<u64>(word) << shift) | (load<u64>(word, 8) >> (64 - shift));
}

function upperProduct(a: u64, b: u64): u64 {
  const al = a & 0xffffffff;
  const ah = a >> 32;
  const bl = b & 0xffffffff;
  const bh = b >> 32;
  const middle = ah * bl + ((al * bl) >> 32);
  const other = al * bh + (middle & 0xffffffff);
  return ah * bh + (middle >> 32) + (other >> 32);
}

/** Payne and Hanek (1983): multiplies with the 192 bits of 2/pi that matter. One lane at `out`. */
function reduceLarge(x: f64, out: usize): void {
  const size = abs(x);
  if (!(size > MEDIUM)) return;
  if (size === Infinity) {
    store<f64>(out, NaN);
    return;
  }
  const bits = reinterpret<u64>(size);
  const scale = <i32>(bits >> 52) - 1075;
  const m = (bits & 0xfffffffffffff) | 0x10000000000000;
  // x * 2/pi modulo 4, as 192 bits of which two lie before the point.
  const a2 = bitsAt(scale - 1);
  const a1 = bitsAt(scale + 63);
  const a0 = bitsAt(scale + 127);
  const low = m * a0;
  const carry = upperProduct(m, a0);
  const mid = m * a1 + carry;
  const high = m * a2 + upperProduct(m, a1) + u64(mid < carry);
  let quadrant = <i64>(high >> 62);
  let f2 = (high << 2) | (mid >> 62);
  let f1 = (mid << 2) | (low >> 62);
  let f0 = low << 2;
  const negative = <i64>f2 < 0;
  if (negative) {
    quadrant += 1;
    f0 = ~f0 + 1;
    f1 = ~f1 + u64(f0 === 0);
    f2 = ~f2 + u64(f0 === 0 && f1 === 0);
  }
  let exponent = -64;
  if (f2 === 0) {
    f2 = f1;
    f1 = f0;
    f0 = 0;
    exponent -= 64;
  }
  const zeros = clz(f2);
  if (zeros !== 0) {
    f2 = (f2 << zeros) | (f1 >> (64 - zeros));
    f1 = (f1 << zeros) | (f0 >> (64 - zeros));
    exponent -= <i32>zeros;
  }
  const unit = reinterpret<f64>((<u64>(1023 + exponent)) << 52);
  const hi = <f64>(f2 & ~(<u64>0x7ff)) * unit;
  const lo = (<f64>(f2 & 0x7ff) + <f64>(f1 >> 11) * 1.1102230246251565e-16) * unit;
  // (hi + lo) * pi/2 with the rounding of the leading product (Dekker 1971).
  const pi1: f64 = 1.5707963267948966;
  const pi2: f64 = 6.123233995736766e-17;
  const product = hi * pi1;
  const h1 = upperHalf(hi);
  const h2 = hi - h1;
  const p1 = upperHalf(pi1);
  const p2 = pi1 - p1;
  const error = h1 * p1 - product + h1 * p2 + h2 * p1 + h2 * p2;
  const rest = error + (hi * pi2 + lo * pi1);
  const sum = product + rest;
  const sign: f64 = negative !== x < 0 ? -1 : 1;
  store<f64>(out, sign * sum);
  store<f64>(out, sign * (product - sum + rest), 16);
  store<i64>(out, x < 0 ? -quadrant : quadrant, 32);
}

/** The upper 26 bits of a number's digits. */
function upperHalf(x: f64): f64 {
  return reinterpret<f64>(reinterpret<u64>(x) & 0xfffffffff8000000);
}
