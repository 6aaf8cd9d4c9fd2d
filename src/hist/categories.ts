import { knownOptions } from "../array/option-names.ts";
import { NotFoundError, UsageError } from "../errors.ts";
import { type Axis, axisExtent } from "./axis.ts";
import type { Pick } from "./locators.ts";
import { pickPlace } from "./place.ts";
import type { BinMap } from "./transfer.ts";

/** The bins of some categories, and the axis that has them alone. */
export function pickedCategories(
  axis: Axis,
  { bins }: Pick,
  title: string,
): { readonly kind: "reduce"; readonly axis: Axis; readonly map: BinMap } {
  if (axis.kind !== "strCategory" && axis.kind !== "intCategory") {
    throw new UsageError(`${title} has no categories to pick; cut a range: [start, stop]`);
  }
  const places = bins.flatMap((bin) => {
    const pattern = typeof bin === "string" && axis.kind === "strCategory" && /[*?]/.test(bin);
    return pattern ? matching(axis.categories, bin, title) : [pickPlace(axis, bin, title)];
  });
  const map = new Int32Array(axisExtent(axis)).fill(-1);
  const kept: number[] = [];
  for (const place of places) {
    if (place >= axis.categories.length) throw new UsageError(`${title}: overflow is no category`);
    // A pattern may find what was named before.
    if (map[place] >= 0) continue;
    map[place] = kept.length;
    kept.push(place);
  }
  if (kept.length === 0) throw new UsageError(`${title}: no category is picked`);
  if (axis.overflow) map[map.length - 1] = kept.length;
  const next =
    axis.kind === "strCategory"
      ? { ...axis, categories: kept.map((place) => axis.categories[place]) }
      : { ...axis, categories: kept.map((place) => axis.categories[place]) };
  return { kind: "reduce", axis: next, map };
}

function matching(categories: readonly string[], pattern: string, title: string): number[] {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const matches = new RegExp(`^${source}$`, "su");
  const found = categories.flatMap((name, bin) => (matches.test(name) ? [bin] : []));
  if (found.length === 0) throw new NotFoundError("category", pattern, categories, title);
  return found;
}

/** Order of categories. @see hist.Hist.sort */
export interface SortOptions {
  /** What is compared instead of the category. */
  readonly key?: ((category: string | number) => string | number) | undefined;
  readonly reverse?: boolean | undefined;
}

/** The bins of a category axis in their order; equal ones stay as they were. */
export function sortedBins(axis: Axis, options: SortOptions, title: string): number[] {
  const { key = (each: string | number) => each, reverse = false } = knownOptions(
    options,
    ["key", "reverse"],
    "sortCategories",
  );
  if (axis.kind !== "strCategory" && axis.kind !== "intCategory") {
    throw new UsageError(`${title} has no categories to sort`);
  }
  const keys = Array.from<string | number, string | number>(axis.categories, key);
  const sign = reverse ? -1 : 1;
  const order = (a: number, b: number): number =>
    keys[a] < keys[b] ? -sign : keys[a] > keys[b] ? sign : 0;
  return keys.map((_, bin) => bin).sort(order);
}
