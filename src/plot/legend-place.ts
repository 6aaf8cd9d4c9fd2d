import { log10 } from "../math/elementary.ts";
import type { Segment } from "./extent.ts";
import { fitLabels, type Measure } from "./legend.ts";
import type { Obstacle } from "./range.ts";
import { type LegendEntry, legendOf, type PadBox } from "./records.ts";
import type { RootObject } from "./root-object.ts";

/** Height of a row in sizes of its letters. */
const ROW = 1.4;
/** A label higher than this needs higher rows. */
const TALL = 1.6;
/** Width of a symbol, and from the end of one column's text to the next column, in px. */
const SYMBOL = 48;
const GUTTER = 22;

/** A rectangle in px of the figure, y downwards. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a legend needs to know of the figure around it. */
export interface LegendSetting {
  /** px of the figure per px of a style. */
  readonly unit: number;
  /** Font size in px of a style. */
  readonly size: number;
  readonly measure: Measure;
}

/** One column of a legend: its rows, and its width with symbols in px. */
interface LegendColumn {
  readonly rows: readonly LegendEntry[];
  readonly width: number;
}

/** A legend set in columns. */
interface LegendBlock {
  /** Whether every label is one row. */
  readonly single: boolean;
  /** Height of a row in sizes of its letters. */
  readonly row: number;
  readonly columns: readonly LegendColumn[];
  /** Font size in px. */
  readonly size: number;
  readonly width: number;
  readonly height: number;
}

/** A place for the legend, in px of the figure, with its columns. */
export interface LegendPlace extends LegendBlock {
  /** Whether it stands at the left, below the label. */
  readonly atLeft?: boolean;
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

/** Sets entries in so many columns, filled one after the other, so that none is wider or higher than the limit. */
function setLegend(
  entries: readonly LegendEntry[],
  columns: number,
  limit: { readonly width: number; readonly height: number },
  { unit, size, measure }: LegendSetting,
): LegendBlock {
  const each = Math.ceil(entries.length / columns);
  const count = Math.ceil(entries.length / each);
  const gutter = GUTTER * unit;
  const column = (limit.width - (count - 1) * gutter) / count;
  // A row is as high as the highest label: an integral with its bounds is twice a line.
  const tallest = Math.max(
    0,
    ...entries.map(({ label }) => {
      const { y1, y2 } = measure(label, size * unit);
      return (y2 - y1) / (size * unit);
    }),
  );
  const row = tallest > TALL ? 1.1 * tallest : ROW;
  const fit = fitLabels(
    entries.map(({ label }) => label),
    size * unit,
    {
      width: 0.9 * (column - SYMBOL * unit),
      height: count * limit.height,
      rowHeight: row,
    },
    measure,
  );
  const symbol = SYMBOL * unit * (fit.size / (size * unit));
  const set = Array.from({ length: count }, (_, i): LegendColumn => {
    const own = entries.slice(i * each, (i + 1) * each);
    const rows = own.flatMap((entry, at) =>
      fit.rows[i * each + at].map((text, row) =>
        row === 0 ? { ...entry, label: text } : { object: NOTHING, label: text, option: "" },
      ),
    );
    const widest = Math.max(0, ...rows.map(({ label }) => measure(label, fit.size).x2));
    // JSROOT pads a legend by 3 % of its width and puts the same between symbol and text.
    return { rows, width: Math.max((symbol + widest) / 0.9, 8 * fit.size) };
  });
  const rows = Math.max(...set.map((one) => one.rows.length));
  const blank: LegendEntry = { object: NOTHING, label: "", option: "" };
  // Columns of the same number of rows line up.
  const columnsOf = set.map((one) => ({
    ...one,
    rows: [...one.rows, ...new Array<LegendEntry>(rows - one.rows.length).fill(blank)],
  }));
  return {
    columns: columnsOf,
    row,
    single: fit.rows.every((own) => own.length === 1),
    size: fit.size,
    width: set.reduce((sum, one) => sum + one.width, (count - 1) * gutter),
    height: (rows * row * fit.size) / 0.94,
  };
}

/** Top right beside the label, and top left below it. */
export function legendPlaces(
  entries: readonly LegendEntry[],
  wanted: number | undefined,
  frame: Box,
  label: {
    readonly labelEnd: number;
    readonly labelBottom: number;
    /** Where texts in the upper right corner end. */
    readonly rightBottom: number;
  },
  setting: LegendSetting,
): LegendPlace[] {
  const px = (length: number): number => length * setting.unit;
  const place = (
    columns: number,
    room: number,
    top: number,
    share: number,
    atLeft: boolean,
  ): LegendPlace => {
    const limit = { width: room, height: share * frame.height };
    const block = setLegend(entries, columns, limit, setting);
    const x1 = atLeft ? frame.x + px(20) : frame.x + frame.width - px(16) - block.width;
    return { ...block, atLeft, x1, x2: x1 + block.width, y1: top, y2: top + block.height };
  };
  const end = frame.x + frame.width - px(16);
  const below = Math.max(
    frame.y + px(14),
    label.labelBottom + px(8),
    label.rightBottom > frame.y ? label.rightBottom + px(8) : 0,
  );
  const used = (below - frame.y) / frame.height;
  const placesOf = (columns: number): LegendPlace[] => {
    const least = columns > 1 ? 0.2 : 0.4;
    const beside = end - Math.max(label.labelEnd + px(24), frame.x + least * frame.width);
    const room = (columns > 1 ? 0.94 : 0.55) * frame.width;
    return [
      place(columns, beside, Math.max(frame.y + px(14), label.rightBottom + px(8)), 0.6, false),
      place(columns, room, below, Math.max(0.2, 0.65 - used), true),
    ];
  };
  const places = placesOf(wanted ?? 1);
  // Many entries in one column take letters that nobody can read.
  const small = places.every(({ size }) => size < LEGIBLE * setting.size * setting.unit);
  return wanted === undefined && small ? [...places, ...placesOf(2), ...placesOf(3)] : places;
}

/** Letters smaller than this share of the usual are a reason for more columns. */
const LEGIBLE = 0.75;

/** A legend above a frame, in as many columns as told, or as fit; its bottom is at 0. */
export function legendAbove(
  entries: readonly LegendEntry[],
  columns: number | undefined,
  room: { readonly x1: number; readonly x2: number },
  setting: LegendSetting,
): LegendPlace {
  const limit = { width: room.x2 - room.x1, height: Infinity };
  let block = setLegend(entries, columns ?? entries.length, limit, setting);
  if (columns === undefined) {
    // The most columns in which letters keep their size; else one.
    for (let count = entries.length; count >= 1; count--) {
      block = setLegend(entries, count, limit, setting);
      if (block.single && block.size > 0.95 * setting.size * setting.unit) break;
    }
  }
  return { ...block, x1: room.x1, x2: room.x1 + block.width, y1: -block.height, y2: 0 };
}

/** The legend's objects: one for each column, since JSROOT guesses the widths of columns. */
export function legendObjects(
  place: LegendPlace,
  { size: usual, unit }: LegendSetting,
  /** From px of the figure to fractions of the pad. */
  inPad: (fromLeft: number, fromTop: number) => readonly [number, number],
  /** The smaller side of the pad in px, to which ROOT relates font sizes. */
  smaller: number,
): RootObject[] {
  const symbol = SYMBOL * unit * (place.size / (usual * unit));
  let start = place.x1;
  return place.columns.map(({ rows, width }) => {
    const height = (rows.length * place.row * place.size) / 0.94;
    const [left, bottom] = inPad(start, place.y1 + height);
    const [right, top] = inPad(start + width, place.y1);
    start += width + GUTTER * unit;
    const box: PadBox = { x1: left, x2: right, y1: bottom, y2: top };
    return legendOf(rows, box, {
      textSize: place.size / smaller,
      margin: (symbol + 0.03 * width) / (0.94 * width),
      separation: 0.2,
    });
  });
}

/** The place that costs least; the first unless another is clearly better. */
export function choose<Found extends { cost: number }>(
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
export function costOf(
  [from, to]: readonly [number, number],
  log: boolean,
  segments: readonly Segment[],
  block: Obstacle,
): number {
  const scale = scaleOf(log);
  const span = scale(to) - scale(from);
  const highest = segments.reduce(
    (top, { high }) => Math.max(top, scale(Math.min(high, to))),
    scale(from),
  );
  const covered = coveredBy([from, to], log, segments, block);
  return span / Math.max(highest - scale(from), 1e-3 * span) + covered;
}

/** How many pieces of what is drawn reach into the legend. */
export function coveredBy(
  [from, to]: readonly [number, number],
  log: boolean,
  segments: readonly Segment[],
  block: Obstacle,
): number {
  const scale = scaleOf(log);
  const span = scale(to) - scale(from);
  return segments.filter((segment) => {
    const under = segment.to >= block.from && segment.from <= block.to;
    const high = scale(Math.min(segment.high, to));
    return under && (high - scale(from)) / span > block.below * (1 + 1e-9);
  }).length;
}

function scaleOf(log: boolean): (value: number) => number {
  return (value) => (log ? log10(Math.max(value, 1e-300)) : value);
}

/** What a second row of a label explains: nothing. */
export const NOTHING: RootObject = { _typename: "TObject", fUniqueID: 0, fBits: 0 };
