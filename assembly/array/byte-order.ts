/**
 * Numbers of the other byte order, in place.
 *
 * @param data elements of `size` bytes, 2, 4 or 8, n of them
 */
export function array_swap_bytes(data: usize, n: i32, size: i32): void {
  const end = data + <usize>n * <usize>size;
  if (size === 2) {
    for (let at = data; at < end; at += 2) store<u16>(at, bswap<u16>(load<u16>(at)));
  } else if (size === 4) {
    for (let at = data; at < end; at += 4) store<u32>(at, bswap<u32>(load<u32>(at)));
  } else if (size === 8) {
    for (let at = data; at < end; at += 8) store<u64>(at, bswap<u64>(load<u64>(at)));
  }
}
