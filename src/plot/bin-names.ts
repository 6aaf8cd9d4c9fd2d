import { type Measure, wrap } from "./legend.ts";

/** Names of bins as they stand below an axis. */
export interface SetNames {
  /** TLatex, of several rows where that takes less room. */
  readonly labels: readonly string[];
  /** Font size in px. */
  readonly size: number;
  readonly vertical: boolean;
}

/** Sizes of names of several rows, relative to numbers. */
const SMALLER = [0.85, 0.7];
/** Rows of a name at most (JSROOT sets a third one smaller), and their height in sizes of letters. */
const ROWS = 2;
const ROW = 1.25;
/** Share of a figure's height that upright names take at most; whole ones of a single word, if they must. */
const DEPTH = 0.3;
const DEEPEST = 0.45;

/**
 * Sets names below an axis: side by side, in several rows if need be; else upright, in as many rows as a bin is
 * wide, so that one long name costs neither the others nor the data their room.
 */
export function setNames(
  names: readonly string[],
  room: { readonly width: number; readonly height: number },
  size: number,
  measure: Measure,
): SetNames {
  const bin = room.width / Math.max(1, names.length);
  // JSROOT makes names smaller by a fourth at most.
  if (names.every((name) => 0.75 * measure(name, size).x2 <= bin)) {
    return { labels: names, size, vertical: false };
  }
  const broken = (at: number, width: number): string[][] =>
    names.map((name) => wrap(name, width, (text) => measure(text, at).x2));
  for (const factor of SMALLER) {
    const at = factor * size;
    const rows = broken(at, 0.92 * bin);
    // What is broken inside of a word is not a row.
    const whole = rows.every((own, i) => own.length <= ROWS && own.join(" ") === names[i]);
    const narrow = rows.flat().every((row) => measure(row, at).x2 <= 0.95 * bin);
    if (whole && narrow) return { labels: rows.map(splitLines), size: at, vertical: false };
  }
  const depth = DEPTH * room.height;
  const deepest = (rows: readonly string[], at: number): number =>
    Math.max(0, ...rows.map((row) => measure(row, at).x2));
  const whole = Math.min(1, (DEEPEST * room.height) / Math.max(deepest(names, size), 1e-9));
  let forced: SetNames | undefined;
  for (let at = size; at >= 0.4 * size; at *= 0.9) {
    // Words are broken where they would take half of the figure, or letters too small to read.
    if (at < SMALLER[0] * size && whole >= SMALLER[0]) break;
    const rows = broken(at, depth);
    const most = Math.max(1, Math.min(ROWS, Math.floor(bin / (ROW * at))));
    if (rows.some((own) => own.length > most) || deepest(rows.flat(), at) > 1.02 * depth) continue;
    const set = { labels: rows.map(splitLines), size: at, vertical: true };
    if (rows.every((own, i) => own.join(" ") === names[i])) return set;
    forced ??= set;
  }
  return whole < SMALLER[0] && forced !== undefined
    ? forced
    : { labels: names, size: whole * size, vertical: true };
}

/** Two rows below each other in TLatex. */
function splitLines([first, second]: readonly string[]): string {
  return second === undefined ? first : `#splitline{${first}}{${second}}`;
}
