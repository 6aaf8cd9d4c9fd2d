import { fewPowers } from "./axis-numbers.ts";
import type { AxisAttributes } from "./axis-records.ts";
import type { Palette } from "./colors.ts";
import type {
  CellsMark,
  FillLook,
  LineLook,
  Mark,
  PointsMark,
  StackMark,
  StepMark,
} from "./marks.ts";
import { drawable } from "./range.ts";
import { graph, histogram, histogram2, type LegendEntry, latex, stackOf } from "./records.ts";
import type { RootObject } from "./root-object.ts";

/** An object with its draw option. */
export type Primitive = readonly [RootObject, string];

/** What a mark becomes: objects in the order of drawing, and what the legend says of them. */
export interface DrawnMark {
  readonly objects: readonly Primitive[];
  readonly legend: readonly LegendEntry[];
}

/** What the objects of a panel share. */
export interface MarkFrame {
  readonly palette: Palette;
  /** px per unit of the sizes in marks. */
  readonly unit: number;
  /** The smaller side of the pad in px, to which ROOT relates font sizes. */
  readonly smaller: number;
  readonly x: { readonly range: readonly [number, number]; readonly log: boolean };
  readonly y: { readonly range: readonly [number, number]; readonly log: boolean };
  /** Attributes of the scale of colours, with its title. */
  readonly z: (title: string) => Omit<AxisAttributes, "edges">;
}

const DASHES = { solid: 1, dashed: 2, dotted: 3, dashdotted: 4 };
const MARKERS = {
  circle: 20,
  open: 24,
  square: 21,
  triangle: 22,
  triangleDown: 23,
  cross: 47,
  none: 1,
};
const HATCHED = 3354;
/** The same at two thirds of the distance. */
const FINE = 3254;

/** ROOT's objects of a mark; `name` tells them apart. */
export function drawMark(mark: Mark, name: string, frame: MarkFrame): DrawnMark {
  switch (mark.kind) {
    case "stack":
      return drawStack(mark, name, frame);
    case "step":
      return drawStep(mark, name, frame);
    case "band": {
      const shown = [...mark.lower.keys()].filter(
        (i) => drawable(mark.lower[i]) && drawable(mark.upper[i]),
      );
      const column = (of: (i: number) => number): number[] => shown.map(of);
      const lowerOf = (i: number): number => above(mark.lower[i], frame);
      const object = graph(
        name,
        {
          x: column((i) => 0.5 * (mark.edges[i] + mark.edges[i + 1])),
          y: column((i) => 0.5 * (lowerOf(i) + mark.upper[i])),
          xLow: column((i) => 0.5 * (mark.edges[i + 1] - mark.edges[i])),
          xHigh: column((i) => 0.5 * (mark.edges[i + 1] - mark.edges[i])),
          yLow: column((i) => 0.5 * (mark.upper[i] - lowerOf(i))),
          yHigh: column((i) => 0.5 * (mark.upper[i] - lowerOf(i))),
        },
        { fill: fillOf(mark.fill, frame) },
      );
      return { objects: [[object, "2 same"]], legend: entry(object, mark.label, "f") };
    }
    case "area": {
      const shown = mark.upper.map((value, i) => (drawable(mark.lower[i]) ? value : Number.NaN));
      const objects = runsOf(shown, drawable).map(([from, to], i) => {
        const upper = shown.slice(from, to);
        const height = upper.map((value, at) => value - above(mark.lower[from + at], frame));
        const none = new Float64Array(to - from);
        const errors = { xLow: none, xHigh: none, yLow: height, yHigh: none };
        const points = { x: mark.x.slice(from, to), y: upper, ...errors };
        return graph(`${name}.${i}`, points, { fill: fillOf(mark.fill, frame) });
      });
      return {
        objects: objects.map((object) => [object, "3 same"]),
        legend: objects.length === 0 ? [] : entry(objects[0], mark.label, "f"),
      };
    }
    case "points":
      return drawPoints(mark, name, frame);
    case "curve": {
      const runs = runsOf(mark.y, drawable);
      const objects = runs.map(([from, to], i) => {
        const none = new Float64Array(to - from);
        const errors = { xLow: none, xHigh: none, yLow: none, yHigh: none };
        const y = mark.y.slice(from, to).map((value) => above(value, frame));
        const points = { x: mark.x.slice(from, to), y, ...errors };
        return graph(`${name}.${i}`, points, { line: lineLook(mark.line, frame) });
      });
      return {
        objects: objects.map((object) => [object, "LX same"]),
        legend: objects.length === 0 ? [] : entry(objects[0], mark.label, "l"),
      };
    }
    case "rule": {
      const { x, y } = frame;
      const ends =
        mark.axis === "y" ? [x.range, [mark.at, mark.at]] : [[mark.at, mark.at], y.range];
      const none = [0, 0];
      const errors = { xLow: none, xHigh: none, yLow: none, yHigh: none };
      const object = graph(
        name,
        { x: ends[0], y: ends[1], ...errors },
        { line: lineLook(mark.line, frame) },
      );
      const [from, to] = frame[mark.axis].range;
      const inside = mark.at >= from && mark.at <= to;
      return {
        objects: inside ? [[object, "LX same"]] : [],
        legend: entry(object, mark.label, "l"),
      };
    }
    case "box": {
      const bound = (value: number, axis: "x" | "y"): number =>
        Math.min(Math.max(value, frame[axis].range[0]), frame[axis].range[1]);
      const [x1, x2] = mark.x.map((value) => bound(value, "x"));
      const [y1, y2] = mark.y.map((value) => bound(value, "y"));
      const half = { x: 0.5 * (x2 - x1), y: 0.5 * (y2 - y1) };
      const object = graph(
        name,
        {
          x: [x1 + half.x],
          y: [y1 + half.y],
          xLow: [half.x],
          xHigh: [half.x],
          yLow: [half.y],
          yHigh: [half.y],
        },
        { fill: fillOf(mark.fill, frame) },
      );
      const objects: Primitive[] = half.x > 0 && half.y > 0 ? [[object, "2 same"]] : [];
      return { objects, legend: entry(object, mark.label, "f") };
    }
    case "boxes": {
      const { x1, x2, y1, y2 } = mark;
      const middle = (a: Float64Array, b: Float64Array) =>
        a.map((value, i) => 0.5 * (value + b[i]));
      const half = (a: Float64Array, b: Float64Array) =>
        a.map((value, i) => 0.5 * Math.abs(b[i] - value));
      const [width, height] = [half(x1, x2), half(y1, y2)];
      const object = graph(
        name,
        {
          x: middle(x1, x2),
          y: middle(y1, y2),
          ...{ xLow: width, xHigh: width, yLow: height, yHigh: height },
        },
        {
          ...(mark.fill === undefined ? {} : { fill: fillOf(mark.fill, frame) }),
          ...(mark.line === undefined ? {} : { line: lineLook(mark.line, frame) }),
        },
      );
      const option = mark.line === undefined ? "2 same" : "5 same";
      return {
        objects: x1.length === 0 ? [] : [[object, option]],
        legend: entry(object, mark.label, "f"),
      };
    }
    case "text": {
      const size = ((mark.size ?? 18) * frame.unit) / frame.smaller;
      const color = frame.palette.index(mark.color ?? "black");
      const align = { left: 12, middle: 22, right: 32 }[mark.align ?? "middle"];
      const place = { align, color, inFrame: true };
      return { objects: [[latex(mark.text, mark.x, mark.y, size, place), ""]], legend: [] };
    }
    // Its place is the panel's to find.
    case "note":
      return { objects: [], legend: [] };
    case "cells": {
      const range = cellRange(mark);
      // JSROOT leaves out what is zero, and what is below the scale: only the latter is meant.
      const nothing = 1e-9 * (range[1] - range[0]);
      const empty = mark.log ? 0 : range[0] - 1e3 * (range[1] - range[0]) - 1;
      const values = mark.values.map((value) =>
        drawable(value) && value >= range[0] ? Math.min(value, range[1]) || nothing : empty,
      );
      const edges = { x: mark.xEdges, y: mark.yEdges };
      const z = {
        ...frame.z(mark.title ?? ""),
        moreLogLabels: mark.log === true && fewPowers(range),
      };
      const object = histogram2(name, edges, z, values, range);
      return { objects: [[object, mark.scale === false ? "col same" : "colz same"]], legend: [] };
    }
    default: {
      const never: never = mark;
      return never;
    }
  }
}

/** First and last value of the scale of colours: those told, else all contents. */
function cellRange({ values, log = false, range }: CellsMark): [number, number] {
  if (range !== undefined) return [...range];
  let [from, to] = [Infinity, -Infinity];
  for (const value of values) {
    if (!drawable(value) || (log && value <= 0)) continue;
    from = Math.min(from, value);
    to = Math.max(to, value);
  }
  if (!(from <= to)) return log ? [0.1, 1] : [0, 1];
  if (!log && from > 0) from = 0;
  if (from < to) return [from, to];
  return log ? [0.5 * from, 2 * to] : [from, from + 1];
}

function drawStack(mark: StackMark, name: string, frame: MarkFrame): DrawnMark {
  const objects = mark.layers.map(({ color, values }, i) =>
    histogram(
      `${name}.${i}`,
      { edges: mark.edges },
      {},
      { values: values.map((value) => (drawable(value) ? value : 0)) },
      {
        fill: { color: frame.palette.index(color), style: 1001 },
        ...(mark.line === undefined ? {} : { line: lineLook(mark.line, frame) }),
      },
    ),
  );
  const legend = mark.layers.map(({ label }, i) => ({ object: objects[i], label, option: "f" }));
  if (mark.topFirst) legend.reverse();
  // JSROOT fills each layer down to zero, the lowest last: it would hide one that goes down from its top.
  const down = mark.layers.some(({ values }) => values.some((value) => value < 0));
  if (down) return { objects: layersApart(mark, name, frame), legend };
  return {
    objects: objects.length === 0 ? [] : [[stackOf(name, objects), "hist same noclear"]],
    legend,
  };
}

/** Each layer from the sum of those before it to the sum with it, the first drawn first. */
function layersApart(mark: StackMark, name: string, frame: MarkFrame): Primitive[] {
  const { edges, layers } = mark;
  const bins = edges.length - 1;
  let before = new Float64Array(bins);
  return layers.map(({ color, values }, at): Primitive => {
    const after = before.map((sum, i) => sum + (drawable(values[i]) ? values[i] : 0));
    // Two points a bin: the area between them is a step.
    const step = (of: (i: number) => number): number[] =>
      Array.from({ length: 2 * bins }, (_, i) => of(i >> 1));
    const upper = step((i) => Math.max(before[i], after[i]));
    const lower = step((i) => above(Math.min(before[i], after[i]), frame));
    const none = new Array<number>(2 * bins).fill(0);
    const points = {
      x: none.map((_, i) => edges[(i + 1) >> 1]),
      y: upper,
      yLow: upper.map((value, i) => Math.max(0, value - lower[i])),
      ...{ yHigh: none, xLow: none, xHigh: none },
    };
    before = after;
    return [graph(`${name}.${at}`, points, { fill: fillOf({ color }, frame) }), "3 same"];
  });
}

function drawStep(mark: StepMark, name: string, frame: MarkFrame): DrawnMark {
  const look = {
    ...(mark.fill === undefined ? {} : { fill: fillOf(mark.fill, frame) }),
    ...(mark.line === undefined && mark.fill !== undefined
      ? {}
      : { line: lineLook(mark.line, frame) }),
  };
  const objects = runsOf(mark.values, drawable).map(([from, to], i) =>
    histogram(
      `${name}.${i}`,
      { edges: mark.edges.slice(from, to + 1) },
      {},
      { values: mark.values.slice(from, to) },
      look,
    ),
  );
  return {
    objects: objects.map((object) => [object, "hist same"]),
    legend:
      objects.length === 0
        ? []
        : entry(objects[0], mark.label, mark.fill === undefined ? "l" : "f"),
  };
}

function drawPoints(mark: PointsMark, name: string, frame: MarkFrame): DrawnMark {
  const { marker = "circle", size = 1 } = mark;
  const shown = [...mark.y.keys()].filter((i) => drawable(mark.x[i]) && drawable(mark.y[i]));
  const column = (of: (i: number) => number): number[] => shown.map(of);
  const errors = (values: Float64Array | undefined): number[] =>
    column((i) => (values !== undefined && drawable(values[i]) ? Math.max(0, values[i]) : 0));
  const color = frame.palette.index(mark.color ?? "black");
  const low = errors(mark.yLow);
  const object = graph(
    name,
    {
      x: column((i) => mark.x[i]),
      y: column((i) => mark.y[i]),
      xLow: errors(mark.xLow),
      xHigh: errors(mark.xHigh),
      yLow: shown.map((i, at) => mark.y[i] - above(mark.y[i] - low[at], frame)),
      yHigh: errors(mark.yHigh),
    },
    {
      line: { color, width: 2 * frame.unit },
      marker: {
        color,
        style: MARKERS[marker],
        size: (marker === "none" ? 0 : 1.2 * size) * frame.unit,
      },
    },
  );
  const bars = mark.yLow !== undefined || mark.yHigh !== undefined;
  const option = `${bars ? "e" : ""}${marker === "none" ? "l" : "p"}`;
  return {
    objects: shown.length === 0 ? [] : [[object, `${marker === "none" ? "" : "P"}Z same`]],
    legend: shown.length === 0 ? [] : entry(object, mark.label, option),
  };
}

/** A lower bound that a logarithmic axis can show: below its frame at most. */
function above(value: number, { y }: MarkFrame): number {
  return y.log ? Math.max(value, 0.5 * y.range[0]) : value;
}

function entry(object: RootObject, label: string | undefined, option: string): LegendEntry[] {
  return label === undefined ? [] : [{ object, label, option }];
}

function fillOf({ color, alpha = 1, hatched = false }: FillLook, { palette }: MarkFrame) {
  return {
    color: palette.index(color, alpha),
    style: hatched === "fine" ? FINE : hatched ? HATCHED : 1001,
  };
}

function lineLook({ color = "black", width = 2, dash = "solid" }: LineLook = {}, frame: MarkFrame) {
  return {
    color: frame.palette.index(color),
    width: width * frame.unit,
    style: DASHES[dash],
  };
}

/** Stretches [from, to) of a column in which all values are drawable. */
function runsOf(values: Float64Array, good: (value: number) => boolean): [number, number][] {
  const runs: [number, number][] = [];
  for (let i = 0; i < values.length; i++) {
    if (!good(values[i])) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[1] === i) last[1] = i + 1;
    else runs.push([i, i + 1]);
  }
  return runs;
}
