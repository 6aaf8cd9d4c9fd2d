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
 * @see pyhf.pdf.Model.make_pdf(pars).sample
 */
export function sampleToy(
  model: Model,
  expected: Values,
  seed: number,
  toy: number,
  stream = 0,
): Float64Array {
  const { nmaindata, parameterSets } = model.config;
  const random = new RandomStream(seed, [toy, stream, PURPOSE]);
  const data = new Float64Array(expected.length);
  for (let b = 0; b < nmaindata; b++) data[b] = randomPoisson(expected[b], random);
  let at = nmaindata;
  for (const { constraint } of parameterSets) {
    if (constraint === undefined) continue;
    for (let i = 0; i < constraint.auxdata.length; i++, at++) {
      data[at] =
        constraint.kind === "normal"
          ? expected[at] + constraint.sigmas[i] * ndtri(random.uniform())
          : randomPoisson(expected[at], random);
    }
  }
  return data;
}
