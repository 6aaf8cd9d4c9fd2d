import { cos, sin } from "../math/elementary.ts";
import { type DrawnElement, descendants } from "./document.ts";
import { inherited } from "./svg.ts";
import type { Typeface } from "./typeface.ts";

/** A text of a drawing and its box, in the units of an ancestor. */
export interface PlacedText {
  readonly text: string;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Affine map [a, b, c, d, e, f] of SVG's matrix(). */
export type Affine = readonly [number, number, number, number, number, number];

const IDENTITY: Affine = [1, 0, 0, 1, 0, 0];

/** Boxes of all texts below an element, in its own coordinates. */
export function textBoxes(top: DrawnElement, typeface: Typeface): PlacedText[] {
  const boxes: PlacedText[] = [];
  for (const element of descendants(top)) {
    if (element.tagName !== "text") continue;
    const number = (name: string): number => Number(element.getAttribute(name) ?? 0);
    const size = Number(inherited(element, "font-size") ?? 0);
    const bold = inherited(element, "font-weight") === "bold";
    const italic = /italic|oblique/.test(inherited(element, "font-style") ?? "");
    const text = element.textContent;
    const width = size * typeface.width(text, bold, italic);
    const anchor =
      element.style.getPropertyValue("text-anchor") || inherited(element, "text-anchor");
    const x = number("x") - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0);
    const { capHeight } = typeface.face(bold, italic).metrics;
    let y = number("y");
    if (element.getAttribute("dominant-baseline") === "middle") y += (capHeight / 2) * size;
    const dy = /^(-?[.\d]+)em$/.exec(element.getAttribute("dy") ?? "");
    if (dy !== null) y += Number(dy[1]) * size;
    const matrix = placeOf(element, top);
    const corners = [
      [x, y - capHeight * size],
      [x + width, y - capHeight * size],
      [x, y + 0.2 * size],
      [x + width, y + 0.2 * size],
    ].map(([px, py]) => [
      matrix[0] * px + matrix[2] * py + matrix[4],
      matrix[1] * px + matrix[3] * py + matrix[5],
    ]);
    boxes.push({
      text,
      x1: Math.min(...corners.map(([px]) => px)),
      x2: Math.max(...corners.map(([px]) => px)),
      y1: Math.min(...corners.map(([, py]) => py)),
      y2: Math.max(...corners.map(([, py]) => py)),
    });
  }
  return boxes;
}

/** Map from an element's coordinates to those of an ancestor, whose own transform does not count. */
function placeOf(element: DrawnElement, top: DrawnElement): Affine {
  let matrix = IDENTITY;
  for (let at: DrawnElement | null = element; at !== null && at !== top; at = at.parentNode) {
    matrix = multiply(parseTransform(at.getAttribute("transform") ?? ""), matrix);
  }
  return matrix;
}

/** The map of a `transform` attribute: translate, scale, rotate and matrix, in a row. */
export function parseTransform(value: string): Affine {
  let matrix = IDENTITY;
  for (const [, name, list] of value.matchAll(/([a-z]+)\(([^)]*)\)/g)) {
    const n = list.split(/[\s,]+/).map(Number);
    if (name === "translate") matrix = multiply(matrix, [1, 0, 0, 1, n[0], n[1] ?? 0]);
    else if (name === "scale") matrix = multiply(matrix, [n[0], 0, 0, n[1] ?? n[0], 0, 0]);
    else if (name === "matrix") matrix = multiply(matrix, n as unknown as Affine);
    else if (name === "rotate") {
      const [c, s] = turn(n[0]);
      const about = multiply([1, 0, 0, 1, n[1] ?? 0, n[2] ?? 0], [c, s, -s, c, 0, 0]);
      matrix = multiply(matrix, multiply(about, [1, 0, 0, 1, -(n[1] ?? 0), -(n[2] ?? 0)]));
    }
  }
  return matrix;
}

/** First `b`, then `a`. */
export function multiply(a: Affine, b: Affine): Affine {
  return [
    a[0] * b[0] + a[2] * b[1],
    a[1] * b[0] + a[3] * b[1],
    a[0] * b[2] + a[2] * b[3],
    a[1] * b[2] + a[3] * b[3],
    a[0] * b[4] + a[2] * b[5] + a[4],
    a[1] * b[4] + a[3] * b[5] + a[5],
  ];
}

/** Cosine and sine of an angle in degrees; quarter turns exactly. */
function turn(degrees: number): [number, number] {
  const quarter = degrees / 90;
  if (Number.isInteger(quarter)) {
    const at = ((quarter % 4) + 4) % 4;
    return [[1, 0, -1, 0][at], [0, 1, 0, -1][at]];
  }
  const angle = (degrees * Math.PI) / 180;
  return [cos(angle), sin(angle)];
}
