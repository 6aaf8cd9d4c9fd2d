// XXH64: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md, "XXH64 algorithm description"

const PRIME_1: u64 = ((<u64>0x9e3779b1) << 32) | 0x85ebca87;
const PRIME_2: u64 = ((<u64>0xc2b2ae3d) << 32) | 0x27d4eb4f;
const PRIME_3: u64 = ((<u64>0x165667b1) << 32) | 0x9e3779f9;
const PRIME_4: u64 = ((<u64>0x85ebca77) << 32) | 0xc2b2ae63;
const PRIME_5: u64 = ((<u64>0x27d4eb2f) << 32) | 0x165667c5;

/**
 * XXH64 of `n` bytes.
 *
 * @param bytes  u8[n]
 */
export function xxhash64(bytes: usize, n: i32, seed: u64): u64 {
  const end = bytes + <usize>n;
  let hash: u64;
  if (n >= 32) {
    let a = seed + PRIME_1 + PRIME_2;
    let b = seed + PRIME_2;
    let c = seed;
    let d = seed - PRIME_1;
    const last = end - 32;
    do {
      a = round(a, load<u64>(bytes));
      b = round(b, load<u64>(bytes, 8));
      c = round(c, load<u64>(bytes, 16));
      d = round(d, load<u64>(bytes, 24));
      bytes += 32;
    } while (bytes <= last);
    hash = rotl<u64>(a, 1) + rotl<u64>(b, 7) + rotl<u64>(c, 12) + rotl<u64>(d, 18);
    hash = merge(merge(merge(merge(hash, a), b), c), d);
  } else {
    hash = seed + PRIME_5;
  }
  hash += <u64>n;
  for (; end - bytes >= 8; bytes += 8) {
    hash = rotl<u64>(hash ^ round(0, load<u64>(bytes)), 27) * PRIME_1 + PRIME_4;
  }
  if (end - bytes >= 4) {
    hash = rotl<u64>(hash ^ (<u64>load<u32>(bytes) * PRIME_1), 23) * PRIME_2 + PRIME_3;
    bytes += 4;
  }
  for (; bytes < end; bytes++) {
    hash = rotl<u64>(hash ^ (<u64>load<u8>(bytes) * PRIME_5), 11) * PRIME_1;
  }
  hash = (hash ^ (hash >> 33)) * PRIME_2;
  hash = (hash ^ (hash >> 29)) * PRIME_3;
  return hash ^ (hash >> 32);
}

function round(lane: u64, value: u64): u64 {
  return rotl<u64>(lane + value * PRIME_2, 31) * PRIME_1;
}

function merge(hash: u64, lane: u64): u64 {
  return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
}

/** XXH64 of the eight bytes of one number, with seed 0. */
export function xxhash64One(word: u64): u64 {
  let hash = PRIME_5 + 8;
  hash = rotl<u64>(hash ^ round(0, word), 27) * PRIME_1 + PRIME_4;
  hash = (hash ^ (hash >> 33)) * PRIME_2;
  hash = (hash ^ (hash >> 29)) * PRIME_3;
  return hash ^ (hash >> 32);
}
