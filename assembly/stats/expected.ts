import { scalarFactor, shift } from "./interpolation";
import {
  BY_BIN,
  baseAt,
  HEAD,
  MODIFIER,
  place,
  SCALAR_WORK,
  SHIFT_WORK,
  shiftsAt,
  word,
} from "./program";

/**
 * Expected yields, sum over samples of (nominal + shifts) * factors, and what the derivatives need.
 * Samples are added in the order of the program.
 *
 * @param program   i32[…], `terms` records as program.ts says
 * @param table     f64[…], nominal yields and interpolation tables
 * @param parameters f64[parameters + 1], one more than there are: a padding bin may look there
 * @param work      f64[…], written
 * @param yields    f64[bins], written
 * @param bins      number of bins with padding, even
 * @param clip      yields of a sample below it are raised to it; NaN for no clipping
 */
export function stats_expected_f64(
  program: usize,
  terms: i32,
  table: usize,
  parameters: usize,
  work: usize,
  yields: usize,
  bins: i32,
  clip: f64,
): void {
  memory.fill(yields, 0, (<usize>bins) << 3);
  const clipped = clip >= -Infinity;
  let record = program;
  for (let t = 0; t < terms; t++) {
    const first = word(record, 1);
    const n = word(record, 2);
    const factor = evaluate(record, table, parameters, work);
    const base = baseAt(place(work, word(record, 4)), word(record, 5), word(record, 6));
    const shape = place(base, n);
    const byBin = word(record, 7) > 0;
    const scale = f64x2.splat(factor);
    for (let i = 0; i < n; i += 2) {
      let v = v128.load(place(base, i));
      if (byBin) v = f64x2.mul(v, v128.load(place(shape, i)));
      v = f64x2.mul(v, scale);
      // pmax(clip, v) keeps a NaN in v out of the clip: it stays NaN.
      if (clipped) v = v128.bitselect(f64x2.splat(clip), v, f64x2.lt(v, f64x2.splat(clip)));
      const at = place(yields, first + i);
      v128.store(at, f64x2.add(v128.load(at), v));
    }
    record += (<usize>word(record, 0)) << 2;
  }
}

/** Yields of each term, one after another. out f64[sum of their bins, padded], written. */
export function stats_term_yields_f64(
  program: usize,
  terms: i32,
  work: usize,
  out: usize,
  clip: f64,
): void {
  let record = program;
  let at = out;
  for (let t = 0; t < terms; t++) {
    const n = word(record, 2);
    const area = place(work, word(record, 4));
    const base = baseAt(area, word(record, 5), word(record, 6));
    const shape = place(base, n);
    for (let i = 0; i < n; i++) {
      let v = load<f64>(area) * load<f64>(place(base, i)) * load<f64>(place(shape, i));
      if (v < clip) v = clip;
      store<f64>(at, v);
      at += 8;
    }
    record += (<usize>word(record, 0)) << 2;
  }
}

/** Fills a term's work area. Returns the product of its scalar factors. */
function evaluate(record: usize, table: usize, parameters: usize, work: usize): f64 {
  const n = word(record, 2);
  const scalars = word(record, 5);
  const shifts = word(record, 6);
  const byBin = word(record, 7);
  const area = place(work, word(record, 4));
  let modifier = record + (HEAD << 2);

  let product: f64 = 1;
  let out = place(area, 1);
  for (let j = 0; j < scalars; j++) {
    const x = load<f64>(place(parameters, word(modifier, 1)));
    scalarFactor(word(modifier, 0), x, place(table, word(modifier, 3)), out);
    product *= load<f64>(out);
    out += SCALAR_WORK << 3;
    modifier += MODIFIER << 2;
  }
  store<f64>(area, product);

  const base = baseAt(area, scalars, shifts);
  memory.copy(base, place(table, word(record, 3)), (<usize>n) << 3);
  out = shiftsAt(area, scalars);
  for (let j = 0; j < shifts; j++) {
    const arrays = place(table, word(modifier, 3));
    shift(word(modifier, 0), load<f64>(place(parameters, word(modifier, 1))), out);
    const x = place(arrays, n * <i32>load<f64>(out));
    const y = place(arrays, n);
    const a = f64x2.splat(load<f64>(out, 8));
    const b = f64x2.splat(load<f64>(out, 16));
    for (let i = 0; i < n; i += 2) {
      const at = place(base, i);
      const both = f64x2.add(
        f64x2.mul(a, v128.load(place(x, i))),
        f64x2.mul(b, v128.load(place(y, i))),
      );
      v128.store(at, f64x2.add(v128.load(at), both));
    }
    out += SHIFT_WORK << 3;
    modifier += MODIFIER << 2;
  }

  const shape = place(base, n);
  for (let i = 0; i < n; i += 2) v128.store(place(shape, i), f64x2.splat(1));
  for (let j = 0; j < byBin; j++) {
    const values = place(parameters, word(modifier, 0));
    for (let i = 0; i < n; i += 2) {
      const at = place(shape, i);
      v128.store(at, f64x2.mul(v128.load(at), v128.load(place(values, i))));
    }
    modifier += BY_BIN << 2;
  }
  return product;
}
