/*
 * ROOT's drawing classes as plain records, as JSROOT's `draw` takes them and its `parse` completes them.
 * Lengths named `…Px` elsewhere are given here relative to the pad, as ROOT has them, except line widths
 * and marker sizes.
 */

import { type AxisAttributes, axis } from "./axis-records.ts";
import { list, type RootObject } from "./root-object.ts";

/** "Not set" for fMinimum and fMaximum. */
const UNSET = -1111;
/** TObject's bits: no statistics box; position in the pad's own coordinates. */
const NO_STATS = 1 << 9;
const TEXT_NDC = 1 << 14;

const line = { fLineColor: 1, fLineStyle: 1, fLineWidth: 1 };
const fill = { fFillColor: 0, fFillStyle: 0 };
const marker = { fMarkerColor: 1, fMarkerStyle: 1, fMarkerSize: 1 };
const text = { fTextAngle: 0, fTextSize: 0, fTextAlign: 12, fTextColor: 1, fTextFont: 42 };

/** What a histogram looks like. */
export interface HistogramAttributes {
  readonly fill?: { readonly color: number; readonly style: number };
  readonly line?: { readonly color: number; readonly width: number; readonly style?: number };
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A TH1D; `values` and `variances` have one entry per bin, without flow. */
export function histogram(
  name: string,
  x: AxisAttributes,
  y: Partial<AxisAttributes>,
  content: { readonly values: Float64Array; readonly variances?: Float64Array },
  look: HistogramAttributes = {},
): RootObject {
  const { values, variances } = content;
  return {
    _typename: "TH1D",
    fUniqueID: 0,
    fBits: 8 | NO_STATS,
    fName: name,
    fTitle: "",
    ...line,
    fLineColor: look.line?.color ?? 1,
    fLineWidth: look.line?.width ?? 0,
    fLineStyle: look.line?.style ?? 1,
    fFillColor: look.fill?.color ?? 0,
    fFillStyle: look.fill?.style ?? 0,
    ...marker,
    fNcells: values.length + 2,
    fXaxis: axis("xaxis", x),
    fYaxis: axis("yaxis", { edges: Float64Array.of(0, 1), ...y }),
    fZaxis: axis("zaxis", { edges: Float64Array.of(0, 1) }),
    fBarOffset: 0,
    fBarWidth: 1000,
    fEntries: values.length,
    fTsumw: 0,
    fTsumw2: 0,
    fTsumwx: 0,
    fTsumwx2: 0,
    fMaximum: look.maximum ?? UNSET,
    fMinimum: look.minimum ?? UNSET,
    fNormFactor: 0,
    fContour: [],
    fSumw2: variances === undefined ? [] : [0, ...variances, 0],
    fOption: "",
    fFunctions: list([]),
    fBufferSize: 0,
    fBuffer: [],
    fBinStatErrOpt: 0,
    fStatOverflows: 2,
    fArray: [0, ...values, 0],
  };
}

/** A TH2D; `values` f64[n * m], the y axis runs fastest; `z` describes the scale of colours. */
export function histogram2(
  name: string,
  edges: { readonly x: Float64Array; readonly y: Float64Array },
  z: Omit<AxisAttributes, "edges">,
  values: Float64Array,
  range: readonly [number, number],
): RootObject {
  const [columns, rows] = [edges.x.length - 1, edges.y.length - 1];
  const cells = new Array<number>((columns + 2) * (rows + 2)).fill(0);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < rows; j++) cells[(j + 1) * (columns + 2) + i + 1] = values[i * rows + j];
  }
  return {
    ...histogram(name, { edges: edges.x }, { edges: edges.y }, { values: new Float64Array() }),
    _typename: "TH2D",
    fNcells: cells.length,
    fZaxis: axis("zaxis", { edges: Float64Array.of(0, 1), ...z }),
    fTsumwy: 0,
    fTsumwy2: 0,
    fTsumwxy: 0,
    fScalefactor: 1,
    fMinimum: range[0],
    fMaximum: range[1],
    fArray: cells,
  };
}

/** A THStack; the first histogram is the lowest. */
export function stackOf(name: string, histograms: readonly RootObject[]): RootObject {
  return {
    _typename: "THStack",
    fUniqueID: 0,
    fBits: 0,
    fName: name,
    fTitle: "",
    fHists: list(histograms.map((one) => [one, "hist"])),
    fHistogram: null,
    fMaximum: UNSET,
    fMinimum: UNSET,
  };
}

/** Points of a TGraphAsymmErrors; the errors are distances from the point. */
export interface GraphPoints {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly xLow: ArrayLike<number>;
  readonly xHigh: ArrayLike<number>;
  readonly yLow: ArrayLike<number>;
  readonly yHigh: ArrayLike<number>;
}

/** What a graph looks like: its markers and bars, its line, or the boxes of its errors. */
export interface GraphLook {
  readonly line?: { readonly color: number; readonly width: number; readonly style?: number };
  readonly marker?: { readonly color: number; readonly style: number; readonly size: number };
  readonly fill?: { readonly color: number; readonly style: number };
}

/** A TGraphAsymmErrors. */
export function graph(name: string, points: GraphPoints, look: GraphLook): RootObject {
  return {
    _typename: "TGraphAsymmErrors",
    fUniqueID: 0,
    fBits: NO_STATS,
    fName: name,
    fTitle: "",
    fFillColor: look.fill?.color ?? 0,
    fFillStyle: look.fill?.style ?? 0,
    fLineColor: look.line?.color ?? 1,
    fLineStyle: look.line?.style ?? 1,
    fLineWidth: look.line?.width ?? 0,
    fMarkerColor: look.marker?.color ?? 1,
    fMarkerStyle: look.marker?.style ?? 1,
    fMarkerSize: look.marker?.size ?? 0,
    fFunctions: list([]),
    fHistogram: null,
    fMaxSize: points.x.length,
    fMaximum: UNSET,
    fMinimum: UNSET,
    fNpoints: points.x.length,
    fX: Array.from(points.x),
    fY: Array.from(points.y),
    fEXlow: Array.from(points.xLow),
    fEXhigh: Array.from(points.xHigh),
    fEYlow: Array.from(points.yLow),
    fEYhigh: Array.from(points.yHigh),
  };
}

/** A box in fractions of the pad, y upwards. */
export interface PadBox {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** One line of a legend: the object it explains and what of it is shown ("f" fill, "lep" line, error, point). */
export interface LegendEntry {
  readonly object: RootObject;
  readonly label: string;
  readonly option: string;
}

/** A TLegend without frame. */
export function legendOf(
  entries: readonly LegendEntry[],
  box: PadBox,
  look: { textSize: number; margin: number; separation: number },
): RootObject {
  return {
    _typename: "TLegend",
    fUniqueID: 0,
    fBits: 0,
    ...line,
    ...fill,
    fX1: 0,
    fX2: 1,
    fY1: 0,
    fY2: 1,
    fX1NDC: box.x1,
    fY1NDC: box.y1,
    fX2NDC: box.x2,
    fY2NDC: box.y2,
    fBorderSize: 0,
    fInit: 1,
    fShadowColor: 0,
    fCornerRadius: 0,
    fOption: "brNDC",
    fName: "TPave",
    ...text,
    fTextSize: look.textSize,
    fColumnSeparation: 0,
    fEntrySeparation: look.separation,
    fMargin: look.margin,
    fNColumns: 1,
    fPrimitives: list(entries.map((entry) => [legendEntry(entry, look.textSize), ""])),
  };
}

function legendEntry({ object, label, option }: LegendEntry, textSize: number): RootObject {
  const member = (name: string, otherwise: number): unknown => object[name] ?? otherwise;
  return {
    _typename: "TLegendEntry",
    fUniqueID: 0,
    fBits: 0,
    ...text,
    fTextSize: textSize,
    fLineColor: member("fLineColor", 1),
    fLineStyle: member("fLineStyle", 1),
    fLineWidth: member("fLineWidth", 1),
    fFillColor: member("fFillColor", 0),
    fFillStyle: member("fFillStyle", 0),
    fMarkerColor: member("fMarkerColor", 1),
    fMarkerStyle: member("fMarkerStyle", 1),
    fMarkerSize: member("fMarkerSize", 1),
    fLabel: label,
    fObject: object,
    fOption: option,
  };
}

/** Where a text is: aligned as ROOT counts (11: start of the baseline), in its own colour, and in which units. */
export interface TextPlace {
  readonly align?: number;
  readonly color?: number;
  /** Whether x and y are in the units of the axes, not in fractions of the pad. */
  readonly inFrame?: boolean;
}

/** A TLatex at (x, y) of the pad: the start of its baseline, or as `place` says. */
export function latex(
  label: string,
  x: number,
  y: number,
  size: number,
  place: TextPlace = {},
): RootObject {
  return {
    _typename: "TLatex",
    fUniqueID: 0,
    fBits: place.inFrame ? 0 : TEXT_NDC,
    fName: "",
    fTitle: label,
    ...text,
    fTextSize: size,
    fTextAlign: place.align ?? 11,
    fTextColor: place.color ?? 1,
    ...line,
    fLineWidth: 2,
    fX: x,
    fY: y,
    fLimitFactorSize: 3,
    fOriginSize: size,
  };
}
