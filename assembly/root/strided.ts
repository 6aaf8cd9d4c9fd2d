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
 * One member of each record, numbers of 4 bytes.
 *
 * @param input  the member in the first record, at any address
 * @param stride bytes from record to record
 * @param items  numbers in one record
 * @param out    u32[n * items], written
 */
export function root_strided_32(input: usize, stride: i32, items: i32, out: usize, n: i32): void {
  gather<u32>(input, stride, items, out, n);
}

/** As root_strided_32, for numbers of 1 byte. */
export function root_strided_8(input: usize, stride: i32, items: i32, out: usize, n: i32): void {
  gather<u8>(input, stride, items, out, n);
}

/** As root_strided_32, for numbers of 2 bytes. */
export function root_strided_16(input: usize, stride: i32, items: i32, out: usize, n: i32): void {
  gather<u16>(input, stride, items, out, n);
}

/** As root_strided_32, for numbers of 8 bytes. */
export function root_strided_64(input: usize, stride: i32, items: i32, out: usize, n: i32): void {
  gather<u64>(input, stride, items, out, n);
}
