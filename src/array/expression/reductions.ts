import type { AwkwardArray } from "../array.ts";
import { divide } from "../functions.ts";
import { num } from "../num.ts";
import { all, any, argmax, argmin, count, countNonzero, max, min, prod, sum } from "../reduce.ts";
import { argsort, sort } from "../sort.ts";

/** What makes one value of each innermost list, or a list in another order. */
type Reduction = (array: AwkwardArray) => AwkwardArray;

type Along = (array: AwkwardArray, options: { readonly axis: number }) => AwkwardArray;

function inner(reduce: Along): Reduction {
  return (array) => reduce(array, { axis: -1 });
}

/** As Awkward has it: NaN of an empty list. */
const mean: Reduction = (array) => divide(inner(sum as Along)(array), inner(count as Along)(array));

const length: Reduction = (array) => num(array, { axis: 1 });

/** Functions of lists by name: of the innermost ones, but for the length of an event's list. */
export const reductions: ReadonlyMap<string, Reduction> = new Map<string, Reduction>([
  ["sum", inner(sum as Along)],
  ["any", inner(any as Along)],
  ["all", inner(all as Along)],
  ["min", inner(min as Along)],
  ["max", inner(max as Along)],
  ["count", inner(count as Along)],
  ["prod", inner(prod as Along)],
  ["mean", mean],
  ["argmin", inner(argmin as Along)],
  ["argmax", inner(argmax as Along)],
  ["count_nonzero", inner(countNonzero as Along)],
  ["num", length],
  ["len", length],
  ["length", length],
  ["sort", (array) => sort(array, { axis: -1 })],
  ["argsort", (array) => argsort(array, { axis: -1 })],
]);
