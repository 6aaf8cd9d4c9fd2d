import { checkOptionNames } from "../array/option-names.ts";
import { UsageError } from "../errors.ts";
import { ndtr } from "../math/error-function.ts";
import { checkModelAndData, FIT_SETTINGS } from "./arguments.ts";
import type { PValues } from "./asymptotic.ts";
import { type FitSettings, heldPoi, profileFit } from "./fit.ts";
import { type HypoTestResult, resultOf } from "./hypotest.ts";
import type { Model, Values } from "./model.ts";
import { samplerOf } from "./sampling.ts";
import { repeatedStatistic, testStatistic } from "./test-statistic.ts";

export interface ToyOptions extends FitSettings {
  readonly testStat?: "q" | "qtilde" | "q0";
  /** Toys for each hypothesis. */
  readonly ntoys?: number;
  /** Non-negative integer; equal seeds give equal toys. */
  readonly seed?: number;
  /** First toy: what was thrown before with the same seed goes on from there. */
  readonly firstToy?: number;
  /** Called with the number of toys done and to do, now and then. */
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Test statistics of toys under both hypotheses. Those of several runs may be put together. */
export interface ToySample {
  readonly signal: Float64Array;
  readonly background: Float64Array;
  /** Toys whose fits found no minimum; they are left out. */
  readonly failures: number;
}

/** A test by toys. */
export interface ToyTest {
  readonly statistic: number;
  readonly observed: PValues;
  readonly expected: readonly PValues[];
  readonly toys: ToySample;
}

const OPTIONS = [
  ...FIT_SETTINGS,
  ...["testStat", "ntoys", "seed", "firstToy", "progress", "signal"],
];

/** How often progress is told. */
const STEP = 100;

/**
 * Throws toys at the conditional best fits of both hypotheses, and computes the test statistic of each.
 *
 * @param mu  tested value of the parameter of interest
 * @see pyhf.infer.calculators.ToyCalculator.distributions
 */
export function throwToys(
  mu: number,
  data: Values,
  model: Model,
  options: ToyOptions = {},
): ToySample {
  const { testStat = "qtilde", ntoys = 2000, seed = 1, firstToy = 0, progress, signal } = options;
  const call = "(mu, data, model, options) of toys";
  checkModelAndData(model, data, call);
  checkOptionNames(options, OPTIONS, call);
  if (!(Number.isInteger(ntoys) && ntoys >= 0)) throw new UsageError(`ntoys is ${ntoys}`);
  if (!(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new UsageError(`a seed is a whole number from 0 on, not ${seed}`);
  }
  // The constant cancels in ratios: one likelihood takes the data of one toy after another.
  const likelihood = model.likelihood(data, { constants: false });
  const at = (poi: number): Float64Array =>
    model.expectedData(profileFit(model, likelihood, heldPoi(model, poi, options)).bestfit);
  const tested = testStat === "q0" ? 0 : mu;
  let failures = 0;
  try {
    const expected = [at(tested), at(testStat === "q0" ? 1 : 0)];
    const statistic = repeatedStatistic(testStat, tested, model, options);
    const sample = samplerOf(model);
    const [signals, backgrounds] = expected.map((yields, stream) => {
      const out: number[] = [];
      for (let i = 0; i < ntoys; i++) {
        if (i % STEP === 0) {
          signal?.throwIfAborted();
          progress?.(stream * ntoys + i, 2 * ntoys);
        }
        likelihood.replaceData(sample(yields, seed, firstToy + i, stream));
        const value = statistic(likelihood);
        if (value === undefined) failures++;
        else out.push(value);
      }
      return Float64Array.from(out);
    });
    progress?.(2 * ntoys, 2 * ntoys);
    return { signal: signals, background: backgrounds, failures };
  } finally {
    likelihood.dispose();
  }
}

/** Toys of several runs with the same model, data and tested value, as if thrown in one. */
export function mergeToys(samples: readonly ToySample[]): ToySample {
  return {
    signal: Float64Array.from(samples.flatMap(({ signal }) => [...signal])),
    background: Float64Array.from(samples.flatMap(({ background }) => [...background])),
    failures: samples.reduce((sum, { failures }) => sum + failures, 0),
  };
}

/**
 * Tests a value of the parameter of interest by toys.
 *
 * @param toys  thrown before; by default thrown now
 * @see pyhf.infer.calculators.ToyCalculator
 */
export function toyTest(
  mu: number,
  data: Values,
  model: Model,
  options: ToyOptions = {},
  toys: ToySample = throwToys(mu, data, model, options),
): ToyTest {
  if (toys.signal.length === 0 || toys.background.length === 0) {
    throw new UsageError("a test needs toys of both hypotheses: give ntoys above 0");
  }
  const likelihood = model.likelihood(data);
  const { testStat = "qtilde" } = options;
  let statistic: number;
  try {
    statistic = testStatistic(testStat, mu, model, likelihood, options).value;
  } finally {
    likelihood.dispose();
  }
  const signal = toys.signal.toSorted();
  const background = toys.background.toSorted();
  const p = (value: number): PValues => {
    const clsb = fractionAbove(signal, value);
    const clb = fractionAbove(background, value);
    return { clsb, clb, cls: clsb / clb };
  };
  // What background toys would give; the band holds percentiles of each p-value by itself.
  const each = Array.from(background, p);
  const percentiles = (of: (values: PValues) => number): number[] => {
    const values = Float64Array.from(each, of).sort();
    return [-2, -1, 0, 1, 2].map((sigma) => percentile(values, ndtr(sigma)));
  };
  const [clsb, clb, cls] = [
    percentiles((one) => one.clsb),
    percentiles((one) => one.clb),
    percentiles((one) => one.cls),
  ];
  const expected = clsb.map((value, i) => ({ clsb: value, clb: clb[i], cls: cls[i] }));
  return { statistic, observed: p(statistic), expected, toys };
}

/** {@link toyTest} in the form of `hypotest`. @see pyhf.infer.hypotest, calctype "toybased" */
export function hypotestToys(
  mu: number,
  data: Values,
  model: Model,
  options: ToyOptions = {},
): HypoTestResult {
  return resultOf(toyTest(mu, data, model, options), options.testStat === "q0");
}

/** Fraction of ascending values that are at least `value`. */
function fractionAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] >= value) high = middle;
    else low = middle + 1;
  }
  return (sorted.length - low) / sorted.length;
}

/** Of ascending values, interpolated linearly. */
function percentile(sorted: Float64Array, fraction: number): number {
  const at = fraction * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}
