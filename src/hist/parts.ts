import { UsageError } from "../errors.ts";
import { axisSize, axisTitle } from "./axis.ts";
import { type SortOptions, sortedBins } from "./categories.ts";
import { binNames } from "./edges.ts";
import { type AxisSelection, type BinIndex, pick, sum } from "./locators.ts";
import { copied, sliced } from "./slice.ts";
import { viewOf } from "./statistics.ts";
import type { Contents } from "./storage.ts";

/** @see Hist.integrate */
export function integrated(
  contents: Contents,
  along: number,
  start: BinIndex | readonly (string | number)[] | undefined,
  stop: BinIndex | undefined,
): Contents {
  if (!Array.isArray(start)) {
    const range = { start: start as BinIndex | undefined, stop, step: sum };
    return sliced(contents, only(contents, along, range));
  }
  const picked = sliced(contents, only(contents, along, pick(start as readonly string[])));
  try {
    const all = { start: 0, stop: axisSize(picked.axes[along]), step: sum };
    return sliced(picked, only(picked, along, all));
  } finally {
    picked.cells.dispose();
  }
}

/** The numbers of one cell by name. @throws UsageError unless one bin of each axis is chosen */
export function cellOf(
  contents: Contents,
  selections: readonly (AxisSelection | undefined)[],
): Readonly<Record<string, number>> {
  const part = sliced(contents, selections);
  try {
    if (part.axes.length > 0) throw new UsageError("a cell is one bin of each axis");
    const view = Object.entries(viewOf(part, true));
    return Object.fromEntries(view.map(([name, [value]]) => [name, value]));
  } finally {
    part.cells.dispose();
  }
}

/** One histogram for each bin of an axis, named by it. @throws UsageError where it is the only axis */
export function binParts(contents: Contents, along: number): Contents[] {
  const axis = contents.axes[along];
  if (contents.axes.length < 2) {
    throw new UsageError(`a stack is made of two axes or more: ${axisTitle(axis, along)} is alone`);
  }
  return binNames(axis).map((name, bin) => {
    const part = sliced(contents, only(contents, along, bin));
    part.metadata = { ...part.metadata, name };
    return part;
  });
}

/** @see Hist.sortCategories */
export function sortedCategories(
  contents: Contents,
  along: number,
  options: SortOptions,
): Contents {
  const axis = contents.axes[along];
  const order = sortedBins(axis, options, axisTitle(axis, along));
  if (order.length === 0) return copied(contents);
  return sliced(contents, only(contents, along, pick(order)));
}

function only(
  { axes }: Contents,
  along: number,
  selection: AxisSelection,
): (AxisSelection | undefined)[] {
  return axes.map((_, i) => (i === along ? selection : undefined));
}
