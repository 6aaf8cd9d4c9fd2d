import { checkOptionNames, knownOptions } from "../../array/option-names.ts";
import { FormatError, UsageError } from "../../errors.ts";
import { type AxisRecord, axisRecord } from "./axis.ts";
import { inCOrder, withoutFlow } from "./bin-order.ts";
import { childOf, numberOf, numbersOf, optionalNumbers, textOf } from "./members.ts";
import type { Members, PlainObject, RootValue } from "./value.ts";

/** What histograms and profiles share. Cells are in C order, the x axis slowest, with flow bins. */
interface CommonRecord {
  readonly className: string;
  readonly name: string;
  readonly title: string;
  /** One to three: x, y, z. */
  readonly axes: readonly AxisRecord[];
  readonly fEntries: number;
  /** Sum of weights, of their squares, and with x and its square, of what was filled in range. */
  readonly fTsumw: number;
  readonly fTsumw2: number;
  readonly fTsumwx: number;
  readonly fTsumwx2: number;
  /** These and those of y and z, and of a profile's values: fTsumwy, fTsumwxy … */
  readonly statistics: Readonly<Record<string, number>>;
  /** Everything as it is on file; empty for a record that was not read from one. */
  readonly members: Members;
}

/**
 * A TH1, TH2 or TH3 of any number type.
 * @see uproot.behaviors.TH1.Histogram
 */
export interface HistogramRecord extends CommonRecord {
  readonly kind: "histogram";
  /** Of the contents on file: "float64" of a TH1D, "int32" of a TH1I. */
  readonly dtype: "int8" | "int16" | "int32" | "int64" | "float32" | "float64";
  /** Sums of weights. */
  readonly contents: Float64Array;
  /** Sums of squared weights (fSumw2); `null` where they were not kept. */
  readonly sumw2: Float64Array | null;
}

/** A HistogramRecord of one axis. */
export type TH1Record = HistogramRecord;
/** A HistogramRecord of two axes. */
export type TH2Record = HistogramRecord;
/** A HistogramRecord of three axes. */
export type TH3Record = HistogramRecord;

/**
 * A TProfile, TProfile2D or TProfile3D.
 * @see uproot.behaviors.TProfile.Profile
 */
export interface ProfileRecord extends CommonRecord {
  readonly kind: "profile";
  /** Sums of weight times value. */
  readonly contents: Float64Array;
  /** Sums of weight times squared value (fSumw2); `null` where they were not kept. */
  readonly sumw2: Float64Array | null;
  /** Sums of weights (fBinEntries). */
  readonly binEntries: Float64Array;
  /** Sums of squared weights (fBinSumw2); `null` where there were no weights. */
  readonly binSumw2: Float64Array | null;
  /** How ROOT draws errors (fErrorMode): 0 of the mean, 1 "s", 2 "i", 3 "g". */
  readonly errorMode: number;
}

/** A ProfileRecord of one axis. */
export type TProfileRecord = ProfileRecord;

/**
 * The record of a histogram or profile.
 * @throws FormatError when its arrays do not fit its axes
 */
export function histogramRecord(
  object: PlainObject,
  dimensions: 1 | 2 | 3,
  profile: boolean,
  path: string,
): HistogramRecord | ProfileRecord {
  const { className, members } = object;
  const contents = numbersOf(members, "fArray", path);
  const axes = ["fXaxis", "fYaxis", "fZaxis"]
    .slice(0, dimensions)
    .map((name) => axisRecord(childOf(members, name, path), contents.length, `${path}: ${name}`));
  const shape = axes.map(({ bins }) => bins + 2);
  const cells = shape.reduce((product, n) => product * n, 1);
  if (contents.length !== cells) {
    throw new FormatError(
      `${path}: a ${className} of ${shape.join(" x ")} bins with flow has ${contents.length} contents`,
      { path },
    );
  }
  const optional = (name: string): Float64Array | null => {
    const values = optionalNumbers(members, name, path);
    return values?.length === cells ? inCOrder(values, shape) : null;
  };
  const common = {
    className,
    name: textOf(members, "fName", path),
    title: textOf(members, "fTitle", path),
    axes,
    contents: inCOrder(contents, shape),
    sumw2: optional("fSumw2"),
    fEntries: numberOf(members, "fEntries", path),
    fTsumw: numberOf(members, "fTsumw", path),
    fTsumw2: numberOf(members, "fTsumw2", path),
    fTsumwx: numberOf(members, "fTsumwx", path),
    fTsumwx2: numberOf(members, "fTsumwx2", path),
    statistics: Object.fromEntries(
      Object.entries(members).filter(
        (entry): entry is [string, number] =>
          /^fTsumw[a-z0-9]*$/.test(entry[0]) && typeof entry[1] === "number",
      ),
    ),
    members,
  };
  if (!profile) return { kind: "histogram", dtype: dtypeOf(members.fArray), ...common };
  const binEntries = optional("fBinEntries");
  if (binEntries === null) {
    throw new FormatError(`${path}: the entries of the bins do not fit the axes`, { path });
  }
  return {
    kind: "profile",
    ...common,
    binEntries,
    binSumw2: optional("fBinSumw2"),
    errorMode: Number(members.fErrorMode ?? 0),
  };
}

function dtypeOf(contents: RootValue | undefined): HistogramRecord["dtype"] {
  if (contents instanceof Int8Array) return "int8";
  if (contents instanceof Int16Array) return "int16";
  if (contents instanceof Int32Array) return "int32";
  if (contents instanceof BigInt64Array) return "int64";
  return contents instanceof Float32Array ? "float32" : "float64";
}

/** Whether flow bins are among the cells. */
export interface CellOptions {
  /** Default false. */
  readonly flow?: boolean | undefined;
}

/** How the errors of a profile are worked out. */
export interface ErrorOptions extends CellOptions {
  /**
   * Of profiles: "" error of the mean (default), "s" spread, "i" spread of whole numbers, "g" of
   * weights 1/sigma^2.
   */
  readonly errorMode?: "" | "s" | "i" | "g" | undefined;
}

/** Bins of each axis. */
export function histogramShape(
  { axes }: HistogramRecord | ProfileRecord,
  options: CellOptions = {},
): number[] {
  const { flow = false } = knownOptions(options, ["flow"], "histogramShape");
  return axes.map(({ bins }) => bins + (flow ? 2 : 0));
}

/**
 * Contents of bins, or means of a profile (0 in empty bins), in C order.
 * @see uproot.behaviors.TH1.Histogram.values
 */
export function histogramValues(
  record: HistogramRecord | ProfileRecord,
  options: CellOptions = {},
): Float64Array {
  const { flow = false } = knownOptions(options, ["flow"], "histogramValues");
  return cut(record, record.kind === "profile" ? means(record) : record.contents.slice(), flow);
}

/**
 * Squared errors, in C order: sums of squared weights where they were kept, else the contents;
 * never negative.
 * @see uproot.behaviors.TH1.Histogram.variances
 */
export function histogramVariances(
  record: HistogramRecord | ProfileRecord,
  options: ErrorOptions = {},
): Float64Array {
  checkOptionNames(options, ["flow", "errorMode"], "histogramVariances");
  if (record.kind === "profile") return histogramErrors(record, options).map((e) => e * e);
  const squares = record.sumw2 ?? record.contents;
  const variances = squares.map((v) => (Number.isNaN(v) ? 0 : Math.max(v, 0)));
  return cut(record, variances, options.flow ?? false);
}

/**
 * Errors of the values, in C order.
 * @see uproot.behaviors.TH1.Histogram.errors, uproot.behaviors.TProfile.Profile.errors
 */
export function histogramErrors(
  record: HistogramRecord | ProfileRecord,
  options: ErrorOptions = {},
): Float64Array {
  checkOptionNames(options, ["flow", "errorMode"], "histogramErrors");
  if (record.kind === "profile") {
    return cut(record, profileErrors(record, options.errorMode ?? ""), options.flow ?? false);
  }
  return histogramVariances(record, options).map(Math.sqrt);
}

/**
 * Effective number of entries of the bins of a profile: the squared sum of weights over the sum of
 * squared weights.
 * @see uproot.behaviors.TProfile.Profile.counts
 */
export function profileCounts(record: ProfileRecord, options: CellOptions = {}): Float64Array {
  const { flow = false } = knownOptions(options, ["flow"], "profileCounts");
  return cut(record, effectiveEntries(record), flow);
}

function effectiveEntries({ binEntries, binSumw2 }: ProfileRecord): Float64Array {
  if (binSumw2 === null) return binEntries.slice();
  return binEntries.map((sum, i) => (binSumw2[i] > 0 ? (sum * sum) / binSumw2[i] : 0));
}

function means({ contents, binEntries }: ProfileRecord): Float64Array {
  return contents.map((sum, i) => (binEntries[i] !== 0 ? sum / binEntries[i] : 0));
}

/** @see ROOT hist/hist/src/TProfileHelper.h `GetBinError` */
function profileErrors(record: ProfileRecord, mode: string): Float64Array {
  const { binEntries, sumw2 } = record;
  const counts = effectiveEntries(record);
  const mean = means(record);
  const spread = mean.map((m, i) =>
    binEntries[i] === 0 ? 0 : Math.sqrt(Math.abs((sumw2?.[i] ?? 0) / binEntries[i] - m * m)),
  );
  const filled = (error: (i: number) => number): Float64Array =>
    spread.map((_, i) => (binEntries[i] === 0 ? 0 : error(i)));
  switch (mode) {
    case "":
      return filled((i) => spread[i] / Math.sqrt(counts[i]));
    case "s":
      return spread;
    case "i":
      return filled((i) =>
        spread[i] !== 0 ? spread[i] / Math.sqrt(counts[i]) : 1 / Math.sqrt(12 * counts[i]),
      );
    case "g":
      return filled((i) => 1 / Math.sqrt(binEntries[i]));
    default:
      throw new UsageError(`errorMode is "", "s", "i" or "g", not "${mode}"`);
  }
}

function cut(
  { axes }: HistogramRecord | ProfileRecord,
  values: Float64Array,
  flow: boolean,
): Float64Array {
  if (flow) return values;
  const shape = axes.map(({ bins }) => bins + 2);
  return withoutFlow(values, shape);
}
