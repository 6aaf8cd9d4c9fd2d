// Codes of a string category axis for strings that lie as bytes.

/** First slot to look at for a string of `length` bytes at `text`. The table is filled by the same rule. */
export function hist_string_slot(text: usize, length: i32, seed: i32, mask: i32): i32 {
  return slotOf(head(text, length), tail(text, length), length, factorOf(seed), mask);
}

/** The odd factor of a seed; 2^64 over the golden ratio is that of 0. */
function factorOf(seed: i32): u64 {
  return 0x9e3779b97f4a7c15 + ((<u64>seed * 0x3c6ef372fe94f82a) << 1);
}

/**
 * Writes a slot of the table: {head u64, tail u64, text u32, length i32, bin i32, unused i32}.
 *
 * @param slot   32 bytes, written
 * @param text   u8[length]: a category, readable for 8 bytes more; it has to stay there
 */
export function hist_string_write(slot: usize, text: usize, length: i32, bin: i32): void {
  store<u64>(slot, head(text, length));
  store<u64>(slot, tail(text, length), 8);
  store<u32>(slot, <u32>text, 16);
  store<i32>(slot, length, 20);
  store<i32>(slot, bin, 24);
}

/** The first eight bytes; of a shorter string all, moved to the upper end. */
function head(text: usize, length: i32): u64 {
  // A shift by 64 would be none.
  const short = load<u64>(text) << ((<u64>(8 - length)) << 3);
  return length >= 8 ? load<u64>(text) : select<u64>(short, 0, length > 0);
}

/** The last eight bytes of more than eight, else 0. */
function tail(text: usize, length: i32): u64 {
  return length > 8 ? load<u64>(text + <usize>length - 8) : 0;
}

function slotOf(first: u64, last: u64, length: i32, factor: u64, mask: i32): i32 {
  const mixed = (first ^ (first >> 32) ^ rotl<u64>(last, 29) ^ <u64>length) * factor;
  return <i32>(mixed >> 40) & mask;
}

/** Whether two strings of one length have the same bytes, beside the first and last eight. */
function sameMiddle(a: usize, b: usize, length: i32): bool {
  for (let i = 8; i < length - 8; i += 8) {
    if (load<u64>(a + i) !== load<u64>(b + i)) return false;
  }
  return true;
}

/**
 * String category axis: look-up in a hash table with linear probing.
 *
 * @param offsets i32[n + 1]: string i is data[offsets[i] .. offsets[i + 1])
 * @param data    u8[offsets[n]], readable for 8 bytes more
 * @param codes   i32[n], written from `from` on; -2 where there is no such category
 * @param table   slots of `hist_string_write`, [mask + 1]; `bin` is -1 where the slot is empty
 * @param seed    of the hash
 * @param mask    number of slots - 1, a power of 2 less 1; at least one slot is empty
 * @param stop    1 to stop at the first string without a category
 * @returns the position of that string, or n
 */
export function hist_codes_strings(
  offsets: usize,
  data: usize,
  codes: usize,
  from: i32,
  n: i32,
  table: usize,
  seed: i32,
  mask: i32,
  stop: i32,
): i32 {
  const factor = factorOf(seed);
  let start = load<i32>(offsets + ((<usize>from) << 2));
  for (let i = from; i < n; i++) {
    const end = load<i32>(offsets + ((<usize>i) << 2), 4);
    const length = end - start;
    const text = data + <usize>start;
    start = end;
    const first = head(text, length);
    const last = tail(text, length);
    let at = table + ((<usize>slotOf(first, last, length, factor, mask)) << 5);
    let bin = load<i32>(at, 24);
    while (bin >= 0) {
      const same =
        load<u64>(at) === first && load<u64>(at, 8) === last && load<i32>(at, 20) === length;
      if (same && sameMiddle(<usize>load<u32>(at, 16), text, length)) break;
      at = table + ((at + 32 - table) & (((<usize>mask) << 5) | 31));
      bin = load<i32>(at, 24);
    }
    if (bin < 0) {
      if (stop) return i;
      bin = -2;
    }
    store<i32>(codes + ((<usize>i) << 2), bin);
  }
  return n;
}

/** Whether an axis of these categories can be looked up by `hist_codes_short_strings`. */
const SHORT: i32 = 7;

/** A string of seven bytes at most as one number; of a longer one a number that none of those has. */
function shortKey(text: usize, length: i32): u64 {
  const moved = (load<u64>(text) << ((<u64>(SHORT - length)) << 3)) << 8;
  return select<u64>(moved | <u64>length, ~(<u64>0), <u32>length <= <u32>SHORT);
}

function shortSlot(key: u64, factor: u64, mask: i32): i32 {
  return <i32>(((key ^ (key >> 32)) * factor) >> 40) & mask;
}

class Short {
  /** The slot of a string, or the empty one that ends the search for it. */
  @inline
  static find(table: usize, key: u64, factor: u64, mask: i32): usize {
    let slot = shortSlot(key, factor, mask);
    let at = table + ((<usize>slot) << 4);
    while (load<u64>(at) !== key) {
      if (load<i32>(at, 8) < 0) break;
      slot = (slot + 1) & mask;
      at = table + ((<usize>slot) << 4);
    }
    return at;
  }
}

/** First slot of a short string in its table. */
export function hist_short_slot(text: usize, length: i32, seed: i32, mask: i32): i32 {
  return shortSlot(shortKey(text, length), factorOf(seed), mask);
}

/**
 * Writes a slot of the table of short strings: {key u64, bin i32, unused i32}.
 *
 * @param slot 16 bytes, written
 * @param text u8[length], 7 bytes at most, readable for 8 bytes
 */
export function hist_short_write(slot: usize, text: usize, length: i32, bin: i32): void {
  store<u64>(slot, shortKey(text, length));
  store<i32>(slot, bin, 8);
}

/**
 * String category axis whose categories have seven bytes at most: one comparison for each string.
 *
 * @param offsets i32[n + 1]: string i is data[offsets[i] .. offsets[i + 1])
 * @param data    u8[offsets[n]], readable for 8 bytes more
 * @param codes   i32[n], written from `from` on; -2 where there is no such category
 * @param table   slots of `hist_short_write`, [mask + 1]; `bin` is -1 where the slot is empty
 * @param seed    of the hash
 * @param mask    number of slots - 1, a power of 2 less 1; at least one slot is empty
 * @param stop    1 to stop at the first string without a category
 * @returns the position of that string, or n
 */
export function hist_codes_short_strings(
  offsets: usize,
  data: usize,
  codes: usize,
  from: i32,
  n: i32,
  table: usize,
  seed: i32,
  mask: i32,
  stop: i32,
): i32 {
  const factor = factorOf(seed);
  let start = load<i32>(offsets + ((<usize>from) << 2));
  for (let i = from; i < n; i++) {
    const end = load<i32>(offsets + ((<usize>i) << 2), 4);
    const key = shortKey(data + <usize>start, end - start);
    start = end;
    const at = Short.find(table, key, factor, mask);
    let bin = load<i32>(at, 8);
    if (bin < 0) {
      if (stop) return i;
      bin = -2;
    }
    store<i32>(codes + ((<usize>i) << 2), bin);
  }
  return n;
}

/**
 * Counts strings of categories of seven bytes at most.
 *
 * @param offsets i32[n + 1]: string i is data[offsets[i] .. offsets[i + 1])
 * @param data    u8[offsets[n]], readable for 8 bytes more
 * @param table   slots of `hist_short_write`, [mask + 1]; `bin` is -1 where the slot is empty
 * @param seed    of the hash
 * @param mask    number of slots - 1, a power of 2 less 1; at least one slot is empty
 * @param counts  i32[4 * (bins + 1)], changed: the count of a category is the sum of its four; the last
 *   is for strings without a category
 * @param bins    number of categories
 */
export function hist_count_short_strings(
  offsets: usize,
  data: usize,
  n: i32,
  table: usize,
  seed: i32,
  mask: i32,
  counts: usize,
  bins: i32,
): void {
  const factor = factorOf(seed);
  let start = load<i32>(offsets);
  for (let i = 0; i < n; i++) {
    const end = load<i32>(offsets + ((<usize>i) << 2), 4);
    const key = shortKey(data + <usize>start, end - start);
    start = end;
    const at = Short.find(table, key, factor, mask);
    // Each of four entries in turn has its own quarter; -1 as an unsigned number is the largest.
    const bin = <usize>min<u32>(load<u32>(at, 8), <u32>bins);
    const cell = counts + (bin << 4) + ((<usize>i & 3) << 2);
    store<i32>(cell, load<i32>(cell) + 1);
  }
}
