import type { Model, Values } from "./model.ts";

/** Expected yields with their standard deviations, channel by channel. */
export interface Prediction {
  readonly channels: readonly ChannelPrediction[];
}

/** One channel: samples in the model's order, those that are not in the channel with zeros. */
export interface ChannelPrediction {
  readonly name: string;
  readonly samples: readonly string[];
  /** Yields, `[sample][bin]`. */
  readonly yields: readonly Float64Array[];
  /** Standard deviations, `[sample][bin]`, and last those of the sum of all samples. */
  readonly stdevBins: readonly Float64Array[];
  /** Of the sum over bins, `[sample]`, and last of all samples. */
  readonly stdevChannel: Float64Array;
}

/**
 * Yields at given parameters, with the uncertainty that the parameters' covariance makes: each parameter
 * is moved by its uncertainty both ways, half of the difference is its effect, and effects add with
 * their correlations.
 *
 * @param parameters  one value a parameter
 * @param uncertainty  one a parameter
 * @param correlation  row-major `n * n`; without it parameters are independent
 * @see cabinetry.model_utils.yield_stdev
 */
export function predictionAt(
  model: Model,
  parameters: Values,
  uncertainty: Values,
  correlation?: Values,
): Prediction {
  const n = model.config.npars;
  const nominal = tableOf(model, parameters);
  const effects: Float64Array[] = [];
  const moved: number[] = [];
  for (let k = 0; k < n; k++) {
    if (!(uncertainty[k] > 0)) continue;
    const at = (sign: number): Float64Array => {
      const x = Float64Array.from(parameters);
      x[k] += sign * uncertainty[k];
      return tableOf(model, x);
    };
    const up = at(1);
    const down = at(-1);
    effects.push(up.map((value, i) => (value - down[i]) / 2));
    moved.push(k);
  }
  const variance = new Float64Array(nominal.length);
  for (let i = 0; i < effects.length; i++) {
    for (let j = 0; j <= i; j++) {
      const rho = i === j ? 1 : (correlation?.[moved[i] * n + moved[j]] ?? 0);
      if (rho === 0) continue;
      const times = i === j ? 1 : 2 * rho;
      for (let b = 0; b < variance.length; b++)
        variance[b] += times * effects[i][b] * effects[j][b];
    }
  }
  return shaped(
    model,
    nominal,
    variance.map((value) => Math.sqrt(Math.max(0, value))),
  );
}

/**
 * All numbers of a prediction in one row: for each channel, for each sample and for their sum, the bins
 * and then the sum over bins.
 */
function tableOf(model: Model, pars: Values): Float64Array {
  const { samples, channelNbins } = model.config;
  const out: number[] = [];
  for (const [channel, yields] of model.expectedBySample(pars)) {
    const total = new Float64Array(channelNbins[channel]);
    const push = (row: Float64Array): void => {
      let sum = 0;
      for (const value of row) {
        out.push(value);
        sum += value;
      }
      out.push(sum);
    };
    for (const sample of samples) {
      const row = yields.get(sample) ?? new Float64Array(total.length);
      push(row);
      for (let b = 0; b < row.length; b++) total[b] += row[b];
    }
    push(total);
  }
  return Float64Array.from(out);
}

function shaped(model: Model, nominal: Float64Array, stdev: Float64Array): Prediction {
  const { samples, channels, channelNbins } = model.config;
  let at = 0;
  return {
    channels: channels.map((name) => {
      const bins = channelNbins[name];
      const yields: Float64Array[] = [];
      const stdevBins: Float64Array[] = [];
      const stdevChannel: number[] = [];
      for (let s = 0; s <= samples.length; s++) {
        if (s < samples.length) yields.push(nominal.slice(at, at + bins));
        stdevBins.push(stdev.slice(at, at + bins));
        stdevChannel.push(stdev[at + bins]);
        at += bins + 1;
      }
      return { name, samples, yields, stdevBins, stdevChannel: Float64Array.from(stdevChannel) };
    }),
  };
}

/**
 * Uncertainties of parameters before any fit: widths of their constraints; zero for those that are fixed
 * or have none.
 * @see cabinetry.model_utils.prefit_uncertainties
 */
export function prefitUncertainties(model: Model): Float64Array {
  return Float64Array.from(
    model.config.parameterSets.flatMap(({ inits, fixed, constraint }) =>
      inits.map((_, i) => {
        if (constraint === undefined || fixed[i]) return 0;
        return constraint.kind === "normal"
          ? constraint.sigmas[i]
          : Math.sqrt(1 / constraint.factors[i]);
      }),
    ),
  );
}

/**
 * Parameters at which constraints expect their nominal auxiliary data: 0 for shifts, 1 for factors, the
 * initial values for parameters without constraint.
 * @see cabinetry.model_utils.asimov_parameters
 */
export function asimovParameters(model: Model): Float64Array {
  const types = new Map(model.config.modifiers);
  return Float64Array.from(
    model.config.parameterSets.flatMap(({ name, inits, constraint }) => {
      if (constraint === undefined) return inits;
      const type = types.get(name);
      if (type === "histosys" || type === "normsys") return inits.map(() => 0);
      return inits.map(() => 1);
    }),
  );
}
