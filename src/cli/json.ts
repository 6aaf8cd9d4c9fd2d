import { AwkwardArray } from "../array/array.ts";

/**
 * A value as plain JSON: non-finite numbers are the strings "NaN", "Infinity" and "-Infinity",
 * integers beyond 2^53 decimal strings, maps with text keys records, other maps lists of pairs,
 * sets and typed arrays lists. Objects with `toJSON` (histograms) say themselves what they are.
 */
export function toPlain(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") {
    const safe = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
    return safe ? Number(value) : String(value);
  }
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof AwkwardArray) return toPlain(value.toList());
  if (Array.isArray(value)) return value.map(toPlain);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, toPlain);
  if (value instanceof Set) return Array.from(value, toPlain);
  if (value instanceof Map) return mapToPlain(value);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === "function") return toPlain(toJSON.call(value));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlain(item)]));
}

function mapToPlain(map: ReadonlyMap<unknown, unknown>): unknown {
  const pairs = Array.from(map, ([key, item]) => [toPlain(key), toPlain(item)] as const);
  if (pairs.some(([key]) => typeof key !== "string")) return pairs;
  return Object.fromEntries(pairs as [string, unknown][]);
}
