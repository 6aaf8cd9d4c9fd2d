import { UsageError } from "../errors.ts";
import { type Limits, type Transform, transformOf } from "./transform.ts";

/** A function of all parameters, and perhaps its gradient. */
export interface Cost {
  readonly value: (x: readonly number[]) => number;
  readonly gradient?: ((x: readonly number[]) => ArrayLike<number>) | undefined;
}

/** Calls are used up. */
export class CallLimit extends Error {}

/**
 * A cost as a minimiser sees it: a function of the internal values of the parameters that are free. It
 * counts calls.
 */
export class InternalCost {
  /** Positions of the free parameters. */
  readonly free: readonly number[];
  readonly transforms: readonly Transform[];
  /** Whether a free parameter has limits. */
  readonly limited: readonly boolean[];
  readonly hasGradient: boolean;
  calls = 0;
  gradients = 0;
  /** Calls after which `CallLimit` is thrown. */
  limit: number = Number.POSITIVE_INFINITY;
  readonly #cost: Cost;
  readonly #full: number[];

  constructor(
    cost: Cost,
    values: readonly number[],
    fixed: readonly boolean[],
    limits: readonly Limits[],
  ) {
    this.#cost = cost;
    this.#full = [...values];
    this.free = values.flatMap((_, k) => (fixed[k] ? [] : [k]));
    this.transforms = this.free.map((k) => transformOf(limits[k]));
    this.limited = this.free.map((k) => limits[k].some(Number.isFinite));
    this.hasGradient = cost.gradient !== undefined;
  }

  get size(): number {
    return this.free.length;
  }

  /** Internal values of given parameters. */
  internal(values: readonly number[]): Float64Array {
    return Float64Array.from(this.free, (k, i) => this.transforms[i].internal(values[k]));
  }

  /** The same for the start of a search: parameters at limits can leave them. */
  start(values: readonly number[]): Float64Array {
    return this.internal(values).map((u, i) => this.transforms[i].inside(u));
  }

  /** All parameters at internal values. */
  external(u: ArrayLike<number>): number[] {
    const x = [...this.#full];
    this.free.forEach((k, i) => {
      x[k] = this.transforms[i].external(u[i]);
    });
    return x;
  }

  /** The cost. Infinite where it is not a number, so that no step leads there. */
  value(u: ArrayLike<number>): number {
    if (this.calls >= this.limit) throw new CallLimit();
    this.calls++;
    const value = this.#cost.value(this.external(u));
    if (typeof value !== "number") {
      throw new UsageError(`the cost function gave ${typeof value}, not a number`);
    }
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  }

  /** The user's gradient by internal values; `undefined` without one. */
  gradient(u: ArrayLike<number>): Float64Array | undefined {
    if (this.#cost.gradient === undefined) return undefined;
    this.gradients++;
    const x = this.external(u);
    const all = this.#cost.gradient(x);
    if (all.length !== x.length) {
      throw new UsageError(`the gradient has ${all.length} components for ${x.length} parameters`);
    }
    return Float64Array.from(this.free, (k, i) => all[k] * this.transforms[i].slope(u[i]));
  }
}
