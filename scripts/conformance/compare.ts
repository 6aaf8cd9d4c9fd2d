import type { Mismatch } from "./report.ts";

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
