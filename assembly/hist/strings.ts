// Codes of a string category axis for strings that lie as bytes.

/** First slot to look at for a string of `length` bytes at `text`. The table is filled by the same rule. */
export function hist_string_slot(text: usize, length: i32, mask: i32): i32 {
  return slotOf(head(text, length), tail(text, length), length, mask);
}

/** The first eight bytes, zeros behind the end. */
function head(text: usize, length: i32): u64 {
  const bytes = load<u64>(text);
  if (length >= 8) return bytes;
  return bytes & (((<u64>1) << ((<u64>length) << 3)) - 1);
}

/** The last eight bytes of more than eight, else 0. */
function tail(text: usize, length: i32): u64 {
  return length > 8 ? load<u64>(text + <usize>length - 8) : 0;
}

function slotOf(first: u64, last: u64, length: i32, mask: i32): i32 {
  // The golden ratio spreads the bits; lengths tell apart what begins and ends alike.
  const mixed = (first ^ rotl<u64>(last, 29) ^ <u64>length) * 0x9e3779b97f4a7c15;
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
 * @param table   {text u32, length i32, bin i32, unused i32}[mask + 1]: `text` is the address of a
 *   category, readable for 8 bytes more; `bin` is -1 where the slot is empty
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
  mask: i32,
  stop: i32,
): i32 {
  let start = load<i32>(offsets + ((<usize>from) << 2));
  for (let i = from; i < n; i++) {
    const end = load<i32>(offsets + ((<usize>i) << 2), 4);
    const length = end - start;
    const text = data + <usize>start;
    start = end;
    const first = head(text, length);
    const last = tail(text, length);
    let slot = slotOf(first, last, length, mask);
    let bin = -2;
    while (true) {
      const at = table + ((<usize>slot) << 4);
      const known = load<i32>(at, 8);
      if (known < 0) break;
      const other = <usize>load<u32>(at);
      if (
        load<i32>(at, 4) === length &&
        head(other, length) === first &&
        tail(other, length) === last &&
        sameMiddle(other, text, length)
      ) {
        bin = known;
        break;
      }
      slot = (slot + 1) & mask;
    }
    if (bin < 0 && stop) return i;
    store<i32>(codes + ((<usize>i) << 2), bin);
  }
  return n;
}
