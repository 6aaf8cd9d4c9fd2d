import { NotFoundError, ShapeError, UsageError } from "../errors.ts";
import { type BinErrors, binErrors, type ErrorMethod } from "./bin-errors.ts";
import type { Binned1D } from "./binned.ts";
import type { Panel } from "./figure-content.ts";
import type { Mark } from "./marks.ts";
import { checkOptions, type OptionRules } from "./options.ts";
import { drawable } from "./range.ts";

/** How two histograms are compared, bin by bin. */
export type ComparisonKind =
  | "ratio"
  | "split_ratio"
  | "pull"
  | "difference"
  | "relative_difference"
  | "asymmetry"
  | "efficiency";

/** Result of a comparison: one value for each bin, NaN where it has none, and distances to its bounds. */
export interface Compared extends BinErrors {
  readonly values: Float64Array;
}

/**
 * Compares two histograms of the same bins: `ratio` h1 / h2 with both errors, `split_ratio` with that of h1
 * alone, `pull` (h1 - h2) / error of the difference, `difference`, `relative_difference` (h1 - h2) / h2,
 * `asymmetry` (h1 - h2) / (h1 + h2), and `efficiency` h1 / h2 where h1 is a part of h2.
 *
 * @param w2method  errors of h1: sqrt of variances, or Garwood's interval
 * @throws ShapeError where the bins differ
 * @throws UsageError where the kind has no such errors, or h1 is no part of h2
 * @see mplhep.get_comparison
 */
export function compare(
  h1: Binned1D,
  h2: Binned1D,
  kind: ComparisonKind,
  w2method: ErrorMethod = "sqrt",
): Compared {
  const n = h1.values.length;
  if (h1.edges.length !== h2.edges.length || h1.edges.some((edge, i) => edge !== h2.edges[i])) {
    throw new ShapeError("a comparison of different bins", [...h1.edges], [...h2.edges]);
  }
  if (w2method === "poisson" && (kind === "asymmetry" || kind === "efficiency")) {
    throw new UsageError(`the comparison "${kind}" has no Poisson intervals`);
  }
  if (kind === "efficiency") checkPart(h1, h2);
  const errors = binErrors(h1, w2method);
  const values = new Float64Array(n);
  const lower = new Float64Array(n);
  const upper = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const at = compareBin(kind, {
      a: h1.values[i],
      b: h2.values[i],
      low: errors.lower[i],
      high: errors.upper[i],
      variance: h2.variances[i],
      own: w2method === "sqrt" ? h1.variances[i] : undefined,
    });
    [values[i], lower[i], upper[i]] = at;
  }
  return { values, lower, upper };
}

interface Bin {
  readonly a: number;
  readonly b: number;
  /** Distances to the bounds of a, and the variance of b. */
  readonly low: number;
  readonly high: number;
  readonly variance: number;
  /** Variance of a, unless its bounds stand for it. */
  readonly own: number | undefined;
}

function compareBin(kind: ComparisonKind, bin: Bin): [number, number, number] {
  const { a, b, low, high, variance } = bin;
  const nothing: [number, number, number] = [Number.NaN, Number.NaN, Number.NaN];
  const ofRatio = (error: number): number =>
    Math.sqrt((error * error) / (b * b) + (variance * a * a) / (b * b * b * b));
  switch (kind) {
    case "ratio":
      return b === 0 ? nothing : [a / b, ofRatio(low), ofRatio(high)];
    case "relative_difference":
      return b === 0 ? nothing : [a / b - 1, ofRatio(low), ofRatio(high)];
    case "split_ratio":
      return b === 0 ? nothing : [a / b, low / b, high / b];
    case "difference":
      return [a - b, Math.sqrt(low * low + variance), Math.sqrt(high * high + variance)];
    case "pull": {
      const error = a >= b ? low : high;
      const total = (bin.own ?? error * error) + variance;
      return total === 0 ? nothing : [(a - b) / Math.sqrt(total), 1, 1];
    }
    case "asymmetry": {
      const sum = a + b;
      if (sum === 0) return nothing;
      const total = (bin.own ?? 0) + variance;
      const value = (a - b) / sum;
      const error = Math.sqrt(total / (sum * sum) + (total * value * value) / (sum * sum));
      return [value, error, error];
    }
    case "efficiency": {
      if (b === 0) return nothing;
      // Bayes with a flat prior: mplhep and ROOT's paper, arXiv:physics/0701199 eq. 14.
      const error = Math.sqrt(
        ((a + 1) * (a + 2)) / (b + 2) / (b + 3) - ((a + 1) * (a + 1)) / ((b + 2) * (b + 2)),
      );
      return [a / b, error, error];
    }
    default: {
      const never: never = kind;
      throw new NotFoundError("comparison", String(never), COMPARISONS, "compare(h1, h2, kind)");
    }
  }
}

function checkPart(h1: Binned1D, h2: Binned1D): void {
  for (const { values, variances } of [h1, h2]) {
    if (values.some((value, i) => value < 0 || variances[i] !== value)) {
      throw new UsageError("an efficiency is that of counts without weights");
    }
  }
  if (h1.values.some((value, i) => value > h2.values[i])) {
    throw new UsageError("an efficiency needs h1 to be a part of h2");
  }
}

/** What a comparison's panel shows. */
export interface ComparisonOptions {
  /** Default "ratio". */
  readonly comparison?: ComparisonKind;
  /** Errors of h1 (default sqrt). */
  readonly w2method?: ErrorMethod;
  /** Words for the two histograms in the title (default "Data" and "MC"). */
  readonly h1Label?: string;
  readonly h2Label?: string;
  /** Title of the y axis instead. */
  readonly yTitle?: string | undefined;
  readonly range?: readonly [number, number] | undefined;
  /** Whether the errors of h2 are a hatched band around one (default for split_ratio). */
  readonly band?: boolean;
  readonly color?: string;
  /** Height relative to the main panel (default 0.35). */
  readonly height?: number;
}

/** All kinds, for messages. */
export const COMPARISONS: readonly ComparisonKind[] = [
  "ratio",
  "split_ratio",
  "pull",
  "difference",
  "relative_difference",
  "asymmetry",
  "efficiency",
];

const RULES: OptionRules<ComparisonOptions> = {
  comparison: COMPARISONS,
  w2method: ["sqrt", "poisson"],
  h1Label: true,
  h2Label: true,
  yTitle: true,
  range: true,
  band: true,
  color: true,
  height: true,
};

/**
 * The panel of a comparison, to stand below the histograms compared.
 *
 * @throws as `compare` does
 * @see mplhep.comp.comparison
 */
export function comparisonPanel(
  h1: Binned1D,
  h2: Binned1D,
  options: ComparisonOptions = {},
): Panel {
  checkOptions(options, RULES, "comparisonPanel(h1, h2, options)");
  const { comparison = "ratio", w2method = "sqrt", height = 0.35 } = options;
  const found = compare(h1, h2, comparison, w2method);
  const { edges } = h1;
  const one = comparison === "ratio" || comparison === "split_ratio" ? 1 : 0;
  const marks: Mark[] = [];
  if (options.band ?? comparison === "split_ratio") marks.push(relativeBand(h2, one));
  if (comparison !== "efficiency") {
    marks.push({ kind: "rule", axis: "y", at: one, line: { dash: "dashed", width: 1 } });
  }
  if (comparison === "pull") {
    const fill = { color: options.color ?? "darkgray" };
    marks.push({ kind: "step", edges, values: found.values, fill });
  } else {
    // A bin without anything on top says nothing: as in the main panel, it has no point.
    const shown = found.values.map((value, i) =>
      h1.values[i] === 0 && one === 1 ? Number.NaN : value,
    );
    marks.push({
      kind: "points",
      edges,
      x: edges.slice(0, -1).map((edge, i) => 0.5 * (edge + edges[i + 1])),
      y: shown,
      yLow: found.lower,
      yHigh: found.upper,
      color: options.color ?? "black",
    });
  }
  const range = options.range ?? usualRange(comparison, found.values);
  return {
    marks,
    height,
    y: { title: options.yTitle ?? titleOf(comparison, options), range },
    legend: false,
  };
}

/** Relative errors of a histogram around a value. */
function relativeBand(h: Binned1D, around: number): Mark {
  const bound = (sign: number): Float64Array =>
    h.values.map((value, i) =>
      value === 0 ? Number.NaN : around + (sign * Math.sqrt(h.variances[i])) / Math.abs(value),
    );
  return {
    kind: "band",
    edges: h.edges,
    lower: bound(-1),
    upper: bound(1),
    fill: { color: "black", hatched: true },
  };
}

function titleOf(
  kind: ComparisonKind,
  { h1Label = "Data", h2Label = "MC" }: ComparisonOptions,
): string {
  switch (kind) {
    case "ratio":
    case "split_ratio":
      return `${h1Label} / ${h2Label}`;
    case "relative_difference":
      return `(${h1Label} − ${h2Label}) / ${h2Label}`;
    case "difference":
      return `${h1Label} − ${h2Label}`;
    case "asymmetry":
      return `(${h1Label} − ${h2Label}) / (${h1Label} + ${h2Label})`;
    case "pull":
      return "Pull";
    default:
      return "Efficiency";
  }
}

/** Half heights of a panel around one, of which the smallest that holds all values is taken. */
const REACHES = [0.05, 0.1, 0.25, 0.5];

function usualRange(kind: ComparisonKind, values: Float64Array): [number, number] | undefined {
  const around = kind === "ratio" || kind === "split_ratio" ? 1 : 0;
  const farthest = values.reduce(
    (reach, value) => (drawable(value) ? Math.max(reach, Math.abs(value - around)) : reach),
    0,
  );
  // A little less than the round number, whose label would meet that of the panel above.
  const reach = 0.99 * (REACHES.find((one) => 1.25 * farthest <= one) ?? 1);
  switch (kind) {
    case "ratio":
    case "split_ratio":
      return [1 - reach, 1 + reach];
    case "relative_difference":
    case "asymmetry":
      return [-reach, reach];
    case "pull": {
      const half = Math.max(3, Math.ceil(1.1 * farthest));
      return [-half, half];
    }
    case "efficiency":
      return [0, 1.1];
    default:
      return undefined;
  }
}
