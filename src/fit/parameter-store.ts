import { UsageError } from "../errors.ts";
import { pow } from "../math/elementary.ts";
import { type Cost, InternalCost } from "./cost.ts";
import {
  bestOfGrid,
  type LimitsSetting,
  limitsOf,
  NO_LIMITS,
  scanRange,
  stepOf,
} from "./minuit-input.ts";
import type { MinosError, ParameterState } from "./minuit-state.ts";
import { ParameterMatrix } from "./parameter-matrix.ts";
import type { Limits } from "./transform.ts";
import { finite, type View, viewOf } from "./views.ts";

/** The parameters of a fit: where they are, how far they may move, and views to set them by. */
export class ParameterStore {
  readonly names: readonly string[];
  readonly values: number[];
  readonly errors: number[];
  readonly fixed: boolean[];
  readonly limits: Limits[];
  readonly views: {
    readonly values: View<number>;
    readonly errors: View<number>;
    readonly fixed: View<boolean>;
    readonly limits: View<LimitsSetting>;
  };
  readonly #start: readonly number[];

  constructor(names: readonly string[], start: readonly number[]) {
    this.names = names;
    this.#start = start;
    this.values = [...start];
    this.errors = start.map(stepOf);
    this.fixed = start.map(() => false);
    this.limits = start.map(() => NO_LIMITS);
    this.views = {
      values: viewOf(names, this.values, (value, name) => finite(value, `"${name}"`)),
      errors: viewOf(names, this.errors, (value, name) => finite(value, `the step of "${name}"`)),
      fixed: viewOf(names, this.fixed, (value) => value === true),
      limits: viewOf<LimitsSetting>(names, this.limits, limitsOf),
    };
  }

  /** Number of parameters that are not fixed. */
  get nfit(): number {
    return this.fixed.filter((one) => !one).length;
  }

  /** Back to the starting values. */
  reset(): void {
    this.#start.forEach((value, k) => {
      this.values[k] = value;
      this.errors[k] = stepOf(value);
    });
  }

  /** @throws NotFoundError with the nearest name */
  position(name: string): number {
    // Setting what is not there is the error that names it.
    if (!(name in this.views.values)) this.views.fixed[name] = false;
    return this.names.indexOf(name);
  }

  /** The cost as a function of the free parameters from here. */
  internal(cost: Cost): InternalCost {
    return new InternalCost(cost, this.values, this.fixed, this.limits);
  }

  /** Moves the free parameters. */
  take(cost: InternalCost, u: Float64Array): void {
    const x = cost.external(u);
    for (const k of cost.free) this.values[k] = x[k];
  }

  /** Where a simplex begins, and its first steps. */
  firstSteps(cost: InternalCost): { u: Float64Array; scale: Float64Array } {
    const u = cost.start(this.values);
    const scale = Float64Array.from(cost.free, (k, i) => {
      const moved = cost.transforms[i].internal(this.values[k] + this.errors[k]) - u[i];
      return Math.abs(moved) > 1e-12 ? moved : 0.1;
    });
    return { u, scale };
  }

  /**
   * Moves to the best point of a grid within limits, or one uncertainty around.
   *
   * @param ncall  points, about
   * @returns the value there
   */
  bestOfGrid(value: (x: readonly number[]) => number, ncall: number): number {
    const free = this.values.flatMap((_, k) => (this.fixed[k] ? [] : [k]));
    const each = Math.max(2, Math.floor(pow(ncall, 1 / Math.max(1, free.length))));
    const ranges = free.map((k) => scanRange(this.values[k], this.errors[k], this.limits[k]));
    const best = bestOfGrid(value, this.values, free, ranges, each);
    best.x.forEach((x, k) => {
      this.values[k] = x;
    });
    return best.value;
  }

  /** Uncertainties, and the covariance, from an inverse Hessian of the internal values. */
  takeCovariance(
    cost: InternalCost,
    u: Float64Array,
    inverse: Float64Array,
    errordef: number,
  ): ParameterMatrix {
    const n = this.names.length;
    const m = cost.size;
    const data = new Float64Array(n * n);
    const slope = cost.transforms.map((transform, i) => transform.slope(u[i]));
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        const value = 2 * errordef * inverse[i * m + j] * slope[i] * slope[j];
        data[cost.free[i] * n + cost.free[j]] = value;
      }
      const width = Math.sqrt(2 * errordef * inverse[i * m + i]);
      this.errors[cost.free[i]] = cost.transforms[i].error(u[i], width);
    }
    return new ParameterMatrix(this.names, data);
  }

  /** All that is known of each. */
  states(merrors: Readonly<Record<string, MinosError>>): ParameterState[] {
    return this.names.map((name, k) => ({
      name,
      value: this.values[k],
      error: this.errors[k],
      merror: merrors[name],
      fixed: this.fixed[k],
      limits: this.limits[k],
    }));
  }
}

/** @throws UsageError unless errordef can be one */
export function checkedErrordef(errordef: number): number {
  if (!(errordef > 0)) throw new UsageError(`errordef is positive, not ${errordef}`);
  return errordef;
}
