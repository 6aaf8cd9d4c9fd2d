import { UsageError } from "../errors.ts";
import type { Model, Values } from "../stats/model.ts";
import { asimovParameters, predictionAt, prefitUncertainties } from "../stats/prediction.ts";
import type { WorkspaceSpec } from "../stats/spec.ts";
import { Workspace } from "../stats/workspace.ts";
import type { FitResults, ModelPrediction } from "./results.ts";

export interface ModelAndDataOptions {
  /** The Asimov dataset of the model instead of the observed one. */
  readonly asimov?: boolean | undefined;
  /** Default true: auxiliary data behind the main data, as fits need them. */
  readonly includeAuxdata?: boolean | undefined;
}

/**
 * Model and data of a workspace, with the interpolation codes 4 and 4p.
 * @throws ModelError with the place in the workspace
 * @see cabinetry.model_utils.model_and_data
 */
export function modelAndData(
  spec: WorkspaceSpec,
  { asimov = false, includeAuxdata = true }: ModelAndDataOptions = {},
): { model: Model; data: number[] } {
  const workspace = new Workspace(spec);
  const model = workspace.model();
  const data = asimov
    ? asimovData(model, { includeAuxdata })
    : workspace.data(model, { includeAuxdata });
  return { model, data };
}

export interface AsimovOptions {
  /** Parameters of this fit instead of the nominal ones. */
  readonly fitResults?: FitResults | undefined;
  /** The parameter that `poiValue` is for; the model's parameter of interest by default. */
  readonly poiName?: string | undefined;
  readonly poiValue?: number | undefined;
  readonly includeAuxdata?: boolean | undefined;
}

/**
 * Data exactly as a model expects them: at nominal parameters, or those of a fit.
 * @throws UsageError for a value without a parameter of interest, NotFoundError for an unknown one
 * @see cabinetry.model_utils.asimov_data
 */
export function asimovData(
  model: Model,
  { fitResults, poiName, poiValue, includeAuxdata = true }: AsimovOptions = {},
): number[] {
  const parameters = Float64Array.from(fitResults?.bestfit ?? asimovParameters(model));
  if (poiValue !== undefined) parameters[poiIndex(model, poiName)] = poiValue;
  return [...model.expectedData(parameters, { includeAuxdata })];
}

/**
 * Position of the parameter of interest.
 * @throws UsageError when there is none, NotFoundError with the nearest name
 */
export function poiIndex(model: Model, poiName?: string): number {
  if (poiName !== undefined) {
    const at = model.config.parNames.indexOf(poiName);
    return at >= 0 ? at : model.config.parSlice(poiName)[0];
  }
  const index = model.config.poiIndex;
  if (index === undefined) {
    throw new UsageError("the model has no parameter of interest: name one with poiName");
  }
  return index;
}

/** Does work with another parameter of interest, which the model has for that time only. */
export function withPoi<T>(model: Model, poiName: string | undefined, work: () => T): T {
  const own = model.config.poiName;
  if (poiName === undefined || poiName === own) {
    poiIndex(model);
    return work();
  }
  model.config.setPoi(poiName);
  try {
    return work();
  } finally {
    model.config.setPoi(own ?? null);
  }
}

/** Uncertainties of yields. */
export interface YieldStdev {
  /** `[channel][sample, and last their sum][bin]`. */
  readonly totalStdevModelBins: readonly (readonly Float64Array[])[];
  /** Of sums over bins: `[channel][sample, and last their sum]`. */
  readonly totalStdevModelChannels: readonly Float64Array[];
}

/**
 * Standard deviations of yields, from uncertainties and correlations of parameters.
 * @param corrMat  `[i][j]`
 * @see cabinetry.model_utils.yield_stdev
 */
export function yieldStdev(
  model: Model,
  parameters: Values,
  uncertainty: Values,
  corrMat: readonly Values[],
): YieldStdev {
  const { totalStdevModelBins, totalStdevModelChannels } = predicted(
    model,
    parameters,
    uncertainty,
    corrMat,
  );
  return { totalStdevModelBins, totalStdevModelChannels };
}

export interface PredictionOptions {
  /** Parameters, uncertainties and correlations of this fit; before any fit by default. */
  readonly fitResults?: FitResults | undefined;
  /** Default "pre-fit" or "post-fit". */
  readonly label?: string | undefined;
}

/**
 * Yields of a model with their uncertainties, before or after a fit.
 * @throws UsageError for results of another model: see {@link matchFitResults}
 * @see cabinetry.model_utils.prediction
 */
export function prediction(
  model: Model,
  { fitResults, label }: PredictionOptions = {},
): ModelPrediction {
  if (fitResults === undefined) {
    const made = predicted(model, asimovParameters(model), prefitUncertainties(model));
    return { ...made, label: label ?? "pre-fit" };
  }
  const { bestfit, uncertainty, corrMat, labels } = fitResults;
  const names = model.config.parNames;
  if (labels.length !== names.length || labels.some((name, i) => name !== names[i])) {
    throw new UsageError(
      "the fit results are of a model with other parameters: matchFitResults(model, fitResults) fits them in",
    );
  }
  return { ...predicted(model, bestfit, uncertainty, corrMat), label: label ?? "post-fit" };
}

function predicted(
  model: Model,
  parameters: Values,
  uncertainty: Values,
  corrMat?: readonly Values[],
): Omit<ModelPrediction, "label"> {
  const n = model.config.npars;
  const flat =
    corrMat && Float64Array.from({ length: n * n }, (_, i) => corrMat[Math.floor(i / n)][i % n]);
  const { channels } = predictionAt(model, parameters, uncertainty, flat);
  return {
    channels: channels.map(({ name }) => name),
    samples: model.config.samples,
    modelYields: channels.map(({ yields }) => yields),
    totalStdevModelBins: channels.map(({ stdevBins }) => stdevBins),
    totalStdevModelChannels: channels.map(({ stdevChannel }) => stdevChannel),
  };
}

/**
 * Results of a fit for a model with other parameters: those that it does not have are left out, those that
 * were not fitted get their nominal values and widths, without correlations.
 * @see cabinetry.model_utils.match_fit_results
 */
export function matchFitResults(model: Model, fitResults: FitResults): FitResults {
  const labels = model.config.parNames;
  const from = labels.map((name) => fitResults.labels.indexOf(name));
  const bestfit = asimovParameters(model);
  const uncertainty = prefitUncertainties(model);
  from.forEach((at, k) => {
    if (at < 0) return;
    bestfit[k] = fitResults.bestfit[at];
    uncertainty[k] = fitResults.uncertainty[at];
  });
  const corrMat = from.map((i, row) =>
    Float64Array.from(from, (j, column) => {
      if (i >= 0 && j >= 0) return fitResults.corrMat[i][j];
      return row === column ? 1 : 0;
    }),
  );
  const { bestTwiceNll, goodnessOfFit } = fitResults;
  return {
    bestfit,
    uncertainty,
    labels,
    corrMat,
    bestTwiceNll,
    goodnessOfFit,
    minosUncertainty: {},
  };
}

/**
 * Free parameters without a constraint, one for each bin of a shape factor.
 * @see cabinetry.model_utils.unconstrained_parameter_count
 */
export function unconstrainedParameterCount({ config }: Model): number {
  return config.parameterSets
    .filter(({ constraint }) => constraint === undefined)
    .reduce((sum, { fixed }) => sum + fixed.filter((one) => !one).length, 0);
}
