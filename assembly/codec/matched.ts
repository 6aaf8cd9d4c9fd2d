// What the encoders' searches for matches have in common.

/** How many bytes from two places are equal, at most up to `stop` of the first. */
export function matched(a: usize, b: usize, stop: usize): usize {
  const start = a;
  while (a + 8 <= stop) {
    const difference = load<u64>(a) ^ load<u64>(b);
    if (difference !== 0) return a - start + <usize>(ctz(difference) >> 3);
    a += 8;
    b += 8;
  }
  while (a < stop && load<u8>(a) === load<u8>(b)) {
    a++;
    b++;
  }
  return a - start;
}
