import { UsageError } from "../errors.ts";

// What Python writes with operators and brackets. JavaScript has neither for objects, and would go on with texts.

const ARRAYS =
  "arrays and vectors: take ak.add(a, b), ak.greater(a, 30) …, " +
  'ak.evaluate("pt > 30 && abs(eta) < 2.4", jets), or vector.add(a, b)';

/**
 * What an array, a record or a histogram is to JavaScript's operators: its text where a text is wanted.
 *
 * @param what  what it is, and what is to be written instead
 * @throws UsageError beside `+`, `>` and the like, which would add and compare texts
 */
export function primitiveOf(
  value: { toString(): string },
  hint: string,
  what: string = ARRAYS,
): string {
  if (hint === "string") return value.toString();
  throw new UsageError(`JavaScript's operators do not see into ${what}`);
}

/** @throws UsageError for what is no name, but a mask, positions, or the number of an element */
export function checkName(property: string): void {
  if (property.startsWith("<Array ")) {
    throw new UsageError("JavaScript's brackets take names alone: ak.get(array, mask)");
  }
  if (/^-?\d+$/.test(property)) {
    throw new UsageError(
      `JavaScript's brackets take names alone: array.at(${property}), ak.get(array, {}, ${property}) of each list`,
    );
  }
}
