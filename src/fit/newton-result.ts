/** How a minimisation ended. */
export type NewtonStatus =
  /** At a minimum: projected gradient zero, curvature positive. */
  | "converged"
  /** The function is not defined at the start. */
  | "undefined"
  /** No more progress, though the gradient is not zero. */
  | "stuck"
  /** At a minimum that is a valley: along it the function does not change, to its precision. */
  | "flat"
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
