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
 * The y range in which no bin reaches into an obstacle.
 *
 * @param edges  bin edges, f64[n + 1]
 * @param lower  lowest point drawn in each bin, f64[n]
 * @param upper  highest point drawn in each bin, f64[n]
 * @returns minimum and maximum; 0 and 1 where there is nothing to show
 */
export function valueRange(
  edges: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  obstacles: readonly Obstacle[],
): [number, number] {
  let minimum = 0;
  for (const value of lower) if (drawable(value)) minimum = Math.min(minimum, value);
  let maximum = 0;
  for (const value of upper) if (drawable(value)) maximum = Math.max(maximum, value);
  if (maximum - minimum < 1e-300) return [minimum, minimum + 1];
  if (minimum < 0) minimum -= 0.05 * (maximum - minimum);
  let span = (maximum - minimum) / FREE;
  for (let i = 0; i < upper.length; i++) {
    if (!drawable(upper[i])) continue;
    for (const { from, to, below } of obstacles) {
      if (edges[i + 1] >= from && edges[i] <= to) {
        span = Math.max(span, (upper[i] - minimum) / below);
      }
    }
  }
  return [minimum, minimum + roundUp(span)];
}

/** The next number of three digits: an axis does not end at the noise of a sum. */
function roundUp(value: number): number {
  const [digits, exponent] = value.toExponential(2).split("e");
  const candidate = Number(`${digits}e${exponent}`);
  return candidate * (1 + 1e-12) >= value
    ? candidate
    : Number(`${(Number(digits) + 0.01).toFixed(2)}e${exponent}`);
}
