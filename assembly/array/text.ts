// Strings: text i of a column is the bytes offsets[i] to offsets[i + 1] - 1 of its data.

/**
 * Whether the texts of two columns are equal, as bool.
 * offsetsA i32[n + 1], dataA u8[offsetsA[n]]; offsetsB i32[n + 1], or i32[2] for one text beside all
 * (stepB 0, else 1), dataB u8; out u8[n], written.
 */
export function array_text_equal(
  offsetsA: usize,
  dataA: usize,
  offsetsB: usize,
  dataB: usize,
  stepB: i32,
  out: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const start = load<i32>(offsetsA);
    const startB = load<i32>(offsetsB);
    const length = load<i32>(offsetsA, 4) - start;
    let same = length === load<i32>(offsetsB, 4) - startB;
    if (same) {
      const a = dataA + <usize>start;
      const b = dataB + <usize>startB;
      let j = 0;
      for (; j < length && load<u8>(a + <usize>j) === load<u8>(b + <usize>j); j++) {}
      same = j === length;
    }
    store<u8>(out + <usize>i, <u8>same);
    offsetsA += 4;
    offsetsB += <usize>(stepB << 2);
  }
}
