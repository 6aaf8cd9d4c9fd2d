import { exp, log } from "./elementary.ts";
import { gammaln } from "./gamma.ts";
import type { RandomStream } from "./philox.ts";

/** Above it numbers come from a transformed rejection, below from adding up probabilities. */
const LARGE = 10;

/**
 * A Poisson number of mean `lambda`; NaN where that is negative or none.
 *
 * @see Hormann, "The transformed rejection method for generating Poisson random variables" (1993), PTRS
 */
export function randomPoisson(lambda: number, random: RandomStream): number {
  if (!(lambda >= 0 && lambda < 2 ** 53)) return Number.NaN;
  if (lambda < LARGE) return byInversion(lambda, random.uniform());
  const root = Math.sqrt(lambda);
  const logLambda = log(lambda);
  const b = 0.931 + 2.53 * root;
  const a = -0.059 + 0.02483 * b;
  const inverse = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + lambda + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const bound = -lambda + k * logLambda - gammaln(k + 1);
    if (log(v) + log(inverse) - log(a / (us * us) + b) <= bound) return k;
  }
}

function byInversion(lambda: number, u: number): number {
  let term = exp(-lambda);
  let sum = term;
  let k = 0;
  // The sum ends below 1 by rounding; 200 is beyond any number of mean 10.
  while (u > sum && k < 200) {
    k++;
    term *= lambda / k;
    sum += term;
  }
  return k;
}
