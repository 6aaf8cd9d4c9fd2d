import { UsageError } from "../errors.ts";
import {
  type FitResult,
  type FitSettings,
  fitLikelihood,
  fit as fitModel,
  profileFit,
} from "../stats/fit.ts";
import { goodnessOfFit } from "../stats/goodness.ts";
import { hypotest, upperLimit } from "../stats/hypotest.ts";
import { minosInterval, positionOf, significance as significanceOf } from "../stats/intervals.ts";
import type { Model, Values } from "../stats/model.ts";
import { ranking as rank } from "../stats/ranking.ts";
import { type MinuitSettings, minuitFit } from "./minuit-fit.ts";
import { poiIndex, withPoi } from "./model.ts";
import type {
  FitResults,
  LimitResults,
  RankingResults,
  ScanResults,
  SignificanceResults,
} from "./results.ts";

/** Where a fit starts and what it may move; the model's own settings by default. */
export interface FitSettingsOptions {
  readonly initPars?: Values | undefined;
  readonly fixPars?: readonly boolean[] | undefined;
  readonly parBounds?: readonly (readonly [number, number])[] | undefined;
}

export interface FitOptions extends FitSettingsOptions, MinuitSettings {
  /**
   * MIGRAD and HESSE instead of Newton's method with the exact Hessian: uncertainties as cabinetry has them,
   * which differ by some per cent where a parameter has bounds. The settings of MINUIT count then only.
   */
  readonly customFit?: boolean | undefined;
  /** Parameters whose MINOS intervals are wanted. */
  readonly minos?: string | readonly string[] | undefined;
  /** Compare with the model that fits each bin: fills `goodnessOfFit`. */
  readonly goodnessOfFit?: boolean | undefined;
}

/**
 * A maximum-likelihood fit.
 *
 * @param data  main, then auxiliary data
 * @throws FitError when there is no minimum; NotFoundError for an unknown parameter
 * @see cabinetry.fit.fit
 */
export function fit(model: Model, data: Values, options: FitOptions = {}): FitResults {
  const settings = settingsOf(options);
  const names = options.minos === undefined ? [] : [options.minos].flat();
  const goodness = (twiceNll: number): number =>
    options.goodnessOfFit ? goodnessOfFit(model, data, twiceNll) : -1;
  if (options.customFit) {
    const { strategy, maxiter, tolerance } = options;
    const found = minuitFit(model, data, { ...settings, strategy, maxiter, tolerance }, names);
    return { ...found, goodnessOfFit: goodness(found.bestTwiceNll) };
  }
  const best = fitModel(model, data, settings);
  const minosUncertainty = Object.fromEntries(
    names.map((name) => {
      const { lower, upper } = minosInterval(model, data, best, name, settings);
      return [name, [lower, upper] as const];
    }),
  );
  return { ...recordOf(best), goodnessOfFit: goodness(best.twiceNll), minosUncertainty };
}

export interface RankingOptions extends FitSettingsOptions {
  /** The fit whose parameters are moved; made anew by default. */
  readonly fitResults?: FitResults | undefined;
  /** Default: the model's parameter of interest. */
  readonly poiName?: string | undefined;
}

/**
 * What each parameter does to the parameter of interest, by fits in which it is held beside its best value.
 *
 * @throws UsageError without a parameter of interest
 * @see cabinetry.fit.ranking
 */
export function ranking(model: Model, data: Values, options: RankingOptions = {}): RankingResults {
  const { fitResults, poiName } = options;
  const settings = settingsOf(options);
  const poi = model.config.parNames[poiIndex(model, poiName)];
  const { labels, bestfit, uncertainty } = fitResults ?? recordOf(fitModel(model, data, settings));
  if (labels.length !== model.config.npars) {
    throw new UsageError(
      `the fit results have ${labels.length} parameters, the model ${model.config.npars}`,
    );
  }
  const impacts = rank(
    model,
    data,
    { labels, bestfit, uncertainty },
    { ...settings, poiName: poi },
  );
  const row = (value: (impact: (typeof impacts)[number]) => number): Float64Array =>
    Float64Array.from(impacts, value);
  return {
    bestfit: row((impact) => impact.bestfit),
    uncertainty: row((impact) => impact.uncertainty),
    labels: impacts.map(({ parameter }) => parameter),
    prefitUp: row(({ prefitUp }) => prefitUp),
    prefitDown: row(({ prefitDown }) => prefitDown),
    postfitUp: row(({ postfitUp }) => postfitUp),
    postfitDown: row(({ postfitDown }) => postfitDown),
  };
}

export interface ScanOptions extends FitSettingsOptions {
  /** First and last value; by default two standard deviations around the best one. */
  readonly parRange?: readonly [number, number] | undefined;
  /** Number of values, evenly spaced; default 11. */
  readonly nSteps?: number | undefined;
}

/**
 * The profile likelihood along a parameter.
 *
 * @throws NotFoundError for an unknown parameter
 * @see cabinetry.fit.scan
 */
export function scan(
  model: Model,
  data: Values,
  parName: string,
  options: ScanOptions = {},
): ScanResults {
  const { nSteps = 11 } = options;
  if (!(Number.isInteger(nSteps) && nSteps > 0)) {
    throw new UsageError(`nSteps is a number of values from 1 on, not ${nSteps}`);
  }
  const settings = settingsOf(options);
  const k = positionOf(model, parName);
  const likelihood = model.likelihood(data);
  try {
    const best = fitLikelihood(model, likelihood, settings);
    const [centre, width] = [best.bestfit[k], best.uncertainty[k]];
    const [first, last] = options.parRange ?? [centre - 2 * width, centre + 2 * width];
    const step = nSteps > 1 ? (last - first) / (nSteps - 1) : 0;
    const parameterValues = Float64Array.from({ length: nSteps }, (_, i) =>
      i > 0 && i === nSteps - 1 ? last : first + i * step,
    );
    const fixedParams = [...(settings.fixedParams ?? model.config.suggestedFixed())];
    fixedParams[k] = true;
    const deltaNlls = parameterValues.map((value) => {
      const initPars = Float64Array.from(settings.initPars ?? best.bestfit);
      initPars[k] = value;
      const held = profileFit(model, likelihood, { ...settings, initPars, fixedParams });
      return held.twiceNll - best.twiceNll;
    });
    return { name: parName, bestfit: centre, uncertainty: width, parameterValues, deltaNlls };
  } finally {
    likelihood.dispose();
  }
}

export interface LimitOptions extends FitSettingsOptions {
  /** Default 0.95. */
  readonly confidenceLevel?: number | undefined;
  /** Default: the model's parameter of interest. */
  readonly poiName?: string | undefined;
}

/**
 * Upper limits on the parameter of interest by CLs with the test statistic q-tilde: observed, and expected
 * with its bands. NaN where CLs does not come down to the level within the parameter's bounds.
 *
 * @throws UsageError without a parameter of interest
 * @see cabinetry.fit.limit
 */
export function limit(model: Model, data: Values, options: LimitOptions = {}): LimitResults {
  const { confidenceLevel = 0.95, poiName } = options;
  if (!(confidenceLevel > 0 && confidenceLevel < 1)) {
    throw new UsageError(`a confidence level between 0 and 1, not ${confidenceLevel}`);
  }
  const level = 1 - confidenceLevel;
  const settings = settingsOf(options);
  const found = withPoi(model, poiName, () =>
    upperLimit(data, model, { ...settings, testStat: "qtilde", level }),
  );
  const tests = [...found.tests].sort((a, b) => a.poi - b.poi);
  return {
    observedLimit: found.observed,
    expectedLimit: Float64Array.from(found.expected),
    observedCLs: Float64Array.from(tests, ({ result }) => result.value),
    expectedCLs: tests.map(({ result }) => Float64Array.from(result.expectedSet)),
    poiValues: Float64Array.from(tests, ({ poi }) => poi),
    confidenceLevel,
  };
}

export interface SignificanceOptions extends FitSettingsOptions {
  /** Default: the model's parameter of interest. */
  readonly poiName?: string | undefined;
}

/**
 * The significance of a signal: observed, and expected for a parameter of interest of 1.
 *
 * @throws UsageError without a parameter of interest
 * @see cabinetry.fit.significance
 */
export function significance(
  model: Model,
  data: Values,
  options: SignificanceOptions = {},
): SignificanceResults {
  const settings = settingsOf(options);
  return withPoi(model, options.poiName, () => {
    const { observed, expected } = significanceOf(model, data, settings);
    const p = hypotest(0, data, model, { ...settings, testStat: "q0" });
    return {
      observedPValue: p.value,
      observedSignificance: observed,
      expectedPValue: p.expected,
      expectedSignificance: expected,
    };
  });
}

function settingsOf({ initPars, fixPars, parBounds }: FitSettingsOptions): FitSettings {
  return {
    ...(initPars === undefined ? {} : { initPars }),
    ...(fixPars === undefined ? {} : { fixedParams: fixPars }),
    ...(parBounds === undefined ? {} : { parBounds }),
  };
}

function recordOf(best: FitResult): FitResults {
  const n = best.labels.length;
  const { correlation } = best;
  return {
    bestfit: best.bestfit,
    uncertainty: best.uncertainty,
    labels: best.labels,
    corrMat: best.labels.map((_, i) => correlation.slice(i * n, (i + 1) * n)),
    bestTwiceNll: best.twiceNll,
    goodnessOfFit: -1,
    minosUncertainty: {},
  };
}
