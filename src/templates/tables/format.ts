import { NotFoundError } from "../../errors.ts";

/** A table of texts: one row a line, its cells in the order of the header. */
export interface TextTable {
  /** Heads of the columns; a line break separates two lines of one. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How a table is written: as text with rules or without, in a frame, for pages, LaTeX, or other programs. */
export type TableFormat = "simple" | "plain" | "fancy_grid" | "github" | "html" | "latex" | "tsv";

/** Columns are at least so much wider than their heads. */
const PADDING = 2;

/**
 * Writes a table. Headers of two lines become one with a comma in formats that have no such headers (HTML,
 * LaTeX, TSV); what HTML and LaTeX would read as their own is escaped.
 *
 * @throws NotFoundError on an unknown format
 * @see tabulate.tabulate(headers="keys", tablefmt=format), byte for byte
 */
export function formatTable(table: TextTable, format: TableFormat = "simple"): string {
  const flat = format === "html" || format === "latex" || format === "tsv";
  const header = flat ? table.header.map((head) => head.replaceAll("\n", ", ")) : table.header;
  const heads = header.map((head) => head.split("\n"));
  const widths = heads.map((lines, i) =>
    Math.max(
      ...lines.map((line) => lengthOf(line) + PADDING),
      ...table.rows.map((row) => lengthOf(row[i])),
    ),
  );
  const padded = (cells: readonly string[]): string[] =>
    cells.map((cell, i) => cell + " ".repeat(widths[i] - lengthOf(cell)));
  const height = Math.max(...heads.map(({ length }) => length));
  const headLines = Array.from({ length: height }, (_, at) =>
    padded(heads.map((lines) => lines[at] ?? "")),
  );
  const rows = table.rows.map(padded);
  const ruled = (left: string, line: string, between: string, right: string, pad = 0): string =>
    left + widths.map((width) => line.repeat(width + 2 * pad)).join(between) + right;
  const joined = (cells: readonly string[], by: string): string => cells.join(by).trimEnd();
  const framed = (by: string) => (cells: readonly string[]) =>
    `${by} ${cells.join(` ${by} `)} ${by}`;
  switch (format) {
    case "simple":
    case "plain": {
      const lines = [...headLines, ...rows].map((cells) => joined(cells, "  "));
      if (format === "simple") lines.splice(height, 0, ruled("", "-", "  ", ""));
      return lines.join("\n");
    }
    case "tsv":
      return [...headLines, ...rows].map((cells) => joined(cells, "\t")).join("\n");
    case "github": {
      const lines = [...headLines, ...rows].map(framed("|"));
      lines.splice(height, 0, ruled("|", "-", "|", "|", 1));
      return lines.join("\n");
    }
    case "fancy_grid":
      return [
        ruled("╒", "═", "╤", "╕", 1),
        ...headLines.map(framed("│")),
        ruled("╞", "═", "╪", "╡", 1),
        rows.map(framed("│")).join(`\n${ruled("├", "─", "┼", "┤", 1)}\n`),
        ruled("╘", "═", "╧", "╛", 1),
      ].join("\n");
    case "html": {
      const line = (cells: readonly string[], tag: string): string =>
        `<tr>${cells.map((cell) => `<${tag}>${htmlOf(cell)}</${tag}>`).join("")}</tr>`;
      return [
        "<table>",
        "<thead>",
        ...headLines.map((cells) => line(cells, "th")),
        "</thead>",
        "<tbody>",
        ...rows.map((cells) => line(cells, "td")),
        "</tbody>",
        "</table>",
      ].join("\n");
    }
    case "latex": {
      const line = (cells: readonly string[]): string => ` ${cells.map(latexOf).join(" & ")} \\\\`;
      return [
        `\\begin{tabular}{${"l".repeat(widths.length)}}`,
        "\\hline",
        ...headLines.map(line),
        "\\hline",
        ...rows.map(line),
        "\\hline",
        "\\end{tabular}",
      ].join("\n");
    }
    default: {
      const never: never = format;
      const known = ["simple", "plain", "fancy_grid", "github", "html", "latex", "tsv"];
      throw new NotFoundError("format of tables", String(never), known, "formatTable");
    }
  }
}

/** Symbols of a text: what takes two units of JavaScript's strings is one. */
function lengthOf(text: string): number {
  return [...text].length;
}

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#x27;",
};

function htmlOf(text: string): string {
  return text.replace(/[&<>"']/g, (symbol) => HTML[symbol]);
}

const LATEX: Readonly<Record<string, string>> = {
  "&": "\\&",
  "%": "\\%",
  $: "\\$",
  "#": "\\#",
  _: "\\_",
  "^": "\\^{}",
  "{": "\\{",
  "}": "\\}",
  "~": "\\textasciitilde{}",
  "\\": "\\textbackslash{}",
  "<": "\\ensuremath{<}",
  ">": "\\ensuremath{>}",
};

function latexOf(text: string): string {
  return text.replace(/[&%$#_^{}~\\<>]/g, (symbol) => LATEX[symbol]);
}
