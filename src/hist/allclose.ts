import { knownOptions } from "../array/option-names.ts";
import type { Axis } from "./axis.ts";
import { axisEdges, axisTraits } from "./edges.ts";
import type { Hist } from "./hist.ts";

/** How close is close. */
export interface AllcloseOptions {
  /** Tolerances of edges and contents: |a - b| <= atol + rtol |b| (defaults 1e-5 and 1e-8). */
  readonly rtol?: number;
  readonly atol?: number;
  /** Whether NaN is close to NaN (default false). */
  readonly equalNan?: boolean;
  /** Whether flow bins count (default true). */
  readonly flow?: boolean;
}

/**
 * Whether two histograms have the same storage, close edges or equal categories, and close contents.
 *
 * @see boost_histogram.Histogram.allclose, numpy.allclose
 */
export function allclose(a: Hist, b: Hist, options: AllcloseOptions = {}): boolean {
  const known = ["rtol", "atol", "equalNan", "flow"] as const;
  const {
    rtol = 1e-5,
    atol = 1e-8,
    equalNan = false,
    flow = true,
  } = knownOptions(options, known, "allclose");
  const close = (x: Float64Array, y: Float64Array): boolean =>
    x.length === y.length &&
    x.every((value, i) => {
      const other = y[i];
      // Infinities are close where they are the same.
      if (value === other) return true;
      if (equalNan && Number.isNaN(value) && Number.isNaN(other)) return true;
      return Number.isFinite(other) && Math.abs(value - other) <= atol + rtol * Math.abs(other);
    });
  if (a.storage !== b.storage || a.axes.length !== b.axes.length) return false;
  const alike = a.axes.every((axis, i) => {
    const other = b.axes[i];
    const [mine, theirs] = [axisTraits(axis), axisTraits(other)];
    if (mine.continuous !== theirs.continuous || mine.ordered !== theirs.ordered) return false;
    if (mine.continuous) return close(axisEdges(axis), axisEdges(other));
    return JSON.stringify(valuesOf(axis)) === JSON.stringify(valuesOf(other));
  });
  if (!alike) return false;
  const shape = (hist: Hist): string => String(flow ? hist.shapeWithFlow : hist.shape);
  if (shape(a) !== shape(b)) return false;
  const [mine, theirs] = [a.view({ flow }), b.view({ flow })];
  return Object.keys(mine).every((name) => close(mine[name], theirs[name]));
}

/** What the bins of an axis without intervals stand for. */
function valuesOf(axis: Axis): readonly (string | number)[] {
  if (axis.kind === "strCategory" || axis.kind === "intCategory") return axis.categories;
  return [...axisEdges(axis)].slice(0, -1);
}
