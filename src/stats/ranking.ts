import { checkOptionNames } from "../array/option-names.ts";
import { FIT_SETTINGS } from "./arguments.ts";
import { type FitResult, type FitSettings, poiOf, profileFit } from "./fit.ts";
import { positionOf } from "./intervals.ts";
import type { Likelihood } from "./likelihood.ts";
import type { Model, Values } from "./model.ts";
import { prefitUncertainties } from "./prediction.ts";

/** What of a fit counts for a ranking; a `FitResult` has it. */
export type RankedFit = Pick<FitResult, "labels" | "bestfit" | "uncertainty">;

/** What a nuisance parameter does to the parameter of interest. */
export interface Impact {
  readonly parameter: string;
  readonly bestfit: number;
  readonly uncertainty: number;
  /** Shift of the parameter of interest with the parameter at its best value plus (up), minus (down) its
   * width before the fit (zero for one without constraint), and its uncertainty after it. */
  readonly prefitUp: number;
  readonly prefitDown: number;
  readonly postfitUp: number;
  readonly postfitDown: number;
}

export interface RankingOptions extends FitSettings {
  /** The parameter whose shifts count; the model's parameter of interest by default. */
  readonly poiName?: string;
}

/**
 * The impact of each parameter on the parameter of interest, in the model's order: four fits each, with the
 * parameter held.
 * @param best  the fit to the same data
 * @throws NotFoundError on an option that does not exist, with the nearest one
 * @see cabinetry.fit.ranking
 */
export function ranking(
  model: Model,
  data: Values,
  best: RankedFit,
  options: RankingOptions = {},
): Impact[] {
  const call = "ranking(model, data, best, options)";
  checkOptionNames(options, [...FIT_SETTINGS, "poiName"], call);
  const poi = options.poiName === undefined ? poiOf(model) : positionOf(model, options.poiName);
  const before = prefitUncertainties(model);
  const after = best.uncertainty;
  const likelihood = model.likelihood(data, { constants: false });
  try {
    return best.labels.flatMap((parameter, k) => {
      if (k === poi) return [];
      const shift = (by: number): number =>
        by === 0 ? 0 : held(model, likelihood, best, k, by, poi, options)[poi] - best.bestfit[poi];
      return {
        parameter,
        bestfit: best.bestfit[k],
        uncertainty: after[k],
        prefitUp: shift(before[k]),
        prefitDown: shift(-before[k]),
        postfitUp: shift(after[k]),
        postfitDown: shift(-after[k]),
      };
    });
  } finally {
    likelihood.dispose();
  }
}

/** Best parameters with parameter `k` held at `by` from its best value. */
function held(
  model: Model,
  likelihood: Likelihood,
  best: RankedFit,
  k: number,
  by: number,
  poi: number,
  settings: FitSettings,
): Float64Array {
  const initPars = Float64Array.from(best.bestfit);
  initPars[k] += by;
  const fixedParams = [...(settings.fixedParams ?? model.config.suggestedFixed())];
  fixedParams[k] = true;
  return profileFit(model, likelihood, { ...settings, initPars, fixedParams }, poi).bestfit;
}
