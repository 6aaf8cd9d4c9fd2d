/*! JSROOT contains d3 7.9.0, https://d3js.org

Copyright 2010-2023 Mike Bostock

Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN
AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
PERFORMANCE OF THIS SOFTWARE.
*/
// What plot/ needs of JSROOT: painters that turn ROOT's objects into SVG elements of a document that
// the caller provides. No files, trees, 3D, menus or network.
export { gStyle, internals, parse, settings } from "../../node_modules/jsroot/modules/core.mjs";

import { FontHandler } from "../../node_modules/jsroot/modules/base/FontHandler.mjs";
import {
  approximateLabelWidth,
  isPlainText,
  produceLatex,
  setTextWidth,
} from "../../node_modules/jsroot/modules/base/latex.mjs";
import { select } from "../../node_modules/jsroot/modules/d3.mjs";

export { cleanup } from "../../node_modules/jsroot/modules/base/ObjectPainter.mjs";

import { TArrowPainter } from "../../node_modules/jsroot/modules/draw/TArrowPainter.mjs";
import { TBoxPainter } from "../../node_modules/jsroot/modules/draw/TBoxPainter.mjs";
import { TGaxisPainter } from "../../node_modules/jsroot/modules/draw/TGaxisPainter.mjs";
import { TLinePainter } from "../../node_modules/jsroot/modules/draw/TLinePainter.mjs";
import { TPolyLinePainter } from "../../node_modules/jsroot/modules/draw/TPolyLinePainter.mjs";
import { TTextPainter } from "../../node_modules/jsroot/modules/draw/TTextPainter.mjs";
import {
  drawTFrame,
  TCanvasPainter,
} from "../../node_modules/jsroot/modules/gpad/TCanvasPainter.mjs";
import { TPadPainter } from "../../node_modules/jsroot/modules/gpad/TPadPainter.mjs";
import { TPavePainter } from "../../node_modules/jsroot/modules/hist/TPavePainter.mjs";
import { TGraphPainter } from "../../node_modules/jsroot/modules/hist2d/TGraphPainter.mjs";
import { TH1Painter } from "../../node_modules/jsroot/modules/hist2d/TH1Painter.mjs";
import { TH2Painter } from "../../node_modules/jsroot/modules/hist2d/TH2Painter.mjs";
import { THStackPainter } from "../../node_modules/jsroot/modules/hist2d/THStackPainter.mjs";
import { TMultiGraphPainter } from "../../node_modules/jsroot/modules/hist2d/TMultiGraphPainter.mjs";

const painters = [
  [/^TCanvas$/, TCanvasPainter.draw],
  [/^TPad$/, TPadPainter.draw],
  [/^TFrame$/, drawTFrame],
  [/^T(Pave|Paves|PaveText|PavesText|PaveStats|PaveLabel|Legend|PaletteAxis)$/, TPavePainter.draw],
  [/^T(Text|Latex|MathText|Link)$/, TTextPainter.draw],
  [/^(TH1|TProfile$)/, TH1Painter.draw],
  [/^(TH2|TProfile2D$)/, TH2Painter.draw],
  [/^THStack$/, THStackPainter.draw],
  [/^TMultiGraph$/, TMultiGraphPainter.draw],
  [/^TGraph/, TGraphPainter.draw],
  [/^TLine$/, TLinePainter.draw],
  [/^TArrow$/, TArrowPainter.draw],
  [/^TBox$/, TBoxPainter.draw],
  [/^TPolyLine$/, TPolyLinePainter.draw],
  [/^TGaxis$/, TGaxisPainter.draw],
];

/** Draws a ROOT object into an element; JSROOT's own `draw` would pull in every class it knows. */
export async function draw(dom, object, option = "") {
  // Markers of the list of primitives that the canvas painter reads itself.
  if (/^TO(bjArray|bjString)$|^TList$/.test(object._typename)) return null;
  const entry = painters.find(([pattern]) => pattern.test(object._typename));
  if (!entry) throw new Error(`cannot draw a ${object._typename}`);
  const painter = await entry[1](dom, object, option);
  if (painter && !painter.options) painter.options = { original: option };
  return painter || null;
}

/** Box of a TLatex text in px, its origin at the start of the baseline; `element` is scratch space. */
export function latexBox(element, text, fontIndex, size) {
  const font = new FontHandler(fontIndex, size);
  if (isPlainText(text)) {
    const width = approximateLabelWidth(text, font, size);
    return { x1: 0, x2: width, y1: -0.96 * size, y2: 0.24 * size };
  }
  const painter = { getColor: () => "black" };
  const arg = { text, font, font_size: size, color: "black", painter };
  produceLatex(painter, select(element), arg);
  return arg.text_rect ?? { x1: 0, x2: 0, y1: 0, y2: 0 };
}

export { setMath } from "./math.js";
export { setTextWidth };

TPadPainter.prototype.drawObject = draw;
TPadPainter.prototype.getObjectDrawSettings = () => ({ opts: [] });
