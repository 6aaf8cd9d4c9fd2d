import type { AwkwardArray } from "../array.ts";
import { all, any, count, max, min, num, sum } from "../reduce.ts";

/** What makes one value of each innermost list. */
type Reduction = (array: AwkwardArray) => AwkwardArray;

type Along = (array: AwkwardArray, options: { readonly axis: number }) => AwkwardArray;

function inner(reduce: Along): Reduction {
  return (array) => reduce(array, { axis: -1 });
}

const length: Reduction = (array) => num(array, { axis: 1 });

/** Reductions by name: of the innermost lists, but for the number of elements of an event's list. */
export const reductions: ReadonlyMap<string, Reduction> = new Map<string, Reduction>([
  ["sum", inner(sum as Along)],
  ["any", inner(any as Along)],
  ["all", inner(all as Along)],
  ["min", inner(min as Along)],
  ["max", inner(max as Along)],
  ["count", inner(count as Along)],
  ["num", length],
  ["len", length],
]);
