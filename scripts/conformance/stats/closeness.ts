// How numbers of the statistics kinds are compared: recorded values may be null (none), or words for
// numbers that JSON does not have.
import type { Mismatch, Outcome } from "../report.ts";

/** A recorded number: `"NaN"`, `"Infinity"`, `"-Infinity"`; null is NaN. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  if (value === null || value === "NaN") return Number.NaN;
  if (value === "Infinity") return Number.POSITIVE_INFINITY;
  if (value === "-Infinity") return Number.NEGATIVE_INFINITY;
  throw new Error(`not a number: ${JSON.stringify(value)}`);
}

export function numbersOf(values: unknown): number[] {
  if (!Array.isArray(values)) throw new Error(`not a list of numbers: ${JSON.stringify(values)}`);
  return values.map(numberOf);
}

/** How far two numbers may differ: `absolute`, plus `relative` of the larger one. */
export interface Tolerance {
  readonly absolute?: number;
  readonly relative?: number;
}

export function near(
  want: number,
  got: number,
  { absolute = 0, relative = 0 }: Tolerance,
): boolean {
  if (Number.isNaN(want)) return Number.isNaN(got);
  if (want === got) return true;
  const size = Math.max(Math.abs(want), Math.abs(got));
  return Math.abs(want - got) <= absolute + (Number.isFinite(size) ? relative * size : 0);
}

/** Collects what a case compares; the first difference is what is reported. */
export class Comparison {
  #first: Mismatch | undefined;

  number(what: string, want: unknown, got: number, tolerance: Tolerance): void {
    if (!near(numberOf(want), got, tolerance)) this.differ(what, want, got);
  }

  numbers(what: string, want: unknown, got: ArrayLike<number>, tolerance: Tolerance): void {
    const list = numbersOf(want);
    if (list.length !== got.length) this.differ(`${what}: length`, list.length, got.length);
    else {
      list.forEach((value, i) => {
        this.number(`${what}[${i}]`, value, got[i], tolerance);
      });
    }
  }

  same(what: string, want: unknown, got: unknown): void {
    const [a, b] = [JSON.stringify(want), JSON.stringify(got)];
    if (a !== b) this.differ(what, want, got);
  }

  differ(what: string, expected: unknown, got: unknown): void {
    this.#first ??= { what, expected, got };
  }

  get outcome(): Outcome {
    return this.#first === undefined ? { kind: "passed" } : { kind: "failed", ...this.#first };
  }
}

/** The outcome of a case, where anything thrown is a failure. */
export function outcomeOf(run: (comparison: Comparison) => void): Outcome {
  const comparison = new Comparison();
  try {
    run(comparison);
  } catch (error) {
    comparison.differ("error", "none", error instanceof Error ? error.message : String(error));
  }
  return comparison.outcome;
}
