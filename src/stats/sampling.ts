import { ShapeError, UsageError } from "../errors.ts";
import { ndtri } from "../math/normal.ts";
import { RandomStream } from "../math/philox.ts";
import { randomPoisson } from "../math/poisson.ts";
import type { Model, Values } from "./model.ts";

/** Marks streams of toys among those of a seed. */
const PURPOSE = 0x746f79;

/**
 * Draws toy data at given parameters: Poisson numbers in the bins, auxiliary data from their constraints.
 * Toy `i` of a seed is the same whichever others are drawn.
 *
 * @param expected  main and auxiliary data that the model expects: `model.expectedData(pars)`
 * @param toy  number of the toy
 * @param stream  which of several sets of toys of this seed
 * @returns main, then auxiliary data
 * @throws ShapeError on another number of them, UsageError on one that is negative or no number
 * @see pyhf.pdf.Model.make_pdf(pars).sample
 */
export function sampleToy(
  model: Model,
  expected: Values,
  seed: number,
  toy: number,
  stream = 0,
): Float64Array {
  const { nmaindata, nauxdata } = model.config;
  const wanted = nmaindata + nauxdata;
  if (expected.length !== wanted) {
    throw new ShapeError(
      `expected has ${expected.length} numbers, but the model has ${nmaindata} bins and ${nauxdata} ` +
        "auxiliary data: give model.expectedData(pars)",
      wanted,
      expected.length,
    );
  }
  for (let i = 0; i < wanted; i++) {
    // The centre of a normal constraint may be anywhere.
    if (!Number.isFinite(expected[i]) || (i < nmaindata && expected[i] < 0)) {
      throw new UsageError(
        `expected[${i}] is ${expected[i]}: no number of events is drawn from that`,
      );
    }
  }
  return samplerOf(model)(expected, seed, toy, stream);
}

/** {@link sampleToy} of one model again and again: its numbers hold until the next toy. */
export function samplerOf(
  model: Model,
): (expected: Values, seed: number, toy: number, stream: number) => Float64Array {
  const { nmaindata, nauxdata, parameterSets } = model.config;
  const data = new Float64Array(nmaindata + nauxdata);
  // The width of a normal constraint; NaN for a Poisson one.
  const widths = Float64Array.from(
    parameterSets.flatMap(({ constraint }) => {
      if (constraint === undefined) return [];
      return constraint.auxdata.map((_, i) =>
        constraint.kind === "normal" ? constraint.sigmas[i] : Number.NaN,
      );
    }),
  );
  return (expected, seed, toy, stream) => {
    const random = new RandomStream(seed, [toy, stream, PURPOSE]);
    for (let b = 0; b < nmaindata; b++) data[b] = randomPoisson(expected[b], random);
    for (let i = 0; i < widths.length; i++) {
      const at = nmaindata + i;
      data[at] = Number.isNaN(widths[i])
        ? randomPoisson(expected[at], random)
        : expected[at] + widths[i] * ndtri(random.uniform());
    }
    return data;
  };
}
