/* The one file that imports JSROOT's painters; loaded at the first drawing. */

import * as jsroot from "#jsroot/draw";
import { UsageError } from "../errors.ts";
import * as elementary from "../math/elementary.ts";
import { DrawnDocument, type DrawnElement, descendants } from "./document.ts";
import type { Measure } from "./legend.ts";
import type { RootObject } from "./root-object.ts";
import type { Typeface } from "./typeface.ts";

/** Size of a drawing in px, and how many units of the SVG's own coordinates one px has. */
export interface DrawingSize {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** What JSROOT keeps for all canvases: drawings take turns, and each starts from these. */
const STYLE: Readonly<Record<string, unknown>> = {
  fOptStat: 0,
  fOptTitle: 0,
  fOptDate: 0,
  fOptFile: 0,
  fEndErrorSize: 0,
  fStripDecimals: true,
};
const SETTINGS: Readonly<Record<string, unknown>> = {
  Latex: 2, // TLatex drawn as SVG text and paths
  StripAxisLabels: true,
  LoadSymbolTtf: false,
  SmallPad: 0,
  FrameNDC: { fX1NDC: 0.1, fY1NDC: 0.1, fX2NDC: 0.95, fY2NDC: 0.95 },
};

jsroot.setMath(elementary);

let turn: Promise<unknown> = Promise.resolve();

/**
 * Draws a TCanvas into elements of our own document.
 *
 * @param canvas  a plain TCanvas record; JSROOT writes into it, so make one for each call
 * @returns the `svg` element, its coordinates in units of 1/scale px
 */
export function drawCanvas(
  canvas: RootObject,
  size: DrawingSize,
  typeface: Typeface,
): Promise<DrawnElement> {
  const drawing = turn.then(() => drawNow(canvas, size, typeface));
  turn = drawing.catch(() => undefined);
  return drawing;
}

/**
 * Measures TLatex as JSROOT will set it in a typeface; 42 is plain Arial. The measure throws UsageError for a
 * text that is not TLatex.
 */
export function measurer(typeface: Typeface): Measure {
  return (text, size, font = 42) => {
    const command = /\\([A-Za-z]+)/.exec(text)?.[1];
    if (command !== undefined) {
      throw new UsageError(`the text "${text}" is not TLatex: write #${command}, not \\${command}`);
    }
    useTypeface(typeface);
    try {
      return jsroot.latexBox(new DrawnDocument().createElement("g"), text, font, size);
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      throw new UsageError(`the text "${text}" is not TLatex: ${cause.message.trim()}`, { cause });
    }
  };
}

function useTypeface(typeface: Typeface): void {
  jsroot.setTextWidth((text, px, bold, italic) => px * typeface.width(text, bold, italic));
}

async function drawNow(
  canvas: RootObject,
  size: DrawingSize,
  typeface: Typeface,
): Promise<DrawnElement> {
  const document = new DrawnDocument();
  jsroot.internals.nodejs_document = document;
  const smaller = Math.min(size.width, size.height);
  Object.assign(jsroot.gStyle, STYLE, {
    // Relative to the larger side in JSROOT; here hatches follow the letters.
    fHatchesSpacing: (0.93 * smaller) / Math.max(size.width, size.height),
    fHatchesLineWidth: (smaller / 480) * size.scale,
    // Beside the frame JSROOT puts the scale of colours by these.
    fPadRightMargin: canvas.fRightMargin,
    fPadTopMargin: canvas.fTopMargin,
    fPadBottomMargin: canvas.fBottomMargin,
    fNumberContours: 100,
    scaleBeside: hasCells(canvas, /^colz/),
  });
  Object.assign(jsroot.settings, SETTINGS, { CanvasScale: size.scale });
  useTypeface(typeface);
  const host = document.body.appendChild(document.createElement("div"));
  host.setAttribute("width", size.width);
  host.setAttribute("height", size.height);
  Object.assign(host, { _batch_mode: true });
  jsroot.parse(canvas);
  enlarge(canvas, size.scale, new Set());
  await jsroot.draw(host, canvas, "");
  const svg = host.querySelector("svg");
  if (svg === null) throw new Error("JSROOT drew no canvas");
  svg.remove();
  jsroot.cleanup(host);
  checkLetters(svg, typeface);
  // Cells, and the colours of their scale, meet: smoothed edges would let the paper shine through.
  if (hasCells(canvas)) {
    for (const element of descendants(svg)) {
      const { style, tagName } = element;
      const filled = /^rgb/.test(
        style.getPropertyValue("fill") || element.getAttribute("fill") || "",
      );
      const stroked = style.getPropertyValue("stroke") || element.getAttribute("stroke");
      if (tagName === "path" && filled && !stroked) {
        element.setAttribute("shape-rendering", "crispEdges");
      }
    }
  }
  // Axis lines and ticks are 1 px wherever they are drawn, and dashes are counted in px.
  for (const { style } of descendants(svg)) {
    if (style.getPropertyValue("stroke-width") === "1")
      style.setProperty("stroke-width", size.scale);
    const dashes = style.getPropertyValue("stroke-dasharray");
    if (dashes !== "") {
      const longer = dashes.split(/[\s,]+/).map((length) => 2 * size.scale * Number(length));
      style.setProperty("stroke-dasharray", longer.join(","));
    }
  }
  return svg;
}

/** Characters without a glyph that nobody expects to see: controls, joiners, marks of direction. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]|[\uFE00-\uFE0F]|[\uFFFE\uFFFF]/u;

/** @throws UsageError with the letter that neither font has: it would be a box */
function checkLetters(svg: DrawnElement, typeface: Typeface): void {
  for (const element of descendants(svg)) {
    if (element.tagName !== "text") continue;
    const text = element.textContent;
    for (const letter of text) {
      if (typeface.has(letter) || UNSEEN.test(letter)) continue;
      const code = letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
      throw new UsageError(
        `the text "${text}" has the letter "${letter}" (U+${code}), which the fonts of figures lack`,
      );
    }
  }
}

function hasCells({ fPrimitives }: RootObject, drawn = /^col/): boolean {
  const { arr, opt } = fPrimitives as { arr: readonly RootObject[]; opt: readonly string[] };
  return arr.some(({ _typename }, i) => _typename === "TH2D" && drawn.test(opt[i]));
}

/** Lines and markers are given in px, all else relative to the pad: JSROOT scales only the latter. */
function enlarge(value: unknown, scale: number, seen: Set<object>): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  if (seen.has(value)) return;
  seen.add(value);
  const record = value as Record<string, unknown>;
  for (const name of Object.keys(record)) {
    const member = record[name];
    if (/^f(Line|FrameLine)Width$|^fMarkerSize$/.test(name) && typeof member === "number") {
      record[name] = member * scale;
    } else enlarge(member, scale, seen);
  }
}
