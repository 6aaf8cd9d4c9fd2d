import { primitiveOf } from "../array/operators.ts";
import { barChart } from "./bars.ts";
import { meanOrSumOf, perCell } from "./statistics.ts";
import type { Contents } from "./storage.ts";
import { summary } from "./summary.ts";

/** What a histogram is to JavaScript's operators. @throws UsageError beside `+`, `*` and the like */
export function operandOf(this: { toString(): string }, hint: string): string {
  const what = "histograms: h.add(other), h.subtract(other), h.multiply(2), h.divide(2)";
  return primitiveOf(this, hint, what);
}

/**
 * Axes, storage and sum; of one axis with sums also its bars.
 * @see boost_histogram.Histogram.__str__
 */
export function textOf(contents: Contents): string {
  const { axes, storage } = contents;
  const head = summary(contents);
  if (axes.length !== 1 || storage === "mean" || storage === "weightedMean") return head;
  const values = perCell(contents, meanOrSumOf(storage), true);
  return `${head}\n${barChart(axes[0], values)}`;
}
