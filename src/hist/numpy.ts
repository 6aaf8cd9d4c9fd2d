import { knownOptions } from "../array/option-names.ts";
import { type Axis, axisSize } from "./axis.ts";
import { axisEdges, axisValue } from "./edges.ts";
import { meanOrSumOf, perCell } from "./statistics.ts";
import type { Contents } from "./storage.ts";
import type { FlowOptions } from "./sum.ts";

/**
 * Edges by NumPy's convention, in which the last bin holds its upper edge: that edge is the largest
 * number below it where the axis leaves it to overflow.
 * @see boost_histogram.Histogram.to_numpy
 */
function numpyEdges(axis: Axis, flow: boolean): Float64Array {
  const size = axisSize(axis);
  const over = flow && axis.overflow;
  if (axis.kind === "strCategory" || axis.kind === "intCategory") {
    return Float64Array.from({ length: size + 1 + Number(over) }, (_, i) => i);
  }
  const edges = Array.from(axisEdges(axis));
  const closed =
    axis.kind === "regular" && !axis.overflow && !axis.circular && axis.transform === undefined;
  if (!closed) edges[size] = below(edges[size]);
  if (flow && axis.underflow) edges.unshift(axisValue(axis, -1));
  if (over) edges.push(axisValue(axis, size + 1));
  return Float64Array.from(edges);
}

const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);

/** The next smaller float64. */
function below(x: number): number {
  if (!(x > Number.NEGATIVE_INFINITY)) return x;
  if (x === 0) return -Number.MIN_VALUE;
  float[0] = x;
  bits[0] += x > 0 ? -1n : 1n;
  return float[0];
}

/** Values in C order and the edges of each axis. @see Hist.toNumpy */
export function numpyOf(
  contents: Contents,
  options: FlowOptions & { readonly dd?: boolean },
): (Float64Array | Float64Array[])[] {
  const { flow = false, dd = false } = knownOptions(options, ["flow", "dd"], "toNumpy");
  const { axes, storage } = contents;
  const values = perCell(contents, meanOrSumOf(storage), flow);
  const edges = axes.map((axis) => numpyEdges(axis, flow));
  return dd ? [values, edges] : [values, ...edges];
}
