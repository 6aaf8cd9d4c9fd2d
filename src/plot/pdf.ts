import type { DrawnElement } from "./document.ts";
import { subsetFont } from "./font-subset.ts";
import { type PdfPattern, type PdfResources, pdfContent, text } from "./pdf-content.ts";
import type { Face, Typeface } from "./typeface.ts";

/** Points (1/72 inch) per px (1/96 inch). */
const POINT = 0.75;

/**
 * Writes a tidied drawing as a PDF of one page: vectors and text, its fonts inside, nothing that differs
 * between two runs.
 *
 * @see ISO 32000-1
 */
export function writePdf(
  svg: DrawnElement,
  size: { readonly width: number; readonly height: number },
  typeface: Typeface,
): Uint8Array {
  const [width, height] = [size.width * POINT, size.height * POINT];
  const { content, resources } = pdfContent(svg, typeface, [POINT, 0, 0, -POINT, 0, height]);
  const file = new PdfFile();
  const pages = file.reserve();
  const own = resourcesOf(resources, file);
  const stream = file.add(streamOf("", content));
  const box = `[0 0 ${text(width)} ${text(height)}]`;
  const page = file.add(
    `<</Type/Page/Parent ${pages} 0 R/MediaBox ${box}/Resources ${own}/Contents ${stream} 0 R>>`,
  );
  file.set(pages, `<</Type/Pages/Kids[${page} 0 R]/Count 1>>`);
  return file.finish(file.add(`<</Type/Catalog/Pages ${pages} 0 R>>`));
}

/** The dictionary of what the content refers to. */
function resourcesOf({ fonts, patterns, opacities }: PdfResources, file: PdfFile): string {
  const named = (letter: string, objects: readonly number[]): string =>
    objects.map((object, i) => `/${letter}${i} ${object} 0 R`).join("");
  const faces = [...fonts].map(([face, codes]) => font(face, [...codes], file));
  const tiles = [...patterns.values()].map((pattern) => file.add(patternOf(pattern)));
  const states = opacities.map((alpha) => file.add(`<</Type/ExtGState/ca ${text(alpha)}>>`));
  return `<</Font<<${named("F", faces)}>>/Pattern<<${named("P", tiles)}>>/ExtGState<<${named("G", states)}>>>>`;
}

function patternOf({ content, width, height, matrix }: PdfPattern): string {
  const sides = `/BBox[0 0 ${text(width)} ${text(height)}]/XStep ${text(width)}/YStep ${text(height)}`;
  const place = `/Matrix[${matrix.map(text).join(" ")}]`;
  const head = `/Type/Pattern/PatternType 1/PaintType 1/TilingType 1${sides}${place}/Resources<<>>`;
  return streamOf(head, content);
}

/** A face with the outlines, widths and names of the characters that are set. */
function font(face: Face, codes: readonly number[], file: PdfFile): number {
  const { metrics, bytes, family, bold, italic } = face;
  const style = `${bold ? "Bold" : ""}${italic ? "Italic" : ""}` || "Regular";
  // Six letters before the name say that it is a part of the font.
  const name = `HEPWSM+${family.replaceAll(" ", "")}-${style}`;
  const glyphs = codes
    .map((code) => ({ code, glyph: metrics.glyph(code) ?? 0, width: metrics.advance(code) ?? 1 }))
    .sort((a, b) => a.glyph - b.glyph);
  const part = subsetFont(
    bytes,
    glyphs.map(({ glyph }) => glyph),
  );
  const data = file.add(streamOf(`/Length1 ${part.length}`, latin(part)));
  const em = (length: number): string => text(Math.round(1000 * length));
  const descriptor = file.add(
    `<</Type/FontDescriptor/FontName/${name}/Flags 4/FontBBox[-600 -400 2100 1100]` +
      `/ItalicAngle ${italic ? -12 : 0}/Ascent ${em(metrics.ascent)}/Descent ${em(-metrics.descent)}` +
      `/CapHeight ${em(metrics.capHeight)}/StemV ${bold ? 140 : 80}/FontFile2 ${data} 0 R>>`,
  );
  const widths = glyphs.map(({ glyph, width }) => `${glyph}[${em(width)}]`).join("");
  const descendant = file.add(
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}` +
      "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>" +
      `/FontDescriptor ${descriptor} 0 R/CIDToGIDMap/Identity/DW 1000/W[${widths}]>>`,
  );
  const unicode = file.add(streamOf("", characterNames(glyphs)));
  return file.add(
    `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H` +
      `/DescendantFonts[${descendant} 0 R]/ToUnicode ${unicode} 0 R>>`,
  );
}

/** Which character each glyph stands for, so that text can be searched and copied. */
function characterNames(glyphs: readonly { code: number; glyph: number }[]): string {
  const hex = (value: number): string => value.toString(16).padStart(4, "0");
  const utf16 = (code: number): string =>
    [...String.fromCodePoint(code)]
      .flatMap((character) =>
        Array.from({ length: character.length }, (_, i) => hex(character.charCodeAt(i))),
      )
      .join("");
  const blocks: string[] = [];
  for (let at = 0; at < glyphs.length; at += 100) {
    const part = glyphs.slice(at, at + 100);
    const rows = part.map(({ code, glyph }) => `<${hex(glyph)}> <${utf16(code)}>`);
    blocks.push(`${part.length} beginbfchar\n${rows.join("\n")}\nendbfchar`);
  }
  return (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n" +
    "/CMapName /Characters def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n" +
    `${blocks.join("\n")}\nendcmap\nend\nend\n`
  );
}

function streamOf(members: string, content: string): string {
  return `<<${members}/Length ${content.length}>>stream\n${content}\nendstream`;
}

/** Bytes as characters of the same codes. */
function latin(bytes: Uint8Array): string {
  let all = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    all += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return all;
}

/** Numbered objects, and the table of where they stand. */
class PdfFile {
  readonly #objects: string[] = [];

  /** Number of an object that follows later. */
  reserve(): number {
    return this.#objects.push("");
  }

  set(number: number, body: string): void {
    this.#objects[number - 1] = body;
  }

  add(body: string): number {
    return this.#objects.push(body);
  }

  /** The file, whose catalogue is one of the objects. */
  finish(catalogue: number): Uint8Array {
    let file = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n";
    const places = this.#objects.map((body, i) => {
      const at = file.length;
      file += `${i + 1} 0 obj\n${body}\nendobj\n`;
      return `${String(at).padStart(10, "0")} 00000 n \n`;
    });
    const table = file.length;
    const count = this.#objects.length + 1;
    file += `xref\n0 ${count}\n0000000000 65535 f \n${places.join("")}`;
    file += `trailer\n<</Size ${count}/Root ${catalogue} 0 R>>\nstartxref\n${table}\n%%EOF\n`;
    return Uint8Array.from(file, (character) => character.charCodeAt(0));
  }
}
