import { toBase64 } from "./base64.ts";
import { type DrawnElement, DrawnText, descendants } from "./document.ts";
import { subsetFont } from "./font-subset.ts";
import { type Face, SYMBOL_FAMILY, TEXT_FAMILY, type Typeface } from "./typeface.ts";

const NAMESPACE = "http://www.w3.org/2000/svg";
const FALLBACK = "Arial, Helvetica, sans-serif";
/** Attributes that say nothing outside JSROOT. */
const PRIVATE = new Set(["class", "objname", "objtype", "pad", "title", "can_resize"]);
/** Declarations that mean nothing without a page around. */
const PAGE_STYLE =
  /^(position|left|top|right|bottom|width|height|cursor|user-select|pointer-events|antialias)$/;

/** How the SVG is written. */
export interface SvgOptions {
  /** Whether the fonts travel in the file (default); else the reader's Arial stands in. */
  readonly embedFont?: boolean;
}

/**
 * Writes a drawing as an SVG file: our font family, numbers of at most three decimals, attributes that
 * every renderer knows, and nothing that differs between two runs.
 */
export function writeSvg(
  svg: DrawnElement,
  size: { readonly width: number; readonly height: number },
  typeface: Typeface,
  { embedFont = true }: SvgOptions = {},
): string {
  tidySvg(svg, size, typeface);
  svg.setAttribute("xmlns", NAMESPACE);
  svg.setAttribute("font-family", `${TEXT_FAMILY}, '${SYMBOL_FAMILY}', ${FALLBACK}`);
  const style = embedFont ? fontFaces(svg, typeface) : "";
  return `${write(svg, style)}\n`;
}

/** Leaves of a drawing what is seen of it, its texts placed by numbers alone. */
export function tidySvg(
  svg: DrawnElement,
  size: { readonly width: number; readonly height: number },
  typeface: Typeface,
): void {
  clean(svg);
  for (const element of descendants(svg)) {
    element.removeAttribute("font-family");
    if (element.tagName === "text") place(element, typeface);
  }
  svg.setAttribute("width", size.width);
  svg.setAttribute("height", size.height);
}

/** Drops what is hidden or empty. */
function clean(element: DrawnElement): void {
  for (const child of element.children) {
    clean(child);
    const hidden =
      child.style.getPropertyValue("display") === "none" ||
      child.getAttribute("visibility") === "hidden";
    const empty = /^(g|svg)$/.test(child.tagName) && child.childNodes.length === 0;
    const blank = child.tagName === "path" && !child.getAttribute("d");
    if (hidden || empty || blank) child.remove();
  }
}

/** Renderers disagree on `dominant-baseline` and on em in `dy`: the baseline is given in numbers. */
function place(text: DrawnElement, typeface: Typeface): void {
  const size = Number(inherited(text, "font-size") ?? 0);
  const bold = inherited(text, "font-weight") === "bold";
  const italic = /italic|oblique/.test(inherited(text, "font-style") ?? "");
  const { capHeight } = typeface.face(bold, italic).metrics;
  let shift = 0;
  if (text.getAttribute("dominant-baseline") === "middle") shift = (capHeight / 2) * size;
  const dy = /^(-?[.\d]+)em$/.exec(text.getAttribute("dy") ?? "");
  if (dy !== null) shift = Number(dy[1]) * size;
  text.removeAttribute("dominant-baseline");
  text.removeAttribute("dy");
  if (shift !== 0) text.setAttribute("y", Number(text.getAttribute("y") ?? 0) + shift);
}

/** Value of an attribute that descends to an element's children. */
export function inherited(element: DrawnElement, name: string): string | null {
  for (let at: DrawnElement | null = element; at !== null; at = at.parentNode) {
    const value = at.getAttribute(name);
    if (value !== null) return value;
  }
  return null;
}

/** `@font-face` rules for the faces that the drawing's characters need, with these characters alone. */
function fontFaces(svg: DrawnElement, typeface: Typeface): string {
  const faces = new Map<Face, Set<number>>();
  for (const element of descendants(svg)) {
    if (element.tagName !== "text") continue;
    const bold = inherited(element, "font-weight") === "bold";
    const italic = /italic|oblique/.test(inherited(element, "font-style") ?? "");
    const text = element.textContent;
    for (const face of typeface.needed(text, bold, italic)) {
      const glyphs = faces.get(face) ?? new Set();
      faces.set(face, glyphs);
      for (const character of text) {
        const glyph = face.metrics.glyph(character.codePointAt(0)!);
        if (glyph !== undefined) glyphs.add(glyph);
      }
    }
  }
  const rules = [...typeface.faces, typeface.symbols]
    .filter((face) => faces.has(face))
    .map((face) => {
      const { family, bold, italic } = face;
      const style = `font-weight:${bold ? "bold" : "normal"};font-style:${italic ? "italic" : "normal"}`;
      return `@font-face{font-family:'${family}';${style};src:url(data:font/ttf;base64,${toBase64(subsetFont(face.bytes, faces.get(face)!))})}`;
    });
  return rules.length === 0 ? "" : `<style>${rules.join("\n")}</style>`;
}

function write(element: DrawnElement, first = ""): string {
  const name = element.tagName;
  const attributes = new Map<string, string>();
  for (const [key, value] of element.attributes) {
    if (PRIVATE.has(key) || key === "xml:space") continue;
    if (key === "font-style" && value === "oblique") attributes.set(key, "italic");
    else attributes.set(key, rounded(value));
  }
  for (const [key, value] of element.style.values) {
    if (!PAGE_STYLE.test(key)) attributes.set(key, rounded(value));
  }
  if (/ {2}|^ | $/.test(name === "text" ? element.textContent : "")) {
    attributes.set("xml:space", "preserve");
  }
  const head = [name, ...[...attributes].map(([key, value]) => `${key}="${escaped(value)}"`)];
  const content = element.childNodes
    .map((node) => (node instanceof DrawnText ? escaped(node.data) : write(node)))
    .join("");
  if (content === "" && first === "") return `<${head.join(" ")}/>`;
  return `<${head.join(" ")}>${first}${content}</${name}>`;
}

/** Numbers to three decimals: what lies beyond is noise of the arithmetic. Colours and ids stay. */
function rounded(value: string): string {
  if (value.startsWith("url(") || value.startsWith("#")) return value;
  return value.replace(/-?\d*\.\d+(?:e[+-]?\d+)?|-?\d+e[+-]?\d+/g, (number) =>
    String(Number(Number(number).toFixed(3)) + 0),
  );
}

/** Text as XML has it: without the characters that XML cannot carry at all. */
function escaped(text: string): string {
  let carried = "";
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const control = code < 0x20 && code !== 0x09 && code !== 0x0a;
    const surrogate = code >= 0xd800 && code <= 0xdfff;
    if (!control && !surrogate && code !== 0xfffe && code !== 0xffff) carried += character;
  }
  return carried
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
