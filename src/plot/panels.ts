import { setNames } from "./bin-names.ts";
import { Palette } from "./colors.ts";
import { positiveWidth, widthOf } from "./extent.ts";
import type { FigureContent, FigureSize, Panel } from "./figure-content.ts";
import { setLabel } from "./label.ts";
import { fittedText, type Measure } from "./legend.ts";
import { type LegendSetting, legendAbove, NOTHING } from "./legend-place.ts";
import type { Primitive } from "./mark-objects.ts";
import type { Mark } from "./marks.ts";
import { canvasOf, padOf } from "./pad-records.ts";
import { paletteColors } from "./palettes.ts";
import { drawPanel, labelsOf, rangeOfNames, SCALE_PART } from "./panel.ts";
import type { RootObject } from "./root-object.ts";

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
  const unit = Math.min(width / 800, height / 600) * (content.scale ?? 1);
  const px = (length: number): number => length * unit;
  const palette = new Palette();
  const label = setLabel(content.label ?? {}, style);
  const tick = px(style.text.tick);
  const xLabels = drawn[drawn.length - 1].x;
  const xTitle = fittedText(x.title ?? "", px(style.text.title), 0.8 * width, measure);
  // From the axis to the middle of its title.
  const xDistance =
    Math.max(px(10) + tick, xLabels.depth + px(4)) + 0.75 * xTitle.size + 0.5 * xTitle.extra;
  // Names that have too little room JSROOT makes smaller: theirs is known without a drawing.
  const names = panels.map(({ y }) =>
    fittedNames(y?.labels ?? [], tick, NAMES_SHARE * width, measure),
  );
  const yWidth = Math.max(
    ...names.map((fit, i) => (fit.width === 0 ? drawn[i].y.width : px(8) + fit.width)),
  );
  const titles = panels.map(({ y }) => measure(y?.title ?? "", px(style.text.title)));
  const yExtra = Math.max(...titles.map(({ y1, y2 }) => y2 - y1)) - 1.2 * px(style.text.title);
  const yHalf = 0.5 * Math.max(0, yExtra);
  const yDistance = px(8) + yWidth + 0.5 * px(style.text.title) + yHalf;
  const left = yDistance + 0.8 * px(style.text.title) + yHalf;
  // The last number of an axis, half of which leaves it: as the last drawing had it, unless the axis ends before.
  const inner = x.beyond?.inner;
  const widest =
    inner === undefined ? xLabels.width : measure(String(Number(inner[1].toPrecision(6))), tick).x2;
  const beyond = Math.max(0.5 * widest, xLabels.exponent === 0 ? 0 : px(6) + xLabels.exponent);
  const cells = panels.some(({ marks }) =>
    marks.some((mark) => mark.kind === "cells" && mark.scale !== false),
  );
  // Of the scale of colours: from its outer side to the middle of its title.
  const zDistance = px(8) + drawn[0].z.width + 0.6 * px(style.text.title);
  const right = cells
    ? SCALE_PART * width + zDistance + 0.75 * px(style.text.title)
    : px(8) + Math.max(px(12), x.labels === undefined ? beyond : 0);
  const above = label.above.some((line) => line !== undefined)
    ? 1.3 * px(style.text.experiment)
    : 0;
  const topAxis = content.top === undefined ? 0 : px(12) + tick + 1.25 * px(style.text.title);
  const legendSetting = { unit, size: style.text.legend, measure };
  const heads = panels.map((panel) => ({
    title: panel.title === undefined ? 0 : 1.5 * px(style.text.line),
    legend: panel.legend === "above" ? heightAbove(panel, width - px(40), legendSetting) : 0,
  }));
  const powers = drawn[0].y.exponent + (cells ? drawn[0].z.exponent : 0);
  const [head] = heads;
  const top =
    px(14) +
    Math.max((powers === 0 ? 0.3 : 1.2) * tick, above + topAxis + head.title + head.legend);
  const bottom = xDistance + 0.75 * xTitle.size + 0.5 * xTitle.extra;
  const gaps = panels.map((_, i) => {
    if (i === 0) return 0;
    const { title, legend } = heads[i];
    return (drawn[i].y.exponent === 0 ? 0.9 : 1.8) * tick + title + legend;
  });
  const free = height - top - bottom - gaps.reduce((sum, gap) => sum + gap, 0);
  const shares = panels.map((panel) => panel.height ?? 1);
  const share = free / shares.reduce((sum, one) => sum + one, 0);
  const xRange =
    x.range ??
    rangeOfNames(x) ??
    rangeOfMarks(
      panels.flatMap(({ marks }) => marks),
      x.log ?? false,
    );

  const frameWidth = width - left - right;
  const xNames =
    x.labels === undefined
      ? undefined
      : setNames(x.labels, { width: frameWidth, height }, tick, measure);

  let frameTop = top;
  const pads = panels.map((panel, i) => {
    frameTop += gaps[i];
    const frame = { x: left, y: frameTop, width: frameWidth, height: share * shares[i] };
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
        names: xNames,
      },
      top: i === 0 ? content.top : undefined,
      above: { axis: i === 0 ? topAxis : 0, label: i === 0 ? above : 0, ...heads[i] },
      y: {
        title: yTitle,
        distance: yDistance,
        exponent: drawn[i].y.exponent,
        nameSize: names[i].size,
      },
      zDistance,
      zExponent: drawn[0].z.exponent,
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
    const onlyBelow = content.top !== undefined;
    const scale = scaleOf(panels[0].marks, palette);
    return canvasOf(size, margins, [...scale, ...primitives], palette.colors, {
      ...log,
      onlyBelow,
    });
  }
  const none = { left: 0.1, right: 0.1, top: 0.1, bottom: 0.1 };
  const children = pads.map(({ box, margins, primitives, log }, i): Primitive => {
    const at = {
      x1: 0,
      x2: 1,
      y1: Math.max(0, 1 - (box.y + box.height) / height),
      y2: 1 - box.y / height,
    };
    return [
      padOf(`panel${i}`, at, margins, primitives, {
        ...log,
        onlyBelow: i === 0 && content.top !== undefined,
      }),
      "",
    ];
  });
  return canvasOf(size, none, children, palette.colors);
}

/** The x interval of marks, as far as the axis can show it; around a single place where there is one alone. */
function rangeOfMarks(marks: readonly Mark[], log: boolean): readonly [number, number] {
  const [from, to] = widthOf(marks) ?? [0, 1];
  const [start, end] = log ? positiveWidth(marks, [from, to]) : [from, to];
  if (start < end) return [start, end];
  if (log) return [0.5 * end, 2 * end];
  const around = Math.max(0.5, 0.1 * Math.abs(end));
  return [end - around, end + around];
}

/** Share of a figure that names beside an axis may take. */
const NAMES_SHARE = 0.45;

/** The size at which the longest name fits, and its width then; no width without names. */
function fittedNames(
  names: readonly string[],
  size: number,
  room: number,
  measure: Measure,
): { readonly size: number; readonly width: number } {
  const widest = Math.max(0, ...names.map((name) => measure(name, size).x2));
  return widest <= room ? { size, width: widest } : { size: (size * room) / widest, width: room };
}

/** Height of a panel's legend above its frame. */
function heightAbove(panel: Panel, width: number, setting: LegendSetting): number {
  const entries = labelsOf(panel).map((label) => ({ object: NOTHING, label, option: "" }));
  if (entries.length === 0) return 0;
  const place = legendAbove(entries, panel.legendColumns, { x1: 0, x2: width }, setting);
  return place.height + 6 * setting.unit;
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
