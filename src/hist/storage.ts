import { NotFoundError, UnsupportedError, UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { type Axis, axisExtent, type Metadata, sameAxis } from "./axis.ts";

/**
 * What a cell keeps, in boost-histogram's words.
 *
 * - `double`, `unlimited`: sum of weights
 * - `int64`: whole number, the fraction dropped after each addition; `atomicInt64`: sum of the whole
 *   parts of the weights. Both exact up to 2^53 entries
 * - `weight`: sum of weights and of their squares
 * - `mean`, `weightedMean`: mean and spread of a sample
 */
export type StorageKind =
  | "double"
  | "int64"
  | "atomicInt64"
  | "unlimited"
  | "weight"
  | "mean"
  | "weightedMean";

/** Numbers of a cell, in the order in which they lie in memory. */
const fields: Readonly<Record<StorageKind, readonly string[]>> = {
  double: ["value"],
  int64: ["value"],
  atomicInt64: ["value"],
  unlimited: ["value"],
  weight: ["value", "variance"],
  mean: ["count", "value", "_sum_of_deltas_squared"],
  weightedMean: [
    "sum_of_weights",
    "sum_of_weights_squared",
    "value",
    "_sum_of_weighted_deltas_squared",
  ],
};

/** Names of the numbers of a cell. */
export function storageFields(storage: StorageKind): readonly string[] {
  return fields[storage];
}

/** Numbers of a cell. */
export function cellSize(storage: StorageKind): number {
  return fields[storage].length;
}

/** Whether a fill needs a sample. */
export function takesSample(storage: StorageKind): boolean {
  return storage === "mean" || storage === "weightedMean";
}

/** Whether weights are lost in the sum, so that a weighted fill leaves no variance. */
export function losesWeights(storage: StorageKind): boolean {
  return cellSize(storage) === 1;
}

/** Storages of format strings and messages. */
export const storageKinds: readonly StorageKind[] = Object.keys(fields) as StorageKind[];

/** Positions in kernels are signed 32-bit integers. */
const MAX_CELLS = 2 ** 28;

/** What a histogram is made of. Axes are replaced, cells are changed in place. */
export interface Contents {
  axes: readonly Axis[];
  readonly storage: StorageKind;
  /** Cells in C order (last axis fastest), flow bins included. */
  cells: Column<"float64">;
  /** False once a storage that loses weights was filled with them. */
  varianceKnown: boolean;
  /** `name` and `label` of the histogram and whatever else was noted. */
  metadata: Metadata;
}

/** Axes of a histogram at most, as in boost-histogram. */
const MAX_AXES = 32;

/** @throws UsageError on more than 32 axes or two of one name */
export function checkAxes(axes: readonly Axis[]): void {
  if (axes.length > MAX_AXES) {
    throw new UsageError(`a histogram has at most ${MAX_AXES} axes, not ${axes.length}`);
  }
  const names = new Set<string>();
  for (const { name } of axes) {
    if (name !== "" && names.has(name)) throw new UsageError(`two axes are named "${name}"`);
    names.add(name);
  }
}

/** Number of cells, flow bins included. @throws UnsupportedError over 2^28 */
export function cellCount(axes: readonly Axis[]): number {
  let count = 1;
  for (const axis of axes) count *= axisExtent(axis);
  if (count > MAX_CELLS) {
    throw new UnsupportedError(
      `a histogram of ${count} cells: at most ${MAX_CELLS} are supported`,
      "histograms of more than 2^28 cells",
    );
  }
  return count;
}

/** Cells to the next bin of each axis. */
export function strides(axes: readonly Axis[]): number[] {
  const steps = new Array<number>(axes.length);
  let step = 1;
  for (let i = axes.length - 1; i >= 0; i--) {
    steps[i] = step;
    step *= axisExtent(axes[i]);
  }
  return steps;
}

/** Empty cells for these axes. */
export function emptyCells(axes: readonly Axis[], storage: StorageKind): Column<"float64"> {
  const cells = reserve("float64", cellCount(axes) * cellSize(storage));
  cells.view().fill(0);
  return cells;
}

/** An empty histogram. @throws NotFoundError for a storage that there is not */
export function emptyContents(axes: readonly Axis[], storage: StorageKind): Contents {
  if (!storageKinds.includes(storage)) {
    throw new NotFoundError("storage", String(storage), storageKinds, "histograms");
  }
  return { axes, storage, cells: emptyCells(axes, storage), varianceKnown: true, metadata: {} };
}

/** An empty histogram over other axes, otherwise as `contents`. */
export function emptyLike(contents: Contents, axes: readonly Axis[]): Contents {
  const { storage, varianceKnown, metadata } = contents;
  return { ...emptyContents(axes, storage), varianceKnown, metadata };
}

/** Whether axes, storage and every number of every cell are the same; NaN equals NaN. */
export function sameContents(a: Contents, b: Contents): boolean {
  if (a.storage !== b.storage || a.axes.length !== b.axes.length) return false;
  if (!a.axes.every((axis, i) => sameAxis(axis, b.axes[i]))) return false;
  const [x, y] = [a.cells.view(), b.cells.view()];
  return x.every((value, i) => value === y[i] || (Number.isNaN(value) && Number.isNaN(y[i])));
}

/** Whether contents are given, or the axes of empty ones. */
export function isContents(made: readonly Axis[] | Contents): made is Contents {
  return !Array.isArray(made);
}
