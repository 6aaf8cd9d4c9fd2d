import { checkOptionNames } from "../array/option-names.ts";
import { UsageError } from "../errors.ts";
import { findRoot } from "../math/root.ts";
import { checkModelAndData, checkSettings, FIT_SETTINGS, likelihoodOf } from "./arguments.ts";
import { generateAsimovData } from "./asymptotic.ts";
import { type FitResult, type FitSettings, fitLikelihood } from "./fit.ts";
import type { Likelihood } from "./likelihood.ts";
import type { Model, Values } from "./model.ts";
import { q0 } from "./test-statistic.ts";

/** Distances from the best value to where the profile likelihood rises by 1; NaN where a bound comes first. */
export interface MinosInterval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The interval of one parameter in which -2 log L, minimised over all others, is less than 1 above its
 * minimum.
 *
 * @param best  the fit to the same data
 * @param parameter  name, with its index for one of several: `gamma[2]`
 * @throws UsageError when `best` is no fit of the model
 * @see James, MINUIT reference manual, section 7.3
 */
export function minosInterval(
  model: Model,
  data: Values,
  best: FitResult,
  parameter: string,
  settings: FitSettings = {},
): MinosInterval {
  const call = "minosInterval(model, data, best, parameter, settings)";
  const likelihood = likelihoodOf(model, data, call);
  try {
    if (best?.bestfit?.length !== model.config.npars) {
      throw new UsageError(`best is no fit of this model here: the arguments are ${call}`);
    }
    checkOptionNames(settings, [...FIT_SETTINGS, "allowInvalid"], call);
    checkSettings(model, settings);
    const k = positionOf(model, parameter);
    const side = (sign: 1 | -1): number => crossing(model, likelihood, best, k, sign, settings);
    return { lower: side(-1), upper: side(1) };
  } finally {
    likelihood.dispose();
  }
}

/** Position of a parameter by its full name. @throws NotFoundError with the nearest name */
export function positionOf(model: Model, parameter: string): number {
  const at = model.config.parNames.indexOf(parameter);
  return at >= 0 ? at : model.config.parSlice(parameter)[0];
}

/** Steps in units of the uncertainty by which a crossing is looked for. */
const STEPS = 30;

function crossing(
  model: Model,
  likelihood: Likelihood,
  best: FitResult,
  k: number,
  sign: 1 | -1,
  settings: FitSettings,
): number {
  const bounds = (settings.parBounds ?? model.config.suggestedBounds())[k];
  const bound = sign > 0 ? bounds[1] : bounds[0];
  const fixedParams = [...(settings.fixedParams ?? model.config.suggestedFixed())];
  fixedParams[k] = true;
  const centre = best.bestfit[k];
  let start = best.bestfit;
  const rise = (distance: number): number => {
    const initPars = Float64Array.from(start);
    initPars[k] = centre + sign * distance;
    const found = fitLikelihood(model, likelihood, {
      ...settings,
      initPars,
      fixedParams,
      allowInvalid: true,
    });
    if (!(found.valid || found.status === "flat")) return Number.POSITIVE_INFINITY;
    start = found.bestfit;
    return found.twiceNll - best.twiceNll - 1;
  };
  const farthest = Math.abs(bound - centre);
  let low = 0;
  let high = best.uncertainty[k] || farthest / 10 || 1;
  for (let step = 0; ; step++) {
    if (high >= farthest) {
      high = farthest;
      if (!(rise(high) > 0)) return Number.NaN;
      break;
    }
    if (rise(high) > 0) break;
    if (step > STEPS) return Number.NaN;
    low = high;
    high *= 1.25;
  }
  start = best.bestfit;
  // At the best value itself the rise is -1 by definition.
  const f = (distance: number): number => (distance === 0 ? -1 : rise(distance));
  return sign * findRoot(f, low, high, 1e-8 * high);
}

/** Discovery significances in standard deviations. */
export interface Significance {
  readonly observed: number;
  /** For data as expected at a value 1 of the parameter of interest. */
  readonly expected: number;
}

/**
 * The significance with which the data refuse a parameter of interest of zero: the root of q0.
 * @see cabinetry.fit.significance; arXiv:1007.1727 eq. 52
 */
export function significance(model: Model, data: Values, settings: FitSettings = {}): Significance {
  const call = "significance(model, data, settings)";
  checkModelAndData(model, data, call);
  checkOptionNames(settings, FIT_SETTINGS, call);
  const asimov = generateAsimovData(1, data, model, settings);
  return {
    observed: Math.sqrt(q0(0, data, model, settings)),
    expected: Math.sqrt(q0(0, asimov, model, settings)),
  };
}
