// Leaf lists ("x/I:y/F"): entries are records of fixed size, their members big-endian and unpadded.

function gather<T>(input: usize, stride: i32, items: i32, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < items; j++) {
      store<T>(out, bswap<T>(load<T>(input + <usize>j * sizeof<T>())));
      out += sizeof<T>();
    }
    input += <usize>stride;
  }
}

/**
 * One member of each record.
 *
 * @param size   bytes of a number: 1, 2, 4 or 8
 * @param input  the member in the first record, at any address
 * @param stride bytes from record to record
 * @param items  numbers in one record
 * @param out    [n * items], written
 */
export function root_strided(
  size: i32,
  input: usize,
  stride: i32,
  items: i32,
  out: usize,
  n: i32,
): void {
  if (size === 1) gather<u8>(input, stride, items, out, n);
  else if (size === 2) gather<u16>(input, stride, items, out, n);
  else if (size === 4) gather<u32>(input, stride, items, out, n);
  else gather<u64>(input, stride, items, out, n);
}
