// The first two of three steps of logarithms of many numbers. Each step is a loop of its own: one chain through
// all of them fills the processor's queues with two or three numbers.

import { Logarithm } from "./exponential";

/**
 * What `Logarithm.sum` needs of each number besides itself.
 *
 * @param x          f64[n], normal, finite and positive; 16 bytes at a time are read
 * @param quotients  f64[n], written: s; up to 7 more are read
 * @param rests      f64[n], written: r, and up to 7 more
 * @param bytes      8 n
 */
export function logarithmSteps(x: usize, quotients: usize, rests: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(quotients + at, Logarithm.quotient(Logarithm.fraction(v128.load(x + at))));
  }
  for (let at: usize = 0; at < bytes; at += 64) {
    const r0 = Logarithm.rest(v128.load(quotients + at));
    const r1 = Logarithm.rest(v128.load(quotients + at, 16));
    const r2 = Logarithm.rest(v128.load(quotients + at, 32));
    const r3 = Logarithm.rest(v128.load(quotients + at, 48));
    v128.store(rests + at, r0);
    v128.store(rests + at, r1, 16);
    v128.store(rests + at, r2, 32);
    v128.store(rests + at, r3, 48);
  }
}
