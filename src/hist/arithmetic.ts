import { ShapeError, UsageError } from "../errors.ts";
import { type Axis, axisExtent, axisSize, axisTitle, sameAxis } from "./axis.ts";
import { replaceCells } from "./fill.ts";
import { addContents } from "./merge.ts";
import { copied } from "./slice.ts";
import { type Contents, cellSize, losesWeights, type StorageKind } from "./storage.ts";
import { cellMap } from "./sum.ts";

/** What a histogram is combined with: a number for all cells, or one for each in C order. */
export type Factor = number | ArrayLike<number>;

export type Operation = "add" | "subtract" | "multiply" | "divide";

const words: Readonly<Record<Operation, string>> = {
  add: "added to",
  subtract: "subtracted from",
  multiply: "multiplied with",
  divide: "divided by",
};

/**
 * A histogram with each cell combined with a number. The number is exact for products; a sum takes
 * its square into the variance of storage weight, as boost-histogram does. Means can be multiplied and
 * divided only. Whole numbers stay so in sums, and become doubles in a quotient and in a product with
 * what is not whole.
 *
 * @param other  one number for each cell, with or without flow bins, or one for all
 * @throws ShapeError, UsageError
 * @see boost_histogram.view.WeightedSumView
 */
function withNumbers(contents: Contents, op: Operation, other: Factor): Contents {
  const { storage } = contents;
  const product = op === "multiply" || op === "divide";
  const means = storage === "mean" || storage === "weightedMean";
  if (means && !product) {
    throw new UsageError(`numbers cannot be ${words[op]} means: the ${storage} storage has none`);
  }
  const whole = typeof other === "number" ? Number.isInteger(other) : everyWhole(other);
  if (isWhole(storage) && !product && !whole) {
    throw new UsageError(`only whole numbers can be ${words[op]} the ${storage} storage`);
  }
  const result = copied(contents);
  if (isWhole(storage) && (op === "divide" || !whole)) Object.assign(result, { storage: "double" });
  const cells = result.cells.view();
  const size = cellSize(storage);
  const change = changes[op][means ? "mean" : storage === "weight" ? "weight" : "plain"];
  const numbers = numbersFor(contents.axes, other);
  for (let cell = 0; cell * size < cells.length; cell++) {
    const number = numbers(cell);
    // Flow bins that no number is given for stay as they are.
    if (number !== undefined) change(cells, cell * size, number, size);
  }
  if (losesWeights(storage)) result.varianceKnown = false;
  return result;
}

type Change = (cells: Float64Array, at: number, number: number, size: number) => void;

const changes: Readonly<Record<Operation, Readonly<Record<"plain" | "weight" | "mean", Change>>>> =
  {
    add: {
      plain: (cells, at, x) => {
        cells[at] += x;
      },
      weight: (cells, at, x) => {
        cells[at] += x;
        cells[at + 1] += x * x;
      },
      mean: () => {},
    },
    subtract: {
      plain: (cells, at, x) => {
        cells[at] -= x;
      },
      weight: (cells, at, x) => {
        cells[at] -= x;
        cells[at + 1] += x * x;
      },
      mean: () => {},
    },
    multiply: {
      plain: (cells, at, x) => {
        cells[at] *= x;
      },
      weight: (cells, at, x) => {
        cells[at] *= x;
        cells[at + 1] *= x * x;
      },
      // The mean is the last but one of its numbers, the sum of squared deltas the last.
      mean: (cells, at, x, size) => {
        cells[at + size - 2] *= x;
        cells[at + size - 1] = cells[at + size - 1] * x * x;
      },
    },
    divide: {
      plain: (cells, at, x) => {
        cells[at] /= x;
      },
      weight: (cells, at, x) => {
        cells[at] /= x;
        cells[at + 1] /= x * x;
      },
      mean: (cells, at, x, size) => {
        cells[at + size - 2] /= x;
        cells[at + size - 1] = cells[at + size - 1] / x / x;
      },
    },
  };

/**
 * A histogram combined with numbers or with another histogram, cell by cell.
 * @throws ShapeError, UsageError
 */
export function combined(contents: Contents, op: Operation, other: Factor | Contents): Contents {
  if (typeof other === "number" || !("storage" in other)) return withNumbers(contents, op, other);
  if (op !== "add") return withHistogram(contents, op, other);
  const result = copied(contents);
  try {
    addContents(result, other, (next) => replaceCells(result, next));
  } catch (error) {
    result.cells.dispose();
    throw error;
  }
  return result;
}

/**
 * The difference, product or quotient of two histograms, cell by cell. Variances add in a difference
 * (boost-histogram has none for storage weight); products and quotients are of plain numbers only.
 *
 * @throws ShapeError where axes or storages differ, UsageError
 */
function withHistogram(
  contents: Contents,
  op: Exclude<Operation, "add">,
  other: Contents,
): Contents {
  const { storage, axes } = contents;
  if (storage !== other.storage) {
    throw new ShapeError(
      `histograms of different storage cannot be combined: ${storage} and ${other.storage}`,
      storage,
      other.storage,
    );
  }
  if (!(losesWeights(storage) || (storage === "weight" && op === "subtract"))) {
    throw new UsageError(
      `a histogram of ${storage} storage cannot be ${words[op]} another: which variance it would ` +
        "have is not defined (take values() and work out the one you mean)",
    );
  }
  const differs = axes.findIndex((axis, i) => !other.axes[i] || !sameAxis(axis, other.axes[i]));
  if (differs >= 0 || axes.length !== other.axes.length) {
    const what = differs < 0 ? "their number" : axisTitle(axes[differs], differs);
    throw new ShapeError(`histograms with different axes cannot be combined: ${what} differs`);
  }
  const result = copied(contents);
  if (isWhole(storage) && op === "divide") Object.assign(result, { storage: "double" });
  const cells = result.cells.view();
  const from = other.cells.view();
  for (let i = 0; i < cells.length; i++) {
    if (op === "multiply") cells[i] *= from[i];
    else if (op === "divide") cells[i] /= from[i];
    else if (storage === "weight" && i % 2 === 1) cells[i] += from[i];
    else cells[i] -= from[i];
  }
  if (losesWeights(storage)) result.varianceKnown = false;
  return result;
}

/** The number for each cell, flow bins counted. */
function numbersFor(axes: readonly Axis[], other: Factor): (cell: number) => number | undefined {
  if (typeof other === "number") return () => other;
  const product = (of: (axis: Axis) => number): number => axes.reduce((n, axis) => n * of(axis), 1);
  const [inner, all] = [product(axisSize), product(axisExtent)];
  if (other.length === all) return (cell) => other[cell];
  if (other.length !== inner) {
    throw new ShapeError(
      `the histogram has ${inner} cells (${all} with flow), not ${other.length}`,
      inner,
      other.length,
    );
  }
  const places = cellMap(axes);
  return (cell) => (places[cell] < 0 ? undefined : other[places[cell]]);
}

function isWhole(storage: StorageKind): boolean {
  return storage === "int64" || storage === "atomicInt64";
}

function everyWhole(numbers: ArrayLike<number>): boolean {
  for (let i = 0; i < numbers.length; i++) if (!Number.isInteger(numbers[i])) return false;
  return true;
}
