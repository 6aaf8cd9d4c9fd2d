import { divisionsFor, fittingTicks, logNumbers } from "./axis-numbers.ts";
import { gaxisOf } from "./axis-records.ts";
import { beyondObjects } from "./beyond.ts";
import type { SetNames } from "./bin-names.ts";
import type { Palette } from "./colors.ts";
import { segmentsOf } from "./extent.ts";
import type { AxisLook, Panel, TopAxis } from "./figure-content.ts";
import type { setLabel } from "./label.ts";
import { fittedText, type Measure } from "./legend.ts";
import {
  type Box,
  choose,
  costOf,
  coveredBy,
  type LegendPlace,
  legendAbove,
  legendObjects,
  legendPlaces,
} from "./legend-place.ts";
import { drawMark, type MarkFrame, type Primitive } from "./mark-objects.ts";
import type { Mark, NoteMark } from "./marks.ts";
import { arrowsTo } from "./out-of-range.ts";
import type { Margins } from "./pad-records.ts";
import { axisPlace, logRange, type Obstacle, valueRange } from "./range.ts";
import { histogram, latex } from "./records.ts";
import type { Style } from "./styles.ts";

/** ROOT's unit of title offsets, in title sizes. */
const TITLE_STEP = 1.6;
/** The scale of colours ends there: JSROOT sets it from 0.5 % to 4.5 % of the width beside the frame. */
export const SCALE_PART = 0.045;
/** JSROOT sets names at two thirds of the size of numbers. */
const NAMES = 1.5;

/** The range of an axis of names; undefined for one of numbers. */
export function rangeOfNames({ labels }: AxisLook): [number, number] | undefined {
  return labels === undefined ? undefined : [0, Math.max(1, labels.length)];
}

/** What a panel's legend says, in its order. */
export function labelsOf({ marks, legendOrder }: Panel): string[] {
  return [...(legendOrder ?? marks.keys())].flatMap((i) => {
    const mark = marks[i];
    if (mark.kind === "stack") {
      const labels = mark.layers.map(({ label }) => label);
      return mark.topFirst ? labels.reverse() : labels;
    }
    return "label" in mark && mark.label !== undefined ? [mark.label] : [];
  });
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
export interface PanelSetting {
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
    /** The names of its bins as they are set; none on an axis of numbers. */
    readonly names: SetNames | undefined;
  };
  readonly top: TopAxis | undefined;
  /** Heights of what stands above the frame, from the frame upwards, in px. */
  readonly above: {
    readonly axis: number;
    readonly label: number;
    readonly title: number;
    readonly legend: number;
  };
  readonly y: {
    readonly title: FittedTitle;
    readonly distance: number;
    readonly exponent: number;
    readonly nameSize: number;
  };
  readonly zDistance: number;
  /** Width of the power of ten above the scale of colours. */
  readonly zExponent: number;
  /** Whether the x axis has labels. */
  readonly names: boolean;
  readonly first: boolean;
}

export function drawPanel(
  panel: Panel,
  setting: PanelSetting,
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
  const line = frame.y - setting.above.axis - px(9);
  // The power of ten of the scale of colours ends where the scale does.
  const power = setting.zExponent === 0 ? 0 : setting.zExponent + px(19) - SCALE_PART * pad.width;
  let rightEnd = frame.x + frame.width - Math.max(0, power);
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
  if (panel.title !== undefined) {
    const fit = fittedText(panel.title, px(style.text.line), 0.9 * frame.width, measure);
    put(fit.text, fit.size, frame.x, line - setting.above.label);
  }
  if (setting.top !== undefined) {
    const title = fittedText(setting.top.title, px(style.text.title), 0.9 * frame.width, measure);
    const start = frame.x + frame.width - title.width;
    put(title.text, title.size, start, frame.y - px(18) - tick);
  }
  let baseline = frame.y + px(20);
  let labelEnd = frame.x;
  let before = 0;
  const notes = (corner: NoteMark["corner"]) =>
    panel.marks
      .filter((mark) => mark.kind === "note")
      .filter((note) => note.corner === corner)
      .map(({ text, size = style.text.line }) => ({ text, size }));
  for (const { text, size: wanted } of [...label.inside, ...notes("upper left")]) {
    const fit = fittedText(text, px(wanted), 0.5 * frame.width, measure);
    // Letters of the line above reach below their baseline.
    baseline += Math.max(1.25 * fit.size, 0.25 * before + 0.9 * fit.size);
    before = fit.size;
    const start = frame.x + px(26);
    put(fit.text, fit.size, start, baseline);
    labelEnd = Math.max(labelEnd, start + fit.width);
    obstacles.push(obstacle(start, start + fit.width, baseline + 0.3 * fit.size));
  }
  const labelBottom = before === 0 ? frame.y : baseline;
  const right = frame.x + frame.width - px(26);
  let rightBottom = frame.y;
  for (const { text, size } of notes("upper right")) {
    const fit = fittedText(text, px(size), 0.45 * frame.width, measure);
    if (rightBottom === frame.y) rightBottom += px(20);
    rightBottom += 1.25 * fit.size;
    put(fit.text, fit.size, right - fit.width, rightBottom);
    obstacles.push(obstacle(right - fit.width, right, rightBottom + 0.3 * fit.size));
  }
  for (const side of ["left", "right"] as const) {
    let line = frame.y + frame.height - px(22);
    for (const { text, size } of notes(`lower ${side}`).reverse()) {
      const fit = fittedText(text, px(size), 0.45 * frame.width, measure);
      put(fit.text, fit.size, side === "left" ? frame.x + px(26) : right - fit.width, line);
      line -= 1.25 * fit.size;
    }
  }

  // Legend entries need the marks' objects, those the range, and that the legend: marks are drawn twice.
  const [start, end] = x.range;
  const byMark = panel.marks.map((mark) =>
    segmentsOf(mark).filter(
      ({ from, to }) =>
        to >= start && from <= end && !(from < to && (to === start || from === end)),
    ),
  );
  const segments = byMark.flat();
  const filled = panel.marks.some(({ kind }) => kind === "stack" || kind === "step");
  const zero = panel.y?.zero ?? filled;
  const rangeFor = (all: readonly Obstacle[]): readonly [number, number] =>
    panel.y?.range ??
    rangeOfNames(panel.y ?? {}) ??
    heightOf(panel.marks) ??
    (log.y ? logRange(byMark, all) : valueRange(segments, all, zero));
  const frameOf = (range: readonly [number, number]): MarkFrame => ({
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
  });
  const drawAll = (range: readonly [number, number]) =>
    panel.marks.map((mark, i) => drawMark(mark, `mark${i}`, frameOf(range)));
  let range = rangeFor(obstacles);
  let marks = drawAll(range);
  const order = panel.legendOrder ?? panel.marks.keys();
  const entries = panel.legend === false ? [] : [...order].flatMap((i) => marks[i].legend);
  const legend: Primitive[] = [];
  if (entries.length > 0) {
    const legendSetting = { unit, size: style.text.legend, measure };
    let place: LegendPlace;
    if (panel.legend === "above") {
      const room = { x1: px(20), x2: pad.width - px(20) };
      place = legendAbove(entries, panel.legendColumns, room, legendSetting);
      const { axis, label, title } = setting.above;
      const bottom = frame.y - axis - label - title - px(6);
      place = { ...place, y1: bottom - place.height, y2: bottom };
    } else {
      const ends = { labelEnd, labelBottom, rightBottom };
      const places = legendPlaces(entries, panel.legendColumns, frame, ends, legendSetting);
      const left = panel.legend === "left" ? places.filter((one) => one.atLeft) : places;
      const chosen = choose(left, (one) => {
        const block = obstacle(one.x1, one.x2, one.y2);
        const found = rangeFor([...obstacles, block]);
        // Small letters are worth a higher frame.
        const shrunk = Math.max(0, (0.65 * style.text.legend * unit) / one.size - 1);
        return { cost: costOf(found, log.y, segments, block) + 2 * shrunk, range: found };
      });
      range = chosen.range;
      marks = drawAll(range);
      place = chosen.place;
      const block = obstacle(place.x1, place.x2, place.y2);
      if (coveredBy(range, log.y, segments, block) > 0) {
        // Data that a given range lets reach so high must not hide a patch of their own colour.
        const up = axisPlace(range, log.y);
        const bound = (fromTop: number): number => up(1 - (fromTop - frame.y) / frame.height);
        const paper: Mark = {
          kind: "box",
          x: [along((place.x1 - frame.x) / frame.width), along((place.x2 - frame.x) / frame.width)],
          y: [bound(place.y2), bound(place.y1)],
          fill: { color: "white", alpha: 0.8 },
        };
        legend.push(...drawMark(paper, "paper", frameOf(range)).objects);
      }
    }
    const objects = legendObjects(place, legendSetting, inPad, smaller);
    legend.push(...objects.map((object): Primitive => [object, ""]));
  }

  // JSROOT does not make letters smaller where they would meet those of the next bin.
  const nameSize = (
    names: readonly string[] | undefined,
    size: number,
    length: number,
    across: boolean,
  ): number => {
    if (names === undefined) return tick;
    return NAMES * (across ? Math.min(size, (0.8 * length) / Math.max(1, names.length)) : size);
  };
  // Where entries beyond the ends have bins of their own, the axis ends before them.
  const inner = x.look.beyond?.inner;
  const alongX = { range: x.range, length: frame.width, size: tick, vertical: false };
  const alongY = { range, length: frame.height, size: tick, vertical: true };
  const frameObject = histogram(
    "frame",
    {
      edges: Float64Array.of(...(x.names === undefined ? x.range : namedEdges(x.names.labels))),
      labels: x.names?.labels,
      title: x.title.text,
      titleSize: x.title.size / smaller,
      titleOffset: (x.distance * smaller) / (TITLE_STEP * x.title.size * pad.height),
      labelSize:
        setting.names && inner === undefined
          ? nameSize(
              x.names?.labels,
              x.names?.size ?? tick,
              frame.width,
              x.names?.vertical ?? false,
            ) / smaller
          : 0,
      labelsVertical: x.names?.vertical ?? false,
      ...(x.look.ticks !== undefined
        ? {
            ticks: fittingTicks(x.look.ticks, { ...alongX, log: log.x }, measure),
            moreLogLabels: true,
          }
        : log.x
          ? logNumbers(alongX, measure)
          : { divisions: divisionsFor(alongX, 510) }),
      labelOffset: px(10) / smaller,
      tickLength: inner === undefined ? (px(14) * pad.width) / (frame.width * pad.height) : 0,
    },
    {
      ...(panel.y?.labels === undefined
        ? {}
        : { edges: Float64Array.of(...namedEdges(panel.y.labels)), labels: panel.y.labels }),
      title: setting.y.title.text,
      titleSize: setting.y.title.size / smaller,
      titleOffset: (setting.y.distance * smaller) / (TITLE_STEP * setting.y.title.size * pad.width),
      labelSize: nameSize(panel.y?.labels, setting.y.nameSize, frame.height, true) / smaller,
      labelOffset: px(8) / smaller,
      tickLength: (px(14) * pad.height) / (frame.height * pad.width),
      divisions: frame.height < px(240) ? 505 : 510,
      centerTitle: !setting.first,
      ...(log.y ? logNumbers(alongY, measure) : {}),
    },
    { values: new Float64Array(x.look.labels?.length ?? 1) },
    { minimum: range[0], maximum: range[1] },
  );
  const arrows = panel.marks.flatMap((mark) =>
    mark.kind === "points" && panel.y?.range !== undefined
      ? arrowsTo(mark, x.range, { range, log: log.y }, px(9) / frame.height)
      : [],
  );
  const primitives: Primitive[] = [
    [frameObject, "AXIS"],
    ...marks.flatMap(({ objects }) => objects),
    ...arrows.flatMap((mark, i) => drawMark(mark, `arrow${i}`, frameOf(range)).objects),
    ...legend,
    ...texts,
  ];
  if (setting.top !== undefined) {
    const object = gaxisOf("top", x.range, range[1], setting.top.range, {
      side: "top",
      labelSize: tick / smaller,
      labelOffset: px(6) / smaller,
      tickLength: (px(14) * pad.width) / (frame.width * pad.height),
    });
    primitives.push([object, ""]);
  }
  primitives.push(...beyondObjects(panel, setting, { range, tick, inPad, smaller }));
  return { margins, primitives, log };
}

function namedEdges(labels: readonly string[]): number[] {
  return Array.from({ length: Math.max(1, labels.length) + 1 }, (_, i) => i);
}
