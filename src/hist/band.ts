import { checkOptionNames } from "../array/option-names.ts";
import { ShapeError, UsageError } from "../errors.ts";
import { sameAxis } from "./axis.ts";
import type { Hist } from "./hist.ts";

/** How variations make a band. */
const methods = ["minmax", "quadrature"] as const;
export type BandMethod = (typeof methods)[number];

export interface BandOptions {
  /**
   * `minmax` (default): the envelope, from the least to the largest of all histograms. `quadrature`: the
   * largest shift of each source upwards, sources added in quadrature as independent ones, and likewise downwards.
   */
  readonly method?: BandMethod | undefined;
}

/** Bounds of each bin, without flow bins, in C order. */
export interface Band {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * The band that systematic variations span around a nominal histogram. It always holds the nominal values:
 * where both variations of a source move a bin upwards, the source moves it by the larger shift upwards, and not
 * downwards.
 *
 * @param sources  of each source of uncertainty its variations, such as up and down
 * @throws ShapeError where axes differ; UsageError for another method
 */
export function systematicBand(
  nominal: Hist,
  sources: readonly (readonly Hist[])[],
  options: BandOptions = {},
): Band {
  checkOptionNames(options, ["method"], "systematicBand");
  const { method = "minmax" } = options;
  if (!methods.includes(method)) {
    throw new UsageError(`a band's method is ${methods.join(" or ")}, not ${String(method)}`);
  }
  const given: unknown = sources;
  if (!(Array.isArray(given) && given.every((source) => Array.isArray(source)))) {
    throw new UsageError("a band's sources are lists of histograms: [[up, down], …]");
  }
  const { axes } = nominal;
  for (const hist of sources.flat()) {
    const same = hist.axes.length === axes.length;
    if (same && hist.axes.every((axis, i) => sameAxis(axis, axes[i]))) continue;
    throw new ShapeError("variations have the axes of the nominal histogram");
  }
  const values = nominal.values();
  const shifts = sources.map((source) => source.map((hist) => hist.values()));
  const bound = (of: typeof Math.min, sign: 1 | -1): Float64Array =>
    values.map((value, i) => {
      const ends = shifts.map((source) => of(value, ...source.map((varied) => varied[i])));
      if (method === "minmax") return of(value, ...ends);
      const squares = ends.map((end) => (end - value) * (end - value));
      return value + sign * Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
    });
  return { lower: bound(Math.min, -1), upper: bound(Math.max, 1) };
}
