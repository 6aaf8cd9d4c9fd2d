import { checkOptionNames } from "../array/option-names.ts";
import { FitError, UsageError } from "../errors.ts";
import { minimiseAcross } from "../fit/kinks.ts";
import { Newton } from "../fit/newton.ts";
import type { NewtonResult } from "../fit/newton-result.ts";
import { undetermined } from "../fit/valley.ts";
import { cholesky, choleskyInverse } from "../math/cholesky.ts";
import { checkModelAndData, checkSettings, FIT_SETTINGS } from "./arguments.ts";
import type { Likelihood } from "./likelihood.ts";
import type { Model, Values } from "./model.ts";

/** Where a fit starts and what it may move. */
export interface FitSettings {
  /** Starting values; the model's own by default. */
  readonly initPars?: Values;
  readonly parBounds?: readonly (readonly [number, number])[];
  readonly fixedParams?: readonly boolean[];
}

export interface FitOptions extends FitSettings {
  /** Return a fit that did not converge, with its status, instead of throwing. */
  readonly allowInvalid?: boolean;
}

/** A maximum-likelihood fit. */
export class FitResult {
  /** Names of the parameters. */
  readonly labels: readonly string[];
  readonly bestfit: Float64Array;
  /** -2 log L at the minimum. */
  readonly twiceNll: number;
  /** At a minimum: projected gradient zero, curvature positive. */
  readonly valid: boolean;
  readonly status: NewtonResult["status"];
  /** Estimated distance to the minimum in -2 log L. */
  readonly edm: number;
  /** Parameters that would go beyond a bound; they have no uncertainty. */
  readonly atBound: readonly boolean[];
  readonly iterations: number;
  readonly #found: NewtonResult;
  readonly #fixed: readonly boolean[];
  #covariance: Float64Array | undefined;

  /** @internal */
  constructor(labels: readonly string[], found: NewtonResult, fixed: readonly boolean[]) {
    this.labels = labels;
    this.bestfit = found.x;
    this.twiceNll = found.value;
    this.valid = found.valid;
    this.status = found.status;
    this.edm = found.edm;
    this.atBound = found.atBound;
    this.iterations = found.iterations;
    this.#found = found;
    this.#fixed = fixed;
  }

  /**
   * Covariance, row-major, `n * n`: twice the inverse Hessian of -2 log L over the parameters that are
   * free and not at a bound; zero for the others. NaN where the Hessian is not positive.
   */
  get covariance(): Float64Array {
    const { atBound, hessian } = this.#found;
    const moved = this.labels.flatMap((_, k) => (this.#fixed[k] || atBound[k] ? [] : [k]));
    this.#covariance ??= covarianceOf(hessian, this.labels.length, moved);
    return this.#covariance;
  }

  /**
   * Parameters that the data do not determine: along them the minimum is a valley, or without effect. None
   * of a fit that is valid.
   */
  get undetermined(): readonly string[] {
    if (this.valid) return [];
    return undetermined(this.#found, this.#fixed).map((k) => this.labels[k]);
  }

  /** Square roots of the covariance's diagonal. */
  get uncertainty(): Float64Array {
    const n = this.labels.length;
    return Float64Array.from({ length: n }, (_, k) => Math.sqrt(this.covariance[k * n + k]));
  }

  /** Correlation, row-major, `n * n`; zero for parameters without uncertainty, 1 on the diagonal. */
  get correlation(): Float64Array {
    const n = this.labels.length;
    const { uncertainty, covariance } = this;
    return covariance.map((value, at) => {
      const i = Math.floor(at / n);
      const j = at % n;
      if (i === j) return 1;
      const width = uncertainty[i] * uncertainty[j];
      return width === 0 ? 0 : value / width;
    });
  }
}

function covarianceOf(hessian: Float64Array, n: number, moved: readonly number[]): Float64Array {
  const m = moved.length;
  const matrix = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) matrix[i * m + j] = hessian[moved[i] * n + moved[j]];
  }
  const covariance = new Float64Array(n * n);
  const factor = cholesky(matrix, m);
  const inverse = factor && choleskyInverse(factor, m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      covariance[moved[i] * n + moved[j]] = inverse === undefined ? NaN : 2 * inverse[i * m + j];
    }
  }
  return covariance;
}

/**
 * Fits a model to data: the parameters at which -2 log L is least.
 *
 * @param data  main, then auxiliary data
 * @throws FitError when no minimum is found, with what to look at; UsageError on starting values
 *   outside of their bounds, or options that do not exist; ShapeError on settings of other lengths
 * @see pyhf.infer.mle.fit
 */
export function fit(model: Model, data: Values, options: FitOptions = {}): FitResult {
  const call = "fit(model, data, options)";
  checkModelAndData(model, data, call);
  checkOptionNames(options, [...FIT_SETTINGS, "allowInvalid"], call);
  const likelihood = model.likelihood(data);
  try {
    return fitLikelihood(model, likelihood, options);
  } finally {
    likelihood.dispose();
  }
}

/**
 * The same with the parameter of interest held at a value.
 * @throws UsageError when the model has none, or the value is outside of its bounds
 * @see pyhf.infer.mle.fixed_poi_fit
 */
export function fixedPoiFit(
  model: Model,
  data: Values,
  poi: number,
  options: FitOptions = {},
): FitResult {
  checkModelAndData(model, data, "fixedPoiFit(model, data, poi, options)");
  return fit(model, data, { ...options, ...heldPoi(model, poi, options) });
}

/** @see pyhf.infer.mle.twice_nll */
export function twiceNll(model: Model, pars: Values, data: Values): number {
  return -2 * model.logpdf(pars, data);
}

/** Position of the parameter of interest. @throws UsageError when there is none */
export function poiOf(model: Model): number {
  const index = model.config.poiIndex;
  if (index === undefined) {
    throw new UsageError(
      "the model has no parameter of interest: choose one with config.setPoi(name)",
    );
  }
  return index;
}

/**
 * Settings of a fit in which the parameter of interest does not move.
 * @throws UsageError on a value outside of its bounds
 */
export function heldPoi(model: Model, poi: number, settings: FitSettings): FitSettings {
  const index = poiOf(model);
  checkSettings(model, settings);
  const [low, high] = (settings.parBounds ?? model.config.suggestedBounds())[index];
  if (!(poi >= low && poi <= high)) {
    throw new UsageError(
      `the parameter of interest "${model.config.parNames[index]}" would be held at ${poi}, which ` +
        `lies outside of its bounds [${low}, ${high}]: set parBounds`,
    );
  }
  const initPars = Float64Array.from(settings.initPars ?? model.config.suggestedInit());
  const fixedParams = [...(settings.fixedParams ?? model.config.suggestedFixed())];
  initPars[index] = poi;
  fixedParams[index] = true;
  return { ...settings, initPars, fixedParams };
}

/** {@link fit} of a likelihood that was made before. */
export function fitLikelihood(
  model: Model,
  likelihood: Likelihood,
  options: FitOptions = {},
): FitResult {
  const plan = new FitPlan(model, options);
  const result = new FitResult(plan.labels, plan.run(likelihood), plan.fixed);
  if (!result.valid && options.allowInvalid !== true) {
    throw new FitError(result.status, explain(model, result, plan.fixed));
  }
  return result;
}

/**
 * As {@link fitLikelihood} where the value counts, not the parameters: the minimum may be a valley.
 *
 * @param poi  a parameter that has to be determined all the same
 */
export function profileFit(
  model: Model,
  likelihood: Likelihood,
  settings: FitSettings,
  poi?: number,
): FitResult {
  const plan = new FitPlan(model, settings);
  const found = plan.run(likelihood);
  const result = new FitResult(plan.labels, found, plan.fixed);
  if (!plan.hasValue(found, poi))
    throw new FitError(result.status, explain(model, result, plan.fixed));
  return result;
}

/** Fits of one model with the same settings, to one likelihood after another: what toys are made of. */
export class FitPlan {
  readonly labels: readonly string[];
  readonly fixed: readonly boolean[];
  readonly #bounds: readonly (readonly [number, number])[];
  readonly #start: Values;
  readonly #home: Values;
  readonly #newton: Newton;

  /** @throws UsageError on starting values outside of their bounds, ShapeError on other lengths */
  constructor(model: Model, settings: FitSettings) {
    checkSettings(model, settings);
    const { config } = model;
    this.labels = config.parNames;
    this.fixed = settings.fixedParams ?? config.suggestedFixed();
    this.#bounds = settings.parBounds ?? config.suggestedBounds();
    this.#home = config.suggestedInit();
    this.#start = settings.initPars ?? this.#home;
    this.#newton = new Newton(this.labels.length);
    for (let k = 0; k < this.labels.length; k++) {
      const [low, high] = this.#bounds[k];
      const value = this.#start[k];
      if (!this.fixed[k] && !(value >= low && value <= high)) {
        throw new UsageError(
          `the fit would start with "${this.labels[k]}" at ${value}, outside of its bounds ` +
            `[${low}, ${high}]: change initPars or parBounds`,
        );
      }
    }
  }

  /** Whether a fit found the least value: at a minimum, or along a valley in which `poi` does not change. */
  hasValue(found: NewtonResult, poi?: number): boolean {
    if (found.valid) return true;
    if (found.status !== "flat") return false;
    return poi === undefined || !undetermined(found, this.fixed).includes(poi);
  }

  /** The minimum; its numbers hold until the next run. */
  run(likelihood: Likelihood): NewtonResult {
    const { fixed } = this;
    const settings = { bounds: this.#bounds, fixed };
    const search = (from: Values): NewtonResult =>
      minimiseAcross(this.#newton, likelihood, from, settings);
    const start = this.#start;
    let found = search(start);
    if (found.status !== "undefined") return found;
    // A negative yield somewhere: come from the model's own starting point.
    const home = Float64Array.from(this.#home, (value, k) => (fixed[k] ? start[k] : value));
    for (let part = 0.5; found.status === "undefined" && part > 0.01; part /= 2) {
      found = search(home.map((value, k) => value + part * (start[k] - value)));
    }
    return found.status === "undefined" ? search(home) : found;
  }
}

function explain(model: Model, result: FitResult, fixed: readonly boolean[]): string {
  const idle = withoutEffect(model, result, fixed);
  if (idle !== undefined && result.status !== "undefined") return idle;
  switch (result.status) {
    case "undefined":
      return `the fit cannot start: ${impossible(model, result.bestfit)}`;
    case "flat":
      return (
        `the minimum is a valley: the data do not determine ${quoted(result.undetermined)}; fix some ` +
        "of them, or look for modifiers that do the same"
      );
    case "limit":
      return `no minimum after ${result.iterations} iterations (distance ${result.edm}); try other initPars`;
    default:
      return (
        `the fit came no further, at -2 log L = ${result.twiceNll} with an estimated distance of ` +
        `${result.edm} to the minimum; try other initPars, or look at ${wide(result)}`
      );
  }
}

/** Of free parameters on which no expected number depends: which, and the samples to blame. */
function withoutEffect(
  model: Model,
  { bestfit, labels }: FitResult,
  fixed: readonly boolean[],
): string | undefined {
  const expected = model.expectedData(bestfit);
  const idle = labels.flatMap((_, k) => {
    const moved = bestfit.map((value, i) => (i === k ? value + 1 : value));
    const same = model.expectedData(moved).every((value, i) => value === expected[i]);
    return same && !fixed[k] ? [k] : [];
  });
  if (idle.length === 0) return undefined;
  const names = idle.map((k) => `"${labels[k]}"`).join(", ");
  const sets = model.config.parameterSets
    .map(({ name }) => name)
    .filter((name) => {
      const [start, stop] = model.config.parSlice(name);
      return idle.some((k) => k >= start && k < stop);
    });
  const empty = model.spec.channels.flatMap((channel) =>
    channel.samples
      .filter(({ modifiers }) => modifiers.some(({ name }) => sets.includes(name)))
      .filter(({ data }) => data.every((value) => value === 0))
      .map(({ name }) => `sample "${name}" of channel "${channel.name}" has no yield`),
  );
  const why = empty.length === 0 ? "" : ` (${empty.slice(0, 4).join(", ")})`;
  return `the data do not determine ${names}: no expected number depends on it${why}`;
}

/** The first bin whose yield no data can have. */
function impossible(model: Model, pars: Values): string {
  for (const [channel, samples] of model.expectedBySample(pars)) {
    const [first] = samples.values();
    for (let b = 0; b < first.length; b++) {
      let sum = 0;
      let worst = "";
      let least = 0;
      for (const [sample, yields] of samples) {
        sum += yields[b];
        if (!(yields[b] >= least)) {
          least = yields[b];
          worst = sample;
        }
      }
      if (!(sum > 0)) {
        const blame = worst === "" ? "" : ` (sample "${worst}": ${least})`;
        return (
          `channel "${channel}", bin ${b} expects ${sum} events at the starting values${blame}; ` +
          "try other initPars, or clipBinData"
        );
      }
    }
  }
  return "the likelihood is not a number at the starting values";
}

/** The parameters of which the data say least. */
function wide({ labels, covariance, atBound }: FitResult): string {
  const n = labels.length;
  const names = labels
    .map((name, k) => ({ name, width: covariance[k * n + k] }))
    .filter(({ width }, k) => !atBound[k] && !(width <= 100))
    .map(({ name }) => name);
  return names.length === 0 ? "the parameters" : quoted(names);
}

/** The first few names. */
function quoted(names: readonly string[]): string {
  const more = names.length > 6 ? ` and ${names.length - 6} more` : "";
  return (
    names
      .slice(0, 6)
      .map((name) => `"${name}"`)
      .join(", ") + more
  );
}
