// What instructions do to one block of numbers, for machines that run them: registers are f64[BLOCK], written
// up to `end`, which is an even number of elements on.

import { atan2 } from "./trigonometric";

/** a + b. */
export function addStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, f64x2.add(u, v));
    a += 16;
    b += 16;
  }
}

/** a - b. */
export function subtractStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, f64x2.sub(u, v));
    a += 16;
    b += 16;
  }
}

/** a b. */
export function multiplyStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, f64x2.mul(u, v));
    a += 16;
    b += 16;
  }
}

/** a / b. */
export function divideStep(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, f64x2.div(u, v));
    a += 16;
    b += 16;
  }
}

/** Angle of the point (b, a). */
export function atan2Step(out: usize, a: usize, b: usize, end: usize): void {
  for (; out < end; out += 16) {
    const u = v128.load(a);
    const v = v128.load(b);
    v128.store(out, atan2(u, v));
    a += 16;
    b += 16;
  }
}
