import { AwkwardArray, checkArray } from "../array/array.ts";
import { asList, depthOf, resolveAxis } from "../array/axis.ts";
import { broadcastAll, loadDeep, rebase } from "../array/broadcast.ts";
import { convert } from "../array/convert.ts";
import { type Layout, type ListLayout, type LoadedLayout, loaded } from "../array/layout.ts";
import { fillNone } from "../array/missing.ts";
import { knownOptions } from "../array/option-names.ts";
import { flattenAll } from "../array/present-values.ts";
import { takeLayout } from "../array/select.ts";
import { share, shareColumn } from "../array/share.ts";
import { ShapeError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { apply } from "./behavior.ts";
import { deltaR } from "./distance.ts";
import { pairsOf } from "./pairs.ts";
import { quantity } from "./quantities.ts";
import type { Momentum4D } from "./zip.ts";

/** How near two vectors are: a number of each pair of two arrays that broadcast. */
export type Metric = (a: Momentum4D, b: Momentum4D) => AwkwardArray;

/** Which pairs are made, and what is measured of them. */
export interface MetricOptions {
  /**
   * The axis of the lists whose vectors are paired, all of one with all of the other; 1 by default.
   * `null`: the arrays are broadcast as they are.
   */
  readonly axis?: number | null | undefined;
  /** {@link deltaR} by default. */
  readonly metric?: Metric | undefined;
}

/** Options of {@link nearest}. */
export interface NearestOptions extends MetricOptions {
  /** Farther vectors do not count. */
  readonly threshold?: number | undefined;
  /** Whether the metric is returned too. */
  readonly returnMetric?: boolean | undefined;
}

/**
 * A metric of each vector of `a` with each of `b` in the same list: for each vector of `a` the list
 * of its numbers.
 *
 * @param options.returnCombinations  whether the vectors of the pairs are returned too
 * @see coffea.nanoevents.methods.vector.LorentzVector.metric_table
 */
export function metricTable(
  a: AwkwardArray,
  b: AwkwardArray,
  options: MetricOptions & { readonly returnCombinations: true },
): [metric: AwkwardArray, combinations: [Momentum4D, Momentum4D]];
export function metricTable(
  a: AwkwardArray,
  b: AwkwardArray,
  options?: MetricOptions & { readonly returnCombinations?: false },
): AwkwardArray;
export function metricTable(
  a: AwkwardArray,
  b: AwkwardArray,
  options: MetricOptions & { readonly returnCombinations?: boolean } = {},
): AwkwardArray | [AwkwardArray, [Momentum4D, Momentum4D]] {
  const {
    axis = 1,
    metric = deltaR,
    returnCombinations = false,
  } = knownOptions(options, ["axis", "metric", "returnCombinations"], "metricTable");
  checkArray(a, "metricTable");
  checkArray(b, "metricTable");
  // A scope frees what is made here alone: pairs of columns that are not read yet hold those of `a` and `b`.
  return scope(() => {
    const pairs: [Momentum4D, Momentum4D] =
      axis === null ? [a as Momentum4D, b as Momentum4D] : allPairs(a, b, axis);
    const values = metric(...pairs);
    return returnCombinations ? [values, pairs] : values;
  });
}

/** Both vectors of each pair, in lists for each vector of `a`. */
function allPairs(a: AwkwardArray, b: AwkwardArray, axis: number): [Momentum4D, Momentum4D] {
  const level = resolveAxis(axis, depthOf(a.layout));
  const made = atLevel([a, b], level, (lists) => {
    const { offsets, positions } = pairsOf(lists[0].offsets, lists[1].offsets);
    return positions.map((position, i): Layout => {
      const content = takeLayout(lists[i].content, position);
      const pairs: Layout = { kind: "list", offsets: shareColumn(offsets), content };
      return { kind: "list", offsets: rebase(lists[0].offsets), content: pairs };
    });
  });
  return made as [Momentum4D, Momentum4D];
}

/** What is made of the lists of arrays at an axis, their outer lists being equal. */
function atLevel(
  arrays: readonly AwkwardArray[],
  level: number,
  make: (lists: readonly ListLayout[], n: number) => Layout[],
): AwkwardArray[] {
  const layouts = arrays.map(({ layout }) => loadDeep(layout));
  const [{ metadata }] = arrays;
  return scope(() => {
    const made = broadcastAll(layouts, (inputs, n, depth) => {
      if (depth < level) return undefined;
      return make(
        inputs.map((input) => asList(input as LoadedLayout)),
        n,
      );
    });
    return made.map((layout) => new AwkwardArray(layout, { metadata }));
  });
}

/**
 * For each vector of `a` the nearest of `b` in the same list: missing where there is none, the first
 * of several as near; pairs whose metric is NaN or missing are passed over.
 *
 * @returns vectors of `b` in the lists of `a`; with `returnMetric` the metric too
 * @see coffea.nanoevents.methods.vector.LorentzVector.nearest
 */
export function nearest<Found extends AwkwardArray>(
  a: AwkwardArray,
  b: Found,
  options: NearestOptions & { readonly returnMetric: true },
): [nearest: Found & Momentum4D, metric: AwkwardArray];
export function nearest<Found extends AwkwardArray>(
  a: AwkwardArray,
  b: Found,
  options?: NearestOptions & { readonly returnMetric?: false },
): Found & Momentum4D;
export function nearest(
  a: AwkwardArray,
  b: AwkwardArray,
  options: NearestOptions = {},
): Momentum4D | [Momentum4D, AwkwardArray] {
  const {
    axis = 1,
    metric,
    threshold = Number.NaN,
    returnMetric = false,
  } = knownOptions(options, ["axis", "metric", "threshold", "returnMetric"], "nearest");
  checkArray(a, "nearest");
  checkArray(b, "nearest");
  return scope(() => {
    const found =
      metric === undefined && axis !== null
        ? byDeltaR(a, b, axis, threshold)
        : byMetric(a, b, { axis, metric }, threshold);
    return returnMetric ? found : found[0];
  });
}

type Found = [Momentum4D, AwkwardArray];

/** Without columns of pairs. In the caller's scope. */
function byDeltaR(a: AwkwardArray, b: AwkwardArray, axis: number, threshold: number): Found {
  const level = resolveAxis(axis, depthOf(a.layout));
  const angles = [a, b].flatMap((array) => [angle(array, "phi"), angle(array, "eta")]);
  const found = atLevel([...angles, b], level, (lists, n) => {
    const [phiA, , phiB] = lists;
    const flat = lists.slice(0, 4).map(({ content }) => numbersOf(content));
    const single = flat.every(({ dtype }) => dtype === "float32");
    const columns = single ? flat : flat.map((column) => convert(column, "float64"));
    const [p, q, r, s] = columns.map(({ address }) => address);
    const view = phiA.offsets.view();
    const count = view[n] - view[0];
    const index = reserve("int32", count);
    const metric = reserve("float64", count);
    const [x, y, flag] = [phiA.offsets.address, phiB.offsets.address, Number(single)];
    const [out, least] = [index.address, metric.address];
    kernels.vector_nearest(x, y, p, q, r, s, flag, threshold, out, least, n);
    return foundOf(lists[4].content, index, metric).map((content): Layout => {
      return { kind: "list", offsets: rebase(phiA.offsets), content };
    });
  });
  return found as Found;
}

/** phi or eta; NaN of vectors that are missing. In the caller's scope. */
function angle(array: AwkwardArray, name: "phi" | "eta"): AwkwardArray {
  const made = apply({ vectors: [array] }, ([v]) => ({ number: quantity(v, name) }));
  const given = made as AwkwardArray;
  if (!given.type.includes("?")) return given;
  return fillNone(given, Number.NaN);
}

function numbersOf(content: Layout): Column {
  const now = loaded(content);
  if (now.kind !== "flat") throw new ShapeError("the lists of this axis do not hold vectors");
  return now.data;
}

/** By any metric of all pairs. In the caller's scope. */
function byMetric(
  a: AwkwardArray,
  b: AwkwardArray,
  options: MetricOptions,
  threshold: number,
): Found {
  const [values, [, right]] = metricTable(a, b, { ...options, returnCombinations: true });
  const filled = values.type.includes("?") ? fillNone(values, Number.NaN) : values;
  const found = atLevel([filled, right], depthOf(filled.layout) - 1, ([measured, from], n) => {
    const numbers = convert(flattenAll(measured.content), "float64");
    const index = reserve("int32", n);
    const metric = reserve("float64", n);
    const [offsets, value] = [measured.offsets.address, numbers.address];
    kernels.vector_least(offsets, value, threshold, index.address, metric.address, n);
    return foundOf(from.content, index, metric);
  });
  return found as Found;
}

/** The vectors at positions, -1 for none, and their metric, NaN for none. */
function foundOf(
  vectors: Layout,
  index: Column<"int32">,
  metric: Column<"float64">,
): [Layout, Layout] {
  const n = index.length;
  const given = loaded(vectors);
  if (given.kind === "option") kernels.vector_through(index.address, given.index.address, n);
  const content = share(given.kind === "option" ? given.content : given);
  const present = reserve("int32", n);
  kernels.vector_index_numbers(metric.address, present.address, n);
  const numbers: Layout = { kind: "flat", data: metric as unknown as Column };
  return [
    { kind: "option", index, content },
    { kind: "option", index: present, content: numbers },
  ];
}
