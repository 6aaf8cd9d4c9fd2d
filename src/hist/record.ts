import { knownOptions } from "../array/option-names.ts";
import { UsageError } from "../errors.ts";
import { equalEdges } from "../root/objects/axis.ts";
import type { AxisRecord, HistogramRecord, ProfileRecord } from "../root/objects/index.ts";
import { type Axis, axisExtent, axisSize } from "./axis.ts";
import { axisEdges } from "./edges.ts";
import type { Hist } from "./hist.ts";

/**
 * Each cell of a histogram beside the cell of ROOT's, which always has both flow bins, in C order.
 *
 * @param shape  bins of each axis in ROOT, with flow
 */
export function* cellPairs(
  axes: readonly Axis[],
  shape: readonly number[],
): Iterable<[ours: number, root: number]> {
  const extents = axes.map(axisExtent);
  const total = extents.reduce((product, n) => product * n, 1);
  for (let cell = 0; cell < total; cell++) {
    let rest = cell;
    let root = 0;
    let stride = 1;
    for (let i = axes.length - 1; i >= 0; i--) {
      const bin = rest % extents[i];
      rest = (rest - bin) / extents[i];
      root += (bin + (axes[i].underflow ? 0 : 1)) * stride;
      stride *= shape[i];
    }
    yield [cell, root];
  }
}

/** Name and title of a record; those of the histogram where they are not given. */
export interface RecordNaming {
  readonly name?: string | undefined;
  readonly title?: string | undefined;
}

const dimensionNames = ["x", "y", "z"] as const;

/**
 * A histogram as ROOT has it: TH1D, TH2D or TH3D, with fSumw2 for storage weight; TProfile,
 * TProfile2D or TProfile3D for storages of means. Flow bins that an axis does not have are empty;
 * categories become labels; statistics (fTsumw …) are worked out from the bins in range.
 *
 * @throws UsageError for more than three axes
 * @see uproot.writing.identify
 */
export function toRecord(hist: Hist, naming: RecordNaming = {}): HistogramRecord | ProfileRecord {
  const { name = hist.name, title = hist.label } = knownOptions(
    naming,
    ["name", "title"],
    "toRecord",
  );
  const { axes, storage } = hist;
  if (axes.length < 1 || axes.length > 3) {
    throw new UsageError(`ROOT has histograms of 1 to 3 axes, not of ${axes.length}`);
  }
  const records = axes.map((axis, i) => axisRecordOf(axis, `${dimensionNames[i]}axis`));
  const shape = records.map(({ bins }) => bins + 2);
  const view = hist.view({ flow: true });
  const spread = (field: string): Float64Array => {
    const out = new Float64Array(shape.reduce((product, n) => product * n, 1));
    for (const [ours, root] of cellPairs(axes, shape)) out[root] = view[field][ours];
    return out;
  };
  const suffix = axes.length === 1 ? "" : `${axes.length}D`;
  const common = { name, title, axes: records, members: {} };
  if (storage !== "mean" && storage !== "weightedMean") {
    const contents = spread("value");
    const sumw2 = storage === "weight" ? spread("variance") : null;
    const statistics = statisticsOf(records, contents, sumw2 ?? contents);
    const className = `TH${axes.length}D`;
    const fEntries = effectiveEntries(contents, sumw2);
    const kept = { contents, sumw2, fEntries, statistics, ...named(statistics) };
    return { kind: "histogram", dtype: "float64", className, ...common, ...kept };
  }
  const weighted = storage === "weightedMean";
  const binEntries = spread(weighted ? "sum_of_weights" : "count");
  const binSumw2 = weighted ? spread("sum_of_weights_squared") : null;
  const mean = spread("value");
  const deviations = spread(
    weighted ? "_sum_of_weighted_deltas_squared" : "_sum_of_deltas_squared",
  );
  const contents = mean.map((m, i) => m * binEntries[i]);
  const sumw2 = deviations.map((d, i) => d + binEntries[i] * (mean[i] * mean[i]));
  const values = dimensionNames[axes.length] ?? "t";
  const statistics: Record<string, number> = {
    ...statisticsOf(records, binEntries, binSumw2 ?? binEntries),
    [`fTsumw${values}`]: inRange(records, contents),
    [`fTsumw${values}2`]: inRange(records, sumw2),
  };
  return {
    kind: "profile",
    className: `TProfile${suffix}`,
    ...common,
    contents,
    sumw2,
    binEntries,
    binSumw2,
    errorMode: 0,
    fEntries: effectiveEntries(binEntries, binSumw2),
    statistics,
    ...named(statistics),
  };
}

function axisRecordOf(axis: Axis, fallback: string): AxisRecord {
  const bins = axisSize(axis);
  const edges = axisEdges(axis);
  const even = axis.kind !== "variable" && !(axis.kind === "regular" && axis.transform);
  const categories = axis.kind === "strCategory" || axis.kind === "intCategory";
  const [min, max] = [edges[0], edges[bins]];
  return {
    name: axis.name || fallback,
    title: axis.label,
    bins,
    min,
    max,
    edges: even ? equalEdges(bins, min, max) : edges,
    variable: !even,
    labels: categories ? axis.categories.map(String) : null,
    members: {},
  };
}

/** Sums over the bins in range of weight times products of bin centers. */
function statisticsOf(
  axes: readonly AxisRecord[],
  weights: Float64Array,
  squares: Float64Array,
): Record<string, number> {
  const names = dimensionNames.slice(0, axes.length);
  const out: Record<string, number> = { fTsumw: 0, fTsumw2: 0 };
  for (const [i, name] of names.entries()) {
    out[`fTsumw${name}`] = 0;
    out[`fTsumw${name}2`] = 0;
    for (const other of names.slice(i + 1)) out[`fTsumw${name}${other}`] = 0;
  }
  for (const { cell, centers } of innerCells(axes)) {
    const w = weights[cell];
    out.fTsumw += w;
    out.fTsumw2 += squares[cell];
    for (const [i, name] of names.entries()) {
      out[`fTsumw${name}`] += w * centers[i];
      out[`fTsumw${name}2`] += w * (centers[i] * centers[i]);
      for (let j = i + 1; j < names.length; j++) {
        out[`fTsumw${name}${names[j]}`] += w * centers[i] * centers[j];
      }
    }
  }
  return out;
}

function inRange(axes: readonly AxisRecord[], values: Float64Array): number {
  let total = 0;
  for (const { cell } of innerCells(axes)) total += values[cell];
  return total;
}

/** The bins in range, in C order, and where their centers are. */
function* innerCells(
  axes: readonly AxisRecord[],
): Iterable<{ cell: number; centers: readonly number[] }> {
  const at = axes.map(() => 0);
  const total = axes.reduce((product, { bins }) => product * bins, 1);
  for (let n = 0; n < total; n++) {
    const cell = axes.reduce((sum, { bins }, i) => sum * (bins + 2) + at[i] + 1, 0);
    yield { cell, centers: axes.map(({ edges }, i) => (edges[at[i]] + edges[at[i] + 1]) / 2) };
    for (let i = axes.length - 1; i >= 0 && ++at[i] === axes[i].bins; i--) at[i] = 0;
  }
}

/** Sum of weights, squared, over the sum of their squares; all bins, flow included. */
function effectiveEntries(weights: Float64Array, squares: Float64Array | null): number {
  const sum = weights.reduce((total, w) => total + w, 0);
  if (squares === null) return sum;
  const squared = squares.reduce((total, w) => total + w, 0);
  return squared > 0 ? (sum * sum) / squared : 0;
}

function named(
  statistics: Readonly<Record<string, number>>,
): Pick<HistogramRecord, "fTsumw" | "fTsumw2" | "fTsumwx" | "fTsumwx2"> {
  const { fTsumw, fTsumw2, fTsumwx, fTsumwx2 } = statistics;
  return { fTsumw, fTsumw2, fTsumwx, fTsumwx2 };
}
