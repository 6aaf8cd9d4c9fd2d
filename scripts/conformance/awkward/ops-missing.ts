import * as ak from "../../../src/array/index.ts";
import type { Operations } from "./call.ts";

/** Missing values, and values in the place of others. */
export const missing: Operations = {
  almost_equal: ([a, b], options) => ak.almostEqual(a, b, options),
  array_equal: ([a, b], options) => ak.arrayEqual(a, b, options),
  broadcast_arrays: (args, options) => ak.broadcastArrays(args, options),
  clip: ([array, low, high]) => ak.clip(array, low, high),
  drop_none: ([array], options) => ak.dropNone(array, options),
  fill_none: ([array, value], options) => ak.fillNone(array, value, options),
  full_like: ([array, value], options) => ak.fullLike(array, value, options),
  is_none: ([array], options) => ak.isNone(array, options),
  isclose: ([a, b], options) => ak.isClose(a, b, options),
  mask: ([array, mask], options) => ak.mask(array, mask, options),
  nan_to_none: ([array]) => ak.nanToNone(array),
  nan_to_num: ([array], options) => ak.nanToNum(array, options),
  ones_like: ([array], options) => ak.onesLike(array, options),
  round: ([array], options) => ak.round(array, options),
  values_astype: ([array, to], options) => ak.valuesAstype(array, to, options),
  where: ([condition, x, y], options) =>
    x === undefined && y === undefined ? ak.where(condition) : ak.where(condition, x, y, options),
  zeros_like: ([array], options) => ak.zerosLike(array, options),
};
