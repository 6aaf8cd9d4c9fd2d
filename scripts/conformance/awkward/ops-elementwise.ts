import * as ak from "../../../src/array/index.ts";
import type { Operations } from "./call.ts";

/** NumPy's ufuncs and what else works element by element. */
export const elementwise: Operations = {
  absolute: ([a]) => ak.absolute(a),
  add: ([a, b]) => ak.add(a, b),
  arctan2: ([a, b]) => ak.arctan2(a, b),
  cos: ([a]) => ak.cos(a),
  equal: ([a, b]) => ak.equal(a, b),
  exp: ([a]) => ak.exp(a),
  greater: ([a, b]) => ak.greater(a, b),
  greater_equal: ([a, b]) => ak.greaterEqual(a, b),
  less: ([a, b]) => ak.less(a, b),
  less_equal: ([a, b]) => ak.lessEqual(a, b),
  log1p: ([a]) => ak.log1p(a),
  log: ([a]) => ak.log(a),
  logical_and: ([a, b]) => ak.and(a, b),
  logical_not: ([a]) => ak.not(a),
  logical_or: ([a, b]) => ak.or(a, b),
  logical_xor: ([a, b]) => ak.xor(a, b),
  maximum: ([a, b]) => ak.maximum(a, b),
  minimum: ([a, b]) => ak.minimum(a, b),
  multiply: ([a, b]) => ak.multiply(a, b),
  negative: ([a]) => ak.negative(a),
  not_equal: ([a, b]) => ak.notEqual(a, b),
  sin: ([a]) => ak.sin(a),
  sinh: ([a]) => ak.sinh(a),
  sqrt: ([a]) => ak.sqrt(a),
  subtract: ([a, b]) => ak.subtract(a, b),
  tan: ([a]) => ak.tan(a),
  true_divide: ([a, b]) => ak.divide(a, b),
};
