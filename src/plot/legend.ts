/** Box of a text in px, its origin at the start of the baseline, y downwards. */
export interface TextBox {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Measures a TLatex text at a font size in px. */
export type Measure = (text: string, size: number, font?: number) => TextBox;

/** Labels of a legend cut into rows that fit, and the size at which they do. */
export interface FittedLabels {
  /** Rows of each label, first to last. */
  readonly rows: readonly (readonly string[])[];
  readonly size: number;
  /** Width of the longest row in px. */
  readonly width: number;
}

/** Sizes tried before a label is broken into rows. */
const SHRINK = [1, 0.9, 0.8, 0.7];

/**
 * Fits labels into a width and a number of rows' height: smaller letters first, then several rows, then
 * letters as small as it takes. Nothing is ever cut.
 */
export function fitLabels(
  labels: readonly string[],
  size: number,
  limit: { readonly width: number; readonly height: number; readonly rowHeight: number },
  measure: Measure,
): FittedLabels {
  const widthOf = (text: string, at: number): number => measure(text, at).x2;
  const widest = (rows: readonly (readonly string[])[], at: number): number =>
    Math.max(0, ...rows.flat().map((row) => widthOf(row, at)));
  const single = labels.map((label) => [label]);
  const tall = (rows: readonly (readonly string[])[], at: number): boolean =>
    rows.flat().length * at * limit.rowHeight > limit.height;
  for (const factor of SHRINK) {
    const at = size * factor;
    const width = widest(single, at);
    if (width <= limit.width && !tall(single, at)) return { rows: single, size: at, width };
  }
  for (let at = size * SHRINK[SHRINK.length - 1]; ; at *= 0.9) {
    const rows = labels.map((label) => wrap(label, limit.width, (text) => widthOf(text, at)));
    const width = widest(rows, at);
    if ((width <= limit.width && !tall(rows, at)) || at < 2) return { rows, size: at, width };
  }
}

/** A text with the size at which it fits, its width, and how much higher than a plain line it is, in px. */
export interface FittedText {
  readonly text: string;
  readonly size: number;
  readonly width: number;
  readonly extra: number;
}

/** A text at the size, or as much smaller as it takes to fit a width. */
export function fittedText(text: string, size: number, room: number, measure: Measure): FittedText {
  const { x2: width, y1, y2 } = measure(text, size);
  // A line of plain text is 1.2 of its size high.
  const extra = Math.max(0, (y2 - y1) / size - 1.2);
  if (width <= room) return { text, size, width, extra: extra * size };
  const smaller = (size * room) / width;
  return { text, size: smaller, width: room, extra: extra * smaller };
}

/** Breaks a TLatex text so that no row is wider than `width`: at spaces outside braces, else inside words. */
export function wrap(text: string, width: number, widthOf: (text: string) => number): string[] {
  // Brackets that grow belong together; such a text is set smaller instead.
  if (/#(left|right)[([{|]/.test(text)) return [text];
  const rows: string[] = [];
  let row = "";
  const add = (piece: string, gap: string): void => {
    const longer = row === "" ? piece : row + gap + piece;
    if (row !== "" && widthOf(longer) > width) {
      rows.push(row);
      row = piece;
    } else row = longer;
  };
  for (const word of pieces(text, " ")) {
    if (widthOf(word) <= width) add(word, " ");
    else {
      const [first, ...rest] = pieces(word, "");
      add(first, " ");
      for (const letter of rest) add(letter, "");
    }
  }
  rows.push(row);
  return rows;
}

/** Words (separator " ") or single symbols (separator "") of a TLatex text; commands and braces stay whole. */
function pieces(text: string, separator: string): string[] {
  if (separator === "") {
    // A command or letter with all arguments and scripts that follow it.
    const symbol = /(?:#[A-Za-z]+|#.|\{|[^#])(?:\[[^\]]*\])?/uy;
    const found: string[] = [];
    for (let at = 0; at < text.length; ) {
      symbol.lastIndex = at;
      const head = symbol.exec(text)?.[0] ?? text[at];
      let end = at + head.length;
      if (head === "{") end = closing(text, at);
      while (
        text[end] === "{" ||
        ((text[end] === "^" || text[end] === "_") && text[end + 1] === "{")
      ) {
        end = closing(text, text.indexOf("{", end));
      }
      found.push(text.slice(at, end));
      at = end;
    }
    return found.length === 0 ? [text] : found;
  }
  const found: string[] = [];
  let depth = 0;
  let word = "";
  for (const character of text) {
    if (character === "{") depth++;
    if (character === "}") depth--;
    if (character === separator && depth === 0) {
      if (word !== "") found.push(word);
      word = "";
    } else word += character;
  }
  if (word !== "" || found.length === 0) found.push(word);
  return found;
}

/** Position after the brace that closes the one at `open`; the end of the text where none does. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "{") depth++;
    if (text[i] === "}" && --depth === 0) return i + 1;
  }
  return text.length;
}
