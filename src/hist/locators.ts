// What `slice` takes, in the words of UHI (the Unified Histogram Interface of Scikit-HEP).

/** A place along an axis: the bin of a value, or a flow bin, moved by `offset` bins. */
export interface Place {
  readonly kind: "loc" | "underflow" | "overflow" | "at";
  readonly value: number | string;
  readonly offset: number;
}

/** Joins every `factor` bins. */
export interface Rebin {
  readonly kind: "rebin";
  readonly factor: number;
}

/** Joins all bins: projects the axis away. */
export interface Sum {
  readonly kind: "sum";
}

/** A bin: its number (negative from the end), the name of its category, or a place. */
export type BinIndex = number | string | Place;

/** Bins from `start` up to, not including, `stop`; without one of them, with that flow bin. */
export interface BinRange {
  readonly start?: BinIndex | undefined;
  readonly stop?: BinIndex | undefined;
  /** Join bins of the range; `sum` joins all of them and drops the axis. */
  readonly step?: Rebin | Sum | undefined;
}

/**
 * What to take of one axis:
 *
 * - a number, a category's name or a place: that bin; the axis is dropped
 * - `[start, stop]` or `{ start, stop, step }`: a range of bins; what lies outside goes to the flow
 *   bins
 * - `sum`: all bins, flow included; the axis is dropped
 * - `rebin(n)`: every n bins joined
 */
export type AxisSelection =
  | BinIndex
  | readonly [start: BinIndex | undefined, stop: BinIndex | undefined]
  | BinRange
  | Sum
  | Rebin;

/** The bin that holds a value, or the category of that name. @see boost_histogram.loc */
export function loc(value: number | string, offset = 0): Place {
  return { kind: "loc", value, offset };
}

/** The bin of a number counted without wrapping: -1 is underflow. @see boost_histogram.tag.at */
export function at(value: number): Place {
  return { kind: "at", value, offset: 0 };
}

/** The bin below the first. */
export const underflow: Place = { kind: "underflow", value: 0, offset: 0 };

/** The bin behind the last. */
export const overflow: Place = { kind: "overflow", value: 0, offset: 0 };

/** Joins all bins, flow included, and drops the axis. @see boost_histogram.sum */
export const sum: Sum = { kind: "sum" };

/**
 * Joins every `factor` bins; bins left over at the end go to overflow.
 * @see boost_histogram.rebin
 */
export function rebin(factor: number): Rebin {
  return { kind: "rebin", factor };
}
