/**
 * The records that fits, rankings, scans, limits and predictions leave behind: plain values, that can be kept
 * as JSON and are all that figures need.
 * @see cabinetry.fit.results_containers, cabinetry.model_utils.ModelPrediction
 */

/** A maximum-likelihood fit; one entry a parameter, in the model's order. */
export interface FitResults {
  readonly bestfit: Float64Array;
  /** By the Hessian; 0 for parameters that are held or at a bound. */
  readonly uncertainty: Float64Array;
  /** Names of the parameters. */
  readonly labels: readonly string[];
  /** Correlations, `corrMat[i][j]`; 1 on the diagonal. */
  readonly corrMat: readonly Float64Array[];
  /** -2 log L at the minimum. */
  readonly bestTwiceNll: number;
  /** Probability of data that fit worse; -1 where it was not asked for, NaN without degrees of freedom. */
  readonly goodnessOfFit: number;
  /**
   * Distances from the best value to the ends of the MINOS interval, below (negative) and above, of the
   * parameters for which they were asked; NaN where a bound comes first.
   */
  readonly minosUncertainty: Readonly<Record<string, readonly [lower: number, upper: number]>>;
}

/** Impacts of parameters on the parameter of interest; one entry each, without that parameter itself. */
export interface RankingResults {
  readonly bestfit: Float64Array;
  readonly uncertainty: Float64Array;
  readonly labels: readonly string[];
  /** Shift of the parameter of interest with the parameter moved by its width before the fit. */
  readonly prefitUp: Float64Array;
  readonly prefitDown: Float64Array;
  /** The same with its uncertainty after the fit. */
  readonly postfitUp: Float64Array;
  readonly postfitDown: Float64Array;
}

/** The profile likelihood along one parameter. */
export interface ScanResults {
  /** Name of the parameter. */
  readonly name: string;
  /** Of the fit in which it is free. */
  readonly bestfit: number;
  readonly uncertainty: number;
  /** Values at which it was held, ascending. */
  readonly parameterValues: Float64Array;
  /** -2 log L above that of the fit, one a value. */
  readonly deltaNlls: Float64Array;
}

/** Upper limits on the parameter of interest, by CLs. */
export interface LimitResults {
  readonly observedLimit: number;
  /** At -2, -1, 0, 1, 2 standard deviations. */
  readonly expectedLimit: Float64Array;
  /** At each tested value. */
  readonly observedCLs: Float64Array;
  /** `[tested value][-2, -1, 0, 1, 2 standard deviations]`. */
  readonly expectedCLs: readonly Float64Array[];
  /** Tested values of the parameter of interest, ascending. */
  readonly poiValues: Float64Array;
  /** Such as 0.95. */
  readonly confidenceLevel: number;
}

/** How strongly the data refuse that there is no signal. */
export interface SignificanceResults {
  readonly observedPValue: number;
  /** In standard deviations. */
  readonly observedSignificance: number;
  readonly expectedPValue: number;
  readonly expectedSignificance: number;
}

/** Yields of a model with their uncertainties. */
export interface ModelPrediction {
  /** Names of the channels, in the model's order. */
  readonly channels: readonly string[];
  /** Names of the samples, in the model's order: those of any channel. */
  readonly samples: readonly string[];
  /** `[channel][sample][bin]`; zeros where a sample is not in a channel. */
  readonly modelYields: readonly (readonly Float64Array[])[];
  /** `[channel][sample, and last their sum][bin]`. */
  readonly totalStdevModelBins: readonly (readonly Float64Array[])[];
  /** Of the sum over bins: `[channel][sample, and last their sum]`. */
  readonly totalStdevModelChannels: readonly Float64Array[];
  /** "pre-fit", "post-fit", or what the caller named it. */
  readonly label: string;
}
