import type { Mark } from "./marks.ts";
import { drawable } from "./range.ts";

/** Where something is drawn: from `low` to `high` over an interval of x. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

/** What a mark covers, piece by piece; pieces that are not numbers are left out. */
export function segmentsOf(mark: Mark): Segment[] {
  const segments: Segment[] = [];
  const add = (from: number, to: number, ...values: number[]): void => {
    const known = values.filter(drawable);
    if (known.length > 0) {
      segments.push({ from, to, low: Math.min(...known), high: Math.max(...known) });
    }
  };
  switch (mark.kind) {
    case "stack": {
      // A layer below zero leaves those under it as high as they are.
      for (let i = 0; i < mark.edges.length - 1; i++) {
        let [sum, low, high] = [0, 0, 0];
        for (const { values } of mark.layers) {
          if (drawable(values[i])) sum += values[i];
          low = Math.min(low, sum);
          high = Math.max(high, sum);
        }
        add(mark.edges[i], mark.edges[i + 1], sum, ...(low < 0 ? [low] : []), high || sum);
      }
      return segments;
    }
    case "step":
      mark.values.forEach((value, i) => {
        add(mark.edges[i], mark.edges[i + 1], value);
      });
      return segments;
    case "band":
      mark.lower.forEach((value, i) => {
        add(mark.edges[i], mark.edges[i + 1], value, mark.upper[i]);
      });
      return segments;
    case "points":
      mark.x.forEach((x, i) => {
        const y = mark.y[i];
        if (!drawable(y)) return;
        const bars = [mark.yLow, mark.yHigh].map((column, side) =>
          column === undefined ? y : y + (side === 0 ? -column[i] : column[i]),
        );
        add(x - (mark.xLow?.[i] ?? 0), x + (mark.xHigh?.[i] ?? 0), y, ...bars);
      });
      return segments;
    case "curve":
      for (let i = 1; i < mark.x.length; i++) {
        add(mark.x[i - 1], mark.x[i], mark.y[i - 1], mark.y[i]);
      }
      return segments;
    case "rule":
      if (mark.axis === "y") add(-Infinity, Infinity, mark.at);
      return segments;
    case "box":
      add(mark.x[0], mark.x[1], ...mark.y.filter(Number.isFinite));
      return segments;
    case "area":
      for (let i = 1; i < mark.x.length; i++) {
        const [before, at] = [i - 1, i];
        add(
          mark.x[before],
          mark.x[at],
          ...[mark.lower[before], mark.lower[at], mark.upper[before], mark.upper[at]],
        );
      }
      return segments;
    case "boxes":
      mark.x1.forEach((x, i) => {
        const [from, to] = [Math.min(x, mark.x2[i]), Math.max(x, mark.x2[i])];
        add(from, to, mark.y1[i], mark.y2[i]);
      });
      return segments;
    case "note":
      return segments;
    case "text":
      add(mark.x, mark.x, mark.y);
      return segments;
    case "cells":
      add(
        mark.xEdges[0],
        mark.xEdges[mark.xEdges.length - 1],
        mark.yEdges[0],
        mark.yEdges[mark.yEdges.length - 1],
      );
      return segments;
    default: {
      const never: never = mark;
      return never;
    }
  }
}

/** The x interval of all marks; undefined where none has one. */
export function widthOf(marks: readonly Mark[]): [number, number] | undefined {
  let from = Infinity;
  let to = -Infinity;
  const widen = (x: number): void => {
    if (!drawable(x)) return;
    from = Math.min(from, x);
    to = Math.max(to, x);
  };
  for (const mark of marks) {
    if (mark.kind === "stack" || mark.kind === "step" || mark.kind === "band") {
      widen(mark.edges[0]);
      widen(mark.edges[mark.edges.length - 1]);
    } else if (mark.kind === "rule") {
      if (mark.axis === "x") widen(mark.at);
    } else {
      if (mark.kind === "points") mark.edges?.forEach(widen);
      for (const segment of segmentsOf(mark)) {
        widen(segment.from);
        widen(segment.to);
      }
    }
  }
  return from <= to ? [from, to] : undefined;
}

/** Sum of layers in each bin; what cannot be drawn counts as nothing. */
export function totals(layers: readonly { values: Float64Array }[], bins: number): Float64Array {
  const total = new Float64Array(bins);
  for (const { values } of layers) {
    for (let i = 0; i < bins; i++) if (drawable(values[i])) total[i] += values[i];
  }
  return total;
}

/** The x interval of a logarithmic axis: the part of it where x is positive, from half of the lowest such place on. */
export function positiveWidth(
  marks: readonly Mark[],
  [from, to]: readonly [number, number],
): [number, number] {
  if (from > 0) return [from, to];
  let lowest = to;
  const see = (x: number): void => {
    if (x > 0 && x < lowest) lowest = x;
  };
  for (const mark of marks) {
    if (mark.kind === "stack" || mark.kind === "step" || mark.kind === "band") {
      mark.edges.forEach(see);
    } else if (mark.kind === "cells") mark.xEdges.forEach(see);
    else if (mark.kind === "points" && mark.edges !== undefined) mark.edges.forEach(see);
    else {
      for (const segment of segmentsOf(mark)) {
        see(segment.from);
        see(segment.to);
      }
    }
  }
  return to > 0 ? [0.5 * lowest, to] : [0.1, 1];
}
