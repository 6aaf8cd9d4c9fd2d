import * as ak from "../../../src/array/index.ts";
import type { Operations } from "./call.ts";

/** Reductions and statistics. */
export const reduce: Operations = {
  count: ([array], options) => ak.count(array, options),
  sum: ([array], options) => ak.sum(array, options),
  any: ([array], options) => ak.any(array, options),
  all: ([array], options) => ak.all(array, options),
  min: ([array], options) => ak.min(array, options),
  max: ([array], options) => ak.max(array, options),
  prod: ([array], options) => ak.prod(array, options),
  count_nonzero: ([array], options) => ak.countNonzero(array, options),
  argmin: ([array], options) => ak.argmin(array, options),
  argmax: ([array], options) => ak.argmax(array, options),
  ptp: ([array], options) => ak.ptp(array, options),
  mean: ([array], options) => ak.mean(array, options),
  var: ([array], options) => ak.var(array, options),
  std: ([array], options) => ak.std(array, options),
  softmax: ([array], options) => ak.softmax(array, options),
  corr: ([x, y], options) => ak.corr(x, y, options),
  covar: ([x, y], options) => ak.covar(x, y, options),
  linear_fit: ([x, y], options) => ak.linearFit(x, y, options),
  nansum: ([array], options) => ak.nansum(array, options),
  nanprod: ([array], options) => ak.nanprod(array, options),
  nanmin: ([array], options) => ak.nanmin(array, options),
  nanmax: ([array], options) => ak.nanmax(array, options),
  nanargmin: ([array], options) => ak.nanargmin(array, options),
  nanargmax: ([array], options) => ak.nanargmax(array, options),
  nanmean: ([array], options) => ak.nanmean(array, options),
  nanvar: ([array], options) => ak.nanvar(array, options),
  nanstd: ([array], options) => ak.nanstd(array, options),
};
