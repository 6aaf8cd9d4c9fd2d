import { UsageError } from "../errors.ts";
import { type FitResult, type FitSettings, fitLikelihood, heldPoi, poiOf } from "./fit.ts";
import type { Likelihood } from "./likelihood.ts";
import type { Model, Values } from "./model.ts";

/**
 * Test statistics of arXiv:1007.1727: `q` and `qtilde` for upper limits (eq. 14, 16), `q0` for
 * discovery (eq. 12), `t` and `ttilde` two-sided (eq. 8, 11). Those with a tilde are the same numbers
 * where the parameter of interest is bounded at zero, the others where it is not.
 */
export type TestStatisticKind = "q" | "qtilde" | "q0" | "t" | "ttilde";

/** A profile likelihood ratio, and the two fits it is made of. */
export interface TestStatistic {
  readonly value: number;
  readonly fixed: FitResult;
  readonly free: FitResult;
}

/**
 * -2 log of the profile likelihood ratio at `mu`, zero on the side that does not count.
 *
 * @param free  the fit without constraint on mu, if it is known
 */
export function testStatistic(
  kind: TestStatisticKind,
  mu: number,
  model: Model,
  likelihood: Likelihood,
  settings: FitSettings = {},
  free: FitResult = fitLikelihood(model, likelihood, settings),
): TestStatistic {
  const tested = kind === "q0" ? 0 : mu;
  // From the model's own starting values, as every peer: a likelihood with two valleys has one answer.
  const fixed = fitLikelihood(model, likelihood, heldPoi(model, tested, settings));
  // Two fits that end at the same point differ by rounding.
  const noise = 1e-12 * Math.max(1, Math.abs(free.twiceNll));
  const difference = fixed.twiceNll - free.twiceNll;
  const ratio = difference > noise ? difference : 0;
  return { value: counts(kind, tested, free.bestfit[poiOf(model)]) ? ratio : 0, fixed, free };
}

function counts(kind: TestStatisticKind, mu: number, best: number): boolean {
  switch (kind) {
    case "q":
    case "qtilde":
      return best <= mu;
    case "q0":
      return best >= 0;
    case "t":
    case "ttilde":
      return true;
    default:
      throw new UsageError(`no test statistic "${String(kind)}"; known: q, qtilde, q0, t, ttilde`);
  }
}

function of(kind: TestStatisticKind) {
  return (mu: number, data: Values, model: Model, settings: FitSettings = {}): number => {
    const likelihood = model.likelihood(data);
    try {
      return testStatistic(kind, mu, model, likelihood, settings).value;
    } finally {
      likelihood.dispose();
    }
  };
}

/** A test statistic of data at a value of the parameter of interest. */
export type TestStatisticFunction = (
  mu: number,
  data: Values,
  model: Model,
  settings?: FitSettings,
) => number;

/** For upper limits, parameter of interest without bound. @see pyhf.infer.test_statistics.qmu */
export const qmu: TestStatisticFunction = of("q");
/** For upper limits, parameter of interest bounded at zero. @see pyhf.infer.test_statistics.qmu_tilde */
export const qmuTilde: TestStatisticFunction = of("qtilde");
/** Two-sided, without bound. @see pyhf.infer.test_statistics.tmu */
export const tmu: TestStatisticFunction = of("t");
/** Two-sided, bounded at zero. @see pyhf.infer.test_statistics.tmu_tilde */
export const tmuTilde: TestStatisticFunction = of("ttilde");
/** For discovery; `mu` is 0. @see pyhf.infer.test_statistics.q0 */
export const q0: TestStatisticFunction = of("q0");
