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
};
