/**
 * A TrueType font with the outlines of some glyphs alone. Numbers of glyphs, widths and the character map stay,
 * so that the font is used as before; a font of ten letters is a sixth of the whole.
 *
 * @param glyphs  numbers of the glyphs; those that they are composed of are kept as well
 * @see OpenType specification 1.9, "glyf", "loca", "Calculating checksums"
 */
export function subsetFont(bytes: Uint8Array, glyphs: Iterable<number>): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = Array.from({ length: view.getUint16(4) }, (_, i) => {
    const at = 12 + 16 * i;
    const tag = String.fromCharCode(...bytes.subarray(at, at + 4));
    return { tag, start: view.getUint32(at + 8), length: view.getUint32(at + 12) };
  });
  const table = (tag: string) => tables.find((one) => one.tag === tag)!;
  const long = view.getInt16(table("head").start + 50) === 1;
  const glyf = table("glyf").start;
  const loca = table("loca");
  const count = loca.length / (long ? 4 : 2) - 1;
  const offset = (glyph: number): number =>
    long ? view.getUint32(loca.start + 4 * glyph) : 2 * view.getUint16(loca.start + 2 * glyph);
  const kept = closure(view, glyphs, (glyph) =>
    glyph < count ? [glyf + offset(glyph), glyf + offset(glyph + 1)] : [0, 0],
  );

  const places = new DataView(new ArrayBuffer(loca.length));
  const outlines: Uint8Array[] = [];
  let at = 0;
  for (let glyph = 0; glyph <= count; glyph++) {
    if (long) places.setUint32(4 * glyph, at);
    else places.setUint16(2 * glyph, at / 2);
    if (glyph === count || !kept.has(glyph)) continue;
    const outline = bytes.subarray(glyf + offset(glyph), glyf + offset(glyph + 1));
    outlines.push(outline);
    at += outline.length;
  }
  return fontOf(
    bytes,
    tables.map(({ tag, start, length }) => {
      if (tag === "glyf") return { tag, content: joined(outlines, at) };
      if (tag === "loca") return { tag, content: new Uint8Array(places.buffer) };
      return { tag, content: bytes.subarray(start, start + length) };
    }),
  );
}

/** Flags of a component: sizes of its arguments, whether others follow, and how it is scaled. */
const [WORDS, SCALE, MORE, XY_SCALE, TWO_BY_TWO] = [0x1, 0x8, 0x20, 0x40, 0x80];

/** The glyphs, that of missing characters, and those that they are composed of. */
function closure(
  view: DataView,
  glyphs: Iterable<number>,
  outline: (glyph: number) => readonly [number, number],
): Set<number> {
  const kept = new Set<number>();
  const waiting = [0, ...glyphs];
  for (let glyph = waiting.pop(); glyph !== undefined; glyph = waiting.pop()) {
    if (kept.has(glyph)) continue;
    kept.add(glyph);
    const [start, end] = outline(glyph);
    // A number of contours below zero: components.
    if (end - start < 12 || view.getInt16(start) >= 0) continue;
    let flags = MORE;
    for (let at = start + 10; (flags & MORE) !== 0; ) {
      flags = view.getUint16(at);
      waiting.push(view.getUint16(at + 2));
      at += 4 + (flags & WORDS ? 4 : 2);
      at += flags & SCALE ? 2 : flags & XY_SCALE ? 4 : flags & TWO_BY_TWO ? 8 : 0;
    }
  }
  return kept;
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A font file of tables, in their order, with its checksums. */
function fontOf(
  original: Uint8Array,
  tables: readonly { readonly tag: string; readonly content: Uint8Array }[],
): Uint8Array {
  const aligned = (length: number): number => (length + 3) & ~3;
  const head = 12 + 16 * tables.length;
  const size = tables.reduce((sum, { content }) => sum + aligned(content.length), head);
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  file.set(original.subarray(0, head));
  let at = head;
  let adjustment = 0;
  for (const [i, { tag, content }] of tables.entries()) {
    file.set(content, at);
    if (tag === "head") {
      adjustment = at + 8;
      view.setUint32(adjustment, 0);
    }
    const entry = 12 + 16 * i;
    view.setUint32(entry + 4, checksum(view, at, aligned(content.length)));
    view.setUint32(entry + 8, at);
    view.setUint32(entry + 12, content.length);
    at += aligned(content.length);
  }
  view.setUint32(adjustment, 0xb1b0afba - checksum(view, 0, size));
  return file;
}

function checksum(view: DataView, start: number, length: number): number {
  let sum = 0;
  for (let at = start; at < start + length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}
