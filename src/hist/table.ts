import { knownOptions } from "../array/option-names.ts";
import { type Axis, axisExtent, axisSize } from "./axis.ts";
import { axisValue } from "./edges.ts";
import type { Hist } from "./hist.ts";
import { type FlowOptions, flowOf } from "./sum.ts";

/** Columns of equal length, as data frames and Arrow's `tableFromArrays` take them. */
export type HistTable = Readonly<
  Record<string, Float64Array | readonly (string | number | boolean | null)[]>
>;

/**
 * A histogram as a table: one row for each cell in C order. An axis of intervals has the columns
 * `x_low` and `x_high`, others `x`, by the name of the axis (`axis0` where it has none); then come the
 * numbers of the cells by name. Flow bins reach to infinity; of categories, overflow is null.
 */
export function toTable(hist: Hist, options: FlowOptions = {}): HistTable {
  const flow = flowOf(options, "toTable");
  const { axes } = hist;
  const extents = axes.map((axis) => (flow ? axisExtent(axis) : axisSize(axis)));
  const rows = extents.reduce((n, extent) => n * extent, 1);
  const columns: [string, Float64Array | (string | number | boolean | null)[]][] = [];
  for (const [i, axis] of axes.entries()) {
    const step = extents.slice(i + 1).reduce((n, extent) => n * extent, 1);
    const first = flow && axis.underflow ? -1 : 0;
    const bin = (row: number): number => (Math.floor(row / step) % extents[i]) + first;
    const name = axis.name === "" ? `axis${i}` : axis.name;
    if (axis.kind === "regular" || axis.kind === "variable") {
      const edge = (at: number): number => boundary(axis, at);
      columns.push([`${name}_low`, Float64Array.from({ length: rows }, (_, r) => edge(bin(r)))]);
      columns.push([
        `${name}_high`,
        Float64Array.from({ length: rows }, (_, r) => edge(bin(r) + 1)),
      ]);
    } else columns.push([name, Array.from({ length: rows }, (_, row) => label(axis, bin(row)))]);
  }
  const taken = new Set(columns.map(([name]) => name));
  for (const [field, cells] of Object.entries(hist.view({ flow }))) {
    columns.push([taken.has(field) ? `cell_${field}` : field, cells]);
  }
  return Object.fromEntries(columns);
}

function boundary(axis: Axis, at: number): number {
  if (at < 0) return Number.NEGATIVE_INFINITY;
  return at > axisSize(axis) ? Number.POSITIVE_INFINITY : axisValue(axis, at);
}

function label(axis: Axis, bin: number): string | number | boolean | null {
  switch (axis.kind) {
    case "strCategory":
    case "intCategory":
      return axis.categories[bin] ?? null;
    case "boolean":
      return axisValue(axis, bin) === 1;
    default:
      if (bin < 0) return Number.NEGATIVE_INFINITY;
      return bin < axisSize(axis) ? axisValue(axis, bin) : Number.POSITIVE_INFINITY;
  }
}

/**
 * {@link toTable} as text: a line of names, then a line for each cell; numbers to the last bit, `inf`
 * and `nan` as NumPy and pandas read them, texts in quotes where they need them.
 */
export function toCsv(
  hist: Hist,
  options: FlowOptions & { readonly separator?: string } = {},
): string {
  const { separator = ",", ...flow } = knownOptions(options, ["flow", "separator"], "toCsv");
  const table = toTable(hist, flow);
  const names = Object.keys(table);
  const columns = Object.values(table);
  const lines = [names.map((name) => quoted(name, separator)).join(separator)];
  for (let row = 0; row < columns[columns.length - 1].length; row++) {
    lines.push(columns.map((column) => field(column[row], separator)).join(separator));
  }
  return `${lines.join("\n")}\n`;
}

function field(value: string | number | boolean | null, separator: string): string {
  if (value === null) return "";
  if (typeof value === "string") return quoted(value, separator);
  if (typeof value === "boolean" || Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

function quoted(text: string, separator: string): string {
  const plain = text !== "" && !text.includes(separator) && !/["\r\n]/.test(text);
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}
