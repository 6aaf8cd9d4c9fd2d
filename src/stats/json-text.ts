import { JsonReader, type JsonRules } from "../array/json-reader.ts";
import { FormatError } from "../errors.ts";

/** A number as it was written: JSON tells 1 from 1.0, and digests depend on it. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A JSON value whose numbers keep their spelling. */
export type JsonTree =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly JsonTree[]
  | ReadonlyMap<string, JsonTree>;

/** Python reads and writes the words as well. */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|NaN|-?Infinity/y;

const rules: JsonRules<JsonTree, Map<string, JsonTree>> = {
  depth: 200,
  number(text, at) {
    NUMBER.lastIndex = at;
    const found = NUMBER.exec(text);
    if (found === null) return { value: null, end: at, fault: "this is no value" };
    return { value: new JsonNumber(found[0]), end: NUMBER.lastIndex, fault: "" };
  },
  valueOf: (value) => value,
  members: () => new Map(),
  put(members, name, value) {
    members.set(name, value);
    return "";
  },
  error(fault, text, at) {
    const line = text.slice(0, at).split("\n").length;
    return new FormatError(`not JSON: ${fault} in line ${line}, position ${at}`, { at });
  },
};

/**
 * Reads JSON text, keeping the spelling of numbers.
 * @throws FormatError with the position
 */
export function parseJsonText(text: string): JsonTree {
  const reader = new JsonReader(text, rules);
  const tree = reader.read();
  if (!reader.done()) throw reader.error("nothing may follow the value");
  return tree;
}

/**
 * The text that Python's `json.dumps(value, sort_keys=True, ensure_ascii=False)` gives.
 *
 * @param tree  plain values are allowed as well: their whole numbers are written without a point
 * @param indent  spaces by which members and elements stand further in; by default all are in one line
 */
export function pythonJson(tree: unknown, indent?: number, margin = ""): string {
  if (tree === null || typeof tree === "boolean") return String(tree);
  if (typeof tree === "string") return pythonString(tree);
  if (typeof tree === "number") return Number.isInteger(tree) ? String(tree) : pythonFloat(tree);
  if (isNumber(tree)) return pythonNumber(tree.text);
  const inner = indent === undefined ? "" : `${margin}${" ".repeat(indent)}`;
  const block = (open: string, parts: readonly string[], close: string): string => {
    if (indent === undefined || parts.length === 0) return `${open}${parts.join(", ")}${close}`;
    return `${open}\n${parts.map((part) => `${inner}${part}`).join(",\n")}\n${margin}${close}`;
  };
  const text = (value: unknown): string => pythonJson(value, indent, inner);
  if (Array.isArray(tree)) return block("[", tree.map(text), "]");
  const members = tree instanceof Map ? [...tree] : Object.entries(tree as object);
  members.sort(([a], [b]) => byCodePoint(a, b));
  const parts = members.map(([name, value]) => `${pythonString(name)}: ${text(value)}`);
  return block("{", parts, "}");
}

function isNumber(value: unknown): value is JsonNumber {
  return value instanceof JsonNumber;
}

/** Python sorts by code points, JavaScript by units of UTF-16. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i].codePointAt(0) ?? 0) - (right[i].codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** As Python escapes text: control characters, quotes and backslashes, and DEL not. */
function pythonString(text: string): string {
  return JSON.stringify(text).replace(/\\u[0-9a-f]{4}/g, (escaped) => {
    const code = Number.parseInt(escaped.slice(2), 16);
    return code >= 0xd800 ? String.fromCharCode(code) : escaped;
  });
}

/** A number read by Python and written again: whole numbers as they are, others as floats. */
function pythonNumber(text: string): string {
  if (/^-?\d+$/.test(text)) return text === "-0" ? "0" : text;
  return pythonFloat(Number(text));
}

/** Python's repr: the shortest digits, exponents from 1e16 on and below 1e-4, with two digits. */
function pythonFloat(value: number): string {
  if (!Number.isFinite(value))
    return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  if (Object.is(value, -0)) return "-0.0";
  const [digits, exponentText] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${digits}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  const sign = digits.startsWith("-") ? "-" : "";
  const plain = digits.replace("-", "").replace(".", "");
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${plain}`;
  const whole = plain.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${plain.slice(exponent + 1) || "0"}`;
}
