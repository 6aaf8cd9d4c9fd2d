import { UsageError } from "../errors.ts";
import { axisSize } from "./axis.ts";
import { axisCenters, axisWidths } from "./edges.ts";
import { meanOrSumOf, varianceOf } from "./statistics.ts";
import { type Contents, cellSize, emptyContents } from "./storage.ts";
import { cellMap, cellsOf } from "./sum.ts";

/**
 * The mean of one axis in the bins of the others, from bin centers, without flow bins.
 *
 * @throws UsageError for storages of means
 * @see hist.Hist.profile
 */
export function profiled(contents: Contents, along: number): Contents {
  const { axes, storage, varianceKnown } = contents;
  if (storage === "mean" || storage === "weightedMean") {
    throw new UsageError(`a profile is made of counts, not of ${storage} storage`);
  }
  const kept = axes.filter((_, i) => i !== along);
  const size = cellSize(storage);
  const cells = cellsOf(contents, false);
  const value = meanOrSumOf(storage);
  const variance = varianceKnown ? varianceOf(storage) : value;
  const centers = axisCenters(axes[along]);
  const steps = axes.slice(along + 1).reduce((n, axis) => n * axisSize(axis), 1);
  const result = emptyContents(kept, "mean");
  const out = result.cells.view();
  const places = cellMap(kept);
  for (const [cell, place] of places.entries()) {
    if (place < 0) continue;
    const start = Math.floor(place / steps) * steps * centers.length + (place % steps);
    const sums = { count: 0, value: 0, variance: 0, spread: 0 };
    for (const [i, center] of centers.entries()) {
      const at = (start + i * steps) * size;
      const [v, w] = [value(cells, at), variance(cells, at)];
      sums.count += v;
      sums.value += v * center;
      sums.variance += w * (center * center);
      sums.spread += w;
    }
    const { count } = sums;
    const relative = sums.value / (count * count);
    const error = sums.variance / (count * count) - sums.spread * (relative * relative);
    out[3 * cell] = count;
    out[3 * cell + 1] = sums.value / count;
    // hist gives count times the error as the variance of the sample.
    out[3 * cell + 2] = count * error * (count - 1);
  }
  return result;
}

/**
 * Values over their sum and the widths of the bins, without flow; 0 where there is nothing.
 * @see hist.Hist.density
 */
export function densityOf(contents: Contents): Float64Array {
  const { axes, storage } = contents;
  const size = cellSize(storage);
  const cells = cellsOf(contents, false);
  const value = meanOrSumOf(storage);
  const out = new Float64Array(cells.length / size).map((_, i) => value(cells, i * size));
  const sum = out.reduce((total, x) => total + x, 0);
  const widths = axes.map(axisWidths);
  return out.map((x, i) => {
    let rest = i;
    let volume = 1;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const list = widths[axis];
      volume *= list[rest % list.length];
      rest = Math.floor(rest / list.length);
    }
    const total = sum * volume;
    return x / (total > 0 ? total : 1);
  });
}
