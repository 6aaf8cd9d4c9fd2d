// What the fills in a single pass share: values taken in pairs, and what an entry adds to its cell.
//
// The address of a cell comes out of the floating-point unit: to a whole number of places a constant is
// added that leaves them in units of one place in the low bits of the significand and holds the address
// of the first already.

/** 2^48 has units of 1/16, for cells of two numbers. */
export const SIXTEENTHS: f64 = 281474976710656.0;
/** 2^49 has units of 1/8, for cells of one number. */
export const EIGHTHS: f64 = 562949953421312.0;
/** 2^50 has units of 1/4, for the entries of a table. */
export const QUARTERS: f64 = 1125899906842624.0;

/** S below is the type of a cell's numbers: f64 for a sum, v128 for that of the squares beside it. */
export class Cell {
  /** Two values as float64. */
  @inline
  static pair<V>(address: usize): v128 {
    if (sizeof<V>() === 8) return v128.load(address);
    const both = v128.load64_zero(address);
    return isFloat<V>() ? f64x2.promote_low_f32x4(both) : f64x2.convert_low_i32x4_s(both);
  }

  /** The address in the first lane. */
  @inline
  static first(places: v128): usize {
    return <usize>(<u32>i64x2.extract_lane(places, 0));
  }

  /** The address in the second lane. */
  @inline
  static second(places: v128): usize {
    return <usize>(<u32>i64x2.extract_lane(places, 1));
  }

  @inline
  static increment(cell: usize): void {
    store<i32>(cell, load<i32>(cell) + 1);
  }

  /** Adds the weight of one entry: W[1] of a sum, W[2] with squares. */
  @inline
  static add<W, S>(cell: usize, weights: usize): void {
    if (sizeof<S>() === 16) {
      const w = Cell.pair<W>(weights);
      Cell.addBoth(cell, v128.shuffle<i64>(w, f64x2.mul(w, w), 0, 2));
    } else {
      store<f64>(cell, load<f64>(cell) + <f64>load<W>(weights));
    }
  }

  /**
   * Adds the weights of two entries, the first before the second.
   *
   * @param step bytes from one weight to the next, with squares from one pair of weights to the next; 0
   *   for a constant
   * @returns where the weights of the next entries are
   */
  @inline
  static addTwo<W, S>(first: usize, second: usize, weights: usize, step: usize): usize {
    if (sizeof<S>() === 16) {
      const w = Cell.pair<W>(weights);
      const squared = f64x2.mul(w, w);
      Cell.addBoth(first, v128.shuffle<i64>(w, squared, 0, 2));
      Cell.addBoth(second, v128.shuffle<i64>(w, squared, 1, 3));
      return weights + step;
    }
    Cell.add<W, S>(first, weights);
    weights += step;
    Cell.add<W, S>(second, weights);
    return weights + step;
  }

  @inline
  private static addBoth(cell: usize, both: v128): void {
    v128.store(cell, f64x2.add(v128.load(cell), both));
  }
}
