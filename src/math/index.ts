export { cholesky, choleskyInverse, choleskySolve } from "./cholesky.ts";
export { type Eigen, symmetricEigen } from "./eigen.ts";
export {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cbrt,
  cos,
  cosh,
  exp,
  exp2,
  expm1,
  hypot,
  log,
  log1p,
  log2,
  log10,
  pow,
  sin,
  sinh,
  tan,
  tanh,
} from "./elementary.ts";
export { chi2Sf, erf, erfc, ndtr } from "./error-function.ts";
export { gammainc, gammaincc, gammainccinv, gammaincinv, gammaln } from "./gamma.ts";
export { ndtri } from "./normal.ts";
export { philox, RandomStream } from "./philox.ts";
export { randomPoisson } from "./poisson.ts";
export { findRoot } from "./root.ts";
