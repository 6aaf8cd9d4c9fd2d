import { ShapeError } from "../errors.ts";
import { choleskyInto, choleskySolveInto } from "../math/cholesky.ts";
import { symmetricEigen } from "../math/eigen.ts";
import { minimiseAcross } from "./kinks.ts";
import type { NewtonOptions, NewtonResult, NewtonStatus } from "./newton-result.ts";
import type { Objective } from "./objective.ts";
import { Positions } from "./positions.ts";
import { isValley } from "./valley.ts";

/** What a step must gain of what the quadratic model promises. */
const GOOD = 0.75;
const POOR = 0.25;
/** One minus the square of a global correlation coefficient, below which a parameter is not determined. */
const SINGULAR = 1e-7;
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
  return minimiseAcross(new Newton(objective.size), objective, start, options);
}

/** A point with what is known there. */
interface Point {
  readonly x: Float64Array;
  value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

function pointOf(n: number): Point {
  const numbers = (length: number): Float64Array => new Float64Array(length);
  return { x: numbers(n), value: Number.NaN, gradient: numbers(n), hessian: numbers(n * n) };
}

/**
 * {@link newton} with memory that is used again: for the many small fits of toys, whose arrays would take
 * longer to make than the function to compute.
 */
export class Newton {
  readonly #n: number;
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  /** Parameters that may move, those of them that no bound holds, and those of a step so far. */
  readonly #movable: Positions;
  readonly #free: Positions;
  readonly #inner: Positions;
  readonly #held: Positions;
  readonly #matrix: Float64Array;
  readonly #solved: Float64Array;
  readonly #again: Float64Array;
  readonly #step: Float64Array;
  #objective: Objective | undefined;
  #tolerance = 0;
  #calls = 0;
  #at: Point;
  /** Where the next point is made. */
  #next: Point;

  /** @param n  number of parameters */
  constructor(n: number) {
    this.#n = n;
    this.#low = new Float64Array(n);
    this.#high = new Float64Array(n);
    this.#movable = new Positions(n);
    this.#free = new Positions(n);
    this.#inner = new Positions(n);
    this.#held = new Positions(n);
    this.#matrix = new Float64Array(n * n);
    this.#solved = new Float64Array(n);
    this.#again = new Float64Array(n);
    this.#step = new Float64Array(n);
    this.#at = pointOf(n);
    this.#next = pointOf(n);
  }

  /**
   * As {@link newton}. The numbers of the result lie in this object's memory: they hold until its next use.
   */
  minimise(
    objective: Objective,
    start: ArrayLike<number>,
    options: NewtonOptions = {},
  ): NewtonResult {
    const n = this.#n;
    const { bounds, fixed, tolerance = 1e-12, maxIterations = 500 } = options;
    for (const length of [objective.size, start.length, bounds?.length, fixed?.length]) {
      if (length !== undefined && length !== n) {
        throw new ShapeError(`the function has ${n} parameters, not ${length}`);
      }
    }
    this.#objective = objective;
    this.#tolerance = tolerance;
    this.#calls = 0;
    this.#movable.length = 0;
    const { x } = this.#next;
    for (let k = 0; k < n; k++) {
      this.#low[k] = bounds?.[k][0] ?? -Infinity;
      this.#high[k] = bounds?.[k][1] ?? Infinity;
      x[k] = start[k];
      if (fixed?.[k]) continue;
      x[k] = this.#inside(k, x[k]);
      if (this.#low[k] < this.#high[k]) this.#movable.add(k);
    }
    this.#go();
    return this.#run(maxIterations);
  }

  #run(maxIterations: number): NewtonResult {
    if (!Number.isFinite(this.#at.value)) return this.#result("undefined", 0, Number.NaN);
    const solved = this.#solved;
    let damping = 0;
    let stalled = 0;
    for (let iteration = 0; iteration < maxIterations; iteration++) {
      this.#findFree();
      const positive = this.#solve(solved, this.#free, 0);
      const edm = positive ? this.#edm() : Number.NaN;
      if (edm <= this.#tolerance) {
        return this.#result(this.#isSingular() ? "flat" : "converged", iteration, edm);
      }
      const stepped =
        damping === 0 ? positive && this.#cut(solved, 0) : this.#cut(undefined, damping);
      const gain = stepped ? -this.#model() : 0;
      if (!(gain > 0)) {
        // Not positive, or no way down: more damping turns the step towards the gradient.
        if (Number.isNaN(edm) && this.#gradientIsSmall()) {
          if (this.#leaveSaddle()) continue;
          // Whatever the curvature says, the function falls nowhere to its precision.
          return this.#result("flat", iteration, edm);
        }
        if (damping > 1e12) return this.#ended(iteration);
        damping = Math.max(1e-3, damping * 10);
        continue;
      }
      const value = this.#look();
      const won = this.#at.value - value;
      // Differences of the function's own rounding are neither gain nor loss.
      const noise = 1e-14 * Math.max(1, Math.abs(this.#at.value));
      if (won > 1e-4 * gain || (gain < noise && Math.abs(won) <= noise)) {
        stalled = won > noise ? 0 : stalled + 1;
        this.#go();
        if (won > GOOD * gain) damping = damping < 1e-6 ? 0 : damping / 10;
        else if (won < POOR * gain) damping = Math.max(1e-3, damping * 4);
        if (stalled > 20) return this.#ended(iteration);
      } else {
        if (damping > 1e12 || this.#isTiny()) return this.#ended(iteration);
        damping = Math.max(1e-3, damping * 10);
      }
    }
    return this.#result("limit", maxIterations, this.#distance());
  }

  /** The last point cannot be improved: is it a minimum to the precision of the function? */
  #ended(iteration: number): NewtonResult {
    const edm = this.#distance();
    const noise = 1e-12 * Math.max(1, Math.abs(this.#at.value));
    if (edm <= this.#tolerance + noise && !this.#isSingular()) {
      return this.#result("converged", iteration, edm);
    }
    const flat = this.#gradientIsSmall() && this.#isFlat();
    return this.#result(flat ? "flat" : "stuck", iteration, edm);
  }

  /** Whether what was left of a curvature in the last factorisation is rounding, or nearly. */
  #isSingular(): boolean {
    const { at, length: m } = this.#free;
    for (let i = 0; i < m; i++) {
      const root = this.#matrix[i * m + i];
      if (root * root < SINGULAR * this.#at.hessian[at[i] * (this.#n + 1)]) return true;
    }
    return false;
  }

  #isFlat(): boolean {
    return isValley(this.#at.hessian, this.#n, this.#free.at.subarray(0, this.#free.length));
  }

  /** The estimated distance to the minimum from where the search is; NaN where H is not positive. */
  #distance(): number {
    this.#findFree();
    return this.#solve(this.#solved, this.#free, 0) ? this.#edm() : Number.NaN;
  }

  #inside(k: number, value: number): number {
    return Math.min(this.#high[k], Math.max(this.#low[k], value));
  }

  /** The value one step on, at the next point. */
  #look(): number {
    const { x } = this.#at;
    const to = this.#next.x;
    for (let k = 0; k < this.#n; k++) {
      to[k] = this.#step[k] === 0 ? x[k] : this.#inside(k, x[k] + this.#step[k]);
    }
    this.#calls++;
    return (this.#objective as Objective).value(to);
  }

  /** To the next point, with all that is to be known there. */
  #go(): void {
    this.#calls++;
    const { x, gradient, hessian } = this.#next;
    this.#next.value = (this.#objective as Objective).hessian(x, gradient, hessian);
    [this.#at, this.#next] = [this.#next, this.#at];
  }

  /** Whether the function falls beyond a bound at which parameter `k` lies. */
  #pressed(k: number): boolean {
    const { x, gradient } = this.#at;
    return (x[k] <= this.#low[k] && gradient[k] > 0) || (x[k] >= this.#high[k] && gradient[k] < 0);
  }

  #findFree(): void {
    const { at, length } = this.#movable;
    this.#free.length = 0;
    for (let i = 0; i < length; i++) if (!this.#pressed(at[i])) this.#free.add(at[i]);
  }

  /** Rows and columns of the Hessian of some parameters, damped. */
  #reduce({ at, length: m }: Positions, damping: number): Float64Array {
    const { hessian } = this.#at;
    const matrix = this.#matrix;
    for (let i = 0; i < m; i++) {
      const row = at[i] * this.#n;
      for (let j = 0; j < m; j++) matrix[i * m + j] = hessian[row + at[j]];
      if (damping > 0) matrix[i * m + i] += damping * this.#scale(at[i]);
    }
    return matrix;
  }

  /** Curvature by which a parameter is damped: its own, or 1 where it has none. */
  #scale(k: number): number {
    const own = Math.abs(this.#at.hessian[k * this.#n + k]);
    return own > 1e-8 ? own : 1;
  }

  /** Half of g H^-1 g over the free parameters, whose step without damping was solved for. */
  #edm(): number {
    const { at, length } = this.#free;
    let sum = 0;
    for (let i = 0; i < length; i++) sum -= this.#at.gradient[at[i]] * this.#solved[i];
    return 0.5 * sum;
  }

  /**
   * The damped Newton step of some parameters, given that of those which have gone to a bound.
   *
   * @param out  written: one number for each of `moving`
   * @returns whether the Hessian is positive
   */
  #solve(out: Float64Array, moving: Positions, damping: number, held?: Positions): boolean {
    const { gradient, hessian } = this.#at;
    const matrix = this.#reduce(moving, damping);
    const m = moving.length;
    if (!choleskyInto(matrix, matrix, m)) return false;
    for (let i = 0; i < m; i++) {
      let sum = -gradient[moving.at[i]];
      const row = moving.at[i] * this.#n;
      for (let l = 0; held !== undefined && l < held.length; l++) {
        sum -= hessian[row + held.at[l]] * this.#step[held.at[l]];
      }
      out[i] = sum;
    }
    choleskySolveInto(out, matrix, m);
    return true;
  }

  /**
   * The damped Newton step within the bounds: parameters that it would take beyond go to their bound, and
   * the others are solved for again.
   *
   * @param first  the step of the free parameters before bounds, if it is known
   * @returns whether there is one: not where the Hessian is not positive
   */
  #cut(first: Float64Array | undefined, damping: number): boolean {
    const { x } = this.#at;
    const step = this.#step.fill(0);
    const held = this.#held;
    held.length = 0;
    let moving = this.#free;
    let solved = first;
    for (;;) {
      if (solved === undefined) {
        if (!this.#solve(this.#again, moving, damping, held)) return false;
        solved = this.#again;
      }
      const n = moving.length;
      const inside = this.#inner;
      let kept = 0;
      for (let i = 0; i < n; i++) {
        const k = moving.at[i];
        const target = x[k] + solved[i];
        const reached = this.#inside(k, target);
        step[k] = reached - x[k];
        if (reached === target) inside.at[kept++] = k;
        else held.add(k);
      }
      inside.length = kept;
      if (kept === n || kept === 0) return true;
      moving = inside;
      solved = undefined;
    }
  }

  /** What the quadratic model says that the step changes. */
  #model(): number {
    const { gradient, hessian } = this.#at;
    const step = this.#step;
    let sum = 0;
    for (let k = 0; k < this.#n; k++) {
      if (step[k] === 0) continue;
      let row = 0;
      for (let l = 0; l < this.#n; l++) row += hessian[k * this.#n + l] * step[l];
      sum += step[k] * (gradient[k] + 0.5 * row);
    }
    return sum;
  }

  #isTiny(): boolean {
    const { x } = this.#at;
    return this.#step.every((s, k) => Math.abs(s) <= TINY * Math.max(1, Math.abs(x[k])));
  }

  #gradientIsSmall(): boolean {
    const { at, length } = this.#free;
    const { gradient } = this.#at;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      sum += (gradient[at[i]] * gradient[at[i]]) / this.#scale(at[i]);
    }
    return 0.5 * sum <= Math.max(this.#tolerance, 1e-9);
  }

  /** From a stationary point that is no minimum, along the direction of most negative curvature. */
  #leaveSaddle(): boolean {
    const { at, length: m } = this.#free;
    const { values, vectors } = symmetricEigen(this.#reduce(this.#free, 0).slice(0, m * m), m);
    if (!(values[0] < 0)) return false;
    // Both ways may be as good: the first parameter of the direction goes down, by convention.
    let lead = 0;
    while (lead < m - 1 && !(Math.abs(vectors[lead * m]) > 1e-8)) lead++;
    const down = vectors[lead * m] > 0 ? -1 : 1;
    for (let length = 1 / Math.sqrt(-values[0]); length > 1e-9; length /= 4) {
      for (const sign of [down, -down]) {
        this.#step.fill(0);
        for (let i = 0; i < m; i++) this.#step[at[i]] = sign * length * vectors[i * m];
        const value = this.#look();
        if (value < this.#at.value - 1e-13 * Math.max(1, Math.abs(this.#at.value))) {
          this.#go();
          return true;
        }
      }
    }
    return false;
  }

  #result(status: NewtonStatus, iterations: number, edm: number): NewtonResult {
    const { x, value, gradient, hessian } = this.#at;
    const atBound = new Array<boolean>(this.#n).fill(false);
    for (let i = 0; i < this.#movable.length; i++) {
      atBound[this.#movable.at[i]] = this.#pressed(this.#movable.at[i]);
    }
    this.#objective = undefined;
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
