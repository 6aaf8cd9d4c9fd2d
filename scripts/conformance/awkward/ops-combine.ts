import * as ak from "../../../src/array/index.ts";
import type { Operations } from "./call.ts";

/** Combinations, orders and products. */
export const combine: Operations = {
  cartesian: ([arrays], options) => ak.cartesian(arrays, options),
  argcartesian: ([arrays], options) => ak.argcartesian(arrays, options),
  argcombinations: ([array, n], options) => ak.argcombinations(array, n, options),
  argsort: ([array], options) => ak.argsort(array, options),
  combinations: ([array, n], options) => ak.combinations(array, n, options),
  firsts: ([array], options) => ak.firsts(array, options),
  pad_none: ([array, target], options) => ak.padNone(array, target, options),
  singletons: ([array], options) => ak.singletons(array, options),
  sort: ([array], options) => ak.sort(array, options),
};
