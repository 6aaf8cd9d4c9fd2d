import type { AwkwardArray } from "../array.ts";
import {
  nanargmax,
  nanargmin,
  nanmax,
  nanmean,
  nanmin,
  nanprod,
  nanstd,
  nansum,
  nanvar,
} from "../nan-ignoring.ts";
import { num } from "../num.ts";
import { all, any, argmax, argmin, count, countNonzero, max, min, prod, sum } from "../reduce.ts";
import { argsort, sort } from "../sort.ts";
import { mean, ptp, softmax, std, variance } from "../statistics.ts";

/** What makes one value of each innermost list, or a list in another order. */
type Reduction = (array: AwkwardArray) => AwkwardArray;

type Along = (array: AwkwardArray, options: { readonly axis: number }) => AwkwardArray;

function inner(reduce: Along): Reduction {
  return (array) => reduce(array, { axis: -1 });
}

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
  ["mean", inner(mean as Along)],
  ["var", inner(variance as Along)],
  ["std", inner(std as Along)],
  ["ptp", inner(ptp as Along)],
  ["argmin", inner(argmin as Along)],
  ["argmax", inner(argmax as Along)],
  ["count_nonzero", inner(countNonzero as Along)],
  ["nansum", inner(nansum as Along)],
  ["nanprod", inner(nanprod as Along)],
  ["nanmin", inner(nanmin as Along)],
  ["nanmax", inner(nanmax as Along)],
  ["nanargmin", inner(nanargmin as Along)],
  ["nanargmax", inner(nanargmax as Along)],
  ["nanmean", inner(nanmean as Along)],
  ["nanvar", inner(nanvar as Along)],
  ["nanstd", inner(nanstd as Along)],
  ["num", length],
  ["len", length],
  ["length", length],
  ["sort", (array) => sort(array, { axis: -1 })],
  ["argsort", (array) => argsort(array, { axis: -1 })],
  ["softmax", (array) => softmax(array)],
]);
