/**
 * Smooths numbers by the algorithm 353QH, twice: running medians, quadratic interpolation of flat parts
 * and running means; the same for what is left over, which is added. What has no negative numbers gets
 * none. Less than three numbers are returned as they are.
 *
 * @see J. Friedman, "Data analysis techniques for high energy physics", CERN 74-23, p. 292; TH1::SmoothArray;
 *   cabinetry.smooth.smooth_353qh_twice
 */
export function smooth353qhTwice(values: ArrayLike<number>): Float64Array {
  const input = Float64Array.from(values);
  if (input.length < 3) return input;
  const smooth = smoothed(input);
  const rest = smoothed(input.map((value, i) => value - smooth[i]));
  const positive = input.every((value) => !(value < 0));
  return smooth.map((value, i) => {
    const sum = value + rest[i];
    return positive && sum < 0 ? 0 : sum;
  });
}

/** The algorithm, once. */
function smoothed(input: Float64Array): Float64Array {
  const z = input.slice();
  const last = z.length - 1;
  medians3(z);
  medians5(z);
  const before = z.slice();
  for (let i = 1; i < last; i++) z[i] = median3(before[i - 1], before[i], before[i + 1]);
  const y = withoutFlats(z);
  const out = y.slice();
  for (let i = 1; i < last; i++) out[i] = 0.25 * y[i - 1] + 0.5 * y[i] + 0.25 * y[i + 1];
  return out;
}

/** Running medians of three; the ends take the middle of themselves, their neighbour, and where it points. */
function medians3(z: Float64Array): void {
  const last = z.length - 1;
  const before = z.slice();
  for (let i = 1; i < last; i++) z[i] = median3(before[i - 1], before[i], before[i + 1]);
  z[0] = median3(3 * z[1] - 2 * z[2], before[0], z[1]);
  z[last] = median3(z[last - 1], before[last], 3 * z[last - 1] - 2 * z[last - 2]);
}

/** Running medians of five, of three beside the ends. */
function medians5(z: Float64Array): void {
  const last = z.length - 1;
  const before = z.slice();
  for (let i = 2; i < last - 1; i++) z[i] = before.slice(i - 2, i + 3).sort()[2];
  z[1] = median3(before[0], before[1], before[2]);
  z[last - 1] = median3(before[last - 2], before[last - 1], before[last]);
}

/** Peaks and valleys that the medians cut flat, drawn as parabolas. */
function withoutFlats(z: Float64Array): Float64Array {
  const y = z.slice();
  for (let i = 2; i < z.length - 2; i++) {
    if (z[i - 1] !== z[i] || z[i] !== z[i + 1]) continue;
    const left = z[i - 2] - z[i];
    const right = z[i + 2] - z[i];
    if (!(left * right > 0)) continue;
    const step = Math.abs(right) > Math.abs(left) ? -1 : 1;
    const far = z[i + 2 * step];
    const near = z[i - 2 * step];
    y[i] = -0.5 * near + z[i] / 0.75 + far / 6;
    y[i + step] = 0.5 * (far - near) + z[i];
  }
  return y;
}

function median3(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
