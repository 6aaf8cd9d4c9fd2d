import type { InternalCost } from "./cost.ts";

/** Rounding of a value, and its square root: the best relative step of a first difference. */
const EPS = 2.220446049250313e-16;
const ROOT_EPS = 1.4901161193847656e-8;
/** Steps of limited parameters stay within half a radian. */
const LONGEST = 0.5;

/** First and second derivatives by each internal value, and the steps they were found with. */
export interface Slopes {
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
  readonly step: Float64Array;
}

/** How much work differences may cost. */
export interface Effort {
  /** Times that a step may be improved. */
  readonly cycles: number;
  /** Relative changes of a step, and of a derivative, below which it is good. */
  readonly stepTolerance: number;
  readonly slopeTolerance: number;
}

/** By strategy 0, 1 and 2. @see James, MINUIT reference manual, SET STRATEGY */
export const gradientEffort: readonly Effort[] = [
  { cycles: 2, stepTolerance: 0.5, slopeTolerance: 0.1 },
  { cycles: 3, stepTolerance: 0.3, slopeTolerance: 0.05 },
  { cycles: 5, stepTolerance: 0.1, slopeTolerance: 0.02 },
];

/** A guess from the user's step sizes alone: the cost rises by `up` over each. */
export function guessedSlopes(
  cost: InternalCost,
  u: Float64Array,
  values: readonly number[],
  errors: readonly number[],
  up: number,
): Slopes {
  const n = cost.size;
  const slopes = {
    gradient: new Float64Array(n),
    curvature: new Float64Array(n),
    step: new Float64Array(n),
  };
  cost.free.forEach((k, i) => {
    const transform = cost.transforms[i];
    const above = Math.abs(transform.internal(values[k] + errors[k]) - u[i]);
    const below = Math.abs(transform.internal(values[k] - errors[k]) - u[i]);
    const width = 0.5 * (above + below) || 0.01;
    slopes.curvature[i] = (2 * up) / (width * width);
    slopes.step[i] = bounded(cost, i, Math.max(0.1 * width, least(u[i])));
  });
  return slopes;
}

/**
 * Derivatives at a point: the user's gradient, or central differences whose steps are improved until
 * they and the derivatives are stable. A good step changes the cost by a few times its rounding.
 */
export function slopesAt(
  cost: InternalCost,
  u: Float64Array,
  value: number,
  before: Slopes,
  up: number,
  effort: Effort,
): Slopes {
  const given = cost.gradient(u);
  if (given !== undefined) {
    return { gradient: given, curvature: before.curvature, step: before.step };
  }
  const n = cost.size;
  const gradient = Float64Array.from(before.gradient);
  const curvature = Float64Array.from(before.curvature);
  const step = Float64Array.from(before.step);
  const noise = 8 * EPS * (Math.abs(value) + up);
  const x = Float64Array.from(u);
  for (let i = 0; i < n; i++) {
    let last = 0;
    for (let cycle = 0; cycle < effort.cycles; cycle++) {
      const size = Math.abs(curvature[i]) + ROOT_EPS * (1 + Math.abs(gradient[i]));
      let h = Math.max(Math.sqrt(noise / size), 0.1 * step[i]);
      h = bounded(cost, i, Math.max(least(u[i]), Math.min(h, 10 * step[i])));
      if (cycle > 0 && Math.abs(h - last) < effort.stepTolerance * h) break;
      last = h;
      x[i] = u[i] + h;
      const above = cost.value(x);
      x[i] = u[i] - h;
      const below = cost.value(x);
      x[i] = u[i];
      const slope = (above - below) / (2 * h);
      const change = Math.abs(slope - gradient[i]);
      gradient[i] = slope;
      curvature[i] = (above + below - 2 * value) / (h * h);
      step[i] = h;
      if (change <= effort.slopeTolerance * (Math.abs(slope) + noise / h)) break;
    }
  }
  return { gradient, curvature, step };
}

/** The shortest step that still changes an internal value's digits. */
function least(u: number): number {
  return 8 * ROOT_EPS * ROOT_EPS + Math.abs(u) * 2 * ROOT_EPS;
}

function bounded(cost: InternalCost, i: number, step: number): number {
  return cost.limited[i] ? Math.min(LONGEST, step) : step;
}
