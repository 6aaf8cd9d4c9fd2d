// Lists of numbers, one per entry, each behind a header. That of a std::vector has 10 bytes: byte
// count (with bit 30 set), version, number of elements. That of a member `float* x; //[n]` has 1:
// whether there is an array.

const VECTOR: i32 = 10;
const BYTE_COUNT: u32 = 0x40000000;

/**
 * Reads the offset of each entry and its header, and copies its elements behind those before it.
 * Whole vectors of 16 bytes are copied: what is overwritten behind a list is the next one's place.
 *
 * The caller has checked that `out` has room for (end of the last entry - start of the first -
 * n headers) / size elements; offsets that run backwards or leave the content end the loop.
 */
function vectors<T>(
  raw: usize,
  shift: i32,
  border: i32,
  last: i32,
  header: i32,
  data: usize,
  base: i32,
  offsets: usize,
  out: usize,
  n: i32,
): i32 {
  store<i32>(offsets, base);
  if (n === 0) return 0;
  let at = base;
  let start: i32 = bswap<i32>(load<i32>(raw)) - shift;
  if (start < 0 || start > border) return 1;
  const end: i32 = last === 1 ? bswap<i32>(load<i32>(raw + ((<usize>n) << 2))) - shift : border;
  if (end < start || end > border) return n;
  const log = alignof<T>();
  for (let i = 0; i < n; i++) {
    const stop: i32 = i + 1 === n ? end : bswap<i32>(load<i32>(raw + ((<usize>i) << 2), 4)) - shift;
    const bytes = stop - start - header;
    if (bytes < 0 || stop > end) return i + 1;
    const entry = data + <usize>start;
    const count = header === VECTOR ? bswap<u32>(load<u32>(entry, 6)) : <u32>bytes >> <u32>log;
    if ((<u64>count) << log !== <u64>bytes) return i + 1;
    if (header === VECTOR) {
      if (bswap<u32>(load<u32>(entry)) !== BYTE_COUNT + <u32>bytes + 6) return i + 1;
    } else if (count > 0 && load<u8>(entry) === 0) return i + 1;
    let input = entry + <usize>header;
    const stopInput = input + <usize>bytes;
    let output = out + ((<usize>at) << log);
    while (input < stopInput) {
      const v = v128.load(input);
      if (log === 0) v128.store(output, v);
      else if (log === 1) {
        v128.store(
          output,
          i8x16.shuffle(v, v, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14),
        );
      } else if (log === 2) {
        v128.store(
          output,
          i8x16.shuffle(v, v, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12),
        );
      } else {
        v128.store(
          output,
          i8x16.shuffle(v, v, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8),
        );
      }
      input += 16;
      output += 16;
    }
    at += <i32>count;
    store<i32>(offsets + ((<usize>i) << 2), at, 4);
    start = stop;
  }
  return 0;
}

/**
 * Lists of numbers: offsets of lists and their content.
 *
 * @param size    bytes of a number: 1, 2, 4 or 8
 * @param raw     big-endian i32[n], at any address: byte offsets of entries, `shift` too large
 * @param shift   length of the basket's key, which the stored offsets include
 * @param border  bytes of content, where the last entry ends if `last` is 0
 * @param last    1 if `raw` holds one offset more, where entry n - 1 ends; else 0
 * @param header  10 for std::vector, 1 for arrays behind pointers
 * @param data    u8[border], at any address
 * @param base    elements of earlier baskets, the first offset written
 * @param offsets i32[n + 1], written from here
 * @param out     the whole content: written from element `base`
 * @returns 0, or 1 + the first entry whose offset or header contradicts the basket
 */
export function root_vector(
  size: i32,
  raw: usize,
  shift: i32,
  border: i32,
  last: i32,
  header: i32,
  data: usize,
  base: i32,
  offsets: usize,
  out: usize,
  n: i32,
): i32 {
  if (size === 1) return vectors<u8>(raw, shift, border, last, header, data, base, offsets, out, n);
  if (size === 2)
    return vectors<u16>(raw, shift, border, last, header, data, base, offsets, out, n);
  if (size === 4)
    return vectors<u32>(raw, shift, border, last, header, data, base, offsets, out, n);
  return vectors<u64>(raw, shift, border, last, header, data, base, offsets, out, n);
}
