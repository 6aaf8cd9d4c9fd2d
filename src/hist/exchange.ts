import { FormatError, UnsupportedError } from "../errors.ts";
import {
  type Axis,
  type AxisNaming,
  booleanAxis,
  intCategoryAxis,
  integerAxis,
  type Metadata,
  type NotedNaming,
  regularAxis,
  strCategoryAxis,
  variableAxis,
} from "./axis.ts";
import {
  type Contents,
  cellCount,
  cellSize,
  checkAxes,
  emptyCells,
  type StorageKind,
  storageKinds,
} from "./storage.ts";
import type { Transform } from "./transform.ts";

/** Version of both forms. A reader refuses newer ones. */
const VERSION = 1;
const FORMAT = "hepwasm-hist";
/** "hwhist", two zero bytes. */
const MAGIC: readonly number[] = [0x68, 0x77, 0x68, 0x69, 0x73, 0x74, 0, 0];
const PREFIX = 16;

const numberWords: ReadonlySet<string> = new Set(["NaN", "Infinity", "-Infinity", "-0"]);

/** A number in JSON: NaN, infinities and -0 as text. */
export type JsonNumber = number | "NaN" | "Infinity" | "-Infinity" | "-0";

/** A histogram as JSON, for workers and checkpoints. */
export interface HistJson {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly axes: readonly Readonly<Record<string, unknown>>[];
  readonly storage: StorageKind;
  readonly varianceKnown: boolean;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** The numbers of each cell, flow bins included, C order. */
  readonly cells: readonly JsonNumber[];
}

/** @see HistJson */
export function toJson(contents: Contents): HistJson {
  return { ...header(contents), cells: Array.from(contents.cells.view(), jsonNumber) };
}

/**
 * The histogram of a JSON object.
 * @throws FormatError, UnsupportedError for a newer version
 */
export function fromJson(json: unknown): Contents {
  const record = recordOf(json, "a histogram");
  const head = readHeader(record);
  const { axes, storage } = head;
  const { cells } = record;
  const count = cellCount(axes) * cellSize(storage);
  if (!Array.isArray(cells) || cells.length !== count) {
    throw new FormatError(
      `a histogram of these axes has ${count} numbers, not ${Array.isArray(cells) ? cells.length : "none"}`,
    );
  }
  const numbers = cells.map((cell, i) => numberOf(cell, `cell ${i}`));
  const column = emptyCells(axes, storage);
  column.view().set(numbers);
  return { ...head, cells: column };
}

/** Bytes: magic, version and header length (u32 each), header as JSON, padding to 8, float64 cells. */
export function toBytes(contents: Contents): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header(contents)));
  const start = Math.ceil((PREFIX + text.length) / 8) * 8;
  const cells = contents.cells.view();
  const bytes = new Uint8Array(start + cells.byteLength);
  bytes.set(MAGIC);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, text.length, true);
  bytes.set(text, PREFIX);
  bytes.set(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength), start);
  return bytes;
}

/**
 * The histogram of bytes that `toBytes` made.
 * @throws FormatError, UnsupportedError for a newer version
 */
export function fromBytes(bytes: Uint8Array): Contents {
  if (bytes.length < PREFIX || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new FormatError("these bytes are not a histogram of hepwasm");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkVersion(view.getUint32(8, true));
  const length = view.getUint32(12, true);
  const start = Math.ceil((PREFIX + length) / 8) * 8;
  if (start > bytes.length) {
    throw new FormatError(`truncated histogram: the header ends behind byte ${bytes.length}`);
  }
  let json: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(
      bytes.subarray(PREFIX, PREFIX + length),
    );
    json = JSON.parse(text);
  } catch (cause) {
    throw new FormatError("the header of the histogram is damaged", { at: PREFIX, cause });
  }
  const head = readHeader(recordOf(json, "the header"));
  const { axes, storage } = head;
  const expected = cellCount(axes) * cellSize(storage) * 8;
  if (bytes.length - start !== expected) {
    throw new FormatError(
      `a histogram of these axes has ${expected} bytes of cells, not ${bytes.length - start}`,
      { at: start },
    );
  }
  const cells = emptyCells(axes, storage);
  const target = cells.view();
  new Uint8Array(target.buffer, target.byteOffset, expected).set(bytes.subarray(start));
  return { ...head, cells };
}

function header(contents: Contents): Omit<HistJson, "cells"> {
  const { axes, storage, varianceKnown, metadata } = contents;
  const noted = Object.keys(metadata).length > 0 ? { metadata: metadataJson(metadata) } : {};
  const head = { format: FORMAT, version: VERSION, axes: axes.map(axisJson), storage } as const;
  return { ...head, varianceKnown, ...noted };
}

function readHeader(json: Record<string, unknown>): Omit<Contents, "cells"> {
  if (json.format !== FORMAT) throw new FormatError(`this is not a histogram of hepwasm`);
  checkVersion(json.version);
  const storage = storageKinds.find((kind) => kind === json.storage);
  if (storage === undefined) throw new FormatError(`unknown storage ${String(json.storage)}`);
  if (!Array.isArray(json.axes)) throw new FormatError("a histogram has a list of axes");
  const axes = json.axes.map((axis, i) => axisOf(recordOf(axis, `axis ${i}`), `axis ${i}`));
  checkAxes(axes);
  const metadata = metadataOf(json.metadata, "the histogram") ?? {};
  return { axes, storage, varianceKnown: json.varianceKnown !== false, metadata };
}

function checkVersion(version: unknown): void {
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    throw new FormatError(`a histogram has a format version, not ${String(version)}`);
  }
  if (version > VERSION) {
    throw new UnsupportedError(
      `this histogram has format version ${version}; this hepwasm reads up to ${VERSION}: use a newer one`,
      `histogram format ${version}`,
    );
  }
}

function axisJson(axis: Axis): Record<string, unknown> {
  const json = jsonRecord(axis);
  return axis.metadata === undefined ? json : { ...json, metadata: metadataJson(axis.metadata) };
}

function jsonRecord(record: object): Record<string, unknown> {
  const json: Record<string, unknown> = { ...record };
  for (const [key, value] of Object.entries(json)) {
    if (typeof value === "number") json[key] = jsonNumber(value);
    if (Array.isArray(value)) {
      json[key] = value.map((each) => (typeof each === "number" ? jsonNumber(each) : each));
    }
  }
  return json;
}

/** What was noted: numbers as `[number]`, since some of them are words in JSON. */
function metadataJson(metadata: Metadata): Record<string, unknown> {
  const wrap = (value: unknown): unknown =>
    typeof value === "number" ? [jsonNumber(value)] : value;
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, wrap(value)]));
}

function metadataOf(json: unknown, where: string): Metadata | undefined {
  if (json === undefined) return undefined;
  const entries = Object.entries(recordOf(json, `the metadata of ${where}`));
  return Object.fromEntries(
    entries.map(([key, value]) => {
      if (typeof value === "string" || typeof value === "boolean") return [key, value];
      const what = `the metadata "${key}" of ${where}`;
      if (!Array.isArray(value)) throw new FormatError(`${what} is neither text nor number`);
      return [key, numberOf(value[0], what)];
    }),
  );
}

function axisOf(json: Record<string, unknown>, where: string): Axis {
  try {
    return { ...makeAxis(json, where), ...notedOf(json.noted, where) };
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw new FormatError(`${where}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function makeAxis(json: Record<string, unknown>, where: string): Axis {
  const kind = json.kind as Axis["kind"];
  const { name, label } = json;
  if (typeof name !== "string" || typeof label !== "string") {
    throw new FormatError(`${where} has no name and label`);
  }
  const metadata = metadataOf(json.metadata, where);
  const title = label === name ? "" : label;
  const naming: AxisNaming = { name, label: title, ...(metadata ? { metadata } : {}) };
  const flag = (key: string): boolean => json[key] === true;
  const number = (key: string): number => numberOf(json[key], `${where}, ${key}`);
  const growth = flag("growth");
  const category = { ...naming, growth, overflow: flag("overflow") };
  // An axis that is closed on itself, or grows over integers, has given up its flow bins.
  const flow = { underflow: flag("underflow"), overflow: flag("overflow") };
  const options = { ...naming, ...flow, growth, circular: flag("circular") };
  switch (kind) {
    case "regular": {
      const transform = transformOf(json.transform, where);
      const made = { ...naming, ...options, ...(transform ? { transform } : {}) };
      const axis = regularAxis(number("bins"), number("start"), number("stop"), made);
      return { ...axis, min: number("min"), delta: number("delta") };
    }
    case "variable":
      return variableAxis(
        listOf(json.edges, where).map((edge) => numberOf(edge, where)),
        options,
      );
    case "integer":
      return integerAxis(number("start"), number("stop"), options);
    case "intCategory": {
      const categories = listOf(json.categories, where);
      return intCategoryAxis(
        categories.map((each) => numberOf(each, where)),
        category,
      );
    }
    case "strCategory": {
      const categories = listOf(json.categories, where);
      if (!categories.every((each): each is string => typeof each === "string")) {
        throw new FormatError(`${where} has categories that are not text`);
      }
      return strCategoryAxis(categories, category);
    }
    case "boolean":
      return { ...booleanAxis(naming), ...(typeof json.only === "boolean" && { only: json.only }) };
    default:
      return unknownKind(kind satisfies never, where);
  }
}

/** Name and title as another library noted them. */
function notedOf(json: unknown, where: string): { readonly noted?: NotedNaming } {
  if (json === undefined) return {};
  const { name, label } = recordOf(json, `what is noted of ${where}`);
  const text = (key: string, value: unknown) => (typeof value === "string" ? { [key]: value } : {});
  return { noted: { ...text("name", name), ...text("label", label) } };
}

function unknownKind(kind: unknown, where: string): never {
  throw new FormatError(`${where} is of the unknown kind ${String(kind)}`);
}

function transformOf(json: unknown, where: string): Transform | undefined {
  if (json === undefined || json === null) return undefined;
  const { kind, power } = recordOf(json, where);
  if (kind === "log" || kind === "sqrt") return { kind };
  if (kind === "pow") return { kind, power: numberOf(power, where) };
  throw new FormatError(`${where} has the unknown transform ${String(kind)}`);
}

function recordOf(json: unknown, what: string): Record<string, unknown> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new FormatError(`${what} is a JSON object`);
  }
  return json as Record<string, unknown>;
}

function listOf(json: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(json)) throw new FormatError(`${where} lacks its list of bins`);
  return json;
}

function numberOf(json: unknown, where: string): number {
  if (typeof json === "number") return json;
  if (typeof json === "string" && numberWords.has(json)) return Number(json);
  throw new FormatError(`${where} is not a number: ${JSON.stringify(json)}`);
}

function jsonNumber(value: number): JsonNumber {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : value;
  return String(value) as JsonNumber;
}
