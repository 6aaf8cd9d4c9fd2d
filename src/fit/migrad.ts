import { CallLimit, type InternalCost } from "./cost.ts";
import {
  type Effort,
  gradientEffort,
  guessedSlopes,
  type Slopes,
  slopesAt,
} from "./differences.ts";
import { type Curvature, hesseAt, madePositive } from "./hesse.ts";
import { lineSearch } from "./line-search.ts";

/** Where a minimisation stands. */
export interface Minimum {
  /** Internal values of the free parameters. */
  readonly u: Float64Array;
  readonly value: number;
  readonly curvature: Curvature;
  readonly edm: number;
  readonly reachedCallLimit: boolean;
}

/** What a minimisation is told. */
export interface MigradSettings {
  readonly up: number;
  readonly strategy: number;
  /** Estimated distance at which to stop. */
  readonly goal: number;
}

/**
 * With the Hessian at hand the next step is nearly exact: it is made when the distance is more than this
 * part of the goal, since uncertainties depend on where they are computed.
 */
const POLISHED = 1e-3;
/** Line searches for each parameter away from maxima: each goes up to five times as far as there was. */
const TURNS = 8;
/** Times that the Hessian may send the search on. */
const ROUNDS = 5;

/**
 * Minimises by a variable metric: Newton steps with a covariance that each step improves (Davidon, Fletcher,
 * Powell), the Hessian itself where that is not good enough.
 *
 * @param values  all parameters
 * @param errors  step sizes
 * @see James, MINUIT reference manual, MIGRAD; Fletcher, Computer J. 13 (1970) 317
 */
export function migrad(
  cost: InternalCost,
  values: readonly number[],
  errors: readonly number[],
  settings: MigradSettings,
): Minimum {
  const { up, strategy, goal } = settings;
  const u = cost.start(values);
  const effort = gradientEffort[strategy] ?? gradientEffort[1];
  let state: State = {
    u,
    value: cost.value(u),
    slopes: guessedSlopes(cost, u, values, errors, up),
    inverse: new Float64Array(),
    doubt: 1,
  };
  let reachedCallLimit = false;
  let curvature: Curvature | undefined;
  try {
    const slopes = slopesAt(cost, u, state.value, state.slopes, up, effort);
    state = offMaxima(cost, { ...state, slopes }, up, effort);
    state = { ...state, inverse: diagonalInverse(state.slopes) };
    if (strategy === 2) {
      state = afterHesse(state, hesseAt(cost, state.u, state.value, state.slopes, up, 2));
    }
    for (let round = 0; round < ROUNDS; round++) {
      const before = { state, curvature };
      state = descend(cost, state, settings);
      if (strategy === 0) break;
      const next = hesseAt(cost, state.u, state.value, state.slopes, up, strategy);
      if (next.status !== "accurate" && before.curvature?.status === "accurate") {
        // Nearer to a minimum without curvature: the last Hessian says more.
        if (edmOf(before.state) <= goal) ({ state, curvature } = before);
        else state = afterHesse(state, next);
        break;
      }
      curvature = next;
      state = afterHesse(state, curvature);
      if (edmOf(state) <= POLISHED * goal) break;
    }
  } catch (error) {
    if (!(error instanceof CallLimit)) throw error;
    reachedCallLimit = true;
  }
  if (state.inverse.length === 0) state = { ...state, inverse: diagonalInverse(state.slopes) };
  return {
    u: state.u,
    value: state.value,
    edm: edmOf(state) * (1 + 3 * state.doubt),
    reachedCallLimit,
    curvature: curvature ?? {
      inverse: state.inverse,
      status: "approximate",
      slopes: state.slopes,
    },
  };
}

interface State {
  readonly u: Float64Array;
  readonly value: number;
  readonly slopes: Slopes;
  /** Estimate of the inverse Hessian. */
  readonly inverse: Float64Array;
  /** How much the last step changed it, relative. */
  readonly doubt: number;
}

function afterHesse(state: State, { inverse, status, slopes }: Curvature): State {
  return { ...state, inverse, slopes, doubt: status === "accurate" ? 0 : 0.5 };
}

/** Half of g V g. */
function edmOf({ slopes, inverse }: State): number {
  const g = slopes.gradient;
  return 0.5 * dot(g, times(inverse, g));
}

/**
 * Away from places near maxima along a parameter, as the limits of parameters are that should leave them:
 * there the slope is next to nothing, and the estimated distance as well.
 */
function offMaxima(cost: InternalCost, from: State, up: number, effort: Effort): State {
  let state = from;
  for (let turn = 0; turn < TURNS * cost.size; turn++) {
    const { gradient, curvature } = state.slopes;
    const i = curvature.findIndex((bend, k) => bend < 0 && gradient[k] !== 0);
    if (i < 0) break;
    const step = new Float64Array(cost.size);
    step[i] = -gradient[i] / -curvature[i];
    const { length, value } = lineSearch(cost, state.u, state.value, step, gradient[i] * step[i]);
    if (!(value < state.value)) break;
    const u = state.u.map((x, k) => x + length * step[k]);
    state = { ...state, u, value, slopes: slopesAt(cost, u, value, state.slopes, up, effort) };
  }
  return state;
}

/** Steps until the estimated distance is small, or no step helps. */
function descend(cost: InternalCost, from: State, { up, strategy, goal }: MigradSettings): State {
  const effort = gradientEffort[strategy] ?? gradientEffort[1];
  const n = cost.size;
  let state = from;
  if (n === 0) return state;
  for (let stuck = 0; stuck < 3; ) {
    if (edmOf(state) * (1 + 3 * state.doubt) <= (state.doubt === 0 ? POLISHED : 0.1) * goal) {
      return state;
    }
    let step = times(state.inverse, state.slopes.gradient).map((s) => -s);
    let slope = dot(step, state.slopes.gradient);
    if (!(slope < 0)) {
      const inverse = madePositive(state.inverse, n);
      state = { ...state, inverse, doubt: 0.5 };
      step = times(inverse, state.slopes.gradient).map((s) => -s);
      slope = dot(step, state.slopes.gradient);
      if (!(slope < 0)) {
        state = { ...state, inverse: diagonalInverse(state.slopes), doubt: 1 };
        stuck++;
        continue;
      }
    }
    const { length, value } = lineSearch(cost, state.u, state.value, step, slope);
    if (!(value < state.value)) {
      // As good as the precision of the function allows, or a wrong metric: try a plain one.
      state = { ...state, inverse: diagonalInverse(state.slopes), doubt: 1 };
      stuck++;
      const slopes = slopesAt(cost, state.u, state.value, state.slopes, up, effort);
      state = { ...state, slopes };
      continue;
    }
    const moved = step.map((s) => length * s);
    const u = state.u.map((x, i) => x + moved[i]);
    const slopes = slopesAt(cost, u, value, state.slopes, up, effort);
    const change = slopes.gradient.map((g, i) => g - state.slopes.gradient[i]);
    const { inverse, doubt } = updated(state.inverse, moved, change, state.doubt);
    const little = state.value - value <= 1e-14 * Math.max(up, Math.abs(value));
    state = { u, value, slopes, inverse, doubt };
    stuck = little ? stuck + 1 : 0;
  }
  return state;
}

/**
 * The metric after a step: the update of rank two of Davidon, Fletcher and Powell, and a third term where
 * the step went further than the metric thought.
 */
function updated(
  inverse: Float64Array,
  moved: Float64Array,
  change: Float64Array,
  doubt: number,
): { inverse: Float64Array; doubt: number } {
  const n = moved.length;
  const along = dot(moved, change);
  const mapped = times(inverse, change);
  const stretch = dot(change, mapped);
  if (!(along > 0 && stretch > 0)) return { inverse, doubt };
  const next = Float64Array.from(inverse);
  let total = 0;
  let difference = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let term = (moved[i] * moved[j]) / along - (mapped[i] * mapped[j]) / stretch;
      if (along > stretch) {
        const a = moved[i] / along - mapped[i] / stretch;
        const b = moved[j] / along - mapped[j] / stretch;
        term += stretch * a * b;
      }
      next[i * n + j] += term;
      difference += Math.abs(term);
      total += Math.abs(next[i * n + j]);
    }
  }
  return { inverse: next, doubt: 0.5 * (doubt + Math.min(1, difference / total)) };
}

function diagonalInverse({ curvature }: Slopes): Float64Array {
  const n = curvature.length;
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const own = Math.abs(curvature[i]);
    inverse[i * n + i] = own > 1e-14 && Number.isFinite(own) ? 1 / own : 1;
  }
  return inverse;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function times(matrix: Float64Array, x: Float64Array): Float64Array {
  const n = x.length;
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += matrix[i * n + j] * x[j];
    out[i] = sum;
  }
  return out;
}
