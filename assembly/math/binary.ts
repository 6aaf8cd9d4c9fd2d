// Functions of two numbers on columns. A step is 64 for a column, 0 for a block of 64 bytes filled
// with one number.

import { pow } from "./elementary";
import { math_hypot, math_ldexp, math_logaddexp, math_nextafter } from "./scalars";
import { atan2 } from "./trigonometric";

/** Functions of one pair after the other. */
const POWER = 0;
const LOG_ADD_EXP = 1;
const NEXT_AFTER = 2;
const LDEXP = 3;

class Pairs {
  /** The loop of all: T is the type of a and out, U that of b. */
  @inline
  static each<T, U>(op: i32, a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
    const nextA = (<usize>stepA >> 6) * sizeof<T>();
    const nextB = (<usize>stepB >> 6) * sizeof<U>();
    for (let i = 0; i < n; i++) {
      store<T>(out, Pairs.of<T, U>(op, load<T>(a), load<U>(b)));
      a += nextA;
      b += nextB;
      out += sizeof<T>();
    }
  }

  @inline
  static of<T, U>(op: i32, a: T, b: U): T {
    if (op === LDEXP) return <T>math_ldexp(a, <i64>b);
    if (op === NEXT_AFTER)
      return sizeof<T>() === 4 ? <T>next(<f32>a, <f32>b) : <T>math_nextafter(a, <f64>b);
    return op === POWER ? <T>power(a, <f64>b) : <T>math_logaddexp(a, <f64>b);
  }
}

/** a to the power of b, as C99 has it. a f64[n], b f64[n] or a block of 64 bytes; out f64[n], written. */
export function math_pow_f64(a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  Pairs.each<f64, f64>(POWER, a, stepA, b, stepB, out, n);
}

/** log(e^a + e^b). a f64[n], b f64[n] or a block of 64 bytes; out f64[n], written. */
export function math_logaddexp_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Pairs.each<f64, f64>(LOG_ADD_EXP, a, stepA, b, stepB, out, n);
}

/** The next number after a towards b. a f64[n], b f64[n] or a block of 64 bytes; out f64[n], written. */
export function math_nextafter_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Pairs.each<f64, f64>(NEXT_AFTER, a, stepA, b, stepB, out, n);
}

/** The next number after a towards b. a f32[n], b f32[n] or a block of 64 bytes; out f32[n], written. */
export function math_nextafter_f32(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Pairs.each<f32, f32>(NEXT_AFTER, a, stepA, b, stepB, out, n);
}

/** a * 2^b. a f64[n], b i64[n] or a block of 64 bytes; out f64[n], written. */
export function math_ldexp_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  Pairs.each<f64, i64>(LDEXP, a, stepA, b, stepB, out, n);
}

/** Length of each vector (a, b). a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function math_hypot_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  const end = out + ((<usize>n) << 3);
  const nextA = <usize>stepA >> 2;
  const nextB = <usize>stepB >> 2;
  const least = f64x2.splat(1e-140);
  const most = f64x2.splat(1e150);
  for (; out < end; out += 16) {
    const x = f64x2.abs(v128.load(a));
    const y = f64x2.abs(v128.load(b));
    const longest = f64x2.max(x, y);
    const plain = f64x2.sqrt(f64x2.add(f64x2.mul(x, x), f64x2.mul(y, y)));
    // Where no square overflows, and none that counts is lost, the rounding is 1 ulp at most.
    const fits = v128.and(f64x2.ge(longest, least), f64x2.le(longest, most));
    if (i64x2.all_true(fits)) v128.store(out, plain);
    else {
      for (let k: usize = 0; k < 16; k += 8) {
        const length = math_hypot(load<f64>(a + (nextA >> 4) * k), load<f64>(b + (nextB >> 4) * k));
        store<f64>(out + k, length);
      }
      v128.store(out, v128.bitselect(plain, v128.load(out), fits));
    }
    a += nextA;
    b += nextB;
  }
}

/** C99's rules for 1; squares, as most powers are, without logarithms. */
function power(x: f64, y: f64): f64 {
  if (y === 2) return x * x;
  if (x === 1 || (x === -1 && abs(y) === Infinity)) return 1;
  return pow(x, y);
}

function next(x: f32, y: f32): f32 {
  if (!(x <= <f32>Infinity) || !(y <= <f32>Infinity)) return x + y;
  if (x === y) return y;
  if (x === 0) return copysign<f32>(f32.MIN_VALUE, y);
  const bits = reinterpret<u32>(x);
  return reinterpret<f32>(x < y === x > 0 ? bits + 1 : bits - 1);
}

/** Angle of each point (b, a). a, b f64[n] or a block of 64 bytes; out f64[n], written. */
export function math_atan2_pairs_f64(
  a: usize,
  stepA: i32,
  b: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  const end = out + ((<usize>n) << 3);
  const nextA = <usize>stepA >> 2;
  const nextB = <usize>stepB >> 2;
  for (; out < end; out += 16) {
    v128.store(out, atan2(v128.load(a), v128.load(b)));
    a += nextA;
    b += nextB;
  }
}
