// XXH3, 64 bits, without seed: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md,
// "XXH3 Algorithm Overview" and the descriptions for small, medium and large inputs.

const PRIME_32_1: u64 = 0x9e3779b1;
const PRIME_32_2: u64 = 0x85ebca77;
const PRIME_32_3: u64 = 0xc2b2ae3d;
const PRIME_64_1: u64 = ((<u64>0x9e3779b1) << 32) | 0x85ebca87;
const PRIME_64_2: u64 = ((<u64>0xc2b2ae3d) << 32) | 0x27d4eb4f;
const PRIME_64_3: u64 = ((<u64>0x165667b1) << 32) | 0x9e3779f9;
const PRIME_64_4: u64 = ((<u64>0x85ebca77) << 32) | 0xc2b2ae63;
const PRIME_64_5: u64 = ((<u64>0x27d4eb2f) << 32) | 0x165667c5;
const PRIME_MX_1: u64 = ((<u64>0x16566791) << 32) | 0x9e3779f9;
const PRIME_MX_2: u64 = ((<u64>0x9fb21c65) << 32) | 0x1e98df25;

/** u8[192]: the default secret of section "Seed and Secret". */
const secret: usize = memory.data<u8>([
  0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c,
  0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90, 0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f,
  0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d, 0xcc, 0xff, 0x72, 0x21,
  0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e, 0xe0, 0x35, 0x90, 0xe6, 0x81, 0x3a, 0x26, 0x4c,
  0x3c, 0x28, 0x52, 0xbb, 0x91, 0xc3, 0x00, 0xcb, 0x88, 0xd0, 0x65, 0x8b, 0x1b, 0x53, 0x2e, 0xa3,
  0x71, 0x64, 0x48, 0x97, 0xa2, 0x0d, 0xf9, 0x4e, 0x38, 0x19, 0xef, 0x46, 0xa9, 0xde, 0xac, 0xd8,
  0xa8, 0xfa, 0x76, 0x3f, 0xe3, 0x9c, 0x34, 0x3f, 0xf9, 0xdc, 0xbb, 0xc7, 0xc7, 0x0b, 0x4f, 0x1d,
  0x8a, 0x51, 0xe0, 0x4b, 0xcd, 0xb4, 0x59, 0x31, 0xc8, 0x9f, 0x7e, 0xc9, 0xd9, 0x78, 0x73, 0x64,
  0xea, 0xc5, 0xac, 0x83, 0x34, 0xd3, 0xeb, 0xc3, 0xc5, 0x81, 0xa0, 0xff, 0xfa, 0x13, 0x63, 0xeb,
  0x17, 0x0d, 0xdd, 0x51, 0xb7, 0xf0, 0xda, 0x49, 0xd3, 0x16, 0x55, 0x26, 0x29, 0xd4, 0x68, 0x9e,
  0x2b, 0x16, 0xbe, 0x58, 0x7d, 0x47, 0xa1, 0xfc, 0x8f, 0xf8, 0xb8, 0xd1, 0x7a, 0xd0, 0x31, 0xce,
  0x45, 0xcb, 0x3a, 0x8f, 0x95, 0x16, 0x04, 0x28, 0xaf, 0xd7, 0xfb, 0xca, 0xbb, 0x4b, 0x40, 0x7e,
]);
const STRIPE: usize = 64;
/** 16 stripes, each with the secret 8 bytes further on. */
const BLOCK: usize = 1024;
/** u64[8]: the accumulators at the end of a large input. */
const lanes: usize = memory.data(64, 16);

/**
 * XXH3-64 of `n` bytes, seed 0.
 *
 * @param bytes  u8[n], at any address
 */
export function codec_xxhash3(bytes: usize, n: i32): u64 {
  if (n > 240) return large(bytes, <usize>n);
  if (n > 128) return upTo240(bytes, n);
  if (n > 16) return upTo128(bytes, n);
  if (n > 8) return upTo16(bytes, n);
  if (n >= 4) return upTo8(bytes, n);
  if (n > 0) return upTo3(bytes, n);
  return avalanche64(load<u64>(secret, 56) ^ load<u64>(secret, 64));
}

function upTo3(bytes: usize, n: i32): u64 {
  const last = <u32>load<u8>(bytes + <usize>(n - 1));
  const middle = <u32>load<u8>(bytes + <usize>(n >> 1));
  const combined = last | ((<u32>n) << 8) | ((<u32>load<u8>(bytes)) << 16) | (middle << 24);
  return avalanche64(<u64>(load<u32>(secret) ^ load<u32>(secret, 4)) ^ <u64>combined);
}

function upTo8(bytes: usize, n: i32): u64 {
  const combined = <u64>load<u32>(bytes + <usize>(n - 4)) | ((<u64>load<u32>(bytes)) << 32);
  let value = load<u64>(secret, 8) ^ load<u64>(secret, 16) ^ combined;
  value ^= rotl<u64>(value, 49) ^ rotl<u64>(value, 24);
  value *= PRIME_MX_2;
  value ^= (value >> 35) + <u64>n;
  value *= PRIME_MX_2;
  return value ^ (value >> 28);
}

function upTo16(bytes: usize, n: i32): u64 {
  const low = load<u64>(secret, 24) ^ load<u64>(secret, 32) ^ load<u64>(bytes);
  const high = load<u64>(secret, 40) ^ load<u64>(secret, 48) ^ load<u64>(bytes + <usize>(n - 8));
  return avalanche(<u64>n + bswap<u64>(low) + high + folded(low, high));
}

function upTo128(bytes: usize, n: i32): u64 {
  let sum = <u64>n * PRIME_64_1;
  for (let i = (n - 1) >> 5; i >= 0; i--) {
    sum += mixed(bytes + <usize>(i * 16), secret + <usize>(i * 32));
    sum += mixed(bytes + <usize>(n - i * 16 - 16), secret + <usize>(i * 32 + 16));
  }
  return avalanche(sum);
}

function upTo240(bytes: usize, n: i32): u64 {
  let sum = <u64>n * PRIME_64_1;
  for (let i = 0; i < 128; i += 16) sum += mixed(bytes + <usize>i, secret + <usize>i);
  sum = avalanche(sum);
  for (let i = 128; i + 16 <= n; i += 16) {
    sum += mixed(bytes + <usize>i, secret + <usize>(i - 128 + 3));
  }
  sum += mixed(bytes + <usize>(n - 16), secret + 119);
  return avalanche(sum);
}

function large(bytes: usize, n: usize): u64 {
  let a = i64x2(<i64>PRIME_32_3, <i64>PRIME_64_1);
  let b = i64x2(<i64>PRIME_64_2, <i64>PRIME_64_3);
  let c = i64x2(<i64>PRIME_64_4, <i64>PRIME_32_2);
  let d = i64x2(<i64>PRIME_64_5, <i64>PRIME_32_1);
  const prime = i64x2.splat(<i64>PRIME_32_1);
  const end = bytes + n;
  // The last block, a full one too, is not scrambled.
  const lastBlock = bytes + ((n - 1) / BLOCK) * BLOCK;
  while (true) {
    const full = bytes < lastBlock;
    const stop = full ? bytes + BLOCK : end - 1;
    let key = secret;
    for (; bytes + STRIPE <= stop; bytes += STRIPE) {
      a = accumulated(a, v128.load(bytes), v128.load(key));
      b = accumulated(b, v128.load(bytes, 16), v128.load(key, 16));
      c = accumulated(c, v128.load(bytes, 32), v128.load(key, 32));
      d = accumulated(d, v128.load(bytes, 48), v128.load(key, 48));
      key += 8;
    }
    if (!full) break;
    a = scrambled(a, v128.load(secret, 128), prime);
    b = scrambled(b, v128.load(secret, 144), prime);
    c = scrambled(c, v128.load(secret, 160), prime);
    d = scrambled(d, v128.load(secret, 176), prime);
  }
  bytes = end - STRIPE;
  a = accumulated(a, v128.load(bytes), v128.load(secret, 121));
  b = accumulated(b, v128.load(bytes, 16), v128.load(secret, 137));
  c = accumulated(c, v128.load(bytes, 32), v128.load(secret, 153));
  d = accumulated(d, v128.load(bytes, 48), v128.load(secret, 169));
  v128.store(lanes, a);
  v128.store(lanes, b, 16);
  v128.store(lanes, c, 32);
  v128.store(lanes, d, 48);
  let hash = <u64>n * PRIME_64_1;
  for (let i: usize = 0; i < 64; i += 16) hash += mixed(lanes + i, secret + 11 + i);
  return avalanche(hash);
}

/** Two lanes: each gains the product of its halves and the other's data. */
function accumulated(lane: v128, data: v128, key: v128): v128 {
  const value = v128.xor(data, key);
  const low = i8x16.shuffle(value, value, 0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11);
  const high = i8x16.shuffle(value, value, 4, 5, 6, 7, 12, 13, 14, 15, 4, 5, 6, 7, 12, 13, 14, 15);
  const swapped = i8x16.shuffle(data, data, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
  return i64x2.add(i64x2.add(lane, swapped), i64x2.extmul_low_i32x4_u(low, high));
}

function scrambled(lane: v128, key: v128, prime: v128): v128 {
  return i64x2.mul(v128.xor(v128.xor(lane, i64x2.shr_u(lane, 47)), key), prime);
}

function mixed(bytes: usize, key: usize): u64 {
  return folded(load<u64>(bytes) ^ load<u64>(key), load<u64>(bytes, 8) ^ load<u64>(key, 8));
}

/** The two halves of the 128-bit product, one upon the other. */
function folded(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff;
  const bLow = b & 0xffffffff;
  const aHigh = a >> 32;
  const bHigh = b >> 32;
  const low = aLow * bLow;
  const cross = aHigh * bLow + (low >> 32);
  const other = aLow * bHigh + (cross & 0xffffffff);
  const high = aHigh * bHigh + (cross >> 32) + (other >> 32);
  return high ^ ((other << 32) | (low & 0xffffffff));
}

function avalanche(x: u64): u64 {
  x = (x ^ (x >> 37)) * PRIME_MX_1;
  return x ^ (x >> 32);
}

function avalanche64(x: u64): u64 {
  x = (x ^ (x >> 33)) * PRIME_64_2;
  x = (x ^ (x >> 29)) * PRIME_64_3;
  return x ^ (x >> 32);
}
