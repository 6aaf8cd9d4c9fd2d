// Bits that fill bytes from the lowest up, as DEFLATE and Zstandard write them. Where writing stands
// is module state: one stream at a time.

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

/** Ends a stream that is read backwards, with a 1; returns the byte behind it. */
export function endBits(): usize {
  putBits(1, 1);
  return endForwardBits();
}

/** Ends a stream, or a run of whole bytes within it; returns the byte behind. */
export function endForwardBits(): usize {
  flushBits();
  const end = count > 0 ? target + 1 : target;
  beginBits(end);
  return end;
}

/** For loops that keep in variables what stands here: where the next byte goes, bits held, how many. */
export function bitsTarget(): usize {
  return target;
}

export function bitsHeld(): u64 {
  return held;
}

export function bitsCount(): u64 {
  return count;
}

export function setBits(to: usize, bits: u64, n: u64): void {
  target = to;
  held = bits;
  count = n;
}
