// SHA-256: FIPS 180-4, section 6.2

/** u32[64]: the constants of section 4.2.2. */
const constants: usize = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
/** u32[64], the message schedule; u8[128], the padded end of the message; u32[8], the hash. */
const schedule: usize = memory.data(256, 16);
const padded: usize = memory.data(128, 16);
const hash: usize = memory.data(32, 16);

/**
 * Whether `digest` is the SHA-256 of `n` bytes.
 *
 * @param bytes   u8[n]
 * @param digest  u8[32]
 * @returns 1 or 0
 */
export function codec_sha256_matches(bytes: usize, n: i32, digest: usize): i32 {
  digestOf(bytes, n);
  let difference: u32 = 0;
  for (let i: usize = 0; i < 32; i += 4) {
    difference |= load<u32>(hash + i) ^ bswap<u32>(load<u32>(digest + i));
  }
  return difference === 0 ? 1 : 0;
}

/** SHA-256 of `n` bytes. bytes u8[n]; out u8[32], written. */
export function codec_sha256(bytes: usize, n: i32, out: usize): void {
  digestOf(bytes, n);
  for (let i: usize = 0; i < 32; i += 4) store<u32>(out + i, bswap<u32>(load<u32>(hash + i)));
}

/** Leaves the hash of `n` bytes in `hash`. */
function digestOf(bytes: usize, n: i32): void {
  store<u32>(hash, 0x6a09e667);
  store<u32>(hash, 0xbb67ae85, 4);
  store<u32>(hash, 0x3c6ef372, 8);
  store<u32>(hash, 0xa54ff53a, 12);
  store<u32>(hash, 0x510e527f, 16);
  store<u32>(hash, 0x9b05688c, 20);
  store<u32>(hash, 0x1f83d9ab, 24);
  store<u32>(hash, 0x5be0cd19, 28);
  let rest = n;
  for (; rest >= 64; rest -= 64) {
    addBlock(bytes);
    bytes += 64;
  }
  memory.fill(padded, 0, 128);
  memory.copy(padded, bytes, rest);
  store<u8>(padded + <usize>rest, 0x80);
  const blocks: usize = rest < 56 ? 64 : 128;
  store<u64>(padded + blocks - 8, bswap<u64>((<u64>n) << 3));
  addBlock(padded);
  if (blocks === 128) addBlock(padded + 64);
}

function addBlock(block: usize): void {
  for (let i: usize = 0; i < 64; i += 4) {
    store<u32>(schedule + i, bswap<u32>(load<u32>(block + i)));
  }
  for (let i: usize = 64; i < 256; i += 4) {
    const early = load<u32>(schedule + i - 60);
    const late = load<u32>(schedule + i - 8);
    const first = rotr<u32>(early, 7) ^ rotr<u32>(early, 18) ^ (early >> 3);
    const second = rotr<u32>(late, 17) ^ rotr<u32>(late, 19) ^ (late >> 10);
    store<u32>(
      schedule + i,
      load<u32>(schedule + i - 64) + first + load<u32>(schedule + i - 28) + second,
    );
  }
  let a = load<u32>(hash);
  let b = load<u32>(hash, 4);
  let c = load<u32>(hash, 8);
  let d = load<u32>(hash, 12);
  let e = load<u32>(hash, 16);
  let f = load<u32>(hash, 20);
  let g = load<u32>(hash, 24);
  let h = load<u32>(hash, 28);
  for (let i: usize = 0; i < 256; i += 4) {
    const mixed = rotr<u32>(e, 6) ^ rotr<u32>(e, 11) ^ rotr<u32>(e, 25);
    const chosen = (e & f) ^ (~e & g);
    const first = h + mixed + chosen + load<u32>(constants + i) + load<u32>(schedule + i);
    const turned = rotr<u32>(a, 2) ^ rotr<u32>(a, 13) ^ rotr<u32>(a, 22);
    const second = turned + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + second;
  }
  store<u32>(hash, load<u32>(hash) + a);
  store<u32>(hash, load<u32>(hash, 4) + b, 4);
  store<u32>(hash, load<u32>(hash, 8) + c, 8);
  store<u32>(hash, load<u32>(hash, 12) + d, 12);
  store<u32>(hash, load<u32>(hash, 16) + e, 16);
  store<u32>(hash, load<u32>(hash, 20) + f, 20);
  store<u32>(hash, load<u32>(hash, 24) + g, 24);
  store<u32>(hash, load<u32>(hash, 28) + h, 28);
}
