import { scope } from "../wasm/scope.ts";
import { type AwkwardArray, checkArray } from "./array.ts";
import { nanToNone } from "./missing.ts";
import type { Scalar } from "./promote.ts";
import {
  argmax,
  argmin,
  type ExtremeOptions,
  max,
  min,
  prod,
  type ReduceOptions,
  type Reduction,
  sum,
} from "./reduce.ts";
import { type MeanOptions, mean, std, type VarianceOptions, variance } from "./statistics.ts";

/** The {@link sum} of what is not NaN. @see awkward.nansum */
export const nansum: Reduction<ReduceOptions, number | bigint> = ignoring(sum);
/** The {@link prod} of what is not NaN. @see awkward.nanprod */
export const nanprod: Reduction<ReduceOptions, number | bigint> = ignoring(prod);
/** The {@link min} of what is not NaN. @see awkward.nanmin */
export const nanmin: Reduction<ExtremeOptions, Scalar | null> = ignoring(min);
/** The {@link max} of what is not NaN. @see awkward.nanmax */
export const nanmax: Reduction<ExtremeOptions, Scalar | null> = ignoring(max);
/** The {@link argmin} of what is not NaN; NaN counts as a place. @see awkward.nanargmin */
export const nanargmin: Reduction<ReduceOptions, bigint | null> = ignoring(argmin);
/** The {@link argmax} of what is not NaN; NaN counts as a place. @see awkward.nanargmax */
export const nanargmax: Reduction<ReduceOptions, bigint | null> = ignoring(argmax);
/** The {@link mean} of what is not NaN; missing of nothing. @see awkward.nanmean */
export const nanmean: Reduction<MeanOptions, number | null> = ignoring(mean, true);
/** The {@link variance} of what is not NaN; missing of nothing. @see awkward.nanvar */
export const nanvar: Reduction<VarianceOptions, number | null> = ignoring(variance, true);
/** The {@link std} of what is not NaN; missing of nothing. @see awkward.nanstd */
export const nanstd: Reduction<VarianceOptions, number | null> = ignoring(std, true);

/** A reduction for which NaN, also in weights, is missing; `masks` what nothing gives by default. */
function ignoring<Options extends MeanOptions, Value>(
  reduction: Reduction<Options, Value>,
  masks?: boolean,
): Reduction<Options, Value> {
  const run = (array: AwkwardArray, options = {} as Options): AwkwardArray | Value => {
    checkArray(array, "a reduction");
    const { weight, maskIdentity = masks } = options;
    return scope(() => {
      const told = {
        ...options,
        ...(maskIdentity !== undefined && { maskIdentity }),
        ...(weight !== undefined && { weight: nanToNone(weight) }),
      };
      return reduction(nanToNone(array), told as never);
    });
  };
  return run as Reduction<Options, Value>;
}
