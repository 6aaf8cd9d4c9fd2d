// Where the smallest and the largest element of each list are. As in awkward_reduce_argmax.cpp: the
// search starts at the first element, and only what is greater (smaller) takes its place; so the
// first of equal ones wins, and a list that begins with NaN keeps it.

/** Lanes 0 to 3 of a list of 0 to 4 elements. */
const inside: usize = memory.data<i32>([
  0, 0, 0, 0, -1, 0, 0, 0, -1, -1, 0, 0, -1, -1, -1, 0, -1, -1, -1, -1,
]);

class Arg {
  /**
   * As `run` for elements of 4 bytes: the best of a list, then the first lane that equals it. Lists to
   * eight elements, most of all, take no branch.
   */
  @inline
  static four<T>(largest: bool, offsets: usize, content: usize, out: usize, n: i32, none: T): void {
    const identity = v128.splat<T>(none);
    let start = load<i32>(offsets);
    for (let i = 0; i < n; i++) {
      const stop = load<i32>(offsets, 4);
      const length = stop - start;
      const p = content + ((<usize>start) << 2);
      const low = v128.load(p);
      const high = v128.load(p, 16);
      let best = Arg.better<T>(
        largest,
        Arg.better<T>(largest, identity, v128.bitselect(low, identity, Arg.lanes(length))),
        v128.bitselect(high, identity, Arg.lanes(length - 4)),
      );
      for (let j = 8; j < length; j += 4) {
        const value = v128.load(p + ((<usize>j) << 2));
        const part = v128.bitselect(value, identity, Arg.lanes(length - j));
        best = Arg.better<T>(largest, best, part);
      }
      best = Arg.better<T>(largest, best, i32x4.shuffle(best, best, 2, 3, 0, 1));
      best = Arg.better<T>(largest, best, i32x4.shuffle(best, best, 1, 0, 3, 2));
      const equal =
        i32x4.bitmask(v128.eq<T>(low, best)) | (i32x4.bitmask(v128.eq<T>(high, best)) << 4);
      let where = ctz(equal & ((1 << min(length, 8)) - 1));
      if (where > 7) where = Arg.further<T>(p, length, best);
      if (isFloat<T>()) {
        const value = load<T>(p);
        const same = value;
        where = select<i32>(where, 0, value === same || length === 0);
      }
      store<i64>(out, where);
      start = stop;
      offsets += 4;
      out += 8;
    }
  }

  /** Which lanes are among the first `count`, a number of any size. */
  @inline
  static lanes(count: i32): v128 {
    return v128.load(inside + ((<usize>max(min(count, 4), 0)) << 4));
  }

  /** The first place behind the eighth that holds the best; -1 if none does. */
  static further<T>(p: usize, length: i32, best: v128): i32 {
    for (let j = 8; j < length; j += 4) {
      const equal = i32x4.bitmask(v128.eq<T>(v128.load(p + ((<usize>j) << 2)), best));
      const first = ctz(equal & ((1 << min(length - j, 4)) - 1));
      if (first < 4) return j + first;
    }
    return -1;
  }

  @inline
  static better<T>(largest: bool, a: v128, b: v128): v128 {
    if (isFloat<T>()) return largest ? v128.pmax<T>(a, b) : v128.pmin<T>(a, b);
    return largest ? v128.max<T>(a, b) : v128.min<T>(a, b);
  }

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
  Arg.four<i32>(true, offsets, content, out, n, i32.MIN_VALUE);
}

/** Place of the largest in each list, -1 in an empty one. offsets i32[n + 1], content u32[offsets[n]], out i64[n], written. */
export function array_argmax_u32(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.four<u32>(true, offsets, content, out, n, u32.MIN_VALUE);
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
  Arg.four<f32>(true, offsets, content, out, n, -Infinity);
}

/** Place of the largest in each list, -1 in an empty one. offsets i32[n + 1], content f64[offsets[n]], out i64[n], written. */
export function array_argmax_f64(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.run<f64>(true, offsets, content, out, n);
}

/** Place of the smallest in each list, -1 in an empty one. offsets i32[n + 1], content i32[offsets[n]], out i64[n], written. */
export function array_argmin_i32(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.four<i32>(false, offsets, content, out, n, i32.MAX_VALUE);
}

/** Place of the smallest in each list, -1 in an empty one. offsets i32[n + 1], content u32[offsets[n]], out i64[n], written. */
export function array_argmin_u32(offsets: usize, content: usize, out: usize, n: i32): void {
  Arg.four<u32>(false, offsets, content, out, n, u32.MAX_VALUE);
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
  Arg.four<f32>(false, offsets, content, out, n, Infinity);
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
