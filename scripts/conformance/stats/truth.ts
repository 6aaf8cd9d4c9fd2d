// Truth files: the inference of one model with an exact optimiser. Tolerances: those of the table in
// the reference's own description (best fit 1e-4 sigma, -2 log L 1e-6, CLs 1e-5, limits 1e-4 …).
import {
  AsymptoticCalculator,
  type FitResult,
  fit,
  fixedPoiFit,
  goodnessOfFit,
  hypotest,
  type Model,
  minosInterval,
  predictionAt,
  q0,
  qmu,
  qmuTilde,
  ranking,
  significance,
  tmu,
  tmuTilde,
  upperLimit,
  Workspace,
} from "../../../src/stats/index.ts";
import type { Input, Report } from "../report.ts";
import { type Comparison, numberOf, numbersOf, outcomeOf } from "./closeness.ts";

type Json = Record<string, unknown>;
type Rows = readonly Json[];

const VALUE = { relative: 1e-10 };
const SLOPE = 1e-8;
const SIGMAS = 1e-4;
const NLL = { absolute: 1e-6, relative: 1e-12 };
const WIDTH = { relative: 1e-3 };
const CLS = { absolute: 1e-5 };
const LIMIT = { relative: 1e-4 };
const IMPACT = 1e-3;

const INFORMATION = new Set(["id", "settings", "seconds_total"]);

/** What the cases of a model share. */
interface Subject {
  readonly model: Model;
  readonly data: readonly number[];
  readonly best: FitResult;
  /** The recorded uncertainties; 1 where there is none. */
  readonly widths: readonly number[];
  /** Whether a parameter is recorded to be at a bound. */
  readonly bound: readonly boolean[];
}

type Check = (c: Comparison, subject: Subject, expected: never) => void;

const checks: Record<string, Check> = {
  grad_twice_nll(c, { model, data }, points: Rows) {
    const likelihood = model.likelihood(data);
    const gradient = new Float64Array(model.config.npars);
    points.forEach(({ pars, twice_nll, grad }, i) => {
      const value = likelihood.gradient(Float64Array.from(numbersOf(pars)), gradient);
      if (twice_nll === "NaN") {
        if (Number.isFinite(value)) c.differ(`twice_nll[${i}]`, twice_nll, value);
        return;
      }
      c.number(`twice_nll[${i}]`, twice_nll, value, VALUE);
      const scale = Math.max(...numbersOf(grad).map(Math.abs));
      c.numbers(`grad[${i}]`, grad, gradient, { absolute: SLOPE * scale });
    });
    likelihood.dispose();
  },
  fit(c, { best, widths, bound, model }, expected: Json) {
    const names = model.config.parNames;
    c.same(
      "at_bound",
      expected.at_bound,
      names.filter((_, k) => best.atBound[k]),
    );
    parameters(c, expected.bestfit, best, widths);
    c.number("twice_nll", expected.twice_nll, best.twiceNll, NLL);
    numbersOf(expected.unc).forEach((want, k) => {
      if (!bound[k] && best.uncertainty[k] !== 0)
        c.number(`unc[${k}]`, want, best.uncertainty[k], WIDTH);
    });
    if (expected.corr === null || expected.corr === undefined) return;
    const { correlation } = best;
    (expected.corr as readonly unknown[]).forEach((row, i) => {
      numbersOf(row).forEach((want, j) => {
        const free = [i, j].every((k) => !bound[k] && best.uncertainty[k] !== 0);
        const got = correlation[i * names.length + j];
        if (free) c.number(`corr[${i}][${j}]`, want, got, { absolute: 1e-3 });
      });
    });
  },
  fixed_poi(c, { model, data, widths }, rows: Rows) {
    for (const { mu, bestfit, twice_nll } of rows) {
      const got = fixedPoiFit(model, data, numberOf(mu));
      c.number(`twice_nll at ${mu}`, twice_nll, got.twiceNll, NLL);
      parameters(c, bestfit, got, widths);
    }
  },
  test_statistics(c, { model, data }, expected: { scan: Rows; q0: unknown }) {
    const wide = model.config
      .suggestedBounds()
      .map((pair, k) => (k === model.config.poiIndex ? ([-5, pair[1]] as const) : pair));
    for (const row of expected.scan) {
      const mu = numberOf(row.mu);
      const below = { parBounds: wide };
      c.number(`qmu_tilde(${mu})`, row.qmu_tilde, qmuTilde(mu, data, model), NLL);
      c.number(`tmu_tilde(${mu})`, row.tmu_tilde, tmuTilde(mu, data, model), NLL);
      c.number(`qmu_poi_lo_m5(${mu})`, row.qmu_poi_lo_m5, qmu(mu, data, model, below), NLL);
      c.number(`tmu_poi_lo_m5(${mu})`, row.tmu_poi_lo_m5, tmu(mu, data, model, below), NLL);
    }
    c.number("q0", expected.q0, q0(0, data, model), NLL);
  },
  hypotest_qtilde: (c, subject, rows: Rows) => tests(c, subject, rows, "qtilde"),
  hypotest_q: (c, subject, rows: Rows) => tests(c, subject, rows, "q"),
  hypotest_q0(c, { model, data }, rows: Rows) {
    for (const { mu, p0, tail, exp } of rows) {
      const got = hypotest(numberOf(mu), data, model, { testStat: "q0" });
      c.number("p0", p0, got.value, CLS);
      c.numbers("tail", tail, [got.clb], CLS);
      c.numbers("exp", exp, got.expectedSet, CLS);
    }
  },
  minos: (c, subject, expected: Record<string, unknown>) => {
    for (const [name, pair] of Object.entries(expected)) interval(c, subject, name, pair);
  },
  minos_poi: (c, subject, pair: unknown) => {
    if (pair === null) return;
    const { poiName } = subject.model.config;
    if (Array.isArray(pair)) interval(c, subject, poiName ?? "", pair);
    else for (const [name, one] of Object.entries(pair as Json)) interval(c, subject, name, one);
  },
  significance(c, { model, data }, expected: Json) {
    const got = significance(model, data);
    c.number("observed", expected.observed, got.observed, { absolute: 1e-5, relative: 1e-5 });
    c.number("expected", expected.expected, got.expected, { absolute: 1e-5, relative: 1e-5 });
  },
  limit95(c, { model, data }, expected: Json) {
    const got = upperLimit(data, model);
    c.number("obs", expected.obs, got.observed, LIMIT);
    c.numbers("exp", expected.exp_m2_to_p2, got.expected, LIMIT);
  },
  ranking_preup_predn_postup_postdn(c, { model, data, best, widths }, expected: Json) {
    const poi = model.config.poiIndex ?? 0;
    const got = new Map(ranking(model, data, best).map((impact) => [impact.parameter, impact]));
    const tolerance = { absolute: IMPACT * widths[poi] };
    for (const [name, shifts] of Object.entries(expected)) {
      const impact = got.get(name);
      if (impact === undefined) c.differ(name, shifts, "no such parameter");
      else {
        const { prefitUp, prefitDown, postfitUp, postfitDown } = impact;
        c.numbers(name, shifts, [prefitUp, prefitDown, postfitUp, postfitDown], tolerance);
      }
    }
  },
  toys(c, { model }, rows: Rows) {
    rows.forEach(({ data, qmu_tilde_1, q0: discovery }, i) => {
      const toy = numbersOf(data);
      c.number(`qmu_tilde_1[${i}]`, qmu_tilde_1, qmuTilde(1, toy, model), NLL);
      c.number(`q0[${i}]`, discovery, q0(0, toy, model), NLL);
    });
  },
  prediction_postfit(c, { model, best }, expected: Json) {
    const got = predictionAt(model, best.bestfit, best.uncertainty, best.correlation);
    type Table = readonly (readonly unknown[])[];
    got.channels.forEach((channel, i) => {
      const want = {
        yields: (expected.yields as readonly Table[])[i],
        bins: (expected.stdev_bins as readonly Table[])[i],
        sums: (expected.stdev_channels as Table)[i],
      };
      c.same(`${channel.name}: samples`, want.yields.length, channel.samples.length);
      channel.yields.forEach((row, s) => {
        c.numbers(`yields[${i}][${s}]`, want.yields[s], row, { absolute: 1e-9, relative: 1e-4 });
      });
      channel.stdevBins.forEach((row, s) => {
        c.numbers(`stdev_bins[${i}][${s}]`, want.bins[s], row, { absolute: 1e-9, relative: 1e-3 });
      });
      const tolerance = { absolute: 1e-9, relative: 1e-3 };
      c.numbers(`stdev_channels[${i}]`, want.sums, channel.stdevChannel, tolerance);
    });
  },
  goodness_of_fit(c, { model, data, best }, expected: unknown) {
    c.number("p", expected, goodnessOfFit(model, data, best.twiceNll), CLS);
  },
};

/** Best parameters within a fraction of their uncertainties. */
function parameters(c: Comparison, want: unknown, got: FitResult, widths: readonly number[]): void {
  numbersOf(want).forEach((value, k) => {
    const tolerance = { absolute: SIGMAS * widths[k] };
    c.number(`bestfit ${got.labels[k]}`, value, got.bestfit[k], tolerance);
  });
}

function interval(c: Comparison, subject: Subject, name: string, pair: unknown): void {
  const { model, data, best, bound } = subject;
  if (bound[model.config.parNames.indexOf(name)]) return;
  const { lower, upper } = minosInterval(model, data, best, name);
  c.numbers(name, pair, [lower, upper], WIDTH);
}

function tests(
  c: Comparison,
  { model, data }: Subject,
  rows: Rows,
  testStat: "q" | "qtilde",
): void {
  const calculator = new AsymptoticCalculator(data, model, { testStat });
  for (const { mu, CLs_obs, CLsb_CLb, CLs_exp_m2_to_p2 } of rows) {
    const { observed, expected } = calculator.test(numberOf(mu));
    c.number(`CLs(${mu})`, CLs_obs, observed.cls, CLS);
    c.numbers(`CLsb, CLb(${mu})`, CLsb_CLb, [observed.clsb, observed.clb], CLS);
    c.numbers(
      `CLs expected(${mu})`,
      CLs_exp_m2_to_p2,
      expected.map(({ cls }) => cls),
      CLS,
    );
  }
  calculator.dispose();
}

/** Runs the cases of a truth file; `workspace` is undefined where there is none beside it. */
export function truth(
  id: string,
  expected: Json,
  workspace: unknown,
  { wanted }: Input,
  report: Report,
): void {
  const quantities = Object.keys(expected).filter((key) => !INFORMATION.has(key));
  const cases = quantities.filter((quantity) => wanted(`${id}/${quantity}`));
  if (workspace === undefined) {
    for (const quantity of cases) {
      report.add(`${id}/${quantity}`, { kind: "skipped", reason: "workspace missing" });
    }
    return;
  }
  if (cases.length === 0) return;
  let subject: Subject | undefined;
  for (const quantity of cases) {
    const outcome = outcomeOf((comparison) => {
      subject ??= subjectOf(expected, workspace);
      if (!Object.hasOwn(checks, quantity)) throw new Error(`unknown quantity "${quantity}"`);
      checks[quantity](comparison, subject, expected[quantity] as never);
    });
    report.add(`${id}/${quantity}`, outcome);
  }
  subject?.model.dispose();
}

function subjectOf(expected: Json, spec: unknown): Subject {
  const workspace = new Workspace(spec);
  const model = workspace.model();
  const data = workspace.data(model);
  const { unc, at_bound } = expected.fit as { unc: unknown; at_bound: readonly string[] };
  return {
    model,
    data,
    best: fit(model, data),
    widths: numbersOf(unc).map((width) => (width > 0 ? width : 1)),
    bound: model.config.parNames.map((name) => at_bound.includes(name)),
  };
}
