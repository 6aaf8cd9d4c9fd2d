import { UsageError } from "../errors.ts";
import type { Axis } from "../hist/axis.ts";
import { axisEdges } from "../hist/edges.ts";
import type { Hist } from "../hist/hist.ts";
import { checkHist } from "./given-hist.ts";
import { checkOptions, type OptionRules } from "./options.ts";

/** A histogram of one axis as figures take it: bin edges f64[n + 1], contents and variances f64[n], no flow. */
export interface Binned1D {
  readonly edges: Float64Array;
  readonly values: Float64Array;
  readonly variances: Float64Array;
}

/** What becomes of entries beyond the ends of an axis: left out, added to the first and last bin, or shown in bins of their own. */
export type Flow = "none" | "sum" | "show";

/** What is taken of a histogram. */
export interface BinnedOptions {
  /** Category of an axis named "variation", where there is one (default "nominal"). */
  readonly variation?: string | undefined;
  readonly flow?: Flow;
  /** Whether variances that the storage does not know are NaN; else they are an error. */
  readonly lenient?: boolean;
}

const BINNED: OptionRules<BinnedOptions> = {
  variation: true,
  flow: ["none", "sum", "show"],
  lenient: true,
};

/**
 * One axis of a histogram, of one variation; all others are summed over.
 *
 * @throws UsageError where the histogram was filled with weights whose squares it did not keep
 */
export function binned(hist: Hist, axis: string | number, options: BinnedOptions = {}): Binned1D {
  checkOptions(options, BINNED, "binned(hist, axis, options)");
  checkHist(hist, "binned");
  const { variation = "nominal", flow = "none", lenient = false } = options;
  const varied = axis !== "variation" && hist.axes.some(({ name }) => name === "variation");
  const slice = varied ? hist.slice({ variation }) : undefined;
  try {
    const from = slice ?? hist;
    const one = from.axes.length === 1 ? undefined : from.project(axis);
    try {
      return contents(one ?? from, flow, lenient);
    } finally {
      one?.dispose();
    }
  } finally {
    slice?.dispose();
  }
}

function contents(hist: Hist, flow: Flow, lenient: boolean): Binned1D {
  const [axis] = hist.axes;
  const edges = axisEdges(axis);
  const variances = (all: boolean): Float64Array =>
    lenient && !hist.varianceKnown
      ? hist.values({ flow: all }).fill(Number.NaN)
      : hist.variances({ flow: all });
  // The mean of nothing is no number: a figure has no place for it.
  const valuesOf = (all: boolean): Float64Array => {
    const values = hist.values({ flow: all });
    if (!(lenient && holdsMeans(hist))) return values;
    const counts = hist.counts({ flow: all });
    return values.map((value, i) => (counts[i] > 0 ? value : Number.NaN));
  };
  if (flow === "none") return { edges, values: valuesOf(false), variances: variances(false) };
  const inside = (all: Float64Array): Float64Array => {
    const first = axis.underflow ? 1 : 0;
    const bins = edges.length - 1;
    const values = all.slice(first, first + bins);
    if (axis.underflow) values[0] += all[0];
    if (axis.overflow) values[bins - 1] += all[first + bins];
    return values;
  };
  if (flow === "sum") {
    return {
      edges,
      values: inside(valuesOf(true)),
      variances: inside(variances(true)),
    };
  }
  const bins = edges.length - 1;
  const range = edges[bins] - edges[0];
  // As wide as the others, and wide enough to be seen.
  const width = Math.max(BEYOND * range, range / bins);
  const around = (all: Float64Array): Float64Array => {
    const values = new Float64Array(bins + 2);
    values.set(all.subarray(0, all.length), axis.underflow ? 0 : 1);
    return values;
  };
  return {
    edges: Float64Array.of(edges[0] - width, ...edges, edges[bins] + width),
    values: around(valuesOf(true)),
    variances: around(variances(true)),
  };
}

/** Whether the contents of a histogram are means, not sums of weights. */
export function holdsMeans({ storage }: Hist): boolean {
  return storage === "mean" || storage === "weightedMean";
}

/** Width of the bins of what lies beyond the ends, as a share of the axis. */
const BEYOND = 0.05;

/** Whether there are entries below and above the ends of an axis. */
export interface Beyond {
  readonly below: boolean;
  readonly above: boolean;
}

/** Whether any of histograms, binned with their ends shown, has entries there. */
export function beyondEnds(all: readonly Binned1D[]): Beyond {
  return {
    below: all.some(({ values }) => isThere(values[0])),
    above: all.some(({ values }) => isThere(values[values.length - 1])),
  };
}

function isThere(value: number): boolean {
  return value !== 0 && !Number.isNaN(value);
}

/** Histograms without the bins at the ends that none of them needs. */
export function withoutEmptyEnds(all: readonly Binned1D[]): Binned1D[] {
  const { below, above } = beyondEnds(all);
  return all.map(({ edges, values, variances }) => {
    const [from, to] = [below ? 0 : 1, values.length - (above ? 0 : 1)];
    return {
      edges: edges.slice(from, to + 1),
      values: values.slice(from, to),
      variances: variances.slice(from, to),
    };
  });
}

/** Names of the bins of an axis that has no numbers. */
export function namesOf(axis: Axis): readonly string[] | undefined {
  if (axis.kind === "strCategory") return axis.categories;
  if (axis.kind === "intCategory") return axis.categories.map(String);
  if (axis.kind === "boolean") {
    return axis.only === undefined ? ["false", "true"] : [String(axis.only)];
  }
  return undefined;
}

/** The axis of a histogram that is drawn: the one named, or the only one. @throws UsageError where it is not clear */
export function drawnAxis(hist: Hist, axis: string | number | undefined): Axis {
  if (axis !== undefined) return hist.axis(axis);
  const others = hist.axes.filter(({ name }) => name !== "variation");
  if (others.length === 1) return others[0];
  const names = hist.axes.map(({ name }) => `"${name}"`).join(", ");
  throw new UsageError(`a histogram of ${hist.axes.length} axes: tell which to draw, of ${names}`);
}

/** How contents are scaled before they are drawn. */
export interface Normalisation {
  /** Whether the histogram, or the sum of a stack, has the integral 1. */
  readonly density?: boolean | undefined;
  /** Contents per this much of x. */
  readonly binwnorm?: number | undefined;
}

/**
 * Contents scaled as mplhep scales them; several histograms of a stack by a common factor.
 *
 * @throws UsageError on both at once
 * @see mplhep.histplot(density=, binwnorm=)
 */
export function normalised(
  all: readonly Binned1D[],
  { density = false, binwnorm }: Normalisation,
  stacked = false,
): readonly Binned1D[] {
  if (density && binwnorm !== undefined) {
    throw new UsageError("give either `density` or `binwnorm`");
  }
  if (binwnorm !== undefined && !(binwnorm > 0 && binwnorm < Infinity)) {
    throw new UsageError(`contents per ${binwnorm} of x: \`binwnorm\` is a width above 0`);
  }
  if (!density && binwnorm === undefined) return all;
  const sum = (one: Binned1D): number => one.values.reduce((total, value) => total + value, 0);
  const together = all.reduce((total, one) => total + sum(one), 0);
  return all.map((one) => {
    const { edges } = one;
    const whole = density ? (stacked ? together : sum(one)) : 1;
    const factor = (i: number): number => (binwnorm ?? 1) / (whole * (edges[i + 1] - edges[i]));
    return {
      edges,
      values: one.values.map((value, i) => value * factor(i)),
      variances: one.variances.map((value, i) => value * factor(i) * factor(i)),
    };
  });
}
