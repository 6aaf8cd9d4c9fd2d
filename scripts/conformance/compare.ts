import type { Mismatch } from "./report.ts";

/** Same JSON value; the order of an object's keys does not matter, -0 equals 0. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(b, key) &&
      sameJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}

/** |a - b| <= tolerance * max(|a|, |b|, scale). */
export function close(a: number, b: number, tolerance: number, scale: number): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b), scale);
}

/** The first field in which two records differ. */
export function firstDifference(
  expected: Record<string, unknown>,
  got: Record<string, unknown>,
  same: (field: string, expected: unknown, got: unknown) => boolean,
): Mismatch | undefined {
  for (const field of new Set([...Object.keys(expected), ...Object.keys(got)])) {
    if (!same(field, expected[field], got[field])) {
      return { what: field, expected: expected[field], got: got[field] };
    }
  }
  return undefined;
}
