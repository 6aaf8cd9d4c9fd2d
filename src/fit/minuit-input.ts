import { UsageError } from "../errors.ts";
import { ndtr } from "../math/error-function.ts";
import { gammaincinv } from "../math/gamma.ts";
import type { Cost } from "./cost.ts";
import type { Limits } from "./transform.ts";

/** A function of positional arguments, or of one list of all of them. */
export type MinuitFunction = ((...args: number[]) => number) | ((x: readonly number[]) => number);

/** Its gradient, called alike. */
export type MinuitGradient =
  | ((...args: number[]) => ArrayLike<number>)
  | ((x: readonly number[]) => ArrayLike<number>);

export interface MinuitOptions {
  /** Names of the parameters of a function of a list; `x0`, `x1` … by default. */
  readonly name?: readonly string[];
  /** The gradient, called as the function is. */
  readonly grad?: MinuitGradient;
  /** Rise of the function that makes one standard deviation: 1 for chi-square and -2 log L, 0.5 for -log L. */
  readonly errordef?: number;
}

/** Strategy 1 is the default: 0 saves calls, 2 spends them. */
export type Strategy = 0 | 1 | 2;

/** Values along one parameter. */
export interface Profile {
  readonly x: Float64Array;
  readonly f: Float64Array;
  /** Whether each minimisation was valid. */
  readonly ok: readonly boolean[];
}

/** Limits as they are set: `null` or infinite for none. They read as two numbers. */
export type LimitsSetting = readonly (number | null)[] | null;

/** Where along a parameter a function is looked at. */
export interface GridOptions {
  readonly size?: number;
  /** A range, or a number of uncertainties to both sides. */
  readonly bound?: number | readonly [number, number];
  /** The values themselves. */
  readonly grid?: ArrayLike<number>;
}

export const NO_LIMITS: Limits = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** iminuit's first step: a hundredth of the value, or 0.1. */
export function stepOf(value: number): number {
  return value === 0 ? 0.1 : 0.01 * Math.abs(value);
}

export function limitsOf(value: unknown, name: string): Limits {
  if (value === null || value === undefined) return NO_LIMITS;
  if (!Array.isArray(value) || value.length !== 2) {
    throw new UsageError(`limits of "${name}" are [low, high] or null`);
  }
  const low = value[0] ?? Number.NEGATIVE_INFINITY;
  const high = value[1] ?? Number.POSITIVE_INFINITY;
  if (!(low < high)) throw new UsageError(`limits of "${name}": ${low} is not below ${high}`);
  return [low, high];
}

export function costOf(
  fcn: MinuitFunction,
  grad: MinuitGradient | undefined,
  listed: boolean,
): Cost {
  if (listed) {
    type OfList<R> = (x: readonly number[]) => R;
    return {
      value: fcn as OfList<number>,
      gradient: grad as OfList<ArrayLike<number>> | undefined,
    };
  }
  type Positional<R> = (...args: number[]) => R;
  const value = fcn as Positional<number>;
  const gradient = grad as Positional<ArrayLike<number>> | undefined;
  return {
    value: (x) => value(...x),
    gradient: gradient && ((x) => gradient(...x)),
  };
}

/** Rise in units of `errordef` of a joint confidence level of `n` parameters. */
export function deltaOf(cl: number | undefined, n: number): number {
  if (cl === undefined) return 1;
  if (!(cl > 0)) throw new UsageError(`a confidence level is positive, not ${cl}`);
  const level = cl < 1 ? cl : 2 * ndtr(cl) - 1;
  return 2 * gammaincinv(0.5 * n, level);
}

export function quadratic(matrix: Float64Array, g: Float64Array): number {
  const n = g.length;
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += g[i] * matrix[i * n + j] * g[j];
  return sum;
}

/** Values along a parameter, around where it is unless told otherwise. */
export function gridAround(value: number, error: number, options: GridOptions): Float64Array {
  const { size = 100, bound = 2, grid } = options;
  if (grid !== undefined) return Float64Array.from(grid);
  const [low, high] =
    typeof bound === "number" ? [value - bound * error, value + bound * error] : bound;
  return Float64Array.from({ length: size }, (_, i) => low + (i * (high - low)) / (size - 1 || 1));
}

/** A limit where there is one; an uncertainty from the value elsewhere. */
export function scanRange(
  value: number,
  error: number,
  [low, high]: Limits,
): readonly [number, number] {
  return [
    low === Number.NEGATIVE_INFINITY ? value - error : low,
    high === Number.POSITIVE_INFINITY ? value + error : high,
  ];
}

/**
 * The best of the middles of a grid's cells, and the point given.
 *
 * @param free  positions of the parameters that are scanned
 * @param each  cells of each of them
 */
export function bestOfGrid(
  value: (x: readonly number[]) => number,
  start: readonly number[],
  free: readonly number[],
  ranges: readonly (readonly [number, number])[],
  each: number,
): { readonly x: readonly number[]; readonly value: number } {
  let best = { x: [...start], value: value(start) };
  const x = [...start];
  const visit = (i: number): void => {
    if (i === free.length) {
      const here = value(x);
      if (here < best.value) best = { x: [...x], value: here };
      return;
    }
    const [low, high] = ranges[i];
    for (let s = 0; s < each; s++) {
      x[free[i]] = low + ((s + 0.5) * (high - low)) / each;
      visit(i + 1);
    }
  };
  visit(0);
  return best;
}

/** A function on a grid over two parameters, row-major with the first one slowest. */
export function overGrid(
  value: (x: readonly number[]) => number,
  start: readonly number[],
  [kx, ky]: readonly [number, number],
  x: Float64Array,
  y: Float64Array,
): Float64Array {
  const f = new Float64Array(x.length * y.length);
  const at = [...start];
  x.forEach((a, i) => {
    at[kx] = a;
    y.forEach((b, j) => {
      at[ky] = b;
      f[i * y.length + j] = value(at);
    });
  });
  return f;
}
