import { NotFoundError, ShapeError, UsageError } from "../errors.ts";
import type { Axis } from "../hist/axis.ts";
import { axisEdges } from "../hist/edges.ts";
import type { Hist } from "../hist/hist.ts";
import { binErrors } from "./bin-errors.ts";
import {
  type Binned1D,
  beyondEnds,
  binned,
  type Flow,
  namesOf,
  withoutEmptyEnds,
} from "./binned.ts";
import { rgbOf } from "./colors.ts";
import { COMPARISONS, type ComparisonKind, comparisonPanel } from "./comparison.ts";
import type { Figure } from "./figure.ts";
import type { AxisLook, Panel } from "./figure-content.ts";
import { type FigureOptions, figureOf } from "./figure-of.ts";
import { FIGURE_RULES } from "./figure-rules.ts";
import { checkHist } from "./given-hist.ts";
import type { ExperimentLabel } from "./label.ts";
import type { Mark } from "./marks.ts";
import { checkOptions, type OptionRules } from "./options.ts";
import { type Style, styleOf } from "./styles.ts";

/** What `stack` draws, and how. */
export interface StackOptions extends FigureOptions {
  /** Measured events; shown as points. Its other axes are summed over. */
  readonly data?: Hist;
  /** Expected events, with one axis of samples; shown as filled layers. */
  readonly mc?: Hist;
  /** Name of the axis to draw. */
  readonly axis: string;
  /** Name of the category axis whose entries are stacked (default "dataset"). */
  readonly stackAxis?: string;
  /** Category taken of an axis named "variation", where there is one (default "nominal"). */
  readonly variation?: string;
  /** Layers by legend text, lowest first, each the sum of some categories; else each category is one. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Categories left out. */
  readonly omit?: readonly string[];
  /** Colours of the layers, lowest first: CSS names or #rrggbb. */
  readonly colors?: readonly string[];
  /** Legend texts by category, or of the layers in order; TLatex. */
  readonly labels?: Readonly<Record<string, string>> | readonly string[];
  /** Legend text of the points (default "Data"). */
  readonly dataLabel?: string;
  /** Legend text of the hatched band of sqrt(sum of variances) (default "Stat. Unc."); `false` for no band. */
  readonly band?: string | false;
  /** Title of the x axis (default: the axis' label). */
  readonly xTitle?: string;
  /** Title of the y axis (default: "Events / width unit", the unit taken from `[…]` of the x title). */
  readonly yTitle?: string;
  /** Text at the top left. */
  readonly label?: ExperimentLabel;
  /** Columns of the legend (default 1). */
  readonly legendColumns?: number;
  /** Whether the y axis is logarithmic, and the x axis. */
  readonly log?: boolean;
  readonly xLog?: boolean;
  /** First and last value of the y axis (default: so that nothing is covered). */
  readonly yRange?: readonly [number, number];
  /** A second panel that compares data with expectation; "split_ratio" shows their errors apart. */
  readonly comparison?: ComparisonKind;
  /** Title of its y axis, and first and last value. */
  readonly comparisonTitle?: string;
  readonly comparisonRange?: readonly [number, number];
  /**
   * Entries beyond the ends of the axis: left out (default), pointed at, added to the first and last bin, or in
   * bins of their own ("show", not with `xLog`).
   */
  readonly flow?: "none" | "hint" | "sum" | "show";
}

const RULES: OptionRules<StackOptions> = {
  ...FIGURE_RULES,
  data: true,
  mc: true,
  axis: true,
  stackAxis: true,
  variation: true,
  groups: true,
  omit: true,
  colors: true,
  labels: true,
  dataLabel: true,
  band: true,
  xTitle: true,
  yTitle: true,
  label: true,
  legendColumns: true,
  log: true,
  xLog: true,
  yRange: true,
  comparison: COMPARISONS,
  comparisonTitle: true,
  comparisonRange: true,
  flow: ["none", "hint", "sum", "show"],
};

/**
 * A figure of stacked expectation, its statistical band, and data with Garwood's 68.27 % intervals.
 * Points of empty bins are not drawn; contents that are not finite leave a gap. The y range is chosen so
 * that neither label nor legend covers anything.
 *
 * @throws NotFoundError on an axis, category or colour that is not there
 * @throws ShapeError where data and expectation have different bins
 * @throws UsageError on options that contradict each other
 * @see mplhep.histplot(stack=True), mplhep.poisson_interval
 */
export function stack(options: StackOptions): Figure {
  checkOptions(options, RULES, "stack(options)");
  const { data, mc } = options;
  if (data === undefined && mc === undefined) {
    throw new UsageError("a stack needs `data` or `mc`");
  }
  for (const hist of [data, mc]) if (hist !== undefined) checkHist(hist, "stack");
  if (typeof options.axis !== "string") {
    const names = (mc ?? data)!.axes.map(({ name }) => name).join(", ");
    throw new UsageError(
      `stack needs the name of the axis to draw, such as { axis: "x" }; there is ${names}`,
    );
  }
  const axis = (mc ?? data)!.axis(options.axis);
  if (mc !== undefined && options.axis === (options.stackAxis ?? "dataset")) {
    throw new UsageError(
      `axis "${options.axis}" is that of the layers: it cannot be drawn as well`,
    );
  }
  const labels = namesOf(axis);
  const other = data === undefined ? undefined : namesOf(data.axis(options.axis));
  if (data !== undefined && String(other) !== String(labels)) {
    throw new ShapeError(
      `data and mc have different bins on axis "${options.axis}"`,
      labels,
      other,
    );
  }
  const own = data === undefined ? undefined : axisEdges(data.axis(options.axis));
  if (own !== undefined && !sameEdges(own, axisEdges(axis))) {
    throw new ShapeError(
      `data and mc have different bins on axis "${options.axis}"`,
      [...axisEdges(axis)],
      [...own],
    );
  }
  const { variation, comparison } = options;
  const flow = takenOf(options);
  const xTitle = options.xTitle ?? axis.label;
  const style = styleOf(options.style ?? "plain");
  const measured = data === undefined ? [] : [binned(data, options.axis, { variation, flow })];
  const expected = mc === undefined ? [] : layersOf(mc, options, style);
  const all = [...measured, ...expected];
  const shown = flow === "show" ? withoutEmptyEnds(all) : all;
  const points = data === undefined ? undefined : shown[0];
  const layers = expected.map((layer, i) => ({ ...layer, ...shown[measured.length + i] }));
  const { edges } = shown[0];
  const sum: Binned1D = {
    edges,
    values: total(
      layers.map((layer) => layer.values),
      edges.length - 1,
    ),
    variances: total(
      layers.map((layer) => layer.variances),
      edges.length - 1,
    ),
  };
  const main = mainPanel(points, layers, sum, {
    ...options,
    yTitle: options.yTitle ?? eventsPer(axis, axisEdges(axis), xTitle),
  });
  const panels = [main];
  if (comparison !== undefined) {
    if (points === undefined || mc === undefined) {
      throw new UsageError("a comparison needs `data` and `mc`");
    }
    const symmetric = comparison === "asymmetry" || comparison === "efficiency";
    panels.push(
      comparisonPanel(points, sum, {
        comparison,
        w2method: symmetric ? "sqrt" : "poisson",
        yTitle: options.comparisonTitle,
        range: options.comparisonRange,
      }),
    );
  }
  return figureOf(
    {
      panels,
      x: { title: xTitle, log: options.xLog ?? false, labels, ...beyondOf(options) },
      label: options.label ?? {},
    },
    options,
  );
}

/** A hint is a matter of the axis: the bins have nothing of it. */
function takenOf({ data, mc, axis, flow = "none" }: StackOptions): Flow {
  // Names have no ends.
  const named = namesOf((mc ?? data)!.axis(axis)) !== undefined;
  return flow === "hint" || named ? "none" : flow;
}

/** Arrows to entries beyond the ends, where they are asked for. */
function beyondOf({
  data,
  mc,
  axis,
  variation,
  flow,
  xLog,
}: StackOptions): Pick<AxisLook, "beyond"> {
  const drawn = (mc ?? data)!.axis(axis);
  if ((flow !== "hint" && flow !== "show") || namesOf(drawn) !== undefined) return {};
  const shown = [data, mc].flatMap((hist) =>
    hist === undefined ? [] : [binned(hist, axis, { variation, flow: "show", lenient: true })],
  );
  const ends = beyondEnds(shown);
  if (flow === "hint" || !(ends.below || ends.above)) return { beyond: ends };
  if (xLog) {
    throw new UsageError(
      'a logarithmic axis has no bins beyond its ends: take flow "hint" or "sum"',
    );
  }
  const edges = axisEdges(drawn);
  return { beyond: { ...ends, inner: [edges[0], edges[edges.length - 1]] } };
}

/** Stack, band and points. Points of empty bins are not drawn. */
function mainPanel(
  data: Binned1D | undefined,
  layers: readonly StackLayer[],
  sum: Binned1D,
  options: StackOptions,
): Panel {
  const { edges } = sum;
  const marks: Mark[] = [];
  if (layers.length > 0) marks.push({ kind: "stack", edges, layers });
  if (layers.length > 0 && options.band !== false) {
    const bound = (sign: number): Float64Array =>
      sum.values.map((value, i) => value + sign * Math.sqrt(sum.variances[i]));
    marks.push({
      kind: "band",
      edges,
      lower: bound(-1),
      upper: bound(1),
      fill: { color: "black", hatched: true },
      label: options.band ?? "Stat. Unc.",
    });
  }
  const bands = marks.length;
  if (data !== undefined) {
    const errors = binErrors(data, "poisson");
    marks.push({
      kind: "points",
      edges,
      x: edges.slice(0, -1).map((edge, i) => 0.5 * (edge + edges[i + 1])),
      y: data.values.map((value) => (value === 0 ? Number.NaN : value)),
      yLow: errors.lower,
      yHigh: errors.upper,
      label: options.dataLabel ?? "Data",
    });
  }
  return {
    marks,
    legendColumns: options.legendColumns,
    y: { title: options.yTitle ?? "", log: options.log ?? false, range: options.yRange },
    // The points are named before the band that is drawn below them.
    ...(bands === 2 && data !== undefined ? { legendOrder: [0, 2, 1] } : {}),
  };
}

/** One filled layer of a stack. */
interface StackLayer extends Binned1D {
  readonly label: string;
  readonly color: string;
}

function layersOf(mc: Hist, options: StackOptions, style: Style): StackLayer[] {
  const { stackAxis = "dataset", omit = [], groups, colors = style.colors, labels = {} } = options;
  const samples = mc.axis(stackAxis);
  if (samples.kind !== "strCategory") {
    throw new UsageError(`axis "${stackAxis}" has no named categories to stack`);
  }
  const known = samples.categories;
  const where = `axis "${stackAxis}"`;
  for (const name of [...omit, ...Object.values(groups ?? {}).flat()]) {
    if (!known.includes(name)) throw new NotFoundError("category", name, known, where);
  }
  const shown = known.filter((name) => !omit.includes(name));
  const grouped = groups ?? Object.fromEntries(shown.map((name) => [name, [name]]));
  const named = Object.values(grouped).flat();
  for (const name of shown) {
    const times = named.filter((other) => other === name).length;
    if (times === 1) continue;
    throw new UsageError(
      times === 0
        ? `category "${name}" of ${where} is in no group; name it in \`omit\` to leave it out`
        : `category "${name}" of ${where} is in more than one group`,
    );
  }
  const names = Object.keys(grouped);
  if (colors.length < names.length) {
    throw new UsageError(`${names.length} layers and only ${colors.length} colours`);
  }
  const textOf = (name: string, i: number): string =>
    (Array.isArray(labels)
      ? (labels as readonly string[])[i]
      : (labels as Readonly<Record<string, string>>)[name]) ?? name;
  return names.map((name, i) => {
    rgbOf(colors[i]); // a misspelt colour is the caller's to hear of now, not when the file is written
    const parts = grouped[name].map((category) => {
      const part = mc.slice({ [stackAxis]: category });
      try {
        const { variation } = options;
        return binned(part, options.axis, { variation, flow: takenOf(options) });
      } finally {
        part.dispose();
      }
    });
    const [{ edges }] = parts;
    const bins = edges.length - 1;
    return {
      edges,
      label: textOf(name, i),
      color: colors[i],
      values: total(
        parts.map((part) => part.values),
        bins,
      ),
      variances: total(
        parts.map((part) => part.variances),
        bins,
      ),
    };
  });
}

function total(columns: readonly Float64Array[], bins: number): Float64Array {
  const sum = new Float64Array(bins);
  for (const column of columns) {
    for (let i = 0; i < sum.length; i++) sum[i] += column[i];
  }
  return sum;
}

function sameEdges(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((edge, i) => edge === b[i]);
}

/** "Events / 5.0 GeV": the width of the bins where they have one, the unit in the axis' brackets. */
function eventsPer(axis: Axis, edges: Float64Array, title: string): string {
  if (axis.kind !== "regular" || axis.transform !== undefined) return "Events";
  const width = Number(((axis.stop - axis.start) / axis.bins).toPrecision(3));
  const unit = /\[([^\]]+)\]\s*$/.exec(title)?.[1] ?? "";
  if (unit === "" && width === 1 && edges.length > 2) return "Events";
  const text = Number.isInteger(width) && width < 1e4 ? width.toFixed(1) : String(width);
  return `Events / ${text}${unit === "" ? "" : ` ${unit}`}`;
}
