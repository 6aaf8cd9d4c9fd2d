import { log10, pow } from "../math/elementary.ts";
import { Palette } from "./colors.ts";
import { type Segment, segmentsOf, widthOf } from "./extent.ts";
import { type ExperimentLabel, setLabel } from "./label.ts";
import { fitLabels, fittedText, type Measure } from "./legend.ts";
import { drawMark, type Primitive } from "./mark-objects.ts";
import type { Mark } from "./marks.ts";
import { canvasOf, type Margins, padOf } from "./pad-records.ts";
import { paletteColors } from "./palettes.ts";
import { logRange, type Obstacle, valueRange } from "./range.ts";
import { histogram, type LegendEntry, latex, legendOf } from "./records.ts";
import type { RootObject } from "./root-object.ts";
import type { Style } from "./styles.ts";

/** Size of a figure in px. */
export interface FigureSize {
  readonly width: number;
  readonly height: number;
}

/** An axis of a panel. */
export interface AxisLook {
  /** TLatex. */
  readonly title?: string;
  /** First and last value shown (default: all of the marks, and room for label and legend). */
  readonly range?: readonly [number, number] | undefined;
  readonly log?: boolean;
  /** Whether a range that is found contains zero (default with steps and stacks); of a y axis. */
  readonly zero?: boolean;
  /** Names instead of numbers: the first stands between 0 and 1, the next between 1 and 2. */
  readonly labels?: readonly string[] | undefined;
}

/** A frame with what is drawn inside. */
export interface Panel {
  /** In the order of drawing. */
  readonly marks: readonly Mark[];
  readonly y?: AxisLook;
  /** Height relative to the other panels (default 1). */
  readonly height?: number;
  /** Whether marks with labels are explained (default true). */
  readonly legend?: boolean;
  /** Indices of marks in the order of the legend (default: that of drawing). */
  readonly legendOrder?: readonly number[];
}

/** Panels above each other, which share the x axis. */
export interface FigureContent {
  readonly panels: readonly Panel[];
  readonly x?: AxisLook;
  /** Text at the top left of the first panel. */
  readonly label?: ExperimentLabel;
  readonly style: Style;
}

/** What the labels of a panel's axes took in the last drawing, in px; 0 for none. */
export interface PanelLabels {
  /** Width of the widest label, how far the lowest reaches below the axis, width of a common power of ten. */
  readonly x: { readonly width: number; readonly depth: number; readonly exponent: number };
  /** How far labels reach to the left of the axis. */
  readonly y: { readonly width: number; readonly exponent: number };
  /** How far those of the scale of colours reach to its right. */
  readonly z: { readonly width: number; readonly exponent: number };
}

/** Before the first drawing. */
const GUESS: PanelLabels = {
  x: { width: 40, depth: 0, exponent: 0 },
  y: { width: 50, exponent: 0 },
  z: { width: 40, exponent: 0 },
};

/** ROOT's unit of title offsets, in title sizes. */
const TITLE_STEP = 1.6;
/** The scale of colours ends there: JSROOT sets it from 0.5 % to 4.5 % of the width beside the frame. */
export const SCALE_PART = 0.045;
const ROW = 1.4;
const SYMBOL = 48;
/** JSROOT sets names at two thirds of the size of numbers. */
const NAMES = 1.5;

/** A rectangle in px of the figure, y downwards. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Composes the canvas: frames, marks, legends and label, so that none covers another. One panel is drawn in
 * the canvas itself, several in pads.
 *
 * @param last  what stands beside the axes of each panel, as the last drawing had it
 */
export function composePanels(
  content: FigureContent,
  size: FigureSize,
  measure: Measure,
  last: readonly PanelLabels[],
): RootObject {
  const { width, height } = size;
  const { panels, style, x = {} } = content;
  const drawn = panels.map((_, i) => last[i] ?? GUESS);
  const unit = Math.min(width / 800, height / 600);
  const px = (length: number): number => length * unit;
  const palette = new Palette();
  const label = setLabel(content.label ?? {}, style);
  const tick = px(style.text.tick);
  const xLabels = drawn[drawn.length - 1].x;
  const xTitle = fittedText(x.title ?? "", px(style.text.title), 0.8 * width, measure);
  // From the axis to the middle of its title.
  const xDistance =
    Math.max(px(10) + tick, xLabels.depth + px(4)) + 0.75 * xTitle.size + 0.5 * xTitle.extra;
  const yWidth = Math.max(...drawn.map(({ y }) => y.width));
  const titles = panels.map(({ y }) => measure(y?.title ?? "", px(style.text.title)));
  const yExtra = Math.max(...titles.map(({ y1, y2 }) => y2 - y1)) - 1.2 * px(style.text.title);
  const yHalf = 0.5 * Math.max(0, yExtra);
  const yDistance = px(8) + yWidth + 0.5 * px(style.text.title) + yHalf;
  const left = yDistance + 0.8 * px(style.text.title) + yHalf;
  const beyond = xLabels.exponent === 0 ? 0.5 * xLabels.width : px(6) + xLabels.exponent;
  const cells = panels.some(({ marks }) => marks.some(({ kind }) => kind === "cells"));
  // Of the scale of colours: from its outer side to the middle of its title.
  const zDistance = px(8) + drawn[0].z.width + 0.6 * px(style.text.title);
  const right = cells
    ? SCALE_PART * width + zDistance + 0.75 * px(style.text.title)
    : px(8) + Math.max(px(12), x.labels === undefined ? beyond : 0);
  const above = label.above.some((line) => line !== undefined)
    ? 1.3 * px(style.text.experiment)
    : 0;
  const powers = drawn[0].y.exponent + (cells ? drawn[0].z.exponent : 0);
  const top = px(14) + Math.max((powers === 0 ? 0.3 : 1.2) * tick, above);
  const bottom = xDistance + 0.75 * xTitle.size + 0.5 * xTitle.extra;
  const gaps = panels.map((_, i) => (i === 0 ? 0 : (drawn[i].y.exponent === 0 ? 0.9 : 1.8) * tick));
  const free = height - top - bottom - gaps.reduce((sum, gap) => sum + gap, 0);
  const shares = panels.map((panel) => panel.height ?? 1);
  const share = free / shares.reduce((sum, one) => sum + one, 0);
  const xRange = x.range ??
    rangeOfNames(x) ??
    widthOf(panels.flatMap(({ marks }) => marks)) ?? [0, 1];

  let frameTop = top;
  const pads = panels.map((panel, i) => {
    frameTop += gaps[i];
    const frame = { x: left, y: frameTop, width: width - left - right, height: share * shares[i] };
    frameTop += frame.height;
    const start = i === 0 ? 0 : frame.y - gaps[i] + 0.45 * tick;
    const lowest = i === panels.length - 1;
    const end = lowest ? height : frameTop + 0.45 * tick;
    const box = { x: 0, y: start, width, height: end - start };
    const room = panels.length === 1 ? 0.8 * height : frame.height;
    const yTitle = fittedText(panel.y?.title ?? "", px(style.text.title), room, measure);
    const setting = {
      unit,
      style,
      measure,
      palette,
      pad: box,
      frame,
      x: {
        look: x,
        range: xRange,
        title: lowest ? xTitle : { text: "", size: 1 },
        distance: xDistance,
      },
      y: { title: yTitle, distance: yDistance, exponent: drawn[i].y.exponent },
      zDistance,
      names: lowest,
      first: i === 0,
    };
    return {
      box,
      ...drawPanel(panel, setting, i === 0 ? label : { above: [undefined, undefined], inside: [] }),
    };
  });
  if (pads.length === 1) {
    const [{ margins, primitives, log }] = pads;
    const scale = scaleOf(panels[0].marks, palette);
    return canvasOf(size, margins, [...scale, ...primitives], palette.colors, log);
  }
  const none = { left: 0.1, right: 0.1, top: 0.1, bottom: 0.1 };
  const children = pads.map(({ box, margins, primitives, log }, i): Primitive => {
    const at = {
      x1: 0,
      x2: 1,
      y1: Math.max(0, 1 - (box.y + box.height) / height),
      y2: 1 - box.y / height,
    };
    return [padOf(`panel${i}`, at, margins, primitives, log), ""];
  });
  return canvasOf(size, none, children, palette.colors);
}

function rangeOfNames({ labels }: AxisLook): [number, number] | undefined {
  return labels === undefined ? undefined : [0, Math.max(1, labels.length)];
}

/** The colours of cells, which JSROOT finds in the canvas. */
function scaleOf(marks: readonly Mark[], palette: Palette): Primitive[] {
  const cells = marks.find((mark) => mark.kind === "cells");
  if (cells === undefined) return [];
  const indices = paletteColors(cells.palette ?? "viridis", 100).map((color) =>
    palette.index(color),
  );
  const arr = indices.map((index) => palette.color(index));
  return [[{ _typename: "TObjArray", name: "CurrentColorPalette", arr }, ""]];
}

/** The y interval of the cells of a panel, which it ends at. */
function heightOf(marks: readonly Mark[]): [number, number] | undefined {
  for (const mark of marks) {
    if (mark.kind === "cells") return [mark.yEdges[0], mark.yEdges[mark.yEdges.length - 1]];
  }
  return undefined;
}

interface FittedTitle {
  readonly text: string;
  readonly size: number;
}

/** All that a panel needs to know of the figure around it. */
interface Setting {
  readonly unit: number;
  readonly style: Style;
  readonly measure: Measure;
  readonly palette: Palette;
  readonly pad: Box;
  readonly frame: Box;
  readonly x: {
    readonly look: AxisLook;
    readonly range: readonly [number, number];
    readonly title: FittedTitle;
    readonly distance: number;
  };
  readonly y: { readonly title: FittedTitle; readonly distance: number; readonly exponent: number };
  readonly zDistance: number;
  /** Whether the x axis has labels. */
  readonly names: boolean;
  readonly first: boolean;
}

function drawPanel(
  panel: Panel,
  setting: Setting,
  label: ReturnType<typeof setLabel>,
): { margins: Margins; primitives: Primitive[]; log: { x: boolean; y: boolean; z: boolean } } {
  const { unit, style, measure, palette, pad, frame, x } = setting;
  const px = (length: number): number => length * unit;
  const smaller = Math.min(pad.width, pad.height);
  const tick = px(style.text.tick);
  const log = {
    x: x.look.log ?? false,
    y: panel.y?.log ?? false,
    z: panel.marks.some((mark) => mark.kind === "cells" && mark.log === true),
  };
  const margins = {
    left: (frame.x - pad.x) / pad.width,
    right: (pad.x + pad.width - frame.x - frame.width) / pad.width,
    top: (frame.y - pad.y) / pad.height,
    bottom: (pad.y + pad.height - frame.y - frame.height) / pad.height,
  };
  const inPad = (fromLeft: number, fromTop: number): [number, number] => [
    (fromLeft - pad.x) / pad.width,
    1 - (fromTop - pad.y) / pad.height,
  ];
  const along = axisPlace(x.range, log.x);
  const obstacle = (x1: number, x2: number, y2: number): Obstacle => ({
    from: along((x1 - px(10) - frame.x) / frame.width),
    to: along((x2 + px(10) - frame.x) / frame.width),
    below: Math.max(0.2, (frame.y + frame.height - y2 - px(10)) / frame.height),
  });

  // The label: above the frame, and top left inside the ticks.
  const texts: Primitive[] = [];
  const obstacles: Obstacle[] = [];
  const put = (text: string, size: number, fromLeft: number, fromTop: number): void => {
    texts.push([latex(text, ...inPad(fromLeft, fromTop), size / smaller), ""]);
  };
  const [name, collisions] = label.above;
  const line = frame.y - px(9);
  let rightEnd = frame.x + frame.width;
  if (collisions !== undefined) {
    const fit = fittedText(collisions.text, px(collisions.size), 0.5 * frame.width, measure);
    rightEnd -= fit.width;
    put(fit.text, fit.size, rightEnd, line);
    rightEnd -= px(20);
  }
  if (name !== undefined) {
    const start = frame.x + (setting.y.exponent === 0 ? 0 : setting.y.exponent + px(14));
    const fit = fittedText(name.text, px(name.size), rightEnd - start, measure);
    put(fit.text, fit.size, start, line);
  }
  let baseline = frame.y + px(20);
  let labelEnd = frame.x;
  for (const { text, size: wanted } of label.inside) {
    const fit = fittedText(text, px(wanted), 0.5 * frame.width, measure);
    baseline += 1.25 * fit.size;
    const start = frame.x + px(26);
    put(fit.text, fit.size, start, baseline);
    labelEnd = Math.max(labelEnd, start + fit.width);
    obstacles.push(obstacle(start, start + fit.width, baseline + 0.3 * fit.size));
  }
  const labelBottom = label.inside.length === 0 ? frame.y : baseline;

  // Legend entries need the marks' objects, those the range, and that the legend: marks are drawn twice.
  const [start, end] = x.range;
  const segments = panel.marks
    .flatMap(segmentsOf)
    .filter(
      ({ from, to }) =>
        to >= start && from <= end && !(from < to && (to === start || from === end)),
    );
  const filled = panel.marks.some(({ kind }) => kind === "stack" || kind === "step");
  const zero = panel.y?.zero ?? filled;
  const rangeFor = (all: readonly Obstacle[]): readonly [number, number] =>
    panel.y?.range ??
    rangeOfNames(panel.y ?? {}) ??
    heightOf(panel.marks) ??
    (log.y ? logRange(segments, all) : valueRange(segments, all, zero));
  const drawAll = (range: readonly [number, number]) =>
    panel.marks.map((mark, i) =>
      drawMark(mark, `mark${i}`, {
        palette,
        unit,
        smaller,
        x: { range: x.range, log: log.x },
        y: { range, log: log.y },
        z: (title) => {
          const fit = fittedText(title, px(style.text.title), frame.height, measure);
          return {
            title: fit.text,
            titleSize: fit.size / smaller,
            titleOffset: (setting.zDistance * smaller) / (TITLE_STEP * fit.size * pad.width),
            labelSize: tick / smaller,
            labelOffset: px(5) / smaller,
            tickLength: px(8) / pad.width,
          };
        },
      }),
    );
  let range = rangeFor(obstacles);
  let marks = drawAll(range);
  const order = panel.legendOrder ?? panel.marks.keys();
  const entries = panel.legend === false ? [] : [...order].flatMap((i) => marks[i].legend);
  const legend: Primitive[] = [];
  if (entries.length > 0) {
    const places = legendPlaces(entries, setting, { labelEnd, labelBottom });
    const chosen = choose(places, (place) => {
      const block = obstacle(place.x1, place.x2, place.y2);
      const found = rangeFor([...obstacles, block]);
      return { cost: costOf(found, log.y, segments, block), range: found };
    });
    range = chosen.range;
    marks = drawAll(range);
    const { x1, x2, y1, y2, rows, size } = chosen.place;
    const symbol = px(SYMBOL) * (size / px(style.text.legend));
    const [left, bottom] = inPad(x1, y2);
    const [right, top] = inPad(x2, y1);
    legend.push([
      legendOf(
        rows,
        { x1: left, x2: right, y1: bottom, y2: top },
        {
          textSize: size / smaller,
          margin: (symbol + 0.03 * (x2 - x1)) / (0.94 * (x2 - x1)),
          separation: 0.2,
        },
      ),
      "",
    ]);
  }

  const frameObject = histogram(
    "frame",
    {
      edges: Float64Array.of(
        ...(x.look.labels === undefined ? x.range : namedEdges(x.look.labels)),
      ),
      labels: x.look.labels,
      title: x.title.text,
      titleSize: x.title.size / smaller,
      titleOffset: (x.distance * smaller) / (TITLE_STEP * x.title.size * pad.height),
      labelSize: setting.names ? ((x.look.labels === undefined ? 1 : NAMES) * tick) / smaller : 0,
      labelOffset: px(10) / smaller,
      tickLength: (px(14) * pad.width) / (frame.width * pad.height),
    },
    {
      ...(panel.y?.labels === undefined
        ? {}
        : { edges: Float64Array.of(...namedEdges(panel.y.labels)), labels: panel.y.labels }),
      title: setting.y.title.text,
      titleSize: setting.y.title.size / smaller,
      titleOffset: (setting.y.distance * smaller) / (TITLE_STEP * setting.y.title.size * pad.width),
      labelSize: ((panel.y?.labels === undefined ? 1 : NAMES) * tick) / smaller,
      labelOffset: px(8) / smaller,
      tickLength: (px(14) * pad.height) / (frame.height * pad.width),
      divisions: frame.height < px(240) ? 505 : 510,
      centerTitle: !setting.first,
    },
    { values: new Float64Array(x.look.labels?.length ?? 1) },
    { minimum: range[0], maximum: range[1] },
  );
  const primitives: Primitive[] = [
    [frameObject, "AXIS"],
    ...marks.flatMap(({ objects }) => objects),
    ...legend,
    ...texts,
  ];
  return { margins, primitives, log };
}

function namedEdges(labels: readonly string[]): number[] {
  return Array.from({ length: Math.max(1, labels.length) + 1 }, (_, i) => i);
}

/** Value of an axis at a fraction of its length. */
function axisPlace([from, to]: readonly [number, number], log: boolean): (at: number) => number {
  if (!log) return (at) => from + at * (to - from);
  const [start, end] = [log10(from), log10(to)];
  return (at) => pow(10, start + at * (end - start));
}

/** A place for the legend, in px of the figure, with its rows. */
interface LegendPlace {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
  readonly rows: readonly LegendEntry[];
  readonly size: number;
}

/** Top right beside the label, and top left below it. */
function legendPlaces(
  entries: readonly LegendEntry[],
  { frame, unit, style, measure }: Setting,
  label: { readonly labelEnd: number; readonly labelBottom: number },
): LegendPlace[] {
  const px = (length: number): number => length * unit;
  const place = (room: number, top: number, share: number, atLeft: boolean): LegendPlace => {
    const fit = fitLabels(
      entries.map((entry) => entry.label),
      px(style.text.legend),
      { width: 0.9 * (room - px(SYMBOL)), height: share * frame.height, rowHeight: ROW },
      measure,
    );
    const rows = entries.flatMap((entry, i) =>
      fit.rows[i].map((text, row) =>
        row === 0 ? { ...entry, label: text } : { object: CONTINUED, label: text, option: "" },
      ),
    );
    // JSROOT pads a legend by 3 % of its width and puts the same between symbol and text.
    const symbol = px(SYMBOL) * (fit.size / px(style.text.legend));
    const width = Math.max((symbol + fit.width) / 0.9, 8 * fit.size);
    const height = (rows.length * ROW * fit.size) / 0.94;
    const x1 = atLeft ? frame.x + px(20) : frame.x + frame.width - px(16) - width;
    return { x1, x2: x1 + width, y1: top, y2: top + height, rows, size: fit.size };
  };
  const end = frame.x + frame.width - px(16);
  const beside = end - Math.max(label.labelEnd + px(24), frame.x + 0.4 * frame.width);
  const below = Math.max(frame.y + px(14), label.labelBottom + px(8));
  const used = (below - frame.y) / frame.height;
  return [
    place(beside, frame.y + px(14), 0.6, false),
    place(0.55 * frame.width, below, Math.max(0.2, 0.65 - used), true),
  ];
}

/** The place that costs least; the first unless another is clearly better. */
function choose<Found extends { cost: number }>(
  places: readonly LegendPlace[],
  weigh: (place: LegendPlace) => Found,
): Found & { place: LegendPlace } {
  let best: (Found & { place: LegendPlace }) | undefined;
  for (const place of places) {
    const found = { ...weigh(place), place };
    if (best === undefined || found.cost < 0.95 * best.cost) best = found;
  }
  return best!;
}

/** How much of the frame a range wastes, and more for what a legend covers all the same. */
function costOf(
  [from, to]: readonly [number, number],
  log: boolean,
  segments: readonly Segment[],
  block: Obstacle,
): number {
  const scale = (value: number): number => (log ? log10(Math.max(value, 1e-300)) : value);
  const span = scale(to) - scale(from);
  let highest = scale(from);
  let covered = 0;
  for (const segment of segments) {
    const high = scale(Math.min(segment.high, to));
    highest = Math.max(highest, high);
    const under = segment.to >= block.from && segment.from <= block.to;
    if (under && (high - scale(from)) / span > block.below * (1 + 1e-9)) covered++;
  }
  return span / Math.max(highest - scale(from), 1e-3 * span) + covered;
}

/** What a second row of a label explains: nothing. */
const CONTINUED: RootObject = { _typename: "TObject", fUniqueID: 0, fBits: 0 };
