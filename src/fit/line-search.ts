import type { InternalCost } from "./cost.ts";

/** Points that a search may look at, and the longest step in units of the one proposed. */
const POINTS = 12;
const LONGEST = 5;
/** A parabola is trusted within this part of the step. */
const CLOSE = 0.05;

/**
 * The best point along a step: parabolas through the value and slope at the start and the points seen so
 * far.
 *
 * @param step  direction, at first taken whole
 * @param slope  derivative along it at the start, negative
 * @returns the best length found, in units of the step, and the value there
 */
export function lineSearch(
  cost: InternalCost,
  u: Float64Array,
  value: number,
  step: Float64Array,
  slope: number,
): { length: number; value: number } {
  const at = (length: number): number => cost.value(u.map((x, i) => x + length * step[i]));
  let best = { length: 0, value };
  let length = 1;
  let last: { length: number; value: number } | undefined;
  for (let point = 0; point < POINTS; point++) {
    const here = { length, value: at(length) };
    if (here.value < best.value) best = here;
    const next = nextLength(value, slope, here, last, best);
    if (next === undefined || Math.abs(next - here.length) <= CLOSE * Math.max(next, here.length)) {
      break;
    }
    // A parabola from the first try that already did well is as good as it needs to be.
    if (point > 1 && best.length > 0 && Math.abs(next - best.length) <= 0.3 * best.length) break;
    last = here;
    length = next;
  }
  return best;
}

/** The lowest point of a parabola, kept between a tenth and five times what was tried. */
function nextLength(
  value: number,
  slope: number,
  here: { length: number; value: number },
  last: { length: number; value: number } | undefined,
  best: { length: number; value: number },
): number | undefined {
  if (!Number.isFinite(here.value)) return here.length * 0.1;
  // value + slope t + bend t^2 through the start and the last point.
  const bend = (here.value - value - slope * here.length) / (here.length * here.length);
  const lowest = bend > 0 ? -slope / (2 * bend) : LONGEST;
  if (best.length === 0) return Math.max(here.length * 0.1, Math.min(lowest, here.length * 0.7));
  if (last !== undefined && here.value >= last.value) return undefined;
  return Math.min(LONGEST, Math.max(0.1 * here.length, lowest));
}
