import { Hist } from "../hist/hist.ts";
import { shortNumber } from "./bars.ts";
import { histText } from "./hist-text.ts";
import { toPlain } from "./json.ts";

const DEFAULT_WIDTH = 80;
/** Items of a list that are shown. */
const MOST_ITEMS = 10;

/**
 * What a run returned, for people: records as indented `name: value`, histograms as bars.
 *
 * @param width  characters in a line of the terminal
 */
export function resultText(out: unknown, width: number | undefined): string {
  return lines(out, width ?? DEFAULT_WIDTH)
    .map((line) => `${line}\n`)
    .join("");
}

function lines(value: unknown, width: number): string[] {
  if (value instanceof Hist) return histText(value, width);
  const members = membersOf(value);
  if (members === undefined) return [leaf(value)];
  return members.flatMap(([name, item]) => {
    const inner = lines(item, width - 2);
    const nested = inner.length > 1 || membersOf(item) !== undefined;
    if (!nested) return [`${name}: ${inner[0] ?? ""}`];
    return [`${name}:`, ...inner.map((line) => (line === "" ? "" : `  ${line}`))];
  });
}

/** Names and values of a record or map; undefined for everything else. */
function membersOf(value: unknown): [string, unknown][] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof Map) return Array.from(value, ([key, item]) => [String(key), item]);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return undefined;
  return Object.entries(value);
}

function leaf(value: unknown): string {
  if (typeof value === "number") return shortNumber(value);
  if (typeof value === "string" || typeof value === "bigint") return String(value);
  const plain = toPlain(value);
  if (!Array.isArray(plain) || plain.length <= MOST_ITEMS)
    return JSON.stringify(plain) ?? "nothing";
  const shown = plain.slice(0, MOST_ITEMS).map((item) => JSON.stringify(item));
  return `[${shown.join(",")},…] (${plain.length} items)`;
}
