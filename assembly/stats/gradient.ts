import { productSlope, shapeWithout, shiftSum, weigh, weightedSum } from "./derivative";
import { BY_BIN, baseAt, HEAD, MODIFIER, place, SHIFT_WORK, shiftsAt, word } from "./program";

/**
 * The gradient of a sum over bins by the parameters, from its derivatives by the yields: adds to
 * `gradient`. The work areas are those of `stats_expected_f64` at the same parameters.
 *
 * @param program  i32[…]
 * @param table    f64[…]
 * @param work     f64[…]
 * @param first    f64[bins]: derivative by each bin's yield
 * @param weights  f64[bins of the largest term], scratch
 * @param gradient f64[parameters + 1], added to
 * @param clip     of the samples, NaN for none: a clipped yield has no derivative
 */
export function stats_gradient_f64(
  program: usize,
  terms: i32,
  table: usize,
  parameters: usize,
  work: usize,
  first: usize,
  weights: usize,
  gradient: usize,
  clip: f64,
): void {
  let record = program;
  for (let t = 0; t < terms; t++) {
    const n = word(record, 2);
    const scalars = word(record, 5);
    const shifts = word(record, 6);
    const byBin = word(record, 7);
    const area = place(work, word(record, 4));
    const base = baseAt(area, scalars, shifts);
    const shape = place(base, n);
    const factor = load<f64>(area);
    weigh(place(first, word(record, 1)), base, shape, factor, n, clip, weights);

    let modifier = record + (HEAD << 2);
    if (scalars > 0) {
      const total = weightedSum(weights, base, shape, n);
      for (let j = 0; j < scalars; j++) {
        const at = place(gradient, word(modifier, 1));
        store<f64>(at, load<f64>(at) + productSlope(area, scalars, j) * total);
        modifier += MODIFIER << 2;
      }
    }
    let state = shiftsAt(area, scalars);
    for (let j = 0; j < shifts; j++) {
      const arrays = place(table, word(modifier, 3));
      const sum = shiftSum(weights, shape, arrays, n, state);
      const at = place(gradient, word(modifier, 1));
      store<f64>(at, load<f64>(at) + factor * sum);
      state += SHIFT_WORK << 3;
      modifier += MODIFIER << 2;
    }
    const sets = modifier;
    for (let j = 0; j < byBin; j++) {
      const start = word(modifier, 0);
      for (let i = 0; i < n; i++) {
        const others = shapeWithout(sets, byBin, parameters, i, j, j);
        const slope = load<f64>(place(weights, i)) * load<f64>(place(base, i)) * factor * others;
        // A padding bin has no base, and may point behind its own parameters.
        if (slope !== 0) {
          const at = place(gradient, start + i);
          store<f64>(at, load<f64>(at) + slope);
        }
      }
      modifier += BY_BIN << 2;
    }
    record += (<usize>word(record, 0)) << 2;
  }
}
