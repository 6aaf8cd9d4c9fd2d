import { rgbOf } from "./colors.ts";
import type { DrawnElement } from "./document.ts";
import { pathSteps } from "./svg-path.ts";
import { type Affine, multiply, parseTransform } from "./text-boxes.ts";
import type { Face, Typeface } from "./typeface.ts";

/** What a page's content refers to. */
export interface PdfResources {
  /** Faces in the order of their names F0, F1 …, each with the characters set in it. */
  readonly fonts: Map<Face, Set<number>>;
  /** Patterns in the order of their names P0, P1 …: content of a tile, its sides, and where it lies. */
  readonly patterns: Map<string, PdfPattern>;
  /** Opacities in the order of their names G0, G1 … */
  readonly opacities: number[];
}

/** A tile that fills an area. */
export interface PdfPattern {
  readonly content: string;
  readonly width: number;
  readonly height: number;
  readonly matrix: Affine;
}

/** Attributes that descend to children. */
const INHERITED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "font-size",
  "font-weight",
  "font-style",
  "text-anchor",
] as const;

type Look = Readonly<Partial<Record<(typeof INHERITED)[number], string>>>;

/** Writes a tidied drawing as the content of a PDF page; `place` maps its coordinates to the page's. */
export function pdfContent(
  svg: DrawnElement,
  typeface: Typeface,
  place: Affine,
): { content: string; resources: PdfResources } {
  const resources: PdfResources = { fonts: new Map(), patterns: new Map(), opacities: [] };
  const lines: string[] = [`${matrixText(place)} cm`];
  const definitions = new Map<string, DrawnElement>();
  for (const pattern of svg.querySelectorAll("pattern")) definitions.set(pattern.id, pattern);
  visit(svg, {}, place);
  return { content: `${lines.join("\n")}\n`, resources };

  function visit(element: DrawnElement, from: Look, matrix: Affine): void {
    if (/^(defs|pattern|title|style)$/.test(element.tagName)) return;
    const look: Look = {
      ...from,
      ...Object.fromEntries(
        INHERITED.flatMap((name) => {
          const value = attributeOf(element, name);
          return value === "" ? [] : [[name, value]];
        }),
      ),
    };
    const own = parseTransform(element.getAttribute("transform") ?? "");
    lines.push("q");
    let inside = multiply(matrix, own);
    if (element.getAttribute("transform")) lines.push(`${matrixText(own)} cm`);
    if (element.tagName === "svg" && element !== svg) {
      const view = viewport(element);
      inside = multiply(inside, view.map);
      lines.push(`${matrixText(view.map)} cm`, `${view.box.map(text).join(" ")} re W n`);
    } else if (element === svg) {
      const view = viewport(element);
      inside = multiply(inside, view.map);
      lines.push(`${matrixText(view.map)} cm`);
    }
    if (element.tagName === "text") setText(element, look);
    else paint(element, look, inside);
    for (const child of element.children) visit(child, look, inside);
    lines.push("Q");
  }

  function paint(element: DrawnElement, look: Look, matrix: Affine): void {
    const path = outline(element);
    if (path === "") return;
    const fill = look.fill ?? "black";
    const stroke = look.stroke ?? "none";
    const width = look["stroke-width"] === undefined ? 1 : Number.parseFloat(look["stroke-width"]);
    const filled = fill !== "none" && setFill(fill, look, matrix);
    const stroked = stroke !== "none" && width > 0;
    if (stroked) {
      const dashes = look["stroke-dasharray"] ?? "none";
      const pattern = dashes === "none" ? "" : dashes.split(/[\s,]+/).join(" ");
      lines.push(`${colorText(stroke).color} RG ${text(width)} w [${pattern}] 0 d`);
    }
    if (filled || stroked) lines.push(`${path} ${filled ? (stroked ? "B" : "f") : "S"}`);
  }

  /** Whether there is something to fill with. */
  function setFill(fill: string, look: Look, matrix: Affine): boolean {
    const reference = /^url\(#([^)]+)\)$/.exec(fill)?.[1];
    if (reference === undefined) {
      const { color, alpha } = colorText(fill);
      const opacity = alpha * Number(look["fill-opacity"] ?? 1);
      lines.push(`${color} rg`);
      if (opacity < 1) {
        if (!resources.opacities.includes(opacity)) resources.opacities.push(opacity);
        lines.push(`/G${resources.opacities.indexOf(opacity)} gs`);
      }
      return true;
    }
    const pattern = definitions.get(reference);
    if (pattern === undefined) return false;
    const width = Number(pattern.getAttribute("width"));
    const height = Number(pattern.getAttribute("height"));
    const key = `${reference} ${matrixText(matrix)}`;
    if (!resources.patterns.has(key)) {
      const content = pattern.children.map((child) => tile(child)).join("\n");
      resources.patterns.set(key, { content, width, height, matrix });
    }
    lines.push(`/Pattern cs /P${[...resources.patterns.keys()].indexOf(key)} scn`);
    return true;
  }

  function setText(element: DrawnElement, look: Look): void {
    const size = Number.parseFloat(look["font-size"] ?? "16");
    const bold = look["font-weight"] === "bold";
    const italic = /italic|oblique/.test(look["font-style"] ?? "");
    const face = typeface.face(bold, italic);
    const content = element.textContent;
    const width = size * typeface.width(content, bold, italic);
    const anchor = look["text-anchor"] ?? "start";
    const shift = anchor === "middle" ? width / 2 : anchor === "end" ? width : 0;
    let x = Number(element.getAttribute("x") ?? 0) - shift;
    const y = Number(element.getAttribute("y") ?? 0);
    lines.push(`${colorText(look.fill ?? "black").color} rg`);
    for (const run of runs(content, face)) {
      const known = resources.fonts.get(run.face) ?? new Set<number>();
      resources.fonts.set(run.face, known);
      const glyphs = run.codes.map((code) => {
        known.add(code);
        return (run.face.metrics.glyph(code) ?? 0).toString(16).padStart(4, "0");
      });
      const name = `F${[...resources.fonts.keys()].indexOf(run.face)}`;
      // The page's y axis points upwards, the drawing's does not: letters are turned over once more.
      lines.push(
        `BT /${name} ${text(size)} Tf 1 0 0 -1 ${text(x)} ${text(y)} Tm <${glyphs.join("")}> Tj ET`,
      );
      for (const code of run.codes) x += size * (run.face.metrics.advance(code) ?? 1);
    }
  }

  /** Characters in a row that one face has. */
  function runs(content: string, face: Face): { face: Face; codes: number[] }[] {
    const found: { face: Face; codes: number[] }[] = [];
    for (const character of content) {
      const code = character.codePointAt(0)!;
      const lent = face.metrics.glyph(code) === undefined;
      const from =
        lent && typeface.symbols.metrics.glyph(code) !== undefined ? typeface.symbols : face;
      const last = found.at(-1);
      if (last?.face === from) last.codes.push(code);
      else found.push({ face: from, codes: [code] });
    }
    return found;
  }
}

/** The lines of a pattern's tile. */
function tile(element: DrawnElement): string {
  const stroke = attributeOf(element, "stroke") || "none";
  const fill = attributeOf(element, "fill") || "none";
  const width = Number.parseFloat(attributeOf(element, "stroke-width") || "1");
  const path = outline(element);
  const colors = [
    stroke === "none" ? "" : `${colorText(stroke).color} RG ${text(width)} w`,
    fill === "none" ? "" : `${colorText(fill).color} rg`,
  ].join(" ");
  const operator = stroke === "none" ? (fill === "none" ? "n" : "f") : fill === "none" ? "S" : "B";
  return `${colors} ${path} ${operator}`;
}

function attributeOf(element: DrawnElement, name: string): string {
  return element.style.getPropertyValue(name) || (element.getAttribute(name) ?? "");
}

/** The map of a viewport, and what is visible of it in its own coordinates. */
function viewport(element: DrawnElement): { map: Affine; box: readonly number[] } {
  const number = (name: string): number => Number.parseFloat(element.getAttribute(name) ?? "0");
  const [x, y, width, height] = ["x", "y", "width", "height"].map(number);
  const box = (element.getAttribute("viewBox") ?? `0 0 ${width} ${height}`)
    .split(/\s+/)
    .map(Number);
  const [scaleX, scaleY] = [width / box[2], height / box[3]];
  return { map: [scaleX, 0, 0, scaleY, x - box[0] * scaleX, y - box[1] * scaleY], box };
}

/** The outline of a shape in PDF's operators; "" for what has none. */
function outline(element: DrawnElement): string {
  const number = (name: string): number => Number.parseFloat(element.getAttribute(name) ?? "0");
  if (element.tagName === "rect") {
    return `${["x", "y", "width", "height"].map((name) => text(number(name))).join(" ")} re`;
  }
  if (element.tagName === "line") {
    const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((name) => text(number(name)));
    return `${x1} ${y1} m ${x2} ${y2} l`;
  }
  if (element.tagName !== "path") return "";
  const operators = { M: "m", L: "l", C: "c", Z: "h" };
  return pathSteps(element.getAttribute("d") ?? "")
    .map(([step, ...numbers]) => [...numbers.map(text), operators[step]].join(" "))
    .join(" ");
}

/** A CSS colour as three numbers, and its opacity. */
function colorText(color: string): { color: string; alpha: number } {
  const parts = /^rgba?\(([^)]*)\)$/.exec(color.trim())?.[1].split(",").map(Number);
  const rgb = parts === undefined ? rgbOf(color) : parts.slice(0, 3);
  return { color: rgb.map((part) => text(part / 255)).join(" "), alpha: parts?.[3] ?? 1 };
}

function matrixText(matrix: Affine): string {
  return matrix.map(text).join(" ");
}

/** A number as PDF has it: without exponent, to five decimals. */
export function text(value: number): string {
  return String(Number(value.toFixed(5)) + 0).includes("e")
    ? "0"
    : String(Number(value.toFixed(5)) + 0);
}
