import { type Axis, axisSize, type RegularAxis, unreachable } from "./axis.ts";
import { inverse } from "./transform.ts";

/**
 * Bin edges without flow, one more than bins, by boost-histogram's formula, so that they have its
 * bits. Category axes have the edges 0, 1, 2 …
 */
export function axisEdges(axis: Axis): Float64Array {
  const edges = new Float64Array(axisSize(axis) + 1);
  for (let i = 0; i < edges.length; i++) edges[i] = axisValue(axis, i);
  return edges;
}

/** Bin centers; of an integer axis the integer plus one half, as boost-histogram has it. */
export function axisCenters(axis: Axis): Float64Array {
  const centers = new Float64Array(axisSize(axis));
  const half = isContinuous(axis);
  for (let i = 0; i < centers.length; i++) {
    centers[i] = half ? axisValue(axis, i + 0.5) : axisValue(axis, i) + 0.5;
  }
  return centers;
}

/** Bin widths; 1 for integers and categories. */
export function axisWidths(axis: Axis): Float64Array {
  const widths = new Float64Array(axisSize(axis)).fill(1);
  if (!isContinuous(axis)) return widths;
  return widths.map((_, i) => axisValue(axis, i + 1) - axisValue(axis, i));
}

/** What an axis is, in boost-histogram's words. */
export interface AxisTraits {
  readonly underflow: boolean;
  readonly overflow: boolean;
  readonly circular: boolean;
  readonly growth: boolean;
  readonly continuous: boolean;
  readonly ordered: boolean;
}

/** @see boost_histogram.axis.Axis.traits */
export function axisTraits(axis: Axis): AxisTraits {
  const { underflow, overflow, circular, growth } = axis;
  const continuous = isContinuous(axis);
  return { underflow, overflow, circular, growth, continuous, ordered: isOrdered(axis) };
}

/** Whether bins are intervals of real numbers. */
function isContinuous(axis: Axis): boolean {
  return axis.kind === "regular" || axis.kind === "variable";
}

/** Whether a neighbour bin holds neighbour values: all but categories. */
export function isOrdered(axis: Axis): boolean {
  return axis.kind !== "intCategory" && axis.kind !== "strCategory";
}

/**
 * The value at a position along the axis: 0 is the lower edge of the first bin, 0.5 its center.
 * @see boost::histogram::axis::regular::value
 */
export function axisValue(axis: Axis, at: number): number {
  switch (axis.kind) {
    case "regular":
      return regularValue(axis, at);
    case "variable":
      return variableValue(axis.edges, at, axis.circular);
    case "integer":
      return axis.start + at;
    case "boolean":
      return axis.only === true ? at + 1 : at;
    case "intCategory":
    case "strCategory":
      return at;
    default:
      return unreachable(axis);
  }
}

function regularValue(axis: RegularAxis, at: number): number {
  const { min, delta, circular, bins } = axis;
  let z = at / bins;
  if (!circular && z < 0) z = Number.NEGATIVE_INFINITY * delta;
  else if (circular || z <= 1) z = (1 - z) * min + z * (min + delta);
  else z = Number.POSITIVE_INFINITY * delta;
  return inverse(axis.transform, z);
}

function variableValue(edges: readonly number[], at: number, circular: boolean): number {
  const bins = edges.length - 1;
  let shift = 0;
  if (circular) {
    // boost-histogram 1.8.1 takes the parts of modf the wrong way round here, and so gives the
    // edges 0, 0.3, 0.6, 2 to an axis of 0, 0.3, 1.7, 2 (it fills by the right ones).
    const turns = Math.floor(at / bins);
    if (at !== bins) {
      at -= turns * bins;
      shift = turns * (edges[bins] - edges[0]);
    }
  } else {
    if (at < 0) return -Number.POSITIVE_INFINITY;
    if (at > bins) return Number.POSITIVE_INFINITY;
  }
  if (at === bins) return edges[bins];
  const k = Math.floor(at);
  const z = at - k;
  return (1 - z) * edges[k] + (z === 0 ? 0 : z * edges[k + 1]) + shift;
}

/** The bins of an axis in words: categories, integers, or the interval. */
export function binNames(axis: Axis): string[] {
  if (axis.kind === "strCategory" || axis.kind === "intCategory")
    return axis.categories.map(String);
  const edges = Array.from(axisEdges(axis));
  const starts = edges.slice(0, -1);
  if (axis.kind === "boolean") return starts.map((start) => (start === 0 ? "False" : "True"));
  if (axis.kind === "integer") return starts.map(String);
  return starts.map((edge, i) => `(${edge}, ${edges[i + 1]})`);
}
