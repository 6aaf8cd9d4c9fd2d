import { FormatError } from "../errors.ts";

/** What JSON has no word for, and Python's json writes all the same. */
const literals: ReadonlyMap<string, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

/** Marks a literal among texts: no text of a document can begin with a raw zero byte. */
const MARK = "\u0000";

/**
 * JSON that may hold the literals NaN, Infinity and -Infinity.
 * @throws FormatError
 */
export function parseJson(text: string): unknown {
  // Texts are matched first, so that a word inside one is left alone.
  const marked = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?Infinity|NaN/gs, (token) =>
    literals.has(token) ? `"\\u0000${token}"` : token,
  );
  try {
    return JSON.parse(marked, (_key, value: unknown) =>
      typeof value === "string" && value.startsWith(MARK)
        ? (literals.get(value.slice(1)) ?? value)
        : value,
    );
  } catch (cause) {
    throw new FormatError(`not JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/**
 * JSON with the literals NaN, Infinity and -Infinity, and with the sign of -0.
 * @param indent  blanks of each level; lists of numbers stay on one line
 */
export function stringifyJson(value: unknown, indent = 0): string {
  return write(value, indent, "\n");
}

function write(value: unknown, indent: number, newline: string): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0.0" : String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = indent > 0 ? newline + " ".repeat(indent) : "";
  const close = indent > 0 ? newline : "";
  if (Array.isArray(value)) {
    const flat = value.every((each) => typeof each !== "object");
    const items = value.map((each) => write(each, indent, inner));
    if (flat) return `[${items.join(indent > 0 ? ", " : ",")}]`;
    return `[${inner}${items.join(`,${inner}`)}${close}]`;
  }
  const members = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(
      ([key, each]) =>
        `${JSON.stringify(key)}:${indent > 0 ? " " : ""}${write(each, indent, inner)}`,
    );
  if (members.length === 0) return "{}";
  return `{${inner}${members.join(`,${inner}`)}${close}}`;
}
