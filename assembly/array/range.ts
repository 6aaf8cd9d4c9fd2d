// Python slices of lists.

/** A bound of a Python slice as a position in a list of `length`. */
function bound(value: i32, length: i32, least: i32, most: i32): i32 {
  if (value < 0) value = max(value, -length) + length - i32(value < -length);
  return min(max(value, least), most);
}

/** First element of `start:stop:step` in a list of `length`. */
function first(length: i32, start: i32, step: i32): i32 {
  return step > 0 ? bound(start, length, 0, length) : bound(start, length, -1, length - 1);
}

/** Number of elements of `start:stop:step` in a list of `length`, given the first. */
function count(length: i32, from: i32, stop: i32, step: i32): i32 {
  if (step > 0) {
    const to = bound(stop, length, 0, length);
    return to > from ? (to - from - 1) / step + 1 : 0;
  }
  const to = stop === i32.MIN_VALUE ? -1 : bound(stop, length, -1, length - 1);
  return from > to ? (from - to - 1) / -step + 1 : 0;
}

/**
 * Offsets of `start:stop:step` of each list, as Python slices a list. An omitted bound is, for a
 * positive step, 0 and 2^31 - 1, for a negative one, 2^31 - 1 and -2^31.
 *
 * @param offsets i32[n + 1]
 * @param out     i32[n + 1], written
 * @returns the number of elements
 */
export function array_range_offsets(
  offsets: usize,
  out: usize,
  n: i32,
  start: i32,
  stop: i32,
  step: i32,
): i32 {
  let total = 0;
  store<i32>(out, 0);
  if (start === 0 && stop >= 0 && step === 1) {
    let last = load<i32>(offsets);
    for (let i = 0; i < n; i++) {
      const at = (<usize>i) << 2;
      const next = load<i32>(offsets + at, 4);
      total += min(next - last, stop);
      last = next;
      store<i32>(out + at, total, 4);
    }
    return total;
  }
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const length = load<i32>(offsets + at, 4) - load<i32>(offsets + at);
    total += count(length, first(length, start, step), stop, step);
    store<i32>(out + at, total, 4);
  }
  return total;
}

/**
 * Positions in the content of what {@link array_range_offsets} counted.
 *
 * @param offsets i32[n + 1]
 * @param out     i32[total], written
 */
export function array_range_index(
  offsets: usize,
  out: usize,
  n: i32,
  start: i32,
  stop: i32,
  step: i32,
): void {
  const steps = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(step));
  const four = i32x4.splat(4 * step);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const base = load<i32>(offsets + at);
    const length = load<i32>(offsets + at, 4) - base;
    const from = first(length, start, step);
    const kept = count(length, from, stop, step);
    // Four at a time, past the end of the list: the next list overwrites it.
    let positions = i32x4.add(i32x4.splat(base + from), steps);
    for (let j = 0; j < kept; j += 4) {
      v128.store(out + ((<usize>j) << 2), positions);
      positions = i32x4.add(positions, four);
    }
    out += (<usize>kept) << 2;
  }
}

/**
 * Copies the elements of lists, or the first of each.
 *
 * @param starts   i32[n + 1], the lists in the content
 * @param lengths  i32[n + 1], offsets of the lists in `out`, from 0, no longer than those
 * @param content  elements of 2^scale bytes
 * @param out      elements[lengths[n]], written
 */
export function array_copy_heads(
  starts: usize,
  lengths: usize,
  content: usize,
  out: usize,
  n: i32,
  scale: i32,
): void {
  const shift = <usize>scale;
  for (let i = 0; i < n; i++) {
    let src = content + ((<usize>load<i32>(starts)) << shift);
    let to = out + ((<usize>load<i32>(lengths)) << shift);
    const end = out + ((<usize>load<i32>(lengths, 4)) << shift);
    for (; to < end; to += 16) {
      v128.store(to, v128.load(src));
      src += 16;
    }
    starts += 4;
    lengths += 4;
  }
}
