/*
 * Reads an SVG as a renderer would and finds the ink of every text: transforms, nested viewports, inherited
 * attributes, anchors, baselines, and the outlines' boxes in the package's own fonts. It shares no code
 * with what draws.
 */

import { readData } from "../data.ts";

/** A text of an SVG with the box of its ink, in px of the outermost viewport. */
export interface DrawnText {
  readonly text: string;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly size: number;
  /** First family of the font list. */
  readonly family: string;
}

/** What an SVG says of itself. */
export interface SvgReading {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly DrawnText[];
  /** Clipped viewports inside the drawing: the frames. */
  readonly frames: readonly { x1: number; y1: number; x2: number; y2: number }[];
}

/** What a figure must show. */
export interface Expectation {
  /** Strings that must be there; blanks do not count, since TLatex cuts texts at them. */
  readonly strings?: readonly string[];
  /** Axis limits that the tick labels must imply. */
  readonly x?: readonly [number, number];
  readonly y?: readonly [number, number];
}

interface Element {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: (Element | string)[];
}

/** Affine map [a, b, c, d, e, f] of SVG's matrix(). */
type Matrix = readonly [number, number, number, number, number, number];

/**
 * Faults of a figure, in words; none where all texts lie inside the canvas, apart from each other, and say
 * what is expected.
 */
export function svgFaults(svg: string, expected: Expectation = {}): string[] {
  const { width, height, texts, frames } = readSvg(svg);
  const faults: string[] = [];
  const show = (t: DrawnText): string =>
    `"${t.text}" (${[t.x1, t.y1, t.x2, t.y2].map((v) => v.toFixed(1)).join(", ")})`;
  for (const t of texts) {
    if (![t.x1, t.y1, t.x2, t.y2].every(Number.isFinite)) faults.push(`${show(t)} has no place`);
    else if (t.x1 < 0 || t.y1 < 0 || t.x2 > width || t.y2 > height) {
      faults.push(`${show(t)} leaves the canvas of ${width} x ${height}`);
    }
    // The boxes hold for this family alone.
    if (t.family !== "Arimo") faults.push(`${show(t)} is set in "${t.family}"`);
    if (t.size < 4) faults.push(`${show(t)} is too small to read: ${t.size.toFixed(1)} px`);
  }
  const slack = 0.25; // px; half of what one can see
  for (let i = 0; i < texts.length; i++) {
    for (let j = i + 1; j < texts.length; j++) {
      const a = texts[i];
      const b = texts[j];
      const wide = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
      const high = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
      if (wide > slack && high > slack) faults.push(`${show(a)} and ${show(b)} overlap`);
    }
  }
  const all = texts.map((t) => t.text.replace(/\s/g, "")).join("");
  for (const string of expected.strings ?? []) {
    if (!all.includes(string.replace(/\s/g, ""))) faults.push(`"${string}" is not there`);
  }
  for (const axis of ["x", "y"] as const) {
    const wanted = expected[axis];
    if (wanted === undefined) continue;
    const found = axisRange(texts, frames[0], axis);
    if (found === undefined) faults.push(`the ${axis} axis has no two tick labels`);
    else if (wanted.some((v, i) => Math.abs(v - found[i]) > 0.005 * (wanted[1] - wanted[0]))) {
      faults.push(
        `the ${axis} axis goes from ${found[0]} to ${found[1]}, not ${wanted.join(" to ")}`,
      );
    }
  }
  return faults;
}

/** Limits of an axis from its tick labels, as a reader infers them; undefined with fewer than two labels. */
function axisRange(
  texts: readonly DrawnText[],
  frame: SvgReading["frames"][number] | undefined,
  axis: "x" | "y",
): [number, number] | undefined {
  if (frame === undefined) return undefined;
  const power = texts.map((t) => /^×10$/.exec(t.text.trim())).findIndex((m) => m !== null);
  const factor = axis === "y" && power >= 0 ? 10 ** Number(texts[power + 1].text) : 1;
  const ticks = texts
    .filter((t) => /^[-−]?\d+(\.\d+)?(e[+-]?\d+)?$/.test(t.text))
    .filter((t) => (axis === "x" ? t.y1 > frame.y2 : t.x2 < frame.x1))
    .map((t) => ({
      value: Number(t.text.replace("−", "-")) * factor,
      at: axis === "x" ? (t.x1 + t.x2) / 2 : (t.y1 + t.y2) / 2,
    }))
    .sort((a, b) => a.value - b.value);
  if (ticks.length < 2) return undefined;
  const first = ticks[0];
  const last = ticks[ticks.length - 1];
  const slope = (last.value - first.value) / (last.at - first.at);
  const valueAt = (at: number): number => first.value + slope * (at - first.at);
  const ends = axis === "x" ? [frame.x1, frame.x2] : [frame.y2, frame.y1];
  // A label off the line would make a reader read wrong values.
  if (ticks.some((t) => Math.abs(t.value - valueAt(t.at)) > Math.abs(3 * slope))) return undefined;
  return [valueAt(ends[0]), valueAt(ends[1])];
}

/** Reads texts and frames of an SVG. @throws Error for malformed markup */
export function readSvg(svg: string): SvgReading {
  const root = parseXml(svg);
  const length = (name: string): number => Number.parseFloat(root.attributes[name] ?? "");
  const width = length("width");
  const height = length("height");
  const texts: DrawnText[] = [];
  const frames: SvgReading["frames"][number][] = [];
  visit(root, [1, 0, 0, 1, 0, 0], {}, true);
  return { width, height, texts, frames };

  function visit(
    element: Element,
    outer: Matrix,
    inherited: Record<string, string>,
    outermost: boolean,
  ): void {
    if (/^(defs|style|title)$/.test(element.name)) return;
    const own = { ...element.attributes, ...declarations(element.attributes.style) };
    if (own.display === "none") return;
    const style = { ...inherited };
    for (const name of INHERITED) if (own[name] !== undefined) style[name] = own[name];
    let matrix = times(outer, transformOf(own.transform));
    if (element.name === "svg") {
      const x = outermost ? 0 : Number(own.x ?? 0);
      const y = outermost ? 0 : Number(own.y ?? 0);
      const w = Number.parseFloat(own.width);
      const h = Number.parseFloat(own.height);
      const box = (own.viewBox ?? `0 0 ${w} ${h}`).split(/[\s,]+/).map(Number);
      const inner: Matrix = [
        w / box[2],
        0,
        0,
        h / box[3],
        x - (box[0] * w) / box[2],
        y - (box[1] * h) / box[3],
      ]; // prettier-ignore
      matrix = times(matrix, inner);
      if (own.overflow === "hidden") frames.push(boxOf(matrix, box[0], box[1], box[2], box[3]));
    }
    if (element.name === "text") {
      const found = textBox(element, matrix, style, own);
      if (found !== undefined && style.visibility !== "hidden") texts.push(found);
      return;
    }
    for (const child of element.children) {
      if (typeof child !== "string") visit(child, matrix, style, false);
    }
  }
}

const INHERITED = [
  "font-size",
  "font-weight",
  "font-style",
  "font-family",
  "text-anchor",
  "dominant-baseline",
  "visibility",
];

function textBox(
  element: Element,
  matrix: Matrix,
  style: Record<string, string>,
  own: Record<string, string>,
): DrawnText | undefined {
  const size = Number.parseFloat(style["font-size"] ?? "16");
  const bold = /bold|[6-9]00/.test(style["font-weight"] ?? "");
  const italic = /italic|oblique/.test(style["font-style"] ?? "");
  const text = content(element);
  if (text.trim() === "") return undefined;
  let pen = 0;
  let [left, right, top, bottom] = [Infinity, -Infinity, -Infinity, Infinity];
  for (const character of text) {
    const glyph = glyphOf(character.codePointAt(0)!, bold, italic);
    if (glyph.box !== undefined) {
      left = Math.min(left, pen + glyph.box[0]);
      right = Math.max(right, pen + glyph.box[2]);
      bottom = Math.min(bottom, glyph.box[1]);
      top = Math.max(top, glyph.box[3]);
    }
    pen += glyph.advance;
  }
  const em = (value: string | undefined): number =>
    value === undefined ? 0 : Number.parseFloat(value) * (/em$/.test(value) ? size : 1);
  const anchor = style["text-anchor"] ?? "start";
  const shift = anchor === "middle" ? -pen / 2 : anchor === "end" ? -pen : 0;
  const x = em(own.x) + em(own.dx) + shift * size;
  let y = em(own.y) + em(own.dy);
  const baseline = style["dominant-baseline"];
  if (baseline === "middle") y += 0.264 * size;
  else if (baseline === "central") y += 0.35 * size;
  else if (baseline === "hanging" || baseline === "text-before-edge") y += 0.8 * size;
  const box = boxOf(
    matrix,
    x + left * size,
    y - top * size,
    (right - left) * size,
    (top - bottom) * size,
  );
  const scale = Math.sqrt(Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]));
  const family = (style["font-family"] ?? "").split(",")[0].replace(/['"]/g, "").trim();
  return { text, ...box, size: size * scale, family };
}

function content(element: Element): string {
  return element.children
    .map((child) => (typeof child === "string" ? child : content(child)))
    .join("");
}

// Fonts: advance and box of the outline of each character, in em.

interface Glyph {
  readonly advance: number;
  readonly box: readonly [number, number, number, number] | undefined;
}

const styles = ["Arimo-Regular", "Arimo-Bold", "Arimo-Italic", "Arimo-BoldItalic"];
const fonts = new Map(
  await Promise.all(
    [...styles, "NotoSansMath-Symbols"].map(async (name) => {
      return [name, openFont(await readData(`assets/fonts/${name}.ttf`))] as const;
    }),
  ),
);

function glyphOf(code: number, bold: boolean, italic: boolean): Glyph {
  const style = `${bold ? "Bold" : ""}${italic ? "Italic" : ""}` || "Regular";
  const glyph = fonts.get(`Arimo-${style}`)!(code) ?? fonts.get("NotoSansMath-Symbols")!(code);
  if (glyph === undefined) {
    throw new Error(`no glyph for U+${code.toString(16)} ${String.fromCodePoint(code)}`);
  }
  return glyph;
}

function openFont(bytes: Uint8Array): (code: number) => Glyph | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const tables: Record<string, number> = {};
  for (let i = 0; i < view.getUint16(4); i++) {
    tables[String.fromCharCode(...bytes.subarray(12 + 16 * i, 16 + 16 * i))] = view.getUint32(
      20 + 16 * i,
    );
  }
  const { head, hhea, hmtx, loca, glyf, cmap } = tables;
  const em = view.getUint16(head + 18);
  const long = view.getInt16(head + 50) === 1;
  const metrics = view.getUint16(hhea + 34);
  // All of the package's fonts have one subtable of format 4.
  const table = cmap + view.getUint32(cmap + 8);
  const doubled = view.getUint16(table + 6);
  const offset = (glyph: number): number =>
    long ? view.getUint32(loca + 4 * glyph) : 2 * view.getUint16(loca + 2 * glyph);
  return (code) => {
    for (let at = 0; at < doubled; at += 2) {
      if (code > view.getUint16(table + 14 + at)) continue;
      const first = view.getUint16(table + 16 + doubled + at);
      if (code < first) return undefined;
      const delta = view.getUint16(table + 16 + 2 * doubled + at);
      const range = table + 16 + 3 * doubled + at;
      const skip = view.getUint16(range);
      const raw = skip === 0 ? code : view.getUint16(range + skip + 2 * (code - first));
      const glyph = raw === 0 ? 0 : (raw + delta) & 0xffff;
      if (glyph === 0) return undefined;
      const advance = view.getUint16(hmtx + 4 * Math.min(glyph, metrics - 1)) / em;
      if (offset(glyph + 1) === offset(glyph)) return { advance, box: undefined };
      const outline = glyf + offset(glyph);
      const edge = (i: number): number => view.getInt16(outline + 2 + 2 * i) / em;
      return { advance, box: [edge(0), edge(1), edge(2), edge(3)] };
    }
    return undefined;
  };
}

// Geometry.

function times(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

function transformOf(text = ""): Matrix {
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  for (const [, name, list] of text.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const v = list
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    if (name === "translate") matrix = times(matrix, [1, 0, 0, 1, v[0], v[1] ?? 0]);
    else if (name === "scale") matrix = times(matrix, [v[0], 0, 0, v[1] ?? v[0], 0, 0]);
    else if (name === "matrix") matrix = times(matrix, v as unknown as Matrix);
    else if (name === "rotate") {
      const quarter = (((v[0] / 90) % 4) + 4) % 4;
      if (!Number.isInteger(quarter)) throw new Error(`text turned by ${v[0]} degrees`);
      const cos = [1, 0, -1, 0][quarter];
      const sin = [0, 1, 0, -1][quarter];
      const turn: Matrix = [cos, sin, -sin, cos, 0, 0];
      const [cx, cy] = [v[1] ?? 0, v[2] ?? 0];
      matrix = times(times(times(matrix, [1, 0, 0, 1, cx, cy]), turn), [1, 0, 0, 1, -cx, -cy]);
    } else throw new Error(`transform ${name} is not understood`);
  }
  return matrix;
}

function boxOf(
  m: Matrix,
  x: number,
  y: number,
  w: number,
  h: number,
): { x1: number; y1: number; x2: number; y2: number } {
  const corners = [
    [x, y],
    [x + w, y],
    [x, y + h],
    [x + w, y + h],
  ].map(([px, py]) => [m[0] * px + m[2] * py + m[4], m[1] * px + m[3] * py + m[5]]);
  const xs = corners.map(([px]) => px);
  const ys = corners.map(([, py]) => py);
  return { x1: Math.min(...xs), y1: Math.min(...ys), x2: Math.max(...xs), y2: Math.max(...ys) };
}

// Markup.

function declarations(style = ""): Record<string, string> {
  const pairs = style.split(";").map((one) => one.split(":").map((part) => part.trim()));
  return Object.fromEntries(pairs.filter((pair) => pair.length === 2));
}

function parseXml(source: string): Element {
  const root: Element = { name: "", attributes: {}, children: [] };
  const open: Element[] = [root];
  for (const [, close, name, attributes, empty, text] of source.matchAll(
    /<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/g,
  )) {
    const top = open[open.length - 1];
    if (text !== undefined) top.children.push(decode(text));
    else if (close === "/") {
      if (top.name !== name) throw new Error(`</${name}> closes <${top.name}>`);
      open.pop();
    } else {
      const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)];
      const element: Element = {
        name,
        attributes: Object.fromEntries(pairs.map(([, key, value]) => [key, decode(value)])),
        children: [],
      };
      top.children.push(element);
      if (empty !== "/") open.push(element);
    }
  }
  const svg = root.children.find((child) => typeof child !== "string") as Element | undefined;
  if (open.length !== 1 || svg?.name !== "svg") throw new Error("not a complete SVG");
  return svg;
}

function decode(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
