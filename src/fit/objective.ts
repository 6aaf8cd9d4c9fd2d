/** A function to minimise, such as -2 log L, with its derivatives. */
export interface Objective {
  /** Number of parameters. */
  readonly size: number;
  /** Parameters whose slope may jump where they are zero; there are none by default. */
  readonly kinks?: readonly number[];
  /** At `x`; NaN or infinite where it is not defined. */
  value(x: Float64Array): number;
  /** The value; `gradient`, one number a parameter, is written. */
  gradient(x: Float64Array, gradient: Float64Array): number;
  /** The value; `gradient` and `hessian`, `size * size`, both triangles, are written. */
  hessian(x: Float64Array, gradient: Float64Array, hessian: Float64Array): number;
}
