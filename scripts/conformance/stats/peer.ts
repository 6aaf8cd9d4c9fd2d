// What pyhf and cabinetry give at their defaults: configuration exactly, evaluations and predictions
// closely; the rest is information.
import {
  asimovParameters,
  type Model,
  predictionAt,
  prefitUncertainties,
  Workspace,
} from "../../../src/stats/index.ts";
import type { Input, Report } from "../report.ts";
import { type Comparison, numbersOf, outcomeOf } from "./closeness.ts";

type Json = Record<string, unknown>;
type Check = (c: Comparison, model: Model, workspace: Workspace, expected: never) => void;

const LOGPDF = { relative: 1e-10 };
const YIELDS = { absolute: 1e-12, relative: 1e-12 };
const PREDICTION = { absolute: 1e-12, relative: 1e-10 };

const checks: Record<string, Check> = {
  config(c, model, workspace, expected: Json) {
    const got = configOf(model, workspace);
    for (const [name, want] of Object.entries(expected)) {
      if (!Object.hasOwn(got, name)) c.differ(name, want, "no such entry");
      else if (name === "auxdata" || name === "widths") numbers(c, name, want, got[name]);
      else c.same(name, sorted(want), sorted(got[name]));
    }
  },
  eval(c, model, workspace, rows: readonly Json[]) {
    const data = workspace.data(model);
    for (const row of rows) {
      const pars = numbersOf(row.pars);
      for (const [name, want] of Object.entries(row)) {
        if (name === "pars") continue;
        const value = evaluations[name];
        if (value === undefined) c.differ(name, want, "no such evaluation");
        else {
          const tolerance = name.endsWith("logpdf") ? LOGPDF : YIELDS;
          numbers(c, name, want, value(model, pars, data), tolerance);
        }
      }
    }
  },
  prediction_prefit(c, model, _, expected: Json) {
    const got = predictionAt(model, asimovParameters(model), prefitUncertainties(model));
    got.channels.forEach((channel, i) => {
      const at = (name: string): unknown => (expected[name] as readonly unknown[] | undefined)?.[i];
      if (expected.yields !== undefined)
        numbers(c, "yields", at("yields"), channel.yields, PREDICTION);
      if (expected.stdev_bins !== undefined) {
        numbers(c, "stdev_bins", at("stdev_bins"), channel.stdevBins, PREDICTION);
      }
      if (expected.stdev_channels !== undefined) {
        numbers(c, "stdev_channels", at("stdev_channels"), channel.stdevChannel, PREDICTION);
      }
    });
  },
  prefit_uncertainties: (c, model, _, expected: unknown) =>
    numbers(c, "prefit_uncertainties", expected, prefitUncertainties(model), PREDICTION),
  asimov_parameters: (c, model, _, expected: unknown) =>
    numbers(c, "asimov_parameters", expected, asimovParameters(model), PREDICTION),
  asimov_data: (c, model, _, expected: unknown) =>
    numbers(c, "asimov_data", expected, model.expectedData(asimovParameters(model)), PREDICTION),
};

const evaluations: Record<string, (model: Model, pars: number[], data: number[]) => unknown> = {
  logpdf: (model, pars, data) => model.logpdf(pars, data),
  main_logpdf: (model, pars, data) => model.mainLogpdf(pars, data),
  constraint_logpdf: (model, pars, data) => model.constraintLogpdf(pars, data),
  expected_data: (model, pars) => model.expectedData(pars),
  expected_by_sample: (model, pars) => {
    const yields = model.expectedBySample(pars);
    return model.config.samples.map((sample) =>
      model.config.channels.flatMap((channel) => [
        ...(yields.get(channel)?.get(sample) ??
          new Float64Array(model.config.channelNbins[channel])),
      ]),
    );
  },
};

function configOf(model: Model, workspace: Workspace): Json {
  const { config } = model;
  const order = config.parOrder;
  return {
    par_order: order,
    par_names: config.parNames,
    poi_name: config.poiName ?? null,
    poi_index: config.poiIndex ?? null,
    npars: config.npars,
    channels: config.channels,
    channel_nbins: config.channelNbins,
    samples: config.samples,
    modifiers: config.modifiers,
    suggested_init: config.suggestedInit(),
    suggested_bounds: config.suggestedBounds(),
    suggested_fixed: config.suggestedFixed(),
    auxdata: config.auxdata,
    auxdata_order: config.auxdataOrder,
    nmaindata: config.nmaindata,
    nauxdata: config.nauxdata,
    par_slices: Object.fromEntries(order.map((name) => [name, config.parSlice(name)])),
    pdf_types: Object.fromEntries(
      config.parameterSets.map(({ name, constraint }) => [name, constraint?.kind ?? null]),
    ),
    widths: Object.fromEntries(
      config.parameterSets.map(({ name, constraint }) => {
        if (constraint === undefined) return [name, null];
        if (constraint.kind === "normal") return [name, constraint.sigmas];
        return [name, constraint.factors.map((factor) => Math.sqrt(1 / factor))];
      }),
    ),
    data: workspace.data(model),
    modifier_settings: config.modifierSettings,
  };
}

/** Nested lists and objects of numbers. */
function numbers(
  c: Comparison,
  what: string,
  want: unknown,
  got: unknown,
  tolerance = YIELDS as { absolute?: number; relative?: number },
): void {
  if (Array.isArray(want) || (typeof want === "object" && want !== null)) {
    const [a, b] = [Object.entries(want), Object.entries(got as object)];
    if (a.length !== b.length) c.differ(`${what}: length`, a.length, b.length);
    for (const [key, value] of a) {
      numbers(c, `${what}.${key}`, value, (got as Json)[key], tolerance);
    }
  } else if (want === null) c.same(what, want, got);
  else c.number(what, want, got as number, tolerance);
}

/** Objects with their members in alphabetical order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}

/** Runs the cases of a file of the peer's values. */
export function peer(
  id: string,
  expected: Json,
  spec: unknown,
  { wanted }: Input,
  report: Report,
): void {
  for (const quantity of Object.keys(checks)) {
    const name = `${id}/${quantity}`;
    if (expected[quantity] === undefined || !wanted(name)) continue;
    if (spec === undefined) {
      report.add(name, { kind: "skipped", reason: "workspace missing" });
      continue;
    }
    const outcome = outcomeOf((c) => {
      const workspace = new Workspace(spec);
      const model = workspace.model();
      checks[quantity](c, model, workspace, expected[quantity] as never);
      model.dispose();
    });
    report.add(name, outcome);
  }
}
