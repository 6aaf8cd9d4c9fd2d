import { UsageError } from "../errors.ts";
import type { Axis } from "../hist/axis.ts";
import { axisEdges } from "../hist/edges.ts";
import type { Hist } from "../hist/hist.ts";
import { namesOf } from "./binned.ts";
import type { Figure } from "./figure.ts";
import { type FigureOptions, figureOf } from "./figure-of.ts";
import { FIGURE_RULES } from "./figure-rules.ts";
import { checkHist } from "./given-hist.ts";
import type { ExperimentLabel } from "./label.ts";
import type { CellsMark, Mark } from "./marks.ts";
import { checkOptions, type OptionRules } from "./options.ts";
import { PALETTES, type PaletteName, paletteColors } from "./palettes.ts";

/** How a histogram of two axes is shown. */
export interface Hist2dplotOptions extends FigureOptions {
  /** Names of the axes along x and y, where there are more than two; the others are summed over. */
  readonly axes?: readonly [string, string];
  /** Texts in the cells: their contents, or one for each cell, the y axis runs fastest. */
  readonly labels?: boolean | readonly string[];
  /** Digits after the point of contents in cells (default: as many as they need, at most 3). */
  readonly labelsRound?: number;
  /** Colour of the texts (default: dark on light cells, light on dark ones). */
  readonly labelsColor?: string;
  /** Font size of the texts in px of a figure of 800 x 600 px (default: 18, or less where cells are small). */
  readonly labelsSize?: number;
  /** Which cells are shown, one for each cell, the y axis runs fastest (default: all). */
  readonly mask?: ArrayLike<boolean>;
  /** Whether the scale of colours stands beside (default true). */
  readonly cbar?: boolean;
  /** First and last value of the scale of colours; cells below are left empty. */
  readonly cmin?: number;
  readonly cmax?: number;
  /** Whether the scale of colours is logarithmic. */
  readonly log?: boolean;
  readonly palette?: PaletteName;
  /** Entries beyond the ends of the axes: left out (default), pointed at ("hint"), or added to the cells at the edges. */
  readonly flow?: "none" | "hint" | "sum";
  /** Contents per this much area. */
  readonly binwnorm?: number;
  readonly xTitle?: string;
  readonly yTitle?: string;
  /** Title of the scale of colours (default "Entries"). */
  readonly zTitle?: string;
  readonly label?: ExperimentLabel;
}

const RULES: OptionRules<Hist2dplotOptions> = {
  ...FIGURE_RULES,
  axes: true,
  labels: true,
  labelsRound: true,
  labelsColor: true,
  labelsSize: true,
  mask: true,
  cbar: true,
  cmin: true,
  cmax: true,
  log: true,
  palette: PALETTES,
  flow: ["none", "hint", "sum"],
  binwnorm: true,
  xTitle: true,
  yTitle: true,
  zTitle: true,
  label: true,
};

/**
 * A figure of a histogram of two axes: cells coloured by content, and the scale beside.
 *
 * @throws UsageError where it is not clear which axes to draw, and for labels that do not fit the cells
 * @see mplhep.hist2dplot
 */
export function hist2dplot(hist: Hist, options: Hist2dplotOptions = {}): Figure {
  checkOptions(options, RULES, "hist2dplot(hist, options)");
  checkHist(hist, "hist2dplot");
  const names = options.axes ?? hist.axes.map(({ name }) => name);
  if (hist.axes.length !== 2 && options.axes === undefined) {
    const known = names.map((name) => `"${name}"`).join(", ");
    throw new UsageError(
      `a histogram of ${names.length} axes: tell which two to draw, of ${known}`,
    );
  }
  const flat = options.axes === undefined ? undefined : hist.project(...options.axes);
  try {
    const [x, y] = (flat ?? hist).axes;
    const [xEdges, yEdges] = [axisEdges(x), axisEdges(y)];
    const flow = options.flow ?? "none";
    const values = valuesOf(flat ?? hist, flow === "sum");
    if (options.binwnorm !== undefined) perArea(values, xEdges, yEdges, options.binwnorm);
    const { mask } = options;
    if (mask !== undefined) {
      if (mask.length !== values.length) {
        throw new UsageError(`a mask of ${mask.length} for ${values.length} cells`);
      }
      for (let i = 0; i < values.length; i++) if (!mask[i]) values[i] = Number.NaN;
    }
    const { cmin, cmax, log = false, palette = "viridis" } = options;
    const range = rangeOf(values, log, cmin, cmax);
    const cells: CellsMark = {
      kind: "cells",
      xEdges,
      yEdges,
      values,
      log,
      palette,
      title: options.zTitle ?? "Entries",
      scale: options.cbar ?? true,
      ...(range === undefined ? {} : { range }),
    };
    const hints = flow === "hint" ? flowHints(flat ?? hist, cells) : [];
    const marks: Mark[] = [cells, ...cellTexts(cells, options), ...hints];
    return figureOf(
      {
        panels: [{ marks, y: { title: options.yTitle ?? y.label, labels: namesOf(y) } }],
        x: { title: options.xTitle ?? x.label, labels: namesOf(x) },
        label: options.label ?? {},
      },
      options,
    );
  } finally {
    flat?.dispose();
  }
}

/** Contents of the cells; with "sum" each entry is in the cell nearest to it. */
function valuesOf(hist: Hist, withFlow: boolean): Float64Array {
  const values = hist.values();
  if (!withFlow) return values;
  const [x, y] = hist.axes;
  const [columns, rows] = hist.shape;
  const [allColumns, allRows] = hist.shapeWithFlow;
  const all = hist.values({ flow: true });
  // What is in no category is not in the last one.
  const inside = (axis: Axis, at: number, bins: number): number => {
    const bin = at - (axis.underflow ? 1 : 0);
    if (namesOf(axis) !== undefined) return bin < bins ? bin : -1;
    return Math.min(Math.max(bin, 0), bins - 1);
  };
  values.fill(0);
  for (let i = 0; i < allColumns; i++) {
    for (let j = 0; j < allRows; j++) {
      const [column, row] = [inside(x, i, columns), inside(y, j, rows)];
      if (column >= 0 && row >= 0) values[column * rows + row] += all[i * allRows + j];
    }
  }
  return values;
}

function perArea(values: Float64Array, x: Float64Array, y: Float64Array, norm: number): void {
  if (!(norm > 0 && norm < Infinity)) {
    throw new UsageError(`contents per ${norm} of area: \`binwnorm\` is an area above 0`);
  }
  const rows = y.length - 1;
  for (let i = 0; i < values.length; i++) {
    const [column, row] = [Math.floor(i / rows), i % rows];
    values[i] *= norm / ((x[column + 1] - x[column]) * (y[row + 1] - y[row]));
  }
}

/** The scale as told; undefined where nothing is. */
function rangeOf(
  values: Float64Array,
  log: boolean,
  cmin: number | undefined,
  cmax: number | undefined,
): [number, number] | undefined {
  if (cmin === undefined && cmax === undefined) return undefined;
  const known = values.filter((value) => Number.isFinite(value) && (!log || value > 0));
  const from = cmin ?? known.reduce((low, value) => Math.min(low, value), log ? Infinity : 0);
  const to = cmax ?? known.reduce((high, value) => Math.max(high, value), from);
  if (!(from < to && (!log || from > 0))) {
    throw new UsageError(`the scale of colours cannot go from ${from} to ${to}`);
  }
  return [from, to];
}

/** Contents, or texts, in the middle of the cells that are shown. */
function cellTexts(
  cells: CellsMark,
  { labels = false, labelsRound, labelsColor, labelsSize }: Hist2dplotOptions,
): Mark[] {
  if (labels === false) return [];
  const { xEdges, yEdges, values } = cells;
  if (labels !== true && labels.length !== values.length) {
    throw new UsageError(`${labels.length} labels for ${values.length} cells`);
  }
  const rows = yEdges.length - 1;
  const columns = xEdges.length - 1;
  const inkOn = inkOf(cells);
  const text = (i: number): string => {
    if (labels !== true) return labels[i];
    const digits =
      labelsRound === undefined
        ? String(Number(values[i].toFixed(3)))
        : values[i].toFixed(labelsRound);
    return digits.replace("-", "−");
  };
  const longest = Math.max(...Array.from(values, (_, i) => text(i).length));
  // Cells share 600 x 480 px; a digit is a little more than half as wide as high.
  const size = Math.min(18, 560 / columns / (0.6 * longest), 380 / rows);
  return Array.from(values).flatMap((value, i): Mark[] => {
    // A cell that is left out says nothing.
    if (Number.isNaN(value) && labels === true) return [];
    const [column, row] = [Math.floor(i / rows), i % rows];
    const own: Mark = {
      kind: "text",
      x: 0.5 * (xEdges[column] + xEdges[column + 1]),
      y: 0.5 * (yEdges[row] + yEdges[row + 1]),
      text: text(i),
      size: labelsSize ?? size,
      color: labelsColor ?? inkOn(value),
    };
    return [own];
  });
}

/** The colour of letters that can be read on a cell of a content: dark on light cells, light on dark ones. */
function inkOf({ values, range, palette = "viridis" }: CellsMark): (value: number) => string {
  const highest = range?.[1] ?? Math.max(...values.filter(Number.isFinite));
  const lowest = range?.[0] ?? Math.min(0, ...values.filter(Number.isFinite));
  const colors = paletteColors(palette, 100);
  return (value) => {
    const at = Math.min(Math.max((value - lowest) / (highest - lowest || 1), 0), 1);
    const [r, g, b] = [1, 3, 5].map((j) =>
      Number.parseInt(colors[Math.round(99 * (Number.isFinite(at) ? at : 0))].slice(j, j + 2), 16),
    );
    const light = 0.299 * r + 0.587 * g + 0.114 * b > 140 || !(value >= lowest);
    return light ? "black" : "white";
  };
}

/** Arrows at the sides beyond which there are entries; names have no ends. */
function flowHints(hist: Hist, cells: CellsMark): Mark[] {
  const [x, y] = hist.axes;
  const [columns, rows] = hist.shapeWithFlow;
  const all = hist.values({ flow: true });
  const some = (inside: (i: number, j: number) => boolean): boolean =>
    all.some((value, at) => value !== 0 && inside(Math.floor(at / rows), at % rows));
  const numbers = (axis: Axis): boolean => namesOf(axis) === undefined;
  const { xEdges, yEdges, values } = cells;
  const shown = yEdges.length - 1;
  const ink = inkOf(cells);
  const place = (edges: Float64Array, share: number): number =>
    edges[0] + share * (edges[edges.length - 1] - edges[0]);
  const put = (text: string, share: readonly [number, number], corner: number): Mark => ({
    kind: "text",
    x: place(xEdges, share[0]),
    y: place(yEdges, share[1]),
    text,
    color: ink(values[corner]),
  });
  const last = values.length - 1;
  return [
    ...(numbers(x) && x.underflow && some((i) => i === 0) ? [put("◄", [0.02, 0.03], 0)] : []),
    ...(numbers(x) && x.overflow && some((i) => i === columns - 1)
      ? [put("►", [0.98, 0.03], last - shown + 1)]
      : []),
    ...(numbers(y) && y.underflow && some((_, j) => j === 0) ? [put("▼", [0.06, 0.03], 0)] : []),
    ...(numbers(y) && y.overflow && some((_, j) => j === rows - 1)
      ? [put("▲", [0.06, 0.97], shown - 1)]
      : []),
  ];
}
