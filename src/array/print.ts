import { NotLoadedError } from "../errors.ts";
import { isFloat } from "../wasm/dtype.ts";
import { scope } from "../wasm/scope.ts";
import { typeLines } from "./datashape.ts";
import { elementOf, type Part } from "./element.ts";
import { toText } from "./export.ts";
import type { Layout } from "./layout.ts";
import { type LoadedLayout, lengthOf, loaded, type RecordLayout } from "./layout.ts";
import { loadDeep } from "./load.ts";
import { general } from "./number-text.ts";
import { quoteBytes, quoteText } from "./python-text.ts";

/** What `show` prints. */
export interface ShowOptions {
  /** Most lines of elements (20). */
  readonly limitRows?: number | undefined;
  /** Most characters in a line (80). */
  readonly limitCols?: number | undefined;
  /** Whether the type stands above the elements; its lines do not count (false). */
  readonly type?: boolean | undefined;
  /** Significant digits of floating-point numbers (3). */
  readonly precision?: number | undefined;
}

/** A value's text, or what is printed part by part. */
type Node = string | Part;

/** Characters of `, ...`, which is kept free for what does not fit. */
const MORE = 5;

/** `<Array [1, 2, ..., 9] type='9 * int64'>` in 80 characters. @see awkward.Array.__repr__ */
export function reprOf(part: Part, name: string, type: string): string {
  const limit = 80;
  const quoted = quoteText(type).slice(1, -1);
  const around = quoted.length + name.length + " type=''".length + 3;
  const width =
    around < limit / 2
      ? limit - around
      : Math.max(0, Math.min(limit / 2, limit - name.length - " type='...'".length - 3));
  const value = ` ${withoutTrace(part, () => lineOf(part, width, 3).text)}`;
  const room = Math.max(3, limit - name.length - "type='...'".length - sizeOf(value));
  const shown = quoted.length > room ? `${quoted.slice(0, room - 3)}...` : quoted;
  return `<${name}${value} type='${shown}'>`;
}

/** @see awkward.Array.show */
export function showPart(
  part: Part,
  { limitRows = 20, limitCols = 80, type = false, precision = 3 }: ShowOptions,
): string {
  const rows = withoutTrace(part, () => rowsOf(part, limitRows, limitCols, precision));
  if (!type) return rows;
  const length = part.kind === "list" ? `${lengthOf(part.layout)} * ` : "";
  const line = `type: ${length}${typeLines(part.layout)}`;
  const chars = Array.from(line);
  const shown =
    chars.length > limitCols ? `${chars.slice(0, Math.max(limitCols - 3, 0)).join("")}...` : line;
  return `${shown}\n${rows}`;
}

/** Runs with the lists in memory, and frees the slices that it takes of them. */
function withoutTrace(part: Part, run: () => string): string {
  try {
    loadDeep(part.layout);
  } catch (error) {
    if (!(error instanceof NotLoadedError) || error.awaited) throw error;
  }
  return scope(run);
}

function rowsOf(part: Part, limitRows: number, limitCols: number, precision: number): string {
  if (limitRows <= 1) return lineOf(part, limitCols, precision).text;
  const shown: string[] = [];
  if (part.kind === "list") {
    const n = lengthOf(part.layout);
    const row = (i: number): string =>
      lineOf(nodeAt(part.layout, i, precision), limitCols - 2, precision).text;
    const count = Math.min(n, limitRows);
    const front = Math.ceil(count / 2);
    for (let i = 0; i < front; i++) shown.push(row(i));
    if (count < n) shown.push("...");
    for (let i = n - (count - front) + (count < n ? 1 : 0); i < n; i++) shown.push(row(i));
  } else {
    const record = recordOf(part);
    const fields = record.fields.slice(0, limitRows);
    for (const [k, field] of fields.entries()) {
      const key = keyOf(record, field);
      const value = nodeAt(record.contents[k], 0, precision);
      shown.push(key + lineOf(value, limitCols - 2 - sizeOf(key), precision).text);
    }
    if (fields.length < record.fields.length) shown[shown.length - 1] = "...";
  }
  if (shown.length === 0) return "";
  const [open, close] = bracketsOf(part);
  return `${open}${shown.join(",\n ")}${close}`;
}

function bracketsOf(part: Part): string {
  if (part.kind === "list") return "[]";
  return recordOf(part).tuple ? "()" : "{}";
}

/** One value on a line of at most `limit` characters, as far as that is possible. */
function lineOf(node: Node, limit: number, precision: number): { size: number; text: string } {
  if (typeof node === "string") return { size: sizeOf(node), text: node };
  return node.kind === "list"
    ? listLine(node, limit, precision)
    : recordLine(node, limit, precision);
}

/** Elements from both ends in turn, while there is room. */
function listLine({ layout }: Part, limit: number, precision: number) {
  const n = lengthOf(layout);
  let room = limit - 2;
  if (n === 0) return { size: 2, text: "[]" };
  if (n === 1) {
    const { size, text } = lineOf(nodeAt(layout, 0, precision), room, precision);
    return { size: 2 + size, text: `[${text}]` };
  }
  room -= MORE;
  const [front, back]: [string[], string[]] = [[], []];
  let shown = 0;
  for (; shown < n; shown++) {
    const forward = shown % 2 === 0;
    const index = forward ? shown / 2 : n - (shown + 1) / 2;
    const comma = shown === 0 ? 0 : 2;
    const { size, text } = lineOf(nodeAt(layout, index, precision), room - comma, precision);
    if (room - (comma + size) < 0) break;
    room -= comma + size;
    if (forward) front.push(text);
    else back.unshift(text);
  }
  if (shown === 0) {
    front.push("...");
    room -= 3;
  } else if (shown < n) {
    front.push("...");
    room -= MORE;
  }
  return { size: limit - room - MORE, text: `[${[...front, ...back].join(", ")}]` };
}

function recordLine(part: Part, limit: number, precision: number) {
  const record = recordOf(part);
  const { fields } = record;
  const [open, close] = bracketsOf(part);
  let room = limit - 2 - MORE;
  let text = open;
  // Counts names and values, as what is cut off may be either.
  let shown = 0;
  for (const [k, field] of fields.entries()) {
    const comma = shown === 0 ? 0 : 2;
    const key = keyOf(record, field);
    if (room - (comma + sizeOf(key) + 3) < 0) break;
    if (comma > 0) text += ", ";
    text += key;
    room -= comma + sizeOf(key);
    shown++;
    const half = fields.length === 1 ? room : Math.ceil(room / 2);
    const value = lineOf(nodeAt(record.contents[k], 0, precision), half, precision);
    if (room - value.size < 0) {
      text += "...";
      room -= 3;
      break;
    }
    text += value.text;
    room -= value.size;
    shown++;
  }
  if (fields.length > 0) {
    if (shown === 0) {
      text += "...";
      room -= 3;
    } else if (shown !== 2 * fields.length) {
      text += ", ...";
      room -= MORE;
    }
  }
  return { size: limit - room - MORE, text: text + close };
}

function recordOf({ layout }: Part): RecordLayout {
  return loaded(layout) as RecordLayout;
}

function keyOf({ tuple }: RecordLayout, field: string): string {
  if (tuple) return "";
  return `${/^[A-Za-z_][A-Za-z_0-9]*$/.test(field) ? field : quoteText(field)}: `;
}

/** Element `i`: its text, or the list or record that it is; `??` where a column is not loaded. */
function nodeAt(layout: Layout, i: number, precision: number): Node {
  let now: LoadedLayout;
  try {
    now = loaded(layout);
  } catch (error) {
    if (error instanceof NotLoadedError && !error.awaited) return "??";
    throw error;
  }
  switch (now.kind) {
    case "flat": {
      const value = now.data.at(i);
      if (typeof value === "boolean") return value ? "True" : "False";
      return isFloat(now.data.dtype) ? general(value as number, precision) : String(value);
    }
    case "string": {
      const offsets = now.offsets.view();
      const text = toText(now, offsets[i], offsets[i + 1]);
      return typeof text === "string" ? quoteText(text) : quoteBytes(text);
    }
    case "union":
      return nodeAt(now.contents[now.tags.view()[i]], now.index.view()[i], precision);
    case "option": {
      const at = now.index.view()[i];
      return at < 0 ? "None" : nodeAt(now.content, at, precision);
    }
    default:
      return elementOf(now, i) as Part;
  }
}

/** Characters as Python counts them. */
function sizeOf(text: string): number {
  return Array.from(text).length;
}
