import { FitError, ShapeError, UsageError } from "../errors.ts";
import { type ContourPoint, contourPoints } from "./contour.ts";
import { CallLimit, type Cost, type InternalCost } from "./cost.ts";
import { gradientEffort, guessedSlopes, slopesAt } from "./differences.ts";
import { hesseAt } from "./hesse.ts";
import { migrad } from "./migrad.ts";
import { crossing } from "./minos.ts";
import { minuitHtml } from "./minuit-html.ts";
import {
  costOf,
  deltaOf,
  type GridOptions,
  gridAround,
  type LimitsSetting,
  type MinuitFunction,
  type MinuitOptions,
  overGrid,
  type Profile,
  quadratic,
  type Strategy,
} from "./minuit-input.ts";
import {
  type FunctionMinimum,
  functionMinimum,
  type MinosError,
  minosError,
  type ParameterState,
} from "./minuit-state.ts";
import { minuitText } from "./minuit-text.ts";
import type { ParameterMatrix } from "./parameter-matrix.ts";
import { checkedErrordef, ParameterStore } from "./parameter-store.ts";
import { profileAt, type Subject } from "./profile-cost.ts";
import { simplex } from "./simplex.ts";
import { finite, type View } from "./views.ts";

/**
 * Minimises a function of named parameters and finds their uncertainties: MIGRAD, HESSE, MINOS.
 *
 *     const m = new Minuit((x, y) => (x - 1) ** 2 + (y + 2) ** 2, { x: 0, y: 0 });
 *     m.migrad().minos();
 *     m.values.x, m.errors.x, m.merrors.x.upper
 *
 * @see iminuit.Minuit; James, MINUIT reference manual (CERN D506)
 */
export class Minuit {
  static readonly LEAST_SQUARES = 1;
  static readonly LIKELIHOOD = 0.5;

  readonly parameters: readonly string[];
  readonly values: View<number>;
  /** Uncertainties; before a fit, step sizes. */
  readonly errors: View<number>;
  readonly fixed: View<boolean>;
  /** `[low, high]`; infinite or `null` for none. */
  readonly limits: View<LimitsSetting>;
  /** MINOS errors by name. */
  merrors: Readonly<Record<string, MinosError>> = {};
  /** What the last minimisation found. */
  fmin: FunctionMinimum | undefined;
  covariance: ParameterMatrix | undefined;
  strategy: Strategy = 1;
  /** Tolerance: the estimated distance to the minimum is to be below 0.002 * tol * errordef. */
  tol = 0.1;
  errordef: number;
  nfcn = 0;
  ngrad = 0;
  readonly #cost: Cost;
  readonly #store: ParameterStore;

  /**
   * @param fcn  the function: of positional arguments if `start` has names, of a list otherwise
   * @param start  starting values
   * @throws UsageError on starting values that are not numbers
   */
  constructor(
    fcn: MinuitFunction,
    start: Readonly<Record<string, number>> | readonly number[],
    options: MinuitOptions = {},
  ) {
    const listed = Array.isArray(start);
    const values: number[] = Object.values(start);
    this.parameters = options.name ?? (listed ? values.map((_, i) => `x${i}`) : Object.keys(start));
    if (this.parameters.length !== values.length) {
      throw new ShapeError(`${this.parameters.length} names for ${values.length} parameters`);
    }
    for (const [k, value] of values.entries()) {
      finite(value, `the starting value of "${this.parameters[k]}"`);
    }
    this.#cost = costOf(fcn, options.grad, listed);
    this.#store = new ParameterStore(this.parameters, values);
    const { values: all, errors, fixed, limits } = this.#store.views;
    [this.values, this.errors, this.fixed, this.limits] = [all, errors, fixed, limits];
    this.errordef = options.errordef ?? 1;
  }

  /** Number of parameters that are not fixed. */
  get nfit(): number {
    return this.#store.nfit;
  }

  get fval(): number | undefined {
    return this.fmin?.fval;
  }

  /** Whether the last minimisation found a minimum. */
  get valid(): boolean {
    return this.fmin?.isValid ?? false;
  }

  /** Whether the covariance is an inverse Hessian. */
  get accurate(): boolean {
    return this.fmin?.hasAccurateCovar ?? false;
  }

  get correlation(): ParameterMatrix | undefined {
    return this.covariance?.correlation();
  }

  /** The parameters with all that is known of them. */
  get params(): readonly ParameterState[] {
    return this.#store.states(this.merrors);
  }

  /** Back to the starting values. */
  reset(): this {
    this.#store.reset();
    this.#forget();
    this.nfcn = 0;
    this.ngrad = 0;
    return this;
  }

  /** Holds a parameter at a value. @throws NotFoundError */
  fixto(name: string, value: number): this {
    this.values[name] = value;
    this.fixed[name] = true;
    return this;
  }

  /**
   * Minimises.
   *
   * @param ncall  calls of one attempt, about; by default 200 + 100 n + 5 n^2
   * @param iterate  attempts
   */
  migrad(options: { ncall?: number; iterate?: number } = {}): this {
    const { ncall = this.#calls(), iterate = 5 } = options;
    this.#forget();
    let found: ReturnType<typeof migrad> | undefined;
    let cost = this.#store.internal(this.#cost);
    for (let attempt = 0; attempt < iterate; attempt++) {
      cost = this.#store.internal(this.#cost);
      cost.limit = ncall;
      found = migrad(cost, this.#store.values, this.#store.errors, this.#settings());
      this.#count(cost);
      this.#store.take(cost, found.u);
      const { status } = found.curvature;
      if (status !== "failed") {
        this.covariance = this.#store.takeCovariance(
          cost,
          found.u,
          found.curvature.inverse,
          this.errordef,
        );
      }
      if (found.reachedCallLimit || found.edm <= 10 * this.#goal()) break;
    }
    if (found === undefined) throw new UsageError(`iterate is at least 1, not ${iterate}`);
    this.#minimum("Migrad", found.value, found.edm, found.curvature.status, found.reachedCallLimit);
    return this;
  }

  /** Minimises without derivatives; there is no covariance afterwards. */
  simplex(options: { ncall?: number } = {}): this {
    this.#forget();
    const cost = this.#store.internal(this.#cost);
    cost.limit = options.ncall ?? this.#calls();
    const { u, scale } = this.#store.firstSteps(cost);
    const goal = this.tol * this.errordef;
    const found = simplex(cost, u, scale, Math.min(goal, 1e-3 * this.errordef));
    this.#count(cost);
    this.#store.take(cost, found.u);
    const valid = !found.reachedCallLimit;
    this.#minimum("Simplex", found.value, found.edm, undefined, !valid, goal);
    return this;
  }

  /** The best point of a grid within limits, or two uncertainties around where the parameters are. */
  scan(options: { ncall?: number } = {}): this {
    this.#forget();
    const best = this.#store.bestOfGrid((x) => this.#call(x), options.ncall ?? this.#calls());
    this.#minimum("Scan", best, Number.NaN, undefined, false, Number.NaN);
    return this;
  }

  /** Finds the covariance by second differences. */
  hesse(options: { ncall?: number } = {}): this {
    const cost = this.#store.internal(this.#cost);
    cost.limit = options.ncall ?? Math.max(this.#calls(), 4 * cost.size * cost.size + 100);
    const u = cost.internal(this.#store.values);
    const { up, strategy } = this.#settings();
    try {
      const value = cost.value(u);
      const guess = guessedSlopes(cost, u, this.#store.values, this.#store.errors, up);
      const effort = gradientEffort[strategy];
      const slopes = slopesAt(cost, u, value, guess, up, effort);
      const { inverse, status, slopes: found } = hesseAt(cost, u, value, slopes, up, strategy);
      this.covariance = this.#store.takeCovariance(cost, u, inverse, this.errordef);
      const edm = 0.5 * quadratic(inverse, found.gradient);
      this.#minimum(this.fmin?.algorithm ?? "External", value, edm, status, false);
    } catch (error) {
      if (!(error instanceof CallLimit)) throw error;
      this.#minimum(
        this.fmin?.algorithm ?? "External",
        this.fval ?? Number.NaN,
        Number.NaN,
        "failed",
        true,
      );
    }
    this.#count(cost);
    return this;
  }

  /**
   * Intervals from the function itself: where it rises by `errordef`, minimised over all other parameters.
   *
   * @param names  of some parameters; by default all that are not fixed
   * @param cl  confidence level; from 1 on, a number of standard deviations
   * @throws FitError without a valid minimum
   */
  minos(names?: string | readonly string[], options: { cl?: number; ncall?: number } = {}): this {
    const wanted = typeof names === "string" ? [names] : (names ?? this.parameters);
    for (const name of wanted) this.#store.position(name);
    const subject = this.#subject("minos", options.ncall);
    const rise = this.errordef * deltaOf(options.cl, 1);
    const merrors: Record<string, MinosError> = { ...this.merrors };
    for (const name of wanted) {
      const k = this.#store.position(name);
      if (this.#store.fixed[k]) continue;
      const count = this.#counter();
      const lower = crossing(subject, k, -1, rise, count);
      merrors[name] = minosError(name, lower, crossing(subject, k, 1, rise, count));
    }
    this.merrors = merrors;
    return this;
  }

  /**
   * The function along one parameter, the others staying where they are.
   *
   * @param bound  a range, or a number of uncertainties to both sides
   * @param grid  the values themselves
   */
  profile(name: string, options: GridOptions = {}): { x: Float64Array; f: Float64Array } {
    const k = this.#store.position(name);
    const x = this.#grid(k, options);
    const f = x.map((value) => {
      return this.#call(this.#store.values.map((other, j) => (j === k ? value : other)));
    });
    return { x, f };
  }

  /**
   * The function along one parameter, minimised over all others; limits of the parameter itself do not
   * count.
   */
  mnprofile(name: string, options: GridOptions = {}): Profile {
    const k = this.#store.position(name);
    const x = this.#grid(k, options);
    const subject = this.#subject("mnprofile");
    const count = this.#counter();
    const found = Array.from(x, (value) =>
      profileAt(subject, new Map([[k, value]]), this.#store.values, count),
    );
    return {
      x,
      f: Float64Array.from(found, ({ value }) => value),
      ok: found.map(({ valid }) => valid),
    };
  }

  /** The function on a grid over two parameters, row-major with the first one slowest. */
  contour(
    first: string,
    second: string,
    options: { size?: number; bound?: number } = {},
  ): { x: Float64Array; y: Float64Array; f: Float64Array } {
    const [kx, ky] = [this.#store.position(first), this.#store.position(second)];
    const { size = 50, bound = 2 } = options;
    const x = this.#grid(kx, { size, bound });
    const y = this.#grid(ky, { size, bound });
    const f = overGrid((at) => this.#call(at), this.#store.values, [kx, ky], x, y);
    return { x, y, f };
  }

  /**
   * Points around the region of two parameters with a joint confidence level, minimised over all others.
   *
   * @param cl  by default 0.68; from 1 on, a number of standard deviations
   * @returns the points in order, the first one again at the end
   */
  mncontour(
    first: string,
    second: string,
    options: { cl?: number; size?: number } = {},
  ): ContourPoint[] {
    const { cl = 0.68, size = 100 } = options;
    const [kx, ky] = [this.#store.position(first), this.#store.position(second)];
    if (kx === ky || this.#store.fixed[kx] || this.#store.fixed[ky]) {
      throw new UsageError("a contour needs two different parameters that are not fixed");
    }
    const rise = this.errordef * deltaOf(cl, 2);
    const subject = this.#subject("mncontour");
    const points = contourPoints(subject, kx, ky, rise, Math.max(4, size), this.#counter());
    return [...points, points[0]];
  }

  /** The boxes that physicists know. */
  toString(): string {
    return minuitText(this);
  }

  /** The same as tables for a page. */
  toHtml(): string {
    return minuitHtml(this);
  }

  #forget(): void {
    this.fmin = undefined;
    this.covariance = undefined;
    this.merrors = {};
  }

  #goal(): number {
    return 0.002 * this.tol * this.errordef;
  }

  #settings() {
    return { up: checkedErrordef(this.errordef), strategy: this.strategy, goal: this.#goal() };
  }

  #calls(): number {
    return 200 + 100 * this.nfit + 5 * this.nfit * this.nfit;
  }

  #count(cost: InternalCost): void {
    this.nfcn += cost.calls;
    this.ngrad += cost.gradients;
  }

  #counter(): (calls: number) => void {
    return (calls) => {
      this.nfcn += calls;
    };
  }

  #minimum(
    algorithm: string,
    fval: number,
    edm: number,
    covariance: Parameters<typeof functionMinimum>[0]["covariance"],
    reachedCallLimit: boolean,
    edmGoal = this.#goal(),
  ): void {
    const { errordef, params, nfcn, ngrad } = this;
    const known = { algorithm, fval, edm, edmGoal, covariance, reachedCallLimit };
    this.fmin = functionMinimum({ ...known, errordef, params, nfcn, ngrad });
  }

  #subject(what: string, calls = this.#calls()): Subject {
    if (this.fmin === undefined || this.covariance === undefined) this.hesse();
    if (!this.valid || this.covariance === undefined) {
      throw new FitError("invalid", `${what} needs a valid minimum: call migrad() first`);
    }
    return {
      cost: this.#cost,
      values: [...this.#store.values],
      errors: [...this.#store.errors],
      covariance: this.covariance.data,
      fixed: [...this.#store.fixed],
      limits: [...this.#store.limits],
      fval: this.fval ?? Number.NaN,
      settings: this.#settings(),
      calls,
    };
  }

  #grid(k: number, options: GridOptions): Float64Array {
    return gridAround(this.#store.values[k], this.#store.errors[k], options);
  }

  #call(x: readonly number[]): number {
    this.nfcn++;
    return this.#cost.value(x);
  }
}
