import { ShapeError, UsageError } from "../errors.ts";
import { type Axis, axisExtent, axisSize, axisTitle } from "./axis.ts";
import type { AxisSelection, BinRange } from "./locators.ts";
import { boundOf, pickPlace } from "./place.ts";
import { rangeOf } from "./slice-step.ts";
import { type Contents, cellSize, storageFields, strides } from "./storage.ts";

/** What cells are set to: numbers, or the numbers of an accumulator by name. */
export type CellValues =
  | number
  | ArrayLike<number>
  | Readonly<Record<string, number | ArrayLike<number>>>;

/**
 * Sets cells. One number is for all chosen cells without flow bins; a list has one for each of them in
 * C order, or also for the flow bins on the open sides of ranges.
 *
 * @param selections  one for each axis; bins and ranges, no steps
 * @throws ShapeError, UsageError; nothing has changed then
 * @see boost_histogram.Histogram.__setitem__
 */
export function assign(
  contents: Contents,
  selections: readonly (AxisSelection | undefined)[],
  values: CellValues,
): void {
  const { axes, storage } = contents;
  const spans = selections.map((selection, i) => spanOf(axes[i], selection, axisTitle(axes[i], i)));
  const count = (flow: boolean): number =>
    spans.reduce((n, span) => n * (flow ? span.outer : span.inner).length, 1);
  const names = storageFields(storage);
  const fields = fieldsOf(values, names);
  const lengths = new Set<number>();
  for (const field of fields) {
    if (typeof field !== "number") lengths.add(field.length);
  }
  const [length] = lengths;
  if (lengths.size > 1 || (length !== undefined && ![count(false), count(true)].includes(length))) {
    const counts = `${count(false)} cells (${count(true)} with flow)`;
    throw new ShapeError(`${counts} are set, not ${[...lengths].join(" and ")}`);
  }
  const flow = length !== undefined && length !== count(false);
  const lists = spans.map((span) => (flow ? span.outer : span.inner));
  const steps = strides(axes);
  const cells = contents.cells.view();
  const size = cellSize(storage);
  const total = count(flow);
  for (let i = 0; i < total; i++) {
    let rest = i;
    let cell = 0;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const list = lists[axis];
      cell += list[rest % list.length] * steps[axis];
      rest = Math.floor(rest / list.length);
    }
    for (const [f, field] of fields.entries()) {
      cells[cell * size + f] = typeof field === "number" ? field : field[i];
    }
  }
}

function fieldsOf(values: CellValues, names: readonly string[]): (number | ArrayLike<number>)[] {
  if (typeof values === "number" || isList(values)) {
    if (names.length === 1) return [values];
    throw new UsageError(`cells of this storage have ${names.join(", ")}: give them by name`);
  }
  const given = Object.keys(values);
  if (given.length !== names.length || !names.every((name) => given.includes(name))) {
    throw new UsageError(`cells of this storage have ${names.join(", ")}, not ${given.join(", ")}`);
  }
  return names.map((name) => values[name]);
}

function isList(values: Exclude<CellValues, number>): values is ArrayLike<number> {
  return Array.isArray(values) || ArrayBuffer.isView(values);
}

/** Places along an axis, flow bins counted: without and with those of open sides. */
interface Span {
  readonly inner: readonly number[];
  readonly outer: readonly number[];
}

function spanOf(axis: Axis, selection: AxisSelection | undefined, title: string): Span {
  const size = axisSize(axis);
  const first = Number(axis.underflow);
  const range = cellRange(selection, title);
  if (range === undefined) {
    const place = pickPlace(axis, selection as number, title);
    return { inner: [place], outer: [place] };
  }
  if (range.step !== undefined) throw new UsageError(`${title}: cells are set without a step`);
  const { start, stop } = range;
  const low = start === undefined ? -first : boundOf(axis, start, title);
  const high = stop === undefined ? axisExtent(axis) - first : boundOf(axis, stop, title);
  if (high < low) {
    throw new UsageError(`${title}: the range from bin ${low} to bin ${high} goes backwards`);
  }
  const places = (from: number, to: number): number[] =>
    Array.from({ length: Math.max(to - from, 0) }, (_, i) => from + i + first);
  return {
    inner: places(Math.max(low, 0), Math.min(high, size)),
    outer: places(Math.max(low, -first), Math.min(high, axisExtent(axis) - first)),
  };
}

function cellRange(selection: AxisSelection | undefined, title: string): BinRange | undefined {
  if (selection === undefined) return {};
  if (typeof selection !== "object") return undefined;
  if ("length" in selection || !("kind" in selection)) return rangeOf(selection, title);
  if (selection.kind === "rebin" || selection.kind === "sum") return { step: selection };
  if (selection.kind === "pick") throw new UsageError("cells are set by bins and ranges");
  return undefined;
}
