import { checkOptionNames } from "../array/option-names.ts";
import { UsageError } from "../errors.ts";
import { findRoot } from "../math/root.ts";
import { checkModelAndData, checkSettings, FIT_SETTINGS } from "./arguments.ts";
import { AsymptoticCalculator, type AsymptoticOptions, type PValues } from "./asymptotic.ts";
import { poiOf } from "./fit.ts";
import type { Model, Values } from "./model.ts";

/** A test of one value of the parameter of interest. */
export interface HypoTestResult {
  /** CLs; for `q0` the p-value of the background hypothesis. */
  readonly value: number;
  readonly clsb: number;
  readonly clb: number;
  /** What is expected for `value`, and at -2, -1, 0, 1, 2 standard deviations. */
  readonly expected: number;
  readonly expectedSet: readonly number[];
}

const OPTIONS = [...FIT_SETTINGS, "testStat", "calcBaseDist"];

/**
 * Tests a value of the parameter of interest: CLs (for `q0`, the background's p-value) and what was to be
 * expected for it.
 *
 * @param poiTest  the tested value
 * @param data  main, then auxiliary data
 * @throws UsageError on a value outside of its bounds; NotFoundError on an option that does not exist
 * @see pyhf.infer.hypotest; arXiv:1007.1727
 */
export function hypotest(
  poiTest: number,
  data: Values,
  model: Model,
  options: AsymptoticOptions = {},
): HypoTestResult {
  const call = "hypotest(poiTest, data, model, options)";
  checkModelAndData(model, data, call);
  checkOptionNames(options, OPTIONS, call);
  const calculator = new AsymptoticCalculator(data, model, options);
  try {
    return resultOf(calculator.test(poiTest), options.testStat === "q0");
  } finally {
    calculator.dispose();
  }
}

/** What a calculator found, as a result of a test. */
export function resultOf(
  test: { readonly observed: PValues; readonly expected: readonly PValues[] },
  discovery: boolean,
): HypoTestResult {
  const pick = ({ clsb, cls }: PValues): number => (discovery ? clsb : cls);
  const expectedSet = test.expected.map(pick);
  const { clsb, clb } = test.observed;
  return { value: pick(test.observed), clsb, clb, expected: expectedSet[2], expectedSet };
}

export interface UpperLimitOptions extends AsymptoticOptions {
  /** One minus the confidence level. */
  readonly level?: number;
  /**
   * Values to test, two or more, ascending: the limits are interpolated between them, as pyhf's scan does.
   * A limit that the values do not enclose is NaN, where pyhf gives the nearest of them.
   */
  readonly scan?: readonly number[];
}

/** Upper limits on the parameter of interest; NaN where there is none within its bounds, or the scan. */
export interface UpperLimit {
  readonly observed: number;
  /** At -2, -1, 0, 1, 2 standard deviations. */
  readonly expected: readonly number[];
  /** The tested values and what came of them, in the order of the tests. */
  readonly tests: readonly { readonly poi: number; readonly result: HypoTestResult }[];
}

/**
 * The values of the parameter of interest at which CLs falls to `level`: observed, and expected at -2 to
 * 2 standard deviations; by root finding, to 1e-9.
 *
 * @throws UsageError on a scan of less than two values, or one that does not ascend
 * @see pyhf.infer.intervals.upper_limits.upper_limit
 */
export function upperLimit(
  data: Values,
  model: Model,
  options: UpperLimitOptions = {},
): UpperLimit {
  const call = "upperLimit(data, model, options)";
  checkModelAndData(model, data, call);
  checkOptionNames(options, [...OPTIONS, "level", "scan"], call);
  const { level = 0.05, scan, ...rest } = options;
  if (!(level > 0 && level < 1)) throw new UsageError(`a level between 0 and 1, not ${level}`);
  if (
    scan !== undefined &&
    !(scan.length >= 2 && scan.every((x, i) => i === 0 || x > scan[i - 1]))
  ) {
    throw new UsageError(`scan needs two or more ascending values, not [${scan.join(", ")}]`);
  }
  checkSettings(model, options);
  const bounds = (options.parBounds ?? model.config.suggestedBounds())[poiOf(model)];
  const calculator = new AsymptoticCalculator(data, model, rest);
  const tests = new Map<number, HypoTestResult>();
  const test = (poi: number): HypoTestResult => {
    let result = tests.get(poi);
    if (result === undefined) {
      result = resultOf(calculator.test(poi), false);
      tests.set(poi, result);
    }
    return result;
  };
  const limit = (cls: (result: HypoTestResult) => number): number => {
    if (scan !== undefined) return interpolated(scan, (mu) => cls(test(mu)), level);
    const miss = (mu: number): number => cls(test(mu)) - level;
    // Bounds far away cost precision and fits: begin near, where the likelihood says.
    let low = Math.max(bounds[0], 0);
    if (!(miss(low) > 0)) return Number.NaN;
    let high = Math.min(bounds[1], low + firstStep(calculator, poiOf(model), bounds));
    while (miss(high) > 0) {
      if (high === bounds[1]) return Number.NaN;
      low = high;
      high = Math.min(bounds[1], 2 * high);
    }
    return findRoot(miss, low, high, 1e-9 * Math.max(1e-3, high));
  };
  try {
    return {
      observed: limit(({ value }) => value),
      expected: [0, 1, 2, 3, 4].map((i) => limit(({ expectedSet }) => expectedSet[i])),
      tests: [...tests].map(([poi, result]) => ({ poi, result })),
    };
  } finally {
    calculator.dispose();
  }
}

/** A first guess of a limit: two standard deviations of the parameter above its best value. */
function firstStep(
  { free, freeAsimov }: AsymptoticCalculator,
  poi: number,
  [low, high]: readonly [number, number],
): number {
  const width = free.uncertainty[poi] || freeAsimov.uncertainty[poi];
  const guess = Math.max(0, free.bestfit[poi] - Math.max(0, low)) + 2 * width;
  return guess > 0 && Number.isFinite(guess) ? guess : (high - Math.max(low, 0)) / 8 || 1;
}

/**
 * Where a falling function meets `level`, between points: numpy.interp of pyhf's linear scan, but NaN
 * where it does not meet it.
 */
function interpolated(scan: readonly number[], f: (x: number) => number, level: number): number {
  const values = scan.map(f);
  const last = scan.length - 1;
  if (level === values[last]) return scan[last];
  if (!(level > values[last])) return Number.NaN;
  for (let i = last; i > 0; i--) {
    const [above, below] = [values[i - 1], values[i]];
    if (level < above) {
      return scan[i] + ((level - below) / (above - below)) * (scan[i - 1] - scan[i]);
    }
  }
  return level === values[0] ? scan[0] : Number.NaN;
}
