import { fromRecord } from "../hist/root.ts";
import type { DirectoryRecord } from "../root/file.ts";
import type {
  AxisRecord,
  GraphErrors,
  HistogramRecord,
  ProfileRecord,
  RootObject,
  RootValue,
} from "../root/objects/index.ts";
import { histogramErrors, histogramValues } from "../root/objects/index.ts";
import { isPlainObject } from "../root/objects/value.ts";
import { shortNumber } from "./bars.ts";
import { histText } from "./hist-text.ts";
import { cut, table } from "./table.ts";

/** Points, items, members shown. */
const MOST_ROWS = 100;
const DEFAULT_WIDTH = 80;

/** An object for people: a histogram as bars, a graph as its points, a text as itself. */
export function objectText(
  object: RootObject | DirectoryRecord,
  path: string,
  width: number = DEFAULT_WIDTH,
): string {
  const head = `${path} (${object.className})${titleOf(object)}\n`;
  switch (object.kind) {
    case "histogram":
    case "profile": {
      const hist = fromRecord(drawable(object));
      const lines = histText(hist, width);
      hist.dispose();
      return `${head}${shortNumber(object.fEntries)} entries, ${lines.join("\n")}\n`;
    }
    case "graph": {
      const { x, y, z, xErrors, yErrors, zErrors } = object;
      const columns = [
        ["x", ...points(x, xErrors)],
        ["y", ...points(y, yErrors)],
        ...(z ? [["z", ...points(z, zErrors)]] : []),
      ];
      const rows = columns[0].map((_, i) => columns.map((column) => column[i]));
      return head + rowsText(rows, x.length, width);
    }
    case "efficiency": {
      const passed = histogramValues(object.passed);
      const total = histogramValues(object.total);
      const rows = Array.from(total.subarray(0, MOST_ROWS), (n, i) => [
        String(i),
        shortNumber(passed[i]),
        shortNumber(n),
        shortNumber(passed[i] / n),
      ]);
      return (
        head + rowsText([["bin", "passed", "total", "efficiency"], ...rows], total.length, width)
      );
    }
    case "text":
      return `${head}${object.value}\n`;
    case "parameter":
      return `${head}${object.name} = ${object.value}\n`;
    case "matrix":
      return `${head}${object.rows} x ${object.columns}, ${object.storage}: ${valueText(object.elements)}\n`;
    case "list":
      return head + rowsText(object.items.map(itemRow), object.items.length, width);
    case "map":
      return (
        head +
        rowsText(
          object.entries.map(([key, value]) => [...itemRow(key), ...itemRow(value)]),
          object.entries.length,
          width,
        )
      );
    case "directory":
      return head + object.keys.map((key) => `  ${key}\n`).join("");
    case "container":
      return `${head}${cut(valueText(object.value), width * 10)}\n`;
    case "named":
    case "object": {
      const rows = Object.entries(object.members).map(([name, value]) => [name, valueText(value)]);
      return head + rowsText(rows, rows.length, width);
    }
    default:
      return object satisfies never;
  }
}

/** A histogram whose bins can be told apart, which a file does not promise. */
function drawable<Record extends HistogramRecord | ProfileRecord>(record: Record): Record {
  return { ...record, axes: record.axes.map(distinct) };
}

/** The second of two equal labels is numbered; bins without an extent have their number as a label. */
function distinct(axis: AxisRecord): AxisRecord {
  const { labels, edges, bins } = axis;
  if (labels === null) {
    if (edges.every((edge, i) => i === 0 || edge > edges[i - 1])) return axis;
    return { ...axis, labels: Array.from({ length: bins }, (_, i) => `bin ${i + 1}`) };
  }
  const names = labels.map((label) =>
    /^\s*[+-]?\d+\s*$/.test(label) ? String(Number(label)) : label,
  );
  const taken = new Set(names);
  const used = new Set<string>();
  const own = names.map((label) => {
    let name = label;
    for (let n = 2; used.has(name) || (n > 2 && taken.has(name)); n++) name = `${label} (${n})`;
    used.add(name);
    return name;
  });
  return { ...axis, labels: own };
}

function titleOf(object: RootObject | DirectoryRecord): string {
  const title = "title" in object ? object.title : "";
  return title === "" ? "" : `: ${title}`;
}

function points(values: Float64Array, errors: GraphErrors | null): string[] {
  return Array.from(values.subarray(0, MOST_ROWS), (value, i) => {
    const text = shortNumber(value);
    if (errors === null) return text;
    const [low, high] = [errors.low[i], errors.high[i]].map((error) => shortNumber(error, 3));
    return low === high ? `${text} ± ${low}` : `${text} -${low} +${high}`;
  });
}

function itemRow(item: RootObject | null): string[] {
  if (item === null) return ["null", "", ""];
  const name = "name" in item ? item.name : "value" in item ? String(item.value) : "";
  return [item.className, name, "title" in item ? item.title : ""];
}

function rowsText(rows: readonly (readonly string[])[], total: number, width: number): string {
  const shown = table(
    rows.slice(0, MOST_ROWS + 1).map((row) => ["", ...row]),
    [],
    width,
  );
  return total > MOST_ROWS ? `${shown}  and ${total - MOST_ROWS} more\n` : shown;
}

const SHOWN_ELEMENTS = 8;

/** A member on one line; of what lies deep the class alone. */
function valueText(value: RootValue, depth = 0): string {
  if (typeof value === "number") return shortNumber(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const items = Array.from(value as ArrayLike<RootValue>);
    const more = items.length > SHOWN_ELEMENTS ? `, … (${items.length})` : "";
    const shown = items.slice(0, SHOWN_ELEMENTS).map((item) => valueText(item, depth + 1));
    return `[${shown.join(", ")}${more}]`;
  }
  if (value instanceof Map) return `{${value.size} entries}`;
  if (!isPlainObject(value)) return String(value);
  if (depth > 1) return value.className;
  const members = Object.entries(value.members).filter(([name]) => !name.startsWith("@"));
  const shown = members.slice(0, SHOWN_ELEMENTS);
  const parts = shown.map(([name, member]) => `${name}: ${valueText(member, depth + 1)}`);
  const more = members.length > shown.length ? ", …" : "";
  return `${value.className} {${parts.join(", ")}${more}}`;
}

/**
 * An object as JSON: numbers of histograms in C order with flow. What an object refers to more than
 * once is written in one place, of which the others have the JSON pointer (RFC 6901): written out each
 * time, a file of a few objects could fill any disk.
 */
export function objectJson(object: RootObject | DirectoryRecord, path: string): unknown {
  const written = new Map<object, string>();
  const plain = (value: unknown, at: string): unknown => {
    if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
    if (typeof value === "bigint") return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (ArrayBuffer.isView(value)) {
      return Array.from(value as Float64Array, (item) => plain(item, at));
    }
    if (Array.isArray(value)) return value.map((item, i) => plain(item, `${at}/${i}`));
    if (value instanceof Map) {
      return Array.from(value, ([key, item], i) => [
        plain(key, `${at}/${i}/0`),
        plain(item, `${at}/${i}/1`),
      ]);
    }
    const named = "className" in value;
    const ref = named ? written.get(value) : undefined;
    if (named && ref !== undefined) return { class: value.className, ref };
    if (named) written.set(value, at);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, plain(item, `${at}/${pointerPart(key)}`)]),
    );
  };
  const { className, ...rest } = object;
  const json = { path, class: className, ...(plain(rest, "") as Record<string, unknown>) };
  if (object.kind !== "histogram" && object.kind !== "profile") return json;
  const values = plain(histogramValues(object, { flow: true }), "/values");
  const errors = plain(histogramErrors(object, { flow: true }), "/errors");
  return { ...json, values, errors };
}

function pointerPart(name: string): string {
  return name.replace(/~/g, "~0").replace(/\//g, "~1");
}
