/* Pads and canvases as plain records; see records.ts. */

import type { PadBox } from "./records.ts";
import { list, type RootObject } from "./root-object.ts";

/** Margins of a pad as fractions of its width and height. */
export interface Margins {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function padMembers(
  box: PadBox,
  margins: Margins,
  primitives: readonly (readonly [RootObject, string])[],
): Record<string, unknown> {
  const width = box.x2 - box.x1;
  const height = box.y2 - box.y1;
  return {
    fUniqueID: 0,
    fBits: 0,
    fLineColor: 1,
    fLineStyle: 1,
    fLineWidth: 1,
    fFillColor: 0,
    fFillStyle: 1001,
    fLeftMargin: margins.left,
    fRightMargin: margins.right,
    fBottomMargin: margins.bottom,
    fTopMargin: margins.top,
    fXfile: 2,
    fYfile: 2,
    fAfile: 1,
    fXstat: 0.99,
    fYstat: 0.99,
    fAstat: 2,
    fFrameFillColor: 0,
    fFrameFillStyle: 1001,
    fFrameLineColor: 1,
    fFrameLineWidth: 1,
    fFrameLineStyle: 1,
    fFrameBorderSize: 1,
    fFrameBorderMode: 0,
    fX1: 0,
    fY1: 0,
    fX2: 1,
    fY2: 1,
    fXlowNDC: box.x1,
    fYlowNDC: box.y1,
    fXUpNDC: box.x2,
    fYUpNDC: box.y2,
    fWNDC: width,
    fHNDC: height,
    fAbsXlowNDC: box.x1,
    fAbsYlowNDC: box.y1,
    fAbsWNDC: width,
    fAbsHNDC: height,
    fUxmin: 0,
    fUymin: 0,
    fUxmax: 0,
    fUymax: 0,
    fTheta: 30,
    fPhi: 30,
    fAspectRatio: 0,
    fNumber: 0,
    fLogx: 0,
    fLogy: 0,
    fLogz: 0,
    fTickx: 1,
    fTicky: 1,
    fPadPaint: 0,
    fCrosshair: 0,
    fCrosshairPos: 0,
    fBorderSize: 0,
    fBorderMode: 0,
    fModified: false,
    fGridx: false,
    fGridy: false,
    fAbsCoord: false,
    fEditable: true,
    fFixedAspectRatio: false,
    fPrimitives: list(primitives),
    fExecs: null,
  };
}

/** Whether the axes of a pad are logarithmic, and whether x has ticks at the bottom alone. */
export interface PadAxes {
  readonly x?: boolean | undefined;
  readonly y?: boolean | undefined;
  readonly z?: boolean | undefined;
  readonly onlyBelow?: boolean;
}

/** A TPad inside a canvas. */
export function padOf(
  name: string,
  box: PadBox,
  margins: Margins,
  primitives: readonly (readonly [RootObject, string])[],
  log: PadAxes,
): RootObject {
  return {
    _typename: "TPad",
    ...padMembers(box, margins, primitives),
    ...axisMembers(log),
    fName: name,
    fTitle: "",
    fNumPaletteColor: 0,
    fNextPaletteColor: 0,
  };
}

function axisMembers({ x, y, z, onlyBelow }: PadAxes): Record<string, number> {
  return { fTickx: onlyBelow ? 0 : 1, fLogx: x ? 1 : 0, fLogy: y ? 1 : 0, fLogz: z ? 1 : 0 };
}

/** A TCanvas; `colors` are added to ROOT's list of colours (see colors.ts). */
export function canvasOf(
  size: { readonly width: number; readonly height: number },
  margins: Margins,
  primitives: readonly (readonly [RootObject, string])[],
  colors: readonly RootObject[],
  log: PadAxes = {},
): RootObject {
  const palette = { _typename: "TObjArray", name: "ListOfColors", arr: [...colors] };
  return {
    _typename: "TCanvas",
    ...padMembers({ x1: 0, y1: 0, x2: 1, y2: 1 }, margins, [[palette, ""], ...primitives]),
    ...axisMembers(log),
    fName: "c1",
    fTitle: "",
    fNumPaletteColor: 0,
    fNextPaletteColor: 0,
    fDISPLAY: "$DISPLAY",
    fDoubleBuffer: 0,
    fRetained: true,
    fXsizeUser: 0,
    fYsizeUser: 0,
    fXsizeReal: 20,
    fYsizeReal: 10,
    fWindowTopX: 0,
    fWindowTopY: 0,
    fWindowWidth: 0,
    fWindowHeight: 0,
    fCw: size.width,
    fCh: size.height,
    fCatt: {
      _typename: "TAttCanvas",
      fXBetween: 2,
      fYBetween: 2,
      fTitleFromTop: 1.2,
      fXdate: 0.2,
      fYdate: 0.3,
      fAdate: 1,
    },
    kMoveOpaque: true,
    kResizeOpaque: true,
    fHighLightColor: 5,
    fBatch: true,
    kShowEventStatus: false,
    kAutoExec: true,
    kMenuBar: true,
  };
}
