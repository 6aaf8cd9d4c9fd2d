import { type Axis, axisExtent, axisSize } from "./axis.ts";
import { type Contents, cellSize, emptyLike, type StorageKind, strides } from "./storage.ts";

/**
 * Where the bins of an axis go: element `i` is the new place of bin `i`, flow bins included in both,
 * or -1 to drop it.
 */
export type BinMap = Int32Array;

/** Adds the numbers of one cell to another, as boost-histogram's accumulators are added. */
export type AddCell = (into: Float64Array, at: number, from: Float64Array, start: number) => void;

/**
 * Cells of `from` added into the cells of `into` by a map per axis.
 *
 * Cells are visited with the first axis fastest, which is the order of boost-histogram: sums have
 * its bits.
 *
 * @param maps  one for each axis of `from`; `into` has an axis for each (of extent 1 where the map
 *   joins all bins)
 * @param add  how cells are joined
 */
export function transfer(
  from: { readonly axes: readonly Axis[]; readonly cells: Float64Array },
  into: { readonly extents: readonly number[]; readonly cells: Float64Array },
  maps: readonly BinMap[],
  size: number,
  add: AddCell,
): void {
  const rank = from.axes.length;
  const sourceSteps = strides(from.axes);
  const targetSteps = new Array<number>(rank);
  for (let i = rank - 1, step = 1; i >= 0; i--) {
    targetSteps[i] = step;
    step *= into.extents[i];
  }
  const place = new Array<number>(rank).fill(0);
  const count = from.cells.length / size;
  for (let done = 0; done < count; done++) {
    let source = 0;
    let target = 0;
    for (let i = 0; i < rank; i++) {
      const bin = maps[i][place[i]];
      source += place[i] * sourceSteps[i];
      target = bin < 0 || target < 0 ? -1 : target + bin * targetSteps[i];
    }
    if (target >= 0) add(into.cells, target * size, from.cells, source * size);
    for (let i = 0; i < rank && ++place[i] === maps[i].length; i++) place[i] = 0;
  }
}

/** A map that leaves every bin of an axis where it is. */
export function identityMap(axis: Axis): BinMap {
  return Int32Array.from({ length: axisExtent(axis) }, (_, i) => i);
}

/**
 * The map from the bins of an axis to those of the axis it grew into.
 *
 * @param shift  bins that were added below
 */
export function growthMap(from: Axis, into: Axis, shift: number): BinMap {
  const map = identityMap(from);
  const first = Number(from.underflow);
  for (let i = 0; i < axisSize(from); i++) map[first + i] = Number(into.underflow) + i + shift;
  if (from.overflow) map[map.length - 1] = axisExtent(into) - 1;
  return map;
}

/** A histogram over other axes, with the cells of `contents` moved there by a map per axis. */
export function moved(
  contents: Contents,
  axes: readonly Axis[],
  maps: readonly BinMap[],
  add: AddCell = copyCell(contents.storage),
): Contents {
  const result = emptyLike(contents, axes);
  const into = { extents: axes.map(axisExtent), cells: result.cells.view() };
  const from = { axes: contents.axes, cells: contents.cells.view() };
  transfer(from, into, maps, cellSize(contents.storage), add);
  return result;
}

/** Puts a cell in the place of another. */
export function copyCell(storage: StorageKind): AddCell {
  const size = cellSize(storage);
  return (into, at, from, start) => {
    for (let i = 0; i < size; i++) into[at + i] = from[start + i];
  };
}

/** Adds cells of a storage. */
export function addCell(storage: StorageKind): AddCell {
  switch (storage) {
    case "mean":
      return addMean;
    case "weightedMean":
      return addWeightedMean;
    case "weight":
      return (into, at, from, start) => {
        into[at] += from[start];
        into[at + 1] += from[start + 1];
      };
    default:
      return (into, at, from, start) => {
        into[at] += from[start];
      };
  }
}

/** @see boost_histogram.accumulators.Mean */
function addMean(into: Float64Array, at: number, from: Float64Array, start: number): void {
  const n2 = from[start];
  if (n2 === 0) return;
  const n1 = into[at];
  const mu1 = into[at + 1];
  const mu2 = from[start + 1];
  const n = n1 + n2;
  const mu = (n1 * mu1 + n2 * mu2) / n;
  into[at] = n;
  into[at + 1] = mu;
  const sum = into[at + 2] + from[start + 2];
  into[at + 2] = sum + (n1 * (mu - mu1) * (mu - mu1) + n2 * (mu - mu2) * (mu - mu2));
}

/** @see boost_histogram.accumulators.WeightedMean */
function addWeightedMean(into: Float64Array, at: number, from: Float64Array, start: number): void {
  const n2 = from[start];
  if (n2 === 0) return;
  const n1 = into[at];
  const mu1 = into[at + 2];
  const mu2 = from[start + 2];
  const n = n1 + n2;
  const mu = (n1 * mu1 + n2 * mu2) / n;
  into[at] = n;
  into[at + 1] += from[start + 1];
  into[at + 2] = mu;
  const sum = into[at + 3] + from[start + 3];
  into[at + 3] = sum + (n1 * (mu - mu1) * (mu - mu1) + n2 * (mu - mu2) * (mu - mu2));
}
