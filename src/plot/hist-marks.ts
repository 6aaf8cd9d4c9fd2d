import { NotFoundError, ShapeError, UsageError } from "../errors.ts";
import type { Hist } from "../hist/hist.ts";
import { binErrors, type ErrorMethod, usualMethod } from "./bin-errors.ts";
import {
  type Binned1D,
  binned,
  drawnAxis,
  type Flow,
  holdsMeans,
  namesOf,
  normalised,
  withoutEmptyEnds,
} from "./binned.ts";
import { rgbOf } from "./colors.ts";
import { LINE_RULES } from "./figure-rules.ts";
import { checkHist } from "./given-hist.ts";
import { HIST_MARK_RULES } from "./histplot-rules.ts";
import type { FillLook, LineLook, Mark } from "./marks.ts";
import { checkOptions } from "./options.ts";
import { styleOf } from "./styles.ts";

/** How contents are shown. */
export type HistType = "step" | "fill" | "errorbar" | "band" | "bar" | "barstep";

/** What the marks of histograms look like. */
export interface HistMarkOptions {
  /** Name of the axis to draw, where there is more than one; the others are summed over. */
  readonly axis?: string;
  /** Default "step". */
  readonly histtype?: HistType;
  /** Whether the histograms stand on top of each other, the first lowest. */
  readonly stack?: boolean;
  /** Whether each histogram, or their stack, has the integral 1. */
  readonly density?: boolean;
  /** Contents per this much of x. */
  readonly binwnorm?: number;
  /**
   * Whether there are error bars (default for "errorbar"), or their lengths, f64[n], or those downwards and
   * upwards.
   */
  readonly yerr?: boolean | ArrayLike<number> | readonly [ArrayLike<number>, ArrayLike<number>];
  /** Whether the points of "errorbar" have bars as wide as the bins, or the half length of their bars. */
  readonly xerr?: boolean | number;
  /** Errors: Garwood's intervals for counts (default where all variances are integers), or sqrt of variances. */
  readonly w2method?: ErrorMethod;
  /** Legend texts, TLatex; without one a histogram is in no legend. */
  readonly labels?: string | readonly string[];
  /** CSS names or #rrggbb (default: those of the style). */
  readonly colors?: string | readonly string[];
  readonly line?: Omit<LineLook, "color">;
  /** How much an area hides of what is behind (default 1; 0.3 for "band"). */
  readonly alpha?: number;
  /** Whether areas are hatched (default for "band"). */
  readonly hatched?: boolean;
  /** Order: by label, or by sum of contents, `_r` from the last to the first. */
  readonly sort?: "label" | "label_r" | "yield" | "yield_r";
  /**
   * Entries beyond the ends of an axis of numbers: left out ("none"), which `histplot` marks with arrows
   * ("hint", default there), added to the first and last bin ("sum"), or in bins of their own ("show").
   */
  readonly flow?: Flow | "hint";
  /** Intervals of x in which nothing is shown; bins that overlap one are left out. */
  readonly blind?: readonly (readonly [number, number])[];
  /** Whether the lines of "step" and "barstep" go down to zero at the first and last bin (default). */
  readonly edges?: boolean;
  /** Whether the points and error bars of several histograms stand beside each other in their bin. */
  readonly xoffsets?: boolean;
  /** Category taken of an axis named "variation", where there is one (default "nominal"). */
  readonly variation?: string;
}

interface Item extends Binned1D {
  /** Whether its contents are means, which are no counts. */
  readonly means: boolean;
  readonly label: string | undefined;
  readonly color: string;
}

/**
 * Marks of histograms, to be drawn in a panel of `figure` together with others.
 *
 * @throws as `histplot` does
 */
export function histMarks(
  hists: Hist | readonly Hist[],
  options: HistMarkOptions = {},
): readonly Mark[] {
  checkOptions(options, HIST_MARK_RULES, "histMarks(hists, options)");
  return marksOfAll(asList(hists, "histMarks"), options);
}

/** The same of options that belong to a whole figure too. */
export function marksOfAll(hists: readonly Hist[], options: HistMarkOptions): readonly Mark[] {
  if (options.line !== undefined) checkOptions(options.line, LINE_RULES, "the lines of histograms");
  const items = itemsOf(hists, options);
  const { histtype = "step", stack = false } = options;
  if (stack) checkSameBins(items);
  if (stack && histtype === "fill" && options.alpha === undefined && !options.hatched) {
    const [{ edges }] = items;
    const layers = items.map(({ label = "", color, values }) => ({ label, color, values }));
    return [{ kind: "stack", edges, layers }, ...(options.yerr ? bars(sumOf(items), options) : [])];
  }
  const shown = stack ? cumulated(items) : items;
  // What is stacked is drawn from the highest to the lowest, so that areas do not hide each other.
  const marks = shown.map((item, i) => marksOf(item, options, { at: i, of: shown.length }));
  return (stack ? marks.reverse() : marks).flat();
}

/** One histogram or several as a list. @throws UsageError where there is none, or another thing */
export function asList(hists: Hist | readonly Hist[], where: string): readonly Hist[] {
  const all = Array.isArray(hists) ? (hists as readonly Hist[]) : [hists as Hist];
  if (all.length === 0) throw new UsageError("there is no histogram to draw");
  for (const hist of all) checkHist(hist, where);
  return all;
}

function itemsOf(hists: readonly Hist[], options: HistMarkOptions): readonly Item[] {
  const { colors = styleOf("plain").colors, labels, variation, flow = "none" } = options;
  const palette = typeof colors === "string" ? [colors] : colors;
  for (const color of palette) rgbOf(color);
  const texts = typeof labels === "string" ? [labels] : (labels ?? []);
  if (texts.length > hists.length) {
    throw new UsageError(`${texts.length} labels for ${hists.length} histograms`);
  }
  const raw = hists.map((hist) => {
    const axis = drawnAxis(hist, options.axis);
    // Names have no ends, and a hint is a matter of the axis.
    const taken = flow === "hint" || namesOf(axis) !== undefined ? "none" : flow;
    return binned(hist, hist.axes.indexOf(axis), { variation, flow: taken, lenient: true });
  });
  const ended = flow === "show" && namesOf(drawnAxis(hists[0], options.axis)) === undefined;
  const scaled = normalised(ended ? withoutEmptyEnds(raw) : raw, options, options.stack);
  const items = scaled.map((one, i) => ({
    ...hidden(one, options.blind ?? []),
    means: holdsMeans(hists[i]),
    label: texts[i],
    color: palette[i % palette.length],
  }));
  return sorted(items, options.sort);
}

/** Bins that overlap an interval become NaN. */
function hidden(one: Binned1D, blind: readonly (readonly [number, number])[]): Binned1D {
  if (blind.length === 0) return one;
  const values = one.values.map((value, i) =>
    blind.some(([from, to]) => one.edges[i + 1] > from && one.edges[i] < to) ? Number.NaN : value,
  );
  return { ...one, values };
}

function sorted(items: Item[], sort: HistMarkOptions["sort"]): Item[] {
  if (sort === undefined) return items;
  const total = ({ values }: Item): number =>
    values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0);
  const key = sort.replace(/_r$/, "");
  if (key !== "label" && key !== "yield") {
    throw new NotFoundError("order", sort, ["label", "label_r", "yield", "yield_r"], "histplot");
  }
  const text = ({ label = "" }: Item): string => label;
  items.sort((a, b) =>
    key === "yield" ? total(a) - total(b) : text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0,
  );
  return sort.endsWith("_r") ? items.reverse() : items;
}

function checkSameBins([first, ...others]: readonly Item[]): void {
  for (const { edges } of others) {
    if (edges.length !== first.edges.length || edges.some((edge, i) => edge !== first.edges[i])) {
      throw new ShapeError("a stack of different bins", [...first.edges], [...edges]);
    }
  }
}

/** Each histogram on top of those before it. */
function cumulated(items: readonly Item[]): Item[] {
  return items.map((item, i) => ({ ...item, ...sumOf(items.slice(0, i + 1)) }));
}

function sumOf(items: readonly Item[]): Binned1D {
  const [{ edges, values }] = items;
  const sum = {
    edges,
    values: new Float64Array(values.length),
    variances: new Float64Array(values.length),
  };
  for (const item of items) {
    for (let i = 0; i < values.length; i++) {
      sum.values[i] += item.values[i];
      sum.variances[i] += item.variances[i];
    }
  }
  return sum;
}

function marksOf(
  item: Item,
  options: HistMarkOptions,
  place: { readonly at: number; readonly of: number },
): Mark[] {
  const { histtype = "step", alpha, hatched } = options;
  const { edges, values, color } = item;
  const label = item.label === undefined ? {} : { label: item.label };
  const line = { ...options.line, color };
  const fill: FillLook = { color, alpha: alpha ?? 1, hatched: hatched ?? false };
  const at = options.xoffsets ? (place.at + 1) / (place.of + 1) : 0.5;
  const errors = options.yerr ? bars(item, { ...options, colors: color }, at) : [];
  switch (histtype) {
    case "step":
      return [outlineOf(item, line, options, label), ...errors];
    case "fill":
      return [{ kind: "step", edges, values, fill, ...label }, ...errors];
    case "errorbar":
      return [{ ...pointsOf(item, options, at), ...label }];
    case "band": {
      const { lower, upper } = errorsOf(item, options);
      const look = {
        color,
        alpha: alpha ?? (hatched === false ? 0.3 : 1),
        hatched: hatched ?? true,
      };
      const low = values.map((value, i) => value - lower[i]);
      const high = values.map((value, i) => value + upper[i]);
      return [{ kind: "band", edges, lower: low, upper: high, fill: look, ...label }];
    }
    case "bar":
    case "barstep": {
      const bar = options.stack ? { edges, values } : sideBySide(item, place);
      const look = histtype === "bar" ? { fill } : { line };
      return [{ kind: "step", ...bar, ...look, ...label }];
    }
    default: {
      const never: never = histtype;
      throw new NotFoundError(
        "histtype",
        String(never),
        ["step", "fill", "errorbar", "band", "bar", "barstep"],
        "histplot",
      );
    }
  }
}

/** Share of a bin that its bars fill. */
const BARS = 0.8;

/** Bars beside those of the other histograms, gaps between them. */
function sideBySide(
  { edges, values }: Binned1D,
  { at, of }: { readonly at: number; readonly of: number },
): { edges: Float64Array; values: Float64Array } {
  const n = values.length;
  const sides = new Float64Array(2 * n);
  const heights = new Float64Array(2 * n - 1).fill(Number.NaN);
  for (let i = 0; i < n; i++) {
    const width = edges[i + 1] - edges[i];
    const start = edges[i] + 0.5 * (1 - BARS) * width;
    sides[2 * i] = start + (at / of) * BARS * width;
    sides[2 * i + 1] = start + ((at + 1) / of) * BARS * width;
    heights[2 * i] = values[i];
  }
  return { edges: sides, values: heights };
}

function errorsOf(
  item: Binned1D & { readonly means?: boolean },
  { yerr, w2method }: HistMarkOptions,
) {
  if (yerr === undefined || typeof yerr === "boolean") {
    if (item.variances.length > 0 && item.variances.every(Number.isNaN)) {
      throw new UsageError(
        "a histogram with weights and without their squares has no errors: construct it with .weight(), or give `yerr`",
      );
    }
    return binErrors(item, w2method ?? (item.means ? "sqrt" : usualMethod(item)));
  }
  const [lower, upper] = twoSided(yerr) ? yerr : [yerr, yerr];
  const bins = item.values.length;
  const lengths = (given: ArrayLike<number>): Float64Array => {
    if (given.length !== bins) {
      throw new ShapeError("`yerr` has one length for each bin", bins, given.length);
    }
    return Float64Array.from(given);
  };
  return { lower: lengths(lower), upper: lengths(upper) };
}

function twoSided(
  yerr: ArrayLike<number> | readonly [ArrayLike<number>, ArrayLike<number>],
): yerr is readonly [ArrayLike<number>, ArrayLike<number>] {
  return typeof yerr[0] === "object";
}

/** The line of a histogram; without its ends it is a curve of two points a bin. */
function outlineOf(
  { edges, values }: Binned1D,
  line: LineLook,
  { edges: ends = true }: HistMarkOptions,
  label: { readonly label?: string },
): Mark {
  if (ends) return { kind: "step", edges, values, line, ...label };
  const n = 2 * values.length;
  const x = Float64Array.from({ length: n }, (_, i) => edges[(i + 1) >> 1]);
  const y = Float64Array.from({ length: n }, (_, i) => values[i >> 1]);
  return { kind: "curve", x, y, line, ...label };
}

/** Points in bins, at a fraction of their width from the left. */
function pointsOf(item: Binned1D & { color?: string }, options: HistMarkOptions, at: number) {
  const { edges, values, color = "black" } = item;
  const half = values.map((_, i) => 0.5 * (edges[i + 1] - edges[i]));
  const { xerr } = options;
  const wide = typeof xerr === "number" ? half.map(() => xerr) : half;
  const errors = options.yerr === false ? undefined : errorsOf(item, options);
  return {
    kind: "points",
    edges,
    x: values.map((_, i) => edges[i] + 2 * at * half[i]),
    y: values,
    ...(errors === undefined ? {} : { yLow: errors.lower, yHigh: errors.upper }),
    ...(options.xerr ? { xLow: wide, xHigh: wide } : {}),
    color,
  } as const;
}

/** Error bars alone. */
function bars(item: Binned1D, options: HistMarkOptions, at = 0.5): Mark[] {
  const color = typeof options.colors === "string" ? options.colors : "black";
  return [{ ...pointsOf({ ...item, color }, options, at), marker: "none" }];
}
