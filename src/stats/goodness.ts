import { UsageError } from "../errors.ts";
import { log } from "../math/elementary.ts";
import { chi2Sf } from "../math/error-function.ts";
import { checkModelAndData } from "./arguments.ts";
import { mainConstant } from "./likelihood.ts";
import type { Model, Values } from "./model.ts";

/**
 * Probability of data that fit worse: -2 log of the ratio of the fit's likelihood to the largest one that
 * any model could have (each bin expects what is seen, each constraint its datum), as a chi-square with as
 * many degrees of freedom as there are bins, less the free parameters without constraint. NaN without
 * degrees of freedom.
 *
 * @param twiceNll  -2 log L at the best fit
 * @throws UsageError where that is no number
 * @see cabinetry.fit (goodness_of_fit); Cousins, "Generalization of chisquare goodness-of-fit test"
 */
export function goodnessOfFit(model: Model, data: Values, twiceNll: number): number {
  const call = "goodnessOfFit(model, data, twiceNll)";
  checkModelAndData(model, data, call);
  if (!Number.isFinite(twiceNll)) {
    throw new UsageError(
      `twiceNll is a fit's -2 log L, not ${twiceNll}: the arguments are ${call}`,
    );
  }
  const { config } = model;
  const free = config.parameterSets
    .filter(({ constraint }) => constraint === undefined)
    .reduce((sum, { fixed }) => sum + fixed.filter((one) => !one).length, 0);
  return chi2Sf(twiceNll - saturatedTwiceNll(model, data), config.nmaindata - free);
}

/** -2 log L of bins that expect their data, and of constraints at theirs. */
function saturatedTwiceNll(model: Model, data: Values): number {
  const { config } = model;
  const pars = Float64Array.from(config.suggestedInit());
  let at = 0;
  let auxiliary = config.nmaindata;
  for (const { inits, constraint } of config.parameterSets) {
    for (let i = 0; i < inits.length; i++, at++) {
      if (constraint === undefined) continue;
      const datum = data[auxiliary++];
      pars[at] = constraint.kind === "normal" ? datum : datum / constraint.factors[i];
    }
  }
  const main = Float64Array.from(data).subarray(0, config.nmaindata);
  return 2 * (saturatedPoisson(main) - model.constraintLogpdf(pars, data));
}

function saturatedPoisson(main: Float64Array): number {
  let sum = mainConstant(main);
  for (const n of main) sum += n === 0 ? 0 : n - n * log(n);
  return sum;
}
