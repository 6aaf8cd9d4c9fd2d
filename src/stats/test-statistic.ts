import { checkOptionNames } from "../array/option-names.ts";
import { UsageError } from "../errors.ts";
import { FIT_SETTINGS, likelihoodOf } from "./arguments.ts";
import { FitPlan, type FitResult, type FitSettings, heldPoi, poiOf, profileFit } from "./fit.ts";
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
  free: FitResult = profileFit(model, likelihood, settings, poiOf(model)),
): TestStatistic {
  const tested = kind === "q0" ? 0 : mu;
  // From the model's own starting values, as every peer: a likelihood with two valleys has one answer.
  const fixed = profileFit(model, likelihood, heldPoi(model, tested, settings));
  const best = free.bestfit[poiOf(model)];
  return { value: ratioOf(kind, tested, best, free.twiceNll, fixed.twiceNll), fixed, free };
}

function ratioOf(
  kind: TestStatisticKind,
  mu: number,
  best: number,
  free: number,
  fixed: number,
): number {
  // Two fits that end at the same point differ by rounding.
  const noise = 1e-12 * Math.max(1, Math.abs(free));
  const difference = fixed - free;
  return counts(kind, mu, best) && difference > noise ? difference : 0;
}

/**
 * The test statistic of one likelihood after another, in memory that is used again.
 *
 * @returns a function that gives its value, or `undefined` where a fit finds no minimum
 */
export function repeatedStatistic(
  kind: TestStatisticKind,
  mu: number,
  model: Model,
  settings: FitSettings,
): (likelihood: Likelihood) => number | undefined {
  const tested = kind === "q0" ? 0 : mu;
  const free = new FitPlan(model, settings);
  const fixed = new FitPlan(model, heldPoi(model, tested, settings));
  const poi = poiOf(model);
  return (likelihood) => {
    const best = free.run(likelihood);
    if (!free.hasValue(best, poi)) return undefined;
    const held = fixed.run(likelihood);
    if (!fixed.hasValue(held)) return undefined;
    return ratioOf(kind, tested, best.x[poi], best.value, held.value);
  };
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

function of(kind: TestStatisticKind, name: string): TestStatisticFunction {
  const call = `${name}(mu, data, model, settings)`;
  return (mu, data, model, settings = {}) => {
    checkOptionNames(settings, FIT_SETTINGS, call);
    const likelihood = likelihoodOf(model, data, call);
    try {
      return testStatistic(kind, mu, model, likelihood, settings).value;
    } finally {
      likelihood.dispose();
    }
  };
}

/**
 * A test statistic of data at a value of the parameter of interest.
 *
 * @throws NotFoundError on an option that does not exist, with the nearest one
 */
export type TestStatisticFunction = (
  mu: number,
  data: Values,
  model: Model,
  settings?: FitSettings,
) => number;

/** For upper limits, parameter of interest without bound. @see pyhf.infer.test_statistics.qmu */
export const qmu: TestStatisticFunction = of("q", "qmu");
/** For upper limits, parameter of interest bounded at zero. @see pyhf.infer.test_statistics.qmu_tilde */
export const qmuTilde: TestStatisticFunction = of("qtilde", "qmuTilde");
/** Two-sided, without bound. @see pyhf.infer.test_statistics.tmu */
export const tmu: TestStatisticFunction = of("t", "tmu");
/** Two-sided, bounded at zero. @see pyhf.infer.test_statistics.tmu_tilde */
export const tmuTilde: TestStatisticFunction = of("ttilde", "tmuTilde");
/** For discovery; `mu` is 0. @see pyhf.infer.test_statistics.q0 */
export const q0: TestStatisticFunction = of("q0", "q0");
