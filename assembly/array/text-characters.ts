// Characters of text in UTF-8; invalid bytes count as characters of their own value.

/** Where `decode` leaves the number of bytes of the character it read. */
class Reader {
  static width: i32 = 0;

  /** The character at an address before `end`. */
  static decode(at: usize, end: usize): u32 {
    const first = <u32>load<u8>(at);
    if (first < 0xc2) {
      Reader.width = 1;
      return first;
    }
    let more = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    if (at + <usize>more >= end) more = <i32>(end - at) - 1;
    let character = first & (0x3f >> <u32>more);
    for (let i = 1; i <= more; i++) {
      character = (character << 6) | (<u32>load<u8>(at + <usize>i) & 0x3f);
    }
    Reader.width = 1 + more;
    return character;
  }

  /** Bytes of a character. */
  static size(character: u32): i32 {
    return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
  }

  /** Writes a character; returns the address behind it. */
  static encode(character: u32, out: usize): usize {
    const size = Reader.size(character);
    if (size === 1) {
      store<u8>(out, <u8>character);
      return out + 1;
    }
    for (let i = size - 1; i > 0; i--) {
      store<u8>(out + <usize>i, <u8>(0x80 | (character & 0x3f)));
      character >>= 6;
    }
    store<u8>(out, <u8>((0xf00 >> <u32>size) | character));
    return out + <usize>size;
  }

  @inline
  static flag(flags: usize, size: i32, character: u32): u32 {
    return character < <u32>size ? <u32>load<u8>(flags + <usize>character) : 0;
  }

  @inline
  static mapped(table: usize, size: i32, character: u32): u32 {
    return character < <u32>size ? load<u32>(table + ((<usize>character) << 2)) : character;
  }
}

/** Whether all bytes are below 128. data u8[n]. */
export function array_text_is_ascii(data: usize, n: i32): i32 {
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    if ((load<u64>(data + <usize>i) & 0x8080808080808080) !== 0) return 0;
  }
  for (; i < n; i++) if (load<u8>(data + <usize>i) >= 0x80) return 0;
  return 1;
}

/** Characters of each text. offsets i32[n + 1], data u8[offsets[n]], out i64[n], written. */
export function array_text_length(offsets: usize, data: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const end = load<i32>(offsets + ((<usize>i) << 2), 4);
    let count: i64 = 0;
    for (let at = load<i32>(offsets + ((<usize>i) << 2)); at < end; at++) {
      count += i64((load<u8>(data + <usize>at) & 0xc0) !== 0x80);
    }
    store<i64>(out + ((<usize>i) << 3), count);
  }
}

/**
 * Other characters in the place of those of a text.
 *
 * @param offsets     i32[n + 1]
 * @param data        u8[offsets[n]]
 * @param first       u32[size], what becomes of the first character of a text (mode 1), of a word
 *                    (mode 2)
 * @param rest        u32[size], what becomes of the others; those beyond `size` stay
 * @param outOffsets  i32[n + 1], written
 * @param out         u8[the last of them], written; 0 to find the offsets alone
 * @returns bytes in all, or -1 where they are too many
 */
export function array_text_map(
  offsets: usize,
  data: usize,
  first: usize,
  rest: usize,
  size: i32,
  mode: i32,
  outOffsets: usize,
  out: usize,
  n: i32,
): i32 {
  let total: i64 = 0;
  store<i32>(outOffsets, 0);
  for (let i = 0; i < n; i++) {
    let at = data + <usize>load<i32>(offsets + ((<usize>i) << 2));
    const end = data + <usize>load<i32>(offsets + ((<usize>i) << 2), 4);
    let begins = mode !== 0;
    while (at < end) {
      const character = Reader.decode(at, end);
      at += <usize>Reader.width;
      const upper = Reader.mapped(first, size, character);
      const lower = Reader.mapped(rest, size, character);
      const now = begins ? upper : lower;
      begins = mode === 2 && upper === lower;
      total += <i64>Reader.size(now);
      if (out !== 0) out = Reader.encode(now, out);
    }
    if (total > <i64>i32.MAX_VALUE) return -1;
    store<i32>(outOffsets + ((<usize>i) << 2), <i32>total, 4);
  }
  return <i32>total;
}

/**
 * Whether the characters of each text are of a kind.
 *
 * @param offsets  i32[n + 1]
 * @param data     u8[offsets[n]]
 * @param flags    u8[size]: bit 0 the kind, bit 1 what must not be there (mode 2)
 * @param mode     0 all, and there are some; 1 all; 2 some, and none of the other kind; 3 the kind
 *                 begins words of the other kind
 * @param out      u8[n], written
 */
export function array_text_test(
  offsets: usize,
  data: usize,
  flags: usize,
  size: i32,
  mode: i32,
  out: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    let at = data + <usize>load<i32>(offsets + ((<usize>i) << 2));
    const end = data + <usize>load<i32>(offsets + ((<usize>i) << 2), 4);
    let holds = mode === 1 || at < end;
    let some = false;
    let inside = false;
    while (at < end && holds) {
      const flag = Reader.flag(flags, size, Reader.decode(at, end));
      at += <usize>Reader.width;
      if (mode < 2) holds = flag !== 0;
      else if (mode === 2) holds = flag !== 2;
      else holds = flag === 0 || inside === (flag === 2);
      inside = flag !== 0;
      some = some || (flag & 1) !== 0;
    }
    store<u8>(out + <usize>i, <u8>(holds && (mode < 2 || some)));
  }
}

/**
 * Where each text begins and ends without characters of a kind at its ends.
 *
 * @param offsets  i32[n + 1]
 * @param data     u8[offsets[n]]
 * @param flags    u8[size], not 0 for the kind
 * @param ends     bit 0 the beginning, bit 1 the end
 * @param starts   i32[n], written, in bytes of `data`
 * @param stops    i32[n], written
 */
export function array_text_trim(
  offsets: usize,
  data: usize,
  flags: usize,
  size: i32,
  ends: i32,
  starts: usize,
  stops: usize,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    let start = data + <usize>load<i32>(offsets + ((<usize>i) << 2));
    let stop = data + <usize>load<i32>(offsets + ((<usize>i) << 2), 4);
    if ((ends & 1) !== 0) {
      while (start < stop && Reader.flag(flags, size, Reader.decode(start, stop)) !== 0) {
        start += <usize>Reader.width;
      }
    }
    if ((ends & 2) !== 0) {
      while (start < stop) {
        let last = stop - 1;
        while (last > start && (load<u8>(last) & 0xc0) === 0x80) last--;
        if (Reader.flag(flags, size, Reader.decode(last, stop)) === 0) break;
        stop = last;
      }
    }
    store<i32>(starts + ((<usize>i) << 2), <i32>(start - data));
    store<i32>(stops + ((<usize>i) << 2), <i32>(stop - data));
  }
}

/**
 * The characters of each text the other way round. offsets i32[n + 1], data u8[offsets[n]]; out as many
 * bytes, from offsets[0], written. Bytes by themselves if `bytes` is not 0.
 */
export function array_text_reverse(
  offsets: usize,
  data: usize,
  out: usize,
  n: i32,
  bytes: i32,
): void {
  const from = load<i32>(offsets);
  for (let i = 0; i < n; i++) {
    const start = load<i32>(offsets + ((<usize>i) << 2));
    const stop = load<i32>(offsets + ((<usize>i) << 2), 4);
    let to = out + <usize>(stop - from);
    let at = data + <usize>start;
    const end = data + <usize>stop;
    while (at < end) {
      let width = 1;
      if (bytes === 0) {
        Reader.decode(at, end);
        width = Reader.width;
      }
      to -= <usize>width;
      memory.copy(to, at, <usize>width);
      at += <usize>width;
    }
  }
}

/**
 * Characters `start` to `stop` - 1 of each text, every `step`th, as Python slices.
 *
 * @param offsets     i32[n + 1]
 * @param data        u8[offsets[n]]
 * @param hasStop     0 for all up to the end
 * @param places      i32[most characters of a text + 1], changed
 * @param outOffsets  i32[n + 1], written
 * @param out         u8[the last of them], written; 0 to find the offsets alone
 */
export function array_text_slice(
  offsets: usize,
  data: usize,
  start: i32,
  stop: i32,
  hasStop: i32,
  step: i32,
  places: usize,
  outOffsets: usize,
  out: usize,
  n: i32,
): void {
  let total = 0;
  store<i32>(outOffsets, 0);
  for (let i = 0; i < n; i++) {
    const begin = data + <usize>load<i32>(offsets + ((<usize>i) << 2));
    const end = data + <usize>load<i32>(offsets + ((<usize>i) << 2), 4);
    let count = 0;
    for (let at = begin; at < end; at += <usize>Reader.width) {
      Reader.decode(at, end);
      store<i32>(places + ((<usize>count) << 2), <i32>(at - begin));
      count++;
    }
    store<i32>(places + ((<usize>count) << 2), <i32>(end - begin));
    const low = step > 0 ? 0 : -1;
    const high = step > 0 ? count : count - 1;
    let from = start < 0 ? start + count : start;
    from = min<i32>(max<i32>(from, low), high);
    let to = stop < 0 ? stop + count : stop;
    to = min<i32>(max<i32>(to, low), high);
    if (hasStop === 0) to = step > 0 ? count : -1;
    for (let k = from; step > 0 ? k < to : k > to; k += step) {
      const place = load<i32>(places + ((<usize>k) << 2));
      const width = load<i32>(places + ((<usize>k) << 2), 4) - place;
      if (out !== 0) memory.copy(out + <usize>total, begin + <usize>place, <usize>width);
      total += width;
    }
    store<i32>(outOffsets + ((<usize>i) << 2), total, 4);
  }
}
