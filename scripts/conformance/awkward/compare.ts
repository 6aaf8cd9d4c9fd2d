import { typeOf } from "../../../src/array/datashape.ts";
import * as ak from "../../../src/array/index.ts";
import { type Layout, loaded, unreachable } from "../../../src/array/layout.ts";
import type { Mismatch } from "../report.ts";
import type { Expected } from "./call.ts";

/** Relative and absolute, by dtype; anything else is exact. */
const TOLERANCES: Readonly<Record<string, number>> = {
  float64: 1e-12,
  float32: 1e-5,
  float16: 2e-3,
};

/** How closely the leaves of an array agree: the tolerance of each. */
type Closeness =
  | number
  | { readonly content: Closeness }
  | { readonly fields: Readonly<Record<string, Closeness>> };

/** Whether a result agrees with the record. */
export function compareResult(expected: Expected, got: unknown): Mismatch | undefined {
  switch (expected.kind) {
    case "array":
      if (!(got instanceof ak.Array)) return mismatch("kind", "array", kindOf(got));
      if (got.type !== expected.type) return mismatch("type", expected.type, got.type);
      return values(expected.list, got.toList(), { content: closeness(got.layout) });
    case "record": {
      if (!(got instanceof ak.Record)) return mismatch("kind", "record", kindOf(got));
      const { layout } = got.array;
      const type = typeOf(layout);
      if (type !== expected.type) return mismatch("type", expected.type, type);
      return values(expected.list, got.toObject(), closeness(layout));
    }
    case "scalar":
      return scalar(expected, got);
    case "none":
      return got === null ? undefined : mismatch("kind", "none", kindOf(got));
    case "arrays":
      return several(expected.items ?? [], got);
    case "strings": {
      const same = Array.isArray(got) && JSON.stringify(got) === JSON.stringify(expected.list);
      return same ? undefined : mismatch("names", expected.list, got);
    }
    default:
      return mismatch("kind", expected.kind, kindOf(got));
  }
}

function mismatch(what: string, expected: unknown, got: unknown): Mismatch {
  return { what, expected, got };
}

function kindOf(got: unknown): string {
  if (got instanceof ak.Array) return `array ${got.type}`;
  if (got instanceof ak.Record) return "record";
  return got === null ? "none" : `${typeof got} ${String(got)}`;
}

function several(items: readonly Expected[], got: unknown): Mismatch | undefined {
  if (!Array.isArray(got)) return mismatch("kind", "arrays", kindOf(got));
  if (got.length !== items.length) return mismatch("number of arrays", items.length, got.length);
  for (const [i, item] of items.entries()) {
    const one = compareResult(item, got[i]);
    if (one !== undefined) return { ...one, what: `item ${i}: ${one.what}` };
  }
  return undefined;
}

/** One number: JavaScript has one type for all but 64-bit integers, which may be numbers as well. */
function scalar({ type = "", list }: Expected, got: unknown): Mismatch | undefined {
  const wanted = type === "bool" ? "boolean" : type === "string" ? "string" : "number";
  const given = typeof got === "bigint" && type.includes("int64") ? "number" : typeof got;
  if (given !== wanted) return mismatch("kind", `scalar ${type}`, kindOf(got));
  return values(list, got, TOLERANCES[type] ?? 0);
}

function closeness(layout: Layout): Closeness {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
      return TOLERANCES[now.data.dtype] ?? 0;
    case "string":
    case "empty":
      return 0;
    case "list":
    case "regular":
      return { content: closeness(now.content) };
    case "option":
      return closeness(now.content);
    case "record":
      return {
        fields: Object.fromEntries(now.fields.map((name, i) => [name, closeness(now.contents[i])])),
      };
    case "union":
      return now.contents.map(closeness).reduce(looser, 0);
    default:
      return unreachable(now);
  }
}

/** Of values of several types: what fits any of them. */
function looser(a: Closeness, b: Closeness): Closeness {
  if (typeof a === "number") return typeof b === "number" ? Math.max(a, b) : a === 0 ? b : a;
  if (typeof b === "number") return a;
  if ("content" in a && "content" in b) return { content: looser(a.content, b.content) };
  if ("fields" in a && "fields" in b) return { fields: { ...a.fields, ...b.fields } };
  return a;
}

function values(
  expected: unknown,
  got: unknown,
  close: Closeness,
  path = "",
): Mismatch | undefined {
  if (Array.isArray(expected) && Array.isArray(got)) {
    if (expected.length !== got.length) {
      return mismatch(`length${at(path)}`, expected, plain(got));
    }
    for (let i = 0; i < expected.length; i++) {
      const one = values(expected[i], got[i], within(close, String(i)), `${path}[${i}]`);
      if (one !== undefined) return one;
    }
    return undefined;
  }
  if (isObject(expected) && isObject(got)) {
    const names = Object.keys(expected);
    if (names.length !== Object.keys(got).length || !names.every((name) => name in got)) {
      return mismatch(`fields${at(path)}`, names, Object.keys(got));
    }
    for (const name of names) {
      const one = values(expected[name], got[name], within(close, name), `${path}.${name}`);
      if (one !== undefined) return one;
    }
    return undefined;
  }
  return same(expected, got, typeof close === "number" ? close : 1e-12)
    ? undefined
    : mismatch(`value${at(path)}`, expected, plain(got));
}

function within(close: Closeness, name: string): Closeness {
  if (typeof close === "number") return close;
  return "content" in close ? close.content : (close.fields[name] ?? 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array)
  );
}

function at(path: string): string {
  return path === "" ? "" : ` at ${path}`;
}

function same(expected: unknown, got: unknown, tolerance: number): boolean {
  if (typeof got === "bigint") return String(got) === String(expected);
  if (typeof got !== "number") return got === expected;
  if (typeof expected === "string") return Object.is(Number(expected), got);
  if (typeof expected !== "number") return false;
  if (Number.isInteger(expected) && Number.isInteger(got) && tolerance === 0) {
    return expected === got;
  }
  return Math.abs(expected - got) <= tolerance + tolerance * Math.abs(expected);
}

/** For the report, which is JSON. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value instanceof Uint8Array ? [...value] : value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}
