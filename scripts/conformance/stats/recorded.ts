// Kind "pyhf": calls recorded while pyhf's own tests ran.
import {
  AsymptoticCalculator,
  type AsymptoticOptions,
  type FitResult,
  type FitSettings,
  fit,
  fixedPoiFit,
  hypotest,
  Model,
  type ModelSpec,
  type ModifierSettings,
} from "../../../src/stats/index.ts";
import { readJsonLines } from "../jsonl.ts";
import type { Input, Report } from "../report.ts";
import { type Comparison, numberOf, numbersOf, outcomeOf } from "./closeness.ts";
import { compareInterpolation } from "./interpolation.ts";

type Json = Record<string, unknown>;

const CLOSE = { relative: 1e-10 };
const CLS = { absolute: 1e-3 };
/** In our own sigmas; without them, relative. */
const SIGMAS = 0.02;
const RELATIVE = 1e-3;

interface RecordedModel {
  readonly spec: ModelSpec;
  readonly poi_name: string | null;
  readonly modifier_settings: ModifierSettings;
  readonly batch: number | null;
  readonly par_names: readonly string[];
  readonly par_order: readonly string[];
  readonly suggested_init: unknown;
  readonly suggested_bounds: unknown;
  readonly suggested_fixed: unknown;
}

type Check = (c: Comparison, row: Json, model: Model) => void;

const checks: Record<string, Check> = {
  logpdf(c, { pars, data, result }, model) {
    const want = numbersOf(result);
    rowsOf(pars).forEach((row, i) => {
      const datum = Array.isArray(data) && Array.isArray(data[0]) ? data[i] : data;
      const got = model.logpdf(row, numbersOf(datum));
      if (Number.isNaN(want[i])) {
        if (Number.isFinite(got) || got === Number.POSITIVE_INFINITY)
          c.differ("logpdf", "NaN", got);
      } else c.number(`logpdf[${i}]`, want[i], got, CLOSE);
    });
  },
  expected_data(c, { pars, kw, result }, model) {
    const includeAuxdata = (kw as Json | undefined)?.include_auxdata !== false;
    const rows = Array.isArray((result as unknown[])[0]) ? (result as unknown[]) : [result];
    rowsOf(pars).forEach((row, i) => {
      c.numbers(`row ${i}`, rows[i], model.expectedData(row, { includeAuxdata }), CLOSE);
    });
  },
  fit(c, row, model) {
    const data = numbersOf(row.data);
    const free = fit(model, data, settingsOf(row));
    const { pars, twiceNll } = recordedFit(row, model, data);
    const { poiIndex } = model.config;
    // Conditional fits are recorded as calls of `fit`, without what they held: a record above the
    // minimum by more than minimisers leave is one with the parameter of interest where it says.
    const conditional = poiIndex !== undefined && twiceNll > free.twiceNll + 1e-3;
    const got = conditional ? fixedPoiFit(model, data, pars[poiIndex], settingsOf(row)) : free;
    compareFit(c, row, model, data, got);
  },
  fixed_poi_fit(c, row, model) {
    const data = numbersOf(row.data);
    compareFit(c, row, model, data, fixedPoiFit(model, data, numberOf(row.poi), settingsOf(row)));
  },
  hypotest(c, row, model) {
    const kw = (row.kw ?? {}) as Json;
    const known =
      "return_tail_probs return_expected return_expected_set return_calculator calctype".split(" ");
    known.push("calc_base_dist", "test_stat", "init_pars", "par_bounds", "fixed_params");
    const unknown = Object.keys(kw).find((key) => !known.includes(key));
    if (unknown !== undefined) throw new Error(`unknown argument "${unknown}"`);
    if (kw.calctype !== undefined && kw.calctype !== "asymptotics") {
      throw new Error(`calculator "${kw.calctype}" has no recorded results`);
    }
    const options: AsymptoticOptions = {
      ...settingsOf(row),
      ...(kw.test_stat === undefined ? {} : { testStat: kw.test_stat as "q" }),
      ...(kw.calc_base_dist === undefined
        ? {}
        : { calcBaseDist: kw.calc_base_dist as "clipped_normal" }),
    };
    const got = hypotest(numberOf(row.poi), numbersOf(row.data), model, options);
    const values: unknown[] = [got.value];
    if (kw.return_tail_probs === true) {
      values.push(kw.test_stat === "q0" ? [got.clb] : [got.clsb, got.clb]);
    }
    if (kw.return_expected === true) values.push(got.expected);
    if (kw.return_expected_set === true) values.push(got.expectedSet);
    if (kw.return_calculator === true) values.push(AsymptoticCalculator);
    const want = values.length === 1 ? [row.result] : (row.result as readonly unknown[]);
    c.same("values", want.length, values.length);
    values.forEach((value, i) => {
      if (value === AsymptoticCalculator) c.same("calculator", null, want[i]);
      else if (Array.isArray(value)) c.numbers(`value ${i}`, want[i], value, CLS);
      else c.number(`value ${i}`, want[i], value as number, CLS);
    });
  },
};

function rowsOf(pars: unknown): number[][] {
  const list = pars as readonly unknown[];
  return Array.isArray(list[0]) ? list.map(numbersOf) : [numbersOf(list)];
}

/** Starting values, bounds and fixed parameters, by position or by name. */
function settingsOf({ args = [], kw = {} }: { args?: unknown; kw?: unknown }): FitSettings {
  const [init, bounds, fixed] = args as readonly unknown[];
  const named = kw as Json;
  const initPars = named.init_pars ?? init;
  const parBounds = named.par_bounds ?? bounds;
  const fixedParams = named.fixed_params ?? fixed;
  return {
    ...(initPars ? { initPars: numbersOf(initPars) } : {}),
    ...(parBounds
      ? { parBounds: (parBounds as unknown[]).map((pair) => numbersOf(pair) as [number, number]) }
      : {}),
    ...(fixedParams ? { fixedParams: fixedParams as boolean[] } : {}),
  };
}

/** Recorded parameters, with -2 log L as recorded or at them. */
function recordedFit(
  row: Json,
  model: Model,
  data: readonly number[],
): { pars: number[]; twiceNll: number } {
  const withValue = (row.kw as Json | undefined)?.return_fitted_val === true;
  const [want, value] = withValue ? (row.result as [unknown, unknown]) : [row.result, undefined];
  const pars = numbersOf(want);
  if (pars.length !== model.config.npars) throw new Error(`${pars.length} parameters are recorded`);
  return { pars, twiceNll: value === undefined ? -2 * model.logpdf(pars, data) : numberOf(value) };
}

function compareFit(
  c: Comparison,
  row: Json,
  model: Model,
  data: readonly number[],
  got: FitResult,
): void {
  const { pars, twiceNll } = recordedFit(row, model, data);
  if (!(got.twiceNll <= twiceNll + 1e-6)) c.differ("-2 log L", twiceNll, got.twiceNll);
  pars.forEach((parameter, k) => {
    const sigma = got.uncertainty[k];
    const known = sigma > 0 && !got.atBound[k];
    const tolerance = known
      ? { absolute: SIGMAS * sigma }
      : { absolute: RELATIVE, relative: RELATIVE };
    c.number(`parameter ${got.labels[k]}`, parameter, got.bestfit[k], tolerance);
  });
}

function modelOf(recorded: RecordedModel, c: Comparison): Model {
  const model = new Model(recorded.spec, {
    poiName: recorded.poi_name,
    modifierSettings: recorded.modifier_settings,
    validate: false,
  });
  const { config } = model;
  c.same("par_names", recorded.par_names, config.parNames);
  c.same("par_order", recorded.par_order, config.parOrder);
  c.same("suggested_init", recorded.suggested_init, config.suggestedInit());
  c.same("suggested_bounds", recorded.suggested_bounds, config.suggestedBounds());
  c.same("suggested_fixed", recorded.suggested_fixed, config.suggestedFixed());
  return model;
}

/** Runs the recorded calls of a file. */
export async function recordedCalls({ path, wanted }: Input, report: Report): Promise<void> {
  let number = 0;
  for (const row of readJsonLines<Json>(path)) {
    const name = `#${number++}`;
    if (!wanted(name)) continue;
    const outcome = outcomeOf((c) => {
      if (row.kind === "interp") {
        interpolations(c, row);
        return;
      }
      const kind = String(row.kind);
      if (!Object.hasOwn(checks, kind)) throw new Error(`unknown kind "${kind}"`);
      const model = modelOf(row.model as RecordedModel, c);
      checks[kind](c, row, model);
      model.dispose();
    });
    report.add(name, outcome);
  }
}

/** Histograms `[set][sample][down, nominal, up][bin]`, results `[set][sample][alpha][bin]`. */
function interpolations(c: Comparison, { code, histogramssets, alphas, result }: Json): void {
  const name = typeof code === "number" || /^\d/.test(String(code)) ? `code${code}` : String(code);
  (histogramssets as number[][][][]).forEach((samples, set) => {
    const points = numbersOf((alphas as unknown[])[set]);
    samples.forEach((histograms, sample) => {
      const want = (result as unknown[][][])[set][sample];
      compareInterpolation(c, name, histograms.map(numbersOf), points, want);
    });
  });
}
