/// <reference lib="esnext.disposable" preserve="true" />
import { checkOptionNames } from "../array/option-names.ts";
import { ndtr } from "../math/error-function.ts";
import { FIT_SETTINGS, likelihoodOf } from "./arguments.ts";
import { type FitResult, type FitSettings, heldPoi, poiOf, profileFit } from "./fit.ts";
import type { Likelihood } from "./likelihood.ts";
import type { Model, Values } from "./model.ts";
import { testStatistic } from "./test-statistic.ts";

/** p-values of both hypotheses and their ratio. */
export interface PValues {
  readonly clsb: number;
  readonly clb: number;
  readonly cls: number;
}

export interface AsymptoticOptions extends FitSettings {
  readonly testStat?: "q" | "qtilde" | "q0";
  /** `clipped_normal`: no expected value below what q = 0 gives. */
  readonly calcBaseDist?: "normal" | "clipped_normal";
}

/** What a test at one value of the parameter of interest gives. */
export interface AsymptoticTest {
  /** The statistic in units in which it is normal under the background hypothesis. */
  readonly statistic: number;
  /** q at this value, and q of the Asimov data. */
  readonly q: number;
  readonly qAsimov: number;
  readonly observed: PValues;
  /** At -2, -1, 0, 1, 2 standard deviations of the background hypothesis. */
  readonly expected: readonly PValues[];
  /** Conditional fits to data and to Asimov data. */
  readonly fixed: FitResult;
  readonly fixedAsimov: FitResult;
}

/**
 * Data without fluctuations: what is expected at the conditional best fit with the parameter of
 * interest at `mu`, auxiliary data included.
 *
 * @throws NotFoundError on an option that does not exist, with the nearest one
 * @see pyhf.infer.calculators.generate_asimov_data
 */
export function generateAsimovData(
  mu: number,
  data: Values,
  model: Model,
  settings: FitSettings = {},
): Float64Array {
  const call = "generateAsimovData(mu, data, model, settings)";
  checkOptionNames(settings, FIT_SETTINGS, call);
  const likelihood = likelihoodOf(model, data, call);
  try {
    const { bestfit } = profileFit(model, likelihood, heldPoi(model, mu, settings));
    return model.expectedData(bestfit);
  } finally {
    likelihood.dispose();
  }
}

/**
 * Hypothesis tests by the asymptotic formulas of arXiv:1007.1727. The fits that do not depend on the
 * tested value are made once, so a scan costs two fits a point.
 * @see pyhf.infer.calculators.AsymptoticCalculator
 */
export class AsymptoticCalculator {
  readonly #model: Model;
  readonly #settings: FitSettings;
  readonly #kind: "q" | "qtilde" | "q0";
  readonly #clipped: boolean;
  readonly #data: Likelihood;
  readonly #asimov: Likelihood;
  /** The unconditional fits. */
  readonly free: FitResult;
  readonly freeAsimov: FitResult;

  constructor(data: Values, model: Model, options: AsymptoticOptions = {}) {
    const call = "AsymptoticCalculator(data, model, options)";
    checkOptionNames(options, [...FIT_SETTINGS, "testStat", "calcBaseDist"], call);
    const { testStat = "qtilde", calcBaseDist = "normal", ...settings } = options;
    this.#model = model;
    this.#settings = settings;
    this.#kind = testStat;
    this.#clipped = calcBaseDist === "clipped_normal";
    this.#data = likelihoodOf(model, data, call);
    this.free = profileFit(model, this.#data, settings, poiOf(model));
    const asimov = generateAsimovData(testStat === "q0" ? 1 : 0, data, model, settings);
    this.#asimov = model.likelihood(asimov);
    this.freeAsimov = profileFit(model, this.#asimov, settings, poiOf(model));
  }

  /** Tests a value of the parameter of interest (for q0: 0, whatever is given). */
  test(mu: number): AsymptoticTest {
    const ofData = this.#statistic(mu, this.#data, this.free);
    const ofAsimov = this.#statistic(mu, this.#asimov, this.freeAsimov);
    const root = Math.sqrt(ofData.value);
    const rootAsimov = Math.sqrt(ofAsimov.value);
    // Equation 66: beyond the Asimov value the statistic is no longer a root of a square.
    const statistic =
      this.#kind !== "qtilde" || root <= rootAsimov || rootAsimov === 0
        ? root - rootAsimov
        : (ofData.value - ofAsimov.value) / (2 * rootAsimov);
    const least = this.#clipped ? -rootAsimov : Number.NEGATIVE_INFINITY;
    const p = (value: number): PValues => pValues(value, rootAsimov, least);
    return {
      statistic,
      q: ofData.value,
      qAsimov: ofAsimov.value,
      observed: p(statistic),
      expected: [2, 1, 0, -1, -2].map((sigma) => p(Math.max(sigma, least))),
      fixed: ofData.fixed,
      fixedAsimov: ofAsimov.fixed,
    };
  }

  /** Frees the data. */
  dispose(): void {
    this.#data.dispose();
    this.#asimov.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #statistic(mu: number, likelihood: Likelihood, free: FitResult) {
    return testStatistic(this.#kind, mu, this.#model, likelihood, this.#settings, free);
  }
}

/** Tails of normal distributions around -sqrt(q_A), for signal, and around zero, for background. */
function pValues(value: number, rootAsimov: number, least: number): PValues {
  if (!(value >= least)) return { clsb: Number.NaN, clb: Number.NaN, cls: Number.NaN };
  const clsb = ndtr(-(value + rootAsimov));
  const clb = ndtr(-value);
  return { clsb, clb, cls: clsb / clb };
}
