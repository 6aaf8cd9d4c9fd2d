import { UsageError } from "../errors.ts";
import {
  type AxisRecord,
  type HistogramRecord,
  histogramValues,
  histogramVariances,
  type ProfileRecord,
} from "../root/objects/index.ts";
import { type Axis, intCategoryAxis, regularAxis, strCategoryAxis, variableAxis } from "./axis.ts";
import { Hist } from "./hist.ts";
import { cellPairs } from "./record.ts";
import { cellSize, emptyCells, type StorageKind } from "./storage.ts";

/**
 * The histogram of a TH1, TH2, TH3 or profile, as uproot converts them: contents of whole numbers
 * become storage int64, others double, with fSumw2 weight; a profile becomes mean, with weights
 * weightedMean. Axes have ROOT's names (`xaxis`) and titles; labels make a category axis, of
 * integers where all are, and there is no bin below its first.
 *
 * @throws UsageError when labels repeat or edges do not ascend, and for other records
 * @see uproot.behaviors.TH1.Histogram.to_hist
 */
export function fromRecord(record: HistogramRecord | ProfileRecord): Hist {
  const { kind } = (record ?? {}) as { readonly kind?: unknown };
  if (kind !== "histogram" && kind !== "profile") {
    const what = typeof kind === "string" ? `a record of kind "${kind}"` : String(record);
    throw new UsageError(`${what} is no histogram: records of TH1, TH2, TH3 and profiles are`);
  }
  const axes = record.axes.map(axisOf);
  const [storage, fields] = record.kind === "profile" ? meanFields(record) : sumFields(record);
  const size = cellSize(storage);
  const cells = emptyCells(axes, storage);
  const out = cells.view();
  const shape = record.axes.map(({ bins }) => bins + 2);
  for (const [to, from] of cellPairs(axes, shape)) {
    for (let field = 0; field < size; field++) out[to * size + field] = fields[field][from];
  }
  const metadata = { name: record.name, ...(record.title && { label: record.title }) };
  return new Hist({ axes, storage, cells, varianceKnown: true, metadata });
}

function sumFields(record: HistogramRecord): [StorageKind, Float64Array[]] {
  const values = histogramValues(record, { flow: true });
  if (record.sumw2 !== null) {
    return ["weight", [values, histogramVariances(record, { flow: true })]];
  }
  return [record.dtype.startsWith("int") ? "int64" : "double", [values]];
}

function meanFields(record: ProfileRecord): [StorageKind, Float64Array[]] {
  const { binEntries, binSumw2, sumw2 } = record;
  const mean = histogramValues(record, { flow: true });
  const deviations = mean.map((m, i) =>
    sumw2 === null ? 0 : Math.max(sumw2[i] - binEntries[i] * (m * m), 0),
  );
  if (binSumw2 === null) return ["mean", [binEntries, mean, deviations]];
  return ["weightedMean", [binEntries, binSumw2, mean, deviations]];
}

function axisOf({ name, title, bins, min, max, edges, variable, labels }: AxisRecord): Axis {
  const naming = { name, label: title };
  if (labels !== null) {
    const whole = labels.every((label) => /^\s*[+-]?\d+\s*$/.test(label));
    return whole ? intCategoryAxis(labels.map(Number), naming) : strCategoryAxis(labels, naming);
  }
  return variable ? variableAxis(edges, naming) : regularAxis(bins, min, max, naming);
}
