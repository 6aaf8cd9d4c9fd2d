import { ShapeError } from "../errors.ts";
import { type Axis, axisExtent, axisSize, axisTitle, sameAxis, sameFamily } from "./axis.ts";
import { type Contents, cellSize } from "./storage.ts";
import { addCell, type BinMap, growthMap, identityMap, moved, transfer } from "./transfer.ts";

/**
 * Adds the cells of `other` to `contents`. Categories and integers of axes that grow are joined by
 * name: those of `contents` first, then what `other` has beyond them, in its order.
 *
 * @param replace  puts the larger histogram in the place of `contents` where axes grow
 * @throws ShapeError when axes or storages differ; nothing has changed then
 * @see boost::histogram::histogram::operator+=
 */
export function addContents(
  contents: Contents,
  other: Contents,
  replace: (next: Contents) => void,
): void {
  if (contents.storage !== other.storage) {
    throw new ShapeError(
      `histograms of different storage cannot be added: ${contents.storage} and ${other.storage}`,
      contents.storage,
      other.storage,
    );
  }
  if (contents.axes.length !== other.axes.length) {
    throw new ShapeError(
      `histograms of ${contents.axes.length} and of ${other.axes.length} axes cannot be added`,
      contents.axes.length,
      other.axes.length,
    );
  }
  const axes = contents.axes.map((axis, i) => joined(axis, other.axes[i], axisTitle(axis, i)));
  if (axes.some((axis, i) => axis !== contents.axes[i])) {
    const maps = contents.axes.map((axis, i) => mapInto(axis, axes[i]));
    replace(moved(contents, axes, maps));
  }
  const add = addCell(contents.storage);
  const size = cellSize(contents.storage);
  const into = contents.cells.view();
  const from = other.cells.view();
  if (axes.every((axis, i) => sameAxis(axis, other.axes[i]))) {
    for (let at = 0; at < into.length; at += size) add(into, at, from, at);
  } else {
    const maps = other.axes.map((axis, i) => mapInto(axis, axes[i]));
    const target = { extents: axes.map(axisExtent), cells: into };
    transfer({ axes: other.axes, cells: from }, target, maps, size, add);
  }
  contents.varianceKnown &&= other.varianceKnown;
}

/** The axis with the bins of both; `a` itself where it has all. */
function joined(a: Axis, b: Axis, title: string): Axis {
  if (sameAxis(a, b)) return a;
  if (a.growth && sameFamily(a, b)) {
    if (a.kind === "strCategory" && b.kind === "strCategory") {
      const categories = [...new Set([...a.categories, ...b.categories])];
      return categories.length === a.categories.length ? a : { ...a, categories };
    }
    if (a.kind === "intCategory" && b.kind === "intCategory") {
      const categories = [...new Set([...a.categories, ...b.categories])];
      return categories.length === a.categories.length ? a : { ...a, categories };
    }
    if (a.kind === "integer" && b.kind === "integer") {
      if (b.start === b.stop) return a;
      const start = Math.min(a.start, b.start);
      const stop = Math.max(a.stop, b.stop);
      return start === a.start && stop === a.stop ? a : { ...a, start, stop };
    }
  }
  throw new ShapeError(`histograms with different axes cannot be added: ${title} differs`, a, b);
}

/** Where the bins of an axis lie in one that was joined from it. */
function mapInto(from: Axis, into: Axis): BinMap {
  if (sameAxis(from, into)) return identityMap(from);
  if (from.kind === "integer" && into.kind === "integer") {
    return growthMap(from, into, from.start - into.start);
  }
  const places = new Map<number | string, number>();
  if (into.kind === "strCategory" || into.kind === "intCategory") {
    for (const [bin, category] of into.categories.entries()) places.set(category, bin);
  }
  const categories: readonly (number | string)[] =
    from.kind === "strCategory" || from.kind === "intCategory" ? from.categories : [];
  return Int32Array.from({ length: axisSize(from) }, (_, i) => places.get(categories[i]) ?? -1);
}
