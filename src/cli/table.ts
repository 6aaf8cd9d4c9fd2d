/** How a column of a table stands. */
export type Align = "left" | "right";

/**
 * Rows of text as an aligned table, two spaces between columns.
 *
 * @param align  by column; left where it says nothing
 * @param width  lines are cut to it, ending in `…`
 */
export function table(
  rows: readonly (readonly string[])[],
  align: readonly Align[] = [],
  width: number = Number.POSITIVE_INFINITY,
): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, textWidth(cell));
  }
  const lines = rows.map((row) => {
    const cells = row.map((cell, i) => {
      const space = " ".repeat(widths[i] - textWidth(cell));
      return align[i] === "right" ? space + cell : cell + space;
    });
    return cut(cells.join("  ").trimEnd(), width);
  });
  return lines.map((line) => `${line}\n`).join("");
}

/** `text`, or its beginning and `…` where it is longer than `width`. */
export function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  return `${text.slice(0, Math.max(width - 1, 0))}…`;
}

/** Bytes as people say them: `532 B`, `1.2 kB`, `3.4 MB`. */
export function byteText(bytes: number): string {
  for (const [size, unit] of [
    [1e9, "GB"],
    [1e6, "MB"],
    [1e3, "kB"],
  ] as const) {
    if (bytes >= size) return `${(bytes / size).toFixed(bytes >= 100 * size ? 0 : 1)} ${unit}`;
  }
  return `${bytes} B`;
}

/** Characters, not UTF-16 units. */
function textWidth(text: string): number {
  return [...text].length;
}
