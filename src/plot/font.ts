import { FormatError } from "../errors.ts";

/** Advance widths and heights of a TrueType font, in em. */
export interface FontMetrics {
  /** Width of a character, or undefined where the font has none. */
  advance(codePoint: number): number | undefined;
  /** Number of the glyph of a character. */
  glyph(codePoint: number): number | undefined;
  readonly ascent: number;
  /** Positive, below the baseline. */
  readonly descent: number;
  readonly xHeight: number;
  readonly capHeight: number;
}

/**
 * Reads what layout needs of a TrueType file: tables head, hhea, hmtx, cmap (formats 4 and 12) and OS/2.
 *
 * @throws FormatError when a table is missing or cut short
 * @see OpenType specification 1.9, "cmap", "hmtx", "OS/2"
 */
export function readFont(bytes: Uint8Array, name: string): FontMetrics {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return parse(view, name);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new FormatError(`${name}: the font is cut short`, { path: name, cause });
  }
}

function parse(view: DataView, name: string): FontMetrics {
  const tables = new Map<string, number>();
  const count = view.getUint16(4);
  for (let i = 0; i < count; i++) {
    const at = 12 + 16 * i;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((j) => view.getUint8(at + j)));
    tables.set(tag, view.getUint32(at + 8));
  }
  const table = (tag: string): number => {
    const at = tables.get(tag);
    if (at === undefined) throw new FormatError(`${name}: no table "${tag}"`, { path: name });
    return at;
  };
  const em = view.getUint16(table("head") + 18);
  const hhea = table("hhea");
  const metrics = view.getUint16(hhea + 34);
  const hmtx = table("hmtx");
  const os2 = table("OS/2");
  const glyphs = characterMap(view, table("cmap"), name);
  const widths = new Map<number, number>();
  for (const [code, glyph] of glyphs) {
    widths.set(code, view.getUint16(hmtx + 4 * Math.min(glyph, metrics - 1)) / em);
  }
  return {
    advance: (codePoint) => widths.get(codePoint),
    glyph: (codePoint) => glyphs.get(codePoint),
    ascent: view.getInt16(hhea + 4) / em,
    descent: -view.getInt16(hhea + 6) / em,
    xHeight: view.getInt16(os2 + 86) / em,
    capHeight: view.getInt16(os2 + 88) / em,
  };
}

/** Code point to glyph, from the best of the Unicode tables. */
function characterMap(view: DataView, cmap: number, name: string): Map<number, number> {
  let best = 0;
  const count = view.getUint16(cmap + 2);
  for (let i = 0; i < count; i++) {
    const platform = view.getUint16(cmap + 4 + 8 * i);
    const at = cmap + view.getUint32(cmap + 8 + 8 * i);
    const format = view.getUint16(at);
    if ((platform === 0 || platform === 3) && (format === 12 || (format === 4 && best === 0))) {
      best = at;
    }
  }
  if (best === 0) throw new FormatError(`${name}: no Unicode character map`, { path: name });
  const map = new Map<number, number>();
  if (view.getUint16(best) === 12) {
    const groups = view.getUint32(best + 12);
    for (let i = 0; i < groups; i++) {
      const at = best + 16 + 12 * i;
      const first = view.getUint32(at);
      const last = Math.min(view.getUint32(at + 4), first + 0xffff);
      for (let code = first; code <= last; code++) {
        map.set(code, view.getUint32(at + 8) + code - first);
      }
    }
    return map;
  }
  const segments = view.getUint16(best + 6);
  for (let at = 0; at < segments; at += 2) {
    const last = view.getUint16(best + 14 + at);
    const first = view.getUint16(best + 16 + segments + at);
    const delta = view.getUint16(best + 16 + 2 * segments + at);
    const rangeAt = best + 16 + 3 * segments + at;
    const range = view.getUint16(rangeAt);
    for (let code = first; code <= last && code < 0xffff; code++) {
      let glyph = code;
      if (range !== 0) glyph = view.getUint16(rangeAt + range + 2 * (code - first));
      if (range === 0 || glyph !== 0) glyph = (glyph + delta) & 0xffff;
      if (glyph !== 0) map.set(code, glyph);
    }
  }
  return map;
}
