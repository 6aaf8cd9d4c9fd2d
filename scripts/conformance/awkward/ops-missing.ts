import * as ak from "../../../src/array/index.ts";
import type { Operations } from "./call.ts";

/** Missing values, and values in the place of others. */
export const missing: Operations = {
  is_none: ([array], options) => ak.isNone(array, options),
  drop_none: ([array], options) => ak.dropNone(array, options),
  fill_none: ([array, value], options) => ak.fillNone(array, value, options),
};
