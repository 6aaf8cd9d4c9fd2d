import { knownOptions } from "../array/option-names.ts";
import { UnsupportedError, UsageError } from "../errors.ts";
import { type Axis, axisSize, axisTitle, unreachable } from "./axis.ts";
import { pickedCategories } from "./categories.ts";
import { axisValue, isOrdered } from "./edges.ts";
import type { AxisSelection, BinIndex, BinRange } from "./locators.ts";
import { boundOf, pickPlace } from "./place.ts";
import { groupedBins } from "./rebin.ts";
import { type BinMap, identityMap } from "./transfer.ts";
import { forward } from "./transform.ts";

/** What happens to the bins of one axis. */
export type Step =
  | { readonly kind: "keep" }
  | { readonly kind: "pick"; readonly place: number }
  | { readonly kind: "reduce"; readonly axis: Axis; readonly map: BinMap }
  | { readonly kind: "sum"; readonly map: BinMap | undefined };

/** What a selection does with an axis. @throws UsageError, NotFoundError, UnsupportedError */
export function stepOf(axis: Axis, selection: AxisSelection | undefined, position: number): Step {
  const title = axisTitle(axis, position);
  if (selection === undefined) return { kind: "keep" };
  if (typeof selection === "number" || typeof selection === "string") {
    return { kind: "pick", place: pickPlace(axis, selection, title) };
  }
  if ("length" in selection || !("kind" in selection)) {
    return rangeStep(axis, rangeOf(selection, title), title);
  }
  switch (selection.kind) {
    case "sum":
      return { kind: "sum", map: undefined };
    case "rebin":
      return rangeStep(axis, { step: selection }, title);
    case "pick":
      return pickedCategories(axis, selection, title);
    default:
      return { kind: "pick", place: pickPlace(axis, selection, title) };
  }
}

/** A range in either of its forms. @throws NotFoundError, UsageError for what is none */
export function rangeOf(
  selection: BinRange | readonly [BinIndex | undefined, BinIndex | undefined],
  title: string,
): BinRange {
  if (!("length" in selection)) return knownOptions(selection, ["start", "stop", "step"], title);
  if (selection.length > 2) {
    throw new UsageError(
      `${title}: a range is [start, stop], or { start, stop, step } with a step`,
    );
  }
  return { start: selection[0], stop: selection[1] };
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
  if (step?.kind === "rebin" && step.factor === undefined) {
    checkWhole(axis, low, high, title);
    return { kind: "reduce", ...groupedBins(axis, step, low, high, title) };
  }
  const merge = step?.kind === "rebin" ? (step.factor ?? 1) : 1;
  if (!(Number.isInteger(merge) && merge > 0)) {
    throw new UsageError(`${title}: bins are joined in groups of 1 or more, not ${merge}`);
  }
  const under = axis.underflow && !(joined && low >= 0);
  const over = axis.overflow && !(joined && high <= size);
  const begin = Math.max(low, 0);
  let end = Math.min(high, size);
  checkWhole(axis, begin, end, title);
  // A range that lies in a flow bin has that one alone.
  if (joined) return { kind: "sum", map: cropMap(axis, begin, end, under, over) };
  end -= (end - begin) % merge;
  if (end === begin) throw new UsageError(`${title} has fewer than ${merge} bins to join`);
  const next = part(axis, begin, end, merge, title);
  return { kind: "reduce", axis: next, map: partMap(axis, next, begin, end, merge) };
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

/** @throws UnsupportedError where a part of a circular axis is asked for */
function checkWhole(axis: Axis, begin: number, end: number, title: string): void {
  if (axis.circular && !(begin <= 0 && end >= axisSize(axis))) {
    throw new UnsupportedError(`${title} is circular: it cannot be cut`, "cut circular axes");
  }
}

/** The axis of bins `begin` to `end - 1`, joined in groups of `merge`. */
function part(axis: Axis, begin: number, end: number, merge: number, title: string): Axis {
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
      if (merge > 1) throw cannotJoin(title, "true and false");
      return end - begin === axisSize(axis) ? axis : { ...axis, only: begin === 1 };
    default:
      return unreachable(axis);
  }
}

function cannotJoin(title: string, what: string): UnsupportedError {
  return new UnsupportedError(`${title} has bins of ${what}, which cannot be joined`, "rebin");
}
