import { NotFoundError, UnsupportedError, UsageError } from "../errors.ts";
import { type Axis, axisExtent, axisSize, axisTitle, unreachable } from "./axis.ts";
import { axisValue, isOrdered } from "./edges.ts";
import { codeOf } from "./locate.ts";
import type { AxisSelection, BinIndex, BinRange, Place } from "./locators.ts";
import { type Contents, cellSize, emptyLike } from "./storage.ts";
import { addCell, type BinMap, copyCell, identityMap, transfer } from "./transfer.ts";
import { forward } from "./transform.ts";

/** What happens to the bins of one axis. */
type Step =
  | { readonly kind: "keep" }
  | { readonly kind: "pick"; readonly place: number }
  | { readonly kind: "reduce"; readonly axis: Axis; readonly map: BinMap }
  | { readonly kind: "sum"; readonly map: BinMap | undefined };

/**
 * A part of a histogram: bins picked, ranges cut out or joined, axes summed over.
 *
 * The three happen one after the other, as in boost-histogram, so that sums have its bits.
 *
 * @param selections  one for each axis, `undefined` for all of it
 */
export function sliced(
  contents: Contents,
  selections: readonly (AxisSelection | undefined)[],
): Contents {
  const steps = selections.map((selection, i) => stepOf(contents.axes[i], selection, i));
  let now = contents;
  const made: Contents[] = [];
  const apply = (next: Contents | undefined): void => {
    if (next === undefined) return;
    now = next;
    made.push(next);
  };
  apply(picked(now, steps));
  const rest = steps.filter((step) => step.kind !== "pick");
  apply(reduced(now, rest));
  apply(summed(now, rest));
  for (const each of made) if (each !== now) each.cells.dispose();
  return now === contents ? copied(contents) : now;
}

/** The same histogram in memory of its own. */
export function copied(contents: Contents): Contents {
  const copy = emptyLike(contents, contents.axes);
  copy.cells.view().set(contents.cells.view());
  return copy;
}

/**
 * The histogram over some of its axes, in the order given; all others are summed over, flow bins
 * included.
 * @param kept  different positions of axes
 */
export function projected(contents: Contents, kept: readonly number[]): Contents {
  const axes = kept.map((i) => contents.axes[i]);
  const result = emptyLike(contents, axes);
  const size = cellSize(contents.storage);
  // The target's axes stand in another order: its cells are found through the sums of two maps, so
  // each source axis maps to the step of its bins in the target.
  const extents = axes.map(axisExtent);
  const cells = result.cells.view();
  const order = contents.axes.map((_, i) => kept.indexOf(i));
  const ascending = order.filter((i) => i >= 0).every((i, at, all) => at === 0 || all[at - 1] < i);
  const maps = contents.axes.map((axis, i) =>
    order[i] < 0 ? new Int32Array(axisExtent(axis)) : identityMap(axis),
  );
  const inOrder = contents.axes.map((axis, i) => (order[i] < 0 ? 1 : axisExtent(axis)));
  const target = ascending ? cells : new Float64Array(cells.length);
  const from = { axes: contents.axes, cells: contents.cells.view() };
  transfer(from, { extents: inOrder, cells: target }, maps, size, addCell(contents.storage));
  if (!ascending) transpose(target, cells, contents, kept, extents, size);
  return result;
}

/** Cells of the kept axes from the order of the histogram to the order asked for. */
function transpose(
  from: Float64Array,
  into: Float64Array,
  contents: Contents,
  kept: readonly number[],
  extents: readonly number[],
  size: number,
): void {
  const sorted = [...kept].sort((a, b) => a - b);
  const sourceSteps = new Map<number, number>();
  let step = size;
  for (const i of [...sorted].reverse()) {
    sourceSteps.set(i, step);
    step *= axisExtent(contents.axes[i]);
  }
  const place = new Array<number>(kept.length).fill(0);
  for (let target = 0; target < into.length; target += size) {
    let source = 0;
    for (const [j, i] of kept.entries()) source += place[j] * (sourceSteps.get(i) ?? 0);
    for (let f = 0; f < size; f++) into[target + f] = from[source + f];
    for (let j = kept.length - 1; j >= 0 && ++place[j] === extents[j]; j--) place[j] = 0;
  }
}

function picked(contents: Contents, steps: readonly Step[]): Contents | undefined {
  if (!steps.some((step) => step.kind === "pick")) return undefined;
  const kept = contents.axes.filter((_, i) => steps[i].kind !== "pick");
  const maps = contents.axes.map((axis, i) => {
    const step = steps[i];
    if (step.kind !== "pick") return identityMap(axis);
    const map = new Int32Array(axisExtent(axis)).fill(-1);
    map[step.place] = 0;
    return map;
  });
  const extents = contents.axes.map((axis, i) => (steps[i].kind === "pick" ? 1 : axisExtent(axis)));
  return transferred(contents, kept, extents, maps, true);
}

function reduced(contents: Contents, steps: readonly Step[]): Contents | undefined {
  if (!steps.some((step) => step.kind === "reduce" || (step.kind === "sum" && step.map))) {
    return undefined;
  }
  const axes = contents.axes.map((axis, i) => {
    const step = steps[i];
    return step.kind === "reduce" ? step.axis : axis;
  });
  const maps = contents.axes.map((axis, i) => {
    const step = steps[i];
    if (step.kind === "reduce") return step.map;
    return (step.kind === "sum" && step.map) || identityMap(axis);
  });
  return transferred(contents, axes, axes.map(axisExtent), maps, false);
}

function summed(contents: Contents, steps: readonly Step[]): Contents | undefined {
  if (!steps.some((step) => step.kind === "sum")) return undefined;
  const kept = steps.flatMap((step, i) => (step.kind === "sum" ? [] : [i]));
  return projected(contents, kept);
}

function transferred(
  contents: Contents,
  axes: readonly Axis[],
  extents: readonly number[],
  maps: readonly BinMap[],
  move: boolean,
): Contents {
  const { storage } = contents;
  const result = emptyLike(contents, axes);
  const add = move ? copyCell(storage) : addCell(storage);
  const from = { axes: contents.axes, cells: contents.cells.view() };
  transfer(from, { extents, cells: result.cells.view() }, maps, cellSize(storage), add);
  return result;
}

function stepOf(axis: Axis, selection: AxisSelection | undefined, position: number): Step {
  const title = axisTitle(axis, position);
  if (selection === undefined) return { kind: "keep" };
  if (typeof selection === "number" || typeof selection === "string") {
    return { kind: "pick", place: pickPlace(axis, selection, title) };
  }
  if ("length" in selection) {
    const [start, stop] = selection;
    return rangeStep(axis, { start, stop }, title);
  }
  if (!("kind" in selection)) return rangeStep(axis, selection, title);
  switch (selection.kind) {
    case "sum":
      return { kind: "sum", map: undefined };
    case "rebin":
      return rangeStep(axis, { step: selection }, title);
    default:
      return { kind: "pick", place: pickPlace(axis, selection, title) };
  }
}

/** The place of a bin with the flow bins counted. */
function pickPlace(axis: Axis, index: BinIndex, title: string): number {
  const size = axisSize(axis);
  let bin: number;
  if (typeof index === "number") {
    if (!Number.isInteger(index)) {
      throw new UsageError(`${title}: bin ${index} is not an integer; loc(${index}) finds a value`);
    }
    if (index < -size || index >= size) {
      throw new UsageError(`${title} has ${size} bins: there is no bin ${index}`);
    }
    bin = index < 0 ? index + size : index;
  } else {
    bin = binOf(axis, typeof index === "string" ? { kind: "loc", value: index, offset: 0 } : index);
    if (typeof index === "string" && bin >= size) throw unknownCategory(axis, index, title);
  }
  const place = bin + Number(axis.underflow);
  if (place < 0 || place >= axisExtent(axis)) {
    throw new UsageError(`${title} has no bin ${bin < 0 ? "below the first" : "behind the last"}`);
  }
  return place;
}

function unknownCategory(axis: Axis, name: string, title: string): NotFoundError {
  const known = axis.kind === "strCategory" ? axis.categories : [];
  return new NotFoundError("category", name, known, title);
}

/** The bin of a place: -1 is underflow, the number of bins is overflow. */
function binOf(axis: Axis, place: Place): number {
  const size = axisSize(axis);
  switch (place.kind) {
    case "at":
      return Number(place.value) + place.offset;
    case "underflow":
      return -1 + place.offset;
    case "overflow":
      return size + place.offset;
    case "loc": {
      const code = codeOf(axis, place.value);
      return (code === -2 ? size : code) + place.offset;
    }
    default:
      return unreachable(place.kind);
  }
}

/** A bound of a range: numbers count from the end where negative, and are cut to the axis. */
function boundOf(axis: Axis, index: BinIndex, title: string): number {
  const size = axisSize(axis);
  if (typeof index === "string") {
    const bin = binOf(axis, { kind: "loc", value: index, offset: 0 });
    if (bin >= size) throw unknownCategory(axis, index, title);
    return bin;
  }
  if (typeof index !== "number") return binOf(axis, index);
  if (!Number.isInteger(index)) {
    throw new UsageError(`${title}: bin ${index} is not an integer; loc(${index}) finds a value`);
  }
  return Math.min(Math.max(index < 0 ? index + size : index, 0), size);
}

function rangeStep(axis: Axis, range: BinRange, title: string): Step {
  const { start, stop, step } = range;
  const size = axisSize(axis);
  const open = start === undefined && stop === undefined;
  if (open && step === undefined) return { kind: "keep" };
  const joined = step?.kind === "sum";
  if (open && joined) return { kind: "sum", map: undefined };
  // A category has no neighbours: its flow bin goes along only with the whole axis.
  const flows = isOrdered(axis) || open;
  const low = start === undefined ? (axis.underflow ? -1 : 0) : boundOf(axis, start, title);
  const high =
    stop === undefined ? size + Number(axis.overflow && flows) : boundOf(axis, stop, title);
  if (joined ? low >= high : Math.min(high, size) <= Math.max(low, 0)) {
    throw new UsageError(`${title}: the range from bin ${low} to bin ${high} has no bins`);
  }
  const merge = step?.kind === "rebin" ? step.factor : 1;
  if (!(Number.isInteger(merge) && merge > 0)) {
    throw new UsageError(`${title}: bins are joined in groups of 1 or more, not ${merge}`);
  }
  const under = axis.underflow && !(joined && low >= 0);
  const over = axis.overflow && !(joined && high <= size);
  const begin = Math.max(low, 0);
  let end = Math.min(high, size);
  end -= (end - begin) % merge;
  if (end === begin) throw new UsageError(`${title} has fewer than ${merge} bins to join`);
  const next = part(axis, begin, end, merge, title);
  return joined
    ? { kind: "sum", map: cropMap(axis, begin, end, under, over) }
    : { kind: "reduce", axis: next, map: partMap(axis, next, begin, end, merge) };
}

/** For a sum over a range: bins outside are dropped, those inside stay. */
function cropMap(axis: Axis, begin: number, end: number, under: boolean, over: boolean): BinMap {
  const first = Number(axis.underflow);
  const size = axisSize(axis);
  return identityMap(axis).map((place) => {
    const bin = place - first;
    if (bin < 0) return under ? place : -1;
    if (bin >= size) return over ? place : -1;
    return bin >= begin && bin < end ? place : -1;
  });
}

/** @see boost::histogram::algorithm::reduce */
function partMap(axis: Axis, next: Axis, begin: number, end: number, merge: number): BinMap {
  const first = Number(axis.underflow);
  const bins = (end - begin) / merge;
  const ordered = isOrdered(axis);
  return identityMap(axis).map((place) => {
    const bin = place - first;
    if (bin < begin && ordered) return next.underflow ? 0 : -1;
    const k = bin < begin ? bins : Math.min(Math.floor((bin - begin) / merge), bins);
    if (k === bins && !next.overflow) return -1;
    return k + Number(next.underflow);
  });
}

/** The axis of bins `begin` to `end - 1`, joined in groups of `merge`. */
function part(axis: Axis, begin: number, end: number, merge: number, title: string): Axis {
  if (axis.circular && !(begin === 0 && end === axisSize(axis))) {
    throw new UnsupportedError(`${title} is circular: it cannot be cut`, "cut circular axes");
  }
  const whole = begin === 0 && end === axisSize(axis);
  switch (axis.kind) {
    case "regular": {
      const start = axisValue(axis, begin);
      const stop = axisValue(axis, end);
      const bins = (end - begin) / merge;
      const min = forward(axis.transform, start);
      return { ...axis, bins, start, stop, min, delta: forward(axis.transform, stop) - min };
    }
    case "variable": {
      const edges: number[] = [];
      for (let i = begin; i <= end; i += merge) edges.push(axis.edges[i]);
      return { ...axis, edges };
    }
    case "integer":
      if (merge > 1) throw cannotJoin(title, "integers");
      return { ...axis, start: axis.start + begin, stop: axis.start + end };
    case "intCategory":
      if (merge > 1) throw cannotJoin(title, "categories");
      return { ...axis, categories: axis.categories.slice(begin, end) };
    case "strCategory":
      if (merge > 1) throw cannotJoin(title, "categories");
      return { ...axis, categories: axis.categories.slice(begin, end) };
    case "boolean":
      if (merge > 1 || !whole) throw cannotJoin(title, "true and false");
      return axis;
    default:
      return unreachable(axis);
  }
}

function cannotJoin(title: string, what: string): UnsupportedError {
  return new UnsupportedError(`${title} has bins of ${what}, which cannot be joined`, "rebin");
}
