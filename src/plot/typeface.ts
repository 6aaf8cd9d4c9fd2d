import { fontUrl, readAsset } from "./assets.ts";
import { type FontMetrics, readFont } from "./font.ts";

/** One file of the family that figures are set in. */
export interface Face {
  readonly family: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly bytes: Uint8Array;
  readonly metrics: FontMetrics;
}

/** The family of every text, and the one that lends it the symbols it lacks. */
export const TEXT_FAMILY = "Arimo";
export const SYMBOL_FAMILY = "Noto Sans Math";

/** The faces of a figure: four of text, and symbols. */
export class Typeface {
  readonly faces: readonly Face[];
  readonly symbols: Face;

  constructor(faces: readonly Face[]) {
    this.faces = faces.filter((face) => face.family === TEXT_FAMILY);
    this.symbols = faces.find((face) => face.family === SYMBOL_FAMILY)!;
  }

  /** The text face of a weight and slope. */
  face(bold: boolean, italic: boolean): Face {
    return this.faces.find((face) => face.bold === bold && face.italic === italic)!;
  }

  /** Width of a line of text in em; a character that no face has is taken as one em wide. */
  width(text: string, bold: boolean, italic: boolean): number {
    const { metrics } = this.face(bold, italic);
    let sum = 0;
    for (const character of text) {
      const code = character.codePointAt(0)!;
      sum += metrics.advance(code) ?? this.symbols.metrics.advance(code) ?? 1;
    }
    return sum;
  }

  /** Whether there is a glyph for a character. */
  has(character: string): boolean {
    const code = character.codePointAt(0)!;
    return [this.face(false, false), this.symbols].some(
      ({ metrics }) => metrics.advance(code) !== undefined,
    );
  }

  /** The faces that a text needs. */
  needed(text: string, bold: boolean, italic: boolean): Face[] {
    const face = this.face(bold, italic);
    const missing = [...text].some((c) => face.metrics.advance(c.codePointAt(0)!) === undefined);
    return missing ? [face, this.symbols] : [face];
  }
}

let loading: Promise<Typeface> | undefined;

/**
 * The package's own fonts (Arimo and a few symbols of Noto Sans Math, both OFL), read once.
 *
 * @throws SourceError when a font file cannot be had
 */
export function loadTypeface(): Promise<Typeface> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<Typeface> {
  // Written out one by one: bundlers find an asset by this very form.
  const regular = (): URL => new URL("../../assets/fonts/Arimo-Regular.ttf", import.meta.url);
  const italics = (): URL => new URL("../../assets/fonts/Arimo-Italic.ttf", import.meta.url);
  const heavy = (): URL => new URL("../../assets/fonts/Arimo-Bold.ttf", import.meta.url);
  const both = (): URL => new URL("../../assets/fonts/Arimo-BoldItalic.ttf", import.meta.url);
  const signs = (): URL => new URL("../../assets/fonts/NotoSansMath-Symbols.ttf", import.meta.url);
  const files: [family: string, bold: boolean, italic: boolean, own: () => URL][] = [
    [TEXT_FAMILY, false, false, regular],
    [TEXT_FAMILY, false, true, italics],
    [TEXT_FAMILY, true, false, heavy],
    [TEXT_FAMILY, true, true, both],
    [SYMBOL_FAMILY, false, false, signs],
  ];
  const faces = await Promise.all(
    files.map(async ([family, bold, italic, own]) => {
      const url = fontUrl(own, fileName(family, bold, italic));
      const bytes = await readAsset(url);
      return { family, bold, italic, bytes, metrics: readFont(bytes, url.href) };
    }),
  );
  return new Typeface(faces);
}

function fileName(family: string, bold: boolean, italic: boolean): string {
  if (family === SYMBOL_FAMILY) return "NotoSansMath-Symbols.ttf";
  return `Arimo-${`${bold ? "Bold" : ""}${italic ? "Italic" : ""}` || "Regular"}.ttf`;
}
