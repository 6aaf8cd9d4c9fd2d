/* Axes as plain records; see records.ts. */

import { list, type RootObject } from "./root-object.ts";

/** Members of a TAxis that a figure sets. */
export interface AxisAttributes {
  readonly edges: Float64Array;
  readonly title?: string;
  readonly titleSize?: number;
  readonly titleOffset?: number;
  readonly labelSize?: number;
  readonly labelOffset?: number;
  readonly tickLength?: number;
  readonly divisions?: number;
  readonly centerTitle?: boolean;
  /** Text below each bin instead of numbers at the edges. */
  readonly labels?: readonly string[] | undefined;
  /** Whether the numbers of a logarithmic axis are more than powers of ten. */
  readonly moreLogLabels?: boolean;
  /** Places of ticks (default: where they suit the numbers). */
  readonly ticks?: readonly number[] | undefined;
  /** Values that have no label though they would. */
  readonly silent?: readonly number[];
  /** Whether that text is set upright. */
  readonly labelsVertical?: boolean;
}

/** Bits of a TAxis: title in the middle, labels upright, numbers between powers of ten. */
const CENTER_TITLE = 1 << 12;
const LABELS_VERTICAL = 1 << 19;
const MORE_LOG_LABELS = 1 << 23;

/** A TAxis. */
export function axis(name: string, attributes: AxisAttributes): RootObject {
  const { edges } = attributes;
  const bins = edges.length - 1;
  return {
    _typename: "TAxis",
    fUniqueID: 0,
    fBits:
      (attributes.centerTitle ? CENTER_TITLE : 0) |
      (attributes.labelsVertical ? LABELS_VERTICAL : 0) |
      (attributes.moreLogLabels ? MORE_LOG_LABELS : 0),
    fName: name,
    fTitle: attributes.title ?? "",
    fNdivisions: attributes.divisions ?? 510,
    fAxisColor: 1,
    fLabelColor: 1,
    fLabelFont: 42,
    fLabelOffset: attributes.labelOffset ?? 0.005,
    fLabelSize: attributes.labelSize ?? 0.035,
    fTickLength: attributes.tickLength ?? 0.03,
    fTitleOffset: attributes.titleOffset ?? 1,
    fTitleSize: attributes.titleSize ?? 0.035,
    fTitleColor: 1,
    fTitleFont: 42,
    fNbins: bins,
    fXmin: edges[0],
    fXmax: edges[bins],
    fXbins: isRegular(edges) ? [] : [...edges],
    fFirst: 0,
    fLast: 0,
    fBits2: 0,
    fTimeDisplay: false,
    fTimeFormat: "",
    fLabels: attributes.labels === undefined ? null : hashList(attributes.labels),
    fModLabs: silence(attributes.silent ?? []),
    // Not ROOT's: of JSROOT as it is bundled here.
    ...(attributes.ticks === undefined ? {} : { fixedTicks: [...attributes.ticks] }),
  };
}

/** Names of bins: the number of the bin is kept as the object's id. */
function hashList(labels: readonly string[]): RootObject {
  const strings = labels.map((fString, i) => ({
    _typename: "TObjString",
    fUniqueID: i + 1,
    fBits: 0,
    fString,
  }));
  return { ...list(strings.map((one) => [one, ""])), _typename: "THashList", name: "THashList" };
}

/** Whether the edges are those of equal bins, within rounding. */
function isRegular(edges: Float64Array): boolean {
  const bins = edges.length - 1;
  const width = (edges[bins] - edges[0]) / bins;
  return edges.every((edge, i) => Math.abs(edge - (edges[0] + i * width)) <= 1e-9 * width);
}

/** A TAxisModLab that leaves a label out. */
const SILENT = {
  fUniqueID: 0,
  fBits: 0,
  fLabNum: 0,
  fTextAngle: -1,
  fTextSize: 0,
  fTextAlign: -1,
  fTextColor: -1,
  fTextFont: -1,
  fLabText: "",
};

/** A TGaxis along the top or bottom of a frame from `x` to `x` at the height `y`, which shows other values. */
export function gaxisOf(
  name: string,
  x: readonly [number, number],
  y: number,
  shown: readonly [number, number],
  look: Required<Pick<AxisAttributes, "labelSize" | "labelOffset" | "tickLength">> & {
    readonly side: "top" | "bottom";
    /** Values that have no label. */
    readonly silent?: readonly number[];
  },
): RootObject {
  const { silent = [] } = look;
  return {
    _typename: "TGaxis",
    fUniqueID: 0,
    fBits: 0,
    fLineColor: 1,
    fLineStyle: 1,
    fLineWidth: 1,
    fTextAngle: 0,
    fTextSize: 0,
    fTextAlign: 12,
    fTextColor: 1,
    fTextFont: 42,
    fX1: x[0],
    fX2: x[1],
    fY1: y,
    fY2: y,
    fWmin: shown[0],
    fWmax: shown[1],
    fGridLength: 0,
    fTickSize: look.tickLength,
    fLabelOffset: look.labelOffset,
    fLabelSize: look.labelSize,
    fTitleOffset: 1,
    fTitleSize: look.labelSize,
    fNdiv: 510,
    fLabelColor: 1,
    fLabelFont: 42,
    fNModLabs: 0,
    // Ticks point into the frame, labels stand outside.
    fChopt: look.side === "top" ? "-S" : "S",
    fName: name,
    fTitle: "",
    fTimeFormat: "",
    fFunctionName: "",
    fModLabs: silence(silent),
  };
}

function silence(values: readonly number[]): RootObject | null {
  if (values.length === 0) return null;
  return list(
    values.map((value) => [{ _typename: "TAxisModLab", ...SILENT, fLabValue: value }, ""]),
  );
}
