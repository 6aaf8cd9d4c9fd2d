import { knownOptions } from "../array/option-names.ts";
import type { Axis } from "./axis.ts";

// What `slice` takes, in the words of UHI (the Unified Histogram Interface of Scikit-HEP).

/** A place along an axis: the bin of a value, or a flow bin, moved by `offset` bins. */
export interface Place {
  readonly kind: "loc" | "underflow" | "overflow" | "at";
  readonly value: number | string;
  readonly offset: number;
}

/** How bins are joined: in groups of equal or of given sizes, or between given edges. */
export interface Rebin {
  readonly kind: "rebin";
  /** Bins of each group; what is left over at the end goes to overflow. */
  readonly factor?: number | undefined;
  /** Bins of each group in turn: all bins. */
  readonly groups?: readonly number[] | undefined;
  /** Edges of the groups, which are edges of the axis: from its first to its last. */
  readonly edges?: readonly number[] | undefined;
  /** The axis of the groups; without it one with their edges is made. */
  readonly axis?: Axis | undefined;
}

/** Some categories of an axis, in this order; the others are dropped. */
export interface Pick {
  readonly kind: "pick";
  readonly bins: readonly (number | string | Place)[];
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
 * - `pick([…])`: some categories
 */
export type AxisSelection =
  | BinIndex
  | readonly [start: BinIndex | undefined, stop: BinIndex | undefined]
  | BinRange
  | Sum
  | Rebin
  | Pick;

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
 * Joins bins: every n, in groups of given sizes (`[1, 3, 2]`), between given edges, or into the bins
 * of another axis. A group makes a variable axis, also of a regular one. Categories can be joined only
 * with both `groups` and `axis`.
 * @see boost_histogram.rebin
 */
export function rebin(how: number | readonly number[] | Omit<Rebin, "kind">): Rebin {
  if (typeof how === "number") return { kind: "rebin", factor: how };
  if (Array.isArray(how)) return { kind: "rebin", groups: how as readonly number[] };
  const by = how as Omit<Rebin, "kind">;
  return { kind: "rebin", ...knownOptions(by, ["factor", "groups", "edges", "axis"], "rebin") };
}

/**
 * Some categories in the order given, by name, by bin or by pattern: `*` is any text, `?` one
 * character. The others are dropped, not moved to overflow.
 * @see hist.Hist.__getitem__ with a list
 */
export function pick(bins: string | readonly (number | string | Place)[]): Pick {
  return { kind: "pick", bins: typeof bins === "string" ? [bins] : bins };
}
