import { UsageError } from "../errors.ts";
import { type Contents, cellSize, type StorageKind, storageFields } from "./storage.ts";
import { cellsOf } from "./sum.ts";

/** One number per cell, computed from the numbers of the cell. */
export type CellFunction = (cells: Float64Array, at: number) => number;

/** Sum of weights; the mean for storages of means. */
export function meanOrSumOf(storage: StorageKind): CellFunction {
  switch (storage) {
    case "mean":
      return (cells, at) => cells[at + 1];
    case "weightedMean":
      return (cells, at) => cells[at + 2];
    default:
      return (cells, at) => cells[at];
  }
}

/**
 * Variance of the value: the sum of squared weights; for storages of means the squared error of the
 * mean, NaN where it is undefined.
 * @see boost_histogram.Histogram.variances
 */
export function varianceOf(storage: StorageKind): CellFunction {
  switch (storage) {
    case "weight":
      return (cells, at) => cells[at + 1];
    case "mean":
      return (cells, at) => {
        const count = cells[at];
        return count > 1 ? cells[at + 2] / (count - 1) / count : Number.NaN;
      };
    case "weightedMean":
      return (cells, at) => {
        const sum = cells[at];
        const squares = cells[at + 1];
        if (!(sum * sum > squares)) return Number.NaN;
        return cells[at + 3] / (sum - squares / sum) / sum;
      };
    default:
      return (cells, at) => cells[at];
  }
}

/**
 * Entries: the value where there is nothing better; for a weighted mean the sum of weights squared
 * over the sum of squares. (Of storage Weight boost-histogram 1.8.1 gives the value, too.)
 * @see boost_histogram.Histogram.counts
 */
export function countOf(storage: StorageKind): CellFunction {
  if (storage !== "weightedMean") return (cells, at) => cells[at];
  return (cells, at) => {
    const sum = cells[at];
    return cells[at + 1] === 0 ? 0 : (sum * sum) / cells[at + 1];
  };
}

/**
 * Variance of the sample in a cell of a storage of means; 0 elsewhere.
 * @see boost_histogram.accumulators.Mean.variance
 */
export function sampleVarianceOf(storage: StorageKind): CellFunction {
  switch (storage) {
    case "mean":
      return (cells, at) => cells[at + 2] / (cells[at] - 1);
    case "weightedMean":
      return (cells, at) => cells[at + 3] / (cells[at] - cells[at + 1] / cells[at]);
    default:
      return () => 0;
  }
}

/** One number of each cell, in C order. */
export function perCell(contents: Contents, of: CellFunction, flow: boolean): Float64Array {
  return each(cellsOf(contents, flow), cellSize(contents.storage), of);
}

function each(cells: Float64Array, size: number, of: CellFunction): Float64Array {
  const out = new Float64Array(cells.length / size);
  for (let i = 0; i < out.length; i++) out[i] = of(cells, i * size);
  return out;
}

export function noVariance(storage: StorageKind): UsageError {
  return new UsageError(
    `the ${storage} storage was filled with weights and does not keep their squares: construct ` +
      "with .weight() for variances",
  );
}

/** The numbers of the cells by name, each in C order. */
export function viewOf(contents: Contents, flow: boolean): Record<string, Float64Array> {
  const cells = cellsOf(contents, flow);
  const names = storageFields(contents.storage);
  const one = (field: number): Float64Array =>
    each(cells, names.length, (from, at) => from[at + field]);
  return Object.fromEntries(names.map((name, field) => [name, one(field)]));
}
