import { FitError } from "../errors.ts";
import { Minuit } from "../fit/minuit.ts";
import type { Strategy } from "../fit/minuit-input.ts";
import type { FitSettings } from "../stats/fit.ts";
import type { Model, Values } from "../stats/model.ts";
import type { FitResults } from "./results.ts";

/** How MINUIT works. */
export interface MinuitSettings {
  /** 0, 1 (the default) or 2: how carefully derivatives are found. */
  readonly strategy?: Strategy | undefined;
  /** Calls of the function, about; default 100,000. */
  readonly maxiter?: number | undefined;
  /** The estimated distance to the minimum is to be below 0.002 of this; default 0.1. */
  readonly tolerance?: number | undefined;
}

/**
 * A fit by MIGRAD and HESSE: the uncertainties are MINUIT's, which come through the transformation of
 * parameters that have bounds.
 * @throws FitError when the minimum is invalid
 * @see cabinetry.fit._fit_model_custom
 */
export function minuitFit(
  model: Model,
  data: Values,
  settings: FitSettings & MinuitSettings,
  minos: readonly string[],
): FitResults {
  const { config } = model;
  const labels = config.parNames;
  const likelihood = model.likelihood(data);
  try {
    const start = Array.from(settings.initPars ?? config.suggestedInit());
    const m = new Minuit((x: readonly number[]) => likelihood.value(Float64Array.from(x)), start, {
      name: labels,
    });
    const fixed = settings.fixedParams ?? config.suggestedFixed();
    const bounds = settings.parBounds ?? config.suggestedBounds();
    labels.forEach((_, k) => {
      m.fixed[k] = fixed[k];
      m.limits[k] = bounds[k];
    });
    m.strategy = settings.strategy ?? 1;
    m.tol = settings.tolerance ?? 0.1;
    m.migrad({ ncall: settings.maxiter ?? 100_000 });
    m.hesse();
    if (!m.valid) {
      throw new FitError("invalid", `MIGRAD found no valid minimum (distance ${m.fmin?.edm})`);
    }
    const uncertainty = Float64Array.from(m.errors, (error, k) => (fixed[k] ? 0 : error));
    const bestfit = Float64Array.from(m.values);
    const corrMat = correlationsOf(m, fixed);
    const bestTwiceNll = m.fval ?? Number.NaN;
    if (minos.length > 0) m.minos(minos);
    const minosUncertainty = Object.fromEntries(
      Object.entries(m.merrors).map(([name, { lower, upper }]) => [name, [lower, upper] as const]),
    );
    return {
      bestfit,
      uncertainty,
      labels,
      corrMat,
      bestTwiceNll,
      goodnessOfFit: -1,
      minosUncertainty,
    };
  } finally {
    likelihood.dispose();
  }
}

/** Correlations of all parameters; held ones have none. */
function correlationsOf({ correlation }: Minuit, fixed: readonly boolean[]): Float64Array[] {
  return fixed.map((held, i) =>
    Float64Array.from(fixed, (other, j) => {
      if (i === j) return 1;
      return held || other ? 0 : (correlation?.at(i, j) ?? Number.NaN);
    }),
  );
}
