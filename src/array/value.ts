/** A number that counts as floating point although it is integral: Python's `2.0` beside `2`. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  valueOf(): number {
    return this.value;
  }
}

/**
 * A floating-point number where an integral JavaScript number would count as an integer:
 * `ak.add(integers, ak.float(2))` has float64 elements, `ak.add(integers, 2)` integers.
 */
export function float(value: number): Float {
  return new Float(value);
}

/** Values of several types in a fixed order, for `ak.fromIter`: Python's tuple. */
export class Tuple<T = unknown> {
  readonly items: readonly T[];

  constructor(items: readonly T[]) {
    this.items = items;
  }
}

/** A tuple for `ak.fromIter`, which takes JavaScript's arrays for lists: `ak.tuple(1, "a")`. */
export function tuple<T extends readonly unknown[]>(...items: T): Tuple<T[number]> {
  return new Tuple(items);
}
