import type { CovarianceStatus } from "./hesse.ts";
import type { Crossing } from "./minos.ts";
import type { Limits } from "./transform.ts";

/** A parameter with all that is known of it. */
export interface ParameterState {
  readonly name: string;
  readonly value: number;
  readonly error: number;
  readonly merror: MinosError | undefined;
  readonly fixed: boolean;
  readonly limits: Limits;
}

/** A MINOS interval, as distances from the best value. */
export interface MinosError {
  readonly name: string;
  /** Negative. */
  readonly lower: number;
  readonly upper: number;
  readonly isValid: boolean;
  readonly lowerValid: boolean;
  readonly upperValid: boolean;
  /** The limit came before the function had risen enough. */
  readonly atLowerLimit: boolean;
  readonly atUpperLimit: boolean;
  readonly atLowerMaxFcn: boolean;
  readonly atUpperMaxFcn: boolean;
  /** A lower minimum was met: minimise again. */
  readonly lowerNewMin: boolean;
  readonly upperNewMin: boolean;
}

/** The two sides as one interval. */
export function minosError(name: string, lower: Crossing, upper: Crossing): MinosError {
  return {
    name,
    lower: lower.distance,
    upper: upper.distance,
    isValid: lower.valid && upper.valid,
    lowerValid: lower.valid,
    upperValid: upper.valid,
    atLowerLimit: lower.atLimit,
    atUpperLimit: upper.atLimit,
    atLowerMaxFcn: lower.atCallLimit,
    atUpperMaxFcn: upper.atCallLimit,
    lowerNewMin: lower.newMinimum,
    upperNewMin: upper.newMinimum,
  };
}

/** What a minimisation found, and how far it can be trusted. */
export interface FunctionMinimum {
  readonly algorithm: string;
  readonly fval: number;
  /** Estimated distance to the minimum. */
  readonly edm: number;
  readonly edmGoal: number;
  readonly errordef: number;
  readonly isValid: boolean;
  /** A parameter is closer to a limit than half of its uncertainty. */
  readonly hasParametersAtLimit: boolean;
  readonly hasCovariance: boolean;
  readonly hasAccurateCovar: boolean;
  readonly hasPosdefCovar: boolean;
  readonly hasMadePosdefCovar: boolean;
  readonly hesseFailed: boolean;
  readonly isAboveMaxEdm: boolean;
  readonly hasReachedCallLimit: boolean;
  readonly nfcn: number;
  readonly ngrad: number;
}

interface Found {
  readonly algorithm: string;
  readonly fval: number;
  readonly edm: number;
  readonly edmGoal: number;
  /** `undefined`: none was looked for. */
  readonly covariance: CovarianceStatus | undefined;
  readonly reachedCallLimit: boolean;
  readonly errordef: number;
  readonly params: readonly ParameterState[];
  readonly nfcn: number;
  readonly ngrad: number;
}

/** The goal may be missed by this factor. */
const SLACK = 10;
/** Fraction of the uncertainty within which a limit matters. */
const NEAR = 0.5;

export function functionMinimum(found: Found): FunctionMinimum {
  const { algorithm, fval, edm, edmGoal, covariance, reachedCallLimit, errordef, params } = found;
  const isAboveMaxEdm = edm > SLACK * edmGoal;
  const made = covariance === "made-posdef";
  const failed = covariance === "failed";
  return {
    algorithm,
    fval,
    edm,
    edmGoal,
    errordef,
    isValid: Number.isFinite(fval) && !isAboveMaxEdm && !reachedCallLimit && !failed,
    hasParametersAtLimit: params.some(({ value, error, fixed, limits: [low, high] }) => {
      return !fixed && Math.min(value - low, high - value) < NEAR * error;
    }),
    hasCovariance: covariance !== undefined,
    hasAccurateCovar: covariance === "accurate",
    hasPosdefCovar: covariance !== undefined && !failed && !made,
    hasMadePosdefCovar: made,
    hesseFailed: failed,
    isAboveMaxEdm,
    hasReachedCallLimit: reachedCallLimit,
    nfcn: found.nfcn,
    ngrad: found.ngrad,
  };
}
