import { DTypeError, UsageError } from "../errors.ts";
import { isFloat } from "../wasm/dtype.ts";
import { type AwkwardArray, AwkwardRecord, checkArray } from "./array.ts";
import { toText } from "./export.ts";
import { type Layout, lengthOf, loaded, unreachable } from "./layout.ts";
import { pythonFloat } from "./number-text.ts";
import { knownOptions } from "./option-names.ts";

/** Options of {@link toJson}. */
export interface ToJsonOptions {
  /** One document for each element, each followed by this text; `true` for a line break (false). */
  readonly lineDelimited?: boolean | string | undefined;
  /** Spaces by which what is within stands further right; all on one line if not given. */
  readonly numIndentSpaces?: number | undefined;
  /** Spaces behind commas and colons (0). */
  readonly numReadabilitySpaces?: number | undefined;
  /** The text in place of NaN, which JSON has not. */
  readonly nanString?: string | undefined;
  /** The text in place of infinity. */
  readonly posinfString?: string | undefined;
  /** The text in place of -infinity. */
  readonly neginfString?: string | undefined;
  /** The text in place of bytes. */
  readonly convertBytes?: ((bytes: Uint8Array) => string) | undefined;
}

const OPTIONS = [
  "lineDelimited",
  "numIndentSpaces",
  "numReadabilitySpaces",
  "nanString",
  "posinfString",
  "neginfString",
  "convertBytes",
] as const;

/**
 * An array or a record as JSON, in ASCII: tuples are objects with the names "0", "1" …, missing values
 * `null`, floating-point numbers have a point or an exponent.
 *
 * @throws UsageError for NaN and infinities without a text in their place; DTypeError for bytes
 * @see awkward.to_json
 */
export function toJson(array: AwkwardArray | AwkwardRecord, options: ToJsonOptions = {}): string {
  const record = array instanceof AwkwardRecord;
  const values: unknown = record ? array.array : array;
  checkArray(values, "toJson");
  const {
    lineDelimited = false,
    numIndentSpaces,
    numReadabilitySpaces = 0,
  } = knownOptions(options, OPTIONS, "toJson");
  const space = " ".repeat(numReadabilitySpaces);
  const { layout } = values;
  const style = { ...options, comma: `,${space}`, colon: `:${space}` };
  if (lineDelimited !== false) {
    const end = lineDelimited === true ? "\n" : lineDelimited;
    return textsOf(layout, 0, lengthOf(layout), style, undefined)
      .map((text) => text + end)
      .join("");
  }
  const step = numIndentSpaces === undefined ? undefined : " ".repeat(numIndentSpaces);
  if (record) return textsOf(layout, 0, 1, { ...style, step }, "")[0];
  const texts = textsOf(layout, 0, lengthOf(layout), { ...style, step }, step);
  return enclosed("[", texts, "]", { ...style, step }, "");
}

interface Style extends ToJsonOptions {
  readonly comma: string;
  readonly colon: string;
  /** What each level is indented by; `undefined` for one line. */
  readonly step?: string | undefined;
}

function enclosed(
  open: string,
  texts: readonly string[],
  close: string,
  { comma, step }: Style,
  indent: string | undefined,
): string {
  if (texts.length === 0 || step === undefined || indent === undefined) {
    return open + texts.join(comma) + close;
  }
  const line = `\n${indent}`;
  return `${open}${line}${step}${texts.join(comma + line + step)}${line}${close}`;
}

/** Elements `start` to `stop - 1`, each as JSON. */
function textsOf(
  layout: Layout,
  start: number,
  stop: number,
  style: Style,
  indent: string | undefined,
): string[] {
  const now = loaded(layout);
  const count = stop - start;
  const deeper = style.step === undefined || indent === undefined ? undefined : indent + style.step;
  const listed = (values: readonly string[], from: number, to: number): string =>
    enclosed("[", values.slice(from, to), "]", style, indent);
  switch (now.kind) {
    case "flat": {
      const write = isFloat(now.data.dtype)
        ? (value: unknown) => floatText(value as number, style)
        : String;
      return Array.from({ length: count }, (_, i) => write(now.data.at(start + i)));
    }
    case "list": {
      const offsets = now.offsets.view().slice(start, stop + 1);
      const base = offsets[0];
      const values = textsOf(now.content, base, offsets[count], style, deeper);
      return Array.from({ length: count }, (_, i) =>
        listed(values, offsets[i] - base, offsets[i + 1] - base),
      );
    }
    case "regular": {
      const { size } = now;
      const values = textsOf(now.content, start * size, stop * size, style, deeper);
      return Array.from({ length: count }, (_, i) => listed(values, i * size, (i + 1) * size));
    }
    case "record": {
      const columns = now.contents.map((content) => textsOf(content, start, stop, style, deeper));
      const names = now.fields.map((field) => asciiText(field) + style.colon);
      return Array.from({ length: count }, (_, i) => {
        const members = columns.map((column, k) => names[k] + column[i]);
        return enclosed("{", members, "}", style, indent);
      });
    }
    case "string": {
      const offsets = now.offsets.view().slice(start, stop + 1);
      return Array.from({ length: count }, (_, i) =>
        asciiText(plainText(toText(now, offsets[i], offsets[i + 1]), style)),
      );
    }
    case "union": {
      const values = now.contents.map((one) => textsOf(one, 0, lengthOf(one), style, indent));
      const tags = now.tags.view().slice(start, stop);
      const index = now.index.view().slice(start, stop);
      return Array.from(tags, (tag, i) => values[tag][index[i]]);
    }
    case "empty":
      return [];
    case "option": {
      const index = now.index.view().slice(start, stop);
      const values = textsOf(now.content, 0, lengthOf(now.content), style, indent);
      return Array.from(index, (at) => (at < 0 ? "null" : values[at]));
    }
    default:
      return unreachable(now);
  }
}

function floatText(value: number, style: Style): string {
  if (Number.isFinite(value)) return pythonFloat(value);
  const [name, text] = Number.isNaN(value)
    ? ["nanString", style.nanString]
    : value > 0
      ? ["posinfString", style.posinfString]
      : ["neginfString", style.neginfString];
  if (text === undefined) {
    throw new UsageError(`JSON has no ${value}: the option ${name} gives the text in its place`);
  }
  return asciiText(text);
}

function plainText(text: string | Uint8Array, { convertBytes }: Style): string {
  if (typeof text === "string") return text;
  if (convertBytes !== undefined) return convertBytes(text);
  throw new DTypeError("JSON has no bytes: the option convertBytes makes text of them");
}

/** Text in quotes, all beyond ASCII escaped. */
function asciiText(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
