// Split encodings of RNTuple pages (format specification 1.0, "Column Description"): all first bytes
// of the elements, then all second bytes, and so on; signed integers zigzag before that. Whole
// blocks are written: up to 63 bytes behind the output, which is why pages are decoded in the order
// of their elements.

class Split {
  /** Joins elements of 2 bytes, with the zigzag encoding undone where there is one. */
  @inline
  static join16(page: usize, out: usize, n: i32, zigzag: bool): void {
    const plane = <usize>n;
    const end = page + plane;
    while (page < end) {
      const a = v128.load(page);
      const b = v128.load(page + plane);
      const low = low8(a, b);
      const high = high8(a, b);
      v128.store(out, zigzag ? unzigzag<u16>(low) : low);
      v128.store(out, zigzag ? unzigzag<u16>(high) : high, 16);
      page += 16;
      out += 32;
    }
  }

  /** As `join16` for elements of 4 bytes. */
  @inline
  static join32(page: usize, out: usize, n: i32, zigzag: bool): void {
    const plane = <usize>n;
    const end = page + plane;
    while (page < end) {
      const a = v128.load(page);
      const b = v128.load(page + plane);
      const c = v128.load(page + 2 * plane);
      const d = v128.load(page + 3 * plane);
      const ab = low8(a, b);
      const cd = low8(c, d);
      const ef = high8(a, b);
      const gh = high8(c, d);
      v128.store(out, zigzag ? unzigzag<u32>(low16(ab, cd)) : low16(ab, cd));
      v128.store(out, zigzag ? unzigzag<u32>(high16(ab, cd)) : high16(ab, cd), 16);
      v128.store(out, zigzag ? unzigzag<u32>(low16(ef, gh)) : low16(ef, gh), 32);
      v128.store(out, zigzag ? unzigzag<u32>(high16(ef, gh)) : high16(ef, gh), 48);
      page += 16;
      out += 64;
    }
  }
}

/**
 * Joins split elements of 2 bytes.
 *
 * @param page u8[2 * n], split
 * @param out  u16[n], written
 */
export function root_ntuple_split_16(page: usize, out: usize, n: i32): void {
  Split.join16(page, out, n, false);
}

/** As root_ntuple_split_16, with the zigzag encoding undone: out i16[n]. */
export function root_ntuple_zigzag_16(page: usize, out: usize, n: i32): void {
  Split.join16(page, out, n, true);
}

/**
 * Joins split elements of 4 bytes.
 *
 * @param page u8[4 * n], split
 * @param out  u32[n], written
 */
export function root_ntuple_split_32(page: usize, out: usize, n: i32): void {
  Split.join32(page, out, n, false);
}

/** As root_ntuple_split_32, with the zigzag encoding undone: out i32[n]. */
export function root_ntuple_zigzag_32(page: usize, out: usize, n: i32): void {
  Split.join32(page, out, n, true);
}

/**
 * Joins split elements of 8 bytes.
 *
 * @param page u8[8 * n], split
 * @param out  u64[n], written
 */
export function root_ntuple_split_64(page: usize, out: usize, n: i32): void {
  const plane = <usize>n;
  const end = page + plane;
  while (page < end) {
    const ab = low8(v128.load64_zero(page), v128.load64_zero(page + plane));
    const cd = low8(v128.load64_zero(page + 2 * plane), v128.load64_zero(page + 3 * plane));
    const ef = low8(v128.load64_zero(page + 4 * plane), v128.load64_zero(page + 5 * plane));
    const gh = low8(v128.load64_zero(page + 6 * plane), v128.load64_zero(page + 7 * plane));
    const abcd = low16(ab, cd);
    const efgh = low16(ef, gh);
    v128.store(out, low32(abcd, efgh));
    v128.store(out, high32(abcd, efgh), 16);
    const next = high16(ab, cd);
    const last = high16(ef, gh);
    v128.store(out, low32(next, last), 32);
    v128.store(out, high32(next, last), 48);
    page += 8;
    out += 64;
  }
}

/** As root_ntuple_split_64, with the zigzag encoding undone: out i64[n]. */
export function root_ntuple_zigzag_64(page: usize, out: usize, n: i32): void {
  root_ntuple_split_64(page, out, n);
  const end = out + ((<usize>n) << 3);
  while (out < end) {
    v128.store(out, unzigzag<u64>(v128.load(out)));
    out += 16;
  }
}

/** 0, 1, 2, 3, … as 0, -1, 1, -2, … */
function unzigzag<T>(v: v128): v128 {
  return v128.xor(v128.shr<T>(v, 1), v128.neg<T>(v128.and(v, v128.splat<T>(1))));
}

/** Bytes of the lower and of the upper halves in turn. */
function low8(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

function high8(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

function low16(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
}

function high16(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
}

function low32(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
}

function high32(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
}
