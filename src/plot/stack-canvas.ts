import { Palette } from "./colors.ts";
import { fitLabels, type Measure } from "./legend.ts";
import { canvasOf, type Margins } from "./pad-records.ts";
import { poissonInterval } from "./poisson.ts";
import { drawable, type Obstacle, valueRange } from "./range.ts";
import { graph, histogram, type LegendEntry, latex, legendOf, stackOf } from "./records.ts";
import type { RootObject } from "./root-object.ts";

/** A histogram of one axis as figures take it: bin edges f64[n + 1], contents and variances f64[n], no flow. */
export interface Binned1D {
  readonly edges: Float64Array;
  readonly values: Float64Array;
  readonly variances: Float64Array;
}

/** One filled layer of a stack; its edges are those of the figure. */
export interface StackLayer {
  /** Legend text, TLatex. */
  readonly label: string;
  /** CSS colour: a name or #rrggbb. */
  readonly color: string;
  readonly values: Float64Array;
  readonly variances: Float64Array;
}

/** Text at the top left of the frame. */
export interface ExperimentLabel {
  /** Set bold and slanted: "ATLAS". */
  readonly experiment?: string;
  /** Follows it in plain letters: "Open Data". */
  readonly status?: string;
  /** Further lines, TLatex: "#sqrt{s} = 13 TeV, 10 fb^{-1}". */
  readonly lines?: readonly string[];
}

/** All that a figure of stacked expectation and data shows. */
export interface StackContent {
  readonly edges: Float64Array;
  /** Lowest layer first. */
  readonly layers: readonly StackLayer[];
  readonly data?: Binned1D | undefined;
  readonly dataLabel: string;
  /** Legend text of the hatched band; undefined for no band. */
  readonly bandLabel: string | undefined;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly label: ExperimentLabel;
}

/** Size of a figure in px. */
export interface FigureSize {
  readonly width: number;
  readonly height: number;
}

/** What the labels of the axes need: width of the longest, and of a common power of ten (0: none), in px. */
export interface AxisLabels {
  readonly x: { readonly width: number; readonly exponent: number };
  readonly y: { readonly width: number; readonly exponent: number };
}

/** Font sizes in px of a figure whose smaller side is 600 px. */
const TEXT = { tick: 23, title: 26, legend: 23, experiment: 27, line: 23 };
/** ROOT's unit of title offsets, in title sizes. */
const TITLE_STEP = 1.6;
const BLACK = 1;
const HATCHED = 3354;
const ROW = 1.4;
const SYMBOL = 48;

/**
 * Composes the canvas: frame, stack, band, points, legend and label, so that none covers another.
 *
 * @param axes  what stands beside the y axis, as the last drawing had it
 */
export function stackCanvas(
  content: StackContent,
  size: FigureSize,
  measure: Measure,
  axes: AxisLabels,
): RootObject {
  const { width, height } = size;
  const unit = Math.min(width, height) / 600;
  const smaller = Math.min(width, height);
  const px = (length: number): number => length * unit;
  const palette = new Palette();
  const { edges, layers, data } = content;

  const tick = px(TEXT.tick);
  const xTitle = fitted(content.xTitle, px(TEXT.title), 0.8 * width, measure);
  const yTitle = fitted(content.yTitle, px(TEXT.title), 0.8 * height, measure);
  // From the axis to the middle of its title.
  const xDistance = px(10) + tick + 0.75 * xTitle.size;
  const yDistance = px(8) + axes.y.width + px(8) + 0.5 * yTitle.size;
  const left = yDistance + 0.8 * yTitle.size;
  const beyond = axes.x.exponent === 0 ? 0.5 * axes.x.width : px(6) + axes.x.exponent;
  const margins: Margins = {
    left: left / width,
    right: (px(8) + Math.max(px(12), beyond)) / width,
    top: (px(14) + (axes.y.exponent === 0 ? 0.3 : 1.2) * tick) / height,
    bottom: (xDistance + 0.75 * xTitle.size) / height,
  };
  const frame = {
    x: left,
    y: margins.top * height,
    width: width * (1 - margins.left - margins.right),
    height: height * (1 - margins.top - margins.bottom),
  };

  // What is drawn in each bin: from its lowest to its highest point.
  const total = sum(edges.length - 1, layers, "values");
  const variance = sum(edges.length - 1, layers, "variances");
  const interval = data && poissonInterval(data.values, data.variances);
  const upper = total.map((value, i) =>
    content.bandLabel === undefined ? value : value + Math.sqrt(variance[i]),
  );
  const lower = total.slice();
  for (const i of data === undefined ? [] : shownBins(data)) {
    const top = interval!.upper[i];
    upper[i] = Math.max(upper[i], drawable(top) ? top : data!.values[i]);
    lower[i] = Math.min(lower[i], data!.values[i]);
  }

  const obstacles: Obstacle[] = [];
  const span = edges[edges.length - 1] - edges[0];
  const block = (x1: number, x2: number, bottom: number): void => {
    const at = (x: number): number => edges[0] + ((x - frame.x) / frame.width) * span;
    const below = (frame.y + frame.height - bottom - px(10)) / frame.height;
    obstacles.push({ from: at(x1 - px(10)), to: at(x2 + px(10)), below: Math.max(0.2, below) });
  };

  // Label, top left inside the ticks.
  const inset = px(26);
  const texts: RootObject[] = [];
  let baseline = frame.y + px(20);
  let labelEnd = frame.x;
  for (const { text, size: wanted } of labelLines(content.label, unit)) {
    const line = fitted(text, wanted, 0.5 * frame.width, measure);
    baseline += 1.25 * line.size;
    const x = frame.x + inset;
    texts.push(latex(line.text, x / width, 1 - baseline / height, line.size / smaller));
    labelEnd = Math.max(labelEnd, x + line.width);
    block(x, x + line.width, baseline + 0.3 * line.size);
  }

  const objects = layers.map((layer, i) =>
    histogram(
      `layer${i}`,
      { edges },
      {},
      { values: layer.values.map(finite) },
      { fill: { color: palette.index(layer.color), style: 1001 } },
    ),
  );
  const bandObject = histogram(
    "band",
    { edges },
    {},
    { values: total, variances: variance },
    { fill: { color: BLACK, style: HATCHED } },
  );
  const points = data && interval && dataPoints(data, interval, unit);

  // Legend, top right; the label at the left takes what it needs first.
  const entries: LegendEntry[] = layers.map((layer, i) => ({
    object: objects[i],
    label: layer.label,
    option: "f",
  }));
  if (points) entries.push({ object: points, label: content.dataLabel, option: "ep" });
  if (content.bandLabel !== undefined && layers.length > 0) {
    entries.push({ object: bandObject, label: content.bandLabel, option: "f" });
  }
  const right = frame.x + frame.width - px(16);
  const room = right - Math.max(labelEnd + px(24), frame.x + 0.4 * frame.width) - px(SYMBOL);
  const fit = fitLabels(
    entries.map((entry) => entry.label),
    px(TEXT.legend),
    { width: 0.9 * room, height: 0.6 * frame.height, rowHeight: ROW },
    measure,
  );
  const rows = entries.flatMap((entry, i) =>
    fit.rows[i].map((label, row) =>
      row === 0 ? { ...entry, label } : { object: CONTINUED, label, option: "" },
    ),
  );
  const primitives: [RootObject, string][] = [];
  if (rows.length > 0) {
    // JSROOT pads a legend by 3 % of its width and puts the same between symbol and text.
    const symbol = px(SYMBOL) * (fit.size / px(TEXT.legend));
    const boxWidth = (symbol + fit.width) / 0.9;
    const boxHeight = (rows.length * ROW * fit.size) / 0.94;
    const top = frame.y + px(14);
    primitives.push([
      legendOf(
        rows,
        {
          x1: (right - boxWidth) / width,
          x2: right / width,
          y1: 1 - (top + boxHeight) / height,
          y2: 1 - top / height,
        },
        {
          textSize: fit.size / smaller,
          margin: (symbol + 0.03 * boxWidth) / (0.94 * boxWidth),
          separation: 0.2,
        },
      ),
      "",
    ]);
    block(right - boxWidth, right, top + boxHeight);
  }

  const [minimum, maximum] = valueRange(edges, lower, upper, obstacles);
  const frameObject = histogram(
    "frame",
    {
      edges: Float64Array.of(edges[0], edges[edges.length - 1]),
      title: xTitle.text,
      titleSize: xTitle.size / smaller,
      titleOffset: (xDistance * smaller) / (TITLE_STEP * xTitle.size * height),
      labelSize: tick / smaller,
      labelOffset: px(10) / smaller,
      tickLength: (px(14) * width) / (frame.width * height),
    },
    {
      title: yTitle.text,
      titleSize: yTitle.size / smaller,
      titleOffset: (yDistance * smaller) / (TITLE_STEP * yTitle.size * width),
      labelSize: tick / smaller,
      labelOffset: px(8) / smaller,
      tickLength: (px(14) * height) / (frame.height * width),
    },
    { values: new Float64Array(1) },
    { minimum, maximum },
  );
  const drawn: [RootObject, string][] = [[frameObject, "AXIS"]];
  if (layers.length > 0) drawn.push([stackOf("stack", objects), "hist same noclear"]);
  if (content.bandLabel !== undefined && layers.length > 0) drawn.push([bandObject, "E2 same"]);
  if (points) drawn.push([points, "PZ same"]);
  for (const text of texts) primitives.push([text, ""]);
  return canvasOf(size, margins, [...drawn, ...primitives], palette.colors);
}

/** What a second row of a label explains: nothing. */
const CONTINUED: RootObject = { _typename: "TObject", fUniqueID: 0, fBits: 0 };

/** A text at the size, or as much smaller as it takes to fit a width. */
function fitted(
  text: string,
  size: number,
  room: number,
  measure: Measure,
): { text: string; size: number; width: number } {
  const width = measure(text, size).x2;
  if (width <= room) return { text, size, width };
  return { text, size: (size * room) / width, width: room };
}

function labelLines(
  { experiment = "", status = "", lines = [] }: ExperimentLabel,
  unit: number,
): { text: string; size: number }[] {
  const first = [experiment === "" ? "" : `#font[72]{${experiment}}`, status]
    .filter((part) => part !== "")
    .join(" ");
  const all = lines.map((text) => ({ text, size: TEXT.line * unit }));
  return first === "" ? all : [{ text: first, size: TEXT.experiment * unit }, ...all];
}

/** Bins with a point: as in ROOT, not the empty ones, nor those that are not numbers. */
function shownBins({ values }: { readonly values: Float64Array }): number[] {
  return [...values.keys()].filter((i) => drawable(values[i]) && values[i] !== 0);
}

/** A content that cannot be drawn leaves a gap. */
function finite(value: number): number {
  return drawable(value) ? value : 0;
}

function dataPoints(
  { edges, values }: Binned1D,
  interval: { lower: Float64Array; upper: Float64Array },
  unit: number,
): RootObject {
  const shown = shownBins({ values });
  const column = (of: (i: number) => number): number[] => shown.map(of);
  const known = (length: number): number => (drawable(length) ? length : 0);
  return graph(
    "data",
    {
      x: column((i) => 0.5 * (edges[i] + edges[i + 1])),
      y: column((i) => values[i]),
      xLow: column(() => 0),
      xHigh: column(() => 0),
      yLow: column((i) => known(values[i] - interval.lower[i])),
      yHigh: column((i) => known(interval.upper[i] - values[i])),
    },
    { color: BLACK, marker: 20, size: 1.2 * unit, lineWidth: 2 * unit },
  );
}

function sum(
  bins: number,
  layers: readonly StackLayer[],
  column: "values" | "variances",
): Float64Array {
  const total = new Float64Array(bins);
  for (const layer of layers) {
    for (let i = 0; i < bins; i++) total[i] += finite(layer[column][i]);
  }
  return total;
}
