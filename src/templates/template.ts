import { ShapeError, UsageError } from "../errors.ts";
import { variableAxis } from "../hist/axis.ts";
import { axisEdges } from "../hist/edges.ts";
import { Hist } from "../hist/hist.ts";
import type { RegionSpec, SampleSpec, SystematicSpec } from "./config-spec.ts";
import type { Side } from "./contains.ts";

/**
 * A histogram of a sample in a region: plain numbers, without flow bins.
 * @see cabinetry.histo.Histogram
 */
export interface Template {
  /** Edges, one more than bins. */
  readonly bins: Float64Array;
  readonly yields: Float64Array;
  /** Statistical uncertainty of each bin; NaN where its square is negative. */
  readonly stdev: Float64Array;
}

/**
 * The name that a template is saved by: region, sample, and systematic with side, joined by `_`, blanks as
 * `-`.
 * @see cabinetry.histo.name
 */
export function templateName(
  region: RegionSpec,
  sample: SampleSpec,
  systematic?: SystematicSpec,
  side?: Side,
): string {
  const nominal = `${region.Name}_${sample.Name}`;
  const name = systematic === undefined ? nominal : `${nominal}_${systematic.Name}_${side}`;
  return name.replaceAll(" ", "-");
}

/**
 * A template from a histogram of one axis; what lies beyond the axis is left out.
 * @throws UsageError for histograms of more axes
 */
export function fromHist(hist: Hist): Template {
  if (hist.axes.length !== 1) {
    throw new UsageError(`a template has one axis, and this histogram ${hist.axes.length}`);
  }
  const variances = hist.variances();
  const yields = hist.values();
  const stdev = yields.map((_, i) => Math.sqrt(variances[i]));
  return { bins: Float64Array.from(axisEdges(hist.axes[0])), yields, stdev };
}

/**
 * The histogram of a template: a variable axis without flow bins, storage weight.
 * @throws ShapeError when lengths differ
 */
export function toHist({ bins, yields, stdev }: Template, name = ""): Hist {
  if (bins.length !== yields.length + 1 || stdev.length !== yields.length) {
    throw new ShapeError(
      `${bins.length} edges, ${yields.length} yields and ${stdev.length} uncertainties are no template`,
    );
  }
  const axis = variableAxis(bins, { underflow: false, overflow: false });
  const hist = new Hist([axis], "weight");
  hist.set({}, { value: yields, variance: stdev.map((s) => s * s) });
  return name === "" ? hist : hist.annotate({ name });
}

/** Sum of the bins, one after the other. */
export function totalYield({ yields }: Template): number {
  let sum = 0;
  for (const value of yields) sum += value;
  return sum;
}

/**
 * What is unusual about a template, in words.
 * @see cabinetry.histo.Histogram.validate
 */
export function warningsOf({ yields, stdev }: Template, name: string): string[] {
  const where = (test: (i: number) => boolean): number[] =>
    [...yields.keys()].filter((i) => test(i));
  const list = (bins: readonly number[]): string => bins.join(", ");
  const empty = where((i) => yields[i] === 0);
  const unclear = where((i) => Number.isNaN(stdev[i]));
  const worrying = unclear.filter((i) => yields[i] !== 0);
  return [
    ...(empty.length > 0 ? [`${name} has empty bins: ${list(empty)}`] : []),
    ...(unclear.length > 0
      ? [`${name} has bins with ill-defined statistical uncertainty: ${list(unclear)}`]
      : []),
    ...(worrying.length > 0
      ? [`${name} has bins that are not empty with ill-defined uncertainty: ${list(worrying)}`]
      : []),
  ];
}
