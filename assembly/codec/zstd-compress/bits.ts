// Bit streams that are read backwards: RFC 8878, section 4.1. Bits fill bytes from the lowest up; a
// final 1 marks the end. Where writing stands is module state: one stream at a time.

let target: usize = 0;
let held: u64 = 0;
let count: u64 = 0;

/** Begins a stream. Up to 8 bytes behind what was written are overwritten. */
export function beginBits(to: usize): void {
  target = to;
  held = 0;
  count = 0;
}

/** Adds the lower `n` bits of a value; `flushBits` before there are more than 64. */
export function putBits(value: u64, n: u64): void {
  held |= (value & (((<u64>1) << n) - 1)) << count;
  count += n;
}

/** Leaves fewer than 8 bits. */
export function flushBits(): void {
  store<u64>(target, held);
  target += <usize>(count >> 3);
  held >>= count & ~7;
  count &= 7;
}

/** Ends a stream; returns the byte behind it. */
export function endBits(): usize {
  putBits(1, 1);
  flushBits();
  return count > 0 ? target + 1 : target;
}

/** Ends bits that are read forwards, which have no mark; returns the byte behind. */
export function endForwardBits(): usize {
  flushBits();
  return count > 0 ? target + 1 : target;
}
