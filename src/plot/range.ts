import { log10, pow } from "../math/elementary.ts";
import type { Segment } from "./extent.ts";

/** Something drawn above the data: where it is in x (in the axis' units), and the fraction of the frame's height below it. */
export interface Obstacle {
  readonly from: number;
  readonly to: number;
  readonly below: number;
}

/** Whether a content can be drawn: numbers of which an axis can be made. */
export function drawable(value: number): boolean {
  return Math.abs(value) <= 1e300;
}

/** Fraction of the frame that data may fill where nothing is above them. */
const FREE = 0.94;

/**
 * The y range in which nothing drawn reaches into an obstacle.
 *
 * @param zero  whether the range contains zero
 * @returns minimum and maximum; 0 and 1 where there is nothing to show
 */
export function valueRange(
  segments: readonly Segment[],
  obstacles: readonly Obstacle[],
  zero = true,
): [number, number] {
  if (segments.length === 0) return [0, 1];
  let minimum = zero ? 0 : Infinity;
  let maximum = zero ? 0 : -Infinity;
  for (const { low, high } of segments) {
    minimum = Math.min(minimum, low);
    maximum = Math.max(maximum, high);
  }
  if (maximum - minimum < 1e-300) {
    const about = zero || minimum === 0 ? 1 : 0.1 * Math.abs(minimum);
    return zero ? [minimum, minimum + 1] : [minimum - about, minimum + about];
  }
  if (!zero || minimum < 0) minimum -= 0.05 * (maximum - minimum);
  let span = (maximum - minimum) / FREE;
  for (const { from, to, high } of segments) {
    for (const obstacle of obstacles) {
      if (to >= obstacle.from && from <= obstacle.to) {
        span = Math.max(span, (high - minimum) / obstacle.below);
      }
    }
  }
  return [minimum, minimum + roundUp(span)];
}

/** Powers of ten that a logarithmic axis shows at most, below the highest content. */
const DECADES = 8;

/** Share of an upper end below which the lower one is no reason for a lower axis: less than that of a single count. */
const DEEP = 0.05;

/**
 * The same for a logarithmic axis: from half the lowest positive content.
 *
 * @param marks  segments of one mark each: something of every mark is shown, however far apart they are
 * @returns 0.1 and 1 where nothing is positive
 */
export function logRange(
  marks: readonly (readonly Segment[])[],
  obstacles: readonly Obstacle[],
): [number, number] {
  const segments = marks.flat();
  let minimum = Infinity;
  let maximum = 0;
  let lowestTop = Infinity;
  for (const mark of marks) {
    let top = 0;
    for (const { low, high } of mark) {
      top = Math.max(top, high);
      if (low > DEEP * high) minimum = Math.min(minimum, low);
      else if (high > 0) minimum = Math.min(minimum, (low > 0 ? DEEP : 0.5) * high);
    }
    maximum = Math.max(maximum, top);
    if (top > 0) lowestTop = Math.min(lowestTop, top);
  }
  if (!(maximum > 0)) return [0.1, 1];
  const floor = Math.min(maximum / pow(10, DECADES), 0.5 * lowestTop);
  minimum = roundDown(Math.max(0.5 * minimum, floor, 1e-300));
  const start = log10(minimum);
  const stretched = segments
    .filter(({ high }) => high > minimum)
    .map((segment) => ({ ...segment, low: 0, high: log10(segment.high) - start }));
  const [, span] = valueRange(stretched, obstacles);
  return [minimum, roundUp(pow(10, Math.min(start + span, 300)))];
}

/** The next number of three digits: an axis does not end at the noise of a sum. */
function roundUp(value: number): number {
  const [digits, exponent] = value.toExponential(2).split("e");
  const candidate = Number(`${digits}e${exponent}`);
  return candidate * (1 + 1e-12) >= value
    ? candidate
    : Number(`${(Number(digits) + 0.01).toFixed(2)}e${exponent}`);
}

function roundDown(value: number): number {
  const [digits, exponent] = value.toExponential(1).split("e");
  const candidate = Number(`${digits}e${exponent}`);
  return candidate <= value
    ? candidate
    : Number(`${(Number(digits) - 0.1).toFixed(1)}e${exponent}`);
}

/** Value of an axis at a fraction of its length. */
export function axisPlace(
  [from, to]: readonly [number, number],
  log: boolean,
): (at: number) => number {
  if (!log) return (at) => from + at * (to - from);
  const [start, end] = [log10(from), log10(to)];
  return (at) => pow(10, start + at * (end - start));
}
