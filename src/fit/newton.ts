import { ShapeError } from "../errors.ts";
import { cholesky, choleskySolve } from "../math/cholesky.ts";
import { symmetricEigen } from "../math/eigen.ts";
import type { Objective } from "./objective.ts";

/** How a minimisation ended. */
export type NewtonStatus =
  /** At a minimum: projected gradient zero, curvature positive. */
  | "converged"
  /** The function is not defined at the start. */
  | "undefined"
  /** No more progress, though the gradient is not zero. */
  | "stuck"
  /** At a point whose curvature is not positive. */
  | "indefinite"
  /** Out of iterations. */
  | "limit";

export interface NewtonOptions {
  /** Lower and upper bound of each parameter; infinite for none. */
  readonly bounds?: readonly (readonly [number, number])[];
  readonly fixed?: readonly boolean[];
  /** Estimated distance to the minimum, in units of the function, at which to stop. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

export interface NewtonResult {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  /** Estimated distance to the minimum. */
  readonly edm: number;
  readonly status: NewtonStatus;
  readonly valid: boolean;
  /** Parameters that lie at a bound and would go beyond. */
  readonly atBound: readonly boolean[];
  readonly iterations: number;
  readonly calls: number;
}

/** What a step must gain of what the quadratic model promises. */
const GOOD = 0.75;
const POOR = 0.25;
/** Steps shorter than this in every parameter, relative to its scale, are no progress. */
const TINY = 1e-15;

/**
 * Minimises a function with bounds by Newton's method: exact Hessian, bounds as an active set, damping
 * (Levenberg and Marquardt) where the quadratic model promises more than comes true or the Hessian is
 * not positive, and a step along negative curvature at saddle points.
 *
 * @param start  moved inside of the bounds
 * @see Nocedal and Wright, "Numerical Optimization", chapters 4 and 16
 */
export function newton(
  objective: Objective,
  start: ArrayLike<number>,
  options: NewtonOptions = {},
): NewtonResult {
  return new Search(objective, start, options).run();
}

/** A point with what is known there. */
interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

class Search {
  readonly #objective: Objective;
  readonly #n: number;
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  /** Parameters that may move. */
  readonly #movable: readonly number[];
  readonly #tolerance: number;
  readonly #maxIterations: number;
  #calls = 0;
  #at: Point;

  constructor(objective: Objective, start: ArrayLike<number>, options: NewtonOptions) {
    const n = objective.size;
    for (const given of [start, options.bounds, options.fixed]) {
      if (given !== undefined && given.length !== n) {
        throw new ShapeError(`the function has ${n} parameters, not ${given.length}`);
      }
    }
    const { bounds, fixed, tolerance = 1e-12, maxIterations = 500 } = options;
    this.#objective = objective;
    this.#n = n;
    this.#low = Float64Array.from({ length: n }, (_, i) => bounds?.[i][0] ?? -Infinity);
    this.#high = Float64Array.from({ length: n }, (_, i) => bounds?.[i][1] ?? Infinity);
    this.#tolerance = tolerance;
    this.#maxIterations = maxIterations;
    const movable: number[] = [];
    const x = Float64Array.from(start);
    for (let k = 0; k < n; k++) {
      if (fixed?.[k]) continue;
      x[k] = this.#inside(k, x[k]);
      if (this.#low[k] < this.#high[k]) movable.push(k);
    }
    this.#movable = movable;
    this.#at = this.#evaluate(x);
  }

  run(): NewtonResult {
    if (!Number.isFinite(this.#at.value)) return this.#result("undefined", 0, Number.NaN);
    let damping = 0;
    let stalled = 0;
    for (let iteration = 0; iteration < this.#maxIterations; iteration++) {
      const free = this.#free();
      const undamped = this.#solve(free, 0, []);
      const edm = this.#edm(free, undamped);
      if (edm <= this.#tolerance) return this.#result("converged", iteration, edm);
      const step = this.#step(free, damping, damping === 0 ? undamped : undefined);
      const gain = step === undefined ? 0 : -this.#model(step);
      if (step === undefined || !(gain > 0)) {
        // Not positive, or no way down: more damping turns the step towards the gradient.
        if (Number.isNaN(edm) && this.#gradientIsSmall(free)) {
          if (this.#leaveSaddle(free)) continue;
          return this.#result("indefinite", iteration, edm);
        }
        if (damping > 1e12) return this.#ended(iteration);
        damping = Math.max(1e-3, damping * 10);
        continue;
      }
      const next = this.#moved(step);
      const value = this.#value(next);
      const won = this.#at.value - value;
      // Differences of the function's own rounding are neither gain nor loss.
      const noise = 1e-14 * Math.max(1, Math.abs(this.#at.value));
      if (won > 1e-4 * gain || (gain < noise && Math.abs(won) <= noise)) {
        stalled = won > noise ? 0 : stalled + 1;
        this.#at = this.#evaluate(next);
        if (won > GOOD * gain) damping = damping < 1e-6 ? 0 : damping / 10;
        else if (won < POOR * gain) damping = Math.max(1e-3, damping * 4);
        if (stalled > 20) return this.#ended(iteration);
      } else {
        if (damping > 1e12 || this.#isTiny(step)) return this.#ended(iteration);
        damping = Math.max(1e-3, damping * 10);
      }
    }
    const free = this.#free();
    const edm = this.#edm(free, this.#solve(free, 0, []));
    return this.#result("limit", this.#maxIterations, edm);
  }

  /** The last point cannot be improved: is it a minimum to the precision of the function? */
  #ended(iteration: number): NewtonResult {
    const free = this.#free();
    const edm = this.#edm(free, this.#solve(free, 0, []));
    const noise = 1e-12 * Math.max(1, Math.abs(this.#at.value));
    return this.#result(edm <= this.#tolerance + noise ? "converged" : "stuck", iteration, edm);
  }

  #inside(k: number, value: number): number {
    return Math.min(this.#high[k], Math.max(this.#low[k], value));
  }

  #value(x: Float64Array): number {
    this.#calls++;
    return this.#objective.value(x);
  }

  #evaluate(x: Float64Array): Point {
    this.#calls++;
    const gradient = new Float64Array(this.#n);
    const hessian = new Float64Array(this.#n * this.#n);
    const value = this.#objective.hessian(x, gradient, hessian);
    return { x, value, gradient, hessian };
  }

  /** Whether the function falls beyond a bound at which parameter `k` lies. */
  #pressed(k: number): boolean {
    const { x, gradient } = this.#at;
    return (x[k] <= this.#low[k] && gradient[k] > 0) || (x[k] >= this.#high[k] && gradient[k] < 0);
  }

  #free(): number[] {
    return this.#movable.filter((k) => !this.#pressed(k));
  }

  #reduced(free: readonly number[], damping: number): Float64Array {
    const { hessian } = this.#at;
    const m = free.length;
    const matrix = new Float64Array(m * m);
    for (let i = 0; i < m; i++) {
      const row = free[i] * this.#n;
      for (let j = 0; j < m; j++) matrix[i * m + j] = hessian[row + free[j]];
      if (damping > 0) matrix[i * m + i] += damping * this.#scale(free[i]);
    }
    return matrix;
  }

  /** Curvature by which a parameter is damped: its own, or 1 where it has none. */
  #scale(k: number): number {
    const own = Math.abs(this.#at.hessian[k * this.#n + k]);
    return own > 1e-8 ? own : 1;
  }

  /** Half of g H^-1 g over the free parameters; NaN where H is not positive. */
  #edm(free: readonly number[], newtonStep: Float64Array | undefined): number {
    if (newtonStep === undefined) return Number.NaN;
    let sum = 0;
    for (let i = 0; i < free.length; i++) sum -= this.#at.gradient[free[i]] * newtonStep[i];
    return 0.5 * sum;
  }

  /**
   * The damped Newton step of some parameters, given that of others.
   *
   * @param held  parameters that have gone to a bound, with `step`
   * @returns one number for each of `moving`; `undefined` where the Hessian is not positive
   */
  #solve(
    moving: readonly number[],
    damping: number,
    held: readonly number[],
    step?: Float64Array,
  ): Float64Array | undefined {
    const { gradient, hessian } = this.#at;
    const factor = cholesky(this.#reduced(moving, damping), moving.length);
    if (factor === undefined) return undefined;
    const wanted = new Float64Array(moving.length);
    for (let i = 0; i < moving.length; i++) {
      let sum = -gradient[moving[i]];
      for (const l of held) sum -= hessian[moving[i] * this.#n + l] * (step?.[l] ?? 0);
      wanted[i] = sum;
    }
    return choleskySolve(factor, wanted);
  }

  /**
   * The damped Newton step within the bounds: parameters that it would take beyond go to their bound, and
   * the others are solved for again.
   *
   * @param first  the step before bounds, if it is known
   */
  #step(
    free: readonly number[],
    damping: number,
    first: Float64Array | undefined,
  ): Float64Array | undefined {
    const { x } = this.#at;
    const step = new Float64Array(this.#n);
    const held: number[] = [];
    let moving = free;
    let solved = first ?? this.#solve(moving, damping, held, step);
    while (solved !== undefined) {
      const inside: number[] = [];
      for (let i = 0; i < moving.length; i++) {
        const k = moving[i];
        const target = x[k] + solved[i];
        const reached = this.#inside(k, target);
        step[k] = reached - x[k];
        if (reached === target) inside.push(k);
        else held.push(k);
      }
      if (inside.length === moving.length || inside.length === 0) return step;
      moving = inside;
      solved = this.#solve(moving, damping, held, step);
    }
    return undefined;
  }

  /** What the quadratic model says that a step changes. */
  #model(step: Float64Array): number {
    const { gradient, hessian } = this.#at;
    let sum = 0;
    for (let k = 0; k < this.#n; k++) {
      if (step[k] === 0) continue;
      let row = 0;
      for (let l = 0; l < this.#n; l++) row += hessian[k * this.#n + l] * step[l];
      sum += step[k] * (gradient[k] + 0.5 * row);
    }
    return sum;
  }

  #moved(step: Float64Array): Float64Array {
    return this.#at.x.map((value, k) => (step[k] === 0 ? value : this.#inside(k, value + step[k])));
  }

  #isTiny(step: Float64Array): boolean {
    return step.every((s, k) => Math.abs(s) <= TINY * Math.max(1, Math.abs(this.#at.x[k])));
  }

  #gradientIsSmall(free: readonly number[]): boolean {
    let sum = 0;
    for (const k of free) sum += (this.#at.gradient[k] * this.#at.gradient[k]) / this.#scale(k);
    return 0.5 * sum <= Math.max(this.#tolerance, 1e-9);
  }

  /** From a stationary point that is no minimum, along the direction of most negative curvature. */
  #leaveSaddle(free: readonly number[]): boolean {
    const m = free.length;
    const { values, vectors } = symmetricEigen(this.#reduced(free, 0), m);
    if (!(values[0] < 0)) return false;
    // Both ways may be as good: the first parameter of the direction goes down, by convention.
    const lead = free.findIndex((_, i) => Math.abs(vectors[i * m]) > 1e-8);
    const down = vectors[lead * m] > 0 ? -1 : 1;
    for (let length = 1 / Math.sqrt(-values[0]); length > 1e-9; length /= 4) {
      for (const sign of [down, -down]) {
        const step = new Float64Array(this.#n);
        free.forEach((k, i) => {
          step[k] = sign * length * vectors[i * m];
        });
        const next = this.#moved(step);
        const value = this.#value(next);
        if (value < this.#at.value - 1e-13 * Math.max(1, Math.abs(this.#at.value))) {
          this.#at = this.#evaluate(next);
          return true;
        }
      }
    }
    return false;
  }

  #result(status: NewtonStatus, iterations: number, edm: number): NewtonResult {
    const { x, value, gradient, hessian } = this.#at;
    const movable = new Set(this.#movable);
    const atBound = Array.from(x, (_, k) => movable.has(k) && this.#pressed(k));
    return {
      x,
      value,
      gradient,
      hessian,
      edm,
      status,
      valid: status === "converged",
      atBound,
      iterations,
      calls: this.#calls,
    };
  }
}
