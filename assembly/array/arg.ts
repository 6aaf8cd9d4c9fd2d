// Where the smallest and the largest element of each list are. As in awkward_reduce_argmax.cpp: the
// search starts at the first element, and only what is greater (smaller) takes its place; so the
// first of equal ones wins, and a list that begins with NaN keeps it.

class Arg {
  @inline
  static run<T>(largest: bool, offsets: usize, content: usize, out: usize, n: i32): void {
    for (let i = 0; i < n; i++) {
      const start = load<i32>(offsets);
      const length = load<i32>(offsets, 4) - start;
      let p = content + <usize>start * sizeof<T>();
      let where = -i32(length === 0);
      let best = load<T>(p);
      for (let j = 1; j < length; j++) {
        p += sizeof<T>();
        const value = load<T>(p);
        const better = largest ? value > best : value < best;
        best = select<T>(value, best, better);
        where = select<i32>(j, where, better);
      }
      store<i64>(out, where);
      offsets += 4;
      out += 8;
    }
  }
}

/** Place of the largest in each list, -1 in an empty one. offsets i32[n + 1], content i32[offsets[n]], out i64[n], written. */
export function array_argmax_i32(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.run<i32>(true, offsets, content, out, n);
}

/** Place of the largest in each list, -1 in an empty one. offsets i32[n + 1], content u32[offsets[n]], out i64[n], written. */
export function array_argmax_u32(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.run<u32>(true, offsets, content, out, n);
}

/** Place of the largest in each list, -1 in an empty one. offsets i32[n + 1], content i64[offsets[n]], out i64[n], written. */
export function array_argmax_i64(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.run<i64>(true, offsets, content, out, n);
}

/** Place of the largest in each list, -1 in an empty one. offsets i32[n + 1], content u64[offsets[n]], out i64[n], written. */
export function array_argmax_u64(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.run<u64>(true, offsets, content, out, n);
}

/** Place of the largest in each list, -1 in an empty one. offsets i32[n + 1], content f32[offsets[n]], out i64[n], written. */
export function array_argmax_f32(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.run<f32>(true, offsets, content, out, n);
}

/** Place of the largest in each list, -1 in an empty one. offsets i32[n + 1], content f64[offsets[n]], out i64[n], written. */
export function array_argmax_f64(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.run<f64>(true, offsets, content, out, n);
}

/** Place of the smallest in each list, -1 in an empty one. offsets i32[n + 1], content i32[offsets[n]], out i64[n], written. */
export function array_argmin_i32(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.run<i32>(false, offsets, content, out, n);
}

/** Place of the smallest in each list, -1 in an empty one. offsets i32[n + 1], content u32[offsets[n]], out i64[n], written. */
export function array_argmin_u32(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.run<u32>(false, offsets, content, out, n);
}

/** Place of the smallest in each list, -1 in an empty one. offsets i32[n + 1], content i64[offsets[n]], out i64[n], written. */
export function array_argmin_i64(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.run<i64>(false, offsets, content, out, n);
}

/** Place of the smallest in each list, -1 in an empty one. offsets i32[n + 1], content u64[offsets[n]], out i64[n], written. */
export function array_argmin_u64(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.run<u64>(false, offsets, content, out, n);
}

/** Place of the smallest in each list, -1 in an empty one. offsets i32[n + 1], content f32[offsets[n]], out i64[n], written. */
export function array_argmin_f32(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.run<f32>(false, offsets, content, out, n);
}

/** Place of the smallest in each list, -1 in an empty one. offsets i32[n + 1], content f64[offsets[n]], out i64[n], written. */
export function array_argmin_f64(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.run<f64>(false, offsets, content, out, n);
}

/**
 * Positions that a content has kept from before its elements were chosen, in place of those within
 * the lists.
 *
 * @param offsets    i32[n + 1]
 * @param positions  i32[offsets[n]]
 * @param out        i64[n], places in the lists, changed to positions; -1 stays
 */
export function array_place_positions(offsets: usize, positions: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const place = load<i64>(out);
    if (place >= 0) {
      const at = <usize>load<i32>(offsets) + <usize>place;
      store<i64>(out, load<i32>(positions + (at << 2)));
    }
    offsets += 4;
    out += 8;
  }
}
