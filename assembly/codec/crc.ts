// Cyclic redundancy checks of the .xz file format, section 6: eight bytes at a time with eight
// tables, the k-th for a byte that k further bytes follow.

const POLYNOMIAL_32: u32 = 0xedb88320;
const POLYNOMIAL_64: u64 = ((<u64>0xc96c5795) << 32) | 0xd7870f42;

/** u32[8][256] and u64[8][256], made at their first use. */
const tables32: usize = memory.data(8192, 64);
const tables64: usize = memory.data(16384, 64);

/**
 * CRC-32 (IEEE 802.3) of `n` bytes.
 *
 * @param bytes  u8[n]
 */
export function codec_crc32(bytes: usize, n: i32): u32 {
  if (load<u32>(tables32, 4) === 0) makeTables32();
  const end = bytes + <usize>n;
  let crc: u32 = 0xffffffff;
  for (; end - bytes >= 8; bytes += 8) {
    const word = load<u64>(bytes) ^ <u64>crc;
    crc =
      entry32(7, word) ^
      entry32(6, word >> 8) ^
      entry32(5, word >> 16) ^
      entry32(4, word >> 24) ^
      entry32(3, word >> 32) ^
      entry32(2, word >> 40) ^
      entry32(1, word >> 48) ^
      entry32(0, word >> 56);
  }
  for (; bytes < end; bytes++) crc = (crc >> 8) ^ entry32(0, crc ^ load<u8>(bytes));
  return ~crc;
}

/**
 * CRC-64 (ECMA-182, reflected) of `n` bytes.
 *
 * @param bytes  u8[n]
 */
export function codec_crc64(bytes: usize, n: i32): u64 {
  if (load<u64>(tables64, 8) === 0) makeTables64();
  const end = bytes + <usize>n;
  let crc: u64 = -1;
  for (; end - bytes >= 8; bytes += 8) {
    const word = load<u64>(bytes) ^ crc;
    crc =
      entry64(7, word) ^
      entry64(6, word >> 8) ^
      entry64(5, word >> 16) ^
      entry64(4, word >> 24) ^
      entry64(3, word >> 32) ^
      entry64(2, word >> 40) ^
      entry64(1, word >> 48) ^
      entry64(0, word >> 56);
  }
  for (; bytes < end; bytes++) crc = (crc >> 8) ^ entry64(0, crc ^ load<u8>(bytes));
  return ~crc;
}

function entry32(table: usize, byte: u64): u32 {
  return load<u32>(tables32 + (table << 10) + ((<usize>byte & 255) << 2));
}

function entry64(table: usize, byte: u64): u64 {
  return load<u64>(tables64 + (table << 11) + ((<usize>byte & 255) << 3));
}

function makeTables32(): void {
  for (let i: u32 = 0; i < 256; i++) {
    let crc = i;
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (POLYNOMIAL_32 & (0 - (crc & 1)));
    store<u32>(tables32 + ((<usize>i) << 2), crc);
  }
  for (let i: usize = 256; i < 2048; i++) {
    const before = load<u32>(tables32 + ((i - 256) << 2));
    store<u32>(tables32 + (i << 2), (before >> 8) ^ entry32(0, before));
  }
}

function makeTables64(): void {
  for (let i: u64 = 0; i < 256; i++) {
    let crc = i;
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (POLYNOMIAL_64 & (0 - (crc & 1)));
    store<u64>(tables64 + ((<usize>i) << 3), crc);
  }
  for (let i: usize = 256; i < 2048; i++) {
    const before = load<u64>(tables64 + ((i - 256) << 3));
    store<u64>(tables64 + (i << 3), (before >> 8) ^ entry64(0, before));
  }
}
