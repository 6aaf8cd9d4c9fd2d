/**
 * Flags as bits, the first in the lowest bit, as Arrow has them.
 *
 * @param flags u8[n], 0 or 1
 * @param bits  u8[ceil(n / 8)], written; bits behind the last flag are 0
 */
export function array_pack_bits(flags: usize, bits: usize, n: i32): void {
  for (let i = 0; i < n; i += 8) {
    const last = min<i32>(n - i, 8);
    let byte: u32 = 0;
    for (let k = 0; k < last; k++) {
      byte |= (<u32>load<u8>(flags + <usize>(i + k)) & 1) << k;
    }
    store<u8>(bits + (<usize>i >> 3), <u8>byte);
  }
}

/**
 * Flags from bits, the twin of `array_pack_bits`.
 *
 * @param bits  u8[ceil((skip + n) / 8)]
 * @param skip  bits in front of the first, 0 to 7
 * @param flags u8[n], written, 0 or 1
 */
export function array_unpack_bits(bits: usize, skip: i32, flags: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const bit = <usize>i + <usize>skip;
    store<u8>(flags + <usize>i, (load<u8>(bits + (bit >> 3)) >> <u8>(bit & 7)) & 1);
  }
}

/**
 * How many entries in front of each are there, and how many in all. index i32[n], negative where
 * missing; out i32[n + 1], written.
 */
export function array_ranks(index: usize, out: usize, n: i32): void {
  let rank = 0;
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    store<i32>(out + at, rank);
    rank += i32(load<i32>(index + at) >= 0);
  }
  store<i32>(out + ((<usize>n) << 2), rank);
}

/** Positions, 0 in the place of missing ones. index i32[n], out i32[n], written. */
export function array_present_or_first(index: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    store<i32>(out + at, max<i32>(load<i32>(index + at), 0));
  }
}

/**
 * Positions of the elements of fixed-size lists, -1 for those of a missing list.
 *
 * @param index i32[n], positions of lists, negative where missing
 * @param out   i32[n * size], written
 */
export function array_elements_of_regular(index: usize, out: usize, n: i32, size: i32): void {
  let at = out;
  for (let i = 0; i < n; i++) {
    const list = load<i32>(index + ((<usize>i) << 2));
    for (let k = 0; k < size; k++) {
      store<i32>(at, select<i32>(list * size + k, -1, list >= 0));
      at += 4;
    }
  }
}
