import type { FigureOptions } from "../figure-of.ts";

/** Height of a row of names, and what stands above and below all rows, in px. */
const ROW_HEIGHT = 34;

/**
 * Size of a figure that has one row for each name: higher with more, its letters as large as ever.
 *
 * @param around  height in px of what is no row
 */
export function sizeOfRows(
  rows: number,
  around: number,
  { width = 800, height, scale = 1 }: FigureOptions,
): { width: number; height: number; scale: number } {
  const unit = (width / 800) * scale;
  const found =
    height ?? Math.min(10_000, Math.max(250, (Math.max(rows, 2) * ROW_HEIGHT + around) * unit));
  // What a figure takes its sizes from: here they follow the width alone.
  return { width, height: found, scale: unit / Math.min(width / 800, found / 600) };
}
