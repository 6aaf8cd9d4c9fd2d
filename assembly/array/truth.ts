// Reductions of bool (u8, 0 or 1) lists.

/** Bits of `count` bools, at most 16, from `address`. */
function bits(address: usize, count: i32): i32 {
  return i8x16.bitmask(i8x16.neg(v128.load(address))) & ((1 << count) - 1);
}

/** Whether any element of each list is true. offsets i32[n + 1], content u8[offsets[n]], out u8[n], written. */
export function array_any(offsets: usize, content: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    let start = load<i32>(offsets);
    const stop = load<i32>(offsets, 4);
    let found = 0;
    for (; start < stop; start += 16) {
      found |= bits(content + <usize>start, min(stop - start, 16));
    }
    store<u8>(out + <usize>i, <u8>(found !== 0));
    offsets += 4;
  }
}

/** Whether each element of each list is true. offsets i32[n + 1], content u8[offsets[n]], out u8[n], written. */
export function array_all(offsets: usize, content: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    let start = load<i32>(offsets);
    const stop = load<i32>(offsets, 4);
    let missing = 0;
    for (; start < stop; start += 16) {
      const count = min(stop - start, 16);
      missing |= bits(content + <usize>start, count) ^ ((1 << count) - 1);
    }
    store<u8>(out + <usize>i, <u8>(missing === 0));
    offsets += 4;
  }
}

/** Number of true elements of each list. offsets i32[n + 1], content u8[offsets[n]], out i64[n], written. */
export function array_count_true_lists(offsets: usize, content: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    let start = load<i32>(offsets);
    const stop = load<i32>(offsets, 4);
    let count = 0;
    for (; start < stop; start += 16) {
      count += popcnt(bits(content + <usize>start, min(stop - start, 16)));
    }
    store<i64>(out, count);
    offsets += 4;
    out += 8;
  }
}

/** Number of true elements. mask u8[n]. */
export function array_count_true(mask: usize, n: i32): i32 {
  let count = 0;
  let i = 0;
  for (; i + 16 <= n; i += 16) {
    count += popcnt(i8x16.bitmask(i8x16.neg(v128.load(mask + <usize>i))));
  }
  return count + popcnt(bits(mask + <usize>i, n - i));
}
