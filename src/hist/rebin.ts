import { UsageError } from "../errors.ts";
import { type Axis, axisExtent, axisSize, namedAs, variableAxis } from "./axis.ts";
import { axisEdges, isOrdered } from "./edges.ts";
import type { Rebin } from "./locators.ts";
import type { BinMap } from "./transfer.ts";

/**
 * Bins `low` to `high - 1` joined in groups; -1 and the number of bins stand for the flow bins, which
 * stay only if the range is open there.
 *
 * @throws UsageError
 * @see boost_histogram.Histogram._rebin_with_groups
 */
export function groupedBins(
  axis: Axis,
  rebin: Rebin,
  low: number,
  high: number,
  title: string,
): { readonly axis: Axis; readonly map: BinMap } {
  const size = axisSize(axis);
  const [begin, end] = [Math.max(low, 0), Math.min(high, size)];
  const edges = axisEdges(axis).subarray(begin, end + 1);
  const groups = groupSizes(edges, rebin, title);
  const { underflow, overflow } = axis;
  if (rebin.axis === undefined && !isOrdered(axis)) {
    throw new UsageError(`${title} has categories: rebin({ groups, axis }) says what they become`);
  }
  const bounds = [edges[0]];
  let at = 0;
  for (const group of groups) {
    at += group;
    bounds.push(edges[at]);
  }
  const next = rebin.axis ?? namedAs(variableAxis(bounds, { underflow, overflow }), axis);
  if (axisSize(next) !== groups.length) {
    throw new UsageError(
      `${title} is joined into ${groups.length} groups, its new axis has ${axisSize(next)} bins`,
    );
  }
  const map = new Int32Array(axisExtent(axis)).fill(-1);
  const first = Number(underflow) + begin;
  let place = first;
  for (const [k, group] of groups.entries()) {
    map.fill(Number(next.underflow) + k, place, place + group);
    place += group;
  }
  const behind = axisExtent(next) - 1;
  if (underflow && low < 0) {
    // Categories have one bin for all that is outside.
    const only = next.overflow && !isOrdered(next);
    map[0] = next.underflow ? 0 : only ? behind : -1;
  }
  if (overflow && high > size) map[map.length - 1] = next.overflow ? behind : -1;
  return { axis: next, map };
}

function groupSizes(edges: Float64Array, rebin: Rebin, title: string): readonly number[] {
  const bins = edges.length - 1;
  if (rebin.groups !== undefined) {
    const total = rebin.groups.reduce((sum, group) => sum + group, 0);
    if (!rebin.groups.every((group) => Number.isInteger(group) && group > 0) || total !== bins) {
      throw new UsageError(
        `${title} has ${bins} bins: groups of 1 or more that sum to it, not ${rebin.groups.join(", ")}`,
      );
    }
    return rebin.groups;
  }
  const wanted = rebin.edges ?? (rebin.axis && Array.from(axisEdges(rebin.axis)));
  if (wanted === undefined) throw new UsageError("rebin needs a number, groups, edges or an axis");
  if (wanted[0] !== edges[0] || wanted[wanted.length - 1] !== edges[bins]) {
    throw new UsageError(`${title}: edges go from ${edges[0]} to ${edges[bins]}, as the axis does`);
  }
  const places = wanted.map((edge) => nearest(edges, edge));
  for (const [i, place] of places.entries()) {
    const known = edges[place];
    // NumPy's isclose, as boost-histogram finds edges.
    if (!(Math.abs(known - wanted[i]) <= 1e-8 + 1e-5 * Math.abs(wanted[i]))) {
      throw new UsageError(`${title} has no edge at ${wanted[i]}; the nearest is ${known}`);
    }
    if (i > 0 && place <= places[i - 1]) {
      throw new UsageError(`${title}: no bin lies between ${wanted[i - 1]} and ${wanted[i]}`);
    }
  }
  return places.slice(1).map((place, i) => place - places[i]);
}

function nearest(edges: Float64Array, edge: number): number {
  let best = 0;
  for (let i = 1; i < edges.length; i++) {
    if (Math.abs(edges[i] - edge) < Math.abs(edges[best] - edge)) best = i;
  }
  return best;
}
